//! What a part of a tree is resolved for: its run, the pace, the clock that it sees.

use crate::error::{Error, Refusal};
use crate::math::float::trunc;
use crate::pace::{Origin, Pace};
use crate::run::Run;
use crate::time::{Counter, Mark, Time, Unit};

/// A run on a clock of its own.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub run: Run,
    pub pace: &'a Pace,
    /// When the clock began; `None` where the pace does not tell.
    pub origin: Option<Origin>,
}

impl Setting<'_> {
    /// The end of the run on a counter.
    #[inline(never)]
    pub fn end(&self) -> Result<Mark, Refusal> {
        let max = self.run.max_duration()?;
        let on = |counter| Ok(Mark { counter, value: max.value });
        match max.unit {
            Unit::Epoch => {
                let batches =
                    self.run.dataloader_len.ok_or_else(|| Refusal::from(Error::NoDataloaderLen { time: max }))?;
                Ok(Mark { counter: Counter::Batch, value: max.value * batches })
            }
            Unit::Duration => Err(Error::MaxDurationUnit { found: max }.into()),
            Unit::Iteration => on(Counter::Iteration),
            Unit::Batch => on(Counter::Batch),
            Unit::Sample => on(Counter::Sample),
            Unit::Token => on(Counter::Token),
            Unit::Second => on(Counter::Second),
        }
    }

    /// The first batch that reaches a mark, of the outermost run.
    #[inline(never)]
    pub fn batch_at(&self, mark: Mark) -> Result<f64, Refusal> {
        let origin = self.origin.ok_or_else(|| Refusal::from(Error::CounterMissing { unit: mark.counter.unit() }))?;
        origin.rate(self.pace, mark.counter)?.first_at(mark.value)
    }

    /// What a counter reads where a mark is reached.
    #[inline(never)]
    fn reading(&self, counter: Counter, at: Mark) -> Result<f64, Refusal> {
        if counter == at.counter {
            return Ok(at.value);
        }
        let origin = self.origin.ok_or_else(|| Refusal::from(Error::CounterMissing { unit: counter.unit() }))?;
        Ok(origin.rate(self.pace, counter)?.at(self.batch_at(at)?))
    }

    /// Whether a mark is reached before another, or with it.
    #[inline(never)]
    pub fn is_before(&self, mark: Mark, other: Mark) -> Result<bool, Refusal> {
        if mark.counter == other.counter {
            return Ok(mark.value <= other.value);
        }
        Ok(self.batch_at(mark)? <= self.batch_at(other)?)
    }

    /// What is left from a mark on (or from the start), up to another, as a run of its own; `None` where nothing is.
    #[inline(never)]
    pub fn segment(&self, from: Option<Mark>, until: Mark) -> Result<Option<Self>, Refusal> {
        let (value, origin) = match from {
            None => (until.value, self.origin),
            Some(from) => {
                let origin = self.origin.and_then(|origin| origin.begin(self.pace, from).ok());
                (until.value - self.reading(until.counter, from)?, origin)
            }
        };
        let run = Run { max_duration: Some(Time::new(value, until.counter.unit())), ..self.run };
        Ok((value > 0.0).then_some(Self { run, origin, ..*self }))
    }

    /// A run that began so much earlier, and ends where this one does.
    #[inline(never)]
    pub fn earlier(&self, by: Mark) -> Result<Self, Refusal> {
        let end = self.end()?;
        let begun = self.origin.and_then(|origin| origin.earlier(self.pace, by).ok());
        let more = if end.counter == by.counter {
            by.value
        } else {
            let rate = self.pace.rate(by.counter.unit())?;
            self.pace.rate(end.counter.unit())?.at(rate.first_at(by.value)?)
        };
        let run = Run { max_duration: Some(Time::new(end.value + more, end.counter.unit())), ..self.run };
        Ok(Self { run, origin: begun, ..*self })
    }

    /// A run whose ratio and length are multiplied by a factor.
    #[inline(never)]
    pub fn stretched(&self, factor: f64) -> Result<Self, Refusal> {
        let max = self.run.max_duration()?;
        let exact = max.value * factor;
        let value = if trunc(max.value) == max.value { trunc(exact) } else { exact };
        if value <= 0.0 || !value.is_finite() {
            return Err(Error::MaxDurationZero { max_duration: max, ssr: factor, found: value }.into());
        }
        let run = Run { max_duration: Some(Time::new(value, max.unit)), ssr: self.run.ssr * factor, ..self.run };
        Ok(Self { run, ..*self })
    }
}
