//! A factor to the number of periods, smoothly.

use super::Form;
use crate::codec::{put, Blank, Codec, Reader};
use crate::error::Refusal;
use crate::math::float::trunc;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::{exp2, finite, is_normal_exponent, power, table, Base};
use crate::steps::{Ramp, Segment};
use crate::time::{Clock, Mark};
use alloc::vec::Vec;
use core::ops::Range;

form! {
    /// `gamma^(t / period)`.
    Exponential {
        /// Length of a period.
        period: Mark,
        /// Factor per period.
        gamma: Gamma,
    } if |form| form.period.value != 0.0 && form.gamma.value.is_finite()
}

/// A factor, and the same as a power of 2 where it is positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    pub(super) value: f64,
    pub(super) base: Option<Base>,
}

impl Gamma {
    /// Of any value.
    pub fn new(value: f64) -> Self {
        Self { value, base: (value > 0.0 && value.is_finite()).then(|| Base::new(value)) }
    }
}

impl Gamma {
    /// To an exponent.
    #[inline]
    pub(super) fn power(self, exponent: f64) -> Result<f64, Refusal> {
        let Self { value: gamma, base: Some(base) } = self else { return power(self.value, exponent) };
        let (hi, lo) = base.exponent(table(), exponent);
        finite(exp2(hi, lo), gamma, exponent)
    }
}

impl Blank for Gamma {
    const BLANK: Self = Self { value: 0.0, base: None };
}

impl Codec for Gamma {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self::new(r.number()?))
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[self.value]);
    }
}

impl Exponential {
    /// Rounded before the power, as in Composer.
    #[inline]
    fn exponent(&self, clock: &Clock) -> f64 {
        clock.get(self.period.counter) / self.period.value
    }
}

impl Form for Exponential {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        let exponent = self.exponent(clock);
        self.gamma.power(exponent)
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let ramp = segment.ramp(self.period.counter, 0.0);
        let (Some(base), Some(ramp)) = (self.gamma.base, ramp) else { return Ok(false) };
        Ok(exponential(ramp, self.period.value, base, None, out))
    }

    /// A negative gamma fails wherever its exponent is no integer: only up to the first such is there an order.
    fn fallible(&self, segment: &Segment) -> Range<usize> {
        let Range { start, end } = segment.range;
        if self.gamma.value < 0.0 {
            let exponent = |index: usize| self.exponent(&segment.clock(index));
            let complex = (start..end).find(|&index| trunc(exponent(index)) != exponent(index));
            return start..complex.map_or(end, |index| index + 1);
        }
        start..end
    }
}

/// Fills an exponential whose exponents of 2 are all normal; whether it did. Where there are numbers a, b, c, d, it is
/// c + (y − a)/b · d for the exponential y.
#[inline(never)]
pub(super) fn exponential(ramp: Ramp, period: f64, base: Base, mix: Option<[f64; 4]>, out: &mut Output) -> bool {
    let table = table();
    let is_normal = |index| is_normal_exponent(base.exponent(table, ramp.at(index) / period).0);
    if !out.len().checked_sub(1).is_none_or(|last| is_normal(0) && is_normal(last)) {
        return false;
    }
    ramp.in_passes(period, out, &mut |passes, block| {
        passes.exponential(block, base);
        if let Some(mix) = mix {
            let [less, divisor, start, height] = mix.map(Pair::splat);
            for x in block {
                *x = start + (*x - less) / divisor * height;
            }
        }
    });
    true
}
