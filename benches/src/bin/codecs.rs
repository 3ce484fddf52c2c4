//! Measures bodies against other libraries: `codecs [--quick]`, `codecs --list`, `codecs <group> <name> <times>`.

use keymint_benches::allocations::Counting;
use keymint_benches::codecs::{form, json, xml};
use keymint_benches::peers::Result;
use keymint_benches::rounds;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> Result<()> {
    let groups = [xml::groups(), form::groups(), json::groups()];
    rounds::run(groups.into_iter().flatten().collect())
}
