//! Powers as `CPython` has them, of any base: whole exponents by repeated squaring in two parts, so that they are
//! correctly rounded but for one in thousands of millions; others through a power of 2.

use super::wide::Wide;
use super::{exp2, parts, scale_of, table, Base};
use crate::error::{Error, Refusal};
use crate::math::float::trunc;

/// `base ** exponent` for finite floats: 0⁰ is 1, and what is no real number or no `f64` is an error.
pub fn power(base: f64, exponent: f64) -> Result<f64, Refusal> {
    if base == 0.0 && exponent < 0.0 {
        return Err(Error::ZeroToNegativePower { exponent }.into());
    }
    if base < 0.0 && trunc(exponent) != exponent {
        return Err(Error::ComplexValue { base, exponent }.into());
    }
    finite(real_power(base, exponent), base, exponent)
}

/// A power that has come out infinite is an overflow.
#[inline(always)]
pub fn finite(value: f64, base: f64, exponent: f64) -> Result<f64, Refusal> {
    if value.is_infinite() {
        Err(Error::Overflow { base, exponent }.into())
    } else {
        Ok(value)
    }
}

/// The largest exponent of repeated squaring, whose error of 2⁻¹⁰⁴ grows with it; beyond, a logarithm is as exact.
const SQUARED: f64 = 4_294_967_296.0;

fn real_power(base: f64, exponent: f64) -> f64 {
    let size = base.abs();
    let value = if exponent == 0.0 || size == 1.0 {
        1.0
    } else if size == 0.0 {
        0.0
    } else if trunc(exponent) == exponent && exponent.abs() <= SQUARED {
        whole_power(size, exponent)
    } else {
        let (hi, lo) = Base::new(size).exponent(table(), exponent);
        exp2(hi, lo)
    };
    let is_odd = trunc(exponent / 2.0) * 2.0 != exponent;
    if is_odd && base.is_sign_negative() {
        -value
    } else {
        value
    }
}

/// A number from 1 to 2 in two parts, times a power of two: neither overflows while it is multiplied.
#[derive(Clone, Copy)]
struct Scaled {
    wide: Wide,
    k: f64,
}

impl Scaled {
    fn times(self, other: Self) -> Self {
        let wide = self.wide.times(other.wide);
        let k = self.k + other.k;
        if wide.hi < 2.0 {
            Self { wide, k }
        } else {
            Self { wide: Wide { hi: wide.hi * 0.5, lo: wide.lo * 0.5 }, k: k + 1.0 }
        }
    }
}

/// A positive float to a whole power.
fn whole_power(base: f64, exponent: f64) -> f64 {
    let (k, m) = parts(base);
    let mut square = if m < 1.0 {
        Scaled { wide: Wide { hi: 2.0 * m, lo: 0.0 }, k: k - 1.0 }
    } else {
        Scaled { wide: Wide { hi: m, lo: 0.0 }, k }
    };
    let mut product = Scaled { wide: Wide { hi: 1.0, lo: 0.0 }, k: 0.0 };
    let mut left = exponent.abs();
    loop {
        let rest = trunc(left / 2.0);
        if rest * 2.0 != left {
            product = product.times(square);
        }
        if rest == 0.0 {
            break;
        }
        left = rest;
        square = square.times(square);
    }
    if exponent < 0.0 {
        ldexp(Wide::quotient(1.0, product.wide).hi, -product.k)
    } else {
        ldexp(product.wide.hi, product.k)
    }
}

/// x · 2^k for an x from ½ to 2 and a whole k of any size.
fn ldexp(x: f64, k: f64) -> f64 {
    let k = k.clamp(-2000.0, 2000.0);
    let (half, quarter) = (trunc(k / 2.0), trunc(k / 4.0));
    x * scale_of(-quarter) * scale_of(quarter - half) * scale_of(half - k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_are_those_of_python() {
        // repr(base ** exponent) of CPython 3.11
        for (base, exponent, value) in [
            (0.9, 4.0, 0.6561),
            (0.1, 3.0, 0.001_000_000_000_000_000_2),
            (0.1, -3.0, 999.999_999_999_999_9),
            (1.1, 1000.0, 2.469_932_918_006_025_6e41),
            (0.99, 9e4, 0.0),
            (2.0, -1074.0, 5e-324),
            (-0.5, 3.0, -0.125),
            (-3.0, -2.0, 0.111_111_111_111_111_1),
            (5e-324, 1.0, 5e-324),
            (1.000_000_000_000_000_2, 9_007_199_254_740_991.0, 7.389_056_098_930_647),
        ] {
            assert_eq!(power(base, exponent), Ok(value), "{base} ** {exponent}");
        }
    }

    #[test]
    fn zeros_keep_their_sign_and_0_to_0_is_1() {
        assert_eq!(power(-0.0, 3.0).map(f64::to_bits), Ok((-0.0_f64).to_bits()));
        assert_eq!(power(-0.0, 2.0).map(f64::to_bits), Ok(0));
        assert_eq!(power(0.0, 0.5), Ok(0.0));
        assert_eq!(power(0.0, 0.0), Ok(1.0));
        assert_eq!(power(-7.0, -0.0), Ok(1.0));
    }

    #[test]
    fn a_power_beyond_the_floats_is_an_error() {
        assert_eq!(power(0.0, -1.0), Err(Error::ZeroToNegativePower { exponent: -1.0 }.into()));
        assert_eq!(power(-2.0, 0.5), Err(Error::ComplexValue { base: -2.0, exponent: 0.5 }.into()));
        for exponent in [1024.0, 9e15, f64::INFINITY] {
            assert_eq!(power(2.0, exponent), Err(Error::Overflow { base: 2.0, exponent }.into()));
            assert_eq!(power(0.5, exponent * 2.0), Ok(0.0));
        }
    }
}
