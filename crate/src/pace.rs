//! The pace of a run: what each batch adds to every counter, so that a step index is a whole clock.
//!
//! A rate that is not given leaves its counters unreadable; nothing is ever counted as 0.

use crate::error::{Error, Refusal};
use crate::integer::safe;
use crate::math::float::{ceil, floor};
use crate::time::{Clock, Counter, Mark, Time, Unit};

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
pub(crate) struct Rate {
    times: f64,
    per: f64,
    /// The batch at which the counter was 0.
    since: f64,
    /// What is taken from every reading.
    less: f64,
}

impl Rate {
    const fn new(times: f64, per: f64) -> Self {
        Self { times, per, since: 0.0, less: 0.0 }
    }

    /// The same on a clock that began later.
    pub fn since(self, since: f64, less: f64) -> Self {
        Self { since, less, ..self }
    }

    /// A value of this counter as the run reads it, where it is a reading of the run at all times.
    pub fn of_run(self, value: f64) -> Option<f64> {
        let before = self.since * self.times / self.per;
        (floor(before) == before).then_some(value + self.less + before)
    }

    /// What a batch adds.
    pub fn per_batch(self) -> f64 {
        self.times / self.per
    }

    /// The reading at a batch.
    #[inline]
    pub fn at(self, batch: f64) -> f64 {
        floor((batch - self.since) * self.times / self.per) - self.less
    }

    /// The first batch at which a value is reached.
    pub fn first_at(self, value: f64) -> Result<f64, Refusal> {
        let estimate = ceil(ceil(value + self.less) * self.per / self.times);
        let mut batch = safe(estimate + self.since)?;
        // Rounding may have missed it by one.
        if self.at(batch - 1.0) >= value {
            batch -= 1.0;
        } else if self.at(batch) < value {
            batch += 1.0;
        }
        Ok(batch)
    }
}

impl Pace {
    // Out of line: the callers ask for all five in a row.
    #[inline(never)]
    pub(crate) fn rate(&self, unit: Unit) -> Result<Rate, Refusal> {
        let need =
            |rate: Option<f64>| rate.filter(|&n| n > 0.0).ok_or_else(|| Refusal::from(Error::CounterMissing { unit }));
        let (times, per) = match unit {
            Unit::Batch => (1.0, 1.0),
            Unit::Epoch => (1.0, need(self.dataloader_len)?),
            Unit::Iteration => (1.0, safe(need(self.dataloader_len)? * need(self.epochs_per_iteration)?)?),
            Unit::Sample => (need(self.samples_per_batch)?, 1.0),
            Unit::Token => (safe(need(self.samples_per_batch)? * need(self.tokens_per_sample)?)?, 1.0),
            Unit::Second => (need(self.microseconds_per_batch)?, MICROSECONDS),
            Unit::Duration => return Err(Error::CounterMissing { unit }.into()),
        };
        Ok(Rate::new(times, per))
    }

    /// Refuses a set of counters of which one can't be read, or passes 2⁵³ − 1, by step `last`.
    pub fn check(&self, counters: u8, last: f64) -> Result<(), Refusal> {
        for counter in Counter::ALL {
            if counters & counter.bit() != 0 {
                safe(last * self.rate(counter.unit())?.times)?;
            }
        }
        Ok(())
    }

    /// The readings of the counters of a set, the rest NaN; for sets and steps that [`Pace::check`] allows.
    pub fn reader(&self, counters: u8) -> Reader {
        Origin::START.reader(self, counters)
    }

    /// The first batch at which training has reached `end`: how many batches the run has.
    pub fn batches_until(&self, end: Time) -> Result<f64, Refusal> {
        let rate = self.rate(end.unit)?;
        let batches = ceil(safe(end.value * rate.per)? / rate.times);
        safe(batches.max(0.0))
    }
}

/// A pace bound to the counters that are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Reader([Rate; Counter::ALL.len()]);

/// When a clock began: all counters were 0 at a batch, but one that reads what is past a mark, which may lie between two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// That batch.
    pub batch: f64,
    own: Option<Own>,
}

/// A counter with an origin of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Own {
    counter: Counter,
    since: f64,
    less: f64,
}

impl Origin {
    /// That of the run.
    pub const START: Self = Self { batch: 0.0, own: None };

    fn place(&self, counter: Counter) -> (f64, f64) {
        match self.own {
            Some(own) if own.counter == counter => (own.since, own.less),
            _ => (self.batch, 0.0),
        }
    }

    /// How a counter follows the batch on this clock.
    pub(crate) fn rate(&self, pace: &Pace, counter: Counter) -> Result<Rate, Refusal> {
        let (since, less) = self.place(counter);
        pace.rate(counter.unit()).map(|rate| rate.since(since, less))
    }

    /// The clock that begins where a mark of this one is reached.
    pub fn begin(&self, pace: &Pace, at: Mark) -> Result<Self, Refusal> {
        let batch = self.rate(pace, at.counter)?.first_at(at.value)?;
        let (since, less) = self.place(at.counter);
        Ok(Self { batch, own: Some(Own { counter: at.counter, since, less: less + at.value }) })
    }

    /// The clock that began so much earlier, by as many batches as first reach it.
    pub fn earlier(&self, pace: &Pace, by: Mark) -> Result<Self, Refusal> {
        let batches = pace.rate(by.counter.unit())?.first_at(by.value)?;
        let (since, less) = self.place(by.counter);
        Ok(Self { batch: self.batch - batches, own: Some(Own { counter: by.counter, since, less: less - by.value }) })
    }

    /// The readings of the counters of a set, the rest NaN.
    pub fn reader(&self, pace: &Pace, counters: u8) -> Reader {
        Reader(Counter::ALL.map(|counter| self.rate_within(pace, counters, counter)))
    }

    // Out of line, as all are asked for in a row.
    #[inline(never)]
    fn rate_within(&self, pace: &Pace, counters: u8, counter: Counter) -> Rate {
        let read = counters & counter.bit() != 0;
        self.rate(pace, counter).ok().filter(|_| read).unwrap_or(Rate::new(f64::NAN, 1.0))
    }
}

impl Reader {
    /// How a counter grows where it does so evenly: its reading before anything is taken from it, exactly, what each step
    /// adds to it, and what is taken.
    pub fn even(&self, counter: Counter, step: f64) -> Option<(f64, f64, f64)> {
        let rate = self.0[counter as usize];
        (rate.per == 1.0).then_some(((step - rate.since) * rate.times, rate.times, rate.less))
    }

    /// The clock before batch `step` is trained.
    #[inline]
    pub fn clock(&self, step: f64) -> Clock {
        // Most curves read one counter: what is not read takes no division.
        Clock(self.0.map(|rate| if rate.times.is_nan() { f64::NAN } else { rate.at(step) }))
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
        assert_eq!(PACE.reader(0b11_1111).clock(43.0), Clock([2.0, 43.0, 172.0, 22016.0, 12.0, 6.0]));
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
        assert_eq!(pace.check(Counter::Token.bit(), 5.0), Err(missing.into()));
        assert!(matches!(PACE.check(Counter::Token.bit(), 1e14).map_err(Error::from), Err(Error::IntegerRange { .. })));
    }
}
