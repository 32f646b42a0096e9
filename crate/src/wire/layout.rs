//! The layout as TypeScript source, so that both sides read one table; a test holds the committed file to it.

use super::{PACE, RUN};
use crate::block::BLOCK;
use crate::choice::CHOICES;
use crate::configurations::ROW;
use crate::curve::VERSION;
use crate::error::{Length, ERRORS, OPERANDS};
use crate::schedule::{OptionEntry, SCHEDULES};
use crate::shape::SHAPES;
use crate::time::{Counter, Unit};
use crate::tree::NODE_PHASES;
use core::fmt::{Display, Write};

const HEAD: &str = "/**
 * The wire's layout, printed from crate/src/wire by `npm run build:wasm`; not edited by hand.
 */

";

/// The text of `ts/wasm/generated/layout.ts`.
pub fn layout() -> String {
    let mut out = String::from(HEAD);
    let mut constant = |name: &str, value: &str| {
        let _ = writeln!(out, "export const {name} = {value}");
    };
    constant("UNITS", &names(Unit::ALL.map(Unit::name)));
    constant("COUNTERS", &names(Counter::ALL.map(|counter| counter.unit().name())));
    constant("LENGTHS", &names(Length::ALL.iter().map(|option| option.name())));
    constant("SHAPES", &names(SHAPES.iter().chain(NODE_PHASES).copied()));
    for (name, value) in [("VERSION", VERSION as usize), ("RUN_SIZE", RUN), ("PACE_SIZE", PACE), ("ROW", ROW)] {
        constant(name, &value.to_string());
    }
    constant("OPERANDS", &OPERANDS.to_string());
    constant("BLOCK", &BLOCK.to_string());
    out.push_str(
        "\n/**\n * Every scheduler by its number: Composer's class, its keyword arguments, and what llm-foundry calls it. Of each
 * argument name, kind, and, where there are such, its default and that the ratio does not scale it.\n */\n",
    );
    out.push_str("export const SCHEDULES = [\n");
    for entry in SCHEDULES {
        let options = list(entry.options.iter().chain(entry.shared).map(option));
        let _ = writeln!(out, "  ['{}', {options}, {}],", entry.class, list(entry.aliases.iter().map(quoted)));
    }
    out.push_str("] as const\n\n/** The kinds of options that are words: the words of each, by their numbers. */\nexport const CHOICES = {\n");
    for (kind, words) in CHOICES {
        let _ = writeln!(out, "  '{kind}': {},", list(words.iter().map(quoted)));
    }
    out.push_str("} as const\n\n/** Every error by its number from 1: its code, its operands and what each is. */\n");
    out.push_str("export const ERRORS = [\n");
    for entry in ERRORS {
        let operands = entry.operands.iter().map(|(name, kind)| format!("['{}', '{kind}']", camel_case(name)));
        let _ = writeln!(out, "  ['{}', {}],", entry.code, list(operands));
    }
    out.push_str("] as const\n");
    out
}

fn option(&OptionEntry { name, kind, is_scaled, default }: &OptionEntry) -> String {
    // What may be left out without a default is null.
    let default = default.map(|text| text.replace("\"null\"", "null").replace('"', "'"));
    match (kind, is_scaled, default) {
        ("time" | "times" | "exact" | "exact?" | "exacts", false, default) => {
            format!("['{name}', '{kind}', {}, 'unscaled']", default.as_deref().unwrap_or("undefined"))
        }
        (_, _, Some(default)) => format!("['{name}', '{kind}', {default}]"),
        (_, _, None) => format!("['{name}', '{kind}']"),
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    list(names.into_iter().map(quoted)) + " as const"
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn quoted(text: impl Display) -> String {
    format!("'{text}'")
}

/// `t_warmup` is `tWarmup` there, `t_0` is `t0`.
fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut text, part| {
        let (initial, rest) = part.split_at(1);
        text.push_str(&initial.to_uppercase());
        text.push_str(rest);
        text
    })
}
