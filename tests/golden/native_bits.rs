//! A sample of schedulers with the bits of their values as native code computes them: rows in the golden format, with
//! `bits` in place of `expected`. TypeScript's tests hold the WebAssembly to them.

use core::fmt::Write;
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::resolve::resolve;
use scale_schedule::run::Run;
use scale_schedule::schedule::{Entry, Schedule, SCHEDULES};
use scale_schedule::time::{Clock, Time, Unit};

/// Lehmer's generator: the same sample everywhere, without a dependency.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0 * 48271 % 2_147_483_647;
        self.0
    }

    fn below(&mut self, n: u64) -> f64 {
        (self.next() % n) as f64
    }

    fn fraction(&mut self) -> f64 {
        self.next() as f64 / 2_147_483_647.0
    }

    fn pick(&mut self, choices: &[f64]) -> f64 {
        choices[self.next() as usize % choices.len()]
    }
}

/// The kinds of options that Composer's schedulers have; trees have a sample of their own.
const PLAIN: [&str; 6] = ["number", "flag", "scale", "check", "time", "times"];
const ROWS: usize = 24;
const DRAWS: usize = 10_000;

/// The rows, one a line. Each scheduler has draws of its own, so that a new one changes no row of another.
pub fn rows() -> String {
    let mut out = String::new();
    let is_plain =
        |entry: &&Entry| entry.options.iter().all(|option| PLAIN.contains(&option.kind)) && entry.shared.is_empty();
    for (kind, entry) in SCHEDULES.iter().take_while(is_plain).enumerate() {
        let mut draw = Draw(20_240_607 + kind as u64);
        for id in 0..ROWS {
            // A scheduler that the run refuses says nothing: it is drawn again.
            let row = (0..DRAWS).find_map(|_| row(kind, entry, &mut draw)).expect("a scheduler that a run takes");
            writeln!(out, "{{\"id\":\"native-{}-{id}\",{row}}}", entry.class).expect("a string takes any text");
        }
    }
    out
}

fn row(kind: usize, entry: &Entry, draw: &mut Draw) -> Option<String> {
    let max = Time::new(100.0 + draw.below(1_000_000), Unit::Batch);
    let len = 1.0 + draw.below(500);
    let ssr = draw.pick(&[1.0, 1.0, 0.5, 1.7]);
    let mut numbers = vec![kind as f64];
    let mut options = format!("\"type\":\"{}\"", entry.class);
    for each in entry.options {
        let field = each.name;
        if each.kind == "check" {
            // As Composer has it, which goes without saying.
            numbers.push(0.0);
            continue;
        }
        write!(options, ",\"{field}\":").expect("a string takes any text");
        match each.kind {
            "number" => {
                let value = option(field, draw);
                numbers.push(value);
                write!(options, "{value:?}").expect("a string takes any text");
            }
            "flag" | "scale" => {
                let flag = draw.below(2);
                numbers.push(flag);
                options += if flag == 1.0 { "true" } else { "false" };
            }
            "time" => options += &time(field, max, len, draw, &mut numbers),
            "times" => {
                let count = draw.below(6) as usize;
                numbers.push(count as f64);
                let list: Vec<_> = (0..count).map(|_| time(field, max, len, draw, &mut numbers)).collect();
                write!(options, "[{}]", list.join(",")).expect("a string takes any text");
            }
            other => panic!("a kind of options without a sample: {other}"),
        }
    }
    let run = Run { max_duration: Some(max), dataloader_len: Some(len), ssr };
    let schedule = Schedule::read(&mut Reader(&numbers)).expect("an encoded schedule");
    let batches: Vec<f64> = (0..12).map(|_| (draw.fraction() * 1.1 * max.value).trunc()).collect();
    let curve = resolve(&schedule, &run).ok()?;
    let bits = batches.iter().map(|&batch| {
        let value = curve.value_at(&Clock([0.0, batch, 0.0, 0.0, 0.0, 0.0]));
        value.map_or_else(|_| "\"error\"".to_owned(), |value| format!("\"{:016x}\"", value.to_bits()))
    });
    let bits: Vec<_> = bits.collect();
    let stamps: Vec<_> = batches.iter().map(|batch| format!("{{\"batch\":{batch}}}")).collect();
    Some(format!(
        "\"scheduler\":{{{options}}},\"ssr\":{ssr:?},\"state\":{{\"max_duration\":\"{}ba\",\"dataloader_len\":{len}}},\"timestamps\":[{}],\"bits\":[{}]",
        max.value,
        stamps.join(","),
        bits.join(",")
    ))
}

fn option(field: &str, draw: &mut Draw) -> f64 {
    match field {
        "gamma" => draw.pick(&[0.1, 0.9, 0.5, 1.01, 0.3]),
        "power" => draw.pick(&[0.5, 1.0, 2.0, 3.0, 1.7, 0.3]),
        "t_mult" => draw.pick(&[1.0, 1.5, 2.0]),
        _ => draw.fraction() * 2.0 - 0.25,
    }
}

/// A time in batches, epochs or a fraction of the run, as JSON; its numbers go to `numbers`.
fn time(field: &str, max: Time, len: f64, draw: &mut Draw, numbers: &mut Vec<f64>) -> String {
    let share = if field == "t_max" { 1.0 + draw.fraction() * 2.0 } else { 0.001 + draw.fraction() * 0.3 };
    let time = match draw.below(3) as u8 {
        0 => Time::new((share * max.value).ceil(), Unit::Batch),
        1 => Time::new((share * max.value / len).ceil(), Unit::Epoch),
        _ => Time::new(share, Unit::Duration),
    };
    numbers.extend([time.value, f64::from(time.unit as u8)]);
    let unit = time.unit.name();
    format!("\"{:?}{unit}\"", time.value)
}
