//! Nodes of trees: their times, and the runs and clocks that their parts see.

use super::Setting;
use crate::choice::{Decline, From, Start};
use crate::curve::forever;
use crate::error::{Error, Length, Refusal};
use crate::option::Exact;
use crate::run::Run;
use crate::schedule::{at, Name, Options, Part, Schedule};
use crate::shape::{Hold, Span};
use crate::time::{Mark, Time};
use crate::tree::{self, Kind, Moment, Tree};
use alloc::vec;
use alloc::vec::Vec;

impl Setting<'_> {
    /// Resolves a scheduler of any kind.
    #[inline(never)]
    pub fn resolve(&self, schedule: &Schedule) -> Result<Tree, Refusal> {
        match schedule {
            Schedule::Described(name, options) => self.described(*name, options),
            _ => super::curve(schedule, &self.run).map(Tree::Leaf),
        }
    }

    #[inline(never)]
    fn described(&self, name: Name, options: &Options) -> Result<Tree, Refusal> {
        match name {
            Name::Product => self.fold(Kind::Product, options.parts(at::Product::schedulers)),
            Name::Minimum => self.fold(Kind::Minimum, options.parts(at::Minimum::schedulers)),
            Name::Maximum => self.fold(Kind::Maximum, options.parts(at::Maximum::schedulers)),
            Name::Clamp => {
                use at::Clamp as o;
                let low = options.number_or(o::low, f64::NEG_INFINITY);
                let high = options.number_or(o::high, f64::INFINITY);
                if low > high {
                    return refused(Length::Low, low);
                }
                Ok(self.only(options, o::scheduler)?.clamp(low, high))
            }
            Name::Affine => {
                use at::Affine as o;
                let (scale, offset) = (options.number(o::scale), options.number(o::offset));
                Ok(self.only(options, o::scheduler)?.affine(scale, offset))
            }
            Name::Sequence => {
                use at::Sequence as o;
                self.sequence(options.parts(o::schedulers), options.times(o::at))
            }
            Name::Shift => {
                use at::Shift as o;
                self.shift(only(options, o::scheduler)?, self.mark(options, o::by)?)
            }
            Name::Stretch => {
                use at::Stretch as o;
                let factor = options.number(o::factor);
                if factor <= 0.0 {
                    return refused(Length::Factor, factor);
                }
                self.stretched(factor)?.only(options, o::scheduler)
            }
            Name::Repeat => self.repeat(options),
            Name::Cooldown => self.cooldown(options),
            Name::WithWarmup => self.with_warmup(options),
            _ => super::forms::form(name, options, self),
        }
    }

    /// A time that is scaled.
    #[inline(never)]
    fn mark(&self, options: &Options, place: usize) -> Result<Mark, Refusal> {
        options.time(place).ok_or_else(Refusal::malformed)?.scaled(&self.run)
    }

    /// The one part of a node, by the place of its option.
    #[inline(never)]
    fn only(&self, options: &Options, place: usize) -> Result<Tree, Refusal> {
        self.child(only(options, place)?)
    }

    /// The one part of a node.
    #[inline(never)]
    fn child(&self, schedule: &Schedule) -> Result<Tree, Refusal> {
        self.nth_child(0, schedule)
    }

    /// A part of a node, by its place: 0 for the only one, from 1 on among several.
    #[inline(never)]
    fn nth_child(&self, index: usize, schedule: &Schedule) -> Result<Tree, Refusal> {
        Ok(self.resolve(schedule)?.within(Kind::Child, Vec::new(), [index as f64, 0.0]))
    }

    /// A part whose error counts only where it is on.
    #[inline(never)]
    fn part(&self, index: usize, schedule: &Schedule) -> Result<Tree, Refusal> {
        self.nth_child(index, schedule).or_else(Tree::fail)
    }

    #[inline(never)]
    fn fold(&self, kind: Kind, schedulers: &[Part]) -> Result<Tree, Refusal> {
        if schedulers.is_empty() {
            return refused(Length::Schedulers, 0.0);
        }
        let mut parts = Vec::new();
        for (index, part) in schedulers.iter().enumerate() {
            parts.push(self.nth_child(index + 1, &part.schedule)?);
        }
        Ok(Tree::fold(kind, parts))
    }

    #[inline(never)]
    fn sequence(&self, schedulers: &[Part], times: &[Exact]) -> Result<Tree, Refusal> {
        if schedulers.len() != times.len() + 1 {
            return Err(Error::OptionRange { option: Length::At, found: times.len() as f64 }.into());
        }
        self.check_order(times)?;
        let end = self.end()?;
        let (mut at, mut parts) = (Vec::new(), Vec::new());
        let marks = self.boundaries(times)?;
        for (index, Part { outer, schedule }) in schedulers.iter().enumerate() {
            let from = index.checked_sub(1).map(|before| marks[before]);
            if let Some(from) = from {
                // What would come on at the end of the run or after it never does.
                if self.is_before(end, from).unwrap_or(false) {
                    break;
                }
                at.push(from);
            }
            let until = marks.get(index).copied();
            let tree = self.segment_of(index, schedule, *outer, [from, until], end)?;
            parts.push(tree::Part { outer: *outer || from.is_none(), tree });
        }
        if at.is_empty() {
            return parts.pop().map(|part| part.tree).ok_or_else(Refusal::malformed);
        }
        Ok(Tree::node(Kind::Sequence, at, [0.0; 2], parts))
    }

    /// Where the parts but the first begin; one that scaling puts before its predecessor is taken at that.
    #[inline(never)]
    fn boundaries(&self, times: &[Exact]) -> Result<Vec<Mark>, Refusal> {
        let mut marks: Vec<Mark> = Vec::new();
        for time in times {
            let mark = time.scaled(&self.run)?;
            let is_before = |last: Mark| !self.is_before(last, mark).unwrap_or(true);
            marks.push(marks.last().copied().filter(|&last| is_before(last)).unwrap_or(mark));
        }
        Ok(marks)
    }

    /// A part of a sequence over its own run; nothing where that is empty.
    #[inline(never)]
    fn segment_of(
        &self,
        index: usize,
        schedule: &Schedule,
        outer: bool,
        [from, until]: [Option<Mark>; 2],
        end: Mark,
    ) -> Result<Tree, Refusal> {
        let nothing = || constant(Ok(1.0));
        let is_empty = until.is_some_and(|until| match from {
            None => until.value <= 0.0,
            Some(from) => self.is_before(until, from).unwrap_or(false),
        });
        if is_empty {
            return nothing();
        }
        if outer {
            return self.part(index + 1, schedule);
        }
        match self.segment(from, until.unwrap_or(end)) {
            Ok(Some(setting)) => setting.part(index + 1, schedule),
            Ok(None) => nothing(),
            Err(error) => Tree::fail(error),
        }
    }

    /// Boundaries rise as they are written, before the ratio scales them.
    #[inline(never)]
    fn check_order(&self, times: &[Exact]) -> Result<(), Refusal> {
        let mut before: Option<Mark> = None;
        // Of the run before it was scaled, as near as floats are.
        let max = self.run.max_duration()?;
        let unscaled = Time::new(max.value / self.run.ssr, max.unit);
        let run = Run { max_duration: Some(unscaled), ssr: 1.0, ..self.run };
        for &time in times {
            let mark = time.scaled(&run)?;
            let is_ordered = match before {
                None => mark.value >= 0.0,
                Some(before) => self.is_before(before, mark)?,
            };
            if !is_ordered {
                let before = before.unwrap_or(Mark { value: 0.0, ..mark }).time();
                return Err(Error::BoundaryOrder { before, found: mark.time() }.into());
            }
            before = Some(mark);
        }
        Ok(())
    }

    #[inline(never)]
    fn shift(&self, schedule: &Schedule, by: Mark) -> Result<Tree, Refusal> {
        if by.value == 0.0 {
            return self.child(schedule);
        }
        if by.value < 0.0 {
            let by = Mark { value: -by.value, ..by };
            return Ok(self.earlier(by)?.child(schedule)?.within(Kind::Earlier, vec![by], [0.0; 2]));
        }
        let part = self.after(by, schedule)?;
        let first = part.value(&Moment::start(self.pace));
        Ok(constant(first)?.then(by, false, part))
    }

    /// A part on the clock that begins at a mark, which must leave something of the run.
    #[inline(never)]
    fn after(&self, from: Mark, schedule: &Schedule) -> Result<Tree, Refusal> {
        let end = self.end()?;
        let Some(setting) = self.segment(Some(from), end)? else {
            return Err(Error::MaxDurationZero { max_duration: end.time(), ssr: self.run.ssr, found: 0.0 }.into());
        };
        setting.child(schedule)
    }

    #[inline(never)]
    fn repeat(&self, options: &Options) -> Result<Tree, Refusal> {
        use at::Repeat as o;
        let every = self.mark(options, o::every)?;
        let decay = options.number(o::decay);
        if every.value == 0.0 {
            return Err(Error::ZeroLength { what: Length::Every }.into());
        }
        if every.value < 0.0 {
            return refused(Length::Every, every.value);
        }
        let run = Run { max_duration: Some(every.time()), ..self.run };
        let part = Setting { run, ..*self }.only(options, o::scheduler)?;
        let repeat = part.within(Kind::Repeat, vec![every], [decay, 0.0]);
        let (Some(times), Tree::Node(node)) = (options.maybe(o::times), &repeat) else { return Ok(repeat) };
        let is_count = times >= 1.0 && crate::math::float::trunc(times) == times;
        if !is_count {
            return refused(Length::Times, times);
        }
        let end = node.start_of(times);
        let last = constant(node.last(times, self.origin, self.pace))?;
        Ok(repeat.then(end, true, last))
    }

    #[inline(never)]
    fn cooldown(&self, options: &Options) -> Result<Tree, Refusal> {
        use at::Cooldown as o;
        let alpha_f = options.number(o::alpha_f);
        let end = self.mark(options, o::t_end)?;
        let [has_start, has_length] = [o::t_start, o::t_cooldown].map(|place| options.time(place).is_some());
        if has_start == has_length {
            return refused(Length::TStart, if has_start { 2.0 } else { 0.0 });
        }
        let mark = self.mark(options, if has_start { o::t_start } else { o::t_cooldown })?;
        if mark.counter != end.counter {
            return Err(Error::UnitMismatch { left: mark.time(), right: end.time() }.into());
        }
        let start = if has_start { mark } else { Mark { value: (end.value - mark.value).max(0.0), ..end } };
        if end.value <= start.value {
            return Err(Error::ZeroLength { what: Length::TCooldown }.into());
        }
        let shape = Decline::of(options.word(o::shape));
        let parameters = [options.number(o::decay_power), options.number(o::decay_ratio)];
        let span = Span { counter: start.counter, start: start.value, length: end.value - start.value };
        let decline = |top: f64, bottom: f64| -> Result<Tree, Refusal> {
            super::forms::decline(shape, parameters, span, [top, bottom], self)
        };
        let tree = self.part(0, only(options, o::scheduler)?)?;
        if From::of(options.word(o::from)) == From::Running {
            let parts = [tree, decline(1.0, 0.0)?].map(|tree| tree::Part { outer: true, tree });
            return Ok(Tree::node(Kind::Cooldown, vec![start, end], [alpha_f, 0.0], parts.into()));
        }
        let top = tree.value(&Moment::at(self.origin, self.pace, start));
        let falling = top.map_or_else(Tree::fail, |top| decline(top, alpha_f))?;
        let held = constant(Ok(alpha_f))?;
        let parts = [tree, falling, held].map(|tree| tree::Part { outer: true, tree });
        Ok(Tree::node(Kind::Sequence, vec![start, end], [0.0; 2], parts.into()))
    }

    #[inline(never)]
    fn with_warmup(&self, options: &Options) -> Result<Tree, Refusal> {
        use at::WithWarmup as o;
        let scheduler = only(options, o::scheduler)?;
        // Its own options are those of a ramp, in their order.
        let ramp = options.ramp(o::t_warmup);
        let start = Start::of(options.word(o::start));
        let ratio = if ramp.scale_warmup { self.run.ssr } else { 1.0 };
        let end = ramp.t_warmup.ok_or_else(Refusal::malformed)?.mark(&self.run, ratio)?;
        if end.value <= 0.0 {
            return self.child(scheduler);
        }
        let rising = |top: f64| super::forms::ramp(&ramp, end, top, self);
        let part = if start == Start::After { self.after(end, scheduler)? } else { self.child(scheduler)? };
        if start == Start::Together {
            let share = rising(1.0)?.then(end, true, constant(Ok(1.0))?);
            return Ok(Tree::product(vec![share, part]));
        }
        let top = part.value(&Moment::start(self.pace));
        let rising = top.map_or_else(Tree::fail, rising)?;
        Ok(rising.then(end, start == Start::Over, part))
    }
}

/// The one part of a node, by the place of its option.
#[inline(never)]
fn only(options: &Options, place: usize) -> Result<&Schedule, Refusal> {
    options.parts(place).first().map(|part| &part.schedule).ok_or_else(Refusal::malformed)
}

/// Refuses an option.
#[inline(never)]
fn refused(option: Length, found: f64) -> Result<Tree, Refusal> {
    Err(Error::OptionRange { option, found }.into())
}

/// One value, or an error, at all moments.
#[inline(never)]
fn constant(value: Result<f64, Refusal>) -> Result<Tree, Refusal> {
    value.map_or_else(Tree::fail, |value| Tree::leaf(forever(Hold { value })))
}
