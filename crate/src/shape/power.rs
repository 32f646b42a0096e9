//! A power of the fraction that is left.

use super::simple::{self, Simple};
use super::{clip_above, Form, Span};
use crate::error::Refusal;
use crate::math::float::sqrt;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::{binade, exp2, finite, is_normal_exponent, power, power_exponent};
use crate::steps::{partition, Ramp, Segment, Stretch};
use crate::time::Clock;

form! {
    /// `alpha_f + (1 − alpha_f) · (1 − fraction)^power`.
    Power {
        /// Where it runs.
        span: Span,
        /// The exponent.
        power: f64,
        /// Value at fraction 1.
        alpha_f: f64,
    } if |form| form.power.is_finite() && form.alpha_f.is_finite()
}

/// A polynomial's value at a fraction, clipped above only.
#[inline(never)]
pub fn polynomial(fraction: f64, exponent: f64, alpha_f: f64) -> Result<f64, Refusal> {
    left_to(fraction, exponent, [alpha_f, 1.0 - alpha_f])
}

/// A number plus a multiple of the power of what a fraction, clipped above only, leaves of 1.
fn left_to(fraction: f64, exponent: f64, [start, height]: [f64; 2]) -> Result<f64, Refusal> {
    Ok(start + raise(1.0 - clip_above(fraction), exponent)? * height)
}

/// A power of 0 or a positive normal float. Common powers are products or a root; the others go through an exponent of 2.
#[inline(never)]
pub(super) fn raise(base: f64, exponent: f64) -> Result<f64, Refusal> {
    Ok(match Exponent::of(exponent) {
        Exponent::One => base,
        Exponent::Two => base * base,
        Exponent::Three => base * base * base,
        Exponent::Half => sqrt(base),
        Exponent::Other if base == 0.0 || exponent == 0.0 => power(base, exponent)?,
        Exponent::Other => {
            let (hi, lo) = power_exponent(base, exponent);
            finite(exp2(hi, lo), base, exponent)?
        }
    })
}

/// The exponents that need no logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exponent {
    One,
    Two,
    Three,
    Half,
    Other,
}

impl Exponent {
    /// Which one an exponent is.
    #[inline]
    fn of(exponent: f64) -> Self {
        match exponent {
            1.0 => Self::One,
            2.0 => Self::Two,
            3.0 => Self::Three,
            0.5 => Self::Half,
            _ => Self::Other,
        }
    }
}

impl Form for Power {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        polynomial(self.span.fraction(clock), self.power, self.alpha_f)
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Some(ramp) = self.span.ramp(segment) else { return Ok(false) };
        power_of_the_rest(ramp, self.span.length, self.power, [self.alpha_f, 1.0 - self.alpha_f], out)?;
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }
}

/// Fills a number plus a multiple of the power of what is left over readings that have reached the start.
pub(super) fn power_of_the_rest(
    ramp: Ramp,
    length: f64,
    exponent: f64,
    ends: [f64; 2],
    out: &mut Output,
) -> Result<(), Refusal> {
    let count = ramp.below(length, out.len());
    if count < out.len() {
        out.hold(count..out.len(), left_to(1.0, exponent, ends)?);
    }
    let out = &mut out.part(0..count);
    let simple = match Exponent::of(exponent) {
        Exponent::One => Simple::Rest,
        Exponent::Two => Simple::Square,
        Exponent::Three => Simple::Cube,
        Exponent::Half => Simple::Root,
        Exponent::Other => return any_power(ramp, length, exponent, ends, out),
    };
    simple::fill(simple, ramp, length, ends, out);
    Ok(())
}

/// Fills a power that needs a logarithm.
fn any_power(ramp: Ramp, length: f64, exponent: f64, ends: [f64; 2], out: &mut Output) -> Result<(), Refusal> {
    let count = out.len();
    let left = |index| left(ramp, length, index);
    let is_normal = |index| is_normal_exponent(power_exponent(left(index), exponent).0);
    let even = count.checked_sub(1).is_none_or(|last| is_normal(0) && is_normal(last));
    if exponent == 0.0 || !even {
        for index in 0..count {
            out.set(index, left_to(ramp.at(index) / length, exponent, ends)?);
        }
        return Ok(());
    }
    // What is left shrinks through the binades: within one, its logarithm needs no look at bits.
    let mut done = 0;
    while done < count {
        let k = binade(left(done));
        let end = partition(done..count, |index| binade(left(index)) == k);
        let [start, height] = ends.map(Pair::splat);
        ramp.skip(done).in_passes(length, &mut out.part(done..end), &mut |passes, block| {
            passes.power_of_rest(block, k, exponent);
            for x in block {
                *x = start + *x * height;
            }
        });
        done = end;
    }
    Ok(())
}

/// What is left of 1 at an index.
#[inline(never)]
fn left(ramp: Ramp, length: f64, index: usize) -> f64 {
    1.0 - ramp.at(index) / length
}
