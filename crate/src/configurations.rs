//! Configurations in a row: each is resolved, checked, and summarized or evaluated.
//!
//! A run and the schedules that multiply are read from numbers, and become a row of numbers. A configuration that has no
//! curve is a row with the number of its error and nothing else; to tell it in words is left to whoever resolves it alone.

use crate::block::BLOCK;
use crate::codec::{Codec, Reader};
use crate::curve::{Phase, WARMUP_IS_ZERO};
use crate::error::{Error, Refusal};
use crate::fill::{fill, first_error, Steps};
use crate::integer::truncate;
use crate::pace::Pace;
use crate::resolve::resolve_at;
use crate::run::Run;
use crate::schedule::Schedule;
use crate::summary::Summary;
use crate::time::Time;
use crate::tree::Tree;
use alloc::vec::Vec;

/// Numbers of a row before the boundaries: the error (0 for none), batches, a bit for each schedule whose warm-up is 0,
/// where the last warm-up ends, peak, its step, the last value, the lowest, area, mean, the first step with half of the
/// peak, the largest jump, its step, and how many boundaries there are. Steps that no batch has are NaN.
pub const ROW: usize = 14;
/// Values that are computed at a time: whole blocks, and as many as stay in the processor's cache.
const CHUNK: usize = 32 * BLOCK;

/// What is asked of each configuration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// A row of [`ROW`] numbers and the boundaries, without what takes the values of the whole run.
    Ends,
    /// The whole row.
    Summary,
    /// The error, then the values of some steps.
    Values(Steps),
}

impl Wanted {
    /// How many numbers the row of a configuration has, before its boundaries.
    pub const fn width(self) -> usize {
        match self {
            Self::Values(steps) => 1 + steps.count,
            _ => ROW,
        }
    }
}

/// Buffers that configurations share.
pub struct Configurations {
    curves: Vec<Tree>,
    values: Vec<f64>,
    product: Vec<f64>,
    /// The boundaries of all rows since they were taken, one row after another.
    pub boundaries: Vec<f64>,
}

impl Configurations {
    /// Nothing yet.
    pub const NONE: Self = Self { curves: Vec::new(), values: Vec::new(), product: Vec::new(), boundaries: Vec::new() };

    /// Reads a configuration of so many schedules, and writes its row. `None` where the numbers are none.
    pub fn row(&mut self, numbers: &mut Reader, schedules: usize, wanted: Wanted, row: &mut [f64]) -> Option<()> {
        let (max_duration, ssr) = (Time::read(numbers)?, numbers.number()?);
        let pace = Pace::read(numbers)?;
        let factor = numbers.number()?;
        let mut described = Vec::new();
        for _ in 0..schedules {
            described.push(Schedule::read(numbers)?);
        }
        row.fill(f64::NAN);
        let before = self.boundaries.len();
        row[0] = match self.answer(max_duration, ssr, &pace, factor, &described, wanted, row) {
            Ok(()) => 0.0,
            Err(error) => {
                self.boundaries.truncate(before);
                f64::from(error.number())
            }
        };
        Some(())
    }

    #[allow(clippy::too_many_arguments)]
    fn answer(
        &mut self,
        max_duration: Time,
        ssr: f64,
        pace: &Pace,
        factor: f64,
        schedules: &[Schedule],
        wanted: Wanted,
        row: &mut [f64],
    ) -> Result<(), Refusal> {
        let end = Time::new(truncate(max_duration.value * ssr)?, max_duration.unit);
        if end.value < 1.0 {
            return Err(Error::IntegerRange { found: end.value }.into());
        }
        let batches = pace.batches_until(end)?;
        let run = Run { max_duration: Some(end), dataloader_len: pace.dataloader_len, ssr };
        let count = count_of(batches)?;
        let whole = Steps { from: 0.0, stride: 1.0, count };
        let steps = if let Wanted::Values(steps) = wanted { steps } else { whole };
        self.curves.clear();
        for schedule in schedules {
            let curve = resolve_at(schedule, &run, pace)?;
            first_error(&curve, pace, steps).map_err(|found| found.error)?;
            self.curves.push(curve);
        }
        if let Wanted::Values(steps) = wanted {
            return self.values(pace, steps, factor, &mut row[1..]);
        }
        row[1] = batches;
        row[2] =
            self.curves.iter().rev().fold(0.0, |bits, curve| 2.0 * bits + f64::from(curve.warnings() & WARMUP_IS_ZERO));
        self.ends(pace, row)?;
        if wanted == Wanted::Summary {
            self.summarize(pace, count, factor, row)?;
        }
        Ok(())
    }

    /// Where warm-ups end, and the ends of all pieces that have one, in batches.
    fn ends(&mut self, pace: &Pace, row: &mut [f64]) -> Result<(), Refusal> {
        let (mut warmup, before) = (0.0_f64, self.boundaries.len());
        for curve in &self.curves {
            for stage in &curve.stages(pace) {
                if stage.until.value.is_infinite() || stage.until.value <= 0.0 {
                    continue;
                }
                let until = pace.batches_until(stage.until.time())?;
                if matches!(stage.name.phase, Phase::Warmup) {
                    warmup = warmup.max(until);
                }
                self.boundaries.push(until);
            }
        }
        (row[3], row[13]) = (warmup, (self.boundaries.len() - before) as f64);
        Ok(())
    }

    fn values(&mut self, pace: &Pace, steps: Steps, factor: f64, out: &mut [f64]) -> Result<(), Refusal> {
        let values = self.evaluate(pace, steps)?;
        out.iter_mut().zip(values).for_each(|(slot, value)| *slot = value * factor);
        Ok(())
    }

    /// The product of the curves over a chunk, before the factor.
    fn evaluate(&mut self, pace: &Pace, steps: Steps) -> Result<&[f64], Refusal> {
        let count = steps.count;
        self.product.resize(count.max(CHUNK), 0.0);
        let (first, others) = self.curves.split_first().ok_or_else(Refusal::malformed)?;
        let product = &mut self.product[..count];
        fill(first, pace, steps, product).map_err(|found| found.error)?;
        for curve in others {
            self.values.resize(count.max(CHUNK), 0.0);
            let values = &mut self.values[..count];
            fill(curve, pace, steps, values).map_err(|found| found.error)?;
            product.iter_mut().zip(values).for_each(|(product, value)| *product *= *value);
        }
        Ok(product)
    }

    fn summarize(&mut self, pace: &Pace, count: usize, factor: f64, row: &mut [f64]) -> Result<(), Refusal> {
        let mut summary = Summary::default();
        for from in (0..count).step_by(CHUNK) {
            summary.add(self.evaluate(pace, batches(from, CHUNK.min(count - from)))?, factor);
        }
        let Some(peak) = summary.rises.last().copied() else { return Ok(()) };
        // Of a 0 and a −0 neither is the lower one: which of them is seen is a matter of lanes, so both are 0.
        (row[4], row[6], row[7]) = (peak.value + 0.0, summary.last, summary.low + 0.0);
        (row[8], row[9]) = (summary.sum(), summary.mean());
        // A short run is still there, whole.
        let whole = count <= CHUNK;
        let mut first_of =
            |block: usize, before: usize, found: &dyn Fn(&[f64], usize) -> bool| -> Result<f64, Refusal> {
                let from = if whole { 0 } else { (block * BLOCK).saturating_sub(before) };
                let until = if whole { count } else { ((block + 1) * BLOCK).min(count) };
                let values =
                    if whole { &self.product[..count] } else { self.evaluate(pace, batches(from, until - from))? };
                let start = block * BLOCK - from;
                let index = (start..values.len()).find(|&index| found(values, index));
                Ok(index.map_or(f64::NAN, |index| (from + index) as f64))
            };
        row[5] = first_of(peak.block, 0, &|values, index| values[index] * factor >= peak.value)?;
        let half = peak.value / 2.0;
        if let Some(block) = summary.reaches(half) {
            row[10] = first_of(block, 0, &|values, index| values[index] * factor >= half)?;
        }
        let jump = summary.jump;
        row[11] = jump.value;
        if jump.value > 0.0 {
            let is_jump = |values: &[f64], index: usize| {
                index > 0 && (values[index] * factor - values[index - 1] * factor).abs() == jump.value
            };
            row[12] = first_of(jump.block, 1, &is_jump)?;
        }
        Ok(())
    }
}

const fn batches(from: usize, count: usize) -> Steps {
    Steps { from: from as f64, stride: 1.0, count }
}

fn count_of(batches: f64) -> Result<usize, Refusal> {
    let count = batches as usize;
    if count as f64 == batches {
        return Ok(count);
    }
    Err(Error::IntegerRange { found: batches }.into())
}
