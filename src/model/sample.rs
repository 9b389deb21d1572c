//! A big, deterministic project for trying and measuring.
