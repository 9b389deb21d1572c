//! Files that guard what is written, byte for byte.

use std::path::Path;

/// Holds what was made against `tests/fixtures/golden/NAME`; `UPDATE_GOLDEN=1` rewrites it.
pub fn check(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (at, (expected, made)) in expected.lines().zip(made.lines()).enumerate() {
        assert_eq!(expected, made, "{name}, line {}; UPDATE_GOLDEN=1 rewrites it", at + 1);
    }
    assert!(expected == made, "{name} has {} lines, not {}", made.lines().count(), expected.lines().count());
}
