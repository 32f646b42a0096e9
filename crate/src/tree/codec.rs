//! A tree as numbers: a curve alone as curves were before there were trees, all else in a version of its own.

use super::{Kind, Node, Part, Tree};
use crate::codec::{put, Codec, Reader};
use crate::curve::{Curve, Piece};
use crate::time::Counter;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The version of a tree's numbers, where it is more than a curve: the first of them.
pub const VERSION: u8 = 2;
/// The most levels of nodes.
pub const DEPTH: usize = 256;

impl Codec for Tree {
    fn read(r: &mut Reader) -> Option<Self> {
        if r.0.first() != Some(&f64::from(VERSION)) {
            return Codec::read(r).map(Self::Leaf);
        }
        let header = [r.number()?, r.number()?, r.number()?];
        let tree = Self::read_node(r, DEPTH)?;
        r.end()?;
        (header == tree.header() && matches!(tree, Self::Node(_))).then_some(tree)
    }

    fn write(&self, out: &mut Vec<f64>) {
        if let Self::Leaf(curve) = self {
            curve.write(out);
            return;
        }
        put(out, &self.header());
        self.write_node(out);
    }

    #[inline(never)]
    fn counters(&self) -> u8 {
        let node = match self {
            Self::Leaf(curve) => return curve.counters(),
            Self::Node(node) => node,
        };
        let own = node.mark_counters();
        let has_clock = matches!(node.kind, Kind::Sequence | Kind::Repeat | Kind::Earlier);
        node.parts.iter().fold(own, |set, Part { outer, tree }| {
            let read = tree.counters();
            // On a clock of its own, what its own marks don't decide follows the batch.
            let follows = has_clock && (!outer || node.kind != Kind::Sequence) && read & !own != 0;
            set | read | if follows { Counter::Batch.bit() } else { 0 }
        })
    }
}

impl Tree {
    fn header(&self) -> [f64; 3] {
        [VERSION, self.counters(), self.warnings()].map(f64::from)
    }

    /// The warnings of all curves.
    #[inline(never)]
    pub fn warnings(&self) -> u8 {
        match self {
            Self::Leaf(curve) => curve.warnings(),
            Self::Node(node) => node.parts.iter().fold(0, |set, part| set | part.tree.warnings()),
        }
    }

    /// A kind, or what is beyond all kinds for a curve; then marks, numbers and parts, or warnings and pieces.
    fn write_node(&self, out: &mut Vec<f64>) {
        match self {
            Self::Leaf(curve) => {
                put(out, &[Kind::ALL.len() as f64, f64::from(curve.warnings())]);
                curve.write_pieces(out);
            }
            Self::Node(node) => {
                let Node { kind, marks, numbers: [a, b], parts } = &**node;
                put(out, &[f64::from(*kind as u8)]);
                marks.write(out);
                put(out, &[*a, *b, parts.len() as f64]);
                for Part { outer, tree } in parts {
                    outer.write(out);
                    tree.write_node(out);
                }
            }
        }
    }

    fn read_node(r: &mut Reader, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let number = r.index(Kind::ALL.len() + 1)?;
        let Some(&kind) = Kind::ALL.get(number) else {
            let warnings = r.index(4)? as u8;
            return Curve::new(Vec::<Piece>::read(r)?, warnings).map(Self::Leaf);
        };
        let mut node = Node { kind, marks: Codec::read(r)?, numbers: [r.number()?, r.number()?], parts: Vec::new() };
        for _ in 0..r.index(r.0.len().max(1))? {
            node.parts.push(Part { outer: Codec::read(r)?, tree: Self::read_node(r, depth)? });
        }
        node.is_sound().then(|| Self::Node(Box::new(node)))
    }
}

impl Node {
    /// Whether it has what its kind needs.
    fn is_sound(&self) -> bool {
        let [a, b] = self.numbers;
        let (marks, parts) = (self.marks.len(), self.parts.len());
        let is_finite = a.is_finite() && b.is_finite();
        match self.kind {
            Kind::Product | Kind::Minimum | Kind::Maximum => marks == 0 && parts > 0 && is_finite,
            // Bounds may be infinite.
            Kind::Clamp => marks == 0 && parts == 1 && a <= b,
            Kind::Affine | Kind::Child => marks == 0 && parts == 1 && is_finite,
            Kind::Sequence => marks > 0 && parts == marks + 1 && is_finite,
            Kind::Repeat => marks == 1 && parts == 1 && is_finite && self.mark().value > 0.0,
            Kind::Earlier => marks == 1 && parts == 1 && is_finite,
            Kind::Cooldown => {
                let is_ordered =
                    matches!(self.marks[..], [start, end] if start.counter == end.counter && start.value < end.value);
                is_ordered && parts == 2 && is_finite
            }
        }
    }
}
