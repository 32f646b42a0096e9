//! The trees of the reference as the crate resolves them, and their values.

#[path = "described.rs"]
mod described;

use core::fmt::Write;
use scale_schedule::error::{Refusal, ERRORS};
use scale_schedule::fill::{fill, first_error, Steps};
use scale_schedule::integer::truncate;
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve_at;
use scale_schedule::run::Run;
use scale_schedule::time::Time;
use scale_schedule::tree::{Moment, Tree};
use serde_json::Value;

/// The rows.
pub fn rows() -> Vec<Value> {
    let path = format!("{}/../tests/trees/trees.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the trees");
    text.lines().map(|line| serde_json::from_str(line).expect("a row of JSON")).collect()
}

#[allow(clippy::needless_pass_by_value)] // as map_err hands it over
fn code(error: Refusal) -> &'static str {
    ERRORS[usize::from(error.number()) - 1].code
}

/// The tree of a row, resolved; or the code of what refuses it.
pub fn resolved(row: &Value) -> Result<(Tree, Pace), &'static str> {
    let run = &row["run"];
    let rate = |name: &str| run[name].as_f64();
    let pace = Pace {
        dataloader_len: rate("dataloader_len"),
        samples_per_batch: rate("samples_per_batch"),
        tokens_per_sample: rate("tokens_per_sample"),
        epochs_per_iteration: rate("epochs_per_iteration"),
        microseconds_per_batch: rate("seconds_per_batch").map(|seconds| (seconds * 1e6).round()),
    };
    let schedule = described::schedule(&row["tree"]).ok_or("refused when it is made")?;
    let max = described::time(run["max_duration"].as_str().expect("a length")).expect("a time");
    let ssr = rate("ssr").unwrap_or(1.0);
    let max = Time::new(truncate(max.value * ssr).map_err(code)?, max.unit);
    if max.value < 1.0 {
        return Err("max-duration-zero");
    }
    let run = Run { max_duration: Some(max), dataloader_len: pace.dataloader_len, ssr };
    Ok((resolve_at(&schedule, &run, &pace).map_err(code)?, pace))
}

/// The value of each batch, or the code of its error.
pub fn values(tree: &Tree, pace: &Pace, batches: &[f64]) -> Vec<Result<f64, &'static str>> {
    let one = |&batch: &f64| {
        let steps = Steps { from: batch, stride: 1.0, count: 1 };
        let mut value = [f64::NAN];
        first_error(tree, pace, steps).map_err(|found| code(found.error))?;
        fill(tree, pace, steps, &mut value).map_err(|found| code(found.error))?;
        let moment = pace.reader(u8::MAX).clock(batch);
        let point = tree.value(&Moment::of_run(moment, pace)).map_err(code)?;
        assert_eq!(point.to_bits(), value[0].to_bits(), "batch {batch}: a point and a range of one");
        Ok(value[0])
    };
    batches.iter().map(one).collect()
}

/// The bits of every value, or the code of an error; a tree a line.
pub fn bits() -> String {
    let mut out = String::new();
    for row in rows() {
        let batches: Vec<f64> = row["batches"].as_array().expect("batches").iter().filter_map(Value::as_f64).collect();
        let bits: Vec<String> = match resolved(&row) {
            Err(_) => continue,
            Ok((tree, pace)) => values(&tree, &pace, &batches)
                .into_iter()
                .map(|value| {
                    value.map_or_else(|code| format!("\"{code}\""), |value| format!("\"{:016x}\"", value.to_bits()))
                })
                .collect(),
        };
        writeln!(out, "{{\"id\":{},\"bits\":[{}]}}", row["id"], bits.join(",")).expect("a string takes any text");
    }
    out
}
