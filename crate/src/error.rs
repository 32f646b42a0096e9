//! The one error type: each variant carries its operands and has a stable number.
//!
//! Holds no message texts; those are TypeScript's, which reads [`Error::number`] and [`Error::operands`].

use crate::time::{Time, Unit};

/// Why a time can't be converted, a scheduler can't be resolved, or a value does not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // the operands are what their names say
pub enum Error {
    /// A scheduler was given a time in seconds.
    WallClockUnit { time: Time },
    /// The state has no `max_duration`.
    NoMaxDuration,
    /// `max_duration` is in `dur`.
    MaxDurationUnit { found: Time },
    /// Epochs can't become batches, as the dataloader's length is unknown.
    NoDataloaderLen { time: Time },
    /// `t_warmup` and `t_max` convert to different units.
    WarmupUnits { t_warmup: Time, t_max: Time },
    /// `t_max` ends before `max_duration`.
    TMaxTooShort { t_max: Time, max_duration: Time },
    /// A length that is divided by is 0; `what` names the option.
    ZeroLength { what: Length },
    /// The interval between restarts reached 0.
    RestartDecayed { t_0: Time, t_mult: f64 },
    /// The intervals between restarts never get past the present time.
    RestartEndless { t_0: Time, t_mult: f64 },
    /// An infinity or NaN where an integer is made.
    NotFinite { found: f64 },
    /// An integer beyond 2⁵³ − 1.
    IntegerRange { found: f64 },
    /// 0 to a negative power.
    ZeroToNegativePower { exponent: f64 },
    /// A power of finite numbers that is beyond `f64`.
    Overflow { base: f64, exponent: f64 },
    /// A negative number to a fractional power.
    ComplexValue { base: f64, exponent: f64 },
    /// Numbers from outside that are no encoding of anything.
    Malformed,
    /// The pace lacks what is needed to count this unit.
    CounterMissing { unit: Unit },
}

/// The option whose converted value is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Length {
    /// `step_size`
    StepSize = 0,
    /// `t_max`
    TMax = 1,
    /// `decay_period`
    DecayPeriod = 2,
    /// `t_warmup`, scaled
    TWarmup = 3,
}

impl Length {
    /// Every option, in wire order.
    pub const ALL: [Self; 4] = [Self::StepSize, Self::TMax, Self::DecayPeriod, Self::TWarmup];
}

/// How many numbers the operands of any error take.
pub const OPERANDS: usize = 4;

impl Error {
    /// The stable number of this kind of error, from 1.
    pub const fn number(&self) -> u8 {
        match self {
            Self::WallClockUnit { .. } => 1,
            Self::NoMaxDuration => 2,
            Self::MaxDurationUnit { .. } => 3,
            Self::NoDataloaderLen { .. } => 4,
            Self::WarmupUnits { .. } => 5,
            Self::TMaxTooShort { .. } => 6,
            Self::ZeroLength { .. } => 7,
            Self::RestartDecayed { .. } => 8,
            Self::RestartEndless { .. } => 9,
            Self::NotFinite { .. } => 10,
            Self::IntegerRange { .. } => 11,
            Self::ZeroToNegativePower { .. } => 12,
            Self::Overflow { .. } => 13,
            Self::ComplexValue { .. } => 14,
            Self::Malformed => 15,
            Self::CounterMissing { .. } => 16,
        }
    }

    /// The operands as numbers: a time is two (value, unit), the rest is 0.
    pub const fn operands(&self) -> [f64; OPERANDS] {
        match *self {
            Self::WallClockUnit { time } | Self::NoDataloaderLen { time } | Self::MaxDurationUnit { found: time } => {
                [time.value, time.unit as u8 as f64, 0.0, 0.0]
            }
            Self::WarmupUnits { t_warmup: a, t_max: b } | Self::TMaxTooShort { t_max: a, max_duration: b } => {
                [a.value, a.unit as u8 as f64, b.value, b.unit as u8 as f64]
            }
            Self::ZeroLength { what } => [what as u8 as f64, 0.0, 0.0, 0.0],
            Self::RestartDecayed { t_0, t_mult } | Self::RestartEndless { t_0, t_mult } => {
                [t_0.value, t_0.unit as u8 as f64, t_mult, 0.0]
            }
            Self::NotFinite { found } | Self::IntegerRange { found } => [found, 0.0, 0.0, 0.0],
            Self::ZeroToNegativePower { exponent } => [exponent, 0.0, 0.0, 0.0],
            Self::Overflow { base, exponent } | Self::ComplexValue { base, exponent } => [base, exponent, 0.0, 0.0],
            Self::CounterMissing { unit } => [unit as u8 as f64, 0.0, 0.0, 0.0],
            Self::NoMaxDuration | Self::Malformed => [0.0; OPERANDS],
        }
    }
}
