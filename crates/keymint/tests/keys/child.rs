//! A process of its own that does a job, so that it can be killed.
//!
//! This test binary starts itself again, with a mission in an environment variable.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use keymint::{Job, Journal, Mark, Observer, Worker};
use serde_json::{Value, json};

use crate::support::providers;

/// What a child has to do.
pub(crate) struct Mission {
    pub(crate) base_urls: BTreeMap<String, String>,
    pub(crate) journal: PathBuf,
    /// The jobs to plan and run; without them the journal is resumed.
    pub(crate) jobs: Option<Vec<Job>>,
    /// At which of the observer's calls to stand still and wait for death.
    pub(crate) stand_still_at: usize,
}

/// How a child ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It stood still, and was killed.
    Killed,
    /// It did what it had to do before its moment came.
    Done,
}

const VARIABLE: &str = "KEYMINT_TEST_MISSION";
const STANDING_STILL: &str = "child stands still";
const DONE: &str = "child is done";
/// Longer than the sandbox's late executions, and short enough to wait for.
pub(crate) const QUIET_PERIOD: Duration = Duration::from_millis(400);

impl Mission {
    /// Sends a child on its mission, and kills it when its moment comes.
    pub(crate) fn run(&self) -> End {
        let mut child = self.start();
        let end = watch(child.stdout.take().unwrap());
        finish(&mut child, end);
        end
    }

    /// Sends a child on its mission, and kills it once something is so, whatever it is doing then.
    pub(crate) fn run_until(&self, moment: impl Fn() -> bool) {
        let mut child = self.start();
        let started = Instant::now();
        while !moment() && started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        finish(&mut child, End::Killed);
    }

    fn start(&self) -> Child {
        let mission = json!({
            "base_urls": self.base_urls,
            "journal": self.journal,
            "jobs": self.jobs,
            "stand_still_at": self.stand_still_at,
        });
        let file = self.journal.with_extension("mission");
        std::fs::write(&file, mission.to_string()).unwrap();
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::a_child_does_its_mission", "--nocapture", "--test-threads=1"])
            .env(VARIABLE, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

fn watch(output: ChildStdout) -> End {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let mut seen = Vec::new();
    while let Some(line) = lines.next() {
        if line.contains(STANDING_STILL) {
            return End::Killed;
        }
        if line.contains(DONE) {
            // It has a few more words to say.
            lines.for_each(drop);
            return End::Done;
        }
        seen.push(line);
    }
    panic!("the child failed:\n{}", seen.join("\n"));
}

/// `kill` is `SIGKILL`: the child learns nothing of it.
fn finish(child: &mut Child, end: End) {
    if end == End::Killed {
        child.kill().unwrap();
    }
    child.wait().unwrap();
}

/// Stands still at one of its calls, with everything as it is at that moment.
#[derive(Debug)]
struct Marksman {
    calls: AtomicUsize,
    stand_still_at: usize,
}

impl Marksman {
    fn count(&self) {
        if self.calls.fetch_add(1, Ordering::SeqCst) == self.stand_still_at {
            println!("\n{STANDING_STILL}");
            loop {
                std::thread::park();
            }
        }
    }
}

impl Observer for Marksman {
    fn writing(&self, _: &Mark) {
        self.count();
    }

    fn written(&self, _: &Mark) {
        self.count();
    }
}

/// A worker that calls stand-ins, as patient as a test can be.
pub(crate) fn worker(
    base_urls: &BTreeMap<String, String>,
    journal: &Path,
) -> keymint::WorkerBuilder {
    Worker::builder(providers(base_urls), Journal::open(journal).unwrap())
        .quiet_period(QUIET_PERIOD)
        .patience(Duration::from_secs(5))
        .verify_for(Duration::from_secs(5))
}

#[tokio::test]
async fn a_child_does_its_mission() {
    let Some(file) = std::env::var_os(VARIABLE) else { return };
    let mission: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let base_urls = serde_json::from_value(mission["base_urls"].clone()).unwrap();
    let journal: PathBuf = serde_json::from_value(mission["journal"].clone()).unwrap();
    let jobs: Option<Vec<Job>> = serde_json::from_value(mission["jobs"].clone()).unwrap();
    let stand_still_at = serde_json::from_value(mission["stand_still_at"].clone()).unwrap();
    let marksman = Marksman { calls: AtomicUsize::new(0), stand_still_at };
    let worker = worker(&base_urls, &journal).observer(Arc::new(marksman)).build();

    let report = match jobs {
        Some(jobs) => worker.run(worker.plan(jobs).await.unwrap()).await,
        None => worker.resume().await,
    };

    report.unwrap();
    println!("\n{DONE}");
}
