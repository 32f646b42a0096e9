//! A curve over a range of steps on a clock: cut where pieces end, then filled by the shape of each.

use crate::codec::Codec;
use crate::curve::{Curve, Piece};
use crate::error::Refusal;
use crate::math::output::Output;
use crate::pace::{Origin, Pace, Reader};
use crate::shape::Shape;
use crate::steps::{partition, Segment, Steps, Stretch};
use crate::time::Mark;
use core::ops::Range;

/// An error and the step at which it first holds, where it is about a step.
#[derive(Clone, Debug)]
pub struct StepError {
    /// The error of that step.
    pub error: Refusal,
    /// The step; NaN for an error of the whole range.
    pub step: f64,
}

/// A range of steps on a clock.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// What each step adds to the counters.
    pub pace: &'a Pace,
    /// When the clock began.
    pub origin: Origin,
    /// The steps, of the run.
    pub steps: Steps,
}

impl<'a> View<'a> {
    /// A range on the clock of the run.
    pub const fn of_run(pace: &'a Pace, steps: Steps) -> Self {
        Self { pace, origin: Origin::START, steps }
    }

    /// A part of the range.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let steps = Steps { from: self.steps.at(range.start), stride: self.steps.stride, count: range.len() };
        Self { steps, ..*self }
    }
}

impl Curve {
    /// Fills the values of a range.
    pub(crate) fn fill(&self, view: &View, out: &mut Output) -> Result<(), StepError> {
        let Some(walk) = Walk::new(self, view)? else { return Ok(()) };
        for (shape, segment) in walk.segments() {
            shape.fill(&segment, &mut out.part(segment.range.clone()))?;
        }
        Ok(())
    }

    /// The first step of a range without a value.
    pub(crate) fn first_error(&self, view: &View) -> Result<(), StepError> {
        let Some(walk) = Walk::new(self, view)? else { return Ok(()) };
        for (shape, segment) in walk.segments() {
            if let Some((index, error)) = shape.first_error(&segment) {
                return Err(StepError { error, step: view.steps.at(index) });
            }
        }
        Ok(())
    }

    pub(crate) fn stretch(&self, view: &View) -> Result<(Stretch, f64), StepError> {
        let none = (Stretch::Held(0), f64::NAN);
        let Some(walk) = Walk::new(self, view)? else { return Ok(none) };
        let Some((shape, segment)) = walk.segments().next() else { return Ok(none) };
        let value = shape.value(&segment.clock(segment.range.start))?;
        Ok((shape.stretch(&segment), value))
    }
}

impl PartialEq for StepError {
    fn eq(&self, other: &Self) -> bool {
        self.error == other.error && self.step.to_bits() == other.step.to_bits()
    }
}

impl From<Refusal> for StepError {
    fn from(error: Refusal) -> Self {
        Self { error, step: f64::NAN }
    }
}

/// A curve over a range: what filling it and looking for errors walk.
struct Walk<'a> {
    curve: &'a Curve,
    reader: Reader,
    steps: Steps,
}

impl<'a> Walk<'a> {
    #[inline(never)]
    fn new(curve: &'a Curve, &View { pace, origin, steps }: &View) -> Result<Option<Self>, StepError> {
        let Some(last) = steps.count.checked_sub(1) else { return Ok(None) };
        let counters = curve.counters();
        pace.check(counters, steps.at(last))?;
        Ok(Some(Self { curve, reader: origin.reader(pace, counters), steps }))
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
