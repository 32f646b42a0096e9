//! Options as data: what all schedulers but Composer's are read into, by a table of their kinds.

use super::Part;
use super::{Ramp, Schedule};
use crate::codec::{put, Codec, Reader};
use crate::kind::{Described, Field};
use crate::option::{Exact, RampLength};
use alloc::boxed::Box;
use alloc::vec::Vec;

macro_rules! described {
    ($($type:ty => $field:expr),* $(,)?) => {
        $(impl Described for $type {
            const FIELD: Field = $field;
        })*
    };
}

described! {
    f64 => Field::Number,
    Option<f64> => Field::MaybeNumber,
    bool => Field::Word(2),
    Exact => Field::Time,
    RampLength => Field::Time,
    Option<Exact> => Field::MaybeTime,
    Option<RampLength> => Field::MaybeTime,
    Vec<Exact> => Field::Times,
    Vec<f64> => Field::Numbers,
    Box<Schedule> => Field::Schedule,
    Vec<Schedule> => Field::Schedules,
    Vec<Part> => Field::Parts,
}

/// A value of an option.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Nothing,
    Number(f64),
    Word(u8),
    Time(Exact),
    Times(Vec<Exact>),
    Numbers(Vec<f64>),
    Parts(Vec<Part>),
}

impl Value {
    #[inline(never)]
    fn read(field: Field, r: &mut Reader) -> Option<Self> {
        let is_there = !matches!(field, Field::MaybeNumber | Field::MaybeTime) || bool::read(r)?;
        if !is_there {
            return Some(Self::Nothing);
        }
        Some(match field {
            Field::Number | Field::MaybeNumber => Self::Number(r.number()?),
            Field::Word(count) => Self::Word(r.index(usize::from(count))? as u8),
            Field::Time | Field::MaybeTime => Self::Time(Codec::read(r)?),
            Field::Times => Self::Times(Codec::read(r)?),
            Field::Numbers => Self::Numbers(Codec::read(r)?),
            Field::Schedule | Field::Schedules | Field::Parts => {
                let count = if field == Field::Schedule { 1 } else { r.index(r.0.len().max(1))? };
                let mut parts = Vec::new();
                for _ in 0..count {
                    let outer = field == Field::Parts && bool::read(r)?;
                    parts.push(Part { outer, schedule: Schedule::read(r)? });
                }
                Self::Parts(parts)
            }
        })
    }

    fn write(&self, field: Field, out: &mut Vec<f64>) {
        if matches!(field, Field::MaybeNumber | Field::MaybeTime) {
            (*self != Self::Nothing).write(out);
        }
        match self {
            Self::Nothing => {}
            Self::Number(number) => put(out, &[*number]),
            Self::Word(word) => put(out, &[f64::from(*word)]),
            Self::Time(time) => time.write(out),
            Self::Times(times) => times.write(out),
            Self::Numbers(numbers) => numbers.write(out),
            Self::Parts(parts) => {
                if field != Field::Schedule {
                    put(out, &[parts.len() as f64]);
                }
                for Part { outer, schedule } in parts {
                    if field == Field::Parts {
                        outer.write(out);
                    }
                    schedule.write(out);
                }
            }
        }
    }
}

/// The options of a scheduler, each by its place. What is asked for by another kind than its own is nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Options(Vec<Value>);

impl Options {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    pub(super) fn read(fields: impl Iterator<Item = Field>, r: &mut Reader) -> Option<Self> {
        let mut values = Vec::new();
        for field in fields {
            values.push(Value::read(field, r)?);
        }
        Some(Self(values))
    }

    pub(super) fn write(&self, fields: impl Iterator<Item = Field>, out: &mut Vec<f64>) {
        self.0.iter().zip(fields).for_each(|(value, field)| value.write(field, out));
    }

    /// A number.
    #[inline(never)]
    pub fn number(&self, place: usize) -> f64 {
        self.number_or(place, f64::NAN)
    }

    /// A number, or another where there is none.
    #[inline(never)]
    pub fn number_or(&self, place: usize, other: f64) -> f64 {
        match self.0.get(place) {
            Some(Value::Number(number)) => *number,
            _ => other,
        }
    }

    /// A number, if there is one.
    pub fn maybe(&self, place: usize) -> Option<f64> {
        matches!(self.0.get(place), Some(Value::Number(_))).then(|| self.number(place))
    }

    /// The number of a word.
    #[inline(never)]
    pub fn word(&self, place: usize) -> u8 {
        match self.0.get(place) {
            Some(Value::Word(word)) => *word,
            _ => 0,
        }
    }

    /// Whether a flag is set.
    pub fn flag(&self, place: usize) -> bool {
        self.word(place) != 0
    }

    /// A time, if there is one.
    #[inline(never)]
    pub fn time(&self, place: usize) -> Option<&Exact> {
        match self.0.get(place) {
            Some(Value::Time(time)) => Some(time),
            _ => None,
        }
    }

    /// Times.
    #[inline(never)]
    pub fn times(&self, place: usize) -> &[Exact] {
        match self.0.get(place) {
            Some(Value::Times(times)) => times,
            _ => &[],
        }
    }

    /// Numbers.
    #[inline(never)]
    pub fn numbers(&self, place: usize) -> &[f64] {
        match self.0.get(place) {
            Some(Value::Numbers(numbers)) => numbers,
            _ => &[],
        }
    }

    /// Schedulers, one or several.
    #[inline(never)]
    pub fn parts(&self, place: usize) -> &[Part] {
        match self.0.get(place) {
            Some(Value::Parts(parts)) => parts,
            _ => &[],
        }
    }

    /// A ramp, by the place of the first of its options.
    #[inline(never)]
    pub fn ramp(&self, place: usize) -> Ramp {
        use super::ramp_at as at;
        Ramp {
            t_warmup: self.time(place + at::t_warmup).copied(),
            alpha_w: self.number(place + at::alpha_w),
            warmup: crate::choice::Rise::of(self.word(place + at::warmup)),
            first_step: crate::choice::FirstStep::of(self.word(place + at::first_step)),
            scale_warmup: self.flag(place + at::scale_warmup),
        }
    }
}
