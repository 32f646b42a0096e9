//! Values as numbers in a row: how each type is read and written, and which counters it reads.
//!
//! Reading never panics: numbers that stand for nothing are `None`.

use crate::time::{Counter, Mark, Time, Unit, MAX_SAFE_INTEGER};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// A type whose values can be numbers in a row.
pub trait Codec: Sized {
    /// The value that the next numbers stand for.
    fn read(r: &mut Reader) -> Option<Self>;

    /// Appends the numbers that stand for the value.
    fn write(&self, out: &mut Vec<f64>);

    /// The counters that evaluating the value reads, as a set of [`Counter::bit`].
    fn counters(&self) -> u8 {
        0
    }
}

/// Reads numbers in order; `None` where they end or are none of what is asked for.
pub struct Reader<'a>(pub &'a [f64]);

impl Reader<'_> {
    /// The next number.
    #[inline(never)]
    pub fn number(&mut self) -> Option<f64> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// The next number as an index below `len`.
    #[inline(never)]
    pub fn index(&mut self, len: usize) -> Option<usize> {
        let value = self.number()?;
        let index = value as usize;
        (index as f64 == value && index < len).then_some(index)
    }

    /// The next number as an integer that counts without gaps; −0 is none.
    #[inline(never)]
    pub fn integer(&mut self) -> Option<f64> {
        let value = self.number()?;
        (value.abs() <= MAX_SAFE_INTEGER && ((value as i64) as f64).to_bits() == value.to_bits()).then_some(value)
    }

    /// The next number within the safe integers, which may be a fraction; −0 is none.
    #[inline(never)]
    pub fn finite(&mut self) -> Option<f64> {
        let value = self.number()?;
        (value.abs() <= MAX_SAFE_INTEGER && value.to_bits() != (-0.0_f64).to_bits()).then_some(value)
    }

    /// The next number, which is NaN where nothing is known.
    pub fn optional(&mut self) -> Option<Option<f64>> {
        Some(Some(self.number()?).filter(|value| !value.is_nan()))
    }

    /// `None` unless everything has been read.
    pub fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// A type with a value that stands in where none can be read.
pub trait Blank: Codec {
    /// Any value.
    const BLANK: Self;
}

/// Reads one field after another, and tells only then whether all are: to end at each that is none costs the module more.
pub struct Fields<'r, 'a> {
    r: &'r mut Reader<'a>,
    is_sound: bool,
}

impl<'r, 'a> Fields<'r, 'a> {
    /// Of what a reader has next.
    pub fn new(r: &'r mut Reader<'a>) -> Self {
        Self { r, is_sound: true }
    }

    /// The next field.
    #[inline(never)]
    pub fn field<T: Blank>(&mut self) -> T {
        T::read(self.r).unwrap_or_else(|| {
            self.is_sound = false;
            T::BLANK
        })
    }

    /// Whether the fields fit together, too.
    pub fn check(&mut self, is_sound: bool) {
        self.is_sound &= is_sound;
    }

    /// What was made of fields, if all could be read.
    pub fn made<T>(&self, value: T) -> Option<T> {
        self.is_sound.then_some(value)
    }
}

impl Blank for f64 {
    const BLANK: Self = 0.0;
}

impl Blank for bool {
    const BLANK: Self = false;
}

impl Blank for Mark {
    const BLANK: Self = Self { counter: Counter::Batch, value: 0.0 };
}

impl Blank for Unit {
    const BLANK: Self = Self::Batch;
}

impl Blank for Time {
    const BLANK: Self = Self::new(0.0, Unit::Batch);
}

impl<T: Codec> Blank for Vec<T> {
    const BLANK: Self = Self::new();
}

/// Appends numbers: one function, as a copy of it at each place is a tenth of the module.
#[inline(never)]
pub fn put(out: &mut Vec<f64>, numbers: &[f64]) {
    out.extend_from_slice(numbers);
}

impl Codec for f64 {
    fn read(r: &mut Reader) -> Option<Self> {
        r.number()
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[*self]);
    }
}

impl Codec for bool {
    #[inline(never)]
    fn read(r: &mut Reader) -> Option<Self> {
        Some(r.index(2)? == 1)
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(u8::from(*self))]);
    }
}

impl Codec for Unit {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self::ALL[r.index(Self::ALL.len())?])
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(*self as u8)]);
    }
}

impl Codec for Time {
    #[inline(never)]
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self { value: r.number()?, unit: Codec::read(r)? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[self.value, f64::from(self.unit as u8)]);
    }
}

impl Codec for Counter {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self::ALL[r.index(Self::ALL.len())?])
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(*self as u8)]);
    }
}

impl Codec for Mark {
    #[inline(never)]
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self { value: r.finite()?, counter: Codec::read(r)? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[self.value, f64::from(self.counter as u8)]);
    }

    fn counters(&self) -> u8 {
        self.counter.bit()
    }
}

/// A count, then as many items; the count can't exceed the numbers that are left.
impl<T: Codec> Codec for Vec<T> {
    #[inline(never)]
    fn read(r: &mut Reader) -> Option<Self> {
        let count = r.index(r.0.len().max(1))?;
        let mut items = Self::new();
        for _ in 0..count {
            items.push(T::read(r)?);
        }
        Some(items)
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[self.len() as f64]);
        for item in self {
            item.write(out);
        }
    }

    // One copy, as its loop becomes a large one.
    #[inline(never)]
    fn counters(&self) -> u8 {
        self.iter().fold(0, |set, item| set | item.counters())
    }
}

/// Whether there is one, then what it is.
impl<T: Codec> Codec for Option<T> {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(if bool::read(r)? { Some(T::read(r)?) } else { None })
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn counters(&self) -> u8 {
        self.as_ref().map_or(0, Codec::counters)
    }
}

impl<T: Codec> Codec for Box<T> {
    fn read(r: &mut Reader) -> Option<Self> {
        T::read(r).map(Self::new)
    }

    fn write(&self, out: &mut Vec<f64>) {
        (**self).write(out);
    }

    fn counters(&self) -> u8 {
        (**self).counters()
    }
}
