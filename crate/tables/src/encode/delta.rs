//! `DELTA_BINARY_PACKED`: integers as the differences from one to the next, in blocks with as few bits as each needs.

use super::{put_packed, put_varint, put_zigzag, width_of};

/// The differences of a block, in miniblocks that each have a width of their own.
const BLOCK: usize = 128;
const MINIBLOCKS: usize = 4;
const MINIBLOCK: usize = BLOCK / MINIBLOCKS;

/// An integer of a column.
pub trait Integer: Copy + Default + Ord + Into<i64> {
    /// The difference from another, which wraps.
    #[must_use]
    fn minus(self, other: Self) -> Self;
}

impl Integer for i32 {
    #[inline]
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
}

impl Integer for i64 {
    #[inline]
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
}

/// Appends values.
pub fn put<T: Integer>(out: &mut Vec<u8>, values: &[T]) {
    put_varint(out, BLOCK as u64);
    put_varint(out, MINIBLOCKS as u64);
    put_varint(out, values.len() as u64);
    put_zigzag(out, values.first().map_or(0, |&first| first.into()));
    let mut deltas = [T::default(); BLOCK];
    for start in (1..values.len()).step_by(BLOCK) {
        let end = values.len().min(start + BLOCK);
        let deltas = &mut deltas[..end - start];
        for ((delta, &value), &before) in deltas.iter_mut().zip(&values[start..end]).zip(&values[start - 1..end - 1]) {
            *delta = value.minus(before);
        }
        put_block(out, deltas);
    }
}

/// Appends a block of differences, of which there is at least one.
fn put_block<T: Integer>(out: &mut Vec<u8>, deltas: &[T]) {
    let least = deltas.iter().copied().fold(deltas[0], T::min);
    put_zigzag(out, least.into());
    let least: i64 = least.into();
    // Of miniblocks that the last block does not need there are only the widths.
    let mut widths = [0; MINIBLOCKS];
    for (width, some) in widths.iter_mut().zip(deltas.chunks(MINIBLOCK)) {
        let most = some.iter().copied().fold(some[0], T::max);
        *width = width_of(above(most, least));
    }
    out.extend(widths.map(|width| width as u8));
    for (width, some) in widths.into_iter().zip(deltas.chunks(MINIBLOCK)) {
        if width > 0 {
            let padding = std::iter::repeat_n(0, MINIBLOCK - some.len());
            put_packed(out, some.iter().map(|&delta| above(delta, least)).chain(padding), width);
        }
    }
}

/// How far a difference is above the least one.
fn above<T: Integer>(delta: T, least: i64) -> u64 {
    delta.into().wrapping_sub(least) as u64
}
