//! A power of the fraction that is left.

use super::{clip_above, Form, Span};
use crate::error::Error;
use crate::math::float::sqrt;
use crate::math::{
    binade, exp2, exp2_normal, finite, is_normal_exponent, power, power_exponent, power_exponent_in, scale_of,
};
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

/// A polynomial's value from the power of what is left.
#[inline(always)]
fn raise(coefficient: f64, alpha_f: f64) -> f64 {
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
    fn value(&self, clock: &Clock) -> Result<f64, Error> {
        polynomial(self.span.fraction(clock), self.power, self.alpha_f)
    }

    fn fill(&self, segment: &Segment, out: &mut [f64]) -> Result<bool, Error> {
        let Some(ramp) = self.span.ramp(segment) else { return Ok(false) };
        power_of_the_rest(ramp, self.span.length, self.power, self.alpha_f, out)?;
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }
}

fn power_of_the_rest(ramp: Ramp, length: f64, exponent: f64, alpha_f: f64, out: &mut [f64]) -> Result<(), Error> {
    let (running, held) = out.split_at_mut(ramp.below(length, out.len()));
    if !held.is_empty() {
        held.fill(polynomial(1.0, exponent, alpha_f)?);
    }
    let left = |t: f64| 1.0 - t / length;
    match Exponent::of(exponent) {
        Exponent::One => ramp.each(running, |t| raise(left(t), alpha_f)),
        Exponent::Two => ramp.each(running, |t| raise(left(t) * left(t), alpha_f)),
        Exponent::Three => ramp.each(running, |t| raise(left(t) * left(t) * left(t), alpha_f)),
        Exponent::Half => ramp.each(running, |t| raise(sqrt(left(t)), alpha_f)),
        Exponent::Other => {
            let is_normal = |index| is_normal_exponent(power_exponent(left(ramp.at(index)), exponent).0);
            let even = running.len().checked_sub(1).is_none_or(|last| is_normal(0) && is_normal(last));
            if exponent == 0.0 || !even {
                for (index, slot) in running.iter_mut().enumerate() {
                    *slot = polynomial(ramp.at(index) / length, exponent, alpha_f)?;
                }
                return Ok(());
            }
            // What is left shrinks through the binades: within one, its logarithm needs no look at bits.
            let mut done = 0;
            while done < running.len() {
                let rest = ramp.skip(done);
                let k = binade(left(rest.first));
                let count = partition(0..running.len() - done, |index| binade(left(rest.at(index))) == k);
                let scale = scale_of(k);
                rest.each(&mut running[done..done + count], |t| {
                    let (hi, lo) = power_exponent_in(k, scale, left(t), exponent);
                    raise(exp2_normal(hi, lo), alpha_f)
                });
                done += count;
            }
        }
    }
    Ok(())
}
