//! Curves from outside: taken only where resolving could have made them.
//!
//! The pieces tell the lengths and factors they would come from; resolving's own steps make the pieces of these again, and
//! both must be the same numbers.

use crate::codec::{Codec, Reader};
use crate::curve::{forever, Phase, Piece};
use crate::error::{Error, Length};
use crate::resolve::{ending, Decay, Ending};
use crate::shape::{Fail, Hold, InverseSquareRoot, Line, Shape, Span};
use crate::time::{Counter, Mark, Unit, MAX_SAFE_INTEGER};
use crate::tree::Tree;
use alloc::vec::Vec;

/// The tree that numbers from outside stand for.
pub fn read(numbers: &[f64]) -> Option<Tree> {
    let tree = Tree::read(&mut Reader(numbers))?;
    let mut again = Vec::new();
    tree.write(&mut again);
    let is_made = match &tree {
        Tree::Leaf(curve) => is_made(curve.pieces()) || is_form(curve.pieces()),
        Tree::Node(_) => true,
    };
    (is_made && are_same_numbers(&again, numbers)).then_some(tree)
}

fn is_made(pieces: &[Piece]) -> bool {
    match pieces {
        [.., Piece { until, .. }] if until.counter != Counter::Batch => false,
        [Piece {
            shape:
                Shape::Fail(_) | Shape::Staircase(_) | Shape::Milestones(_) | Shape::Exponential(_) | Shape::Restarts(_),
            phase: Phase::Main,
            ..
        }] => true,
        [Piece { phase: Phase::Warmup, until, shape }, main @ ..] => {
            Ramp::of(*until, shape).is_some_and(|ramp| ramp.leads_to(main))
        }
        [Piece { shape: Shape::Hold(Hold { value }), .. }, rest @ ..] => {
            value.is_finite() && are_same_pieces(rest, &forever(Hold { value: 1.0 }))
        }
        main => span_of(main).is_some_and(|span| span.start == 0.0) && ends(main),
    }
}

/// Whether pieces are such as forms are made of that are not Composer's: in order on one counter, each with a value at
/// every moment, or until an error that holds to the end.
fn is_form(pieces: &[Piece]) -> bool {
    let ends = pieces.iter().map(|piece| piece.until);
    let are_ordered = ends.clone().zip(ends.skip(1)).all(|(end, next)| {
        let is_on_one = end.counter == next.counter || next.value.is_infinite();
        is_on_one && 0.0 < end.value && end.value < next.value
    });
    let is_last = pieces.last().is_some_and(|piece| piece.until.counter == Counter::Batch);
    is_last && are_ordered && pieces.iter().all(|piece| has_values(&piece.shape)) && fit_together(pieces)
}

/// Whether an inverse square root begins where the piece before it ends, and a line behind it where it has come to.
fn fit_together(pieces: &[Piece]) -> bool {
    let mut start = 0.0;
    pieces.iter().enumerate().all(|(index, Piece { until, shape, .. })| {
        let begun = core::mem::replace(&mut start, until.value);
        let Shape::InverseSquareRoot(root) = shape else { return true };
        let goes_on = match pieces.get(index + 1) {
            Some(Piece { shape: Shape::Line(Line { from, .. }), .. }) => {
                root.at(until.value).is_ok_and(|value| is_same(value, *from))
            }
            _ => true,
        };
        goes_on && is_same(root.shift, root.scale.value - begun + 0.0)
    })
}

/// Whether a shape of a form has values.
fn has_values(shape: &Shape) -> bool {
    match shape {
        Shape::Hold(form) => form.value.is_finite(),
        Shape::Line(form) => form.span.length > 0.0,
        Shape::Cosine(form) => form.span.length > 0.0,
        Shape::Power(form) => form.span.length > 0.0 && form.power >= 0.0,
        Shape::InverseSquareRoot(form) => form.scale.value > 0.0,
        Shape::Fail(_) | Shape::Restarts(_) => false,
        _ => true,
    }
}

/// The form of the first of some pieces and where it runs, of those that end.
fn form_of(pieces: &[Piece]) -> Option<(Span, Ending)> {
    match pieces.first()?.shape {
        Shape::Line(Line { span, from, to }) => Some((span, Ending::Line { from, to })),
        Shape::Power(ref form) => Some((form.span, Ending::Power { power: form.power, alpha_f: form.alpha_f })),
        Shape::Cosine(ref form) => Some((form.span, Ending::Cosine { alpha_f: form.alpha_f })),
        _ => None,
    }
}

fn span_of(pieces: &[Piece]) -> Option<Span> {
    form_of(pieces).map(|(span, _)| span)
}

/// Whether pieces are a form over its span and what it is held at.
fn ends(pieces: &[Piece]) -> bool {
    form_of(pieces).is_some_and(|(span, form)| are_same_pieces(pieces, &ending(span, &form)))
}

/// A ramp as a curve has it.
struct Ramp {
    until: Mark,
    /// Its length, which the ratio may have scaled, and its end; `None` where it has none.
    line: Option<(f64, f64)>,
}

impl Ramp {
    fn of(until: Mark, shape: &Shape) -> Option<Self> {
        match *shape {
            Shape::Fail(Fail { error }) => {
                let is_of_a_ramp = match error {
                    Error::ZeroLength { what } => what == Length::TWarmup,
                    Error::NotFinite { .. } | Error::IntegerRange { .. } => is_of_a_time(error),
                    _ => false,
                };
                is_of_a_ramp.then_some(Self { until, line: None })
            }
            Shape::Line(Line { span: Span { counter, start, length }, from, to }) => {
                let is_a_ramp = counter == until.counter && start == 0.0 && until.value != 0.0 && is_same(from, 0.0);
                is_a_ramp.then_some(Self { until, line: Some((length, to)) })
            }
            _ => None,
        }
    }

    /// Whether it rises to a value, as far as that is known.
    fn rises_to(&self, value: f64) -> bool {
        self.line.is_none_or(|(_, to)| is_same(to, value))
    }

    /// Whether the ratio may have left it as it is.
    fn is_unscaled(&self) -> bool {
        self.line.map_or(self.until.value == 0.0, |(length, _)| length == self.until.value)
    }

    fn leads_to(&self, main: &[Piece]) -> bool {
        match main {
            [Piece { shape: Shape::Milestones(_), .. }] => self.rises_to(1.0),
            [Piece { shape: Shape::Fail(Fail { error }), .. }] => {
                let is_without_scale =
                    matches!(error, Error::ZeroLength { what: Length::TScale }) && self.is_unscaled();
                self.rises_to(1.0) && (is_without_scale || is_of_a_time(*error))
            }
            [Piece { shape: Shape::Hold(Hold { value }), .. }] => self.stays_at(*value),
            [Piece { shape: Shape::InverseSquareRoot(decay), until, .. }, Piece { shape: last, .. }] => {
                self.rises_to(1.0) && self.is_unscaled() && self.decays(main, decay, until.value, last)
            }
            _ => form_of(main).is_some_and(|(span, form)| {
                let follows = span.counter == self.until.counter && span.start == self.until.value && span.length > 0.0;
                let peak = if let Ending::Line { from, .. } = form { from } else { 1.0 };
                follows && self.rises_to(peak) && ends(main)
            }),
        }
    }

    /// Whether a schedule that its ramp outlasts, or a constant, can have a value.
    fn stays_at(&self, value: f64) -> bool {
        let Some((_, peak)) = self.line else { return value.is_finite() };
        // A line's at fraction 0: its start, where a −0 may become 0, or NaN where what it spans overflows.
        let is_of_a_line = value == peak && (value.is_sign_positive() || peak.is_sign_negative())
            || value.is_nan() && (f64::MAX + peak.abs()).is_infinite();
        // A power's: α + (1 − α), rounded twice.
        is_of_a_line || peak == 1.0 && (0.0..=2.0).contains(&value)
    }

    fn decays(&self, main: &[Piece], decay: &InverseSquareRoot, start: f64, last: &Shape) -> bool {
        let (cooldown, to) = match *last {
            Shape::Line(Line { span, to, .. }) => (span.length, to),
            _ => (0.0, decay.alpha_f),
        };
        let InverseSquareRoot { scale, alpha_f, .. } = *decay;
        let made = Decay { warmup: self.until, scale, start, cooldown, alpha_f, to }.pieces();
        let fits = scale.counter == self.until.counter && start >= self.until.value && alpha_f >= to;
        fits && made.is_ok_and(|made| are_same_pieces(main, &made))
    }
}

/// Whether an error is one of converting a time, with operands that such errors have.
fn is_of_a_time(error: Error) -> bool {
    match error {
        Error::WallClockUnit { time } => time.unit == Unit::Second && time.value.abs() <= MAX_SAFE_INTEGER,
        Error::NoDataloaderLen { time } => matches!(time.unit, Unit::Epoch | Unit::Duration),
        Error::NotFinite { found } => !found.is_finite(),
        Error::IntegerRange { found } => found.is_finite() && found.abs() > MAX_SAFE_INTEGER,
        _ => false,
    }
}

/// Whether pieces are the same numbers.
fn are_same_pieces(pieces: &[Piece], others: &[Piece]) -> bool {
    let [numbers, expected] = [pieces, others].map(|pieces| {
        let mut numbers = Vec::new();
        for piece in pieces {
            piece.write(&mut numbers);
        }
        numbers
    });
    are_same_numbers(&numbers, &expected)
}

fn are_same_numbers(numbers: &[f64], expected: &[f64]) -> bool {
    numbers.len() == expected.len() && numbers.iter().zip(expected).all(|(&a, &b)| is_same(a, b))
}

/// The same bits, where NaN has but one.
fn is_same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}
