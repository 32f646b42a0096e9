//! The wide layout: a row for each batch that some configuration keeps, with the columns step and, for each
//! configuration, its learning rate, or null where it does not keep the batch.

use crate::column::Values;
use crate::configuration::{counted, Configuration};
use crate::file::File;
use crate::long::put_batches;
use parquet::errors::{ParquetError, Result};
use scale_schedule::codec::Reader;
use scale_schedule::steps::Steps;

/// The most cells that are evaluated at a time.
const CELLS: usize = 1 << 20;
/// The least and the most batches of a window, within which rows are found.
const LEAST: usize = 256;
const MOST: usize = 8192;

/// The configurations of a part, and its batches from `from` up to `until` (not included).
pub struct Part {
    from: usize,
    until: usize,
    /// Those without a curve have a column all the same.
    columns: Vec<Option<Configuration>>,
}

impl Part {
    /// From numbers: the first batch, the end; how many columns, each with how many numbers its configuration has, none
    /// where there is no curve. `None` for anything else.
    pub fn read(numbers: &[f64]) -> Option<Self> {
        let mut r = Reader(numbers);
        let (from, until) = (r.number()? as usize, r.number()? as usize);
        let columns = (0..r.number()? as usize).map(|_| match counted(&mut r)? {
            [] => Some(None),
            numbers => Configuration::read(numbers).map(Some),
        });
        let columns = columns.collect::<Option<Vec<_>>>()?;
        r.0.is_empty().then_some(Self { from, until, columns })
    }

    /// Adds the rows; how many there are.
    pub fn add_to(&mut self, file: &mut File) -> Result<usize> {
        if file.columns.len() != self.columns.len() + 1 {
            return Err(ParquetError::General("other columns than step and a learning rate each".to_owned()));
        }
        let size = (CELLS / file.columns.len()).clamp(LEAST, MOST);
        let mut rows = 0;
        for start in (self.from..self.until).step_by(size) {
            rows += self.add_window(file, start..self.until.min(start + size))?;
        }
        Ok(rows)
    }

    /// Adds the rows of a few batches.
    fn add_window(&mut self, file: &mut File, window: std::ops::Range<usize>) -> Result<usize> {
        let mut any = vec![false; window.len()];
        for steps in self.columns.iter().flatten().flat_map(|configuration| within(&configuration.kept, &window)) {
            mark(&mut any, steps, window.start);
        }
        let kept: Vec<usize> = (0..any.len()).filter(|&index| any[index]).collect();
        let Some((steps, rates)) = file.columns.split_first_mut() else { return Ok(0) };
        if let Values::Int32(batches) = &mut steps.values {
            for &index in &kept {
                put_batches(batches, Steps { from: (window.start + index) as f64, stride: 1.0, count: 1 });
            }
        }
        for (configuration, column) in self.columns.iter_mut().zip(rates) {
            let mut own = vec![false; window.len()];
            if let (Some(configuration), Values::Float64(values)) = (configuration, &mut column.values) {
                let steps: Vec<_> = within(&configuration.kept, &window).collect();
                for steps in steps {
                    mark(&mut own, steps, window.start);
                    configuration.evaluate(steps, values)?;
                }
            }
            column.push_valid(kept.iter().map(|&index| own[index]));
        }
        file.add_rows(kept.len())?;
        Ok(kept.len())
    }
}

/// The steps of ranges that are in a window.
fn within<'a>(kept: &'a [Steps], window: &std::ops::Range<usize>) -> impl Iterator<Item = Steps> + 'a {
    let (start, end) = (window.start as f64, window.end as f64);
    // Ranges are in order, and most of many are elsewhere.
    let first = kept.partition_point(|steps| steps.at(steps.count) <= start);
    kept[first..].iter().take_while(move |steps| steps.from < end).filter_map(move |steps| {
        let below = |bound: f64| ((bound - steps.from) / steps.stride).ceil().clamp(0.0, steps.count as f64) as usize;
        let (skipped, until) = (below(start), below(end));
        (skipped < until).then(|| Steps { from: steps.at(skipped), count: until - skipped, ..*steps })
    })
}

/// Marks the steps of a window that starts at `start`.
fn mark(window: &mut [bool], steps: Steps, start: usize) {
    let first = steps.from as usize - start;
    for index in 0..steps.count {
        window[first + index * steps.stride as usize] = true;
    }
}
