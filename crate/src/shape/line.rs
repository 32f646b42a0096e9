//! A straight line that stays at its end once its span is over.

use super::simple::{self, Simple};
use super::{clip_above, Form, Span};
use crate::error::Refusal;
use crate::math::output::Output;
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
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        Ok(line(self.span.fraction(clock), self.from, self.to))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Self { span, from, to } = *self;
        let Some(ramp) = span.ramp(segment) else { return Ok(false) };
        let count = ramp.below(span.length, out.len());
        out.hold(count..out.len(), line(1.0, from, to));
        simple::fill(Simple::Fraction, ramp, span.length, [from, to - from], &mut out.part(0..count));
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
