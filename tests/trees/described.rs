//! Schedulers from configurations in JSON, by the crate's own table: for tests only, as text is TypeScript's elsewhere.

#[path = "../golden/time_text.rs"]
mod time_text;

use scale_schedule::choice::CHOICES;
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::decimal::Decimal;
use scale_schedule::option::Exact;
use scale_schedule::schedule::{OptionEntry, Schedule, SCHEDULES};
use scale_schedule::time::{Time, Unit};
use serde_json::Value;

/// `with_warmup` for `WithWarmupScheduler`.
fn short_name(class: &str) -> String {
    let mut name = String::new();
    for letter in class.trim_end_matches("Scheduler").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// A time that may be a fraction of its unit; `None` for what is refused when it is written.
pub fn exact(value: &Value) -> Option<Exact> {
    let text = match value.as_str() {
        Some(text) => text.to_owned(),
        None => format!("{}{}", value["value"], value["unit"].as_str()?),
    };
    let name = ["iter", "ep", "ba", "sp", "tok", "dur", "sec"].into_iter().find(|name| text.ends_with(name))?;
    let (number, unit) = (text.strip_suffix(name)?, time_text::unit(name)?);
    let value: f64 = number.parse().ok()?;
    let is_fraction = unit != Unit::Duration && value.trunc() != value;
    Some(Exact { time: Time::new(value, unit), decimal: if is_fraction { Some(decimal(number)?) } else { None } })
}

fn decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let places = i32::try_from(fraction.len()).ok()? - exponent.parse::<i32>().ok()?;
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(Decimal { digits, places: u8::try_from(places).ok()? })
}

/// The numbers of a scheduler; `None` for what is refused when it is made.
pub fn numbers(config: &Value) -> Option<Vec<f64>> {
    let name = match config["name"].as_str()? {
        "multistep" => "multi_step",
        "multistep_with_warmup" => "multi_step_with_warmup",
        name => name,
    };
    let index = SCHEDULES.iter().position(|entry| short_name(entry.class) == name || entry.aliases.contains(&name))?;
    let entry = &SCHEDULES[index];
    let mut out = vec![index as f64];
    for option in entry.options.iter().chain(entry.shared) {
        let given = config.get(option.name).filter(|value| !value.is_null()).cloned();
        let by_default = || option.default.map(|text| serde_json::from_str::<Value>(text.trim()).expect("a literal"));
        let value = given.or_else(by_default).filter(|value| value != "null").unwrap_or(Value::Null);
        encode(option, &value, &mut out)?;
    }
    Some(out)
}

fn encode(option: &OptionEntry, value: &Value, out: &mut Vec<f64>) -> Option<()> {
    let list = || value.as_array();
    match option.kind {
        "number" => out.push(value.as_f64()?),
        "flag" => value.as_bool()?.write(out),
        "scale" => out.push(if value == "fixed" { 2.0 } else { f64::from(u8::from(value.as_bool()?)) }),
        "time" => time_text::parse(value.as_str()?)?.write(out),
        "times" => list()?.iter().map(|time| time_text::parse(time.as_str()?)).collect::<Option<Vec<_>>>()?.write(out),
        "exact" => exact(value)?.write(out),
        "exact?" if value.is_null() => out.push(0.0),
        "exact?" => Some(exact(value)?).write(out),
        "exacts" => list()?.iter().map(exact).collect::<Option<Vec<_>>>()?.write(out),
        "number?" => value.as_f64().write(out),
        "numbers" => list()?.iter().map(Value::as_f64).collect::<Option<Vec<_>>>()?.write(out),
        "scheduler" => out.extend(numbers(value)?),
        "schedulers" | "parts" => {
            out.push(list()?.len() as f64);
            for part in list()? {
                let inner = part.get("scheduler").filter(|_| part.get("name").is_none());
                if !matches!(part["clock"].as_str(), None | Some("outer")) {
                    return None;
                }
                if option.kind == "parts" {
                    (inner.is_some() && part["clock"] == "outer").write(out);
                }
                out.extend(numbers(inner.unwrap_or(part))?);
            }
        }
        kind => {
            let words = CHOICES.iter().find(|(name, _)| *name == kind)?.1;
            out.push(words.iter().position(|word| value == word)? as f64);
        }
    }
    Some(())
}

/// A scheduler; `None` for what is refused when it is made.
pub fn schedule(config: &Value) -> Option<Schedule> {
    let numbers = numbers(config)?;
    let mut reader = Reader(&numbers);
    Schedule::read(&mut reader).filter(|_| reader.end().is_some())
}

/// A time as Composer has it.
pub fn time(text: &str) -> Option<Time> {
    time_text::parse(text)
}
