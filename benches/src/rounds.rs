//! Measures functions against each other: in turns, so that a noisy machine is noisy for all of them.

use std::env;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::allocations::Count;
use crate::peers::Result;

/// Does what the command line asks for: measures, lists the functions, or runs one of them so often.
///
/// # Errors
///
/// A function that there is not.
pub fn run(mut groups: Vec<Group<'_>>) -> Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => groups.iter_mut().for_each(|group| group.measure(Effort::FULL)),
        ["--quick"] => groups.iter_mut().for_each(|group| group.measure(Effort::QUICK)),
        ["--list"] => groups.iter().for_each(Group::list),
        [group, name, times] => {
            let times = times.parse()?;
            if !groups.iter_mut().any(|known| known.repeat(group, name, times)) {
                return Err("there is no such function; --list lists them".into());
            }
        }
        _ => return Err("[--quick], --list, or <group> <name> <times>".into()),
    }
    Ok(())
}

/// Functions that do the same, to be compared.
pub struct Group<'a> {
    name: &'static str,
    /// How many bytes each of them reads or writes; 0 where that means nothing.
    bytes: usize,
    cases: Vec<Case<'a>>,
}

struct Case<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// How many rounds; each function has one turn in each.
    rounds: usize,
    /// How long a turn is.
    turn: Duration,
}

impl Effort {
    /// Enough for figures that are published.
    const FULL: Self = Self { rounds: 21, turn: Duration::from_millis(20) };
    /// Enough to see that everything works, and whether something is far off.
    const QUICK: Self = Self { rounds: 5, turn: Duration::from_millis(4) };
}

impl<'a> Group<'a> {
    /// Starts a group.
    pub fn new(name: &'static str, bytes: usize) -> Self {
        Self { name, bytes, cases: Vec::new() }
    }

    /// Adds a function; the first is what the others are compared with.
    #[must_use]
    pub fn case<T>(mut self, name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        let run = Box::new(move || drop(std::hint::black_box(run())));
        self.cases.push(Case { name, run });
        self
    }

    /// Measures all functions and prints one line of JSON for each.
    fn measure(&mut self, effort: Effort) {
        let times: Vec<_> = self.cases.iter_mut().map(|case| case.times(effort.turn)).collect();
        let mut nanoseconds = vec![Vec::new(); self.cases.len()];
        for _ in 0..effort.rounds {
            for ((case, times), taken) in self.cases.iter_mut().zip(&times).zip(&mut nanoseconds) {
                let started = Instant::now();
                (0..*times).for_each(|_| (case.run)());
                taken.push(started.elapsed().as_nanos() as f64 / *times as f64);
            }
        }
        for (case, nanoseconds) in self.cases.iter_mut().zip(nanoseconds) {
            let before = Count::now();
            (case.run)();
            let count = Count::since(before);
            let line = json!({
                "group": self.name,
                "name": case.name,
                "bytes": self.bytes,
                "nanoseconds": nanoseconds,
                "allocations": count.allocations,
                "allocated_bytes": count.bytes,
            });
            println!("{line}");
        }
    }

    /// Prints the names of the functions.
    fn list(&self) {
        for case in &self.cases {
            println!("{}", json!({ "group": self.name, "name": case.name, "bytes": self.bytes }));
        }
    }

    /// Runs one function so often, for a profiler; gives whether it is of this group.
    fn repeat(&mut self, group: &str, name: &str, times: usize) -> bool {
        let found = self.cases.iter_mut().find(|case| self.name == group && case.name == name);
        let Some(case) = found else { return false };
        (0..times).for_each(|_| (case.run)());
        true
    }
}

impl Case<'_> {
    /// How often it runs in one turn; finding out warms it up.
    fn times(&mut self, turn: Duration) -> usize {
        let mut times = 1;
        loop {
            let started = Instant::now();
            (0..times).for_each(|_| (self.run)());
            let taken = started.elapsed();
            if taken >= turn / 2 || times >= 1 << 30 {
                let one = taken.as_secs_f64() / times as f64;
                return ((turn.as_secs_f64() / one) as usize).max(1);
            }
            times *= 2;
        }
    }
}
