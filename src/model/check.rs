//! The invariants of the model, checked all at once.
