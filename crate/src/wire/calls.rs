//! The calls of the boundary on plain numbers: decode, ask the crate, encode. What `wasm.rs` exports, testable natively.

use super::curve::shape_number;
use super::{decode_curve, decode_schedule, encode_curve, put, Reader};
use crate::curve::{Curve, Piece};
use crate::error::Error;
use crate::pace::Pace;
use crate::time::Counter;
use alloc::vec;
use alloc::vec::Vec;

/// What all of the numbers decode to.
fn all<T>(numbers: &[f64], decode: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Error> {
    let mut r = Reader(numbers);
    decode(&mut r).filter(|_| r.end().is_some()).ok_or(Error::Malformed)
}

/// Run, schedule → curve.
pub fn resolve_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (run, schedule) = all(numbers, |r| Some((r.run()?, decode_schedule(r)?)))?;
    let mut out = Vec::new();
    encode_curve(&mut out, &crate::resolve::resolve(&schedule, &run)?);
    debug_assert!(decode_curve(&mut Reader(&out)).is_some());
    Ok(out)
}

/// Run (its own ratio unused), time, ratio → time.
pub fn convert_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (run, time, ssr) = all(numbers, |r| Some((r.run()?, r.time()?, r.number()?)))?;
    run.check()?;
    let time = run.convert(time, ssr)?.time();
    Ok(vec![time.value, f64::from(time.unit as u8)])
}

/// Time, pace → how many batches until that time is reached.
pub fn batches_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let (end, pace) = all(numbers, |r| Some((r.time()?, r.pace()?)))?;
    Ok(vec![pace.batches_until(end)?])
}

/// Curve → (from, until, counter, phase, shape) of each piece that is not empty.
pub fn phase_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let curve = all(numbers, decode_curve)?;
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
        let [on, phase, shape] = [shown as u8, *phase as u8, shape_number(shape)].map(f64::from);
        put(&mut out, &[from, until.value, on, phase, shape]);
        from = until.value;
    }
    Ok(out)
}

/// Pace, curve → both, ready to be evaluated.
pub fn load(numbers: &[f64]) -> Result<Loaded, Error> {
    all(numbers, |r| Some(Loaded { pace: r.pace()?, curve: decode_curve(r)? }))
}

/// A curve at a pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What a batch adds to each counter.
    pub pace: Pace,
    /// What is evaluated.
    pub curve: Curve,
}
