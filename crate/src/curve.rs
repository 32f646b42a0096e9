//! A curve: pieces in order, each valid until a counter reaches its end.
//!
//! Does not know how a piece came about; it can be evaluated, compared and sent elsewhere.

use crate::codec::{put, Codec, Reader};
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

/// The version of a curve's numbers: the first of them.
pub const VERSION: u8 = 1;

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

    /// The multiplier at one moment.
    #[inline]
    pub fn value_at(&self, clock: &Clock) -> Result<f64, Error> {
        let (last, before) = self.pieces.split_last().ok_or(Error::Malformed {})?;
        let piece = before.iter().find(|piece| clock.get(piece.until.counter) < piece.until.value);
        piece.unwrap_or(last).shape.value(clock)
    }
}

impl Codec for Piece {
    fn read(r: &mut Reader) -> Option<Self> {
        // The end of what has none is infinite.
        let until = match *r.0 {
            [f64::INFINITY, ..] => Mark { value: r.number()?, counter: Codec::read(r)? },
            _ => Mark::read(r)?,
        };
        let phase = if bool::read(r)? { Phase::Warmup } else { Phase::Main };
        Some(Self { until, phase, shape: Codec::read(r)? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.until.write(out);
        put(out, &[f64::from(self.phase as u8)]);
        self.shape.write(out);
    }

    fn counters(&self) -> u8 {
        // Where a piece has no end, its end is asked for on no counter.
        let end = if self.until.value.is_finite() { self.until.counters() } else { 0 };
        end | self.shape.counters()
    }
}

/// Version, counters it reads, whether its warm-up is 0, then the pieces with their number; nothing may follow.
impl Codec for Curve {
    fn read(r: &mut Reader) -> Option<Self> {
        let header = (r.number()?, r.number()?);
        let warmup_is_zero = bool::read(r)?;
        let pieces = Codec::read(r)?;
        r.end()?;
        let curve = Self::new(pieces, warmup_is_zero)?;
        let (first, rest) = curve.pieces.split_first()?;
        let is_warmup = |piece: &Piece| piece.phase == Phase::Warmup;
        if rest.iter().any(is_warmup) || warmup_is_zero != (is_warmup(first) && first.until.value == 0.0) {
            return None;
        }
        (header == (f64::from(VERSION), f64::from(curve.counters()))).then_some(curve)
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[VERSION, self.counters(), u8::from(self.warmup_is_zero)].map(f64::from));
        self.pieces.write(out);
    }

    #[inline(never)]
    fn counters(&self) -> u8 {
        self.pieces.counters()
    }
}
