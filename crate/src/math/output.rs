//! Values as they are written: times a factor, as f64 or rounded to f32.

use super::pair::Pair;
use core::ops::Range;

/// What values are written to, and what each is multiplied by.
pub struct Output<'a> {
    to: Slots<'a>,
    factor: f64,
}

/// The places of values.
pub enum Slots<'a> {
    /// For values as they are.
    Wide(&'a mut [f64]),
    /// For values that are rounded.
    Narrow(&'a mut [f32]),
}

impl<'a> From<&'a mut [f64]> for Output<'a> {
    fn from(to: &'a mut [f64]) -> Self {
        Self::new(Slots::Wide(to), 1.0)
    }
}

impl<'a> Output<'a> {
    /// For values times a factor.
    pub fn new(to: Slots<'a>, factor: f64) -> Self {
        Self { to, factor }
    }

    /// How many values there is room for.
    pub fn len(&self) -> usize {
        match &self.to {
            Slots::Wide(out) => out.len(),
            Slots::Narrow(out) => out.len(),
        }
    }

    /// Whether there is room for none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of it.
    #[inline(never)]
    pub fn part(&mut self, range: Range<usize>) -> Output<'_> {
        let to = match &mut self.to {
            Slots::Wide(out) => Slots::Wide(&mut out[range]),
            Slots::Narrow(out) => Slots::Narrow(&mut out[range]),
        };
        Output { to, factor: self.factor }
    }

    /// Writes one value to a range.
    #[inline(never)]
    pub fn hold(&mut self, range: Range<usize>, value: f64) {
        let value = value * self.factor;
        match &mut self.to {
            Slots::Wide(out) => out[range].fill(value),
            Slots::Narrow(out) => out[range].fill(value as f32),
        }
    }

    /// Writes one value to one place.
    #[inline]
    pub fn set(&mut self, index: usize, value: f64) {
        self.put(index, value * self.factor);
    }

    /// Writes a value, times the factor already.
    #[inline(never)]
    fn put(&mut self, index: usize, value: f64) {
        match &mut self.to {
            Slots::Wide(out) => out[index] = value,
            Slots::Narrow(out) => out[index] = value as f32,
        }
    }

    /// The places themselves, where values are written as they are.
    pub fn plain(&mut self) -> Option<&mut [f64]> {
        match &mut self.to {
            Slots::Wide(out) if self.factor == 1.0 => Some(out),
            _ => None,
        }
    }

    /// Writes values, of which there are as many as there is room for.
    pub fn write(&mut self, values: &[f64]) {
        let mut block = [Pair::splat(0.0); 64];
        for (index, some) in values.chunks(128).enumerate() {
            for (pair, two) in block.iter_mut().zip(some.chunks(2)) {
                *pair = Pair::of(&[two[0], two[two.len() - 1]]);
            }
            self.write_pairs(index * 128, &block[..some.len().div_ceil(8) * 4]);
        }
    }

    /// Writes pairs from an index on, four at a time, as far as there is room. Two values behind them may be overwritten.
    #[inline(never)]
    pub fn write_pairs(&mut self, at: usize, pairs: &[Pair]) {
        let mut fours = pairs.chunks_exact(4);
        let end = self.len().min(at + 2 * pairs.len() + 2);
        self.part(at..end).lanes(|| fours.next().and_then(<[Pair]>::first_chunk).copied());
    }

    /// Writes the values that come eight at a time, of which the last may be too many.
    ///
    /// What they are written to is asked each time around: a branch that always goes one way costs next to nothing, and a
    /// loop for either would take as much room again in the module.
    #[inline(always)]
    pub fn lanes(&mut self, mut next: impl FnMut() -> Option<[Pair; 4]>) {
        let (factor, is_scaled) = (Pair::splat(self.factor), self.factor != 1.0);
        let mut to = self.part(0..self.len()).to;
        while let Some(mut pairs) = next() {
            if is_scaled {
                pairs = pairs.map(|pair| pair * factor);
            }
            to = match to {
                Slots::Wide(out) if out.len() >= 8 => {
                    let (room, rest) = out.split_at_mut(8);
                    if let Some(room) = room.first_chunk_mut() {
                        Pair::store(pairs, room);
                    }
                    Slots::Wide(rest)
                }
                Slots::Narrow(out) if out.len() >= 10 => {
                    if let Some(room) = out.first_chunk_mut() {
                        Pair::store_rounded(pairs, room);
                    }
                    Slots::Narrow(&mut out[8..])
                }
                to => {
                    let [a, b, c, d] = pairs;
                    let mut rest = Output { to, factor: 1.0 };
                    if rest.finish(&[a, b, c, d]) {
                        break;
                    }
                    rest.to.after(8)
                }
            };
        }
    }

    /// Writes as many of eight values as there is room for; whether there is for no more.
    #[inline(never)]
    fn finish(&mut self, pairs: &[Pair; 4]) -> bool {
        let values = pairs.map(Pair::both);
        let count = self.len().min(8);
        (0..count).for_each(|index| self.put(index, values[index / 2][index % 2]));
        self.len() <= 8
    }
}

impl Slots<'_> {
    /// All but the first.
    fn after(self, count: usize) -> Self {
        match self {
            Self::Wide(out) => Self::Wide(&mut out[count..]),
            Self::Narrow(out) => Self::Narrow(&mut out[count..]),
        }
    }
}
