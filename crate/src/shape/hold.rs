//! A constant.

use super::Form;
use crate::error::Refusal;
use crate::math::output::Output;
use crate::steps::{Segment, Stretch};
use crate::time::Clock;
use core::ops::Range;

form! {
    /// A constant.
    Hold {
        /// The value.
        value: f64,
    }
}

impl Form for Hold {
    #[inline]
    fn value(&self, _: &Clock) -> Result<f64, Refusal> {
        Ok(self.value)
    }

    fn fill(&self, _: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        out.hold(0..out.len(), self.value);
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        Stretch::Held(segment.range.len())
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
