//! What a run of values amounts to: sum, extremes, the largest jump. One pass, in blocks of a fixed size.
//!
//! The sum is exact until it is asked for, so it depends on the values alone and not on how many are added at once. Where
//! an extreme lies is told to the block; to find it within is left to whoever can evaluate the block again.

use crate::block::{Block, BLOCK};
use crate::math::pair::smaller;
use crate::sum::Sum;
use alloc::vec::Vec;

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
    sum: Sum,
}

impl Default for Summary {
    fn default() -> Self {
        Self::NONE
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
        sum: Sum::NONE,
    };

    /// Adds values times a factor; all but the last call give whole blocks.
    pub fn add(&mut self, values: &[f64], factor: f64) {
        values.chunks(BLOCK).for_each(|values| self.add_block(values, factor));
    }

    fn add_block(&mut self, values: &[f64], factor: f64) {
        let index = self.count / BLOCK;
        // The first value of all has none before it.
        let before = if self.count == 0 { values[0] * factor } else { self.last };
        let block = Block::new(values, factor, before, &mut self.sum);
        self.count += values.len();
        self.last = values[values.len() - 1] * factor;
        self.low = smaller(self.low, block.low);
        if block.jump > self.jump.value {
            self.jump = Extreme { value: block.jump, block: index };
        }
        if self.rises.last().is_none_or(|peak| block.high > peak.value) {
            self.rises.push(Extreme { value: block.high, block: index });
        }
    }

    /// The exact sum, rounded once to the nearest float; infinite or NaN where values are.
    pub fn sum(&self) -> f64 {
        self.sum.over(1)
    }

    /// The exact sum over the count, rounded once: never outside of the extremes, as these are floats. NaN for no values.
    pub fn mean(&self) -> f64 {
        if self.count == 0 {
            return f64::NAN;
        }
        self.sum.over(self.count as u64)
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
    fn a_sum_loses_nothing_within_blocks_and_between() {
        let mut values = alloc::vec![1.0; BLOCK];
        values.extend(alloc::vec![1e-17; 10 * BLOCK]);
        assert_eq!(of(&values, 1.0).sum(), 256.0 + 10.0 * 256.0 * 1e-17);
        let summary = of(&alloc::vec![0.1; 1070], 1.0);
        assert_eq!((summary.sum(), summary.mean()), (107.0, 0.1));
        let mixed: Vec<f64> = (0..BLOCK).map(|i| [1e16, 1.0, -1e16, 0.0, 1e-40][i % 5]).collect();
        assert_eq!(of(&mixed, 1.0).sum(), 1e16 + 52.0);
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
    fn infinities_stay_what_they_are() {
        assert_eq!(of(&[1.0, f64::INFINITY, 1.0], 1.0).sum(), f64::INFINITY);
        assert!(of(&[f64::NEG_INFINITY, f64::INFINITY], 1.0).sum().is_nan());
        assert!(of(&[0.5, 0.75, f64::NAN, 0.5, 0.5], 1.0).sum().is_nan());
        assert!(of(&[], 1.0).last.is_nan());
        assert!(of(&[], 1.0).mean().is_nan());
    }
}
