//! Pieces one after the other, and what leads from one value to another.

use crate::choice::Blend as Along;
use crate::curve::{endless, Curve, Phase, Piece};
use crate::shape::{Blend, Cosine, Ease, Hold, Line, Power, Shape, Span};
use crate::time::{Counter, Mark};
use crate::tree::Tree;
use alloc::vec;
use alloc::vec::Vec;

/// Pieces so far.
pub(super) struct Path {
    /// Where the form itself begins; batch 0 where nothing leads up to it.
    pub(super) start: Mark,
    /// Where the last piece ends.
    pub(super) end: f64,
    pub(super) pieces: Vec<Piece>,
}

/// What a blend does but for where.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub(super) ease: Ease,
    pub(super) parameter: f64,
    pub(super) power: f64,
}

impl Share {
    pub(super) const fn of(ease: Ease) -> Self {
        Self::with(ease, 1.0)
    }

    pub(super) const fn with(ease: Ease, parameter: f64) -> Self {
        Self { ease, parameter, power: 1.0 }
    }

    pub(super) const fn to(ease: Ease, power: f64) -> Self {
        Self { ease, parameter: 1.0, power }
    }
}

/// A blend, or the shape that is the same with a name of its own.
#[inline(never)]
pub(super) fn shape_of(span: Span, [from, to]: [f64; 2], Share { ease, parameter, power }: Share) -> Shape {
    match ease {
        Ease::Fraction => Line { span, from: to, to: from }.into(),
        Ease::Cosine if from == 1.0 && power == 1.0 => Cosine { span, alpha_f: to }.into(),
        Ease::Rest if from == 1.0 => Power { span, power, alpha_f: to }.into(),
        _ => blend_of(span, [from, to], Share { ease, parameter, power }).into(),
    }
}

#[inline(never)]
pub(super) fn blend_of(span: Span, ends: [f64; 2], share: Share) -> Blend {
    Blend { power: share.power, ..Blend::new(span, ends, share.ease, share.parameter) }
}

impl Path {
    pub(super) const NONE: Self =
        Self { start: Mark { counter: Counter::Batch, value: 0.0 }, end: 0.0, pieces: Vec::new() };

    /// Of a ramp.
    #[inline(never)]
    pub(super) fn ramp(end: Mark, shape: Shape) -> Self {
        Self { start: end, end: end.value, pieces: vec![Piece { until: end, phase: Phase::Warmup, shape }] }
    }

    /// A shape up to an end, but where that has come before.
    #[inline(never)]
    pub(super) fn until(&mut self, end: Mark, shape: Shape) {
        if end.value > self.end {
            self.end = end.value;
            self.pieces.push(Piece { until: end, phase: Phase::Main, shape });
        }
    }

    #[inline(never)]
    pub(super) fn blend(&mut self, end: Mark, span: Span, ends: [f64; 2], share: Share) {
        if span.length > 0.0 {
            self.until(end, shape_of(span, ends, share));
        }
    }

    #[inline(never)]
    pub(super) fn hold(&mut self, end: Mark, value: f64) {
        self.until(end, Hold { value }.into());
    }

    /// A shape without an end.
    #[inline(never)]
    pub(super) fn last(mut self, shape: Shape) -> Option<Tree> {
        self.pieces.push(endless(shape));
        Curve::new(self.pieces, 0).map(Tree::Leaf)
    }

    #[inline(never)]
    pub(super) fn stay(self, value: f64) -> Option<Tree> {
        self.last(Hold { value }.into())
    }

    /// A form that has a clock of its own, or where it is `outer` the same.
    #[inline(never)]
    pub(super) fn then(mut self, outer: bool, main: Option<Tree>) -> Option<Tree> {
        let Some(last) = self.pieces.last_mut() else { return main };
        last.until = Mark { counter: Counter::Batch, value: f64::INFINITY };
        Some(Tree::Leaf(Curve::new(self.pieces, 0)?).then(self.start, outer, main?))
    }

    /// A way from a value to another between two marks.
    #[inline(never)]
    pub(super) fn lead(&mut self, along: Along, from: Mark, to: Mark, [first, last]: [f64; 2]) {
        let span = Span { counter: to.counter, start: from.value, length: to.value - from.value };
        self.blend(to, span, ways(along, first, last), share_of(along));
    }
}

pub(super) fn alone(shape: impl Into<Shape>) -> Option<Tree> {
    lone(shape.into())
}

/// A shape on its own.
#[inline(never)]
pub(super) fn lone(shape: Shape) -> Option<Tree> {
    Path::NONE.last(shape)
}

#[inline(never)]
pub(super) fn affine(tree: Option<Tree>, scale: f64, offset: f64) -> Option<Tree> {
    Some(tree?.affine(scale, offset))
}

#[inline(never)]
pub(super) fn clamp(tree: Option<Tree>, low: f64, high: f64) -> Option<Tree> {
    Some(tree?.clamp(low, high))
}

/// From 0 to a mark.
#[inline(never)]
pub(super) fn from_start(end: Mark) -> Span {
    Span { counter: end.counter, start: 0.0, length: end.value }
}

/// What leads from a value to another.
#[inline(never)]
pub(super) fn share_of(along: Along) -> Share {
    Share::of(if along == Along::Linear { Ease::Fraction } else { Ease::Cosine })
}

/// The ends of it: of a line the last comes first.
#[inline(never)]
pub(super) fn ways(along: Along, first: f64, last: f64) -> [f64; 2] {
    if along == Along::Linear {
        [last, first]
    } else {
        [first, last]
    }
}
