//! The long layout: a row for each kept batch, with the columns configuration, step and learning rate.

use crate::column::Values;
use crate::configuration::{Configuration, CHUNK};
use crate::file::File;
use parquet::errors::{ParquetError, Result};
use scale_schedule::steps::Steps;

/// Adds the rows of a configuration.
pub fn add(file: &mut File, configuration: &mut Configuration) -> Result<()> {
    for range in 0..configuration.kept.len() {
        let steps = configuration.kept[range];
        let mut done = 0;
        while done < steps.count {
            let count = (steps.count - done).min(file.room()).min(CHUNK);
            let [ids, batches, rates] = file.columns.as_mut_slice() else { return Err(other_columns()) };
            let (Values::Int32(ids), Values::Int32(batches), Values::Float64(rates)) =
                (&mut ids.values, &mut batches.values, &mut rates.values)
            else {
                return Err(other_columns());
            };
            let some = Steps { from: steps.at(done), count, ..steps };
            ids.resize(ids.len() + count, configuration.id);
            put_batches(batches, some);
            configuration.evaluate(some, rates)?;
            file.add_rows(count)?;
            done += count;
        }
    }
    Ok(())
}

/// Adds steps, which a column of 32 bits has room for.
pub(crate) fn put_batches(batches: &mut Vec<i32>, steps: Steps) {
    let (first, stride) = (steps.from as i32, steps.stride as i32);
    batches.extend((0_i32..).take(steps.count).map(|index| first.wrapping_add(index.wrapping_mul(stride))));
}

fn other_columns() -> ParquetError {
    ParquetError::General("other columns than configuration, step and learning rate".to_owned())
}
