//! A tree over a range of steps: cut where parts begin, then each cut filled by its part; no branch per value.

use super::{Kind, Node, Tree};
use crate::error::Refusal;
use crate::math::output::Output;
use crate::math::pair::{larger, smaller};
use crate::pace::{Origin, Reader};
use crate::steps::{end_of_run, partition};
use crate::time::Mark;
use crate::view::{StepError, View};
use alloc::vec;
use alloc::vec::Vec;

/// Values that parts are combined in at a time.
const CHUNK: usize = 8192;

/// What holds from an index on.
struct Cut {
    /// The first index at which it does not any more.
    end: usize,
    /// The part that is on; `None` where one value is held.
    part: Option<usize>,
    /// The clock of the part.
    origin: Origin,
    /// What its values are multiplied by.
    factor: f64,
    /// Whether it is brought down.
    falls: bool,
}

impl Tree {
    /// Fills the values of a range.
    #[inline(never)]
    pub(crate) fn fill(&self, view: &View, out: &mut Output) -> Result<(), StepError> {
        match self {
            Self::Leaf(curve) => curve.fill(view, out),
            Self::Node(node) if node.kind.combines() => {
                in_chunks(view, out, &|view, values| node.combined(view, values))
            }
            Self::Node(node) => node.fill(view, out),
        }
    }

    /// The same into a slice; of what is combined, at most a chunk.
    fn fill_values(&self, view: &View, values: &mut [f64]) -> Result<(), StepError> {
        match self {
            Self::Node(node) if node.kind.combines() => node.combined(view, values),
            _ => self.fill(view, &mut Output::from(values)),
        }
    }

    /// The first step of a range without a value.
    #[inline(never)]
    pub(crate) fn first_error(&self, view: &View) -> Result<(), StepError> {
        let node = match self {
            Self::Leaf(curve) => return curve.first_error(view),
            Self::Node(node) => node,
        };
        if !node.kind.combines() {
            return node.cuts(view, &mut |cut, view, _| {
                let part = cut.part.and_then(|part| node.parts.get(part));
                let found = part.map_or(Ok(()), |part| part.tree.first_error(view));
                // An error that is about no step counts from where its part is on.
                found.map_err(|StepError { error, step }| StepError {
                    error,
                    step: if step.is_nan() { view.steps.from } else { step },
                })
            });
        }
        let mut rest = *view;
        let mut found = Ok(());
        for part in &node.parts {
            // What comes later than the first error so far no longer counts.
            if let Err(error) = part.tree.first_error(&rest) {
                // NaN, which is about no step, becomes 0.
                let before = (error.step - view.steps.from) / view.steps.stride;
                rest = view.part(0..before as usize);
                found = Err(error);
            }
        }
        found
    }
}

/// What fills a slice over a range.
type Filling<'a> = &'a dyn Fn(&View, &mut [f64]) -> Result<(), StepError>;

/// Fills an output by a slice at a time.
#[inline(never)]
fn in_chunks(view: &View, out: &mut Output, fill: Filling) -> Result<(), StepError> {
    let count = out.len();
    let mut between = Vec::new();
    for start in (0..count).step_by(CHUNK) {
        let range = start..count.min(start + CHUNK);
        let view = &view.part(range.clone());
        let mut out = out.part(range);
        // Where they are wanted as they are, no copy is made.
        if let Some(values) = out.plain() {
            fill(view, values)?;
            continue;
        }
        between.resize(out.len(), 0.0);
        fill(view, &mut between)?;
        out.write(&between);
    }
    Ok(())
}

/// The counters of marks along a range.
struct Readings<'a> {
    view: &'a View<'a>,
    reader: Reader,
}

impl Readings<'_> {
    #[inline(never)]
    fn at(&self, mark: Mark, index: usize) -> f64 {
        self.reader.clock(self.view.steps.at(index)).get(mark.counter)
    }

    /// The first index from a given one on at which a mark is reached.
    #[inline(never)]
    fn reached(&self, mark: Mark, from: usize) -> usize {
        partition(from..self.view.steps.count, |index| self.at(mark, index) < mark.value)
    }
}

impl Node {
    /// Fills the values of what combines: at most a chunk.
    #[inline(never)]
    fn combined(&self, view: &View, values: &mut [f64]) -> Result<(), StepError> {
        let Some((first, others)) = self.parts.split_first() else { return Ok(()) };
        first.tree.fill_values(view, values)?;
        if !others.is_empty() {
            let mut more = vec![0.0; values.len()];
            for part in others {
                part.tree.fill_values(view, &mut more)?;
                // A loop for each, so that it becomes lanes.
                let pairs = values.iter_mut().zip(&more);
                match self.kind {
                    Kind::Minimum => pairs.for_each(|(value, other)| *value = smaller(*value, *other)),
                    Kind::Maximum => pairs.for_each(|(value, other)| *value = larger(*value, *other)),
                    _ => pairs.for_each(|(value, other)| *value *= other),
                }
            }
        }
        let [a, b] = self.numbers;
        match self.kind {
            Kind::Affine => values.iter_mut().for_each(|value| *value = *value * a + b),
            Kind::Clamp => values.iter_mut().for_each(|value| *value = smaller(larger(*value, a), b)),
            _ => {}
        }
        Ok(())
    }

    fn fill(&self, view: &View, out: &mut Output) -> Result<(), StepError> {
        self.cuts(view, &mut |cut, view, start| {
            let out = &mut out.part(start..cut.end);
            let Some(part) = cut.part.and_then(|part| self.parts.get(part)) else {
                out.hold(0..out.len(), self.numbers[0]);
                return Ok(());
            };
            if cut.factor == 1.0 && !cut.falls {
                return part.tree.fill(view, out);
            }
            in_chunks(view, out, &|view, values| {
                part.tree.fill_values(view, values)?;
                if !cut.falls {
                    for value in values {
                        *value *= cut.factor;
                    }
                    return Ok(());
                }
                let mut shares = vec![0.0; values.len()];
                if let Some(decline) = self.parts.last() {
                    decline.tree.fill_values(view, &mut shares)?;
                }
                values.iter_mut().zip(&shares).for_each(|(value, share)| *value = self.mix(*value, *share));
                Ok(())
            })
        })
    }

    /// Walks over what holds within a range, with the part of the range that it does, and the index of its start.
    #[inline(never)]
    fn cuts(
        &self,
        view: &View,
        visit: &mut dyn FnMut(&Cut, &View, usize) -> Result<(), StepError>,
    ) -> Result<(), StepError> {
        let counters = self.mark_counters();
        let Some(last) = view.steps.count.checked_sub(1) else { return Ok(()) };
        view.pace.check(counters, view.steps.at(last))?;
        let readings = Readings { view, reader: view.origin.reader(view.pace, counters) };
        let mut start = 0;
        while start < view.steps.count {
            let cut = self.cut(&readings, start).map_err(|error| StepError { error, step: view.steps.at(start) })?;
            let part = View { origin: cut.origin, ..view.part(start..cut.end) };
            visit(&cut, &part, start)?;
            start = cut.end;
        }
        Ok(())
    }

    /// What holds from an index on.
    #[inline(never)]
    fn cut(&self, readings: &Readings, start: usize) -> Result<Cut, Refusal> {
        let View { pace, origin, steps } = *readings.view;
        let whole = Cut { end: steps.count, part: Some(0), origin, factor: 1.0, falls: false };
        let mark = self.mark();
        Ok(match self.kind {
            Kind::Sequence => {
                let on = self.marks.iter().take_while(|mark| readings.at(**mark, start) >= mark.value).count();
                let end = self.marks.get(on).map_or(steps.count, |next| readings.reached(*next, start));
                let is_outer = on == 0 || self.parts.get(on).is_none_or(|part| part.outer);
                let origin = if is_outer { origin } else { origin.begin(pace, self.marks[on - 1])? };
                Cut { end, part: Some(on), origin, ..whole }
            }
            Kind::Repeat => {
                let cycle_at = |index: usize| self.cycle(readings.at(mark, index));
                let cycle = cycle_at(start);
                let end = end_of_run(start..steps.count, &|index| cycle_at(index) == cycle);
                let origin = origin.begin(pace, self.start_of(cycle))?;
                Cut { end, origin, factor: self.factor(cycle)?, ..whole }
            }
            Kind::Cooldown => {
                let [begin, end] = [0, 1].map(|index| readings.reached(self.marks[index], start));
                if begin > start {
                    Cut { end: begin, ..whole }
                } else if end > start {
                    Cut { end, falls: true, ..whole }
                } else {
                    Cut { part: None, ..whole }
                }
            }
            Kind::Earlier => Cut { origin: origin.earlier(pace, mark)?, ..whole },
            _ => whole,
        })
    }
}
