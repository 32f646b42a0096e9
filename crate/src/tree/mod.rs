//! A tree of curves: what a scheduler becomes for a run, be it one form or a combination of many.
//!
//! Size: all nodes have one structure, as most of what is done with trees is the same for all.

mod codec;
mod fill;
mod phases;
mod value;

pub use phases::{Name, Stage, NODE_PHASES};
pub use value::Moment;

use crate::codec::Codec;
use crate::curve::{fail, forever, Curve, Piece};
use crate::error::Refusal;
use crate::math::float::floor;
use crate::math::power;
use crate::time::{Counter, Mark};
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

/// A resolved scheduler.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Closed forms, one after another.
    Leaf(Curve),
    /// What has parts.
    Node(Box<Node>),
}

/// What has parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it does with them.
    pub kind: Kind,
    /// The marks that it needs for that.
    pub marks: Vec<Mark>,
    /// The numbers.
    pub numbers: [f64; 2],
    /// Its parts: at least one.
    pub parts: Vec<Part>,
}

/// A part of a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Of a sequence: whether it sees the clock of that, in place of one that begins with it.
    pub outer: bool,
    /// What it is.
    pub tree: Tree,
}

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
#[repr(u8)]
pub enum Kind {
    /// All parts multiplied, left to right.
    Product = 0,
    /// The least: b < a ? b : a.
    Minimum = 1,
    /// The greatest: a < b ? b : a.
    Maximum = 2,
    /// Within two numbers: x < low ? low : x > high ? high : x.
    Clamp = 3,
    /// Times a number plus another.
    Affine = 4,
    /// One part after another: each but the first begins at a mark, in order.
    Sequence = 5,
    /// Again and again, each time that a counter has grown by a mark, times a number once more each time.
    Repeat = 6,
    /// Between two marks on one counter mixed with a number, which is left in the end; the second part is the share of the
    /// first, from 1 to 0.
    Cooldown = 7,
    /// On a clock that began a mark earlier.
    Earlier = 8,
    /// What a scheduler of a node became: the number is 0 for its only one, from 1 on its place among several.
    Child = 9,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Product,
        Self::Minimum,
        Self::Maximum,
        Self::Clamp,
        Self::Affine,
        Self::Sequence,
        Self::Repeat,
        Self::Cooldown,
        Self::Earlier,
        Self::Child,
    ];

    /// Whether it makes values of values, whatever the clock.
    fn combines(self) -> bool {
        self <= Self::Affine
    }
}

impl Tree {
    /// Of pieces, of which the last has no end.
    #[inline(never)]
    pub fn leaf(pieces: Vec<Piece>) -> Result<Self, Refusal> {
        Curve::new(pieces, 0).map(Self::Leaf).ok_or_else(Refusal::malformed)
    }

    /// An error at every moment.
    #[inline(never)]
    pub fn fail(error: Refusal) -> Result<Self, Refusal> {
        Self::leaf(forever(fail(error)))
    }

    /// A node.
    #[inline(never)]
    pub fn node(kind: Kind, marks: Vec<Mark>, numbers: [f64; 2], parts: Vec<Part>) -> Self {
        Self::Node(Box::new(Node { kind, marks, numbers, parts }))
    }

    /// A node of one part.
    #[must_use]
    #[inline(never)]
    pub fn within(self, kind: Kind, marks: Vec<Mark>, numbers: [f64; 2]) -> Self {
        Self::node(kind, marks, numbers, vec![Part { outer: true, tree: self }])
    }

    /// Times a factor plus a number.
    #[must_use]
    pub fn affine(self, scale: f64, offset: f64) -> Self {
        self.within(Kind::Affine, Vec::new(), [scale, offset])
    }

    /// Kept within bounds.
    #[must_use]
    pub fn clamp(self, low: f64, high: f64) -> Self {
        self.within(Kind::Clamp, Vec::new(), [low, high])
    }

    /// Several, combined.
    #[inline(never)]
    pub fn fold(kind: Kind, parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(|tree| Part { outer: true, tree }).collect();
        Self::node(kind, Vec::new(), [0.0; 2], parts)
    }

    /// Several, multiplied.
    pub fn product(parts: Vec<Self>) -> Self {
        Self::fold(Kind::Product, parts)
    }

    /// One up to a mark, then another, on a clock that begins there unless it is `outer`.
    #[must_use]
    #[inline(never)]
    pub fn then(self, at: Mark, outer: bool, next: Self) -> Self {
        let parts = vec![Part { outer: true, tree: self }, Part { outer, tree: next }];
        Self::node(Kind::Sequence, vec![at], [0.0; 2], parts)
    }
}

impl Node {
    /// The first part.
    fn first(&self) -> Result<&Tree, Refusal> {
        self.parts.first().map(|part| &part.tree).ok_or_else(Refusal::malformed)
    }

    /// The only mark, or the first of two.
    fn mark(&self) -> Mark {
        self.marks.first().copied().unwrap_or(Mark { counter: Counter::Batch, value: 1.0 })
    }

    /// Of a repeat: how many cycles are over at a reading.
    fn cycle(&self, reading: f64) -> f64 {
        floor(reading / self.mark().value)
    }

    /// Where a cycle begins.
    pub(crate) fn start_of(&self, cycle: f64) -> Mark {
        let every = self.mark();
        Mark { value: cycle * every.value, ..every }
    }

    /// What a cycle is multiplied by.
    fn factor(&self, cycle: f64) -> Result<f64, Refusal> {
        let [decay, _] = self.numbers;
        if decay == 1.0 {
            return Ok(decay);
        }
        power(decay, cycle)
    }

    /// Of what combines: a value and that of the next part.
    #[inline]
    fn combine(&self, a: f64, b: f64) -> f64 {
        match self.kind {
            Kind::Product => a * b,
            Kind::Minimum if b < a => b,
            Kind::Maximum if a < b => b,
            _ => a,
        }
    }

    /// What becomes of the value of all parts.
    #[inline]
    fn change(&self, x: f64) -> f64 {
        let [a, b] = self.numbers;
        match self.kind {
            Kind::Affine => x * a + b,
            Kind::Clamp if x < a => a,
            Kind::Clamp if x > b => b,
            _ => x,
        }
    }

    /// Of a cooldown: what is left of a value at a share from 1 to 0.
    #[inline]
    fn mix(&self, value: f64, share: f64) -> f64 {
        share * (value - self.numbers[0]) + self.numbers[0]
    }

    /// The counters of its marks.
    fn mark_counters(&self) -> u8 {
        self.marks.counters()
    }
}
