//! A power of the fraction that is left.

use super::simple::{self, Simple};
use super::{clip_above, Form, Span};
use crate::error::Refusal;
use crate::math::float::{sqrt, Floats};
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::passes::Passes;
use crate::math::{exp2, finite, is_normal_exponent, power, power_exponent};
use crate::steps::{Ramp, Segment, Stretch};
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
    let left = |index| 1.0 - ramp.at(index) / length;
    if count.checked_sub(1).is_some_and(|last| !are_raised([left(0), left(last)], exponent)) {
        for index in 0..count {
            out.set(index, left_to(ramp.at(index) / length, exponent, ends)?);
        }
        return Ok(());
    }
    let [start, height] = ends.map(Pair::splat);
    ramp.in_passes(length, out, &mut |passes, block| {
        for x in &mut *block {
            *x = Pair::splat(1.0) - *x;
        }
        raise_all(passes, block, exponent);
        for x in block {
            *x = start + *x * height;
        }
    });
    Ok(())
}

/// Whether [`raise_all`] may be asked for all that lies between two bases.
#[inline(never)]
pub(super) fn are_raised(bases: [f64; 2], exponent: f64) -> bool {
    let is_normal = |base: f64| base >= f64::MIN_POSITIVE && is_normal_exponent(power_exponent(base, exponent).0);
    Exponent::of(exponent) != Exponent::Other || exponent != 0.0 && bases.into_iter().all(is_normal)
}

/// The same powers as [`raise`] gives, of a block.
#[inline(never)]
pub(super) fn raise_all(passes: &mut Passes, block: &mut [Pair], exponent: f64) {
    let exponent_is = Exponent::of(exponent);
    if exponent_is == Exponent::Other {
        return passes.power(block, exponent);
    }
    for x in block {
        *x = match exponent_is {
            Exponent::Two => *x * *x,
            Exponent::Three => *x * *x * *x,
            Exponent::Half => x.sqrt(),
            _ => *x,
        };
    }
}
