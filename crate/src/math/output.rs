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

    /// Writes values, of which there are as many as there is room for.
    pub fn write(&mut self, values: &[f64]) {
        let mut block = [Pair::splat(0.0); 64];
        for (index, some) in values.chunks(128).enumerate() {
            for (pair, two) in block.iter_mut().zip(some.chunks(2)) {
                *pair = Pair::of(&[two[0], two[two.len() - 1]]);
            }
            let start = index * 128;
            self.part(start..start + some.len()).write_pairs(&block[..some.len().div_ceil(8) * 4]);
        }
    }

    /// Writes pairs, four at a time, of which the last may be too many.
    #[inline(never)]
    pub fn write_pairs(&mut self, pairs: &[Pair]) {
        let mut fours = pairs.chunks_exact(4);
        self.lanes(false, || fours.next().and_then(<[Pair]>::first_chunk).copied().unwrap_or([Pair::splat(0.0); 4]));
    }

    /// Writes the values that come eight at a time, of which the last may be too many; where they come `late`, the first
    /// eight stand for none.
    ///
    /// What they are written to is asked each time around: a branch that always goes one way costs next to nothing, and a
    /// loop for either would take as much room again in the module.
    #[inline(always)]
    pub fn lanes(&mut self, mut late: bool, mut next: impl FnMut() -> [Pair; 4]) {
        let (factor, is_scaled) = (Pair::splat(self.factor), self.factor != 1.0);
        let mut rest = self.part(0..self.len());
        loop {
            let mut pairs = next();
            if late {
                late = false;
                continue;
            }
            if is_scaled {
                pairs = pairs.map(|pair| pair * factor);
            }
            let is_written = match &mut rest.to {
                Slots::Wide(out) => out.first_chunk_mut().map(|room| Pair::store(pairs, room)),
                Slots::Narrow(out) => out.first_chunk_mut().map(|room| Pair::store_rounded(pairs, room)),
            };
            if is_written.is_none() && rest.finish(&pairs) {
                break;
            }
            match &mut rest.to {
                Slots::Wide(out) => *out = &mut core::mem::take(out)[8..],
                Slots::Narrow(out) => *out = &mut core::mem::take(out)[8..],
            }
        }
    }

    /// Writes as many of eight values, times the factor already, as there is room for; whether there is for no more.
    #[inline(never)]
    fn finish(&mut self, pairs: &[Pair; 4]) -> bool {
        let values = pairs.map(Pair::both);
        let count = self.len().min(8);
        (0..count).for_each(|index| self.put(index, values[index / 2][index % 2]));
        self.len() <= 8
    }
}
