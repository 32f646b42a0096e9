//! The phases of a tree on the clock of the run: cut wherever a part changes.

use super::{Kind, Node, Tree};
use crate::codec::Codec;
use crate::curve::{Phase, Piece};
use crate::pace::{Origin, Pace};
use crate::shape::SHAPES;
use crate::time::{Counter, Mark};
use alloc::vec::Vec;

/// What the phases of nodes are called, behind the names of forms.
pub const NODE_PHASES: &[&str] = &["product", "minimum", "maximum", "repeat", "cooldown"];

/// What a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Whether it is a ramp at the start.
    pub phase: Phase,
    /// A place in [`SHAPES`], or behind it in [`NODE_PHASES`].
    pub number: u8,
}

/// A phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Where it begins; 0 for the first.
    pub from: Mark,
    /// Where it ends, on the same counter or another; infinite for the last.
    pub until: Mark,
    /// What it is.
    pub name: Name,
    /// The places of the schedulers that lead to it.
    pub path: Vec<u32>,
}

/// What phases are told on.
struct Place<'a> {
    pace: &'a Pace,
    /// When the clock of a part began; `None` where the pace does not tell.
    origin: Option<Origin>,
}

impl Place<'_> {
    /// A mark of the part's clock on that of the run.
    fn mark(&self, mark: Mark) -> Mark {
        let Some(origin) = self.origin.filter(|_| mark.value.is_finite()) else { return mark };
        let Ok(rate) = origin.rate(self.pace, mark.counter) else { return mark };
        if let Some(value) = rate.of_run(mark.value) {
            return Mark { value, ..mark };
        }
        rate.first_at(mark.value).map_or(mark, |value| Mark { counter: Counter::Batch, value })
    }

    fn begin(&self, at: Mark) -> Self {
        Self { pace: self.pace, origin: self.origin.and_then(|origin| origin.begin(self.pace, at).ok()) }
    }

    fn earlier(&self, by: Mark) -> Self {
        Self { pace: self.pace, origin: self.origin.and_then(|origin| origin.earlier(self.pace, by).ok()) }
    }
}

/// Whether a mark of the run is reached no later than another; on counters that the pace does not give, it is not known
/// and counts as no.
#[inline(never)]
fn is_before(pace: &Pace, mark: Mark, other: Mark) -> bool {
    if mark.counter == other.counter || other.value.is_infinite() || mark.value <= 0.0 {
        return mark.value <= other.value;
    }
    let batch = |mark: Mark| pace.rate(mark.counter.unit()).and_then(|rate| rate.first_at(mark.value)).ok();
    batch(mark).zip(batch(other)).is_some_and(|(mark, other)| mark <= other)
}

impl Tree {
    /// The phases of a run at a pace, in order.
    pub fn stages(&self, pace: &Pace) -> Vec<Stage> {
        let mut stages = Vec::new();
        self.add_stages(&Place { pace, origin: Some(Origin::START) }, &mut stages);
        stages
    }

    #[inline(never)]
    fn add_stages(&self, place: &Place, out: &mut Vec<Stage>) {
        match self {
            Self::Leaf(curve) => of_pieces(curve.pieces(), place, out),
            Self::Node(node) => node.add_stages(place, out),
        }
    }
}

impl Node {
    #[inline(never)]
    fn add_stages(&self, place: &Place, out: &mut Vec<Stage>) {
        let mark = self.mark();
        let zero = |mark: Mark| Mark { value: 0.0, ..mark };
        let own = out.len();
        match self.kind {
            Kind::Clamp | Kind::Affine => self.add_part(0, place, out),
            Kind::Child => {
                self.add_part(0, place, out);
                for stage in out.iter_mut().skip(own) {
                    stage.path.insert(0, self.numbers[0] as u32);
                }
            }
            Kind::Earlier => {
                self.add_part(0, &place.earlier(mark), out);
                clip(out, own, zero(mark), endless(mark), place);
            }
            Kind::Repeat => add(out, zero(mark), endless(mark), name_of(3)),
            Kind::Sequence => self.add_in_turn(place, out),
            Kind::Cooldown => {
                let [start, end] = [0, 1].map(|index| place.mark(self.marks[index]));
                self.add_part(0, place, out);
                clip(out, own, zero(start), start, place);
                add(out, start, end, name_of(4));
                add(out, end, endless(end), Name { phase: Phase::Main, number: 0 });
            }
            _ => {
                for index in 0..self.parts.len() {
                    self.add_part(index, place, out);
                }
                fold(self.kind as u8, out, own, place);
            }
        }
    }

    #[inline(never)]
    fn add_part(&self, index: usize, place: &Place, out: &mut Vec<Stage>) {
        if let Some(part) = self.parts.get(index) {
            part.tree.add_stages(place, out);
        }
    }

    fn add_in_turn(&self, place: &Place, out: &mut Vec<Stage>) {
        for (index, part) in self.parts.iter().enumerate() {
            let began = index.checked_sub(1).map(|before| self.marks[before]);
            let next = self.marks.get(index).copied();
            let inside = began.filter(|_| !part.outer).map(|at| place.begin(at));
            let own = out.len();
            part.tree.add_stages(inside.as_ref().unwrap_or(place), out);
            if let (true, Some(began), Some(first)) = (inside.is_some(), began, out.get_mut(own)) {
                first.from = place.mark(began);
            }
            let any = from_of(out.get(own));
            let from = began.map_or(Mark { value: f64::NEG_INFINITY, ..any }, |at| place.mark(at));
            let until = next.map_or(endless(from), |at| place.mark(at));
            if next.is_none() || !is_before(place.pace, until, from) {
                clip(out, own, from, until, place);
            } else {
                out.truncate(own);
            }
        }
    }
}

fn endless(mark: Mark) -> Mark {
    Mark { value: f64::INFINITY, ..mark }
}

/// What a phase of a node is called.
fn name_of(node: u8) -> Name {
    Name { phase: Phase::Main, number: SHAPES.len() as u8 + node }
}

#[inline(never)]
fn add(out: &mut Vec<Stage>, from: Mark, until: Mark, name: Name) {
    out.push(Stage { from, until, name, path: Vec::new() });
}

/// Where a phase begins, if there is one.
fn from_of(stage: Option<&Stage>) -> Mark {
    stage.map_or(Mark { counter: Counter::Batch, value: 0.0 }, |stage| stage.from)
}

#[inline(never)]
fn of_pieces(pieces: &[Piece], place: &Place, out: &mut Vec<Stage>) {
    // A piece without an end is told on the counter of the one before, else on the one it reads.
    let mut shown = None;
    let mut from = None;
    for Piece { until, phase, shape } in pieces {
        if until.value <= 0.0 {
            continue;
        }
        let set = shape.counters();
        let read = || Counter::ALL.into_iter().find(|counter| counter.bit() & set != 0);
        if until.value.is_finite() {
            shown = Some(until.counter);
        }
        let counter = shown.or_else(read).unwrap_or(Counter::Batch);
        let until = place.mark(Mark { counter, ..*until });
        let from = from.replace(until).unwrap_or_else(|| place.mark(Mark { counter, value: 0.0 }));
        let until = if until.value.is_infinite() { Mark { counter: from.counter, ..until } } else { until };
        add(out, from, until, Name { phase: *phase, number: shape.number() });
    }
}

/// Keeps of the phases from an index on what lies between two marks of the run.
#[inline(never)]
fn clip(out: &mut Vec<Stage>, mut index: usize, from: Mark, until: Mark, place: &Place) {
    let is_before = |mark, other| is_before(place.pace, mark, other);
    while let Some(stage) = out.get_mut(index) {
        if is_before(stage.until, from) || is_before(until, stage.from) {
            out.remove(index);
            continue;
        }
        if is_before(stage.from, from) {
            stage.from = from;
        }
        if is_before(until, stage.until) {
            stage.until = until;
        }
        index += 1;
    }
}

/// The phases from an index on become those of what combines them: cut wherever one of these is.
#[inline(never)]
fn fold(node: u8, out: &mut Vec<Stage>, own: usize, place: &Place) {
    let mut cuts: Vec<Mark> = Vec::new();
    let mut from = from_of(out.get(own));
    for stage in out.iter().skip(own) {
        if stage.until.value.is_finite() {
            let at = cuts.iter().position(|&cut| is_before(place.pace, stage.until, cut)).unwrap_or(cuts.len());
            if cuts.get(at) != Some(&stage.until) {
                cuts.insert(at, stage.until);
            }
        }
    }
    cuts.push(endless(cuts.last().copied().unwrap_or(from)));
    out.truncate(own);
    for until in cuts {
        add(out, core::mem::replace(&mut from, until), until, name_of(node));
    }
}
