//! The one error type: each variant carries its operands and has a stable number.
//!
//! Holds no message texts; those are TypeScript's, which reads the number and the operands.

use crate::codec::{put, Blank, Codec, Fields, Reader};
use crate::time::{Time, Unit};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Deref;

/// Declares the options that errors name: each once. The number of an option is its place, from 0, and stands in curves
/// that were saved: a new one comes last.
macro_rules! lengths {
    ($($name:ident $text:literal)*) => {
        /// An option that an error is about, most of them lengths of time.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)] // the keyword arguments
        pub enum Length {
            $($name,)*
        }

        impl Length {
            /// Every option, in wire order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The option's name in Composer, or in the table.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

lengths! {
    StepSize "step_size"
    TMax "t_max"
    DecayPeriod "decay_period"
    TWarmup "t_warmup"
    TScale "t_scale"
    TCooldown "t_cooldown"
    Timescale "timescale"
    TDecay "t_decay"
    TStep "t_step"
    T0 "t_0"
    TUp "t_up"
    TDown "t_down"
    TBatches "t_batches"
    TEpochs "t_epochs"
    TBegin "t_begin"
    TEnd "t_end"
    TPeak "t_peak"
    TReturn "t_return"
    StableTimescale "stable_timescale"
    Boundaries "boundaries"
    Knots "knots"
    Values "values"
    Factors "factors"
    Gamma "gamma"
    TMult "t_mult"
    K "k"
    Power "power"
    Exponent "exponent"
    Rate "rate"
    Amplitude "amplitude"
    DModel "d_model"
    AlphaF "alpha_f"
    DecayRatio "decay_ratio"
    DecayPower "decay_power"
    StablePower "stable_power"
    NumCycles "num_cycles"
    CycleLimit "cycle_limit"
    StairsUp "stairs_up"
    StairsDown "stairs_down"
    Low "low"
    Factor "factor"
    Schedulers "schedulers"
    At "at"
    Every "every"
    Times "times"
    TStart "t_start"
}

impl Blank for Length {
    const BLANK: Self = Self::At;
}

impl Codec for Length {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self::ALL[r.index(Self::ALL.len())?])
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(*self as u8)]);
    }
}

/// How many numbers the operands of any error take.
pub const OPERANDS: usize = 4;

/// An operand as numbers.
trait Operand: Copy {
    /// What TypeScript makes of it.
    const KIND: &'static str;
    /// Its numbers, of which a time has two.
    fn numbers(self) -> (f64, Option<f64>);
}

impl Operand for f64 {
    const KIND: &'static str = "number";

    fn numbers(self) -> (f64, Option<f64>) {
        (self, None)
    }
}

impl Operand for Time {
    const KIND: &'static str = "time";

    fn numbers(self) -> (f64, Option<f64>) {
        (self.value, Some(f64::from(self.unit as u8)))
    }
}

impl Operand for Length {
    const KIND: &'static str = "length";

    fn numbers(self) -> (f64, Option<f64>) {
        (f64::from(self as u8), None)
    }
}

impl Operand for Unit {
    const KIND: &'static str = "unit";

    fn numbers(self) -> (f64, Option<f64>) {
        (f64::from(self as u8), None)
    }
}

/// An error as the layout shows it: its code, then name and kind of each operand.
pub struct Entry {
    /// What a program tests.
    pub code: &'static str,
    /// Names as in Rust, and what TypeScript makes of each.
    pub operands: &'static [(&'static str, &'static str)],
}

/// Declares the errors: each once, with its code and its operands. The number of an error is its place, from 1, and
/// stands in curves that were saved: a new one comes last.
macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident $code:literal { $($operand:ident: $type:ty),* })*) => {
        /// Why a time can't be converted, a scheduler can't be resolved, or a value does not exist.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(missing_docs)] // the operands are what their names say
        pub enum Error {
            $($(#[$doc])* $name { $($operand: $type),* },)*
        }

        enum Kind {
            $($name,)*
        }

        /// Every error, by its number from 1.
        pub const ERRORS: &[Entry] = &[
            $(Entry { code: $code, operands: &[$((stringify!($operand), <$type as Operand>::KIND)),*] },)*
        ];

        impl Error {
            /// The stable number of this kind of error, from 1.
            pub const fn number(&self) -> u8 {
                1 + match self {
                    $(Self::$name { .. } => Kind::$name as u8,)*
                }
            }

            /// The operands as numbers: a time is two (value, unit), what is left of the room is 0.
            pub fn operands(&self) -> [f64; OPERANDS] {
                let mut numbers = [0.0; OPERANDS];
                #[allow(unused_mut, unused_variables, unused_assignments)] // not all errors have operands
                match *self {
                    $(Self::$name { $($operand),* } => {
                        let mut at = 0;
                        $({
                            let (first, second) = $operand.numbers();
                            numbers[at] = first;
                            at += 1;
                            if let Some(second) = second {
                                numbers[at] = second;
                                at += 1;
                            }
                        })*
                    })*
                }
                numbers
            }
        }

        impl Blank for Error {
            const BLANK: Self = Self::Malformed {};
        }

        /// The number, then the operands; what they leave of their room is 0.
        impl Codec for Error {
            fn read(r: &mut Reader) -> Option<Self> {
                let number = r.index(ERRORS.len() + 1)?;
                let (operands, rest) = r.0.split_at_checked(OPERANDS)?;
                r.0 = rest;
                #[allow(unused_mut, unused_variables)] // not all errors have operands
                let mut operands = Reader(operands);
                let mut fields = Fields::new(&mut operands);
                let error = 'read: {
                    $(if number == 1 + Kind::$name as usize {
                        break 'read Self::$name { $($operand: fields.field()),* };
                    })*
                    return None;
                };
                fields.made(error)
            }

            fn write(&self, out: &mut Vec<f64>) {
                put(out, &[f64::from(self.number())]);
                put(out, &self.operands());
            }
        }
    };
}

errors! {
    /// A scheduler was given a time in seconds.
    WallClockUnit "wall-clock-unit" { time: Time }
    /// The state has no `max_duration`.
    NoMaxDuration "no-max-duration" {}
    /// `max_duration` is in `dur`.
    MaxDurationUnit "max-duration-unit" { found: Time }
    /// Epochs can't become batches, as the dataloader's length is unknown.
    NoDataloaderLen "no-dataloader-len" { time: Time }
    /// `t_warmup` and `t_max` convert to different units.
    WarmupUnits "warmup-units" { t_warmup: Time, t_max: Time }
    /// `t_max` ends before `max_duration`.
    TMaxTooShort "t-max-too-short" { t_max: Time, max_duration: Time }
    /// A length that is divided by is 0; `what` names the option.
    ZeroLength "zero-length" { what: Length }
    /// The interval between restarts reached 0.
    RestartDecayed "restart-decayed" { t_0: Time, t_mult: f64 }
    /// The intervals between restarts never get past the present time.
    RestartEndless "restart-endless" { t_0: Time, t_mult: f64 }
    /// An infinity or NaN where an integer is made.
    NotFinite "not-finite" { found: f64 }
    /// An integer beyond 2⁵³ − 1.
    IntegerRange "integer-range" { found: f64 }
    /// 0 to a negative power.
    ZeroToNegativePower "zero-to-negative-power" { exponent: f64 }
    /// A power of finite numbers that is beyond `f64`.
    Overflow "overflow" { base: f64, exponent: f64 }
    /// A negative number to a fractional power.
    ComplexValue "complex-value" { base: f64, exponent: f64 }
    /// Numbers from outside that are no encoding of anything.
    Malformed "bad-type" {}
    /// The pace lacks what is needed to count this unit.
    CounterMissing "counter-missing" { unit: Unit }
    /// A length is not in the unit of `max_duration`; `option` names it.
    RunUnits "warmup-units" { option: Length, time: Time }
    /// A schedule would rise again in its cooldown.
    AlphaOrder "alpha-order" { alpha_f_decay: f64, alpha_f_cooldown: f64 }
    /// An option is beyond what it may be.
    OptionRange "option-range" { option: Length, found: f64 }
    /// A boundary comes before the one that precedes it.
    BoundaryOrder "boundary-order" { before: Time, found: Time }
    /// Nothing is left of a run.
    MaxDurationZero "max-duration-zero" { max_duration: Time, ssr: f64, found: f64 }
    /// Two times must be on one counter.
    UnitMismatch "unit-mismatch" { left: Time, right: Time }
}

/// An error on its way out: one word, as what may fail is returned at each step, and errors are large and rare.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal(Box<Error>);

impl From<Error> for Refusal {
    #[cold]
    #[inline(never)]
    fn from(error: Error) -> Self {
        Self(Box::new(error))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        *refusal
    }
}

impl Deref for Refusal {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.0
    }
}

impl PartialEq<Error> for Refusal {
    fn eq(&self, error: &Error) -> bool {
        **self == *error
    }
}

impl Refusal {
    /// Of numbers that encode nothing.
    #[cold]
    #[inline(never)]
    pub(crate) fn malformed() -> Self {
        Error::Malformed {}.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_have_their_own_room_and_come_back() {
        let time = Time::new(-3.5, Unit::Duration);
        for error in [
            Error::WallClockUnit { time },
            Error::NoMaxDuration {},
            Error::NoDataloaderLen { time },
            Error::ZeroLength { what: Length::DecayPeriod },
            Error::NotFinite { found: f64::INFINITY },
            Error::IntegerRange { found: 1e300 },
            Error::ZeroToNegativePower { exponent: -1.5 },
            Error::Overflow { base: 2.0, exponent: 1e9 },
            Error::ComplexValue { base: -2.0, exponent: 0.5 },
            Error::WarmupUnits { t_warmup: time, t_max: Time::new(7.0, Unit::Token) },
        ] {
            let mut numbers = Vec::new();
            error.write(&mut numbers);
            assert_eq!(numbers.len(), 1 + OPERANDS);
            assert_eq!(Error::read(&mut Reader(&numbers)), Some(error));
        }
        let units = Error::WarmupUnits { t_warmup: time, t_max: Time::new(7.0, Unit::Token) };
        assert_eq!(units.operands(), [-3.5, 5.0, 7.0, 4.0]);
        assert_eq!(Error::RunUnits { option: Length::TCooldown, time }.operands(), [5.0, -3.5, 5.0, 0.0]);
        assert_eq!(Error::read(&mut Reader(&[99.0, 0.0, 0.0, 0.0, 0.0])), None);
        assert_eq!(Error::read(&mut Reader(&[0.0, 0.0, 0.0, 0.0, 0.0])), None);
    }
}
