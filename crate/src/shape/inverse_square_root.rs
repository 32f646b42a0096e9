//! The inverse of a square root, which decays for ever.

use super::simple::{self, Simple};
use super::Form;
use crate::error::{Error, Refusal};
use crate::math::float::sqrt;
use crate::math::output::Output;
use crate::steps::Segment;
use crate::time::{Clock, Mark};
use core::ops::Range;

form! {
    /// `alpha_f + (1 − alpha_f) / √((t + shift) / scale)`.
    InverseSquareRoot {
        /// Length in which the root grows from 1 to √2.
        scale: Mark,
        /// Added to the reading of the counter: the scale less the start.
        shift: f64,
        /// Value at infinity.
        alpha_f: f64,
    } if |form| form.scale.value != 0.0 && form.shift.is_finite() && form.alpha_f.is_finite()
}

impl InverseSquareRoot {
    /// The value at a reading of the counter, in llm-foundry's order of operations.
    pub fn at(&self, t: f64) -> Result<f64, Refusal> {
        let base = (t + self.shift) / self.scale.value;
        if base > 0.0 {
            return Ok(self.alpha_f + 1.0 / sqrt(base) * (1.0 - self.alpha_f));
        }
        // A negative scale brings the base down to 0 and below.
        if base < 0.0 {
            return Err(Error::ComplexValue { base, exponent: -0.5 }.into());
        }
        Err(Error::ZeroToNegativePower { exponent: -0.5 }.into())
    }
}

impl Form for InverseSquareRoot {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        self.at(clock.get(self.scale.counter))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Self { scale, shift, alpha_f } = *self;
        let Some(ramp) = segment.ramp(scale.counter, -shift) else { return Ok(false) };
        if scale.value <= 0.0 || ramp.first() == 0.0 {
            return Ok(false);
        }
        simple::fill(Simple::InverseRoot, ramp, scale.value, [alpha_f, 1.0 - alpha_f], out);
        Ok(true)
    }

    fn fallible(&self, segment: &Segment) -> Range<usize> {
        // From its start on, the base of a positive scale is at least 1.
        if self.scale.value > 0.0 {
            segment.range.start..segment.range.start + 1
        } else {
            segment.range.clone()
        }
    }
}
