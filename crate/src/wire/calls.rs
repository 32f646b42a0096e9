//! The calls of the boundary on plain numbers: decode, ask the crate, encode. What `wasm.rs` exports, testable natively.

use super::curve::shape_number;
use super::{decode_curve, decode_schedule, encode_curve, Reader};
use crate::curve::{Curve, Piece};
use crate::error::Error;
use crate::pace::Pace;
use crate::time::Counter;

/// Run, schedule → curve.
pub fn resolve_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let mut r = Reader(numbers);
    let run = r.run()?;
    let schedule = decode_schedule(&mut r)?;
    r.end()?;
    let mut out = Vec::new();
    encode_curve(&mut out, &crate::resolve::resolve(&schedule, &run)?);
    debug_assert!(decode_curve(&mut Reader(&out)).is_ok());
    Ok(out)
}

/// Run (its own ratio unused), time, ratio → time.
pub fn convert_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let mut r = Reader(numbers);
    let (run, time, ssr) = (r.run()?, r.time()?, r.number()?);
    r.end()?;
    run.check()?;
    let time = run.convert(time, ssr)?.time();
    Ok(vec![time.value, f64::from(time.unit as u8)])
}

/// Time, pace → how many batches until that time is reached.
pub fn batches_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let mut r = Reader(numbers);
    let (end, pace) = (r.time()?, r.pace()?);
    r.end()?;
    Ok(vec![pace.batches_until(end)?])
}

/// Curve → (from, until, counter, phase, shape) of each piece that is not empty.
pub fn phase_numbers(numbers: &[f64]) -> Result<Vec<f64>, Error> {
    let curve = decode_curve(&mut Reader(numbers))?;
    let mut out = Vec::new();
    let mut from = 0.0;
    // A piece without an end is told on the counter of the one before, else on the one it reads.
    let mut counter = None;
    for Piece { until, phase, shape } in curve.pieces().iter().filter(|piece| piece.until.value > 0.0) {
        if until.value.is_finite() {
            counter = Some(until.counter);
        }
        let read = || Counter::ALL.into_iter().find(|counter| counter.bit() & shape.counters() != 0);
        let shown = counter.or_else(read).unwrap_or(Counter::Batch);
        out.extend([from, until.value]);
        out.extend([shown as u8, *phase as u8, shape_number(shape)].map(f64::from));
        from = until.value;
    }
    Ok(out)
}

/// Pace, curve → both, ready to be evaluated.
pub fn load(numbers: &[f64]) -> Result<Loaded, Error> {
    let mut r = Reader(numbers);
    let pace = r.pace()?;
    Ok(Loaded { pace, curve: decode_curve(&mut r)? })
}

/// A curve at a pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What a batch adds to each counter.
    pub pace: Pace,
    /// What is evaluated.
    pub curve: Curve,
}
