//! Units, times and the clock of absolute counters.
//!
//! Does not parse or print: text is TypeScript's. Values are `f64` holding safe integers (|v| ≤ 2⁵³ − 1), except in
//! `dur`, so that the same numbers cross the boundary unchanged and the last division is IEEE's.

/// The largest integer that `f64` counts without gaps, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Composer's `TimeUnit`; the discriminants are the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Unit {
    /// `iter`
    Iteration = 0,
    /// `ep`
    Epoch = 1,
    /// `ba`
    Batch = 2,
    /// `sp`
    Sample = 3,
    /// `tok`
    Token = 4,
    /// `dur`, a fraction of `max_duration`
    Duration = 5,
    /// `sec`
    Second = 6,
}

impl Unit {
    /// Every unit, in wire order.
    pub const ALL: [Self; 7] =
        [Self::Iteration, Self::Epoch, Self::Batch, Self::Sample, Self::Token, Self::Duration, Self::Second];

    /// As times are written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iteration => "iter",
            Self::Epoch => "ep",
            Self::Batch => "ba",
            Self::Sample => "sp",
            Self::Token => "tok",
            Self::Duration => "dur",
            Self::Second => "sec",
        }
    }
}

/// A value and its unit: an integer, or any float in `dur`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// The amount.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
}

impl Time {
    /// A time of `value` in `unit`.
    pub const fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit }
    }
}

/// What a curve can read: epochs are batches once converted, and a duration is a fraction of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Counter {
    /// Iterations.
    Iteration = 0,
    /// Batches.
    Batch = 1,
    /// Samples.
    Sample = 2,
    /// Tokens.
    Token = 3,
    /// Whole seconds of wall clock.
    Second = 4,
    /// Whole epochs, which no time is converted to.
    Epoch = 5,
}

impl Counter {
    /// Every counter, in wire order.
    pub const ALL: [Self; 6] = [Self::Iteration, Self::Batch, Self::Sample, Self::Token, Self::Second, Self::Epoch];

    /// The unit in which this counter is written.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Iteration => Unit::Iteration,
            Self::Batch => Unit::Batch,
            Self::Sample => Unit::Sample,
            Self::Token => Unit::Token,
            Self::Second => Unit::Second,
            Self::Epoch => Unit::Epoch,
        }
    }

    /// This counter's bit in a set of counters.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// An absolute point on one counter: what every time of a scheduler is converted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The counter it is on.
    pub counter: Counter,
    /// Its value there, which may be a fraction.
    pub value: f64,
}

impl Mark {
    /// The same point as a time.
    pub const fn time(self) -> Time {
        Time::new(self.value, self.counter.unit())
    }
}

/// The six counters at one moment, by [`Counter`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock(pub [f64; 6]);

impl Clock {
    /// The reading of one counter.
    #[inline]
    pub const fn get(&self, counter: Counter) -> f64 {
        self.0[counter as usize]
    }
}
