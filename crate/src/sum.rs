//! Sums of floats without any rounding: a fixed-point number with a bit for each that a finite float can have.
//!
//! Additions are exact, so neither their order nor how they are cut matters; the one rounding is that of what is asked.

/// The bits of a digit. Each stands in an integer of twice that, so that carries can wait.
const DIGIT: usize = 32;
const MASK: u64 = (1 << DIGIT) - 1;
/// The lowest bit is 2⁻¹⁰⁷⁵, half of the least float; 2⁵³ of the largest, below 2¹⁰²⁴, leave one for the sign.
const DIGITS: usize = (1075 + 1024 + 53 + 1usize).div_ceil(DIGIT);
/// An addition gives a digit less than 2³³: this many leave it within 63 bits.
const MOST_WAITING: u32 = 1 << 29;

/// The field of the exponent in infinities and NaN.
pub const SPECIAL: u64 = 0x7ff;

/// The field of a float's exponent; 0 has that of subnormals.
#[inline(always)]
pub fn exponent_of(value: f64) -> u64 {
    value.to_bits() >> 52 & SPECIAL
}

/// A sum so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The lowest first.
    digits: [i64; DIGITS],
    /// How many additions there were since carries were last taken along.
    waiting: u32,
    /// The plain sum of what is infinite or NaN; 0 without such.
    special: f64,
}

impl Sum {
    /// Of nothing.
    pub const NONE: Self = Self { digits: [0; DIGITS], waiting: 0, special: 0.0 };

    /// Adds values times a factor, each product rounded.
    #[inline(never)]
    pub fn add_all(&mut self, values: &[f64], factor: f64) {
        for value in values {
            self.add(value * factor);
        }
    }

    fn add(&mut self, value: f64) {
        let (exponent, fraction) = (exponent_of(value), value.to_bits() & ((1 << 52) - 1));
        if exponent == SPECIAL {
            self.special += value;
        } else {
            // Subnormals have the last place of the first normal floats, and no leading bit.
            let leading = u64::from(exponent > 0) << 52;
            self.add_scaled(leading | fraction, exponent.max(1), value < 0.0);
        }
    }

    /// Adds an integer or its opposite, in units of the last place of floats with this field for their exponent, from 1.
    #[inline(never)]
    pub fn add_scaled(&mut self, integer: u64, exponent: u64, is_negative: bool) {
        let place = exponent as usize;
        let shift = place % DIGIT;
        let (low, high) = ((integer & MASK) << shift, (integer >> DIGIT) << shift);
        let parts = [low & MASK, (low >> DIGIT) + (high & MASK), high >> DIGIT];
        for (digit, part) in self.digits[place / DIGIT..].iter_mut().zip(parts) {
            let part = part.cast_signed();
            *digit += if is_negative { -part } else { part };
        }
        self.waiting += 1;
        if self.waiting == MOST_WAITING {
            self.carry(1);
        }
    }

    /// The same sum or its opposite (`sign`), all digits but the last, which has its sign, brought to their own bits.
    #[inline(never)]
    fn carry(&mut self, sign: i64) {
        let mut carry = 0;
        for digit in &mut self.digits {
            let sum = *digit * sign + carry;
            carry = sum >> DIGIT;
            *digit = sum & MASK.cast_signed();
        }
        // What the last one would have handed on is its sign.
        self.digits[DIGITS - 1] |= carry << DIGIT;
        self.waiting = 0;
    }

    /// The sum over a count up to 2⁵³, above 0: the float that is nearest, of two the even one. Infinite or NaN where a
    /// plain sum of the values is so because one of them is.
    #[inline(never)]
    pub fn over(&self, count: u64) -> f64 {
        if self.special != 0.0 {
            return self.special;
        }
        let mut sum = self.clone();
        sum.carry(1);
        let is_negative = sum.digits[DIGITS - 1] < 0;
        if is_negative {
            sum.carry(-1);
        }
        // Long division, bit by bit, to 53 bits and one that rounds, or to the last place.
        let (mut quotient, mut rest, mut end, mut below) = (0_u64, 0, 0, 0);
        for (index, digit) in sum.digits.iter().map(|digit| digit.cast_unsigned()).enumerate().rev() {
            let mut bits = DIGIT;
            while bits > 0 && quotient < 1 << 53 && quotient | rest | digit > 0 {
                bits -= 1;
                end = index * DIGIT + bits;
                rest = rest << 1 | digit >> bits & 1;
                quotient <<= 1;
                if rest >= count {
                    rest -= count;
                    quotient |= 1;
                }
            }
            below |= digit & ((1 << bits) - 1);
        }
        let is_above = quotient & 1 == 1 && (rest | below | quotient >> 1 & 1) > 0;
        // Exact, or infinite where the rounded value is.
        let unit = if end < 52 { 1 << end } else { (end as u64 - 51).min(SPECIAL) << 52 };
        let size = ((quotient >> 1) + u64::from(is_above)) as f64 * f64::from_bits(unit);
        if is_negative {
            -size
        } else {
            size
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: f64 = f64::from_bits(1);
    /// Half of the distance between 1 and the next float.
    const HALF: f64 = f64::EPSILON / 2.0;

    fn of(values: &[f64]) -> Sum {
        let mut sum = Sum::NONE;
        sum.add_all(values, 1.0);
        sum
    }

    #[test]
    fn a_sum_is_rounded_once_to_the_nearest_and_to_even() {
        for (values, expected) in [
            (&[][..], 0.0),
            (&[-0.0, -0.0], 0.0),
            (&[0.1; 10], 1.0),
            (&[1.0, HALF], 1.0),
            (&[1.0, HALF, LEAST], 1.0 + f64::EPSILON),
            (&[1.0, HALF, -LEAST], 1.0),
            (&[1.0 + f64::EPSILON, HALF], 1.0 + 2.0 * f64::EPSILON),
            (&[1e300, 1.0, -1e300, 1e-300], 1.0),
            (&[1e300, -1e300, 1e-300], 1e-300),
            (&[LEAST, LEAST, LEAST], 3.0 * LEAST),
            (&[f64::MIN_POSITIVE, -LEAST], f64::MIN_POSITIVE - LEAST),
            (&[f64::MAX, f64::MAX, -f64::MAX], f64::MAX),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
            (&[f64::MAX, f64::MAX * HALF / 2.0], f64::MAX),
        ] {
            assert_eq!(of(values).over(1).to_bits(), expected.to_bits(), "{values:?}");
            let opposite: Vec<f64> = values.iter().map(|value| -value).collect();
            assert_eq!(of(&opposite).over(1), -expected, "{opposite:?}");
        }
    }

    #[test]
    fn a_quotient_is_rounded_once_to_the_nearest_and_to_even() {
        for (values, count, expected) in [
            (&[1.0][..], 3, 1.0 / 3.0),
            (&[0.1; 1070], 1070, 0.1),
            (&[f64::MAX; 7], 7, f64::MAX),
            (&[LEAST], 2, 0.0),
            (&[LEAST, LEAST, LEAST], 2, 2.0 * LEAST),
            (&[LEAST, LEAST, LEAST], 4, LEAST),
            (&[1.0], 1 << 53, f64::EPSILON / 2.0),
            (&[1.0, HALF, HALF / 4.0], 1 << 53, (1.0 + f64::EPSILON) * HALF),
        ] {
            assert_eq!(of(values).over(count), expected, "{values:?} / {count}");
        }
    }

    #[test]
    fn what_is_infinite_or_nan_stays_so() {
        assert_eq!(of(&[1.0, f64::INFINITY, -f64::MAX]).over(2), f64::INFINITY);
        assert_eq!(of(&[f64::NEG_INFINITY]).over(2), f64::NEG_INFINITY);
        assert!(of(&[f64::NEG_INFINITY, 1.0, f64::INFINITY]).over(1).is_nan());
        assert!(of(&[f64::NAN]).over(1).is_nan());
    }

    #[test]
    fn carries_are_taken_along_before_digits_overflow() {
        let mut sum = of(&[-1.0]);
        for _ in 0..3 {
            sum.add_scaled(u64::MAX, 1023, false);
            sum.waiting = MOST_WAITING - 1;
        }
        assert_eq!(sum.waiting, MOST_WAITING - 1);
        assert_eq!(sum.over(1), 3.0 * 4096.0 - 1.0);
        let mut many = Sum::NONE;
        for digit in &mut many.digits[..40] {
            *digit = i64::from(MOST_WAITING - 1) << 33;
        }
        many.waiting = MOST_WAITING - 1;
        let before = many.over(1);
        many.add_scaled(1, 1, false);
        assert_eq!((many.waiting, many.over(1)), (0, before));
    }
}
