//! What a run of values amounts to: sum, extremes, the largest jump. One pass, in blocks of a fixed size.
//!
//! A block is summed in four lanes, and blocks are added in order with what each addition rounds off, so the result
//! depends on the values alone and not on how many are added at once. Where an extreme lies is told to the block; to
//! find it within is left to whoever can evaluate the block again.

use crate::math::wide::Wide;
use alloc::vec::Vec;

/// How many values a block has.
pub const BLOCK: usize = 2048;
const LANES: usize = 4;

/// An extreme, and the index of the first block that has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// Which block, from 0.
    pub block: usize,
}

/// Values so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many.
    pub count: usize,
    /// The last one; NaN before there is one.
    pub last: f64,
    /// The lowest.
    pub low: f64,
    /// The largest distance of a value from the one before.
    pub jump: Extreme,
    /// The blocks that rose above all before them, in order, each with its highest value; the last has the peak.
    pub rises: Vec<Extreme>,
    sum: Wide,
    rough_sum: f64,
}

impl Default for Summary {
    fn default() -> Self {
        Self::NONE
    }
}

/// What a block amounts to, lane by lane.
struct Lanes {
    sum: [f64; LANES],
    high: [f64; LANES],
    low: [f64; LANES],
    jump: [f64; LANES],
}

/// The lowest and the highest of values; an infinite interval the wrong way round for none.
pub fn bounds(values: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let lanes = values.chunks_exact(LANES);
    for &value in lanes.remainder() {
        low[0] = smaller(low[0], value);
        high[0] = larger(high[0], value);
    }
    for value in lanes {
        for lane in 0..LANES {
            low[lane] = smaller(low[lane], value[lane]);
            high[lane] = larger(high[lane], value[lane]);
        }
    }
    (low.into_iter().fold(f64::INFINITY, smaller), high.into_iter().fold(f64::NEG_INFINITY, larger))
}

fn larger(a: f64, b: f64) -> f64 {
    if a < b {
        b
    } else {
        a
    }
}

fn smaller(a: f64, b: f64) -> f64 {
    if b < a {
        b
    } else {
        a
    }
}

impl Lanes {
    #[inline(always)]
    fn add(&mut self, lane: usize, value: f64, before: f64) {
        self.sum[lane] += value;
        self.high[lane] = larger(self.high[lane], value);
        self.low[lane] = smaller(self.low[lane], value);
        self.jump[lane] = larger(self.jump[lane], (value - before).abs());
    }
}

impl Summary {
    /// Of no values.
    pub const NONE: Self = Self {
        count: 0,
        last: f64::NAN,
        low: f64::INFINITY,
        jump: Extreme { value: 0.0, block: 0 },
        rises: Vec::new(),
        sum: Wide { hi: 0.0, lo: 0.0 },
        rough_sum: 0.0,
    };

    /// Adds values times a factor; all but the last call give whole blocks.
    pub fn add(&mut self, values: &[f64], factor: f64) {
        for block in values.chunks(BLOCK) {
            self.add_block(block, factor);
        }
    }

    fn add_block(&mut self, block: &[f64], factor: f64) {
        let Some((&first, after)) = block.split_first() else { return };
        let mut lanes = Lanes {
            sum: [0.0; LANES],
            high: [f64::NEG_INFINITY; LANES],
            low: [f64::INFINITY; LANES],
            jump: [0.0; LANES],
        };
        // The first value of all has none before it.
        lanes.add(0, first * factor, if self.count == 0 { first * factor } else { self.last });
        let (values, befores) = (after.chunks_exact(LANES), block.chunks_exact(LANES));
        let rest = values.remainder();
        for (&value, &before) in rest.iter().zip(&block[after.len() - rest.len()..]) {
            lanes.add(0, value * factor, before * factor);
        }
        for (value, before) in values.zip(befores) {
            for lane in 0..LANES {
                lanes.add(lane, value[lane] * factor, before[lane] * factor);
            }
        }
        self.take(&lanes);
        self.count += block.len();
        self.last = block[block.len() - 1] * factor;
    }

    fn take(&mut self, lanes: &Lanes) {
        let [a, b, c, d] = lanes.sum;
        let sum = (a + c) + (b + d);
        self.rough_sum += sum;
        self.sum = self.sum.plus(Wide { hi: sum, lo: 0.0 });
        self.low = lanes.low.into_iter().fold(self.low, smaller);
        let block = self.count / BLOCK;
        let jump = lanes.jump.into_iter().fold(0.0, larger);
        if jump > self.jump.value {
            self.jump = Extreme { value: jump, block };
        }
        let high = lanes.high.into_iter().fold(f64::NEG_INFINITY, larger);
        if self.rises.last().is_none_or(|peak| high > peak.value) {
            self.rises.push(Extreme { value: high, block });
        }
    }

    /// The sum; infinite or NaN where values are.
    pub fn sum(&self) -> f64 {
        // What is rounded off from an infinite sum is no number.
        if self.rough_sum.is_finite() {
            self.sum.hi + self.sum.lo
        } else {
            self.rough_sum
        }
    }

    /// The first block that reaches a value, if any does.
    pub fn reaches(&self, value: f64) -> Option<usize> {
        self.rises.iter().find(|rise| rise.value >= value).map(|rise| rise.block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], factor: f64) -> Summary {
        let mut summary = Summary::default();
        summary.add(values, factor);
        summary
    }

    #[test]
    fn a_few_values_amount_to_what_can_be_seen() {
        let summary = of(&[1.0, 3.0, 2.0, 0.5], 2.0);
        assert_eq!((summary.count, summary.sum(), summary.low, summary.last), (4, 13.0, 1.0, 1.0));
        assert_eq!(summary.jump, Extreme { value: 4.0, block: 0 });
        assert_eq!(summary.rises, [Extreme { value: 6.0, block: 0 }]);
    }

    #[test]
    fn how_values_are_cut_does_not_matter() {
        let values: Vec<f64> = (0..7 * BLOCK + 321).map(|i| 0.1 + (f64::from(i as u32) * 0.37).sin()).collect();
        let whole = of(&values, 0.3);
        for blocks in [1, 2, 3, 5] {
            let mut parts = Summary::default();
            values.chunks(blocks * BLOCK).for_each(|part| parts.add(part, 0.3));
            assert_eq!(parts, whole);
        }
        assert_eq!(whole.reaches(f64::INFINITY), None);
        assert_eq!(whole.reaches(0.0), Some(0));
    }

    #[test]
    fn a_sum_loses_nothing_between_blocks() {
        let mut values = alloc::vec![1.0; BLOCK];
        values.extend(alloc::vec![1e-17; 10 * BLOCK]);
        assert_eq!(of(&values, 1.0).sum(), 2048.0 + 10.0 * 2048.0 * 1e-17);
    }

    #[test]
    fn a_jump_between_blocks_counts() {
        let mut values = alloc::vec![1.0; BLOCK];
        values.push(5.0);
        let summary = of(&values, 1.0);
        assert_eq!(summary.jump, Extreme { value: 4.0, block: 1 });
        assert_eq!(summary.rises.len(), 2);
    }

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

    #[test]
    fn infinities_stay_what_they_are() {
        assert_eq!(of(&[1.0, f64::INFINITY, 1.0], 1.0).sum(), f64::INFINITY);
        assert!(of(&[f64::NEG_INFINITY, f64::INFINITY], 1.0).sum().is_nan());
        assert!(of(&[], 1.0).last.is_nan());
    }
}
