//! A description and a run become a curve; every check of Composer's schedulers, in Composer's order.
//!
//! Errors that hold from some step on only (a milestone that can't be converted, a scaled ramp of length 0) become
//! pieces that fail, since the steps before have values.

mod forms;
mod nodes;
mod setting;

use setting::Setting;

use crate::choice::Check;
use crate::curve::{endless, fail, forever, Curve, Phase, Piece, T_MAX_IS_SHORT, WARMUP_IS_ZERO};
use crate::error::{Error, Length, Refusal};
use crate::integer::safe;
use crate::option::{ScaleWarmup, Unscaled};
use crate::pace::{Origin, Pace};
use crate::run::Run;
use crate::schedule::Schedule;
use crate::shape::{
    cosine, line, polynomial, Cosine, Exponential, Gamma, Hold, InverseSquareRoot, Line, Milestones, Power, Restarts,
    Shape, Span, Staircase,
};
use crate::time::{Mark, Time, Unit};
use crate::tree::Tree;
use alloc::vec;
use alloc::vec::Vec;

/// Resolves a scheduler for a run whose pace is not known.
pub fn resolve(schedule: &Schedule, run: &Run) -> Result<Tree, Refusal> {
    resolve_at(schedule, run, &Pace { dataloader_len: run.dataloader_len, ..Pace::default() })
}

/// Resolves a scheduler for a run: pure, and all that may depend on the run is checked here.
pub fn resolve_at(schedule: &Schedule, run: &Run, pace: &Pace) -> Result<Tree, Refusal> {
    run.check()?;
    Setting { run: *run, pace, origin: Some(Origin::START) }.resolve(schedule)
}

/// One of the schedulers of Composer and llm-foundry.
fn curve(schedule: &Schedule, run: &Run) -> Result<Curve, Refusal> {
    match *schedule {
        Schedule::Step { step_size, gamma } => {
            let step = nonzero(run.scaled(step_size)?, Length::StepSize)?;
            plain(forever(Staircase { step, gamma }))
        }
        Schedule::MultiStep { ref milestones, gamma } => plain(forever(steps(milestones, gamma, run)?)),
        Schedule::Constant { alpha, t_max } => {
            let until = run.scaled(t_max)?;
            let shape = Hold { value: alpha }.into();
            plain(vec![Piece { until, phase: Phase::Main, shape }, endless(Hold { value: 1.0 })])
        }
        Schedule::Linear { alpha_i, alpha_f, t_max } => up_to(t_max, &Ending::Line { from: alpha_i, to: alpha_f }, run),
        Schedule::Exponential { gamma, decay_period } => {
            let period = nonzero(run.scaled(decay_period)?, Length::DecayPeriod)?;
            plain(forever(Exponential { period, gamma: Gamma::new(gamma) }))
        }
        Schedule::CosineAnnealing { t_max, alpha_f } => up_to(t_max, &Ending::Cosine { alpha_f }, run),
        Schedule::CosineAnnealingWarmRestarts { t_0, t_mult, alpha_f } => {
            plain(forever(Restarts { t_0: run.scaled(t_0)?, t_mult, alpha_f }))
        }
        Schedule::Polynomial { power, t_max, alpha_f } => up_to(t_max, &Ending::Power { power, alpha_f }, run),
        Schedule::MultiStepWithWarmup { t_warmup, ref milestones, gamma, scale_warmup } => {
            // Composer checks neither units nor t_max here, and converts the milestones only once the ramp is over.
            let warmup = Warmup::new(t_warmup, scale_warmup, 1.0, run)?;
            let main = forever(steps(milestones, gamma, run).map_or_else(fail, Shape::from));
            warmup.before(main)
        }
        Schedule::ConstantWithWarmup { t_warmup, alpha, t_max, scale_warmup, check } => {
            with_warmup(t_warmup, (scale_warmup, check), alpha, t_max, &Ending::Hold { alpha }, run)
        }
        Schedule::LinearWithWarmup { t_warmup, alpha_i, alpha_f, t_max, scale_warmup, check } => {
            let form = Ending::Line { from: alpha_i, to: alpha_f };
            with_warmup(t_warmup, (scale_warmup, check), alpha_i, t_max, &form, run)
        }
        Schedule::CosineAnnealingWithWarmup { t_warmup, t_max, alpha_f, scale_warmup, check } => {
            with_warmup(t_warmup, (scale_warmup, check), 1.0, t_max, &Ending::Cosine { alpha_f }, run)
        }
        Schedule::PolynomialWithWarmup { t_warmup, power, t_max, alpha_f, scale_warmup, check } => {
            with_warmup(t_warmup, (scale_warmup, check), 1.0, t_max, &Ending::Power { power, alpha_f }, run)
        }
        Schedule::InverseSquareRootWithWarmup {
            t_warmup,
            t_scale,
            t_cooldown,
            t_max,
            alpha_f_decay,
            alpha_f_cooldown,
        } => {
            let times = [(Length::TWarmup, t_warmup.0), (Length::TScale, t_scale), (Length::TCooldown, t_cooldown)];
            if alpha_f_decay < alpha_f_cooldown {
                return Err(Error::AlphaOrder { alpha_f_decay, alpha_f_cooldown }.into());
            }
            in_units_of_the_run(&times, run)?;
            let warmup = Warmup::new(t_warmup, ScaleWarmup::No, 1.0, run)?;
            let (scale, cooldown, end) = (run.scaled(t_scale)?, run.scaled(t_cooldown)?, run.scaled(t_max)?);
            if end.counter != scale.counter {
                return Err(Error::RunUnits { option: Length::TMax, time: t_max }.into());
            }
            let main = decaying(warmup.until, scale, cooldown, end, [alpha_f_decay, alpha_f_cooldown])?;
            warmup.before(main)
        }
        Schedule::Described(..) => Err(Refusal::malformed()),
    }
}

/// A form from the start to `t_max`.
#[inline(never)]
fn up_to(t_max: Time, form: &Ending, run: &Run) -> Result<Curve, Refusal> {
    plain(ending(from_start(run.scaled(t_max)?, Length::TMax)?, form))
}

/// A form that ends: it needs a span to become a shape, and has a value to stay at.
pub(crate) enum Ending {
    Hold { alpha: f64 },
    Line { from: f64, to: f64 },
    Power { power: f64, alpha_f: f64 },
    Cosine { alpha_f: f64 },
}

impl Ending {
    fn over(&self, span: Span) -> Shape {
        match *self {
            Self::Hold { .. } => self.held_at(0.0),
            Self::Line { from, to } => Line { span, from, to }.into(),
            Self::Power { power, alpha_f } => Power { span, power, alpha_f }.into(),
            Self::Cosine { alpha_f } => Cosine { span, alpha_f }.into(),
        }
    }

    /// The same operations as the running shape's, at a fraction that no longer changes.
    fn held_at(&self, fraction: f64) -> Shape {
        let value = match *self {
            // As the line from alpha to alpha that Composer makes of it, which has no −0.
            Self::Hold { alpha } => Ok(line(fraction, alpha, alpha)),
            Self::Line { from, to } => Ok(line(fraction, from, to)),
            Self::Power { power, alpha_f } => polynomial(fraction, power, alpha_f),
            Self::Cosine { alpha_f } => Ok(cosine(fraction, alpha_f)),
        };
        value.map_or_else(fail, |value| Hold { value }.into())
    }
}

/// The ramp before the schedule proper.
struct Warmup {
    until: Mark,
    shape: Shape,
}

impl Warmup {
    fn new(t_warmup: Unscaled, scale: ScaleWarmup, to: f64, run: &Run) -> Result<Self, Refusal> {
        run.max_duration()?;
        let until = if scale == ScaleWarmup::Fixed { t_warmup.scaled(run)? } else { t_warmup.mark(run)? };
        // Composer scales only the slope; the ramp ends at the unscaled time all the same.
        let length = if scale == ScaleWarmup::Slope { t_warmup.scaled(run) } else { Ok(until) };
        let span = length.and_then(|end| from_start(end, Length::TWarmup));
        let shape = span.map_or_else(fail, |span| Line { span, from: 0.0, to }.into());
        Ok(Self { until, shape })
    }

    fn before(self, main: Vec<Piece>) -> Result<Curve, Refusal> {
        self.before_short(main, false)
    }

    /// The same where `t_max` may be shorter than the run, which is worth a warning.
    fn before_short(self, mut main: Vec<Piece>, is_short: bool) -> Result<Curve, Refusal> {
        let warnings = u8::from(self.until.value == 0.0) * WARMUP_IS_ZERO + u8::from(is_short) * T_MAX_IS_SHORT;
        main.insert(0, Piece { until: self.until, phase: Phase::Warmup, shape: self.shape });
        Curve::new(main, warnings).ok_or_else(Refusal::malformed)
    }
}

/// The four schedulers that ramp, then run a form from `t_warmup` to `t_max`.
fn with_warmup(
    t_warmup: Unscaled,
    (scale, check): (ScaleWarmup, Check),
    peak: f64,
    t_max: Time,
    form: &Ending,
    run: &Run,
) -> Result<Curve, Refusal> {
    let warmup = Warmup::new(t_warmup, scale, peak, run)?;
    let (start, end) = (warmup.until, run.scaled(t_max)?);
    if start.counter != end.counter {
        return Err(Error::WarmupUnits { t_warmup: start.time(), t_max: end.time() }.into());
    }
    let short = check_t_max(end, run);
    let is_short = short.is_err();
    if check == Check::Composer {
        short?;
    }
    let main = if end.value > start.value {
        ending(Span { counter: start.counter, start: start.value, length: end.value - start.value }, form)
    } else {
        // The ramp outlasts the schedule: the fraction stays 0, so the value never leaves its start.
        forever(form.held_at(0.0))
    };
    warmup.before_short(main, is_short && check == Check::Warn)
}

/// The pieces after the ramp of an inverse square root.
fn decaying(
    warmup: Mark,
    scale: Mark,
    cooldown: Mark,
    end: Mark,
    [alpha_f, to]: [f64; 2],
) -> Result<Vec<Piece>, Refusal> {
    if scale.value == 0.0 {
        return Ok(forever(fail(Error::ZeroLength { what: Length::TScale }.into())));
    }
    let start = safe(end.value - cooldown.value)?.max(warmup.value);
    Decay { warmup, scale, start, cooldown: cooldown.value, alpha_f, to }.pieces()
}

/// The decay of an inverse square root and the line of its cooldown, all on one counter.
pub(crate) struct Decay {
    pub warmup: Mark,
    pub scale: Mark,
    /// Where the cooldown starts.
    pub start: f64,
    /// How long it is.
    pub cooldown: f64,
    pub alpha_f: f64,
    /// Where the cooldown ends.
    pub to: f64,
}

impl Decay {
    /// llm-foundry's operations in its order.
    pub fn pieces(self) -> Result<Vec<Piece>, Refusal> {
        let Self { warmup, scale, start, cooldown, alpha_f, to } = self;
        let decay = InverseSquareRoot { scale, shift: safe(scale.value - warmup.value)?, alpha_f };
        let span = Span { counter: scale.counter, start, length: cooldown };
        let last: Shape = match decay.at(start) {
            Err(error) => fail(error),
            Ok(value) if cooldown == 0.0 => Hold { value }.into(),
            Ok(from) => Line { span, from, to }.into(),
        };
        let until = Mark { counter: scale.counter, value: start };
        Ok(vec![Piece { until, phase: Phase::Main, shape: decay.into() }, endless(last)])
    }
}

/// Times must be written in the unit of `max_duration`, as llm-foundry asks.
fn in_units_of_the_run(times: &[(Length, Time)], run: &Run) -> Result<(), Refusal> {
    let unit = run.max_duration()?.unit;
    match times.iter().find(|(_, time)| time.unit != unit) {
        Some(&(option, time)) => Err(Error::RunUnits { option, time }.into()),
        None => Ok(()),
    }
}

/// `t_max` must reach `max_duration` where the two can be compared.
fn check_t_max(t_max: Mark, run: &Run) -> Result<(), Refusal> {
    let max_duration = run.max_duration()?;
    let needed = match (max_duration.unit, run.dataloader_len) {
        (unit, _) if unit == t_max.counter.unit() => max_duration.value,
        (Unit::Epoch, Some(batches)) if t_max.counter.unit() == Unit::Batch => max_duration.value * batches,
        _ => return Ok(()),
    };
    if t_max.value >= needed {
        return Ok(());
    }
    Err(Error::TMaxTooShort { t_max: t_max.time(), max_duration }.into())
}

fn steps(milestones: &[Time], gamma: f64, run: &Run) -> Result<Milestones, Refusal> {
    let marks = milestones.iter().map(|&milestone| run.scaled(milestone)).collect::<Result<_, _>>()?;
    Ok(Milestones { marks, gamma })
}

/// A form over its span, then held at its end; a span that runs backwards has no end ahead.
pub(crate) fn ending(span: Span, form: &Ending) -> Vec<Piece> {
    if span.length < 0.0 || matches!(form, Ending::Hold { .. }) {
        return forever(form.over(span));
    }
    let until = Mark { counter: span.counter, value: span.start + span.length };
    vec![Piece { until, phase: Phase::Main, shape: form.over(span) }, endless(form.held_at(1.0))]
}

fn from_start(end: Mark, what: Length) -> Result<Span, Refusal> {
    nonzero(end, what).map(|end| Span { counter: end.counter, start: 0.0, length: end.value })
}

fn nonzero(mark: Mark, what: Length) -> Result<Mark, Refusal> {
    if mark.value == 0.0 {
        return Err(Error::ZeroLength { what }.into());
    }
    Ok(mark)
}

fn plain(pieces: Vec<Piece>) -> Result<Curve, Refusal> {
    Curve::new(pieces, 0).ok_or_else(Refusal::malformed)
}
