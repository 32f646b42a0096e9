//! The facts of a run that times are converted with: Composer's `_convert_time`.
//!
//! Does not scale `max_duration`: whoever makes the run has done that, as Composer's Trainer does.

use crate::decimal::Decimal;
use crate::error::{Error, Refusal};
use crate::integer::{safe, truncate, within};
use crate::math::float::trunc;
use crate::time::{Counter, Mark, Time, Unit};

/// What a scheduler is resolved for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The end of training, already scaled; `None` where the state has none.
    pub max_duration: Option<Time>,
    /// Batches in an epoch, where known.
    pub dataloader_len: Option<f64>,
    /// The scale schedule ratio; any float, as in Composer.
    pub ssr: f64,
}

impl Run {
    /// Refuses what Composer's `State` refuses: a `max_duration` that is itself a fraction.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.max_duration {
            Some(found) if found.unit == Unit::Duration => Err(Error::MaxDurationUnit { found }.into()),
            _ => Ok(()),
        }
    }

    /// `max_duration`, which every scheduler needs.
    pub fn max_duration(&self) -> Result<Time, Refusal> {
        self.max_duration.ok_or_else(|| Refusal::from(Error::NoMaxDuration {}))
    }

    /// A time as an absolute point on a counter, scaled by the run's own ratio.
    pub fn scaled(&self, time: Time) -> Result<Mark, Refusal> {
        self.convert(time, self.ssr)
    }

    /// A time as an absolute point on a counter, not scaled.
    pub fn unscaled(&self, time: Time) -> Result<Mark, Refusal> {
        self.convert(time, 1.0)
    }

    /// Composer's `_convert_time`: the same checks and the same multiplications, in its order.
    pub fn convert(&self, time: Time, ssr: f64) -> Result<Mark, Refusal> {
        let counter = match time.unit {
            Unit::Second => return Err(Error::WallClockUnit { time }.into()),
            Unit::Duration => return self.convert_fraction(time),
            Unit::Epoch => {
                self.max_duration()?;
                let batches = safe(time.value * self.dataloader_len(time)?)?;
                return mark(Counter::Batch, batches * ssr);
            }
            Unit::Iteration => Counter::Iteration,
            Unit::Batch => Counter::Batch,
            Unit::Sample => Counter::Sample,
            Unit::Token => Counter::Token,
        };
        self.max_duration()?;
        mark(counter, time.value * ssr)
    }

    /// The same for a time that is written with a fraction: its text times the length of an epoch, rounded once, times the
    /// ratio; never truncated.
    pub fn convert_decimal(&self, time: Time, decimal: Decimal, ssr: f64) -> Result<Mark, Refusal> {
        let Mark { counter, .. } = self.convert(Time::new(0.0, time.unit), ssr)?;
        let value = match time.unit {
            Unit::Epoch => decimal.times(self.dataloader_len(time)?),
            _ => decimal.times(1.0),
        };
        Ok(Mark { counter, value: within(value * ssr)? })
    }

    /// A fraction of the run: never scaled, as `max_duration` has been.
    fn convert_fraction(&self, time: Time) -> Result<Mark, Refusal> {
        let max = self.max_duration()?;
        let counter = match max.unit {
            // In this order: (value × dataloader_len) × epochs rounds otherwise than value × (dataloader_len × epochs).
            Unit::Epoch => {
                return Self::fraction(Counter::Batch, time.value * self.dataloader_len(time)? * max.value, max);
            }
            Unit::Duration => return Err(Error::MaxDurationUnit { found: max }.into()),
            Unit::Iteration => Counter::Iteration,
            Unit::Batch => Counter::Batch,
            Unit::Sample => Counter::Sample,
            Unit::Token => Counter::Token,
            Unit::Second => Counter::Second,
        };
        Self::fraction(counter, time.value * max.value, max)
    }

    /// A fraction of a run is truncated, but of one whose length is no whole number.
    fn fraction(counter: Counter, value: f64, max: Time) -> Result<Mark, Refusal> {
        if trunc(max.value) == max.value {
            return mark(counter, value);
        }
        Ok(Mark { counter, value: within(value)? })
    }

    fn dataloader_len(&self, time: Time) -> Result<f64, Refusal> {
        self.dataloader_len.ok_or_else(|| Refusal::from(Error::NoDataloaderLen { time }))
    }
}

fn mark(counter: Counter, value: f64) -> Result<Mark, Refusal> {
    Ok(Mark { counter, value: truncate(value)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(max: Time, len: Option<f64>) -> Run {
        Run { max_duration: Some(max), dataloader_len: len, ssr: 1.0 }
    }

    #[test]
    fn a_fraction_of_an_epoch_run_multiplies_by_the_dataloader_first() {
        let run = run(Time::new(100.0, Unit::Epoch), Some(1.0));
        let mark = run.unscaled(Time::new(0.29, Unit::Duration)).unwrap();
        assert_eq!(mark, Mark { counter: Counter::Batch, value: 28.0 });
    }

    #[test]
    fn a_negative_time_truncates_toward_zero_and_has_no_negative_zero() {
        let run = run(Time::new(10.0, Unit::Batch), None);
        let mark = run.convert(Time::new(-1.0, Unit::Batch), 0.5).unwrap();
        assert!(mark.value == 0.0 && mark.value.is_sign_positive());
    }

    #[test]
    fn epochs_need_a_dataloader_length_and_keep_within_the_safe_integers() {
        let time = Time::new(3.0, Unit::Epoch);
        let max = Time::new(10.0, Unit::Token);
        assert_eq!(run(max, None).unscaled(time), Err(Error::NoDataloaderLen { time }.into()));
        let found = 3.0 * 9e15;
        assert_eq!(run(max, Some(9e15)).unscaled(time), Err(Error::IntegerRange { found }.into()));
    }
}
