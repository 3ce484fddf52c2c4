//! Makes very many calls and tells the memory that is resident over the first and the last ten thousand:
//! `soak <peer> <base URL> <calls>`; prints one line of JSON.

use std::env;

use keymint_benches::calls::{self, Task, series};
use keymint_benches::peers::{Peer, Result};
use keymint_benches::process;
use serde_json::json;

fn main() -> Result<()> {
    process::pin(0)?;
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [peer, base, calls] = &arguments[..] else {
        return Err("soak <peer> <base URL> <calls>".into());
    };
    calls::with(peer, base, Soak { calls: calls.parse()? })
}

struct Soak {
    calls: usize,
}

impl Task for Soak {
    async fn run<P: Peer>(self, peer: P) -> Result<()> {
        let mut resident = Vec::with_capacity(self.calls / STEP);
        for _ in 0..self.calls / STEP {
            series(&peer, STEP).await?;
            resident.push(process::resident()?);
        }
        let end = END.min(resident.len());
        let (first, last) = (&resident[..end], &resident[resident.len() - end..]);
        println!("{}", json!({ "first_kib": first, "last_kib": last }));
        Ok(())
    }
}

/// So many calls are between two looks.
const STEP: usize = 100;
/// So many looks are ten thousand calls.
const END: usize = 100;
