//! Values as numbers in a row: how each type is read and written, and which counters it reads.
//!
//! Reading never panics: numbers that stand for nothing are `None`.

use crate::time::{Counter, Mark, Time, Unit, MAX_SAFE_INTEGER};
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

    /// The next number, which is NaN where nothing is known.
    pub fn optional(&mut self) -> Option<Option<f64>> {
        Some(Some(self.number()?).filter(|value| !value.is_nan()))
    }

    /// `None` unless everything has been read.
    pub fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
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
        Some(Self { value: r.integer()?, counter: Codec::read(r)? })
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
        let mut items = Self::with_capacity(count);
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

    fn counters(&self) -> u8 {
        self.iter().fold(0, |set, item| set | item.counters())
    }
}
