//! Ranges of steps, the segments they are cut into, and how a counter reads along one.
//!
//! Knows no form: what a value is stands in [`crate::shape`].

use crate::error::Refusal;
use crate::math::float::{ceil, trunc};
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::passes::{Passes, BLOCK};
use crate::math::quotient::Quotients;
use crate::pace::Reader;
use crate::time::{Clock, Counter};
use core::ops::Range;

/// Steps `from`, `from + stride`, …: integers, increasing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    /// The first step.
    pub from: f64,
    /// What each adds.
    pub stride: f64,
    /// How many.
    pub count: usize,
}

impl Steps {
    /// The step of an index.
    pub fn at(&self, index: usize) -> f64 {
        self.from + index as f64 * self.stride
    }
}

/// Indices of a range of steps over which one shape holds.
pub struct Segment<'a> {
    /// Reads the counters at each step.
    pub reader: &'a Reader,
    /// The whole range.
    pub steps: Steps,
    /// The indices of this segment within it; not empty.
    pub range: Range<usize>,
}

impl Segment<'_> {
    /// Every counter at an index of the range.
    #[inline(never)]
    pub fn clock(&self, index: usize) -> Clock {
        self.reader.clock(self.steps.at(index))
    }

    /// The readings of a counter less its start, where they grow evenly and have reached it.
    pub fn ramp(&self, counter: Counter, start: f64) -> Option<Ramp> {
        let (first, times, less) = self.reader.even(counter, self.steps.at(self.range.start))?;
        let ramp = Ramp { start: first, by: self.steps.stride * times, less: [0.0; 2] }.less(less)?.less(start)?;
        (ramp.first() >= 0.0).then_some(ramp)
    }

    /// Index by index, for what no loop is made for.
    pub fn fill_each(&self, out: &mut Output, value: impl Fn(&Clock) -> Result<f64, Refusal>) -> Result<(), Refusal> {
        for index in 0..out.len() {
            out.set(index, value(&self.clock(self.range.start + index))?);
        }
        Ok(())
    }

    /// Fills runs of indices that share a key, and so a value; the key only ever grows or only ever falls.
    #[inline(never)]
    pub fn fill_runs(
        &self,
        out: &mut Output,
        key: &dyn Fn(&Clock) -> f64,
        value: &dyn Fn(f64) -> Result<f64, Refusal>,
    ) -> Result<(), Refusal> {
        let Range { start, end } = self.range;
        let mut at = start;
        while at < end {
            let value = value(key(&self.clock(at)))?;
            let next = self.run(at, key);
            out.hold(at - start..next - start, value);
            at = next;
        }
        Ok(())
    }

    /// Where a run ends that has an index; the key is as for [`Segment::fill_runs`].
    #[inline(never)]
    pub fn run(&self, at: usize, key: &dyn Fn(&Clock) -> f64) -> usize {
        let end = self.range.end;
        let own = key(&self.clock(at));
        end_of_run(at..end, &|index| key(&self.clock(index)) == own)
    }

    /// The first of some indices without a value, where an error holds to the end once there is one: the last index
    /// tells whether there is one, and halving finds the first. What fails at the first index counts in any case.
    pub fn first_error(
        &self,
        range: Range<usize>,
        value: impl Fn(&Clock) -> Result<f64, Refusal>,
    ) -> Option<(usize, Refusal)> {
        let fails = |index: usize| value(&self.clock(index)).err();
        if range.is_empty() {
            return None;
        }
        if let Some(error) = fails(range.start) {
            return Some((range.start, error));
        }
        fails(range.end - 1)?;
        let first = partition(range, |index| fails(index).is_none());
        fails(first).map(|error| (first, error))
    }
}

/// How far the first values of a segment are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// So many are one value.
    Held(usize),
    /// So many change, or may.
    Moving(usize),
}

/// Readings of one counter at consecutive steps: exact integers, less what is subtracted from each.
#[derive(Clone, Copy)]
pub struct Ramp {
    start: f64,
    by: f64,
    /// Subtracted one after the other, as a single point does; 0 where it was whole, which is in the start.
    less: [f64; 2],
}

impl Ramp {
    /// The first reading.
    #[inline(always)]
    pub fn first(self) -> f64 {
        self.at(0)
    }

    /// The reading of an index.
    #[inline(always)]
    pub fn at(self, index: usize) -> f64 {
        self.whole(index) - self.less[0] - self.less[1]
    }

    #[inline(always)]
    fn whole(self, index: usize) -> f64 {
        self.start + f64::from(index as u32) * self.by
    }

    /// The readings from an index on.
    #[must_use]
    pub fn skip(self, count: usize) -> Self {
        Self { start: self.whole(count), ..self }
    }

    /// Every reading less a number; `None` once there are more fractions than there is room for.
    pub fn less(self, number: f64) -> Option<Self> {
        let is_whole = |x: f64| trunc(x) == x;
        // Exact only between integers: then it is one subtraction for all.
        if self.less == [0.0; 2] && is_whole(number) {
            return Some(Self { start: self.start - number, ..self });
        }
        match self.less {
            [0.0, 0.0] => Some(Self { less: [number, 0.0], ..self }),
            [outer, 0.0] => Some(Self { less: [outer, number], ..self }),
            _ => (number == 0.0).then_some(self),
        }
    }

    /// Writes a value for each reading over a positive length, four pairs at a time.
    #[inline(always)]
    pub fn over(self, length: f64, out: &mut Output, value: impl Fn([Pair; 4]) -> [Pair; 4]) {
        let mut quotients = Quotients::new(self.start, self.by, self.less, out.len(), length);
        out.lanes(|| Some(value(quotients.eight())));
    }

    /// The same in passes over blocks.
    #[inline(never)]
    pub fn in_passes(self, length: f64, out: &mut Output, passes: &mut dyn FnMut(&mut Passes, &mut [Pair])) {
        let mut quotients = Quotients::new(self.start, self.by, self.less, out.len(), length);
        let (mut between, mut block) = (Passes::default(), [Pair::splat(0.0); BLOCK]);
        for start in (0..out.len()).step_by(2 * BLOCK) {
            let part = start..out.len().min(start + 2 * BLOCK);
            let pairs = &mut block[..part.len().div_ceil(8) * 4];
            quotients.fill(pairs);
            passes(&mut between, pairs);
            out.write_pairs(start, pairs);
        }
    }

    /// How many of the first `len` readings are below a bound; readings grow.
    pub fn below(self, bound: f64, len: usize) -> usize {
        if len == 0 || self.first() >= bound {
            return 0;
        }
        if self.less != [0.0; 2] || trunc(bound) != bound {
            return partition(0..len, |index| self.at(index) < bound);
        }
        // Readings and bounds are integers or infinite, and the quotient of integers below 2⁵³ never rounds up to one.
        let count = ceil((bound - self.start) / self.by);
        if count < len as f64 {
            count as usize
        } else {
            len
        }
    }
}

/// Where a run ends that begins with a range: the indices that are the same as the first come before all others.
#[inline(never)]
pub fn end_of_run(Range { start, end }: Range<usize>, is_same: &dyn Fn(usize) -> bool) -> usize {
    // Doubling first: a short run costs a few looks, a long one the logarithm of its length.
    let mut reach = 1;
    while start + reach < end && is_same(start + reach) {
        reach *= 2;
    }
    partition(start + (reach / 2).max(1)..(start + reach).min(end), is_same)
}

/// The first index of a range at which `before` no longer holds, where it holds up to some index and never after.
pub fn partition(mut range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    while range.start < range.end {
        let middle = range.start + (range.end - range.start) / 2;
        if before(middle) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    range.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_counted_up_to_a_bound_as_they_are() {
        for less in [0.0, 0.3, 2.0, 7.25, 38.6] {
            for bound in [0.5, 1.0, 3.0, 9.4, 61.4, 61.0, f64::INFINITY] {
                let ramp = Ramp { start: 40.0, by: 3.0, less: [0.0; 2] }.less(less).unwrap();
                let count = (0..50).take_while(|&index| 40.0 + f64::from(index) * 3.0 - less < bound).count();
                assert_eq!(ramp.below(bound, 50), count, "{less} {bound}");
                assert_eq!(ramp.skip(5).at(2), 61.0 - less);
            }
        }
    }

    #[test]
    fn fractions_are_taken_from_a_reading_one_after_the_other() {
        let ramp = Ramp { start: 40.0, by: 1.0, less: [0.0; 2] };
        let [outer, inner] = [0.1, 0.7];
        let both = ramp.less(outer).and_then(|ramp| ramp.less(inner)).unwrap();
        assert_eq!(both.at(3).to_bits(), (43.0 - outer - inner).to_bits());
        // There is no room for a third, but for 0.
        assert!(both.less(0.5).is_none() && both.less(0.0).is_some());
        // A whole number behind a fraction is no part of the start, as 40 − 0.1 is rounded.
        let whole = ramp.less(outer).and_then(|ramp| ramp.less(39.0)).unwrap();
        assert_eq!(whole.at(0).to_bits(), (40.0 - outer - 39.0).to_bits());
        assert_eq!(ramp.less(39.0).unwrap().first(), 1.0);
    }
}
