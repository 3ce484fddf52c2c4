//! Measures what decides about retries and dates: `policy [--quick]`, `policy --list`, `policy <group> <name> <times>`.

use keymint_benches::allocations::Counting;
use keymint_benches::peers::Result;
use keymint_benches::{policy, rounds};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> Result<()> {
    rounds::run(policy::groups())
}
