//! Showing a map to a room: shots are prepared in the tab below the map ([`shots_ui`]), and presented full screen.
//!
//! [`Presentation`] is what is under way; `run` changes it, by [`Step`]s that `keys` and the views ask for.
//! The room sees `audience_ui`, the presenter `presenter_ui`, on a screen of its own or in place of the other.
//! `stage` lays the maps out, `replay` lets touchpoints appear one by one, `pictures` makes small pictures of shots in
//! the background, `awake` keeps the screen on.

mod audience_ui;
mod awake;
mod ephemera;
mod follow;
mod help_ui;
mod keys;
mod marks_ui;
mod overview_ui;
mod pictures;
mod presenter_ui;
mod replay;
mod run;
mod shot_ui;
mod shots_run;
mod shots_ui;
mod stage;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use audience_ui::PresentPainter;
pub use awake::{DoesNotSleep, StayAwake};
pub use keys::collect;
pub use pictures::{Pictured, ShotPicture, ShotPictures};
pub use presenter_ui::presenter_ui;
pub use replay::Replay;
pub use shots_ui::shots_ui;
pub use stage::{ShownMap, Stage};

use crate::model::Shot;
use crate::render::egui::Transform;

/// A talk under way.
pub struct Presentation {
    /// INVARIANT: not empty.
    pub shots: Arc<Vec<Arc<Shot>>>,
    /// INVARIANT: below the number of shots.
    pub at: usize,
    /// The map of the shot, and of the one after it.
    pub map: Arc<ShownMap>,
    pub next_map: Option<Arc<ShownMap>>,
    /// When the shot was gone to.
    pub arrived: Instant,
    pub cover: Option<Cover>,
    pub sheet: Option<Sheet>,
    pub tool: Option<PointerTool>,
    /// Where somebody has zoomed or moved to, in the audience's window; `None` for the shot's frame.
    pub look: Option<Transform>,
    pub replay: Option<Replay>,
    /// The number of a shot as typed so far.
    pub typed: Option<usize>,
    pub presenter: PresenterView,
    pub talk: Talk,
    pub screens: Screens,
    /// One sentence that goes away by itself, and since when it is shown.
    pub said: Option<(String, Instant)>,
}

impl Presentation {
    /// The shot that is shown.
    pub fn shot(&self) -> &Shot {
        // By the invariants there is one; the first is as good as any where there is not.
        static NONE: std::sync::LazyLock<Shot> = std::sync::LazyLock::new(|| {
            Shot::new(crate::model::ShotId(0), crate::model::JourneyId(0), crate::model::ShotFrame::Whole)
        });
        self.shots.get(self.at).or_else(|| self.shots.first()).map_or(&NONE, AsRef::as_ref)
    }

    /// What is said at this moment: the number that is being typed, else the sentence that goes away.
    pub fn said_now(&self) -> Option<String> {
        let typed = self.typed.map(|number| format!("Go to shot {number}, Enter"));
        typed.or_else(|| self.said.as_ref().map(|(text, _)| text.clone()))
    }

    pub fn next_shot(&self) -> Option<&Arc<Shot>> {
        self.shots.get(self.at + 1)
    }
}

/// Nothing but a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    Black,
    White,
}

/// What lies over the shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// All shots; that one is taken by Enter.
    Overview(usize),
    Help,
}

/// What follows the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerTool {
    Spotlight,
    Laser,
    Pen,
}

/// Where the presenter's view is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresenterView {
    Hidden,
    /// In place of what the audience sees: for one screen.
    Within,
    /// In a window of its own.
    Window,
}

/// The time of a talk.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// Before it was last stopped.
    before: Duration,
    /// `None` while it is stopped.
    since: Option<Instant>,
}

impl Talk {
    pub fn start() -> Self {
        Self { before: Duration::ZERO, since: Some(Instant::now()) }
    }

    pub fn elapsed(&self) -> Duration {
        self.before + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    pub fn is_running(&self) -> bool {
        self.since.is_some()
    }

    fn toggle(&mut self) {
        match self.since.take() {
            Some(since) => self.before += since.elapsed(),
            None => self.since = Some(Instant::now()),
        }
    }
}

/// The screens of the computer, as the window system numbers them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screens {
    /// Left, top, width and height in pixels.
    pub places: Vec<[f32; 4]>,
    /// Which one the window is on.
    pub own: usize,
    /// Which one the audience sees; `None` while there is but one.
    pub audience: Option<usize>,
}

impl Screens {
    /// The first screen that the window is not on: what the audience sees.
    pub fn other(&self) -> Option<usize> {
        (0..self.places.len()).find(|at| *at != self.own)
    }

    /// The screen that the presenter has.
    pub fn presenter(&self) -> Option<[f32; 4]> {
        let audience = self.audience?;
        let at = if audience == self.own { self.other()? } else { self.own };
        self.places.get(at).copied()
    }
}

/// What keys, pointer and buttons ask of a talk.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The next touchpoint of a replay that waits, else the next shot.
    Next,
    Previous,
    First,
    Last,
    GoTo(usize),
    Digit(u8),
    /// Goes to the number that was typed, or to the shot chosen in the overview.
    Enter,
    Cover(Cover),
    Overview,
    /// Chooses in the overview, so many places on.
    Choose(isize),
    Help,
    Tool(PointerTool),
    /// Lets touchpoints appear by themselves, or holds.
    Replay,
    /// The replay is due to go on.
    ReplayTick,
    Look(Option<Transform>),
    /// One thing back: the number, the sheet, the cover, the tool, the zoom, and then the talk ends.
    Escape,
    End,
    /// The presenter's view: its own window where there are two screens, else within.
    Presenter,
    /// The same the other way round.
    PresenterElsewhere,
    SwapScreens,
    TalkToggle,
    TalkReset,
    /// Minutes; `None` to count up only.
    TalkLength(Option<u32>),
    /// Points.
    NotesText(f32),
    /// What was said is old.
    Hush,
}
