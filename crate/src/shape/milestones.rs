//! A factor once for each mark that is reached.

use super::Form;
use crate::error::Refusal;
use crate::math::output::Output;
use crate::steps::{partition, Segment, Stretch};
use crate::time::{Clock, Mark};
use alloc::vec::Vec;
use core::ops::Range;

/// Values that are filled at a time.
const PIECE: usize = 1024;
/// More marks than these are not worth a look at each of them for what may be a short stretch.
const MANY: usize = 1024;
/// Up to so many marks are looked at again after each stretch.
const FEW: usize = 16;

form! {
    /// `gamma` once for each mark that is reached; marks may be on different counters.
    Milestones {
        /// The marks, in the user's order, which does not matter.
        marks: Vec<Mark>,
        /// Factor per mark.
        gamma: f64,
    } if |form| form.gamma.is_finite()
}

impl Milestones {
    /// How many marks are reached.
    fn reached(&self, clock: &Clock) -> usize {
        self.marks.iter().filter(|mark| clock.get(mark.counter) >= mark.value).count()
    }

    /// Up to where the value is that of the first index.
    fn held_until(&self, segment: &Segment, Range { start, end }: Range<usize>) -> usize {
        let is_reached = |mark: &Mark, index| segment.clock(index).get(mark.counter) >= mark.value;
        let ahead = self.marks.iter().filter(|mark| !is_reached(mark, start));
        ahead.fold(end, |until, mark| {
            // Most marks are further on than the nearest so far.
            if is_reached(mark, until - 1) {
                partition(start..until, |index| !is_reached(mark, index))
            } else {
                until
            }
        })
    }

    /// Each mark is looked for once, however many there are: first, the marks that are reached at each index are counted.
    fn fill_piece(&self, segment: &Segment, range: Range<usize>, out: &mut Output) {
        let (first, last) = (segment.clock(range.start), segment.clock(range.end - 1));
        let is_reached = |mark: &Mark, clock: &Clock| clock.get(mark.counter) >= mark.value;
        let mut value = self.product(self.reached(&first));
        let mut within =
            self.marks.iter().filter(|mark| !is_reached(mark, &first) && is_reached(mark, &last)).peekable();
        if within.peek().is_none() {
            out.hold(0..range.len(), value);
            return;
        }
        let mut counts = [0_u32; PIECE];
        for mark in within {
            let at = partition(range.clone(), |index| !is_reached(mark, &segment.clock(index)));
            counts[at - range.start] += 1;
        }
        for (index, count) in counts[..range.len()].iter().enumerate() {
            for _ in 0..*count {
                value *= self.gamma;
            }
            out.set(index, value);
        }
    }

    /// A repeated product, not a power: 0.9 four times is 0.6561000000000001, 0.9⁴ is 0.6561.
    fn product(&self, reached: usize) -> f64 {
        (0..reached).fold(1.0, |product, _| product * self.gamma)
    }
}

impl Form for Milestones {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        Ok(self.product(self.reached(clock)))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        if self.marks.len() <= FEW {
            let Range { mut start, end } = segment.range;
            let first = start;
            while start < end {
                let until = self.held_until(segment, start..end);
                out.hold(start - first..until - first, self.product(self.reached(&segment.clock(start))));
                start = until;
            }
            return Ok(true);
        }
        // In pieces, so that only those in which a mark is reached are walked value by value.
        let Range { start: first, end } = segment.range;
        for start in (first..end).step_by(PIECE) {
            let piece = start..end.min(start + PIECE);
            self.fill_piece(segment, piece.clone(), &mut out.part(piece.start - first..piece.end - first));
        }
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        let Range { start, end } = segment.range;
        if self.marks.len() > MANY {
            return Stretch::Moving(end - start);
        }
        Stretch::Held(self.held_until(segment, start..end) - start)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
