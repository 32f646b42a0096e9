//! What a block of values amounts to: its extremes, its largest jump, its exact sum.
//!
//! Values of one sign and binade: their bits are added as integers, since 256 fractions of 52 bits stay below 2⁶⁰.
//!
//! Other values are added in lanes. Let T be a power of two that none exceeds in magnitude. A lane starts at 384·T, and as
//! it gets at most 64 values, it stays within [2⁸·T, 2⁹·T), whose floats are the multiples of g = 2⁻⁴⁴·T. So each addition
//! rounds a value v to a multiple of g, and what is rounded off, v less the change of the lane, is exact and at most g/2.
//! Where every v but 0 is at least 2⁻³⁸·T, what is rounded off is a multiple of u = 2⁻⁹⁰·T (or of the least float), and
//! 256 of those are at most 2⁻³⁷·T = 2⁵³·u: plain sums of them are exact too, as is that of what lanes have moved by, which
//! is below 2⁹·T = 2⁵³·g.
//!
//! The values of a block that spans more are added one by one.

use crate::math::pair::{larger, smaller, Pair};
use crate::sum::{exponent_of, Sum, SPECIAL};

/// How many values a block has at most: few, so that most are of one binade.
pub const BLOCK: usize = 256;
/// Values that are added at once, in two pairs of lanes.
const STEP: usize = 4;
/// Where lanes start, as a multiple of T.
const BIAS: f64 = 384.0;
/// The least magnitude but 0 for which what is rounded off can be added plainly, as a part of T: 2⁻³⁸.
const LEAST: f64 = 1.0 / 274_877_906_944.0;

/// What a block amounts to, but for its sum.
pub struct Block {
    /// The lowest; infinite where all are NaN.
    pub low: f64,
    /// The highest; minus infinity where all are NaN.
    pub high: f64,
    /// The largest distance of a value from the one before.
    pub jump: f64,
}

impl Block {
    /// Of 1 to 256 values times a factor, the first of them after `before`; adds them to a sum.
    pub fn new(values: &[f64], factor: f64, before: f64, sum: &mut Sum) -> Self {
        let steps = values.chunks_exact(STEP);
        let rest = steps.remainder();
        let mut pass = Pass::new(before);
        steps.for_each(|step| pass.add(step, factor));
        for value in rest {
            pass.see(Pair::splat(value * factor));
        }
        let block = pass.block();
        let in_steps = &values[..values.len() - rest.len()];
        if block.add_binade(&pass, in_steps.len(), sum) || block.add_lanes(in_steps, factor, sum) {
            sum.add_all(rest, factor);
        } else {
            sum.add_all(values, factor);
        }
        block
    }

    /// Adds what a pass has seen in steps, where all of it is of one sign and binade; whether it is so.
    fn add_binade(&self, pass: &Pass, count: usize, sum: &mut Sum) -> bool {
        let head = |value: f64| value.to_bits() >> 52;
        let [a, b] = pass.any.both().map(head);
        let binade = a | b;
        // No infinity and no NaN is among them, as these have all bits of the exponent.
        let is_one = binade == head(self.low) && binade == head(self.high);
        let exponent = exponent_of(self.low);
        if !is_one || exponent == 0 || exponent == SPECIAL {
            return false;
        }
        let [a, b] = pass.bits[0].add_bits(pass.bits[1]).both().map(f64::to_bits);
        let count = count as u64;
        let fractions = a.wrapping_add(b).wrapping_sub(count.wrapping_mul(binade << 52));
        sum.add_scaled(fractions + (count << 52), exponent, self.low < 0.0);
        true
    }

    /// Adds values times a factor, in lanes, where they span so little that it is exact; whether it is so.
    fn add_lanes(&self, values: &[f64], factor: f64, sum: &mut Sum) -> bool {
        let most = larger(self.high, -self.low);
        // A power of two that is larger, within what floats can bear.
        let top = f64::from_bits((exponent_of(most) + 1).clamp(23, 2023) << 52);
        if most > top || most > 0.0 && self.least(values, factor) < LEAST * top {
            return false;
        }
        let (factor, bias) = (Pair::splat(factor), Pair::splat(BIAS * top));
        let (mut sums, mut rests) = ([bias; 2], [Pair::splat(0.0); 2]);
        for step in values.chunks_exact(STEP) {
            for pair in 0..2 {
                let values = at(step, pair) * factor;
                let sum = sums[pair] + values;
                rests[pair] = rests[pair] + (values - (sum - sums[pair]));
                sums[pair] = sum;
            }
        }
        let [moved, rest] = [(sums[0] - bias) + (sums[1] - bias), rests[0] + rests[1]].map(Pair::both);
        sum.add_all(&[moved[0] + moved[1], rest[0] + rest[1]], 1.0);
        true
    }

    /// The least magnitude but 0, from the extremes where these tell; infinite where there is none.
    fn least(&self, values: &[f64], factor: f64) -> f64 {
        if self.low > 0.0 {
            self.low
        } else if self.high < 0.0 {
            -self.high
        } else {
            let sizes = values.iter().map(|value| (value * factor).abs());
            sizes.fold(f64::INFINITY, |least, size| if size > 0.0 { smaller(least, size) } else { least })
        }
    }
}

/// What one pass over values tells.
struct Pass {
    extremes: Extremes,
    jump: Pair,
    last: Pair,
    /// The bits of what is added, as sums of integers.
    bits: [Pair; 2],
    /// Each bit that any of it has.
    any: Pair,
}

impl Pass {
    fn new(before: f64) -> Self {
        let zero = Pair::splat(0.0);
        Self { extremes: Extremes::none(), jump: zero, last: Pair::splat(before), bits: [zero; 2], any: zero }
    }

    #[inline(always)]
    fn see(&mut self, values: Pair) {
        self.extremes.see(values);
        self.jump = self.jump.larger((values.before(self.last) - values).abs());
        self.last = values;
    }

    #[inline(always)]
    fn add(&mut self, step: &[f64], factor: f64) {
        for pair in 0..2 {
            let values = at(step, pair) * Pair::splat(factor);
            self.see(values);
            self.bits[pair] = self.bits[pair].add_bits(values);
            self.any = self.any.or_bits(values);
        }
    }

    fn block(&self) -> Block {
        let ((low, high), [a, b]) = (self.extremes.ends(), self.jump.both());
        Block { low, high, jump: larger(a, b) }
    }
}

/// The pair of an index.
#[inline(always)]
fn at(values: &[f64], pair: usize) -> Pair {
    values[2 * pair..].first_chunk().map_or(Pair::splat(f64::NAN), Pair::of)
}

/// The lowest and the highest of some values.
struct Extremes {
    low: Pair,
    high: Pair,
}

impl Extremes {
    /// Of none.
    fn none() -> Self {
        Self { low: Pair::splat(f64::INFINITY), high: Pair::splat(f64::NEG_INFINITY) }
    }

    #[inline(always)]
    fn see(&mut self, values: Pair) {
        self.low = self.low.smaller(values);
        self.high = self.high.larger(values);
    }

    fn ends(&self) -> (f64, f64) {
        let ([a, b], [c, d]) = (self.low.both(), self.high.both());
        (smaller(a, b), larger(c, d))
    }
}

/// The lowest and the highest of values but NaN; an infinite interval the wrong way round for none.
pub fn bounds(values: &[f64]) -> (f64, f64) {
    let mut extremes = Extremes::none();
    let pairs = values.chunks_exact(2);
    pairs.remainder().iter().for_each(|&value| extremes.see(Pair::splat(value)));
    pairs.for_each(|pair| extremes.see(at(pair, 0)));
    extremes.ends()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_those_of_all_values_but_nan() {
        let values = [3.0, f64::NAN, -1.5, 7.0, 0.0, 2.0];
        for end in 1..=values.len() {
            let real = || values[..end].iter().copied().filter(|value| !value.is_nan());
            let expected = (real().fold(f64::INFINITY, f64::min), real().fold(f64::NEG_INFINITY, f64::max));
            assert_eq!(bounds(&values[..end]), expected);
        }
        assert_eq!(bounds(&[]), (f64::INFINITY, f64::NEG_INFINITY));
    }
}
