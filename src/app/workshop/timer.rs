//! The timer of a workshop: a value that is asked with the seconds of a clock that only runs forward. No clock of its
//! own, and nothing drawn.

/// A timer that counts down, and past its end goes on counting what it is over.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Timer {
    #[default]
    Idle,
    Running {
        /// When it ends, by the clock.
        ends_s: f64,
        /// How long it is as a whole.
        of_s: f64,
    },
    Paused {
        /// What is left; negative past the end.
        left_s: f64,
        of_s: f64,
    },
}

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    Calm,
    /// The last minute, or the last fifth of a short time.
    Soon,
    Over,
}

impl Timer {
    /// Runs for so many minutes from now on.
    pub fn started(now_s: f64, minutes: u16) -> Self {
        let of_s = f64::from(minutes) * 60.0;
        Self::Running { ends_s: now_s + of_s, of_s }
    }

    /// What is left, in seconds, negative past the end; `None` where it is not set.
    pub fn left_s(self, now_s: f64) -> Option<f64> {
        match self {
            Self::Idle => None,
            Self::Running { ends_s, .. } => Some(ends_s - now_s),
            Self::Paused { left_s, .. } => Some(left_s),
        }
    }

    pub fn is_running(self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// Paused if it runs, running if it is paused.
    pub fn toggled(self, now_s: f64) -> Self {
        match self {
            Self::Idle => Self::Idle,
            Self::Running { ends_s, of_s } => Self::Paused { left_s: ends_s - now_s, of_s },
            Self::Paused { left_s, of_s } => Self::Running { ends_s: now_s + left_s, of_s },
        }
    }

    /// With so many seconds more. Past its end they count from now.
    pub fn extended(self, now_s: f64, by_s: f64) -> Self {
        match self {
            Self::Idle => Self::Running { ends_s: now_s + by_s, of_s: by_s },
            Self::Running { ends_s, of_s } => {
                let ends_s = ends_s.max(now_s) + by_s;
                Self::Running { ends_s, of_s: of_s.max(ends_s - now_s) }
            }
            Self::Paused { left_s, of_s } => {
                let left_s = left_s.max(0.0) + by_s;
                Self::Paused { left_s, of_s: of_s.max(left_s) }
            }
        }
    }

    /// The share of its time that is left, 0 to 1.
    pub fn share_left(self, now_s: f64) -> f32 {
        let of_s = match self {
            Self::Idle => return 0.0,
            Self::Running { of_s, .. } | Self::Paused { of_s, .. } => of_s,
        };
        if of_s <= 0.0 { 0.0 } else { (self.left_s(now_s).unwrap_or(0.0) / of_s).clamp(0.0, 1.0) as f32 }
    }

    pub fn urgency(self, now_s: f64) -> Urgency {
        let of_s = match self {
            Self::Idle => return Urgency::Calm,
            Self::Running { of_s, .. } | Self::Paused { of_s, .. } => of_s,
        };
        match self.left_s(now_s) {
            Some(left) if left <= 0.0 => Urgency::Over,
            Some(left) if left <= (of_s / 5.0).min(60.0) => Urgency::Soon,
            Some(_) | None => Urgency::Calm,
        }
    }

    /// How long what it shows stays the same, in seconds; `None` while it stands.
    pub fn next_change_s(self, now_s: f64) -> Option<f64> {
        let Self::Running { ends_s, .. } = self else { return None };
        let left = ends_s - now_s;
        // A little later than the change itself, so that the frame shows it.
        Some(left.rem_euclid(1.0) + 0.02)
    }
}

/// "12:05" while time is left, counted so that the last second is "0:01"; "+0:42" past the end; "1:02:00" of hours.
pub fn clock_text(left_s: f64) -> String {
    let (sign, seconds) = if left_s > 0.0 { ("", left_s.ceil()) } else { ("+", (-left_s).floor()) };
    // More than a day is no workshop; the cast saturates.
    let seconds = seconds as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let sign = if left_s <= 0.0 && seconds + minutes + hours == 0 { "" } else { sign };
    if hours > 0 { format!("{sign}{hours}:{minutes:02}:{seconds:02}") } else { format!("{sign}{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_down_and_then_what_it_is_over() {
        let timer = Timer::started(100.0, 5);
        let at = |now: f64| (clock_text(timer.left_s(now).expect("set")), timer.urgency(now));
        assert_eq!(at(100.0), ("5:00".to_owned(), Urgency::Calm));
        assert_eq!(at(100.4), ("5:00".to_owned(), Urgency::Calm));
        assert_eq!(at(101.1), ("4:59".to_owned(), Urgency::Calm));
        assert_eq!(at(345.0), ("0:55".to_owned(), Urgency::Soon));
        assert_eq!(at(399.5), ("0:01".to_owned(), Urgency::Soon));
        assert_eq!(at(400.0), ("0:00".to_owned(), Urgency::Over));
        assert_eq!(at(442.3), ("+0:42".to_owned(), Urgency::Over));
        assert_eq!(clock_text(3_720.0), "1:02:00");
    }

    #[test]
    fn a_pause_keeps_what_is_left_and_a_minute_more_counts_from_the_end() {
        let timer = Timer::started(0.0, 2).toggled(30.0);
        assert_eq!((timer.left_s(1_000.0), timer.is_running()), (Some(90.0), false));
        assert_eq!(timer.next_change_s(1_000.0), None, "while it stands nothing is drawn anew");
        let timer = timer.toggled(1_000.0);
        assert_eq!(timer.left_s(1_010.0), Some(80.0));
        assert_eq!(timer.extended(1_010.0, 60.0).left_s(1_010.0), Some(140.0));
        // Past its end a minute more is a minute from now.
        assert_eq!(timer.extended(2_000.0, 60.0).left_s(2_000.0), Some(60.0));
        assert_eq!(Timer::Idle.extended(5.0, 60.0).left_s(5.0), Some(60.0));
        assert_eq!(Timer::Idle.toggled(5.0), Timer::Idle);
    }

    #[test]
    fn it_asks_for_a_frame_once_a_second() {
        let timer = Timer::started(0.0, 1);
        let next = timer.next_change_s(0.3).expect("it runs");
        assert!((0.7..0.75).contains(&next), "{next}");
        let over = timer.next_change_s(61.25).expect("it goes on past its end");
        assert!(over > 0.0 && over <= 1.05, "{over}");
    }
}
