//! One binary for all tests that use the library as others do.

mod import;
