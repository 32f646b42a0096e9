//! Time strings for the golden rows: text is TypeScript's elsewhere, so this is for tests only.

use scale_schedule::time::{Time, Unit, MAX_SAFE_INTEGER};

/// A text as a time: `None` for what Composer refuses, or what is no safe integer.
pub fn parse(text: &str) -> Option<Time> {
    wall_clock(text).or_else(|| number_and_unit(text))
}

/// A value in a unit, where integers must be safe.
pub fn time(value: f64, unit: Unit) -> Option<Time> {
    let fits = unit == Unit::Duration || (value.trunc() == value && value.abs() <= MAX_SAFE_INTEGER);
    fits.then_some(Time::new(value, unit))
}

/// A unit by its name.
pub fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "iter" => Unit::Iteration,
        "ep" => Unit::Epoch,
        "ba" => Unit::Batch,
        "sp" => Unit::Sample,
        "tok" => Unit::Token,
        "dur" => Unit::Duration,
        "sec" => Unit::Second,
        _ => return None,
    })
}

/// `1h20m40s`, where hours and minutes that are missing count as 0 and a last bare digit gets the 0s that is appended.
fn wall_clock(text: &str) -> Option<Time> {
    let mut full = text.to_owned();
    if !full.contains('h') {
        full = format!("0h{full}");
    }
    if !full.contains('m') {
        full = full.replace('h', "h0m");
    }
    if !full.contains('s') {
        full += "0s";
    }
    let (hours, rest) = full.split_once('h')?;
    let (minutes, rest) = rest.split_once('m')?;
    let seconds = rest.strip_suffix('s')?;
    let part = |digits: &str, below: f64| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|&value: &f64| plain && value < below)
    };
    let total = part(hours, 24.0)? * 3600.0 + part(minutes, 60.0)? * 60.0 + part(seconds, 60.0)?;
    time(total, Unit::Second)
}

fn number_and_unit(text: &str) -> Option<Time> {
    let lower = text.strip_suffix('\n').unwrap_or(text).to_ascii_lowercase();
    let names = ["iter", "ep", "ba", "sp", "tok", "dur", "sec"];
    let name = names.into_iter().find(|name| lower.ends_with(name))?;
    time(python_float(lower.strip_suffix(name)?)?, unit(name)?)
}

/// Python's `float(text)`, which allows one underscore between digits.
fn python_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let between = |(at, _): (usize, &u8)| digit(at.checked_sub(1)) && digit(Some(at + 1));
    if !bytes.iter().enumerate().filter(|(_, &byte)| byte == b'_').all(between) {
        return None;
    }
    text.replace('_', "").parse().ok()
}
