//! The closed forms: what a piece of a curve is, and its value at one moment.
//!
//! One variant a formula, in Composer's order of operations. Does not know of runs, ratios or units that need
//! converting: every number here is absolute.

mod forms;
mod interval;

pub use forms::{cosine, line, polynomial, raise, Exponent, HalfCosine, QUARTERS};
pub use interval::Interval;

use crate::error::Error;
use crate::math::float::trunc;
use crate::math::{exp2, finite, power, Base};
use crate::time::{Clock, Counter, Mark};
use alloc::vec::Vec;

/// A stretch of one counter, over which a fraction runs from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The counter that is read.
    pub counter: Counter,
    /// Where the fraction is 0.
    pub start: f64,
    /// From there to where it is 1; negative lengths run backwards, as in Composer.
    pub length: f64,
}

impl Span {
    /// (t − start) / length, not clipped.
    #[inline]
    pub fn fraction(&self, clock: &Clock) -> f64 {
        (clock.get(self.counter) - self.start) / self.length
    }
}

/// One closed form over absolute counters.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A constant.
    Hold {
        /// The value.
        value: f64,
    },
    /// A straight line that stays at `to` once its span is over.
    Line {
        /// Where it runs.
        span: Span,
        /// Value at fraction 0.
        from: f64,
        /// Value at fraction 1.
        to: f64,
    },
    /// `alpha_f + (1 − alpha_f) · (1 − fraction)^power`.
    Power {
        /// Where it runs.
        span: Span,
        /// The exponent.
        power: f64,
        /// Value at fraction 1.
        alpha_f: f64,
    },
    /// Half a cosine from 1 to `alpha_f`.
    Cosine {
        /// Where it runs.
        span: Span,
        /// Value at fraction 1.
        alpha_f: f64,
    },
    /// Half cosines that start again.
    Restarts {
        /// Length of the first interval.
        t_0: Mark,
        /// Length of an interval over the one before.
        t_mult: f64,
        /// Value at the end of each interval.
        alpha_f: f64,
    },
    /// `gamma^(t / period)`.
    Exponential {
        /// Length of a period.
        period: Mark,
        /// Factor per period.
        gamma: f64,
        /// The same as a power of 2, for a positive gamma.
        base: Option<Base>,
    },
    /// `gamma^trunc(t / step)`.
    Staircase {
        /// Length of a step.
        step: Mark,
        /// Factor per step.
        gamma: f64,
    },
    /// `gamma` once for each mark that is reached; marks may be on different counters.
    Milestones {
        /// The marks, in the user's order, which does not matter.
        marks: Vec<Mark>,
        /// Factor per mark.
        gamma: f64,
    },
    /// No value: asking for one is this error.
    Fail(Error),
}

impl Shape {
    /// An exponential, through a power of 2 where gamma is positive.
    pub fn exponential(period: Mark, gamma: f64) -> Self {
        let base = (gamma > 0.0 && gamma.is_finite()).then(|| Base::new(gamma));
        Self::Exponential { period, gamma, base }
    }

    /// The value at one moment, or why there is none.
    #[inline]
    pub fn value(&self, clock: &Clock) -> Result<f64, Error> {
        match self {
            Self::Hold { value } => Ok(*value),
            Self::Line { span, from, to } => Ok(line(span.fraction(clock), *from, *to)),
            Self::Power { span, power, alpha_f } => polynomial(span.fraction(clock), *power, *alpha_f),
            Self::Cosine { span, alpha_f } => Ok(cosine(span.fraction(clock), *alpha_f)),
            Self::Restarts { t_0, t_mult, alpha_f } => {
                let t = clock.get(t_0.counter);
                let mut interval = Interval::first(*t_0);
                interval.advance(t, *t_0, *t_mult)?;
                Ok(cosine(interval.fraction(t), *alpha_f))
            }
            Self::Exponential { period, gamma, base } => {
                // Rounded before the power, as in Composer.
                let exponent = clock.get(period.counter) / period.value;
                let Some(base) = base else { return power(*gamma, exponent) };
                let (hi, lo) = base.exponent(exponent);
                finite(exp2(hi, lo), *gamma, exponent)
            }
            Self::Staircase { step, gamma } => power(*gamma, trunc(clock.get(step.counter) / step.value)),
            Self::Milestones { marks, gamma } => {
                let reached = marks.iter().filter(|mark| clock.get(mark.counter) >= mark.value);
                // A repeated product, not a power: 0.9 four times is 0.6561000000000001, 0.9⁴ is 0.6561.
                Ok(reached.fold(1.0, |factor, _| factor * gamma))
            }
            Self::Fail(error) => Err(*error),
        }
    }

    /// The counters it reads, as a set of [`Counter::bit`].
    #[inline(never)]
    pub fn counters(&self) -> u8 {
        match self {
            Self::Hold { .. } | Self::Fail(_) => 0,
            Self::Line { span, .. } | Self::Power { span, .. } | Self::Cosine { span, .. } => span.counter.bit(),
            Self::Restarts { t_0: mark, .. }
            | Self::Exponential { period: mark, .. }
            | Self::Staircase { step: mark, .. } => mark.counter.bit(),
            Self::Milestones { marks, .. } => marks.iter().fold(0, |set, mark| set | mark.counter.bit()),
        }
    }
}
