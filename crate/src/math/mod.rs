//! The only transcendental code: half cosines, powers and exponentials, the same bits on every machine.
//!
//! No `std` float functions (they are the platform's), no fused multiply-add. Exact operations (`trunc`, `/`, `sqrt`)
//! are not transcendental and stand where they are used. The functions marked branch-free are what the loops of
//! [`crate::fill`] are vectorized from, so that a lane and a single point do the same operations in the same order.

use crate::math::float::trunc;
use core::f64::consts::LN_2;

pub(crate) mod float;
pub mod output;
pub(crate) mod pair;
mod power;
pub mod wide;

pub use power::{finite, power};

/// c₀ + x·(c₁ + x·(c₂ + …)).
#[inline(always)]
fn horner<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let mut sum = coefficients[N - 1];
    for &coefficient in coefficients[..N - 1].iter().rev() {
        sum = coefficient + x * sum;
    }
    sum
}

/// (1 − cos πr) / 2 for |r| ≤ ¼, branch-free. Minimax in r², refitted as each coefficient was rounded: off by 2⁻⁶².
#[inline(always)]
pub fn half_versine(r: f64) -> f64 {
    let z = r * r;
    z * horner(
        z,
        [
            2.467_401_100_272_339_5,
            -2.029_356_063_208_332_3,
            0.667_631_384_421_544_8,
            -0.117_665_314_881_052_18,
            0.012_903_437_587_383_814,
            -0.000_964_670_086_640_948_6,
            5.149_016_472_593_558_6e-5,
        ],
    )
}

/// sin(πr) / 2 − r·π/2 for |r| ≤ ¼, branch-free: what the slope lacks. Minimax in r², refitted: off by 2⁻⁵⁹.
#[inline(always)]
pub fn half_sine_rest(r: f64) -> f64 {
    let z = r * r;
    (r * z)
        * horner(
            z,
            [
                -2.583_856_390_024_951,
                1.275_082_019_933_187_6,
                -0.299_632_264_271_228_8,
                0.041_072_929_132_814_2,
                -0.003_684_939_036_697_632_3,
                0.000_230_404_007_311_831_37,
            ],
        )
}

/// Added to a number below 2⁵¹, this leaves its nearest integer in the last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// The exponents for which a power of two is a normal float, with room for the fraction.
const NORMAL: core::ops::RangeInclusive<f64> = -1021.0..=1022.0;

/// 2^(hi + lo) for an exponent within the normal floats and a small `lo`, branch-free. Minimax on the fraction, off by
/// at most 2⁻⁵⁸; `hi − n` is exact, so the error is that of the last two roundings.
#[inline(always)]
pub fn exp2_normal(hi: f64, lo: f64) -> f64 {
    let shifted = hi + ROUND;
    let fraction = (hi - (shifted - ROUND)) + lo;
    let power = 1.0
        + fraction
            * horner(
                fraction,
                [
                    LN_2,
                    0.240_226_506_959_101_33,
                    0.055_504_108_664_821_74,
                    0.009_618_129_107_593_333,
                    0.001_333_355_814_637_910_6,
                    0.000_154_035_304_580_777_9,
                    1.525_273_386_746_866e-5,
                    1.321_543_481_779_390_2e-6,
                    1.017_804_649_323_372_8e-7,
                    7.073_860_031_685_239e-9,
                    4.457_382_254_303_288e-10,
                ],
            );
    f64::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 52))
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
pub fn head(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_f800_0000)
}

/// a · (b + b′) as an exact product of heads and a small rest, where b′ is what `b` lacks.
#[inline(always)]
fn product(a: f64, b: f64, b_low: f64) -> (f64, f64) {
    let (a_head, b_head) = (head(a), head(b));
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
    // 2/ln 2, also as a head and the rest.
    const C: f64 = 2.885_390_081_777_926_8;
    const C_HEAD: f64 = 2.885_390_043_258_667;
    const C_REST: f64 = 3.851_925_982_253_235e-8;
    let numerator = m - 1.0;
    let denominator = m + 1.0;
    let rounded_off = m - (denominator - 1.0);
    let reciprocal = 1.0 / denominator;
    let s = numerator * reciprocal;
    let s_head = head(s);
    let d_head = head(denominator);
    let remainder = (numerator - s_head * d_head) - s_head * ((denominator - d_head) + rounded_off);
    let s_rest = remainder * reciprocal;
    let z = s * s;
    let series = s
        * (z * horner(
            z,
            [
                0.333_333_333_333_340_5,
                0.199_999_999_995_070_5,
                0.142_857_144_092_662_6,
                0.111_110_958_207_760_5,
                0.090_919_457_612_242_67,
                0.076_531_616_612_526_35,
                0.074_340_805_933_958_67,
            ],
        ));
    let log_head = s_head * C_HEAD;
    let log_rest = s_head * C_REST + (s_rest + series) * C;
    let high = k + log_head;
    let rest = (log_head - (high - k)) + log_rest;
    let sum = high + rest;
    (sum, rest - (sum - high))
}

/// The exponent of 2 that stands for x^p, as two parts, for a positive normal x.
#[inline(never)]
pub fn power_exponent(x: f64, p: f64) -> (f64, f64) {
    let k = binade(x);
    power_exponent_in(k, scale_of(k), x, p)
}

/// The same for an x of a known [`binade`], which `scale` brings to that of 1; branch-free.
#[inline(always)]
pub fn power_exponent_in(k: f64, scale: f64, x: f64, p: f64) -> (f64, f64) {
    let (hi, lo) = log2(k, x * scale);
    product(p, hi, lo)
}

/// log₂(γ) as two parts: what turns a power of γ into one of 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    hi: f64,
    lo: f64,
}

impl Base {
    /// For a positive finite γ.
    pub fn new(gamma: f64) -> Self {
        let (k, m) = parts(gamma);
        // To 100 bits, as an exponent multiplies the error by thousands.
        let wide::Wide { hi, lo } = wide::log2(k, m);
        Self { hi, lo }
    }

    /// The exponent of 2 that stands for γ^e, as two parts; branch-free.
    #[inline(always)]
    pub fn exponent(self, e: f64) -> (f64, f64) {
        product(e, self.hi, self.lo)
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
            let (hi, lo) = Base::new(gamma).exponent(e);
            exp2(hi, lo)
        };
        for e in [2e3, 1e6, 1e12, 9e15] {
            assert_eq!((of(2.0, e), of(0.5, e), of(3.3, e), of(0.3, e)), (f64::INFINITY, 0.0, f64::INFINITY, 0.0));
        }
    }
}
