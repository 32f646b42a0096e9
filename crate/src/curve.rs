//! A curve: pieces in order, each valid until a counter reaches its end.
//!
//! Does not know how a piece came about; it can be evaluated, compared and sent elsewhere.

use crate::error::Error;
use crate::shape::Shape;
use crate::time::{Clock, Mark};
use alloc::vec::Vec;

/// What a piece is for, where its shape alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// The schedule itself; the shape names it.
    Main = 0,
    /// The ramp at the start.
    Warmup = 1,
}

/// One shape and where it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// It holds while this counter is below this value; infinite for the last.
    pub until: Mark,
    /// What it is for.
    pub phase: Phase,
    /// Its form.
    pub shape: Shape,
}

/// A resolved scheduler. Never empty; its last piece has no end.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pieces: Vec<Piece>,
    warmup_is_zero: bool,
}

impl Curve {
    /// A curve of pieces that end in order, of which the last does not.
    pub fn new(pieces: Vec<Piece>, warmup_is_zero: bool) -> Option<Self> {
        let (last, before) = pieces.split_last()?;
        let ordered = last.until.value == f64::INFINITY && before.iter().all(|piece| piece.until.value.is_finite());
        ordered.then_some(Self { pieces, warmup_is_zero })
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether Composer would warn that the warm-up has a length of 0.
    pub fn warmup_is_zero(&self) -> bool {
        self.warmup_is_zero
    }

    /// The counters it reads, as a set of [`crate::time::Counter::bit`].
    #[inline(never)]
    pub fn counters(&self) -> u8 {
        self.pieces.iter().fold(0, |set, piece| {
            let end = if piece.until.value.is_finite() { piece.until.counter.bit() } else { 0 };
            set | end | piece.shape.counters()
        })
    }

    /// The multiplier at one moment.
    #[inline]
    pub fn value_at(&self, clock: &Clock) -> Result<f64, Error> {
        let (last, before) = self.pieces.split_last().ok_or(Error::Malformed)?;
        let piece = before.iter().find(|piece| clock.get(piece.until.counter) < piece.until.value);
        piece.unwrap_or(last).shape.value(clock)
    }
}
