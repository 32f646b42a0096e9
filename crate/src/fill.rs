//! A range of steps: cut where pieces end, then filled by the shape of each.
//!
//! A batch equals the single points bit for bit. Ask [`first_error`] about the whole range before the first chunk is
//! filled, so that nothing is written where something fails. Holds no output.

use crate::codec::Codec;
use crate::curve::{Curve, Piece};
use crate::error::Error;
use crate::math::output::Output;
use crate::pace::{Pace, Reader};
use crate::shape::Shape;
pub use crate::steps::Steps;
use crate::steps::{partition, Segment, Stretch};
use crate::time::Mark;
use core::ops::Range;

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
    fill_scaled(curve, pace, steps, Output::from(out))
}

/// The same times the factor of an output, rounded to what it holds.
pub fn fill_scaled(curve: &Curve, pace: &Pace, steps: Steps, mut out: Output) -> Result<(), StepError> {
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(()) };
    for (shape, segment) in walk.segments() {
        shape.fill(&segment, &mut out.part(segment.range.clone())).map_err(of_range)?;
    }
    Ok(())
}

/// An error that is about no step.
fn of_range(error: Error) -> StepError {
    StepError { error, step: None }
}

/// How far the first values of a range, which has no error, are alike, and the first of them. What follows is alike
/// again only where it is asked for.
pub fn stretch(curve: &Curve, pace: &Pace, steps: Steps) -> Result<(Stretch, f64), StepError> {
    let none = (Stretch::Held(0), f64::NAN);
    let Some(walk) = Walk::new(curve, pace, steps)? else { return Ok(none) };
    let Some((shape, segment)) = walk.segments().next() else { return Ok(none) };
    let value = shape.value(&segment.clock(segment.range.start)).map_err(of_range)?;
    Ok((shape.stretch(&segment), value))
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
    #[inline(never)]
    fn new(curve: &'a Curve, pace: &Pace, steps: Steps) -> Result<Option<Self>, StepError> {
        let Some(last) = steps.count.checked_sub(1) else { return Ok(None) };
        let counters = curve.counters();
        pace.check(counters, steps.at(last)).map_err(of_range)?;
        Ok(Some(Self { curve, reader: pace.reader(counters), steps }))
    }

    /// The shapes that hold within the range, each with its segment; together they cover it.
    fn segments(&self) -> impl Iterator<Item = (&'a Shape, Segment<'_>)> {
        let mut pieces = self.curve.pieces();
        let mut start = 0;
        core::iter::from_fn(move || self.next(&mut pieces, &mut start))
    }

    /// The next of them; once for all that ask.
    #[inline(never)]
    fn next(&self, pieces: &mut &'a [Piece], start: &mut usize) -> Option<(&'a Shape, Segment<'_>)> {
        while let Some((piece, rest)) = pieces.split_first() {
            let segment = self.segment(*start..self.end(piece.until, *start));
            (*pieces, *start) = (rest, segment.range.end);
            if !segment.range.is_empty() {
                return Some((&piece.shape, segment));
            }
        }
        None
    }

    /// The index at which something is reached, from a given one on.
    fn end(&self, until: Mark, start: usize) -> usize {
        let rest = self.segment(start..self.steps.count);
        if until.value.is_infinite() {
            return rest.range.end;
        }
        partition(rest.range.clone(), |index| rest.clock(index).get(until.counter) < until.value)
    }

    fn segment(&self, range: Range<usize>) -> Segment<'_> {
        Segment { reader: &self.reader, steps: self.steps, range }
    }
}
