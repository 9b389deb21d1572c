//! How long a step takes, for `profile`. Nothing that a user sees or a file holds may depend on it.

use std::time::Duration;

/// Measures from its start: processor time of this process, all of its threads together, so that what other
/// processes do at the same time, and waiting for the disk, do not count. Where the system does not tell it, time
/// on the clock.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    start: Reading,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { start: Reading::now() }
    }

    /// What was needed since the start.
    pub fn elapsed(&self) -> Duration {
        Reading::now().since(self.start)
    }
}

#[cfg(unix)]
#[derive(Clone, Copy, Debug)]
struct Reading(rustix::time::Timespec);

#[cfg(unix)]
impl Reading {
    fn now() -> Self {
        Self(rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime))
    }

    fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0 - earlier.0).unwrap_or_default()
    }
}

#[cfg(not(unix))]
#[derive(Clone, Copy, Debug)]
struct Reading(std::time::Instant);

#[cfg(not(unix))]
impl Reading {
    fn now() -> Self {
        Self(std::time::Instant::now())
    }

    fn since(self, earlier: Self) -> Duration {
        self.0.saturating_duration_since(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_time_on_whichever_thread() {
        let watch = Stopwatch::start();
        let sum = std::thread::spawn(|| (0..3_000_000_u64).map(std::hint::black_box).sum::<u64>()).join().unwrap();
        assert!(sum > 0 && watch.elapsed() > Duration::ZERO);
    }
}
