//! A straight line that stays at its end once its span is over.

use super::{clip_above, Form, Span};
use crate::error::Error;
use crate::steps::{Segment, Stretch};
use crate::time::Clock;
use core::ops::Range;

form! {
    /// A straight line that stays at `to` once its span is over.
    Line {
        /// Where it runs.
        span: Span,
        /// Value at fraction 0.
        from: f64,
        /// Value at fraction 1.
        to: f64,
    } if |form| form.from.is_finite() && form.to.is_finite()
}

/// A line's value at a fraction, clipped above only.
#[inline(never)]
pub fn line(fraction: f64, from: f64, to: f64) -> f64 {
    from + clip_above(fraction) * (to - from)
}

impl Form for Line {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Error> {
        Ok(line(self.span.fraction(clock), self.from, self.to))
    }

    fn fill(&self, segment: &Segment, out: &mut [f64]) -> Result<bool, Error> {
        let Self { span, from, to } = *self;
        let Some(ramp) = span.ramp(segment) else { return Ok(false) };
        let (running, held) = out.split_at_mut(ramp.below(span.length, out.len()));
        let height = to - from;
        ramp.each(running, |t| from + t / span.length * height);
        held.fill(line(1.0, from, to));
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
