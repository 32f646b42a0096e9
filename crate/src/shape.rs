//! The closed forms: what a piece of a curve is, and its value at one moment.
//!
//! One variant a formula, in Composer's order of operations. Does not know of runs, ratios or units that need
//! converting: every number here is absolute.

use crate::error::Error;
use crate::math::wide::Wide;
use crate::math::{exp2, finite, half_sine_rest, half_versine, head, power, power_exponent, Base};
use crate::time::{Clock, Counter, Mark};
use core::f64::consts::FRAC_PI_2;

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

/// A line's value at a fraction, clipped above only.
#[inline]
pub fn line(fraction: f64, from: f64, to: f64) -> f64 {
    from + clip_above(fraction) * (to - from)
}

/// Where the three forms of a half cosine meet.
pub const QUARTERS: [f64; 2] = [0.25, 0.75];

/// The three forms of a half cosine from 1 to `alpha_f`, each branch-free and for its quarters of the span. What is
/// added is at most half of what the curve spans, so nothing cancels, and both ends are exact.
#[derive(Clone, Copy, Debug)]
pub struct HalfCosine {
    alpha_f: f64,
    height: f64,
    middle: f64,
    // What rounding took from the middle, and the slope there as a head and the rest: each would cost half an ulp.
    middle_rest: f64,
    slope: f64,
    slope_head: f64,
    slope_rest: f64,
}

impl HalfCosine {
    /// The curve down to `alpha_f`.
    #[inline(always)]
    pub fn new(alpha_f: f64) -> Self {
        let height = 1.0 - alpha_f;
        let middle = Wide::sum(0.5, 0.5 * alpha_f);
        let slope = Wide::product(height, FRAC_PI_2);
        let slope_head = head(slope.hi);
        Self {
            alpha_f,
            height,
            middle: middle.hi,
            middle_rest: middle.lo,
            slope: slope.hi,
            slope_head,
            slope_rest: (slope.hi - slope_head) + slope.lo,
        }
    }

    /// For fractions from 0 to ¼.
    #[inline(always)]
    pub fn first(self, fraction: f64) -> f64 {
        1.0 - self.height * half_versine(fraction)
    }

    /// For fractions from ¼ to ¾.
    #[inline(always)]
    pub fn second(self, fraction: f64) -> f64 {
        let r = fraction - 0.5;
        let r_head = head(r);
        let rest = (r - r_head) * self.slope + r_head * self.slope_rest;
        self.middle - (r_head * self.slope_head + (rest + (self.height * half_sine_rest(r) - self.middle_rest)))
    }

    /// For fractions from ¾ to 1.
    #[inline(always)]
    pub fn third(self, fraction: f64) -> f64 {
        self.alpha_f + self.height * half_versine(1.0 - fraction)
    }
}

/// A cosine's value at a fraction, clipped on both sides.
#[inline]
pub fn cosine(fraction: f64, alpha_f: f64) -> f64 {
    let x = clip_above(if fraction < 0.0 { 0.0 } else { fraction });
    let curve = HalfCosine::new(alpha_f);
    if x < QUARTERS[0] {
        curve.first(x)
    } else if x < QUARTERS[1] {
        curve.second(x)
    } else {
        curve.third(x)
    }
}

/// A polynomial's value from the power of what is left.
#[inline(always)]
pub fn raise(coefficient: f64, alpha_f: f64) -> f64 {
    alpha_f + coefficient * (1.0 - alpha_f)
}

/// A polynomial's value at a fraction, clipped above only. Common powers are products or a root; the others go through
/// an exponent of 2.
#[inline]
pub fn polynomial(fraction: f64, exponent: f64, alpha_f: f64) -> Result<f64, Error> {
    let left = 1.0 - clip_above(fraction);
    let coefficient = match Exponent::of(exponent) {
        Exponent::One => left,
        Exponent::Two => left * left,
        Exponent::Three => left * left * left,
        Exponent::Half => left.sqrt(),
        Exponent::Other if left == 0.0 || exponent == 0.0 => power(left, exponent)?,
        Exponent::Other => {
            let (hi, lo) = power_exponent(left, exponent);
            finite(exp2(hi, lo), left, exponent)?
        }
    };
    Ok(raise(coefficient, alpha_f))
}

/// The exponents that need no logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Exponent {
    One,
    Two,
    Three,
    Half,
    Other,
}

impl Exponent {
    /// Which one an exponent is.
    #[inline]
    pub fn of(exponent: f64) -> Self {
        match exponent {
            1.0 => Self::One,
            2.0 => Self::Two,
            3.0 => Self::Three,
            0.5 => Self::Half,
            _ => Self::Other,
        }
    }
}

/// Python's `min(1.0, x)`.
#[inline]
fn clip_above(x: f64) -> f64 {
    if x < 1.0 {
        x
    } else {
        1.0
    }
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
            Self::Staircase { step, gamma } => power(*gamma, (clock.get(step.counter) / step.value).trunc()),
            Self::Milestones { marks, gamma } => {
                let reached = marks.iter().filter(|mark| clock.get(mark.counter) >= mark.value);
                // A repeated product, not a power: 0.9 four times is 0.6561000000000001, 0.9⁴ is 0.6561.
                Ok(reached.fold(1.0, |factor, _| factor * gamma))
            }
            Self::Fail(error) => Err(*error),
        }
    }

    /// The counters it reads, as a set of [`Counter::bit`].
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

/// One interval between restarts; `advance` walks from it to the one that holds a later moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    start: f64,
    length: f64,
}

impl Interval {
    /// The interval from 0.
    pub const fn first(t_0: Mark) -> Self {
        Self { start: 0.0, length: t_0.value }
    }

    /// Where it starts, and how long it is.
    pub const fn bounds(&self) -> (f64, f64) {
        (self.start, self.length)
    }

    /// How far `t` is through this interval.
    #[inline]
    pub fn fraction(&self, t: f64) -> f64 {
        (t - self.start) / self.length
    }

    /// Composer's loop, which ends at the first interval whose end is after `t`; intervals of one length are divided.
    pub fn advance(&mut self, t: f64, t_0: Mark, t_mult: f64) -> Result<(), Error> {
        while self.start + self.length <= t {
            if self.length == 0.0 {
                return Err(Error::RestartDecayed { t_0: t_0.time(), t_mult });
            }
            let next = t_mult * self.length;
            if !next.is_finite() {
                return Err(Error::NotFinite { found: next });
            }
            let next = next.trunc() + 0.0;
            if self.never_ends(next, t) {
                return Err(Error::RestartEndless { t_0: t_0.time(), t_mult });
            }
            if next == self.length {
                // From here on all are of this length: the quotient is exact enough, as t is below 2⁵³.
                self.start += ((t - self.start) / self.length).floor() * self.length;
                return Ok(());
            }
            self.start += self.length;
            self.length = next;
        }
        Ok(())
    }

    /// Whether what follows only goes back, or back and forth below `t`: there Composer would loop for ever.
    fn never_ends(&self, next: f64, t: f64) -> bool {
        (self.length < 0.0 && next <= self.length) || (next == -self.length && self.start <= t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restarts(t_0: f64, t_mult: f64, t: f64) -> Result<f64, Error> {
        let t_0 = Mark { counter: Counter::Batch, value: t_0 };
        let mut interval = Interval::first(t_0);
        interval.advance(t, t_0, t_mult)?;
        Ok(interval.fraction(t))
    }

    #[test]
    fn intervals_of_one_length_are_divided() {
        assert_eq!(restarts(10.0, 1.0, 9_007_199_254_740_990.0), Ok(0.0));
        assert_eq!(restarts(1.0, 1.5, 1e15), Ok(0.0)); // trunc(1.5 × 1) is 1 again
        assert_eq!(restarts(4.0, 1.0, 4e12 + 3.0), Ok(0.75));
    }

    #[test]
    fn growing_intervals_follow_each_other() {
        assert_eq!(restarts(10.0, 2.0, 9.0), Ok(0.9));
        assert_eq!(restarts(10.0, 2.0, 10.0), Ok(0.0));
        assert_eq!(restarts(10.0, 2.0, 29.0), Ok(0.95));
        assert_eq!(restarts(1.0, 1e300, 9e15), Ok((9e15 - 1.0) / 1e300));
    }

    #[test]
    fn a_vanished_interval_fails_only_once_it_is_reached() {
        assert_eq!(restarts(10.0, 0.5, 17.0), Ok(0.0)); // 10, 5, 2, then 1
        assert!(matches!(restarts(10.0, 0.5, 18.0), Err(Error::RestartDecayed { .. })));
        assert!(matches!(restarts(0.0, 1.0, 0.0), Err(Error::RestartDecayed { .. })));
        assert!(matches!(restarts(3.0, f64::NAN, 3.0), Err(Error::NotFinite { .. })));
        assert_eq!(restarts(3.0, f64::NAN, 2.0), Ok(2.0 / 3.0));
    }

    #[test]
    fn what_would_loop_for_ever_is_an_error() {
        for (t_0, t_mult) in [(-5.0, 1.0), (-5.0, 2.0), (10.0, -1.0), (-5.0, -1.0)] {
            assert!(matches!(restarts(t_0, t_mult, 12.0), Err(Error::RestartEndless { .. })), "{t_0} {t_mult}");
        }
        assert_eq!(restarts(10.0, -2.0, 12.0), Ok(22.0 / 40.0)); // 10, back 20, on 40
    }
}
