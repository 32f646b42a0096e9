//! The formulas as functions of a fraction, in Composer's order of operations; none knows of counters.

use crate::error::Error;
use crate::math::float::sqrt;
use crate::math::wide::Wide;
use crate::math::{exp2, finite, half_sine_rest, half_versine, head, power, power_exponent};
use core::f64::consts::FRAC_PI_2;

/// A line's value at a fraction, clipped above only.
#[inline(never)]
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

/// A polynomial's value from the power of what is left.
#[inline(always)]
pub fn raise(coefficient: f64, alpha_f: f64) -> f64 {
    alpha_f + coefficient * (1.0 - alpha_f)
}

/// A polynomial's value at a fraction, clipped above only. Common powers are products or a root; the others go through
/// an exponent of 2.
#[inline(never)]
pub fn polynomial(fraction: f64, exponent: f64, alpha_f: f64) -> Result<f64, Error> {
    let left = 1.0 - clip_above(fraction);
    let coefficient = match Exponent::of(exponent) {
        Exponent::One => left,
        Exponent::Two => left * left,
        Exponent::Three => left * left * left,
        Exponent::Half => sqrt(left),
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
