//! The calls of the boundary on plain numbers: decode, ask the crate, encode. What `wasm.rs` exports, testable natively.

use crate::codec::{put, Codec, Reader};
use crate::configurations::{Configurations, Wanted};
use crate::curve::{Curve, Piece};
use crate::error::Error;
use crate::pace::Pace;
use crate::run::Run;
use crate::schedule::Schedule;
use crate::time::{Counter, Time};
use alloc::vec;
use alloc::vec::Vec;

/// What all of the numbers decode to.
fn all<T>(numbers: &[f64], read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Error> {
    let mut r = Reader(numbers);
    read(&mut r).filter(|_| r.end().is_some()).ok_or(Error::Malformed {})
}

/// Run, schedule → curve.
pub fn resolve_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (run, schedule) = all(numbers, |r| Some((Run::read(r)?, Schedule::read(r)?)))?;
    let mut out = Vec::new();
    crate::resolve::resolve(&schedule, &run)?.write(&mut out);
    debug_assert!(crate::outside::read(&out).is_some());
    Ok(out)
}

/// Run (its own ratio unused), time, ratio → time.
pub fn convert_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (run, time, ssr) = all(numbers, |r| Some((Run::read(r)?, Time::read(r)?, r.number()?)))?;
    run.check()?;
    let time = run.convert(time, ssr)?.time();
    Ok(vec![time.value, f64::from(time.unit as u8)])
}

/// Time, pace → how many batches until that time is reached.
pub fn batches_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (end, pace) = all(numbers, |r| Some((Time::read(r)?, Pace::read(r)?)))?;
    Ok(vec![pace.batches_until(end)?])
}

/// Curve → (from, until, counter, phase, shape) of each piece that is not empty.
pub fn phase_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let curve = crate::outside::read(numbers).ok_or(Error::Malformed {})?;
    let mut out = Vec::new();
    let mut from = 0.0;
    // A piece without an end is told on the counter of the one before, else on the one it reads.
    let mut counter = None;
    for Piece { until, phase, shape } in curve.pieces().iter().filter(|piece| piece.until.value > 0.0) {
        if until.value.is_finite() {
            counter = Some(until.counter);
        }
        let set = shape.counters();
        let read = || Counter::ALL.into_iter().find(|counter| counter.bit() & set != 0);
        let shown = counter.or_else(read).unwrap_or(Counter::Batch);
        let [on, phase, shape] = [shown as u8, *phase as u8, shape.number()].map(f64::from);
        put(&mut out, &[from, until.value, on, phase, shape]);
        from = until.value;
    }
    Ok(out)
}

/// Configurations, each `max_duration` (not scaled), ratio, pace, factor and so many schedules → a row for each.
pub fn configuration_numbers(
    shared: &mut Configurations,
    numbers: &[f64],
    schedules: usize,
    wanted: Wanted,
) -> Result<Vec<f64>, Error> {
    let width = wanted.width(schedules);
    let mut r = Reader(numbers);
    let mut out = Vec::new();
    while r.end().is_none() {
        let start = out.len();
        out.resize(start + width, 0.0);
        shared.row(&mut r, schedules, wanted, &mut out[start..]).ok_or(Error::Malformed {})?;
    }
    Ok(out)
}

/// Pace, curve → both, ready to be evaluated.
pub fn load(numbers: &[f64]) -> Result<Loaded, Error> {
    all(numbers, |r| Some(Loaded { pace: Pace::read(r)?, curve: Curve::read(r)? }))
}

/// A curve at a pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What a batch adds to each counter.
    pub pace: Pace,
    /// What is evaluated.
    pub curve: Curve,
}
