//! The one integration test binary; a module for each part of the program.

mod file;
//! Everything that is tested from outside the library, in one binary.

mod render;
