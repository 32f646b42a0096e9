//! A range of steps: cut where pieces end, then filled by the shape of each.
//!
//! A batch equals the single points bit for bit. Ask [`first_error`] about the whole range before the first chunk is
//! filled, so that nothing is written where something fails. Holds no output.

use crate::codec::Codec;
use crate::curve::Curve;
use crate::error::Error;
use crate::pace::{Pace, Reader};
use crate::shape::Shape;
pub use crate::steps::Steps;
use crate::steps::{partition, Segment};

/// An error and the step at which it first holds, where it is about a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepError {
    /// The error of that step.
    pub error: Error,
    /// The step, or `None` for an error of the whole range.
    pub step: Option<f64>,
}

/// Fills `out` with the multipliers of the steps; `out` is as long as there are steps.
pub fn fill(curve: &Curve, pace: &Pace, steps: Steps, out: &mut [f64]) -> Result<(), StepError> {
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(()) };
    for (shape, segment) in walk.segments() {
        let out = &mut out[segment.range.clone()];
        shape.fill(&segment, out).map_err(|error| StepError { error, step: None })?;
    }
    Ok(())
}

/// The first step of the range that has no value, and why.
pub fn first_error(curve: &Curve, pace: &Pace, steps: Steps) -> Result<(), StepError> {
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(()) };
    for (shape, segment) in walk.segments() {
        if let Some((index, error)) = shape.first_error(&segment) {
            return Err(StepError { error, step: Some(steps.at(index)) });
        }
    }
    Ok(())
}

/// A curve over a range at a pace: what [`fill`] and [`first_error`] walk.
struct Walk<'a> {
    curve: &'a Curve,
    reader: Reader,
    steps: Steps,
}

impl<'a> Walk<'a> {
    fn new(curve: &'a Curve, pace: &Pace, steps: Steps) -> Result<Option<Self>, StepError> {
        let Some(last) = steps.count.checked_sub(1) else { return Ok(None) };
        let counters = curve.counters();
        pace.check(counters, steps.at(last)).map_err(|error| StepError { error, step: None })?;
        Ok(Some(Self { curve, reader: pace.reader(counters), steps }))
    }

    /// The shapes that hold within the range, each with its segment; together they cover it.
    fn segments(&self) -> impl Iterator<Item = (&'a Shape, Segment<'_>)> {
        let mut start = 0;
        self.curve.pieces().iter().filter_map(move |piece| {
            let rest = self.segment(start..self.steps.count);
            let end = if piece.until.value.is_finite() {
                let before = |index| rest.clock(index).get(piece.until.counter) < piece.until.value;
                partition(rest.range.clone(), before)
            } else {
                self.steps.count
            };
            let segment = self.segment(start..end);
            start = end;
            (!segment.range.is_empty()).then_some((&piece.shape, segment))
        })
    }

    fn segment(&self, range: core::ops::Range<usize>) -> Segment<'_> {
        Segment { reader: &self.reader, steps: self.steps, range }
    }
}
