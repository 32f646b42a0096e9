//! Half a cosine from 1 to its end.

use super::{clip_above, Form, Span};
use crate::error::Error;
use crate::math::wide::Wide;
use crate::math::{half_sine_rest, half_versine, head};
use crate::steps::{partition, Ramp, Segment, Stretch};
use crate::time::Clock;
use core::f64::consts::FRAC_PI_8;
use core::ops::Range;

form! {
    /// Half a cosine from 1 to `alpha_f`.
    Cosine {
        /// Where it runs.
        span: Span,
        /// Value at fraction 1.
        alpha_f: f64,
    } if |form| form.alpha_f.is_finite()
}

/// A power of two.
const SMALL: f64 = f64::from_bits((1023 - 60) << 52);

/// Where the three forms of a half cosine meet.
const QUARTERS: [f64; 2] = [0.25, 0.75];

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
        // A quarter of the slope, and smaller meanwhile, so that no alpha_f overflows: powers of two change no bit.
        let small = Wide::product(height * SMALL, FRAC_PI_8);
        let slope = Wide { hi: small.hi / SMALL, lo: small.lo / SMALL };
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
        let r = (fraction - 0.5) * 4.0;
        let r_head = head(r);
        let rest = (r - r_head) * self.slope + r_head * self.slope_rest;
        self.middle
            - (r_head * self.slope_head + (rest + (self.height * half_sine_rest(fraction - 0.5) - self.middle_rest)))
    }

    /// For fractions from ¾ to 1.
    #[inline(always)]
    pub fn third(self, fraction: f64) -> f64 {
        self.alpha_f + self.height * half_versine(1.0 - fraction)
    }
}

/// A cosine's value at a fraction, clipped on both sides.
#[inline(never)]
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

impl Form for Cosine {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Error> {
        Ok(cosine(self.span.fraction(clock), self.alpha_f))
    }

    fn fill(&self, segment: &Segment, out: &mut [f64]) -> Result<bool, Error> {
        let Some(ramp) = self.span.ramp(segment) else { return Ok(false) };
        half_cosine(ramp, self.span.length, self.alpha_f, out);
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}

/// Fills half a cosine over readings that have reached its start; its end is held.
pub(super) fn half_cosine(ramp: Ramp, length: f64, alpha_f: f64, out: &mut [f64]) {
    let curve = HalfCosine::new(alpha_f);
    let cut = |bound: f64, len: usize| partition(0..len, |index| ramp.at(index) / length < bound);
    let third_end = ramp.below(length, out.len());
    let second_end = cut(QUARTERS[1], third_end);
    let first_end = cut(QUARTERS[0], second_end);
    out[third_end..].fill(cosine(1.0, alpha_f));
    ramp.each(&mut out[..first_end], |t| curve.first(t / length));
    ramp.skip(first_end).each(&mut out[first_end..second_end], |t| curve.second(t / length));
    ramp.skip(second_end).each(&mut out[second_end..third_end], |t| curve.third(t / length));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finite_alpha_f_has_a_finite_curve() {
        for alpha_f in [1.34e300, -1.35e300, 1e305, -1e305, f64::MAX, f64::MIN] {
            let mut before = 1.0;
            for step in 0..=64 {
                let value = cosine(f64::from(step) / 64.0, alpha_f);
                assert!(value.is_finite(), "{alpha_f} {step}: {value}");
                assert!(if alpha_f > 0.0 { value >= before } else { value <= before }, "{alpha_f} {step}: {value}");
                before = value;
            }
            assert_eq!(before, alpha_f);
        }
    }
}
