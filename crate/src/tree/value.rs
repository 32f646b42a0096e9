//! A tree at one moment: the operations of a range, in the same order.

use super::{Kind, Node, Part, Tree};
use crate::codec::Codec;
use crate::error::{Error, Refusal};
use crate::pace::{Origin, Pace};
use crate::time::{Clock, Counter, Mark};

/// What counters read, and what of them is known.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    clock: Clock,
    /// The set of counters that are known.
    known: u8,
    /// The counter that reads what is past a mark, what it would read without, and all that is taken from it: as in ranges,
    /// one number is.
    own: Option<(Counter, f64, f64)>,
    /// The batch of the run.
    batch: f64,
    /// When this clock began; `None` where the pace does not tell.
    origin: Option<Origin>,
    pace: &'a Pace,
}

impl<'a> Moment<'a> {
    /// On the clock of the run; what is NaN is not known.
    #[inline(never)]
    pub fn of_run(clock: Clock, pace: &'a Pace) -> Self {
        let known = Counter::ALL.into_iter().filter(|&counter| !clock.get(counter).is_nan());
        let known = known.fold(0, |set, counter| set | counter.bit());
        Self { clock, known, own: None, batch: clock.get(Counter::Batch), origin: Some(Origin::START), pace }
    }

    /// Where a clock begins: all counters are 0.
    pub fn start(pace: &'a Pace) -> Self {
        Self::of_run(Clock([0.0; Counter::ALL.len()]), pace)
    }

    /// Where a mark of a clock is reached: its counter reads exactly that, all others what they read at the first batch that
    /// reaches it.
    #[inline(never)]
    pub fn at(origin: Option<Origin>, pace: &'a Pace, mark: Mark) -> Self {
        let lone = Self { clock: only(mark), known: mark.counter.bit(), own: None, batch: 0.0, origin: None, pace };
        let Some(origin) = origin else { return lone };
        let Ok(batch) = origin.rate(pace, mark.counter).and_then(|rate| rate.first_at(mark.value)) else { return lone };
        Self { batch, origin: Some(origin), ..lone }.with_others(mark)
    }

    /// The same moment on the clock that begins at a mark.
    fn inside(&self, began: Mark) -> Result<Self, Refusal> {
        let origin = self.origin.and_then(|origin| origin.begin(self.pace, began).ok());
        self.on(origin, began.counter, began.value)
    }

    /// The same moment on the clock that began so much earlier.
    fn earlier(&self, by: Mark) -> Result<Self, Refusal> {
        let origin = self.origin.and_then(|origin| origin.earlier(self.pace, by).ok());
        self.on(origin, by.counter, -by.value)
    }

    /// The same moment on another clock, from one of whose counters something is taken.
    #[inline(never)]
    fn on(&self, origin: Option<Origin>, counter: Counter, taken: f64) -> Result<Self, Refusal> {
        let (reading, less) = match self.own {
            Some((own, reading, less)) if own == counter => (reading, less + taken),
            _ => (self.get(counter)?, taken),
        };
        let moment = Self { origin, own: Some((counter, reading, less)), ..*self };
        Ok(moment.with_others(Mark { counter, value: reading - less }))
    }

    /// With what one counter reads, and the others by the pace.
    #[inline(never)]
    fn with_others(self, own: Mark) -> Self {
        let mut moment = Self { clock: only(own), known: own.counter.bit(), ..self };
        let Some(origin) = self.origin else { return moment };
        for counter in Counter::ALL {
            if let (false, Ok(rate)) = (counter == own.counter, origin.rate(self.pace, counter)) {
                let reading = rate.at(self.batch);
                moment.clock.0[counter as usize] = if reading < 0.0 { 0.0 } else { reading };
                moment.known |= counter.bit();
            }
        }
        moment
    }

    /// The reading of a counter.
    #[inline(never)]
    pub fn get(&self, counter: Counter) -> Result<f64, Refusal> {
        if self.known & counter.bit() == 0 {
            return Err(Error::CounterMissing { unit: counter.unit() }.into());
        }
        Ok(self.clock.get(counter))
    }

    fn is_reached(&self, mark: Mark) -> Result<bool, Refusal> {
        Ok(self.get(mark.counter)? >= mark.value)
    }
}

/// A clock of which one counter is read.
fn only(mark: Mark) -> Clock {
    let mut clock = Clock([f64::NAN; Counter::ALL.len()]);
    clock.0[mark.counter as usize] = mark.value;
    clock
}

impl Tree {
    /// The multiplier at one moment of a run without a pace.
    pub fn value_at(&self, clock: &Clock) -> Result<f64, Refusal> {
        match self {
            Self::Leaf(curve) => curve.value_at(clock),
            Self::Node(_) => self.value(&Moment::of_run(*clock, &Pace::default())),
        }
    }

    /// The multiplier at one moment.
    #[inline(never)]
    pub fn value(&self, moment: &Moment) -> Result<f64, Refusal> {
        match self {
            Self::Leaf(curve) => {
                let missing = curve.counters() & !moment.known;
                if let Some(counter) = Counter::ALL.into_iter().find(|counter| missing & counter.bit() != 0) {
                    return Err(Error::CounterMissing { unit: counter.unit() }.into());
                }
                curve.value_at(&moment.clock)
            }
            Self::Node(node) => node.value(moment),
        }
    }
}

impl Node {
    fn value(&self, moment: &Moment) -> Result<f64, Refusal> {
        let first = self.first()?;
        match self.kind {
            Kind::Sequence => {
                let mut on = 0;
                for &mark in &self.marks {
                    if !moment.is_reached(mark)? {
                        break;
                    }
                    on += 1;
                }
                let Part { outer, tree } = self.parts.get(on).ok_or_else(Refusal::malformed)?;
                if *outer || on == 0 {
                    return tree.value(moment);
                }
                tree.value(&moment.inside(self.marks[on - 1])?)
            }
            Kind::Repeat => {
                let cycle = self.cycle(moment.get(self.mark().counter)?);
                let inside = moment.inside(self.start_of(cycle))?;
                let factor = self.factor(cycle)?;
                Ok(first.value(&inside)? * factor)
            }
            Kind::Cooldown => {
                let [start, end] = self.marks[..] else { return Err(Refusal::malformed()) };
                if moment.is_reached(end)? {
                    return Ok(self.numbers[0]);
                }
                let value = first.value(moment)?;
                let (true, Some(decline)) = (moment.is_reached(start)?, self.parts.last()) else { return Ok(value) };
                Ok(self.mix(value, decline.tree.value(moment)?))
            }
            Kind::Earlier => first.value(&moment.earlier(self.mark())?),
            _ => {
                let mut value = first.value(moment)?;
                for part in &self.parts[1..] {
                    value = self.combine(value, part.tree.value(moment)?);
                }
                Ok(self.change(value))
            }
        }
    }

    /// Of a repeat: the value that stays once so many cycles are over.
    pub(crate) fn last(&self, times: f64, origin: Option<Origin>, pace: &Pace) -> Result<f64, Refusal> {
        let (cycle, end, every) = (self.start_of(times - 1.0), self.start_of(times), self.mark());
        let mut inside = Moment::at(origin, pace, end).inside(cycle)?;
        // Exactly the length of a cycle, whatever rounding has made of its ends.
        inside.clock.0[every.counter as usize] = every.value;
        Ok(self.first()?.value(&inside)? * self.factor(times - 1.0)?)
    }
}
