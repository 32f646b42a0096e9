//! How often a law is tried, as the tests in TypeScript have it: a tenth of its full number, with SIZE=full all of it;
//! RUNS sets the number, SEED the one seed.

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};
use std::path::Path;
use std::sync::LazyLock;

const SEED: i64 = 20_211_013;
/// What has failed once is tried first, from then on: a seed for each, written by proptest.
static REGRESSIONS: LazyLock<String> = LazyLock::new(|| {
    // The crates lie at different depths.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("Cargo.lock").exists());
    root.unwrap_or(Path::new(".")).join("tests/crate/laws.regressions").display().to_string()
});

fn number<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} must be an integer; found {text:?}")))
}

/// The settings of a law that is tried `full` times in full.
pub fn repeated(full: u32) -> Config {
    let is_full = std::env::var("SIZE").is_ok_and(|size| size == "full");
    Config {
        cases: number("RUNS").unwrap_or(if is_full { full } else { full / 10 }),
        rng_seed: RngSeed::Fixed(number("SEED").unwrap_or(SEED) as u64),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(&REGRESSIONS))),
        ..Config::default()
    }
}
