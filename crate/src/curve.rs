//! A curve: pieces in order, each valid until a counter reaches its end.
//!
//! Does not know how a piece came about; it can be evaluated, compared and sent elsewhere.

use crate::codec::{put, Codec, Reader};
use crate::error::Refusal;
use crate::shape::{Fail, Shape};
use crate::time::{Clock, Counter, Mark};
use alloc::vec;
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
    warnings: u8,
}

/// A warning: the warm-up has a length of 0. Composer has it too.
pub const WARMUP_IS_ZERO: u8 = 1;
/// A warning: `t_max` ends before `max_duration`, which Composer refuses.
pub const T_MAX_IS_SHORT: u8 = 2;

/// The version of a curve's numbers: the first of them.
pub const VERSION: u8 = 1;

impl Curve {
    /// A curve of pieces that end in order, of which the last does not.
    pub fn new(pieces: Vec<Piece>, warnings: u8) -> Option<Self> {
        let (last, before) = pieces.split_last()?;
        let ordered = last.until.value == f64::INFINITY && before.iter().all(|piece| piece.until.value.is_finite());
        ordered.then_some(Self { pieces, warnings })
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The numbers of the pieces, with how many there are.
    pub(crate) fn write_pieces(&self, out: &mut Vec<f64>) {
        self.pieces.write(out);
    }

    /// What is worth a warning, as bits.
    pub fn warnings(&self) -> u8 {
        self.warnings
    }

    /// The multiplier at one moment.
    #[inline]
    pub fn value_at(&self, clock: &Clock) -> Result<f64, Refusal> {
        let (last, before) = self.pieces.split_last().ok_or_else(Refusal::malformed)?;
        let piece = before.iter().find(|piece| clock.get(piece.until.counter) < piece.until.value);
        piece.unwrap_or(last).shape.value(clock)
    }
}

/// No value at any moment, and why.
#[allow(clippy::needless_pass_by_value)] // as results hand it over
#[inline(never)]
pub(crate) fn fail(error: Refusal) -> Shape {
    Fail { error: *error }.into()
}

/// One shape at all moments.
pub(crate) fn forever(shape: impl Into<Shape>) -> Vec<Piece> {
    lone(shape.into())
}

#[inline(never)]
fn lone(shape: Shape) -> Vec<Piece> {
    vec![endless(shape)]
}

/// A shape without an end.
pub(crate) fn endless(shape: impl Into<Shape>) -> Piece {
    let until = Mark { counter: Counter::Batch, value: f64::INFINITY };
    Piece { until, phase: Phase::Main, shape: shape.into() }
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

/// Version, counters it reads, its warnings, then the pieces with their number; nothing may follow.
impl Codec for Curve {
    fn read(r: &mut Reader) -> Option<Self> {
        let header = (r.number()?, r.number()?);
        let warnings = r.index(4)? as u8;
        let pieces = Codec::read(r)?;
        r.end()?;
        let curve = Self::new(pieces, warnings)?;
        let (first, rest) = curve.pieces.split_first()?;
        let is_warmup = |piece: &Piece| piece.phase == Phase::Warmup;
        if rest.iter().any(is_warmup)
            || (warnings & WARMUP_IS_ZERO != 0) != (is_warmup(first) && first.until.value == 0.0)
        {
            return None;
        }
        (header == (f64::from(VERSION), f64::from(curve.counters()))).then_some(curve)
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[VERSION, self.counters(), self.warnings].map(f64::from));
        self.pieces.write(out);
    }

    #[inline(never)]
    fn counters(&self) -> u8 {
        self.pieces.counters()
    }
}
