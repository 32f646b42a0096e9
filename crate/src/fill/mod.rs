//! A range of steps: cut where pieces end, then one loop a piece.
//!
//! A batch equals the single points bit for bit: the loops do the operations of [`Shape::value`] in their order. Ask [`first_error`] about the whole
//! range before the first chunk is filled, so that nothing is written where something fails. Holds no output.

mod loops;

use crate::curve::Curve;
use crate::error::Error;
use crate::math::float::trunc;
use crate::pace::{Pace, Reader};
use crate::shape::Shape;
use core::ops::Range;

/// Steps `from`, `from + stride`, …: integers, increasing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    /// The first step.
    pub from: f64,
    /// What each adds.
    pub stride: f64,
    /// How many.
    pub count: usize,
}

impl Steps {
    fn at(&self, index: usize) -> f64 {
        self.from + index as f64 * self.stride
    }
}

/// An error and the step at which it first holds, where it is about a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepError {
    /// The error of that step.
    pub error: Error,
    /// The step, or `None` for an error of the whole range.
    pub step: Option<f64>,
}

/// A curve over a range at a pace: what [`fill`] and [`first_error`] walk.
struct Walk<'a> {
    curve: &'a Curve,
    reader: Reader,
    steps: Steps,
}

/// Fills `out` with the multipliers of the steps; `out` is as long as there are steps.
pub fn fill(curve: &Curve, pace: &Pace, steps: Steps, out: &mut [f64]) -> Result<(), StepError> {
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(()) };
    for (shape, range) in walk.segments() {
        walk.fill_segment(shape, range.clone(), &mut out[range]).map_err(|error| StepError { error, step: None })?;
    }
    Ok(())
}

/// The first step of the range that has no value, and why.
pub fn first_error(curve: &Curve, pace: &Pace, steps: Steps) -> Result<(), StepError> {
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(()) };
    for (shape, range) in walk.segments() {
        if let Some((index, error)) = walk.segment_error(shape, range) {
            return Err(StepError { error, step: Some(steps.at(index)) });
        }
    }
    Ok(())
}

impl<'a> Walk<'a> {
    fn new(curve: &'a Curve, pace: &Pace, steps: Steps) -> Result<Option<Self>, StepError> {
        let Some(last) = steps.count.checked_sub(1) else { return Ok(None) };
        let counters = curve.counters();
        pace.check(counters, steps.at(last)).map_err(|error| StepError { error, step: None })?;
        Ok(Some(Self { curve, reader: pace.reader(counters), steps }))
    }

    /// The shapes that hold within the range, each with its indices; together they cover it.
    fn segments(&self) -> impl Iterator<Item = (&'a Shape, Range<usize>)> + '_ {
        let mut start = 0;
        self.curve.pieces().iter().filter_map(move |piece| {
            let end = if piece.until.value.is_finite() {
                let before = |index| self.clock(index).get(piece.until.counter) < piece.until.value;
                partition(start..self.steps.count, before)
            } else {
                self.steps.count
            };
            let range = start..end;
            start = end;
            (!range.is_empty()).then_some((&piece.shape, range))
        })
    }

    /// Where a shape first has no value. Errors hold from some step on, so the last step tells whether there is one,
    /// and halving finds the first; only a negative gamma fails in between, wherever its exponent is no integer.
    fn segment_error(&self, shape: &Shape, range: Range<usize>) -> Option<(usize, Error)> {
        let fails = |index: usize| shape.value(&self.clock(index)).err();
        let range = match *shape {
            Shape::Hold { .. } | Shape::Line { .. } | Shape::Cosine { .. } | Shape::Milestones { .. } => return None,
            Shape::Exponential { period, gamma, .. } if gamma < 0.0 => {
                let exponent = |index: usize| self.clock(index).get(period.counter) / period.value;
                let complex = range.clone().find(|&index| trunc(exponent(index)) != exponent(index));
                range.start..complex.map_or(range.end, |index| index + 1)
            }
            _ => range,
        };
        // A power of a span that starts later fails before it, if at all.
        if let Some(error) = fails(range.start) {
            return Some((range.start, error));
        }
        fails(range.end - 1)?;
        let first = partition(range, |index| fails(index).is_none());
        fails(first).map(|error| (first, error))
    }

    #[inline(never)]
    fn clock(&self, index: usize) -> crate::time::Clock {
        self.reader.clock(self.steps.at(index))
    }
}

/// The first index of a range at which `before` no longer holds, where it holds up to some index and never after.
fn partition(mut range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    while range.start < range.end {
        let middle = range.start + (range.end - range.start) / 2;
        if before(middle) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    range.start
}
