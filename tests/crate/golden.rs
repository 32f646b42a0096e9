//! Every golden row of a scheduler and of the time conversion, natively, against the real Composer.

#[path = "../golden/native_bits.rs"]
mod native_bits;
#[path = "../golden/time_text.rs"]
mod time_text;

use scale_schedule::codec::{Codec, Reader};
use scale_schedule::error::Error;
use scale_schedule::resolve::resolve;
use scale_schedule::run::Run;
use scale_schedule::schedule::{Schedule, SCHEDULES};
use scale_schedule::time::{Clock, Time, MAX_SAFE_INTEGER};
use serde_json::Value;
use std::collections::BTreeMap;

/// Why a row is not run: text is refused elsewhere, and integers beyond 2⁵³ − 1 are refused.
#[derive(Debug)]
struct LeftOut;

type Row<T> = Result<T, LeftOut>;

fn rows(file: &str) -> Vec<Value> {
    let path = format!("{}/../tests/golden/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file");
    text.lines().map(|line| serde_json::from_str(line).expect("a row of JSON")).collect()
}

/// A number, of which the non-finite and the big ones are strings.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().and_then(|text| text.parse().ok()).expect("a number"))
}

fn integer(value: &Value) -> Row<f64> {
    Some(number(value)).filter(|value| value.abs() <= MAX_SAFE_INTEGER).ok_or(LeftOut)
}

fn time(value: &Value) -> Row<Time> {
    match value.as_str() {
        Some(text) => time_text::parse(text).ok_or(LeftOut),
        None => time_text::unit(value["unit"].as_str().expect("a unit"))
            .and_then(|unit| time_text::time(number(&value["value"]), unit))
            .ok_or(LeftOut),
    }
}

fn run(row: &Value) -> Row<Run> {
    let state = &row["state"];
    let max_duration = Some(&state["max_duration"]).filter(|value| !value.is_null()).map(time).transpose()?;
    let dataloader_len = Some(&state["dataloader_len"]).filter(|value| !value.is_null()).map(number);
    Ok(Run { max_duration, dataloader_len, ssr: number(&row["ssr"]) })
}

fn schedule(options: &Value) -> Row<Schedule> {
    let kind = options["type"].as_str().expect("a type");
    let index = SCHEDULES.iter().position(|entry| entry.class == kind).expect("a scheduler");
    let mut numbers = vec![index as f64];
    for option in SCHEDULES[index].options {
        // Defaults are literals of JSON, but for their quotes.
        let default = || serde_json::from_str(option.default.unwrap_or_else(|| panic!("{kind} needs {}", option.name)));
        let value = options.get(option.name).cloned().unwrap_or_else(|| default().expect("a literal"));
        match option.kind {
            "time" => time(&value)?.write(&mut numbers),
            "number" => numbers.push(number(&value)),
            "flag" | "scale" => value.as_bool().expect("a flag").write(&mut numbers),
            "check" => numbers.push(0.0),
            "times" => {
                let list = value.as_array().expect("a list");
                list.iter().map(time).collect::<Row<Vec<_>>>()?.write(&mut numbers);
            }
            other => panic!("a kind of options that golden rows do not have: {other}"),
        }
    }
    Ok(Schedule::read(&mut Reader(&numbers)).expect("an encoded schedule"))
}

fn clocks(row: &Value) -> Row<Vec<Clock>> {
    if let Some(timestamps) = row["timestamps"].as_array() {
        let clock = |at: &Value| {
            let counter = |name: &str| at.get(name).map_or(Ok(0.0), integer);
            let seconds = at.get("total_wct_seconds").map_or(0.0, number).trunc();
            let [iteration, batch, sample] = [counter("iteration")?, counter("batch")?, counter("sample")?];
            Ok(Clock([iteration, batch, sample, counter("token")?, seconds, counter("epoch")?]))
        };
        return timestamps.iter().map(clock).collect();
    }
    let spec = &row["timestamps_spec"];
    let (samples, tokens) = (number(&spec["samples"]), number(&spec["tokens"]));
    let steps = spec["num_steps"].as_u64().expect("a number of steps");
    Ok((0..steps).map(|step| step as f64).map(|b| Clock([0.0, b, b * samples, b * tokens, 0.0, 0.0])).collect())
}

/// Which error a Python exception of these rows is.
fn is_error(error: &Value, found: Error) -> bool {
    let message = error["message"].as_str().expect("a message");
    match found {
        Error::WallClockUnit { .. } => message.starts_with("Wall clock time not an allowed"),
        Error::NoMaxDuration {} => message.starts_with("max_duration should be set"),
        Error::MaxDurationUnit { .. } => message.contains("not allowed as a unit for max_duration"),
        Error::NoDataloaderLen { .. } => message.contains("dataloader_len is None"),
        Error::WarmupUnits { .. } => message.starts_with("Cannot use warmup scheduler"),
        Error::TMaxTooShort { .. } => message.contains("must be greater than or equal to max_duration"),
        Error::RunUnits { .. } => message.contains("must match max_duration unit"),
        Error::ZeroLength { .. } => message == "division by zero",
        Error::RestartDecayed { .. } => message.contains("has decayed to 0"),
        Error::NotFinite { .. } => message.starts_with("cannot convert float"),
        Error::ZeroToNegativePower { .. } => message == "0.0 cannot be raised to a negative power",
        Error::Overflow { .. } => message.starts_with("(34,"),
        _ => false,
    }
}

#[allow(clippy::cast_possible_wrap)] // the sign bit is handled first
fn ulps(a: f64, b: f64) -> u64 {
    let ordinal = |x: f64| if x.is_sign_negative() { -((x.to_bits() << 1 >> 1) as i64) } else { x.to_bits() as i64 };
    ordinal(a).abs_diff(ordinal(b))
}

/// Runs a row; how far its values were from Composer's.
fn check(row: &Value) -> Row<Vec<u64>> {
    let kind = row["scheduler"]["type"].as_str().expect("a type");
    // What llm-foundry's constructor refuses, TypeScript's does.
    if row["error"]["at"] == "init" {
        return Err(LeftOut);
    }
    let exact = ["MultiStep", "Constant", "Linear", "InverseSquareRoot"].iter().any(|prefix| kind.starts_with(prefix));
    let clocks = clocks(row)?;
    let run = run(row)?;
    let curve = resolve(&schedule(&row["scheduler"])?, &run);
    let mut distances = Vec::new();
    for (index, clock) in clocks.iter().enumerate() {
        let found = curve.as_ref().map_err(Clone::clone).and_then(|curve| curve.value_at(clock));
        let expected =
            row["expected"].get(index).cloned().unwrap_or_else(|| serde_json::json!({"error": row["error"]}));
        let place = format!("{} at {index}: {found:?}, not {expected}", row["id"]);
        if expected.get("complex").is_some() {
            assert!(matches!(found.map_err(Error::from), Err(Error::ComplexValue { .. })), "{place}");
        } else if let Some(error) = expected.get("error") {
            assert!(found.is_err_and(|found| is_error(error, found.into())), "{place}");
        } else {
            let (found, expected) = (found.unwrap_or_else(|_| panic!("{place}")), number(&expected));
            let error = (found - expected).abs();
            let close = error <= 1e-12 * expected.abs() || (kind.starts_with("Cosine") && error <= 1e-15);
            assert!(found == expected || (!exact && close), "{place}");
            distances.push(if found == expected { 0 } else { ulps(found, expected) });
        }
    }
    let warned = curve.is_ok_and(|curve| curve.warnings() & 1 == 1);
    assert_eq!(warned, row["warns"].as_bool().unwrap_or(false), "{}: the warning of a warm-up of 0", row["id"]);
    Ok(distances)
}

#[test]
fn every_scheduler_has_the_values_and_errors_of_composer() {
    let mut histogram = BTreeMap::new();
    let mut left_out = 0;
    let rows: Vec<_> =
        ["composer_tests", "random_public", "edge_cases", "llmfoundry_state"].into_iter().flat_map(rows).collect();
    for row in &rows {
        match check(row) {
            Ok(distances) => distances.into_iter().for_each(|ulps| *histogram.entry(ulps).or_insert(0) += 1),
            Err(LeftOut) => left_out += 1,
        }
    }
    println!("{} rows, {left_out} of them left out (text, integers beyond 2^53 - 1)", rows.len());
    println!("values by distance in ulps: {histogram:?}");
    assert!(left_out <= rows.len() / 20, "{left_out} rows left out");
}

#[test]
fn times_convert_as_in_composer() {
    let mut left_out = 0;
    let rows = rows("convert_time");
    for row in &rows {
        let (Ok(run), Ok(time)) = (run(row), time(&row["time"])) else {
            left_out += 1;
            continue;
        };
        let found = run.check().and_then(|()| run.convert(time, run.ssr));
        match (found.map_err(Error::from), row.get("error")) {
            (Ok(mark), None) => {
                assert_eq!(mark.value, number(&row["expected"]["value"]), "{}", row["id"]);
                assert_eq!(Some(mark.counter.unit()), row["expected"]["unit"].as_str().and_then(time_text::unit));
            }
            (Err(Error::IntegerRange { .. }), None) => {
                assert!(integer(&row["expected"]["value"]).is_err(), "{}", row["id"]);
                left_out += 1;
            }
            (Err(found), Some(error)) => assert!(is_error(error, found), "{}: {found:?}", row["id"]),
            (found, _) => panic!("{}: {found:?}", row["id"]),
        }
    }
    println!("{} conversions, {left_out} of them left out", rows.len());
}

#[test]
fn the_sample_of_native_bits_is_what_this_machine_computes() {
    let path = format!("{}/../tests/golden/native_bits.jsonl", env!("CARGO_MANIFEST_DIR"));
    let committed = std::fs::read_to_string(path).expect("the sample");
    // Not shown: it is long.
    let is_same = committed.replace("\r\n", "\n") == native_bits::rows();
    assert!(is_same, "cargo run --example native_bits prints it anew");
}

#[test]
fn the_layout_that_typescript_reads_is_the_present_one() {
    let path = format!("{}/../ts/wasm/generated/layout.ts", env!("CARGO_MANIFEST_DIR"));
    let committed = std::fs::read_to_string(path).expect("the layout");
    assert_eq!(committed.replace("\r\n", "\n"), scale_schedule::wire::layout(), "npm run build:wasm prints it anew");
}
