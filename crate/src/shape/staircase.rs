//! A factor to the number of whole steps.

use super::Form;
use crate::error::Refusal;
use crate::math::float::trunc;
use crate::math::output::Output;
use crate::math::power;
use crate::steps::{Segment, Stretch};
use crate::time::{Clock, Mark};

form! {
    /// `gamma^trunc(t / step)`.
    Staircase {
        /// Length of a step.
        step: Mark,
        /// Factor per step.
        gamma: f64,
    } if |form| form.step.value != 0.0 && form.gamma.is_finite()
}

impl Staircase {
    fn steps(&self, clock: &Clock) -> f64 {
        trunc(clock.get(self.step.counter) / self.step.value)
    }
}

impl Form for Staircase {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        power(self.gamma, self.steps(clock))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        segment.fill_runs(out, &|clock| self.steps(clock), &|steps| power(self.gamma, steps))?;
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        let start = segment.range.start;
        Stretch::Held(segment.run(start, &|clock| self.steps(clock)) - start)
    }
}
