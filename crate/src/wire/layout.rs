//! The layout as TypeScript source, so that both sides read one table; a test holds the committed file to it.

use super::curve::{SHAPES, VERSION};
use super::{Field, PACE, RUN, SCHEDULES};
use crate::error::OPERANDS;
use crate::summary::BLOCK;
use core::fmt::Write;

/// What each error's operands are called: by number from 1, the code, then name and kind of each operand.
const ERRORS: &[(&str, &[(&str, &str)])] = &[
    ("wall-clock-unit", &[("time", "time")]),
    ("no-max-duration", &[]),
    ("max-duration-unit", &[("found", "time")]),
    ("no-dataloader-len", &[("time", "time")]),
    ("warmup-units", &[("tWarmup", "time"), ("tMax", "time")]),
    ("t-max-too-short", &[("tMax", "time"), ("maxDuration", "time")]),
    ("zero-length", &[("what", "length")]),
    ("restart-decayed", &[("t0", "time"), ("tMult", "number")]),
    ("restart-endless", &[("t0", "time"), ("tMult", "number")]),
    ("not-finite", &[("found", "number")]),
    ("integer-range", &[("found", "number")]),
    ("zero-to-negative-power", &[("exponent", "number")]),
    ("overflow", &[("base", "number"), ("exponent", "number")]),
    ("complex-value", &[("base", "number"), ("exponent", "number")]),
    ("bad-type", &[]),
    ("counter-missing", &[("unit", "unit")]),
];

/// The text of `ts/wasm/generated/layout.ts`.
pub fn layout() -> String {
    let mut out = String::from(
        "/**\n * The wire's layout, printed from crate/src/wire by `npm run build:wasm`; not edited by hand.\n */\n\n",
    );
    let quoted = |names: &[&str]| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let pairs = |fields: &[(&str, &str)]| {
        let items = fields.iter().map(|(name, kind)| format!("['{name}', '{kind}']")).collect::<Vec<_>>();
        format!("[{}]", items.join(", "))
    };
    let _ =
        writeln!(out, "export const UNITS = [{}] as const", quoted(&["iter", "ep", "ba", "sp", "tok", "dur", "sec"]));
    let _ = writeln!(out, "export const COUNTERS = [{}] as const", quoted(&["iter", "ba", "sp", "tok", "sec"]));
    let _ = writeln!(
        out,
        "export const LENGTHS = [{}] as const",
        quoted(&["step_size", "t_max", "decay_period", "t_warmup"])
    );
    let _ = writeln!(out, "export const SHAPES = [{}] as const", quoted(SHAPES));
    let _ = writeln!(out, "export const VERSION = {VERSION}");
    let _ = writeln!(out, "export const RUN_SIZE = {RUN}\nexport const PACE_SIZE = {PACE}");
    let _ = writeln!(out, "export const OPERANDS = {OPERANDS}");
    let _ = writeln!(out, "export const BLOCK = {BLOCK}\n");
    out.push_str("/** Every scheduler by its number: Composer's class, its keyword arguments and what each is. */\n");
    out.push_str("export const SCHEDULES = [\n");
    for (name, fields) in SCHEDULES {
        let fields = fields.iter().map(|&(name, field)| (name, kind(field))).collect::<Vec<_>>();
        let _ = writeln!(out, "  ['{name}', {}],", pairs(&fields));
    }
    out.push_str("] as const\n\n/** Every error by its number from 1: its code, its operands and what each is. */\n");
    out.push_str("export const ERRORS = [\n");
    for (code, operands) in ERRORS {
        let _ = writeln!(out, "  ['{code}', {}],", pairs(operands));
    }
    out.push_str("] as const\n");
    out
}

const fn kind(field: Field) -> &'static str {
    match field {
        Field::Number => "number",
        Field::Time => "time",
        Field::Times => "times",
        Field::Flag => "flag",
    }
}
