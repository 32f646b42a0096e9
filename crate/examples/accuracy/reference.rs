//! The true values, to about 100 bits: double-double arithmetic, and the library of arbitrary precision it is held to.

use astro_float_num::{BigFloat, Consts, RoundingMode};
use core::f64::consts::{LN_2, PI, SQRT_2};

/// An unevaluated sum of two floats, of which the second is below half an ulp of the first.
#[derive(Clone, Copy, Debug)]
pub struct Wide {
    pub hi: f64,
    pub lo: f64,
}

const WIDE_PI: Wide = Wide { hi: PI, lo: 1.224_646_799_147_353_2e-16 };
const WIDE_LN_2: Wide = Wide { hi: LN_2, lo: 2.319_046_813_846_299_6e-17 };

impl Wide {
    pub const fn of(x: f64) -> Self {
        Self { hi: x, lo: 0.0 }
    }

    /// a + b, exactly.
    pub fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let b_part = hi - a;
        Self { hi, lo: (a - (hi - b_part)) + (b - b_part) }
    }

    /// a · b, exactly, for factors below 2⁹⁹⁰ and products that are no subnormals.
    pub fn product(a: f64, b: f64) -> Self {
        let split = |x: f64| {
            let shifted = 134_217_729.0 * x;
            let head = shifted - (shifted - x);
            (head, x - head)
        };
        let (hi, (a_head, a_tail), (b_head, b_tail)) = (a * b, split(a), split(b));
        Self { hi, lo: ((a_head * b_head - hi) + a_head * b_tail + a_tail * b_head) + a_tail * b_tail }
    }

    pub fn plus(self, other: Self) -> Self {
        let (high, low) = (Self::sum(self.hi, other.hi), Self::sum(self.lo, other.lo));
        let once = Self::sum(high.hi, high.lo + low.hi);
        Self::sum(once.hi, once.lo + low.lo)
    }

    pub fn times(self, other: Self) -> Self {
        let exact = Self::product(self.hi, other.hi);
        Self::sum(exact.hi, exact.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    /// Divided by a small integer.
    fn over(self, divisor: f64) -> Self {
        let quotient = self.hi / divisor;
        let back = Self::product(quotient, divisor);
        Self::sum(quotient, ((self.hi - back.hi) - back.lo + self.lo) / divisor)
    }

    /// Times a power of two: exact.
    pub fn scaled(self, by: f64) -> Self {
        Self { hi: self.hi * by, lo: self.lo * by }
    }

    /// How far a float is from this.
    pub fn distance(self, value: f64) -> f64 {
        ((value - self.hi) - self.lo).abs()
    }
}

/// 1 − z/d₁·(1 − z/d₂·(1 − …)), where the divisors are n·(n + 1) for every second n from `first`.
fn alternating(z: Wide, first: u32) -> Wide {
    let mut sum = Wide::of(1.0);
    for n in (first..30).step_by(2).rev() {
        sum = Wide::of(1.0).plus(z.times(sum).over(-f64::from(n * (n + 1))));
    }
    sum
}

/// (1 − cos πr) / 2 for |r| ≤ ¼.
pub fn half_versine(r: f64) -> Wide {
    let angle = WIDE_PI.times(Wide::of(r));
    let z = angle.times(angle);
    z.times(alternating(z, 3)).scaled(0.25)
}

/// sin(πr) / 2 for |r| ≤ ¼.
pub fn half_sine(r: f64) -> Wide {
    let angle = WIDE_PI.times(Wide::of(r));
    angle.times(alternating(angle.times(angle), 2)).scaled(0.5)
}

/// A number times a power of two that may be no float.
#[derive(Clone, Copy, Debug)]
pub struct Scaled {
    pub mantissa: Wide,
    pub exponent: i32,
}

/// 2^n for a normal exponent.
pub fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(n)) as u64) << 52)
}

/// e^x for |x| up to a thousand.
fn exp(x: Wide) -> Scaled {
    let k = (x.hi / LN_2).round();
    // A 16th, so that the series is short; four squarings undo that.
    let r = x.plus(WIDE_LN_2.times(Wide::of(-k))).scaled(1.0 / 16.0);
    let mut sum = Wide::of(1.0);
    for n in (1..=16).rev() {
        sum = Wide::of(1.0).plus(r.times(sum).over(f64::from(n)));
    }
    for _ in 0..4 {
        sum = sum.times(sum);
    }
    Scaled { mantissa: sum, exponent: k as i32 }
}

/// The natural logarithm of a positive normal number.
fn ln(x: f64) -> Wide {
    let k = ((x.to_bits() >> 52) as i32) - 1023;
    let m = f64::from_bits((x.to_bits() & ((1 << 52) - 1)) | (1023 << 52));
    let (k, m) = if m > SQRT_2 { (k + 1, m / 2.0) } else { (k, m) };
    let near_one = m - 1.0;
    let of_m = if near_one.abs() < power_of_two(-20) {
        // The relative error counts here, as huge powers of such numbers are taken.
        let f = Wide::of(near_one);
        (1..=7).rev().fold(Wide::of(0.0), |sum, n| {
            let sign = if n % 2 == 0 { -1.0 } else { 1.0 };
            f.times(Wide::of(sign).over(f64::from(n)).plus(sum))
        })
    } else {
        let guess = libm::log(m);
        let Scaled { mantissa, exponent } = exp(Wide::of(-guess));
        let off = Wide::of(m).times(mantissa).scaled(power_of_two(exponent)).plus(Wide::of(-1.0));
        Wide::of(guess).plus(off).plus(Wide::of(-0.5 * off.hi * off.hi))
    };
    WIDE_LN_2.times(Wide::of(f64::from(k))).plus(of_m)
}

/// x^p for a positive normal x, where the result is near the floats.
pub fn power(x: f64, p: f64) -> Scaled {
    exp(ln(x).times(Wide::of(p)))
}

/// The bits of precision of the library.
const PRECISION: usize = 256;
const ROUNDING: RoundingMode = RoundingMode::ToEven;

/// The same values by the library of arbitrary precision, to tell how far off the ones above are.
pub struct Library(Consts);

impl Library {
    pub fn new() -> Self {
        Self(Consts::new().expect("memory for constants"))
    }

    fn big(x: f64) -> BigFloat {
        BigFloat::from_f64(x, PRECISION)
    }

    fn angle(&mut self, r: f64) -> BigFloat {
        self.0.pi(PRECISION, ROUNDING).mul(&Self::big(r), PRECISION, ROUNDING)
    }

    /// The error of [`half_versine`] as a power of two, relative.
    pub fn half_versine_error(&mut self, r: f64) -> i32 {
        let cosine = self.angle(r).cos(PRECISION, ROUNDING, &mut self.0);
        let truth = Self::big(1.0).sub(&cosine, PRECISION, ROUNDING).mul(&Self::big(0.5), PRECISION, ROUNDING);
        Self::relative(&truth, half_versine(r), 0)
    }

    /// The error of [`half_sine`] as a power of two, relative.
    pub fn half_sine_error(&mut self, r: f64) -> i32 {
        let sine = self.angle(r).sin(PRECISION, ROUNDING, &mut self.0);
        Self::relative(&sine.mul(&Self::big(0.5), PRECISION, ROUNDING), half_sine(r), 0)
    }

    /// The error of [`power`] as a power of two, relative.
    pub fn power_error(&mut self, x: f64, p: f64) -> i32 {
        let truth = Self::big(x).pow(&Self::big(p), PRECISION, ROUNDING, &mut self.0);
        let found = power(x, p);
        Self::relative(&truth, found.mantissa, found.exponent)
    }

    fn relative(truth: &BigFloat, found: Wide, exponent: i32) -> i32 {
        let mut found = Self::big(found.hi).add(&Self::big(found.lo), PRECISION, ROUNDING);
        if let Some(own) = found.exponent().filter(|_| !found.is_zero()) {
            found.set_exponent(own + exponent);
        }
        let off = truth.sub(&found, PRECISION, ROUNDING);
        match (off.exponent(), truth.exponent()) {
            (Some(off_exponent), Some(exponent)) if !off.is_zero() => off_exponent - exponent,
            _ => i32::MIN,
        }
    }
}
