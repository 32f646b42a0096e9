//! The boundary's numbers: runs and paces, the calls on them, and the layout that TypeScript reads.
//!
//! What has a [`crate::codec::Codec`] says there how it is read and written. Decoding never panics: numbers that encode
//! nothing decode to `None`.

mod calls;
#[cfg(not(target_arch = "wasm32"))]
mod layout;

pub use calls::{
    batches_numbers, configuration_numbers, convert_numbers, load, phase_numbers, resolve_numbers, Loaded,
};
#[cfg(not(target_arch = "wasm32"))]
pub use layout::layout;

use crate::codec::{put, Codec, Reader};
use crate::pace::Pace;
use crate::run::Run;
use crate::time::Time;
use alloc::vec::Vec;

/// How many numbers a [`Run`] takes: `max_duration` (value, unit), `dataloader_len`, ssr; NaN for what is not known.
pub const RUN: usize = 4;
/// How many numbers a [`Pace`] takes, in the order of its fields; NaN for what is not given.
pub const PACE: usize = 5;

/// What is not known, as a number.
fn number(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

impl Codec for Run {
    fn read(r: &mut Reader) -> Option<Self> {
        let max_duration = match (r.number()?, r.number()?) {
            (_, unit) if unit.is_nan() => None,
            (value, unit) => Some(Time::read(&mut Reader(&[value, unit]))?),
        };
        Some(Self { max_duration, dataloader_len: r.optional()?, ssr: r.number()? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        match self.max_duration {
            Some(time) => time.write(out),
            None => put(out, &[f64::NAN, f64::NAN]),
        }
        put(out, &[number(self.dataloader_len), self.ssr]);
    }
}

impl Codec for Pace {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self {
            dataloader_len: r.optional()?,
            samples_per_batch: r.optional()?,
            tokens_per_sample: r.optional()?,
            epochs_per_iteration: r.optional()?,
            microseconds_per_batch: r.optional()?,
        })
    }

    fn write(&self, out: &mut Vec<f64>) {
        let rates = [self.dataloader_len, self.samples_per_batch, self.tokens_per_sample];
        put(out, &rates.map(number));
        put(out, &[self.epochs_per_iteration, self.microseconds_per_batch].map(number));
    }
}
