//! The flat `f64` layout of schedules, runs, paces and curves: one table, one decoder, one encoder.
//!
//! TypeScript's encoder reads the same table ([`layout`] prints it), so a field is named once. Decoding never panics:
//! numbers that encode nothing are [`Error::Malformed`].

mod calls;
mod curve;
mod layout;
mod schedule;

pub use calls::{batches_numbers, convert_numbers, load, phase_numbers, resolve_numbers, Loaded};
pub use curve::{decode_curve, encode_curve};
pub use layout::layout;
pub use schedule::{decode_schedule, encode_schedule, Field, SCHEDULES};

use crate::error::Error;
use crate::pace::Pace;
use crate::run::Run;
use crate::time::{Counter, Mark, Time, Unit};

/// How many numbers a [`Run`] takes: `max_duration` (value, unit), `dataloader_len`, ssr; NaN for what is not known.
pub const RUN: usize = 4;
/// How many numbers a [`Pace`] takes, in the order of its fields; NaN for what is not given.
pub const PACE: usize = 5;

/// Reads numbers in order; every method fails at the end.
pub struct Reader<'a>(pub &'a [f64]);

impl Reader<'_> {
    /// The next number.
    pub fn number(&mut self) -> Result<f64, Error> {
        let (&first, rest) = self.0.split_first().ok_or(Error::Malformed)?;
        self.0 = rest;
        Ok(first)
    }

    /// The next number as an index below `len`.
    pub fn index(&mut self, len: usize) -> Result<usize, Error> {
        let value = self.number()?;
        let index = value as usize;
        if index as f64 == value && index < len {
            Ok(index)
        } else {
            Err(Error::Malformed)
        }
    }

    /// The next number as 0 or 1.
    pub fn flag(&mut self) -> Result<bool, Error> {
        Ok(self.index(2)? == 1)
    }

    /// A value and a unit.
    pub fn time(&mut self) -> Result<Time, Error> {
        let value = self.number()?;
        Ok(Time::new(value, Unit::ALL[self.index(Unit::ALL.len())?]))
    }

    /// A value and a counter.
    pub fn mark(&mut self) -> Result<Mark, Error> {
        let value = self.number()?;
        Ok(Mark { value, counter: Counter::ALL[self.index(Counter::ALL.len())?] })
    }

    /// A count, then as many items; the count can't exceed the numbers that are left.
    pub fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let count = self.index(self.0.len().max(1))?;
        (0..count).map(|_| item(self)).collect()
    }

    /// Fails unless everything has been read.
    pub fn end(&self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Malformed)
        }
    }

    /// A run.
    pub fn run(&mut self) -> Result<Run, Error> {
        let max_duration = match (self.number()?, self.number()?) {
            (_, unit) if unit.is_nan() => None,
            (value, unit) => Some(Reader(&[value, unit]).time()?),
        };
        Ok(Run { max_duration, dataloader_len: self.optional()?, ssr: self.number()? })
    }

    /// A pace.
    pub fn pace(&mut self) -> Result<Pace, Error> {
        Ok(Pace {
            dataloader_len: self.optional()?,
            samples_per_batch: self.optional()?,
            tokens_per_sample: self.optional()?,
            epochs_per_iteration: self.optional()?,
            microseconds_per_batch: self.optional()?,
        })
    }

    fn optional(&mut self) -> Result<Option<f64>, Error> {
        Ok(Some(self.number()?).filter(|value| !value.is_nan()))
    }
}

/// A run as numbers.
pub fn encode_run(run: &Run) -> [f64; RUN] {
    let (value, unit) = run.max_duration.map_or((f64::NAN, f64::NAN), |time| (time.value, f64::from(time.unit as u8)));
    [value, unit, run.dataloader_len.unwrap_or(f64::NAN), run.ssr]
}

/// A mark as numbers.
pub fn push_mark(out: &mut Vec<f64>, mark: Mark) {
    out.extend([mark.value, f64::from(mark.counter as u8)]);
}

/// A time as numbers.
pub fn push_time(out: &mut Vec<f64>, time: Time) {
    out.extend([time.value, f64::from(time.unit as u8)]);
}
