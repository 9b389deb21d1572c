//! Where commands speak: results on stdout, remarks, failures and progress on stderr.

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::failure::Failure;

/// The two streams of a command.
pub struct Console {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Somebody watches stderr.
    shows_progress: bool,
    /// A line of progress stands there and must go before anything else is written.
    has_progress_line: bool,
}

impl Console {
    /// The streams of the process.
    pub fn standard() -> Self {
        Self {
            out: Box::new(io::BufWriter::new(io::stdout())),
            err: Box::new(io::stderr()),
            shows_progress: io::stderr().is_terminal(),
            has_progress_line: false,
        }
    }

    /// A line of the result.
    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        self.clear_progress();
        writeln!(self.out, "{}", text.as_ref()).map_err(out_failure)
    }

    /// The result as JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Disk(format!("The result could not be written as JSON: {error}.")))?;
        self.line(text)
    }

    /// A remark beside the result: a warning, a hint.
    pub fn note(&mut self, text: impl AsRef<str>) {
        self.clear_progress();
        // The result so far comes first where both streams go to one terminal.
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{}", text.as_ref());
    }

    /// What is being done now; shown only to a person, and gone once it is done.
    pub fn progress(&mut self, text: impl AsRef<str>) {
        self.show(&format!("{}…", text.as_ref()));
    }

    /// As [`Console::progress`], of what may take long: `run` tells the share that is done, 0 to 1.
    pub fn progress_of<T>(&mut self, text: &str, run: impl FnOnce(&dyn Fn(f32) -> bool) -> T) -> T {
        self.progress(text);
        let (console, shown) = (RefCell::new(self), Cell::new(0));
        run(&|share| {
            let percent = (share.clamp(0.0, 1.0) * 100.0) as u8;
            if shown.replace(percent) != percent {
                console.borrow_mut().show(&format!("{text}… {percent}%"));
            }
            true
        })
    }

    fn show(&mut self, text: &str) {
        if self.shows_progress {
            let _ = self.out.flush();
            let _ = write!(self.err, "\r\x1b[2K{text}");
            let _ = self.err.flush();
            self.has_progress_line = true;
        }
    }

    /// Makes sure that all of the result is out.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.clear_progress();
        self.out.flush().map_err(out_failure)
    }

    /// Says why the command failed. Returns its exit code.
    pub fn fail(&mut self, failure: &Failure) -> ExitCode {
        self.clear_progress();
        match failure {
            Failure::Closed => {}
            Failure::Content(_) | Failure::Usage(_) | Failure::Disk(_) => self.note(failure.to_string()),
        }
        ExitCode::from(failure.code())
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.has_progress_line) {
            let _ = write!(self.err, "\r\x1b[2K");
            let _ = self.err.flush();
        }
    }
}

fn out_failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Disk(format!("The output could not be written: {error}. Send it elsewhere and try again.")),
    }
}
