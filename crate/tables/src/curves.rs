//! The long layout: a row for each kept batch of a configuration's curves, evaluated into the columns of a file.
//!
//! The learning rates are those of the core crate's range, bit for bit: curves multiply left to right, then × the rate.

use crate::column::Values;
use crate::file::File;
use parquet::errors::{ParquetError, Result};
use scale_schedule::codec::Reader;
use scale_schedule::fill::fill;
use scale_schedule::steps::Steps;
use scale_schedule::wire::{self, Loaded};

/// Values that are evaluated at a time: they stay in a processor's first caches.
const CHUNK: usize = 8192;

/// A configuration: curves that multiply, and the batches that are kept.
pub struct Configuration {
    id: i32,
    base_lr: f64,
    curves: Vec<Loaded>,
    kept: Vec<Steps>,
}

impl Configuration {
    /// From numbers: its own, the learning rate; how many curves, each with how many numbers it has; how many ranges of
    /// batches, each as first, stride and count. `None` for anything else.
    pub fn read(numbers: &[f64]) -> Option<Self> {
        let mut r = Reader(numbers);
        let (id, base_lr) = (r.number()? as i32, r.number()?);
        let curves = (0..r.number()? as usize).map(|_| {
            let (own, rest) = {
                let length = r.number()? as usize;
                r.0.split_at_checked(length)?
            };
            r.0 = rest;
            wire::load(own).ok()
        });
        let curves = curves.collect::<Option<Vec<_>>>()?;
        let kept = (0..r.number()? as usize)
            .map(|_| Some(Steps { from: r.number()?, stride: r.number()?, count: r.number()? as usize }));
        let kept = kept.collect::<Option<Vec<_>>>()?;
        (r.0.is_empty() && !curves.is_empty()).then_some(Self { id, base_lr, curves, kept })
    }

    /// Adds its rows to a file with the columns configuration, step and learning rate.
    pub fn add_to(&self, file: &mut File) -> Result<()> {
        let mut factor = vec![0.0; if self.curves.len() > 1 { CHUNK } else { 0 }];
        for steps in &self.kept {
            let mut done = 0;
            while done < steps.count {
                let count = (steps.count - done).min(file.room()).min(CHUNK);
                let some = Steps { from: steps.at(done), count, ..*steps };
                let [ids, batches, rates] = file.columns.as_mut_slice() else { return Err(malformed("the columns")) };
                let (Values::Int32(ids), Values::Int32(batches), Values::Float64(rates)) =
                    (&mut ids.values, &mut batches.values, &mut rates.values)
                else {
                    return Err(malformed("the columns"));
                };
                ids.resize(ids.len() + count, self.id);
                batches.extend((0..count).map(|index| some.at(index) as i32));
                let start = rates.len();
                rates.resize(start + count, 0.0);
                self.evaluate(some, &mut rates[start..], &mut factor)?;
                file.add_rows(count)?;
                done += count;
            }
        }
        Ok(())
    }

    /// The learning rates of at most a chunk of batches.
    fn evaluate(&self, steps: Steps, out: &mut [f64], factor: &mut [f64]) -> Result<()> {
        for (index, Loaded { curve, pace }) in self.curves.iter().enumerate() {
            let into = if index == 0 { &mut *out } else { &mut factor[..steps.count] };
            fill(curve, pace, steps, into).map_err(|_| malformed("a batch without a rate"))?;
            if index > 0 {
                out.iter_mut().zip(&*factor).for_each(|(rate, factor)| *rate *= factor);
            }
        }
        for rate in out {
            *rate *= self.base_lr;
        }
        Ok(())
    }
}

fn malformed(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}
