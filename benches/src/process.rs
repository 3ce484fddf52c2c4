//! What the system knows of this process.

use std::error::Error;
use std::fs;
use std::time::Duration;

use nix::sched::{CpuSet, sched_setaffinity};
use nix::time::{ClockId, clock_gettime};
use nix::unistd::Pid;

/// Keeps this process on one core; where there is no second core the first takes all.
///
/// # Errors
///
/// What the system answers.
pub fn pin(core: usize) -> Result<(), Box<dyn Error>> {
    let cores = std::thread::available_parallelism()?.get();
    let mut set = CpuSet::new();
    set.set(core % cores)?;
    Ok(sched_setaffinity(Pid::from_raw(0), &set)?)
}

/// The processor time that this process has used, in the kernel and out of it.
///
/// # Errors
///
/// What the system answers.
pub fn cpu_time() -> Result<Duration, Box<dyn Error>> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// The memory of this process that is resident, in KiB.
///
/// # Errors
///
/// Where the system does not tell.
pub fn resident() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
