//! A value for each number of marks that are reached.

use super::Form;
use crate::error::Refusal;
use crate::steps::{Segment, Stretch};
use crate::time::{Clock, Mark};
use alloc::vec::Vec;
use core::ops::Range;

form! {
    /// The value of the number of marks that are reached.
    Levels {
        /// Whether the marks are on one counter and in order, as nearly always.
        are_ordered: bool,
        /// The marks.
        marks: Vec<Mark>,
        /// One value more.
        values: Vec<f64>,
    } if |form| form.values.len() == form.marks.len() + 1 && (!form.are_ordered || are_ordered(&form.marks))
}

fn are_ordered(marks: &[Mark]) -> bool {
    marks.windows(2).all(|pair| pair[0].counter == pair[1].counter && pair[0].value <= pair[1].value)
}

impl Levels {
    /// Of marks in any order.
    pub fn new(marks: Vec<Mark>, values: Vec<f64>) -> Self {
        Self { are_ordered: are_ordered(&marks), marks, values }
    }

    /// How many marks are reached.
    fn reached(&self, clock: &Clock) -> usize {
        let is_reached = |mark: &Mark| clock.get(mark.counter) >= mark.value;
        if self.are_ordered {
            self.marks.partition_point(is_reached)
        } else {
            self.marks.iter().filter(|mark| is_reached(mark)).count()
        }
    }

    fn at(&self, reached: usize) -> f64 {
        self.values.get(reached).copied().unwrap_or(f64::NAN)
    }
}

impl Form for Levels {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        Ok(self.at(self.reached(clock)))
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        let start = segment.range.start;
        Stretch::Held(segment.run(start, &|clock| self.reached(clock) as f64) - start)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
