//! Decimal fractions as they are written, whose products are exact until they are rounded, once.

use crate::codec::{put, Codec, Reader};
use alloc::vec::Vec;

/// `digits` · 10^−`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Below 10¹⁸ in magnitude.
    pub digits: i64,
    /// Up to [`PLACES`].
    pub places: u8,
}

/// The most places.
pub const PLACES: u8 = 30;
/// Both halves of the digits are below this.
const HALF: f64 = 1e9;

impl Decimal {
    /// The product with a whole number below 2⁵³, rounded once.
    pub fn times(self, factor: f64) -> f64 {
        let divisor = 10_u128.pow(u32::from(self.places));
        let product = u128::from(self.digits.unsigned_abs()) * u128::from(factor as u64);
        let size = quotient(product, divisor);
        if self.digits < 0 {
            -size
        } else {
            size
        }
    }
}

/// The float nearest to a quotient, ties to even, for divisors below 2¹⁰⁰.
#[inline(never)]
fn quotient(dividend: u128, divisor: u128) -> f64 {
    let (mut whole, mut rest, mut left) = (0_u128, 0_u128, dividend);
    let (mut bits, mut exponent) = (128, 0);
    // Bit by bit, as the module would have to bring along a division of that size. Beyond the whole, 54 bits and a sticky
    // one round as all bits would.
    while bits > 0 || whole < 1 << 54 && rest != 0 {
        rest = rest << 1 | left >> 127;
        left <<= 1;
        whole <<= 1;
        if rest >= divisor {
            rest -= divisor;
            whole |= 1;
        }
        if bits > 0 {
            bits -= 1;
        } else {
            exponent += 1;
        }
    }
    let sticky = whole * 2 + u128::from(rest != 0);
    (0..=exponent).fold(sticky as f64, |value, _| value * 0.5)
}

impl Codec for Decimal {
    fn read(r: &mut Reader) -> Option<Self> {
        let (high, low, places) = (r.integer()?, r.integer()?, r.index(usize::from(PLACES) + 1)?);
        let is_sound = high.abs() < HALF && low.abs() < HALF;
        is_sound.then_some(Self { digits: high as i64 * HALF as i64 + low as i64, places: places as u8 })
    }

    fn write(&self, out: &mut Vec<f64>) {
        let half = HALF as i64;
        put(out, &[(self.digits / half) as f64, (self.digits % half) as f64, f64::from(self.places)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_that_of_the_text() {
        for (digits, places, factor, product) in [
            (29, 2, 100.0, 29.0),
            (5, 1, 4.0, 2.0),
            (1, 1, 3.0, 0.3),
            (-386, 1, 1.0, -38.6),
            (7, 1, 10.0, 7.0),
            (333_333_333_333_333_333, 18, 3.0, 1.0),
            (0, 3, 9.0, 0.0),
            (1, 30, 1.0, 1e-30),
        ] {
            assert_eq!(Decimal { digits, places }.times(factor), product, "{digits} e-{places} × {factor}");
        }
    }
}
