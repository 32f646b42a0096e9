//! The calls of the boundary on plain numbers: decode, ask the crate, encode. What `wasm.rs` exports, testable natively.

use crate::codec::{put, Codec, Reader};
use crate::configurations::{Configurations, Wanted};
use crate::error::Refusal;
use crate::pace::Pace;
use crate::run::Run;
use crate::schedule::Schedule;
use crate::time::{Counter, Mark, Time};
use crate::tree::{Stage, Tree};
use crate::wire::PACE;
use alloc::vec;
use alloc::vec::Vec;

/// What all of the numbers decode to.
fn all<T>(numbers: &[f64], read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Refusal> {
    let mut r = Reader(numbers);
    read(&mut r).filter(|_| r.end().is_some()).ok_or_else(Refusal::malformed)
}

/// Run, pace, schedule → curve.
pub fn resolve_numbers(numbers: &[f64]) -> Result<Vec<f64>, Refusal> {
    let (run, pace, schedule) = all(numbers, |r| Some((Run::read(r)?, Pace::read(r)?, Schedule::read(r)?)))?;
    let mut out = Vec::new();
    crate::resolve::resolve_at(&schedule, &run, &pace)?.write(&mut out);
    debug_assert!(crate::outside::read(&out).is_some());
    Ok(out)
}

/// Run (its own ratio unused), time, ratio → time.
pub fn convert_numbers(numbers: &[f64]) -> Result<Vec<f64>, Refusal> {
    let (run, time, ssr) = all(numbers, |r| Some((Run::read(r)?, Time::read(r)?, r.number()?)))?;
    run.check()?;
    let time = run.convert(time, ssr)?.time();
    Ok(vec![time.value, f64::from(time.unit as u8)])
}

/// Time, pace → how many batches until that time is reached.
pub fn batches_numbers(numbers: &[f64]) -> Result<Vec<f64>, Refusal> {
    let (end, pace) = all(numbers, |r| Some((Time::read(r)?, Pace::read(r)?)))?;
    Ok(vec![pace.batches_until(end)?])
}

/// Pace, curve → (from, until, counter, phase, shape, length of the path, path) of each piece that is not empty.
pub fn phase_numbers(numbers: &[f64]) -> Result<Vec<f64>, Refusal> {
    let (pace, curve) = numbers.split_at_checked(PACE).ok_or_else(Refusal::malformed)?;
    let pace = all(pace, Pace::read)?;
    let tree = crate::outside::read(curve).ok_or_else(Refusal::malformed)?;
    let mut out = Vec::new();
    for Stage { mut from, mut until, name, path } in tree.stages(&pace) {
        if from.counter != until.counter {
            // A phase that begins on one counter and ends on another is told in batches.
            let on_batches = |mark: Mark| {
                let is_endless = mark.value.is_infinite();
                let batches = if is_endless { mark.value } else { pace.batches_until(mark.time()).unwrap_or(f64::NAN) };
                Mark { counter: Counter::Batch, value: batches }
            };
            (from, until) = (on_batches(from), on_batches(until));
        }
        let [on, phase, shape] = [from.counter as u8, name.phase as u8, name.number].map(f64::from);
        put(&mut out, &[from.value, until.value, on, phase, shape, path.len() as f64]);
        for index in path {
            put(&mut out, &[f64::from(index)]);
        }
    }
    Ok(out)
}

/// Configurations, each `max_duration` (not scaled), ratio, pace, factor and so many schedules → a row for each, all with
/// room for as many boundaries as the one that has most.
pub fn configuration_numbers(
    shared: &mut Configurations,
    numbers: &[f64],
    schedules: usize,
    wanted: Wanted,
) -> Result<Vec<f64>, Refusal> {
    let width = wanted.width();
    let mut r = Reader(numbers);
    let mut rows = Vec::new();
    let (mut counts, mut most) = (Vec::new(), 0);
    shared.boundaries.clear();
    while r.end().is_none() {
        let (start, before) = (rows.len(), shared.boundaries.len());
        rows.resize(start + width, 0.0);
        shared.row(&mut r, schedules, wanted, &mut rows[start..]).ok_or_else(Refusal::malformed)?;
        let count = shared.boundaries.len() - before;
        counts.push(count);
        most = most.max(count);
    }
    if most == 0 {
        return Ok(rows);
    }
    let mut out = Vec::with_capacity(counts.len() * (width + most));
    let mut boundaries = &shared.boundaries[..];
    for (row, count) in rows.chunks(width).zip(counts) {
        let (own, rest) = boundaries.split_at(count);
        boundaries = rest;
        out.extend_from_slice(row);
        out.extend_from_slice(own);
        out.resize(out.len() + most - count, f64::NAN);
    }
    Ok(out)
}

/// Pace, curve → both, ready to be evaluated.
pub fn load(numbers: &[f64]) -> Result<Loaded, Refusal> {
    all(numbers, |r| Some(Loaded { pace: Pace::read(r)?, curve: Tree::read(r)? }))
}

/// A curve at a pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What a batch adds to each counter.
    pub pace: Pace,
    /// What is evaluated.
    pub curve: Tree,
}
