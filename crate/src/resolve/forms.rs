//! The forms that are neither Composer's nor llm-foundry's become trees: most of them one leaf.
//!
//! A ramp, or a value that is held, leads up to where the form begins. A form over a span begins there itself; any other
//! has a clock of its own from there on.
//!
//! A check that fails leaves its error behind and goes on, with a number that harms nothing: to end at once, at each of a
//! hundred places, would cost the module more than all the formulas do. The first error is the one that is told.

use super::Setting;
use crate::choice::{After, Applies, Blend as Along, Decay, Decline, FirstStep, Mode, Rise, Stable as Slow};
use crate::curve::{endless, Curve, Phase, Piece};
use crate::error::{Error, Length, Refusal};
use crate::math::float::trunc;
use crate::math::power;
use crate::option::Exact;
use crate::pace::Pace;
use crate::run::Run;
use crate::schedule::{at, Name, Options, Ramp};
use crate::shape::{
    Blend, Cosine, Cycles, Ease, Exponential, Gamma, Hold, InverseSquareRoot, Levels, Line, Milestones, Power, Shape,
    Span, Staircase, Way, ENDLESS,
};
use crate::time::{Counter, Mark, Time, Unit};
use crate::tree::Tree;
use alloc::vec;
use alloc::vec::Vec;

/// Resolves a scheduler without parts.
#[inline(never)]
pub(super) fn form(name: Name, options: &Options, setting: &Setting) -> Result<Tree, Refusal> {
    let mut forms = Forms { run: &setting.run, pace: setting.pace, options, error: None };
    let tree = forms.tree(name);
    forms.told(tree, setting)
}

/// A ramp to a value, of which only the part before its end is meant to be seen.
pub(super) fn ramp(ramp: &Ramp, end: Mark, top: f64, setting: &Setting) -> Result<Tree, Refusal> {
    made(setting, &|forms| {
        let shape = forms.rise(ramp, end, top);
        Curve::new(vec![Piece { phase: Phase::Warmup, ..endless(shape) }], 0).map(Tree::Leaf)
    })
}

/// A way down from a value to another, between two marks.
pub(super) fn decline(
    shape: Decline,
    [power, ratio]: [f64; 2],
    span: Span,
    ends: [f64; 2],
    setting: &Setting,
) -> Result<Tree, Refusal> {
    made(setting, &|forms| {
        let (ease, parameter) = match shape {
            Decline::Linear => (Ease::Rest, 1.0),
            Decline::Cosine => (Ease::Cosine, 1.0),
            Decline::Root => (Ease::FallingRoot, 1.0),
            Decline::Power => {
                forms.check(Length::DecayPower, power, power >= 0.0);
                (Ease::FallingPower, power)
            }
            Decline::Exponential => {
                forms.check(Length::DecayRatio, ratio, ratio > 0.0 && ratio != 1.0);
                (Ease::Exponential, ratio)
            }
        };
        alone(blend_of(span, ends, Share::with(ease, parameter)))
    })
}

/// What is made of a setting, or the first error.
#[inline(never)]
fn made(setting: &Setting, make: &dyn Fn(&mut Forms) -> Option<Tree>) -> Result<Tree, Refusal> {
    let options = Options::NONE;
    let mut forms = Forms { run: &setting.run, pace: setting.pace, options: &options, error: None };
    let tree = make(&mut forms);
    forms.told(tree, setting)
}

/// What forms are resolved for, and the first error.
struct Forms<'a> {
    run: &'a Run,
    pace: &'a Pace,
    options: &'a Options,
    error: Option<Refusal>,
}

/// Pieces so far.
struct Path {
    /// Where the form itself begins; batch 0 where nothing leads up to it.
    start: Mark,
    /// Where the last piece ends.
    end: f64,
    pieces: Vec<Piece>,
}

/// What a blend does but for where.
#[derive(Clone, Copy)]
struct Share {
    ease: Ease,
    parameter: f64,
    power: f64,
}

impl Share {
    const fn of(ease: Ease) -> Self {
        Self::with(ease, 1.0)
    }

    const fn with(ease: Ease, parameter: f64) -> Self {
        Self { ease, parameter, power: 1.0 }
    }

    const fn to(ease: Ease, power: f64) -> Self {
        Self { ease, parameter: 1.0, power }
    }
}

/// A blend, or the shape that is the same with a name of its own.
#[inline(never)]
fn shape_of(span: Span, [from, to]: [f64; 2], Share { ease, parameter, power }: Share) -> Shape {
    match ease {
        Ease::Fraction => Line { span, from: to, to: from }.into(),
        Ease::Cosine if from == 1.0 && power == 1.0 => Cosine { span, alpha_f: to }.into(),
        Ease::Rest if from == 1.0 => Power { span, power, alpha_f: to }.into(),
        _ => blend_of(span, [from, to], Share { ease, parameter, power }).into(),
    }
}

#[inline(never)]
fn blend_of(span: Span, ends: [f64; 2], share: Share) -> Blend {
    Blend { power: share.power, ..Blend::new(span, ends, share.ease, share.parameter) }
}

impl Path {
    const NONE: Self = Self { start: Mark { counter: Counter::Batch, value: 0.0 }, end: 0.0, pieces: Vec::new() };

    /// Of a ramp.
    #[inline(never)]
    fn ramp(end: Mark, shape: Shape) -> Self {
        Self { start: end, end: end.value, pieces: vec![Piece { until: end, phase: Phase::Warmup, shape }] }
    }

    /// A shape up to an end, but where that has come before.
    #[inline(never)]
    fn until(&mut self, end: Mark, shape: Shape) {
        if end.value > self.end {
            self.end = end.value;
            self.pieces.push(Piece { until: end, phase: Phase::Main, shape });
        }
    }

    #[inline(never)]
    fn blend(&mut self, end: Mark, span: Span, ends: [f64; 2], share: Share) {
        if span.length > 0.0 {
            self.until(end, shape_of(span, ends, share));
        }
    }

    #[inline(never)]
    fn hold(&mut self, end: Mark, value: f64) {
        self.until(end, Hold { value }.into());
    }

    /// A shape without an end.
    #[inline(never)]
    fn last(mut self, shape: Shape) -> Option<Tree> {
        self.pieces.push(endless(shape));
        Curve::new(self.pieces, 0).map(Tree::Leaf)
    }

    #[inline(never)]
    fn stay(self, value: f64) -> Option<Tree> {
        self.last(Hold { value }.into())
    }

    /// A form that has a clock of its own, or where it is `outer` the same.
    #[inline(never)]
    fn then(mut self, outer: bool, main: Option<Tree>) -> Option<Tree> {
        let Some(last) = self.pieces.last_mut() else { return main };
        last.until = Mark { counter: Counter::Batch, value: f64::INFINITY };
        Some(Tree::Leaf(Curve::new(self.pieces, 0)?).then(self.start, outer, main?))
    }
}

fn alone(shape: impl Into<Shape>) -> Option<Tree> {
    lone(shape.into())
}

/// A shape on its own.
#[inline(never)]
fn lone(shape: Shape) -> Option<Tree> {
    Path::NONE.last(shape)
}

#[inline(never)]
fn affine(tree: Option<Tree>, scale: f64, offset: f64) -> Option<Tree> {
    Some(tree?.affine(scale, offset))
}

#[inline(never)]
fn clamp(tree: Option<Tree>, low: f64, high: f64) -> Option<Tree> {
    Some(tree?.clamp(low, high))
}

/// From 0 to a mark.
#[inline(never)]
fn from_start(end: Mark) -> Span {
    Span { counter: end.counter, start: 0.0, length: end.value }
}

/// The least reading of which so many steps are a part, as floats divide.
#[inline(never)]
fn first_of(count: f64, step: f64) -> f64 {
    let mut least = count * step;
    while trunc(least / step) < count {
        least = least.next_up();
    }
    while trunc(least.next_down() / step) >= count {
        least = least.next_down();
    }
    least
}

/// Hugging Face's, in batches.
const TIMESCALE: f64 = 10_000.0;

impl Forms<'_> {
    #[allow(clippy::too_many_lines)] // an arm a form
    fn tree(&mut self, name: Name) -> Option<Tree> {
        let options = self.options;
        match name {
            Name::LinearDecay => {
                use at::LinearDecay as o;
                let ends @ [to, from] = [self.number(o::alpha_f), self.number(o::alpha_i)];
                let path = self.path_until(o::ramp, o::t_begin, from);
                self.ending(path, o::t_max, ends, Share::of(Ease::Fraction), to)
            }
            Name::CosineDecay => self.cosine(),
            Name::CosineHardRestarts => {
                use at::CosineHardRestarts as o;
                let path = self.path(o::ramp, 1.0);
                let share = Share::with(Ease::HalfWaves, self.number(o::num_cycles));
                self.ending(path, o::t_max, [1.0, 0.0], share, 0.0)
            }
            Name::CosineRestarts => {
                use at::CosineRestarts as o;
                let places = [o::t_0, o::t_mult, o::cycle_decay, o::decay_applies, o::cycle_limit, o::alpha_f];
                self.cycles(Way::Cosine, self.number(o::k), places, o::warmup_prefix, o::ramp)
            }
            Name::PolynomialRestarts => {
                use at::PolynomialRestarts as o;
                let places = [o::t_0, o::t_mult, o::cycle_decay, o::decay_applies, o::cycle_limit, o::alpha_f];
                let power = self.number(o::power);
                self.not_negative(Length::Power, power);
                self.cycles(Way::Power(power), self.number(o::k), places, o::warmup_prefix, o::ramp)
            }
            Name::TanhRestarts => {
                use at::TanhRestarts as o;
                let places = [o::t_0, o::t_mult, o::cycle_decay, o::decay_applies, o::cycle_limit, o::alpha_f];
                let way = Way::Tanh(self.number(o::lb), self.number(o::ub));
                self.cycles(way, 1.0, places, o::warmup_prefix, o::ramp)
            }
            Name::PolynomialDecay => {
                use at::PolynomialDecay as o;
                let ends @ [from, to] = [self.number(o::alpha_i), self.number(o::alpha_f)];
                let power = self.number(o::power);
                self.not_negative(Length::Power, power);
                let path = self.path_until(o::ramp, o::t_begin, from);
                if !options.flag(o::cycle) {
                    // 0⁰ is 1.
                    let stay = if power == 0.0 { from } else { to };
                    return self.ending(path, o::t_max, ends, Share::to(Ease::Rest, power), stay);
                }
                let end = self.mark(o::t_max);
                let span = self.span(&path, end);
                if span.length > 0.0 {
                    path.last(shape_of(span, ends, Share::to(Ease::Widening, power)))
                } else {
                    path.stay(to)
                }
            }
            Name::ExponentialDecay => {
                use at::ExponentialDecay as o;
                let [gamma, from] = [self.number(o::gamma), self.number(o::alpha_i)];
                let path = self.path_until(o::ramp, o::t_begin, from);
                let period = self.length(Length::TDecay, o::t_decay);
                let mut main = lone(if options.flag(o::staircase) {
                    Staircase { step: period, gamma }.into()
                } else {
                    Exponential { period, gamma: Gamma::new(gamma) }.into()
                });
                if from != 1.0 {
                    main = affine(main, from, 0.0);
                }
                if let Some(bound) = options.maybe(o::alpha_f) {
                    let (low, high) = if gamma < 1.0 { (bound, f64::INFINITY) } else { (f64::NEG_INFINITY, bound) };
                    main = clamp(main, low, high);
                }
                path.then(false, main)
            }
            Name::InverseTimeDecay => {
                use at::InverseTimeDecay as o;
                let [from, rate] = [self.number(o::alpha_i), self.number(o::rate)];
                let path = self.path(o::ramp, from);
                let span = from_start(self.length(Length::TDecay, o::t_decay));
                self.not_negative(Length::Rate, rate);
                let ease = if options.flag(o::staircase) { Ease::WholeInverse } else { Ease::Inverse };
                path.then(false, lone(shape_of(span, [from, 0.0], Share::with(ease, rate))))
            }
            Name::LrRangeTest => {
                use at::LrRangeTest as o;
                let span = from_start(self.length(Length::TStep, o::t_step));
                let ease = if options.flag(o::staircase) { Ease::WholeTime } else { Ease::Time };
                affine(lone(shape_of(span, [1.0, 0.0], Share::of(ease))), self.number(o::rate), 1.0)
            }
            Name::StepDecay => {
                use at::StepDecay as o;
                let path = self.path(o::ramp, 1.0);
                let (step, gamma) = (self.length(Length::TStep, o::t_step), self.number(o::gamma));
                path.then(!options.flag(o::warmup_prefix), alone(Staircase { step, gamma }))
            }
            Name::MultiStepDecay => {
                use at::MultiStepDecay as o;
                let path = self.path(o::ramp, 1.0);
                let (marks, gamma) = (self.marks(o::milestones), self.number(o::gamma));
                path.then(!options.flag(o::warmup_prefix), alone(Milestones { marks, gamma }))
            }
            Name::Multiplicative => self.multiplicative(),
            Name::PiecewiseConstant => {
                use at::PiecewiseConstant as o;
                let (marks, values) = (self.marks(o::boundaries), options.numbers(o::values).to_vec());
                self.check(Length::Values, values.len() as f64, values.len() == marks.len() + 1);
                let reached = marks.iter().filter(|mark| mark.value <= 0.0).count();
                let path = self.path(o::ramp, values.get(reached).copied().unwrap_or(0.0));
                path.then(false, alone(Levels::new(marks, values)))
            }
            Name::PiecewiseInterpolate => self.interpolated(),
            Name::OneCycle => self.one_cycle(),
            Name::Cyclic => self.cyclic(),
            Name::WarmupStableDecay => self.stable(),
            Name::InverseSquareRoot => self.inverse_square_root(),
            Name::Noam => self.noam(),
            Name::PowerLaw => self.power_law(),
            Name::Rex => {
                use at::Rex as o;
                let to = self.number(o::alpha_f);
                let path = self.path(o::ramp, 1.0);
                self.ending(path, o::t_max, [1.0, to], Share::of(Ease::Reflected), to)
            }
            Name::Eden => self.eden(),
            _ => None,
        }
    }

    #[inline(never)]
    fn interpolated(&mut self) -> Option<Tree> {
        use at::PiecewiseInterpolate as o;
        let (marks, values) = (self.marks(o::knots), self.options.numbers(o::values));
        let along = Along::of(self.options.word(o::interpolate));
        let count = values.len();
        self.check(Length::Values, count as f64, count == marks.len() && count > 0);
        let mut path = Path::NONE;
        path.hold(*marks.first()?, *values.first()?);
        for (marks, values) in marks.windows(2).zip(values.windows(2)) {
            self.check(Length::Knots, marks[1].value, marks[0].value <= marks[1].value);
            self.same(marks[0].counter, Length::Knots, marks[1]);
            path.lead(along, marks[0], marks[1], [values[0], values[1]]);
        }
        path.stay(*values.last()?)
    }

    #[inline(never)]
    fn cyclic(&mut self) -> Option<Tree> {
        use at::Cyclic as o;
        let [low, high, gamma] = [self.number(o::alpha_min), self.number(o::alpha_max), self.number(o::gamma)];
        let path = self.path(o::ramp, low);
        let up = self.length(Length::TUp, o::t_up);
        let has_down = self.options.time(o::t_down).is_some();
        let fall = self.length(Length::TDown, if has_down { o::t_down } else { o::t_up });
        let down = self.same(up.counter, Length::TDown, fall);
        let mode = Mode::of(self.options.word(o::mode));
        let is_ranged = mode == Mode::Exponential;
        self.check(Length::Gamma, gamma, !is_ranged || gamma >= 0.0);
        let (applies, decay) = match mode {
            Mode::Triangular | Mode::Exponential => (Applies::Peak, 1.0),
            Mode::Halved => (Applies::Amplitude, 0.5),
            Mode::Shrink if self.options.flag(o::shrink_min) => (Applies::All, gamma),
            Mode::Shrink => (Applies::Peak, gamma),
        };
        let (alpha_f, peak) = if is_ranged { (0.0, 1.0) } else { (low, high) };
        let (t_0, way) = (Mark { value: up.value + down, ..up }, Way::Triangle(up.value));
        let mut main = alone(Cycles { t_0, t_mult: 1.0, way, k: 1.0, decay, applies, limit: ENDLESS, alpha_f, peak });
        if is_ranged {
            let period = Mark { value: self.step(Length::Gamma), ..up };
            let factor = alone(Exponential { period, gamma: Gamma::new(gamma) });
            main = affine(Some(Tree::product(vec![main?, factor?])), high - low, low);
        }
        path.then(false, main)
    }

    #[inline(never)]
    fn noam(&mut self) -> Option<Tree> {
        use at::Noam as o;
        let [d_model, shift] = [self.number(o::d_model), self.number(o::shift)];
        self.check(Length::DModel, d_model, d_model > 0.0);
        let end = self.warmup(self.options.time(o::t_warmup), self.options.flag(o::scale_warmup));
        let end = self.positive(Length::TWarmup, end);
        // Both of what is compared are 1 at the end of the warm-up, as parts of the value there.
        // Through a logarithm of 100 bits: a product, a root and an inverse would each round.
        let square = d_model * (end.value / self.step(Length::TWarmup));
        let peak = power(square.min(f64::MAX), -0.5).unwrap_or(f64::INFINITY);
        let shift = if shift == 0.0 { 0.0 } else { shift * self.batch(end.counter) };
        let span = Span { start: 0.0 - shift, ..from_start(end) };
        let until = Mark { value: end.value - shift, ..end };
        let path = Path::ramp(until, shape_of(span, [1.0, 0.0], Share::of(Ease::Fraction)));
        affine(path.last(InverseSquareRoot { scale: end, shift, alpha_f: 0.0 }.into()), peak, 0.0)
    }

    #[inline(never)]
    fn power_law(&mut self) -> Option<Tree> {
        use at::PowerLaw as o;
        let [amplitude, rate, exponent] = [self.number(o::amplitude), self.number(o::rate), self.number(o::exponent)];
        self.check(Length::Amplitude, amplitude, amplitude > 0.0);
        self.check(Length::Rate, rate, rate > 0.0);
        let end = self.warmup(self.options.time(o::t_warmup), self.options.flag(o::scale_warmup));
        // 0 has no negative power.
        self.check(Length::TWarmup, end.value, end.value > 0.0 || exponent >= 0.0);
        let length = self.step(Length::Rate) / rate;
        let span = from_start(Mark { value: length, ..end });
        let law = blend_of(span, [amplitude, 0.0], Share::with(Ease::Power, exponent));
        let top = law.at(end.value).unwrap_or(1.0);
        let main = clamp(alone(law), f64::NEG_INFINITY, 1.0);
        if end.value == 0.0 {
            return main;
        }
        let ends = [if top < 1.0 { top } else { 1.0 }, self.number(o::alpha_w)];
        Path::ramp(end, shape_of(from_start(end), ends, Share::of(Ease::Fraction))).then(true, main)
    }

    #[inline(never)]
    fn eden(&mut self) -> Option<Tree> {
        use at::Eden as o;
        let length = self.length(Length::TBatches, o::t_batches);
        let root = |length, ease| lone(shape_of(from_start(length), [1.0, 0.0], Share::of(ease)));
        let is_fourth = self.options.time(o::t_epochs).is_some();
        let mut parts = vec![root(length, if is_fourth { Ease::FourthRootOfSquare } else { Ease::RootOfSquare })?];
        if is_fourth {
            parts.push(root(self.epochs(o::t_epochs), Ease::FourthRootOfSquare)?);
        }
        let ramp = Ramp {
            t_warmup: self.options.time(o::t_warmup).copied(),
            alpha_w: self.number(o::alpha_w),
            warmup: Rise::Linear,
            first_step: FirstStep::Zero,
            scale_warmup: self.options.flag(o::scale_warmup),
        };
        let path = self.path_of(&ramp, 1.0);
        if !path.pieces.is_empty() {
            parts.push(path.stay(1.0)?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Tree::product(parts) })
    }

    /// The tree, or the first error.
    #[inline(never)]
    fn told(mut self, tree: Option<Tree>, setting: &Setting) -> Result<Tree, Refusal> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        setting.run.max_duration()?;
        tree.ok_or_else(Refusal::malformed)
    }

    fn number(&self, place: usize) -> f64 {
        self.options.number(place)
    }

    /// Leaves an error behind.
    #[inline(never)]
    fn refuse(&mut self, error: Error) {
        self.keep(error.into());
    }

    /// The first error is kept.
    #[inline(never)]
    fn keep(&mut self, error: Refusal) {
        self.error.get_or_insert(error);
    }

    #[inline(never)]
    fn check(&mut self, option: Length, found: f64, is_sound: bool) {
        if !is_sound {
            self.refuse(Error::OptionRange { option, found });
        }
    }

    #[inline(never)]
    fn not_negative(&mut self, option: Length, found: f64) {
        self.check(option, found, found >= 0.0);
    }

    /// What was converted.
    #[inline(never)]
    fn converted(&mut self, mark: Result<Mark, Refusal>) -> Mark {
        mark.unwrap_or_else(|error| {
            self.keep(error);
            Mark { counter: Counter::Batch, value: 1.0 }
        })
    }

    #[inline(never)]
    fn mark_of(&mut self, time: &Exact) -> Mark {
        let mark = time.scaled(self.run);
        self.converted(mark)
    }

    /// An option that is a time; batch 0 where there is none.
    #[inline(never)]
    fn mark(&mut self, place: usize) -> Mark {
        self.options.time(place).map_or(Path::NONE.start, |time| self.mark_of(time))
    }

    #[inline(never)]
    fn marks(&mut self, place: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for time in self.options.times(place) {
            marks.push(self.mark_of(time));
        }
        marks
    }

    /// What is divided by.
    #[inline(never)]
    fn positive(&mut self, option: Length, mark: Mark) -> Mark {
        if mark.value == 0.0 {
            self.refuse(Error::ZeroLength { what: option });
        }
        self.not_negative(option, mark.value);
        Mark { value: if mark.value > 0.0 { mark.value } else { 1.0 }, ..mark }
    }

    /// A time that is divided by.
    #[inline(never)]
    fn length(&mut self, option: Length, place: usize) -> Mark {
        let mark = self.mark(place);
        self.positive(option, mark)
    }

    /// The value of a mark that must be on the counter of the others.
    #[inline(never)]
    fn same(&mut self, counter: Counter, option: Length, mark: Mark) -> f64 {
        if mark.counter != counter {
            self.refuse(Error::RunUnits { option, time: mark.time() });
        }
        mark.value
    }

    #[inline(never)]
    fn on(&mut self, counter: Counter, option: Length, place: usize) -> f64 {
        let mark = self.mark(place);
        self.same(counter, option, mark)
    }

    /// How long a step is by which something is counted that is no time.
    #[inline(never)]
    fn step(&mut self, option: Length) -> f64 {
        let ssr = Mark { counter: Counter::Batch, value: self.run.ssr };
        self.positive(option, ssr).value
    }

    /// Where a ramp ends; batch 0 where there is none.
    #[inline(never)]
    fn warmup(&mut self, length: Option<&Exact>, scale: bool) -> Mark {
        let Some(time) = length else { return Path::NONE.start };
        let mark = time.mark(self.run, if scale { self.run.ssr } else { 1.0 });
        let mark = self.converted(mark);
        self.not_negative(Length::TWarmup, mark.value);
        mark
    }

    /// What a batch adds to a counter.
    #[inline(never)]
    fn batch(&mut self, counter: Counter) -> f64 {
        match self.pace.rate(counter.unit()) {
            Ok(rate) => rate.per_batch(),
            Err(error) => {
                self.keep(error);
                1.0
            }
        }
    }

    /// A ramp to a value, by the place of its options; nothing where there is none.
    #[inline(never)]
    fn path(&mut self, ramp: usize, top: f64) -> Path {
        self.path_of(&self.options.ramp(ramp), top)
    }

    #[inline(never)]
    fn path_of(&mut self, ramp: &Ramp, top: f64) -> Path {
        let end = self.warmup(ramp.t_warmup.as_ref(), ramp.scale_warmup);
        if end.value > 0.0 {
            Path::ramp(end, self.rise(ramp, end, top))
        } else {
            Path::NONE
        }
    }

    /// A ramp to a value, then that value until a form begins; nothing where there is neither.
    #[inline(never)]
    fn path_until(&mut self, ramp: usize, t_begin: usize, top: f64) -> Path {
        let mut path = self.path(ramp, top);
        if self.options.time(t_begin).is_some() {
            let begin = self.mark(t_begin);
            let start = self.start_on(&path, begin);
            self.check(Length::TBegin, begin.value, begin.value >= start);
            path.hold(begin, top);
            path.start = begin;
        }
        path
    }

    #[inline(never)]
    fn rise(&mut self, ramp: &Ramp, Mark { counter, value: w }: Mark, top: f64) -> Shape {
        let is_log = ramp.warmup == Rise::Log;
        let batch = if is_log || ramp.first_step != FirstStep::Zero { self.batch(counter) } else { 0.0 };
        let (start, length) = match ramp.first_step {
            _ if is_log => (0.0, batch),
            FirstStep::Zero => (0.0, w),
            FirstStep::One => (-batch, w),
            FirstStep::OneOfMore => (-batch, w + batch),
            FirstStep::OfLess => (0.0, if w - batch > batch { w - batch } else { batch }),
        };
        if is_log && w < 2.0 * batch {
            self.refuse(Error::ZeroLength { what: Length::TWarmup });
        }
        let ease = match ramp.warmup {
            Rise::Linear => Ease::Fraction,
            Rise::Cosine => Ease::RisingCosine,
            Rise::Root => Ease::RisingRoot,
            Rise::Log => Ease::Log,
        };
        shape_of(
            Span { counter, start, length },
            [top, ramp.alpha_w],
            Share::with(ease, if is_log { w / batch } else { 1.0 }),
        )
    }

    /// Where a form begins that is on the counter of a mark.
    #[inline(never)]
    fn start_on(&mut self, path: &Path, mark: Mark) -> f64 {
        if !path.pieces.is_empty() && path.start.counter != mark.counter {
            self.refuse(Error::WarmupUnits { t_warmup: path.start.time(), t_max: mark.time() });
        }
        path.start.value
    }

    /// From where a form begins to an end.
    #[inline(never)]
    fn span(&mut self, path: &Path, end: Mark) -> Span {
        let start = self.start_on(path, end);
        Span { counter: end.counter, start, length: end.value - start }
    }

    /// A form from its start to `t_max`, then what it stays at.
    #[inline(never)]
    fn ending(&mut self, mut path: Path, t_max: usize, ends: [f64; 2], share: Share, stay: f64) -> Option<Tree> {
        let end = self.mark(t_max);
        let span = self.span(&path, end);
        path.blend(end, span, ends, share);
        path.stay(stay)
    }

    #[inline(never)]
    fn cosine(&mut self) -> Option<Tree> {
        use at::CosineDecay as o;
        let ends @ [from, to] = [self.number(o::alpha_i), self.number(o::alpha_f)];
        let [num_cycles, exponent] = [self.number(o::num_cycles), self.number(o::exponent)];
        self.not_negative(Length::Exponent, exponent);
        let mut path = self.path_until(o::ramp, o::t_begin, from);
        let end = self.mark(o::t_max);
        let mut span = self.span(&path, end);
        if span.length <= 0.0 {
            return path.stay(to);
        }
        let has_shift = self.options.time(o::decay_shift).is_some();
        let shift = if has_shift { self.on(end.counter, Length::TMax, o::decay_shift) } else { 0.0 };
        span.start -= shift;
        let end = Mark { value: end.value - shift, ..end };
        let waves = Share { ease: Ease::Waves, parameter: 2.0 * num_cycles, power: exponent };
        // Half a wave is a loop of its own, and ends exactly.
        let half = Share::to(Ease::Cosine, exponent);
        let is_half = num_cycles == 0.5 && exponent > 0.0 && shift >= 0.0;
        let goes_on = After::of(self.options.word(o::after)) == After::Continue;
        if is_half || !goes_on {
            path.blend(end, span, ends, if is_half { half } else { waves });
        }
        if goes_on {
            return path.last(shape_of(span, ends, waves));
        }
        let end = blend_of(Span { start: 0.0, length: 1.0, ..span }, ends, waves).at(1.0);
        path.stay(if is_half { to } else { end.unwrap_or(to) })
    }

    #[inline(never)]
    fn cycles(
        &mut self,
        way: Way,
        k: f64,
        [t_0, t_mult, decay, applies, limit, alpha_f]: [usize; 6],
        warmup_prefix: usize,
        ramp: usize,
    ) -> Option<Tree> {
        let cycles = Cycles {
            t_0: self.length(Length::T0, t_0),
            t_mult: self.number(t_mult),
            way,
            k,
            decay: self.number(decay),
            applies: Applies::of(self.options.word(applies)),
            limit: self.options.number_or(limit, ENDLESS),
            alpha_f: self.number(alpha_f),
            peak: 1.0,
        };
        let is_outer = !self.options.flag(warmup_prefix);
        self.check(Length::TMult, cycles.t_mult, cycles.t_mult > 0.0);
        self.check(Length::K, cycles.k, cycles.k > 0.0);
        self.not_negative(Length::CycleLimit, cycles.limit);
        // timm's tanh has a ramp to where it comes out, its others to the peak.
        let mut top = 1.0;
        if matches!(cycles.way, Way::Tanh(..)) && is_outer && self.error.is_none() {
            let end = self.ramp_end(ramp);
            if end.value > 0.0 {
                let start = self.same(cycles.t_0.counter, Length::TWarmup, end);
                match cycles.at(start) {
                    Ok(value) => top = value,
                    Err(error) => self.keep(error),
                }
            }
        }
        self.path(ramp, top).then(is_outer, alone(cycles))
    }

    #[inline(never)]
    fn ramp_end(&mut self, ramp: usize) -> Mark {
        let ramp = self.options.ramp(ramp);
        self.warmup(ramp.t_warmup.as_ref(), ramp.scale_warmup)
    }

    #[inline(never)]
    fn multiplicative(&mut self) -> Option<Tree> {
        let step = self.step(Length::Factors);
        let (mut marks, mut values, mut product) = (Vec::new(), vec![1.0], 1.0);
        for factor in self.options.numbers(at::Multiplicative::factors) {
            product *= factor;
            if !f64::is_finite(product) {
                self.refuse(Error::NotFinite { found: product });
                return None;
            }
            marks.push(Mark { counter: Counter::Batch, value: first_of(values.len() as f64, step) });
            values.push(product);
        }
        alone(Levels::new(marks, values))
    }

    #[inline(never)]
    fn one_cycle(&mut self) -> Option<Tree> {
        use at::OneCycle as o;
        let options = self.options;
        let [alpha_i, alpha_m, alpha_f] = [self.number(o::alpha_i), self.number(o::alpha_m), self.number(o::alpha_f)];
        let [stairs_up, stairs_down] = [options.maybe(o::stairs_up), options.maybe(o::stairs_down)];
        let (anneal, rate) = (Along::of(options.word(o::anneal)), self.number(o::rate));
        let end = self.mark(o::t_end);
        let counter = end.counter;
        let mark = |value| Mark { counter, value };
        let peak = mark(self.on(counter, Length::TPeak, o::t_peak));
        let back = options.time(o::t_return).map(|_| mark(self.on(counter, Length::TReturn, o::t_return)));
        for (option, stairs) in [(Length::StairsUp, stairs_up), (Length::StairsDown, stairs_down)] {
            let stairs = stairs.unwrap_or(1.0);
            self.check(option, stairs, stairs >= 1.0 && trunc(stairs) == stairs);
        }
        // What has begun before the run may be in any order.
        let is_after = |mark: Mark, other: Mark| mark.value >= other.value || other.value <= 0.0;
        let turn = back.unwrap_or(peak);
        self.check(Length::TReturn, turn.value, is_after(turn, peak));
        self.check(Length::TEnd, end.value, is_after(end, turn));
        self.not_negative(Length::Rate, rate);
        let span = |from: Mark, to: Mark| Span { counter, start: from.value, length: to.value - from.value };
        let start = mark(0.0);
        let mut path = Path::NONE;
        let (next, value) = back.map_or((end, alpha_f), |back| (back, alpha_i));
        // What never falls reaches its peak.
        let top = if next.value > peak.value { peak } else { mark(peak.value.next_up()) };
        match stairs_up {
            Some(count) => path.blend(top, span(start, peak), [alpha_m, alpha_i], Share::with(Ease::UpStairs, count)),
            None => path.blend(top, span(start, peak), ways(anneal, alpha_i, alpha_m), share_of(anneal)),
        }
        match stairs_down {
            Some(count) => path.blend(next, span(peak, next), [alpha_m, value], Share::with(Ease::DownStairs, count)),
            None => path.lead(anneal, peak, next, [alpha_m, value]),
        }
        if let Some(back) = back {
            path.lead(anneal, back, end, [alpha_i, alpha_f]);
        }
        if options.time(o::t_decay).is_none() || rate == 0.0 {
            return path.stay(alpha_f);
        }
        let length = self.length(Length::TDecay, o::t_decay);
        let span = Span { counter, start: end.value, length: self.same(counter, Length::TDecay, length) };
        path.last(shape_of(span, [alpha_f, 0.0], Share::with(Ease::Inverse, rate)))
    }

    #[inline(never)]
    fn stable(&mut self) -> Option<Tree> {
        use at::WarmupStableDecay as o;
        let options = self.options;
        let [alpha_f, num_cycles] = [self.number(o::alpha_f), self.number(o::num_cycles)];
        let [decay_power, decay_ratio] = [self.number(o::decay_power), self.number(o::decay_ratio)];
        let (decay, stable) = (Decay::of(options.word(o::decay)), Slow::of(options.word(o::stable)));
        let path = self.path(o::ramp, 1.0);
        let end = self.mark(o::t_max);
        let length = self.on(end.counter, Length::TDecay, o::t_decay);
        self.not_negative(Length::TDecay, length);
        let all = self.span(&path, end);
        if all.length <= 0.0 {
            return path.stay(alpha_f);
        }
        let is_geometric = decay == Decay::Geometric;
        let share = match decay {
            Decay::Linear => Share::of(Ease::Rest),
            Decay::Cosine if num_cycles == 0.5 => Share::of(Ease::Cosine),
            Decay::Cosine => Share::with(Ease::Waves, 2.0 * num_cycles),
            Decay::Root => Share::of(Ease::FallingRoot),
            Decay::Power => Share::with(Ease::FallingPower, decay_power),
            Decay::Exponential => Share::with(Ease::Exponential, decay_ratio),
            Decay::Geometric => Share::with(Ease::Geometric, alpha_f),
        };
        self.check(Length::DecayPower, decay_power, decay != Decay::Power || decay_power >= 0.0);
        let is_ratio = decay_ratio > 0.0 && decay_ratio != 1.0;
        self.check(Length::DecayRatio, decay_ratio, decay != Decay::Exponential || is_ratio);
        self.check(Length::AlphaF, alpha_f, !is_geometric || alpha_f >= 0.0);
        let span = Span { counter: end.counter, start: end.value - length, length };
        let start = Mark { value: span.start, ..end };
        let fall = Fall { start, end, span, share, is_geometric };
        if stable == Slow::Constant {
            return fall.behind(path, [1.0, alpha_f]);
        }
        let exponent = if stable == Slow::Root { 0.5 } else { self.number(o::stable_power) };
        self.not_negative(Length::StablePower, exponent);
        if options.time(o::stable_timescale).is_none() {
            self.check(Length::StableTimescale, 0.0, false);
            return None;
        }
        let scale = self.length(Length::StableTimescale, o::stable_timescale);
        let length = self.same(end.counter, Length::StableTimescale, scale);
        // What nothing would change is left out: values are not negative, and each node is another pass over them.
        let slow = || {
            let slow = lone(shape_of(Span { length, ..all }, [1.0, 0.0], Share::with(Ease::InversePower, exponent)));
            let slow = if alpha_f > 0.0 { clamp(slow, alpha_f, f64::INFINITY) } else { slow };
            if is_geometric || alpha_f == 0.0 {
                slow
            } else {
                affine(slow, 1.0, -alpha_f)
            }
        };
        let at = Mark { value: if start.value > 0.0 { start.value } else { 0.0 }, ..start };
        let end = fall.behind(Path::NONE, [1.0, if is_geometric { alpha_f } else { 0.0 }])?;
        let main = if is_geometric {
            slow()?.then(at, true, end)
        } else {
            let main = slow()?.then(at, true, Tree::product(vec![slow()?, end]));
            if alpha_f == 0.0 {
                main
            } else {
                main.affine(1.0, alpha_f)
            }
        };
        path.then(true, Some(main))
    }

    #[inline(never)]
    fn inverse_square_root(&mut self) -> Option<Tree> {
        use at::InverseSquareRoot as o;
        let options = self.options;
        let [alpha_f_decay, alpha_f_cooldown] = [self.number(o::alpha_f_decay), self.number(o::alpha_f_cooldown)];
        let alpha_min = options.maybe(o::alpha_min);
        let mut path = self.path(o::ramp, 1.0);
        let scale = if options.time(o::timescale).is_some() {
            self.length(Length::Timescale, o::timescale)
        } else if path.pieces.is_empty() {
            let mark = self.mark_of(&Exact { time: Time::new(TIMESCALE, Unit::Batch), decimal: None });
            self.positive(Length::Timescale, mark)
        } else {
            path.start
        };
        let start = self.start_on(&path, scale);
        let counter = scale.counter;
        let mark = |value| Mark { counter, value };
        // A floor is under the form alone, not under its ramp.
        let mut main = match alpha_min {
            None => core::mem::replace(&mut path, Path::NONE),
            Some(_) => Path { end: start, ..Path::NONE },
        };
        let end = options.time(o::t_end).map(|_| mark(self.on(counter, Length::TEnd, o::t_end).next_up()));
        // Up to and with its end.
        let until = |mark: Mark| match end {
            Some(end) if end.value < mark.value => end,
            _ => mark,
        };
        let decay = InverseSquareRoot { scale, shift: scale.value - start, alpha_f: alpha_f_decay };
        let mut stay = None;
        if options.time(o::t_cooldown).is_some() {
            let length = self.on(counter, Length::TCooldown, o::t_cooldown);
            self.not_negative(Length::TCooldown, length);
            let last = self.on(counter, Length::TMax, o::t_max);
            let from = if last - length > start { last - length } else { start };
            let value = decay.at(from).unwrap_or(alpha_f_decay);
            main.until(until(mark(from)), decay.clone().into());
            let span = Span { counter, start: from, length };
            main.blend(until(mark(from + length)), span, [alpha_f_cooldown, value], Share::of(Ease::Fraction));
            stay = Some(if length > 0.0 { alpha_f_cooldown } else { value });
        }
        let last = stay.map_or(decay.into(), |value| Hold { value }.into());
        let main = match end {
            None => main.last(last),
            Some(end) => {
                main.until(end, last);
                main.stay(alpha_min.unwrap_or(0.0))
            }
        };
        match alpha_min {
            None => main,
            Some(low) => path.then(true, clamp(main, low, f64::INFINITY)),
        }
    }

    /// A number of epochs, which is converted to batches, on the counter of whole epochs.
    fn epochs(&mut self, place: usize) -> Mark {
        let Mark { counter, value } = self.length(Length::TEpochs, place);
        let batches = self.run.dataloader_len.filter(|&batches| batches > 0.0 && counter == Counter::Batch);
        if batches.is_none() {
            self.refuse(Error::CounterMissing { unit: Unit::Epoch });
        }
        Mark { counter: Counter::Epoch, value: value / batches.unwrap_or(1.0) }
    }
}

/// From one value to another: up to a decay, along it, and after it.
struct Fall {
    start: Mark,
    end: Mark,
    span: Span,
    share: Share,
    is_geometric: bool,
}

impl Fall {
    #[inline(never)]
    fn behind(&self, mut path: Path, [from, to]: [f64; 2]) -> Option<Tree> {
        path.hold(self.start, from);
        // The end is in the share already.
        path.blend(self.end, self.span, if self.is_geometric { [1.0, 0.0] } else { [from, to] }, self.share);
        path.stay(to)
    }
}

/// What leads from a value to another.
#[inline(never)]
fn share_of(along: Along) -> Share {
    Share::of(if along == Along::Linear { Ease::Fraction } else { Ease::Cosine })
}

/// The ends of it: of a line the last comes first.
#[inline(never)]
fn ways(along: Along, first: f64, last: f64) -> [f64; 2] {
    if along == Along::Linear {
        [last, first]
    } else {
        [first, last]
    }
}

impl Path {
    /// A way from a value to another between two marks.
    #[inline(never)]
    fn lead(&mut self, along: Along, from: Mark, to: Mark, [first, last]: [f64; 2]) {
        let span = Span { counter: to.counter, start: from.value, length: to.value - from.value };
        self.blend(to, span, ways(along, first, last), share_of(along));
    }
}
