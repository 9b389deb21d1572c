//! One binary for all tests of behavior, so that the library is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod edit;
