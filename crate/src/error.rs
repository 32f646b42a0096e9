//! The one error type: each variant carries its operands and has a stable number.
//!
//! Holds no message texts; those are TypeScript's, which reads the number and the operands.

use crate::codec::{put, Codec, Reader};
use crate::time::{Time, Unit};
use alloc::vec::Vec;

/// An option that is a length of time.
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
    /// `t_scale`
    TScale = 4,
    /// `t_cooldown`
    TCooldown = 5,
}

impl Length {
    /// Every option, in wire order.
    pub const ALL: [Self; 6] =
        [Self::StepSize, Self::TMax, Self::DecayPeriod, Self::TWarmup, Self::TScale, Self::TCooldown];

    /// The option's name in Composer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StepSize => "step_size",
            Self::TMax => "t_max",
            Self::DecayPeriod => "decay_period",
            Self::TWarmup => "t_warmup",
            Self::TScale => "t_scale",
            Self::TCooldown => "t_cooldown",
        }
    }
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

    };
}

/// The number, then the operands; what they leave of their room is 0. Only what may hold from some step on stands in
/// curves: the errors of converting a time, of a power, and a length of 0.
impl Codec for Error {
    fn read(r: &mut Reader) -> Option<Self> {
        let number = r.number()?;
        let (operands, rest) = r.0.split_at_checked(OPERANDS)?;
        let mut operands = Reader(operands);
        r.0 = rest;
        let r = &mut operands;
        let is = |kind: Kind| number == f64::from(1 + kind as u8);
        let error = if is(Kind::NoMaxDuration) {
            Self::NoMaxDuration {}
        } else if is(Kind::WallClockUnit) {
            Self::WallClockUnit { time: Codec::read(r)? }
        } else if is(Kind::NoDataloaderLen) {
            Self::NoDataloaderLen { time: Codec::read(r)? }
        } else if is(Kind::ZeroLength) {
            Self::ZeroLength { what: Codec::read(r)? }
        } else {
            let (a, b) = (r.number()?, r.number()?);
            if is(Kind::NotFinite) {
                Self::NotFinite { found: a }
            } else if is(Kind::IntegerRange) {
                Self::IntegerRange { found: a }
            } else if is(Kind::ZeroToNegativePower) {
                Self::ZeroToNegativePower { exponent: a }
            } else if is(Kind::Overflow) {
                Self::Overflow { base: a, exponent: b }
            } else if is(Kind::ComplexValue) {
                Self::ComplexValue { base: a, exponent: b }
            } else {
                return None;
            }
        };
        Some(error)
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(self.number())]);
        put(out, &self.operands());
    }
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
        ] {
            let mut numbers = Vec::new();
            error.write(&mut numbers);
            assert_eq!(numbers.len(), 1 + OPERANDS);
            assert_eq!(Error::read(&mut Reader(&numbers)), Some(error));
        }
        let units = Error::WarmupUnits { t_warmup: time, t_max: Time::new(7.0, Unit::Token) };
        assert_eq!(units.operands(), [-3.5, 5.0, 7.0, 4.0]);
        assert_eq!(Error::RunUnits { option: Length::TCooldown, time }.operands(), [5.0, -3.5, 5.0, 0.0]);
        // What is told when a schedule is resolved stands in no curve.
        let mut numbers = Vec::new();
        units.write(&mut numbers);
        assert_eq!(Error::read(&mut Reader(&numbers)), None);
        assert_eq!(Error::read(&mut Reader(&[99.0, 0.0, 0.0, 0.0, 0.0])), None);
        assert_eq!(Error::read(&mut Reader(&[0.0, 0.0, 0.0, 0.0, 0.0])), None);
    }
}
