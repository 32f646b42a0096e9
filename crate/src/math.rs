//! The only transcendental code: cosine and power, the same bits on every machine.
//!
//! No `std` float functions (they are the platform's), no fused multiply-add. Exact operations (`trunc`, `/`) are not
//! transcendental and stand where they are used.

use crate::error::Error;
use core::f64::consts::PI;

/// cos(x·π), with the product rounded before the cosine as Composer's `math.cos(x * math.pi)` does.
#[inline]
pub fn cos_pi(x: f64) -> f64 {
    libm::cos(x * PI)
}

/// `base ** exponent` as `CPython` has it for finite floats: 0⁰ is 1, and what is no real number or no `f64` is an error.
#[inline]
pub fn power(base: f64, exponent: f64) -> Result<f64, Error> {
    if base == 0.0 && exponent < 0.0 {
        return Err(Error::ZeroToNegativePower { exponent });
    }
    if base < 0.0 && exponent.trunc() != exponent {
        return Err(Error::ComplexValue { base, exponent });
    }
    let value = libm::pow(base, exponent);
    if value.is_infinite() {
        return Err(Error::Overflow { base, exponent });
    }
    Ok(value)
}
