//! A configuration: curves that multiply, and which of its batches are kept.
//!
//! Its learning rates are those of the core crate's ranges, bit for bit: curves multiply left to right, then × the rate.

use parquet::errors::{ParquetError, Result};
use scale_schedule::codec::Reader;
use scale_schedule::fill::fill;
use scale_schedule::steps::Steps;
use scale_schedule::wire::{self, Loaded};

/// Values that are evaluated at a time: they stay in a processor's first caches.
pub const CHUNK: usize = 8192;

/// A configuration.
pub struct Configuration {
    /// Its number.
    pub id: i32,
    base_lr: f64,
    curves: Vec<Loaded>,
    /// The batches that are kept, in order.
    pub kept: Vec<Steps>,
    /// A factor of a chunk.
    factor: Vec<f64>,
}

impl Configuration {
    /// From numbers: its own, the learning rate; how many curves, each with how many numbers it has; how many ranges of
    /// batches, each as first, stride and count. `None` for anything else.
    pub fn read(numbers: &[f64]) -> Option<Self> {
        let mut r = Reader(numbers);
        let (id, base_lr) = (r.number()? as i32, r.number()?);
        let curves = (0..r.number()? as usize).map(|_| wire::load(counted(&mut r)?).ok());
        let curves = curves.collect::<Option<Vec<_>>>()?;
        let kept = (0..r.number()? as usize)
            .map(|_| Some(Steps { from: r.number()?, stride: r.number()?, count: r.number()? as usize }));
        let kept = kept.collect::<Option<Vec<_>>>()?;
        let factor = vec![0.0; if curves.len() > 1 { CHUNK } else { 0 }];
        (r.0.is_empty() && !curves.is_empty()).then_some(Self { id, base_lr, curves, kept, factor })
    }

    /// Adds the learning rates of batches.
    pub fn evaluate(&mut self, steps: Steps, out: &mut Vec<f64>) -> Result<()> {
        let start = out.len();
        out.resize(start + steps.count, 0.0);
        for (index, out) in out[start..].chunks_mut(CHUNK).enumerate() {
            let some = Steps { from: steps.at(index * CHUNK), count: out.len(), ..steps };
            self.evaluate_chunk(some, out).map_err(|_| ParquetError::General("a batch without a rate".to_owned()))?;
        }
        Ok(())
    }

    fn evaluate_chunk(
        &mut self,
        steps: Steps,
        out: &mut [f64],
    ) -> std::result::Result<(), scale_schedule::fill::StepError> {
        for (index, Loaded { curve, pace }) in self.curves.iter().enumerate() {
            if index == 0 {
                fill(curve, pace, steps, out)?;
                continue;
            }
            let factor = &mut self.factor[..steps.count];
            fill(curve, pace, steps, factor)?;
            for (rate, factor) in out.iter_mut().zip(factor) {
                *rate *= *factor;
            }
        }
        for rate in out {
            *rate *= self.base_lr;
        }
        Ok(())
    }
}

/// Numbers behind their count.
pub(crate) fn counted<'a>(r: &mut Reader<'a>) -> Option<&'a [f64]> {
    let count = r.number()? as usize;
    let (own, rest) = r.0.split_at_checked(count)?;
    r.0 = rest;
    Some(own)
}
