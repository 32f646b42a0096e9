//! The forms that are neither Composer's nor llm-foundry's become trees: most of them one leaf.
//!
//! A ramp, or a value that is held, leads up to where the form begins. A form over a span begins there itself; any other
//! has a clock of its own from there on.
//!
//! A check that fails leaves its error behind and goes on, with a number that harms nothing: to end at once, at each of a
//! hundred places, would cost the module more than all the formulas do. The first error is the one that is told.

mod cosine;
mod cycles;
mod decays;
mod levels;
mod options;
mod path;
mod ramps;
mod stable;

use super::Setting;
use crate::choice::Decline;
use crate::curve::{endless, Curve, Phase, Piece};
use crate::error::{Length, Refusal};
use crate::pace::Pace;
use crate::run::Run;
use crate::schedule::{at, Name, Options, Ramp};
use crate::shape::{Ease, Exponential, Gamma, Levels, Milestones, Span, Staircase, Way};
use crate::time::Mark;
use crate::tree::Tree;
use alloc::vec;
use path::{affine, alone, blend_of, clamp, from_start, lone, shape_of, Share};

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

    /// The tree, or the first error.
    #[inline(never)]
    fn told(mut self, tree: Option<Tree>, setting: &Setting) -> Result<Tree, Refusal> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        setting.run.max_duration()?;
        tree.ok_or_else(Refusal::malformed)
    }
}
