//! The one test binary; each module tests one part of the program through its public interface.

mod content;
