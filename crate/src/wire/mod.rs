//! The flat `f64` layout of schedules, runs, paces and curves: one table, one decoder, one encoder.
//!
//! TypeScript's encoder reads the same table ([`layout`] prints it), so a field is named once. Decoding never panics:
//! numbers that encode nothing decode to `None`.

mod calls;
mod curve;
#[cfg(not(target_arch = "wasm32"))]
mod layout;
mod schedule;

pub use calls::{batches_numbers, convert_numbers, load, phase_numbers, resolve_numbers, Loaded};
pub use curve::{decode_curve, encode_curve};
#[cfg(not(target_arch = "wasm32"))]
pub use layout::layout;
pub use schedule::{decode_schedule, encode_schedule, Field, SCHEDULES};

use crate::pace::Pace;
use crate::run::Run;
use crate::time::{Counter, Mark, Time, Unit};
use alloc::vec::Vec;

/// How many numbers a [`Run`] takes: `max_duration` (value, unit), `dataloader_len`, ssr; NaN for what is not known.
pub const RUN: usize = 4;
/// How many numbers a [`Pace`] takes, in the order of its fields; NaN for what is not given.
pub const PACE: usize = 5;

/// Reads numbers in order; `None` where they end or are none of what is asked for.
pub struct Reader<'a>(pub &'a [f64]);

impl Reader<'_> {
    /// The next number.
    #[inline(never)]
    pub fn number(&mut self) -> Option<f64> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// The next number as an index below `len`.
    #[inline(never)]
    pub fn index(&mut self, len: usize) -> Option<usize> {
        let value = self.number()?;
        let index = value as usize;
        (index as f64 == value && index < len).then_some(index)
    }

    /// The next number as 0 or 1.
    pub fn flag(&mut self) -> Option<bool> {
        Some(self.index(2)? == 1)
    }

    /// A value and a unit.
    #[inline(never)]
    pub fn time(&mut self) -> Option<Time> {
        let value = self.number()?;
        Some(Time::new(value, Unit::ALL[self.index(Unit::ALL.len())?]))
    }

    /// A value and a counter.
    #[inline(never)]
    pub fn mark(&mut self) -> Option<Mark> {
        let value = self.number()?;
        Some(Mark { value, counter: Counter::ALL[self.index(Counter::ALL.len())?] })
    }

    /// A count, then as many items; the count can't exceed the numbers that are left.
    pub fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.index(self.0.len().max(1))?;
        (0..count).map(|_| item(self)).collect()
    }

    /// `None` unless everything has been read.
    pub fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    /// A run.
    pub fn run(&mut self) -> Option<Run> {
        let max_duration = match (self.number()?, self.number()?) {
            (_, unit) if unit.is_nan() => None,
            (value, unit) => Some(Reader(&[value, unit]).time()?),
        };
        Some(Run { max_duration, dataloader_len: known(self.number()?), ssr: self.number()? })
    }

    /// A pace.
    pub fn pace(&mut self) -> Option<Pace> {
        Some(Pace {
            dataloader_len: known(self.number()?),
            samples_per_batch: known(self.number()?),
            tokens_per_sample: known(self.number()?),
            epochs_per_iteration: known(self.number()?),
            microseconds_per_batch: known(self.number()?),
        })
    }
}

/// NaN stands for what is not known.
fn known(number: f64) -> Option<f64> {
    Some(number).filter(|value| !value.is_nan())
}

/// Appends numbers: one function, as a copy of it at each place is a tenth of the module.
#[inline(never)]
pub fn put(out: &mut Vec<f64>, numbers: &[f64]) {
    out.extend_from_slice(numbers);
}

/// A mark as numbers.
pub fn push_mark(out: &mut Vec<f64>, mark: Mark) {
    put(out, &[mark.value, f64::from(mark.counter as u8)]);
}

/// A time as numbers.
pub fn push_time(out: &mut Vec<f64>, time: Time) {
    put(out, &[time.value, f64::from(time.unit as u8)]);
}
