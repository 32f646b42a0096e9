//! The only transcendental code: half cosines, powers and exponentials, the same bits on every machine.
//!
//! No `std` float functions (they are the platform's), no fused multiply-add. Exact operations (`trunc`, `/`, `sqrt`)
//! are not transcendental and stand where they are used. The functions marked branch-free are what the loops of
//! [`crate::fill`] are vectorized from, so that a lane and a single point do the same operations in the same order.

use crate::math::float::{trunc, Floats};

pub(crate) mod float;
pub mod output;
pub(crate) mod pair;
pub mod passes;
mod power;
pub mod quotient;
mod table;
pub mod wide;

pub use power::{finite, power};
pub use table::{table, Table};

/// c₀ + x·(c₁ + x·(c₂ + … + x·rest)).
#[inline(always)]
fn horner<T: Floats>(x: T, coefficients: &[f64], rest: T) -> T {
    coefficients.iter().rev().fold(rest, |sum, &coefficient| T::splat(coefficient) + x * sum)
}

/// The upper four terms of a polynomial in z: the lower ones begin once it is there. Of short chains, more are underway at
/// a time.
#[inline(always)]
pub fn upper_half<T: Floats>([coefficients @ .., last]: &[f64; 4], z: T) -> T {
    horner(z, coefficients, T::splat(*last))
}

/// (1 − cos πr) / 2 for |r| ≤ ¼, branch-free, from the upper terms in r². Minimax in r², refitted as each coefficient was
/// rounded: off by 2⁻⁶².
#[inline(always)]
pub fn half_versine<T: Floats>(table: &Table, r: T, upper: T) -> T {
    let z = r * r;
    z * horner(z, &table.versine, upper)
}

/// sin(πr) / 2 − r·π/2 for |r| ≤ ¼, branch-free, from the upper terms in r²: what the slope lacks. Minimax in r², refitted:
/// off by 2⁻⁵⁹.
#[inline(always)]
pub fn half_sine_rest<T: Floats>(table: &Table, r: T, upper: T) -> T {
    let z = r * r;
    (r * z) * horner(z, &table.sine_rest, upper)
}

/// The exponents for which a power of two is a normal float, with room for the fraction.
const NORMAL: core::ops::RangeInclusive<f64> = -1021.0..=1022.0;

/// 2^(hi + lo) for an exponent within the normal floats and a small `lo`, branch-free. Minimax on the fraction, off by
/// at most 2⁻⁵⁸; `hi − n` is exact, so the error is that of the last two roundings.
#[inline(never)]
fn exp2_normal(hi: f64, lo: f64) -> f64 {
    let table = table();
    let (whole, fraction) = exp2_parts(table, hi, lo);
    exp2_end(table, whole, fraction, exp2_begin(table, fraction))
}

/// The whole number, in the last bits, and the fraction of an exponent.
#[inline(always)]
fn exp2_parts<T: Floats>(table: &Table, hi: T, lo: T) -> (T, T) {
    let round = T::splat(table.round);
    let whole = hi + round;
    (whole, (hi - (whole - round)) + lo)
}

/// The first half of the polynomial.
#[inline(always)]
fn exp2_begin<T: Floats>(table: &Table, fraction: T) -> T {
    let [coefficients @ .., last] = &table.exp2;
    horner(fraction, &coefficients[5..], T::splat(*last))
}

/// The other half, and the whole number.
#[inline(always)]
fn exp2_end<T: Floats>(table: &Table, whole: T, fraction: T, sum: T) -> T {
    (T::splat(table.one) + fraction * horner(fraction, &table.exp2[..5], sum)).add_exponent(whole)
}

/// 2^1000 and its inverse: a shift that leaves room on both sides.
const HUGE: f64 = f64::from_bits((1023 + 1000) << 52);
const TINY: f64 = f64::from_bits((1023 - 1000) << 52);

/// Whether [`exp2_normal`] may be asked for this exponent.
#[inline(always)]
pub fn is_normal_exponent(hi: f64) -> bool {
    NORMAL.contains(&hi)
}

/// 2^(hi + lo) for any exponent: infinite or 0 where there is no such float.
#[inline(never)]
pub fn exp2(hi: f64, lo: f64) -> f64 {
    // Far out, what `hi` lacks is no fraction any more, so these are told by `hi` alone.
    if is_normal_exponent(hi) {
        exp2_normal(hi, lo)
    } else if hi > 1100.0 {
        f64::INFINITY
    } else if hi < -1200.0 {
        0.0
    } else if hi > 0.0 {
        exp2_normal(hi - 1000.0, lo) * HUGE
    } else {
        exp2_normal(hi + 1000.0, lo) * TINY
    }
}

/// The first 26 bits of a number: products of two such heads are exact.
#[inline(always)]
pub fn head<T: Floats>(table: &Table, x: T) -> T {
    x.and_bits(table.head)
}

/// a · (b + b′) as an exact product of heads and a small rest, where b′ is what `b` lacks.
#[inline(always)]
fn product<T: Floats>(table: &Table, a: T, b: T, b_low: T) -> (T, T) {
    let (a_head, b_head) = (head(table, a), head(table, b));
    (a_head * b_head, (a_head * (b - b_head) + (a - a_head) * b) + a * b_low)
}

/// The first float of each binade of [`log2_normal`]: √½ · 2^k.
const SQRT_HALF: f64 = core::f64::consts::FRAC_1_SQRT_2;

/// k for which x = 2^k · m with m in [√½, √2), for a positive normal float.
#[inline(always)]
pub fn binade(x: f64) -> f64 {
    let k = x.to_bits().wrapping_sub(SQRT_HALF.to_bits()).cast_signed() >> 52;
    k as f64
}

/// k and m of any positive finite float, also a subnormal one: x = 2^k · m with m in [√½, √2).
fn parts(x: f64) -> (f64, f64) {
    let is_subnormal = x < f64::MIN_POSITIVE;
    let normal = if is_subnormal { x * HUGE } else { x };
    let k = binade(normal);
    // Halved first, as 2^−k may itself be beyond the normal floats.
    let half = trunc(k / 2.0);
    (if is_subnormal { k - 1000.0 } else { k }, normal * scale_of(half) * scale_of(k - half))
}

/// 2^−k, for the k of a normal float.
#[inline(always)]
pub fn scale_of(k: f64) -> f64 {
    f64::from_bits(((1023.0 - k) as u64) << 52)
}

/// log₂ of 2^k · m as the sum of two, off by about 2⁻⁶¹, for an m in [√½, √2), branch-free.
///
/// ln m = 2·artanh(s) with s = (m − 1)/(m + 1), whose quotient is carried in two parts; the rest of the series is
/// minimax in s².
#[inline(always)]
fn log2(k: f64, m: f64) -> (f64, f64) {
    let table = table();
    let (s, s_rest) = log2_argument(table, m);
    log2_sum(table, k, s, s_rest, log2_series(table, s))
}

/// s in two parts.
#[inline(always)]
fn log2_argument<T: Floats>(table: &Table, m: T) -> (T, T) {
    let one = T::splat(table.one);
    let numerator = m - one;
    let denominator = m + one;
    let rounded_off = m - (denominator - one);
    let reciprocal = one / denominator;
    let s = numerator * reciprocal;
    let s_head = head(table, s);
    let d_head = head(table, denominator);
    let remainder = (numerator - s_head * d_head) - s_head * ((denominator - d_head) + rounded_off);
    (s, remainder * reciprocal)
}

/// artanh(s) − s.
#[inline(always)]
fn log2_series<T: Floats>(table: &Table, s: T) -> T {
    let z = s * s;
    let [coefficients @ .., last] = &table.log2;
    s * (z * horner(z, coefficients, T::splat(*last)))
}

/// The logarithm from its parts.
#[inline(always)]
fn log2_sum<T: Floats>(table: &Table, k: T, s: T, s_rest: T, series: T) -> (T, T) {
    let [c, c_head, c_rest] = table.two_over_ln_2.map(T::splat);
    let s_head = head(table, s);
    let log_head = s_head * c_head;
    let log_rest = s_head * c_rest + (s_rest + series) * c;
    let high = k + log_head;
    let rest = (log_head - (high - k)) + log_rest;
    let sum = high + rest;
    (sum, rest - (sum - high))
}

/// ln x / ln y for positive normal floats, y not 1. The logarithms are not rounded before they are divided: that would
/// cost an ulp more.
pub fn log_ratio(x: f64, y: f64) -> f64 {
    quotient_of(log2_of(x), log2_of(y))
}

/// log₂ x as the sum of two, for a positive normal x.
#[inline(never)]
pub fn log2_of(x: f64) -> (f64, f64) {
    let k = binade(x);
    log2(k, x * scale_of(k))
}

/// A quotient of sums of two; branch-free.
#[inline(always)]
fn quotient_of<T: Floats>((over, over_rest): (T, T), (under, under_rest): (T, T)) -> T {
    let ratio = over / under;
    ratio + (over_rest - ratio * under_rest) / under
}

/// The exponent of 2 that stands for x^p, as two parts, for a positive normal x.
#[inline(never)]
pub fn power_exponent(x: f64, p: f64) -> (f64, f64) {
    let (hi, lo) = log2_of(x);
    product(table(), p, hi, lo)
}

/// log₂(γ) as two parts: what turns a power of γ into one of 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    hi: f64,
    lo: f64,
}

impl Base {
    /// Of e: the two parts of log₂(e).
    pub const E: Self = Self { hi: core::f64::consts::LOG2_E, lo: 2.035_527_374_093_103_3e-17 };

    /// For a positive finite γ.
    pub fn new(gamma: f64) -> Self {
        let (k, m) = parts(gamma);
        // To 100 bits, as an exponent multiplies the error by thousands.
        let wide::Wide { hi, lo } = wide::log2(k, m);
        Self { hi, lo }
    }

    /// The exponent of 2 that stands for γ^e, as two parts; branch-free.
    #[inline(always)]
    pub fn exponent<T: Floats>(self, table: &Table, e: T) -> (T, T) {
        product(table, e, T::splat(self.hi), T::splat(self.lo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_end_where_floats_do() {
        for (exponent, power) in [(1101.0, f64::INFINITY), (1e15, f64::INFINITY), (-1201.0, 0.0), (-1e15, 0.0)] {
            // What a product of heads leaves in the second part grows with the first.
            for rest in [0.0, exponent * 1e-8, -exponent * 1e-8] {
                assert_eq!(exp2(exponent, rest), power, "{exponent} {rest}");
            }
        }
        assert_eq!(exp2(1023.0, 0.0), f64::MAX / (2.0 - f64::EPSILON));
        assert_eq!(exp2(-1074.0, 0.0), f64::from_bits(1));
        assert_eq!(exp2(-1022.5, 0.5), f64::MIN_POSITIVE);
    }

    #[test]
    fn a_huge_power_is_an_overflow_and_a_tiny_one_is_0() {
        let of = |gamma: f64, e: f64| {
            let (hi, lo) = Base::new(gamma).exponent(table(), e);
            exp2(hi, lo)
        };
        for e in [2e3, 1e6, 1e12, 9e15] {
            assert_eq!((of(2.0, e), of(0.5, e), of(3.3, e), of(0.3, e)), (f64::INFINITY, 0.0, f64::INFINITY, 0.0));
        }
    }
}
