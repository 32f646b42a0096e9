//! The pace of a run: what each batch adds to every counter, so that a step index is a whole clock.
//!
//! A rate that is not given leaves its counters unreadable; nothing is ever counted as 0.

use crate::error::Error;
use crate::integer::safe;
use crate::math::float::{ceil, floor};
use crate::time::{Clock, Counter, Time, Unit};

const MICROSECONDS: f64 = 1e6;

/// Positive integers; `None` where the run does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// Batches in an epoch.
    pub dataloader_len: Option<f64>,
    /// Samples in a batch, over all devices.
    pub samples_per_batch: Option<f64>,
    /// Tokens in a sample.
    pub tokens_per_sample: Option<f64>,
    /// Epochs in an iteration.
    pub epochs_per_iteration: Option<f64>,
    /// Wall clock of a batch.
    pub microseconds_per_batch: Option<f64>,
}

/// How one counter follows the batch: floor(batch × times / per), of which one factor is 1 except for seconds.
#[derive(Clone, Copy, Debug)]
struct Rate {
    times: f64,
    per: f64,
}

impl Pace {
    // Out of line: the callers ask for all five in a row.
    #[inline(never)]
    fn rate(&self, unit: Unit) -> Result<Rate, Error> {
        let need = |rate: Option<f64>| rate.filter(|&n| n > 0.0).ok_or(Error::CounterMissing { unit });
        let (times, per) = match unit {
            Unit::Batch => (1.0, 1.0),
            Unit::Epoch => (1.0, need(self.dataloader_len)?),
            Unit::Iteration => (1.0, safe(need(self.dataloader_len)? * need(self.epochs_per_iteration)?)?),
            Unit::Sample => (need(self.samples_per_batch)?, 1.0),
            Unit::Token => (safe(need(self.samples_per_batch)? * need(self.tokens_per_sample)?)?, 1.0),
            Unit::Second => (need(self.microseconds_per_batch)?, MICROSECONDS),
            Unit::Duration => return Err(Error::CounterMissing { unit }),
        };
        Ok(Rate { times, per })
    }

    /// Refuses a set of counters of which one can't be read, or passes 2⁵³ − 1, by step `last`.
    pub fn check(&self, counters: u8, last: f64) -> Result<(), Error> {
        for counter in Counter::ALL {
            if counters & counter.bit() != 0 {
                safe(last * self.rate(counter.unit())?.times)?;
            }
        }
        Ok(())
    }

    /// The readings of the counters of a set, the rest NaN; for sets and steps that [`Pace::check`] allows.
    pub fn reader(&self, counters: u8) -> Reader {
        Reader(Counter::ALL.map(|counter| self.rate_within(counters, counter)))
    }

    // Out of line, as all five are asked for in a row.
    #[inline(never)]
    fn rate_within(&self, counters: u8, counter: Counter) -> Rate {
        let read = counters & counter.bit() != 0;
        self.rate(counter.unit()).ok().filter(|_| read).unwrap_or(Rate { times: f64::NAN, per: 1.0 })
    }

    /// The first batch at which training has reached `end`: how many batches the run has.
    pub fn batches_until(&self, end: Time) -> Result<f64, Error> {
        let rate = self.rate(end.unit)?;
        let batches = ceil(safe(end.value * rate.per)? / rate.times);
        safe(batches.max(0.0))
    }
}

/// A pace bound to the counters that are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Reader([Rate; 5]);

impl Reader {
    /// How a counter grows from step to step where it does so evenly: its reading is step × this, exactly.
    pub fn even(&self, counter: Counter) -> Option<f64> {
        let rate = self.0[counter as usize];
        (rate.per == 1.0).then_some(rate.times)
    }

    /// The clock before batch `step` is trained.
    #[inline]
    pub fn clock(&self, step: f64) -> Clock {
        Clock(self.0.map(|rate| floor(step * rate.times / rate.per)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        dataloader_len: Some(7.0),
        samples_per_batch: Some(4.0),
        tokens_per_sample: Some(128.0),
        epochs_per_iteration: Some(3.0),
        microseconds_per_batch: Some(300_000.0),
    };

    #[test]
    fn every_counter_follows_the_batch() {
        assert_eq!(PACE.reader(0b1_1111).clock(43.0), Clock([2.0, 43.0, 172.0, 22016.0, 12.0]));
    }

    #[test]
    fn the_run_ends_at_the_first_batch_that_reaches_it() {
        let ends = [(2.0, Unit::Epoch, 14.0), (1.0, Unit::Iteration, 21.0), (9.0, Unit::Sample, 3.0)];
        for (value, unit, batches) in ends {
            assert_eq!(PACE.batches_until(Time::new(value, unit)), Ok(batches));
        }
        assert_eq!(PACE.batches_until(Time::new(1.0, Unit::Second)), Ok(4.0));
    }

    #[test]
    fn a_rate_that_is_not_given_is_missed_only_by_the_counters_that_need_it() {
        let pace = Pace { tokens_per_sample: None, ..PACE };
        assert_eq!(pace.check(Counter::Sample.bit() | Counter::Batch.bit(), 5.0), Ok(()));
        let missing = Error::CounterMissing { unit: Unit::Token };
        assert_eq!(pace.check(Counter::Token.bit(), 5.0), Err(missing));
        assert!(matches!(PACE.check(Counter::Token.bit(), 1e14), Err(Error::IntegerRange { .. })));
    }
}
