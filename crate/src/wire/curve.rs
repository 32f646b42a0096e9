//! Curves as numbers: a header, then each piece with its shape.

use super::{push_mark, put, Reader};
use crate::curve::{Curve, Phase, Piece};
use crate::error::{Error, Length, OPERANDS};
use crate::shape::{Shape, Span};
use crate::time::Mark;
use alloc::vec::Vec;

/// The version of this layout: the first number of every curve.
pub const VERSION: u8 = 1;

/// Shapes by their number on the wire; TypeScript shows these names as phases.
pub const SHAPES: &[&str] =
    &["hold", "linear", "polynomial", "cosine", "restarts", "exponential", "staircase", "milestones", "error"];

/// Writes a curve: version, counters it reads, whether its warm-up is 0, number of pieces, then the pieces
/// (until, phase, shape).
pub fn encode_curve(out: &mut Vec<f64>, curve: &Curve) {
    let flag = u8::from(curve.warmup_is_zero());
    put(out, &[VERSION, curve.counters(), flag].map(f64::from));
    put(out, &[curve.pieces().len() as f64]);
    for piece in curve.pieces() {
        push_mark(out, piece.until);
        put(out, &[f64::from(piece.phase as u8)]);
        encode_shape(out, &piece.shape);
    }
}

/// Reads a curve and nothing after it.
pub fn decode_curve(r: &mut Reader) -> Option<Curve> {
    let header = (r.number()?, r.number()?);
    let warmup_is_zero = r.flag()?;
    let pieces = r.list(|r| {
        let until = r.mark()?;
        let phase = if r.flag()? { Phase::Warmup } else { Phase::Main };
        Some(Piece { until, phase, shape: decode_shape(r)? })
    })?;
    r.end()?;
    let curve = Curve::new(pieces, warmup_is_zero)?;
    (header == (f64::from(VERSION), f64::from(curve.counters()))).then_some(curve)
}

/// A shape's number: its place in [`SHAPES`].
pub const fn shape_number(shape: &Shape) -> u8 {
    match shape {
        Shape::Hold { .. } => 0,
        Shape::Line { .. } => 1,
        Shape::Power { .. } => 2,
        Shape::Cosine { .. } => 3,
        Shape::Restarts { .. } => 4,
        Shape::Exponential { .. } => 5,
        Shape::Staircase { .. } => 6,
        Shape::Milestones { .. } => 7,
        Shape::Fail(_) => 8,
    }
}

fn encode_shape(out: &mut Vec<f64>, shape: &Shape) {
    put(out, &[f64::from(shape_number(shape))]);
    match shape {
        Shape::Hold { value } => put(out, &[*value]),
        Shape::Line { span, from, to } => {
            push_span(out, span);
            put(out, &[*from, *to]);
        }
        Shape::Power { span, power, alpha_f } => {
            push_span(out, span);
            put(out, &[*power, *alpha_f]);
        }
        Shape::Cosine { span, alpha_f } => {
            push_span(out, span);
            put(out, &[*alpha_f]);
        }
        Shape::Restarts { t_0, t_mult, alpha_f } => {
            push_mark(out, *t_0);
            put(out, &[*t_mult, *alpha_f]);
        }
        Shape::Exponential { period: mark, gamma, .. } | Shape::Staircase { step: mark, gamma } => {
            push_mark(out, *mark);
            put(out, &[*gamma]);
        }
        Shape::Milestones { marks, gamma } => {
            put(out, &[marks.len() as f64]);
            for mark in marks {
                push_mark(out, *mark);
            }
            put(out, &[*gamma]);
        }
        Shape::Fail(error) => {
            put(out, &[f64::from(error.number())]);
            put(out, &error.operands());
        }
    }
}

fn push_span(out: &mut Vec<f64>, span: &Span) {
    push_mark(out, Mark { counter: span.counter, value: span.start });
    put(out, &[span.length]);
}

fn decode_shape(r: &mut Reader) -> Option<Shape> {
    let span = |r: &mut Reader| {
        let Mark { counter, value: start } = r.mark()?;
        Some(Span { counter, start, length: r.number()? })
    };
    Some(match r.index(SHAPES.len())? {
        0 => Shape::Hold { value: r.number()? },
        1 => Shape::Line { span: span(r)?, from: r.number()?, to: r.number()? },
        2 => Shape::Power { span: span(r)?, power: r.number()?, alpha_f: r.number()? },
        3 => Shape::Cosine { span: span(r)?, alpha_f: r.number()? },
        4 => Shape::Restarts { t_0: r.mark()?, t_mult: r.number()?, alpha_f: r.number()? },
        5 => Shape::exponential(r.mark()?, r.number()?),
        6 => Shape::Staircase { step: r.mark()?, gamma: r.number()? },
        7 => Shape::Milestones { marks: r.list(Reader::mark)?, gamma: r.number()? },
        _ => Shape::Fail(decode_error(r)?),
    })
}

/// The errors a piece can be: those of converting a time, of a power, and a ramp of length 0.
fn decode_error(r: &mut Reader) -> Option<Error> {
    let number = r.number()?;
    let (operands, rest) = r.0.split_at_checked(OPERANDS)?;
    r.0 = rest;
    let mut r = Reader(operands);
    let error = match number as u8 {
        1 => Error::WallClockUnit { time: r.time()? },
        2 => Error::NoMaxDuration,
        4 => Error::NoDataloaderLen { time: r.time()? },
        7 => Error::ZeroLength { what: Length::ALL[r.index(Length::ALL.len())?] },
        10 => Error::NotFinite { found: r.number()? },
        11 => Error::IntegerRange { found: r.number()? },
        12 => Error::ZeroToNegativePower { exponent: r.number()? },
        13 => Error::Overflow { base: r.number()?, exponent: r.number()? },
        _ => return None,
    };
    (f64::from(error.number()) == number).then_some(error)
}
