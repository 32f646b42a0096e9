//! Canonical forms, in the words of tests/golden2/README.md, as the crate's schedulers.

use scale_schedule::choice::CHOICES;
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::decimal::Decimal;
use scale_schedule::option::Exact;
use scale_schedule::schedule::{OptionEntry, Schedule, SCHEDULES};
use scale_schedule::time::{Time, Unit};
use serde_json::{json, Value};

/// The class of each canonical type that is a form.
const CLASSES: [(&str, &str); 22] = [
    ("linear", "LinearDecayScheduler"),
    ("cosine", "CosineDecayScheduler"),
    ("cosine_hard_restarts", "CosineHardRestartsScheduler"),
    ("cosine_restarts", "CosineRestartsScheduler"),
    ("polynomial_restarts", "PolynomialRestartsScheduler"),
    ("tanh_restarts", "TanhRestartsScheduler"),
    ("polynomial", "PolynomialDecayScheduler"),
    ("exponential", "ExponentialDecayScheduler"),
    ("inverse_time", "InverseTimeDecayScheduler"),
    ("lr_range_test", "LrRangeTestScheduler"),
    ("step", "StepDecayScheduler"),
    ("multi_step", "MultiStepDecayScheduler"),
    ("multiplicative", "MultiplicativeScheduler"),
    ("piecewise_constant", "PiecewiseConstantScheduler"),
    ("piecewise_interpolate", "PiecewiseInterpolateScheduler"),
    ("one_cycle", "OneCycleScheduler"),
    ("cyclic", "CyclicScheduler"),
    ("wsd", "WarmupStableDecayScheduler"),
    ("inverse_sqrt", "InverseSquareRootScheduler"),
    ("noam", "NoamScheduler"),
    ("power", "PowerLawScheduler"),
    ("rex", "RexScheduler"),
];

/// A number, of which the non-finite ones are strings.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().and_then(|text| text.parse().ok()).expect("a number"))
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// A time as it would be written.
fn exact(value: &Value, unit: Unit) -> Exact {
    let value = number(value);
    let text = value.to_string();
    let decimal = text.split_once('.').map(|(whole, fraction)| Decimal {
        digits: format!("{whole}{fraction}").parse().expect("digits"),
        places: u8::try_from(fraction.len()).expect("places"),
    });
    Exact { time: Time::new(value, unit), decimal }
}

fn write(option: &OptionEntry, value: Option<&Value>, unit: Unit, out: &mut Vec<f64>) {
    let default = option.default.map(|text| serde_json::from_str(text).expect("a literal"));
    let value = value.cloned().or(default).unwrap_or_else(|| panic!("{} is needed", option.name));
    let value = if value == json!("null") { Value::Null } else { value };
    let time = |value: &Value| match value.as_str().and_then(|text| text.strip_suffix("dur")) {
        Some(text) => Exact { time: Time::new(text.parse().expect("a number"), Unit::Duration), decimal: None },
        None => exact(value, if option.name == "t_epochs" { Unit::Epoch } else { unit }),
    };
    match option.kind {
        "number" => out.push(number(&value)),
        "flag" => value.as_bool().expect("a flag").write(out),
        "number?" => Some(&value).filter(|value| !value.is_null()).map(number).write(out),
        "numbers" => numbers(&value).write(out),
        "exact" => time(&value).write(out),
        "exact?" => Some(&value).filter(|value| !value.is_null()).map(time).write(out),
        "exacts" => value.as_array().expect("a list").iter().map(time).collect::<Vec<_>>().write(out),
        kind => {
            let (_, words) = CHOICES.iter().find(|(name, _)| *name == kind).expect("a kind of options");
            let word = value.as_str().expect("a word");
            out.push(words.iter().position(|other| *other == word).expect("one of the words") as f64);
        }
    }
}

/// The scheduler of a canonical type, with its times in one unit.
pub fn schedule(kind: &str, params: &Value, unit: Unit) -> Schedule {
    let eden = ("eden", "EdenScheduler");
    let (_, class) = CLASSES.iter().chain([&eden]).find(|(name, _)| *name == kind).expect("a form");
    let index = SCHEDULES.iter().position(|entry| entry.class == *class).expect("a scheduler");
    let entry = &SCHEDULES[index];
    let options = || entry.options.iter().chain(entry.shared);
    for name in params.as_object().expect("options").keys() {
        assert!(options().any(|option| option.name == name), "{class} has no {name}");
    }
    let mut out = vec![index as f64];
    options().for_each(|option| write(option, params.get(option.name), unit, &mut out));
    Schedule::read(&mut Reader(&out)).expect("an encoded schedule")
}
