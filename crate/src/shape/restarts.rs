//! Half cosines that start again, each over an interval of its own.

use super::cosine::half_cosine;
use super::interval::Interval;
use super::{cosine, Form};
use crate::error::Refusal;
use crate::math::output::Output;
use crate::steps::{Ramp, Segment};
use crate::time::{Clock, Mark};

form! {
    /// Half cosines that start again.
    Restarts {
        /// Length of the first interval.
        t_0: Mark,
        /// Length of an interval over the one before.
        t_mult: f64,
        /// Value at the end of each interval.
        alpha_f: f64,
    } if |form| form.t_mult.is_finite() && form.alpha_f.is_finite()
}

impl Form for Restarts {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        let t = clock.get(self.t_0.counter);
        let mut interval = Interval::first(self.t_0);
        interval.advance(t, self.t_0, self.t_mult)?;
        Ok(cosine(interval.fraction(t), self.alpha_f))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Some(ramp) = segment.ramp(self.t_0.counter, 0.0) else { return Ok(false) };
        self.fill_intervals(ramp, out)?;
        Ok(true)
    }
}

impl Restarts {
    /// Walks from interval to interval, where each single point starts from the first.
    fn fill_intervals(&self, ramp: Ramp, out: &mut Output) -> Result<(), Refusal> {
        let mut interval = Interval::first(self.t_0);
        let mut done = 0;
        while done < out.len() {
            let rest = ramp.skip(done);
            interval.advance(rest.first(), self.t_0, self.t_mult)?;
            let (start, length) = interval.bounds();
            // At least the reading that the interval was found for, so that no rounding can make the walk stand still.
            let count = rest.below(start + length, out.len() - done).max(1);
            let inside = rest.less(start).filter(|inside| length > 0.0 && inside.first() >= 0.0);
            let chunk = &mut out.part(done..done + count);
            if let Some(inside) = inside {
                half_cosine(inside, length, self.alpha_f, None, chunk);
            } else {
                (0..count).for_each(|index| chunk.set(index, cosine((rest.at(index) - start) / length, self.alpha_f)));
            }
            done += count;
        }
        Ok(())
    }
}
