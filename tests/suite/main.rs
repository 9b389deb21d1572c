//! The one integration test binary; a module for each part of the program.

mod file;
