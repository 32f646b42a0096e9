//! Options as forms need them: converted and checked.

use super::path::Path;
use super::Forms;
use crate::error::{Error, Length, Refusal};
use crate::option::Exact;
use crate::time::{Counter, Mark};
use alloc::vec::Vec;

impl Forms<'_> {
    pub(super) fn number(&self, place: usize) -> f64 {
        self.options.number(place)
    }

    /// Leaves an error behind.
    #[inline(never)]
    pub(super) fn refuse(&mut self, error: Error) {
        self.keep(error.into());
    }

    /// The first error is kept.
    #[inline(never)]
    pub(super) fn keep(&mut self, error: Refusal) {
        self.error.get_or_insert(error);
    }

    #[inline(never)]
    pub(super) fn check(&mut self, option: Length, found: f64, is_sound: bool) {
        if !is_sound {
            self.refuse(Error::OptionRange { option, found });
        }
    }

    #[inline(never)]
    pub(super) fn not_negative(&mut self, option: Length, found: f64) {
        self.check(option, found, found >= 0.0);
    }

    /// What was converted.
    #[inline(never)]
    pub(super) fn converted(&mut self, mark: Result<Mark, Refusal>) -> Mark {
        mark.unwrap_or_else(|error| {
            self.keep(error);
            Mark { counter: Counter::Batch, value: 1.0 }
        })
    }

    #[inline(never)]
    pub(super) fn mark_of(&mut self, time: &Exact) -> Mark {
        let mark = time.scaled(self.run);
        self.converted(mark)
    }

    /// An option that is a time; batch 0 where there is none.
    #[inline(never)]
    pub(super) fn mark(&mut self, place: usize) -> Mark {
        self.options.time(place).map_or(Path::NONE.start, |time| self.mark_of(time))
    }

    #[inline(never)]
    pub(super) fn marks(&mut self, place: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for time in self.options.times(place) {
            marks.push(self.mark_of(time));
        }
        marks
    }

    /// What is divided by.
    #[inline(never)]
    pub(super) fn positive(&mut self, option: Length, mark: Mark) -> Mark {
        if mark.value == 0.0 {
            self.refuse(Error::ZeroLength { what: option });
        }
        self.not_negative(option, mark.value);
        Mark { value: if mark.value > 0.0 { mark.value } else { 1.0 }, ..mark }
    }

    /// A time that is divided by.
    #[inline(never)]
    pub(super) fn length(&mut self, option: Length, place: usize) -> Mark {
        let mark = self.mark(place);
        self.positive(option, mark)
    }

    /// The value of a mark that must be on the counter of the others.
    #[inline(never)]
    pub(super) fn same(&mut self, counter: Counter, option: Length, mark: Mark) -> f64 {
        if mark.counter != counter {
            self.refuse(Error::RunUnits { option, time: mark.time() });
        }
        mark.value
    }

    #[inline(never)]
    pub(super) fn on(&mut self, counter: Counter, option: Length, place: usize) -> f64 {
        let mark = self.mark(place);
        self.same(counter, option, mark)
    }

    /// How long a step is by which something is counted that is no time.
    #[inline(never)]
    pub(super) fn step(&mut self, option: Length) -> f64 {
        let ssr = Mark { counter: Counter::Batch, value: self.run.ssr };
        self.positive(option, ssr).value
    }
}
