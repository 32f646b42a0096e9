//! Every golden row of the libraries beyond Composer, natively: each form against what the library itself returned.
//!
//! Forms come from the crate; what combines them (sequential, product, cooldown, shift, scale) is done here, in the words of
//! the table in tests/golden2/README.md.

mod canonical;

use canonical::{number, numbers, schedule};
use scale_schedule::error::Error;
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve_at;
use scale_schedule::run::Run;
use scale_schedule::time::{Clock, Time, Unit};
use scale_schedule::tree::{Moment, Tree};
use serde_json::{json, Value};
use std::collections::BTreeMap;

const FILES: [&str; 13] = [
    "torch",
    "hf",
    "timm",
    "optax",
    "keras",
    "fvcore",
    "deepspeed",
    "megatron",
    "llmfoundry",
    "torchtitan",
    "nano",
    "fairseq",
    "misc",
];

/// A power of two, so that a fraction of an epoch is exact.
const EPOCH: f64 = 1024.0;

fn rows(file: &str) -> Vec<Value> {
    let path = format!("{}/../tests/golden2/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file");
    text.lines().map(|line| serde_json::from_str(line).expect("a row of JSON")).collect()
}

/// A resolved row.
enum Node {
    Form(Tree),
    Scaled(f64, Box<Node>),
    Shifted(f64, Box<Node>),
    Sequential(Vec<(Node, bool)>, Vec<f64>),
    Product(Vec<Node>),
    Cooldown { node: Box<Node>, start: f64, end: f64, alpha_f: f64 },
}

impl Node {
    fn new(value: &Value, unit: Unit) -> Result<Self, Error> {
        let kind = value["type"].as_str().expect("a type");
        let mut params = value["params"].clone();
        // Noam has one of its own.
        let shift = if kind == "noam" { None } else { params.as_object_mut().expect("options").remove("shift") };
        let each = |list: &Value| {
            let list = list.as_array().expect("a list");
            list.iter().map(|part| Self::new(part, unit)).collect::<Result<Vec<_>, _>>()
        };
        let mut node = match kind {
            "sequential" => {
                let starts = params["schedules"].as_array().expect("a list").iter();
                let starts = starts.map(|part| part.get("shift_start") != Some(&json!(false)));
                Self::Sequential(each(&params["schedules"])?.into_iter().zip(starts).collect(), numbers(&params["at"]))
            }
            "product" => Self::Product(each(&params["schedules"])?),
            "cooldown" => Self::Cooldown {
                node: Box::new(Self::new(&params["schedule"], unit)?),
                start: number(&params["t_start"]),
                end: number(&params["t_end"]),
                alpha_f: number(&params["alpha_f"]),
            },
            "constant" => {
                // A form of no boundary, or of one.
                let options = params.as_object_mut().expect("options");
                let alpha = options.remove("alpha").unwrap_or(json!(1.0));
                let (boundaries, values) = match options.remove("t_max") {
                    Some(end) => (json!([end]), json!([alpha, 1.0])),
                    None => (json!([]), json!([alpha])),
                };
                options.insert("boundaries".into(), boundaries);
                options.insert("values".into(), values);
                Self::Form(tree("piecewise_constant", &params, unit)?)
            }
            "cyclic" => {
                // Those of momenta.
                let options = params.as_object_mut().expect("options");
                for (from, to) in [("value_min", "alpha_min"), ("value_max", "alpha_max")] {
                    if let Some(value) = options.remove(from) {
                        options.insert(to.into(), value);
                    }
                }
                Self::Form(tree(kind, &params, unit)?)
            }
            _ => Self::Form(tree(kind, &params, unit)?),
        };
        if let Some(shift) = shift {
            node = Self::Shifted(number(&shift), Box::new(node));
        }
        Ok(match value.get("scale") {
            Some(scale) => Self::Scaled(number(scale), Box::new(node)),
            None => node,
        })
    }

    fn at(&self, t: f64, epoch: f64) -> Result<f64, Error> {
        match self {
            // Rows count one thing.
            Self::Form(tree) => evaluate(tree, [0.0, t, t, t, 0.0, epoch]),
            Self::Scaled(scale, node) => Ok(node.at(t, epoch)? * scale),
            Self::Shifted(shift, node) => node.at((t + shift).max(0.0), epoch),
            Self::Product(nodes) => nodes.iter().try_fold(1.0, |product, node| Ok(product * node.at(t, epoch)?)),
            Self::Sequential(nodes, at) => {
                let index = at.iter().filter(|&&start| start <= t).count();
                let (node, starts) = &nodes[index];
                let start = if *starts && index > 0 { at[index - 1] } else { 0.0 };
                node.at(t - start, epoch)
            }
            Self::Cooldown { node, start, end, alpha_f } => {
                let p = ((t - start) / (end - start)).clamp(0.0, 1.0);
                Ok(node.at(t, epoch)? * (1.0 - p) + alpha_f * p)
            }
        }
    }
}

fn tree(kind: &str, params: &Value, unit: Unit) -> Result<Tree, Error> {
    let run = Run { max_duration: Some(Time::new(1e9, unit)), dataloader_len: Some(EPOCH), ssr: 1.0 };
    let pace = Pace { samples_per_batch: Some(1.0), tokens_per_sample: Some(1.0), ..Pace::default() };
    Ok(resolve_at(&schedule(kind, params, unit), &run, &pace)?)
}

/// The value of a tree at one moment.
fn evaluate(tree: &Tree, clock: [f64; 6]) -> Result<f64, Error> {
    Ok(tree.value(&Moment::of_run(Clock(clock), &Pace { samples_per_batch: Some(1.0), ..Pace::default() }))?)
}

fn unit(row: &Value) -> Unit {
    match row.get("unit").and_then(Value::as_str) {
        // Their steps are counted as if each were a batch.
        None | Some("ba" | "ep") => Unit::Batch,
        Some("sp") => Unit::Sample,
        Some("tok") => Unit::Token,
        Some(other) => panic!("a unit without a counter: {other}"),
    }
}

/// The largest distance of a curve from what is expected, as a part of the tolerance, and the step that has it.
fn distance(row: &Value, curve: &Value, base: f64) -> Result<(f64, f64), String> {
    let node = Node::new(&curve["schedule"], unit(row)).map_err(|error| format!("{error:?}"))?;
    let (steps, expected) = (numbers(&row["steps"]), numbers(&curve["expected"]));
    let epochs = row.get("epochs").map(numbers);
    let most = expected.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let part = if row.get("accumulates").is_some() { 1e-11 } else { 1e-14 };
    let tolerance = part * most;
    let mut furthest = (0.0, f64::NAN);
    for (index, (&step, &expected)) in steps.iter().zip(&expected).enumerate() {
        let epoch = epochs.as_ref().map_or(0.0, |epochs| epochs[index]);
        let value = node.at(step, epoch).map_err(|error| format!("{error:?} at {step}"))? * base;
        let off = (value - expected).abs();
        let off = if off == 0.0 { 0.0 } else { off / tolerance };
        if off.is_nan() || off > furthest.0 {
            furthest = (off, step);
        }
    }
    Ok(furthest)
}

#[test]
fn every_row_of_a_form_is_what_the_library_returned() {
    // How many curves of a type there are, how many are right, and how near the furthest of them is to the tolerance.
    let mut counts: BTreeMap<String, (u32, u32, f64)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut without = 0;
    for row in FILES.iter().flat_map(|file| rows(file)) {
        if row["schedule"].is_null() {
            without += 1;
            continue;
        }
        let lr = row.get("expected").map(|_| (&row, number(&row["base_lr"])));
        let others = ["momentum", "weight_decay"].iter().filter_map(|name| row.get(*name)).map(|curve| (curve, 1.0));
        for (curve, base) in lr.into_iter().chain(others) {
            let Some(kind) = curve["schedule"]["type"].as_str() else { continue };
            let count = counts.entry(kind.to_owned()).or_default();
            count.0 += 1;
            match distance(&row, curve, base) {
                Ok((off, _)) if off <= 1.0 => {
                    count.1 += 1;
                    count.2 = count.2.max(off);
                }
                found => wrong.push(format!("{} {kind}: {found:?} {}", row["id"], curve["schedule"]["params"])),
            }
        }
    }
    for (kind, (all, right, furthest)) in &counts {
        println!("{kind}: {right} of {all}, at most {furthest:.2} of the tolerance");
    }
    println!("{without} rows have no canonical form");
    let all: u32 = counts.values().map(|(all, ..)| all).sum();
    println!("{all} curves");
    assert!(all > 2700, "only {all} curves");
    assert!(wrong.is_empty(), "{} curves are wrong:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}
