//! Measures the calls of one peer: `calls <peer> <base URL> <calls> <at once>`; prints one line of JSON.

use std::env;
use std::rc::Rc;
use std::time::Instant;

use keymint_benches::allocations::{Count, Counting};
use keymint_benches::calls::{self, Task, series};
use keymint_benches::peers::{Peer, Result};
use keymint_benches::process;
use serde_json::json;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> Result<()> {
    process::pin(0)?;
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [peer, base, calls, at_once] = &arguments[..] else {
        return Err("calls <peer> <base URL> <calls> <at once>".into());
    };
    calls::with(peer, base, Measure { calls: calls.parse()?, at_once: at_once.parse()? })
}

struct Measure {
    calls: usize,
    at_once: usize,
}

impl Task for Measure {
    async fn run<P: Peer>(self, peer: P) -> Result<()> {
        let Self { calls, at_once } = self;
        let peer = Rc::new(peer);
        many(&peer, 4 * at_once, at_once).await?;

        let (count, cpu, started) = (Count::now(), process::cpu_time()?, Instant::now());
        many(&peer, calls, at_once).await?;
        let wall = started.elapsed();
        let cpu = process::cpu_time()? - cpu;
        let Count { allocations, bytes } = Count::since(count);

        let each = |total: f64| total / calls as f64;
        let line = json!({
            "calls_per_second": calls as f64 / wall.as_secs_f64(),
            "cpu_microseconds": each(cpu.as_secs_f64() * 1e6),
            "allocations": each(allocations as f64),
            "allocated_bytes": each(bytes as f64),
        });
        println!("{line}");
        Ok(())
    }
}

/// At one at once there is no task, as in a program that makes one call.
async fn many<P: Peer>(peer: &Rc<P>, calls: usize, at_once: usize) -> Result<()> {
    if at_once == 1 {
        return series(&**peer, calls).await;
    }
    let one = |_| {
        let peer = Rc::clone(peer);
        tokio::task::spawn_local(async move {
            series(&*peer, calls / at_once).await.map_err(|error| error.to_string())
        })
    };
    let tasks: Vec<_> = (0..at_once).map(one).collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}
