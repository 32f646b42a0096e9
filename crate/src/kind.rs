//! What TypeScript makes of a type of options: the names of their kinds.

use crate::codec::Codec;
use crate::time::Time;
use alloc::vec::Vec;

/// A type of options.
pub trait Kind: Codec {
    /// What TypeScript checks, writes and reads it as.
    const NAME: &'static str;
    /// Whether the scale schedule ratio scales it; of times only.
    const IS_SCALED: bool = false;
}

impl Kind for f64 {
    const NAME: &'static str = "number";
}

impl Kind for bool {
    const NAME: &'static str = "flag";
}

impl Kind for Time {
    const NAME: &'static str = "time";
    const IS_SCALED: bool = true;
}

impl Kind for Vec<Time> {
    const NAME: &'static str = "times";
    const IS_SCALED: bool = true;
}

impl Kind for Option<f64> {
    const NAME: &'static str = "number?";
}

impl Kind for Vec<f64> {
    const NAME: &'static str = "numbers";
}

/// How an option is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A number.
    Number,
    /// A number or nothing.
    MaybeNumber,
    /// One of so many words.
    Word(u8),
    /// A time.
    Time,
    /// A time or nothing.
    MaybeTime,
    /// Times.
    Times,
    /// Numbers.
    Numbers,
    /// A scheduler.
    Schedule,
    /// Schedulers.
    Schedules,
    /// Schedulers, each with its clock.
    Parts,
}

/// A type of options that is read as data.
pub trait Described {
    /// How.
    const FIELD: Field;
}
