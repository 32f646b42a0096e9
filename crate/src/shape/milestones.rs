//! A factor once for each mark that is reached.

use super::Form;
use crate::error::Error;
use crate::steps::Segment;
use crate::time::{Clock, Mark};
use alloc::vec::Vec;
use core::ops::Range;

form! {
    /// `gamma` once for each mark that is reached; marks may be on different counters.
    Milestones {
        /// The marks, in the user's order, which does not matter.
        marks: Vec<Mark>,
        /// Factor per mark.
        gamma: f64,
    } if |form| form.gamma.is_finite()
}

impl Milestones {
    /// How many marks are reached.
    fn reached(&self, clock: &Clock) -> usize {
        self.marks.iter().filter(|mark| clock.get(mark.counter) >= mark.value).count()
    }

    /// A repeated product, not a power: 0.9 four times is 0.6561000000000001, 0.9⁴ is 0.6561.
    fn product(&self, reached: usize) -> f64 {
        (0..reached).fold(1.0, |product, _| product * self.gamma)
    }
}

impl Form for Milestones {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Error> {
        Ok(self.product(self.reached(clock)))
    }

    fn fill(&self, segment: &Segment, out: &mut [f64]) -> Result<bool, Error> {
        segment.fill_runs(out, &|clock| self.reached(clock) as f64, &|reached| Ok(self.product(reached as usize)))?;
        Ok(true)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
