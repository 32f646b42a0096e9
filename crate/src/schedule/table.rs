//! The table of schedulers: Composer's 13, llm-foundry's, the forms that the field trains with, and what combines them.
//!
//! Names, order and defaults of the options are Composer's where the class is.

use super::Part;
use super::{options, Entry, Options, Ramp};
use crate::choice::{After, Applies, Blend, Check, Decay, Decline, FirstStep, From, Mode, Rise, Stable, Start};
use crate::codec::{put, Codec, Fields, Reader};
use crate::kind::{Described, Field};
use crate::option::{Exact, RampLength, ScaleWarmup, Unscaled};
use crate::time::Time;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Declares the schedulers: each once. The number of a scheduler is its place, from 0. Composer's are `typed`; all others are
/// `described` by data. Those `with Ramp` have its options behind their own.
macro_rules! schedules {
    (
        typed {
            $($(#[$doc:meta])* $name:ident $class:literal $(as $($alias:literal),+)? {
                $($option:ident: $type:ty $(= $default:literal)?),* $(,)?
            })*
        }
        described {
            $($(#[$its_doc:meta])* $its_name:ident $its_class:literal $(as $($its_alias:literal),+)?
            $(with $ramp:ident: $group:ident)? {
                $($its_option:ident: $its_type:ty $(= $its_default:literal)?),* $(,)?
            })*
        }
    ) => {
        /// A scheduler as the user described it.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // the fields are the keyword arguments
        pub enum Schedule {
            $($(#[$doc])* $name { $($option: $type,)* },)*
            /// Any other.
            Described(Name, Options),
        }

        enum Kind {
            $($name,)*
            Described,
        }

        /// The schedulers that are described by data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Name {
            $($(#[$its_doc])* $its_name,)*
        }

        impl Name {
            const ALL: &'static [Self] = &[$(Self::$its_name),*];
            /// How the options of each are read, before those of a ramp; and whether there is one.
            const FIELDS: &'static [(&'static [Field], bool)] =
                &[$((&[$(<$its_type as Described>::FIELD),*], has_ramp!($($group)?))),*];
        }

        /// The places of the options of each scheduler that is described by data; that of a ramp is the first of its own.
        #[allow(missing_docs, non_snake_case)]
        pub mod at {
            $(crate::schedule::places! { $its_name { $($its_option)* $($ramp)? } })*
        }

        /// Every scheduler, by its number on the wire.
        pub const SCHEDULES: &[Entry] = &[
            $(Entry {
                class: $class,
                aliases: &[$($($alias),+)?],
                options: options!($($option: $type $(= $default)?),*),
                shared: &[],
            },)*
            $(Entry {
                class: $its_class,
                aliases: &[$($($its_alias),+)?],
                options: options!($($its_option: $its_type $(= $its_default)?),*),
                shared: shared!($($group)?),
            },)*
        ];

        impl Codec for Schedule {
            fn read(r: &mut Reader) -> Option<Self> {
                let number = r.index(SCHEDULES.len())?;
                if number < Kind::Described as usize {
                    let mut fields = Fields::new(r);
                    let schedule = 'read: {
                        $(if number == Kind::$name as usize {
                            break 'read Self::$name { $($option: fields.field(),)* };
                        })*
                        return None;
                    };
                    return fields.made(schedule);
                }
                let name = Name::ALL[number - Kind::Described as usize];
                Some(Self::Described(name, Options::read(name.fields(), r)?))
            }

            fn write(&self, out: &mut Vec<f64>) {
                match self {
                    $(Self::$name { $($option,)* } => {
                        put(out, &[f64::from(Kind::$name as u8)]);
                        $($option.write(out);)*
                    })*
                    Self::Described(name, options) => {
                        put(out, &[f64::from(Kind::Described as u8 + *name as u8)]);
                        options.write(name.fields(), out);
                    }
                }
            }
        }
    };
}

macro_rules! has_ramp {
    () => {
        false
    };
    ($group:ident) => {
        true
    };
}

impl Name {
    /// How its options are read, in their order.
    fn fields(self) -> impl Iterator<Item = Field> {
        let (own, has_ramp) = Self::FIELDS[self as usize];
        own.iter().chain(if has_ramp { Ramp::FIELDS } else { &[] }).copied()
    }
}

macro_rules! shared {
    () => {
        &[]
    };
    ($group:ident) => {
        $group::OPTIONS
    };
}

schedules! {
    typed {
        /// γ to the number of whole steps.
        Step "StepScheduler" { step_size: Time, gamma: f64 = 0.1 }
        /// γ once for each milestone reached.
        MultiStep "MultiStepScheduler" { milestones: Vec<Time>, gamma: f64 = 0.1 }
        /// α until `t_max`, then 1.
        Constant "ConstantScheduler" { alpha: f64 = 1.0, t_max: Time = "1dur" }
        /// A line from `alpha_i` to `alpha_f`.
        Linear "LinearScheduler" { alpha_i: f64 = 1.0, alpha_f: f64 = 0.0, t_max: Time = "1dur" }
        /// γ to the number of decay periods.
        Exponential "ExponentialScheduler" { gamma: f64, decay_period: Time = "1ep" }
        /// Half a cosine from 1 to `alpha_f`.
        CosineAnnealing "CosineAnnealingScheduler" { t_max: Time = "1dur", alpha_f: f64 = 0.0 }
        /// Half cosines that start again, each `t_mult` times as long.
        CosineAnnealingWarmRestarts "CosineAnnealingWarmRestartsScheduler" {
            t_0: Time,
            t_mult: f64 = 1.0,
            alpha_f: f64 = 0.0,
        }
        /// A power of the fraction left.
        Polynomial "PolynomialScheduler" { power: f64, t_max: Time = "1dur", alpha_f: f64 = 0.0 }
        /// A ramp, then [`Schedule::MultiStep`].
        MultiStepWithWarmup "MultiStepWithWarmupScheduler" {
            t_warmup: Unscaled,
            milestones: Vec<Time>,
            gamma: f64 = 0.1,
            scale_warmup: ScaleWarmup = false,
        }
        /// A ramp, then α.
        ConstantWithWarmup "ConstantWithWarmupScheduler" as "constant_with_warmup" {
            t_warmup: Unscaled,
            alpha: f64 = 1.0,
            t_max: Time = "1dur",
            scale_warmup: ScaleWarmup = false,
            check: Check = "composer",
        }
        /// A ramp, then a line.
        LinearWithWarmup "LinearWithWarmupScheduler" as "linear_decay_with_warmup" {
            t_warmup: Unscaled,
            alpha_i: f64 = 1.0,
            alpha_f: f64 = 0.0,
            t_max: Time = "1dur",
            scale_warmup: ScaleWarmup = false,
            check: Check = "composer",
        }
        /// A ramp, then half a cosine.
        CosineAnnealingWithWarmup "CosineAnnealingWithWarmupScheduler" as "cosine_with_warmup" {
            t_warmup: Unscaled,
            t_max: Time = "1dur",
            alpha_f: f64 = 0.0,
            scale_warmup: ScaleWarmup = false,
            check: Check = "composer",
        }
        /// A ramp, then a power of the fraction left.
        PolynomialWithWarmup "PolynomialWithWarmupScheduler" {
            t_warmup: Unscaled,
            power: f64 = 2.0,
            t_max: Time = "1dur",
            alpha_f: f64 = 0.0,
            scale_warmup: ScaleWarmup = false,
            check: Check = "composer",
        }
        /// A ramp, then the inverse of a square root, and a line at the end.
        InverseSquareRootWithWarmup "InverseSquareRootWithWarmupScheduler" as "inv_sqrt_with_warmup" {
            t_warmup: Unscaled,
            t_scale: Time,
            t_cooldown: Time,
            t_max: Time = "1dur",
            alpha_f_decay: f64 = 0.0,
            alpha_f_cooldown: f64 = 0.0,
        }
    }
    described {
        /// A ramp, then a line from `alpha_i` to `alpha_f`.
        LinearDecay "LinearDecayScheduler" with ramp: Ramp {
            t_max: Exact = "1dur",
            alpha_i: f64 = 1.0,
            alpha_f: f64 = 0.0,
            t_begin: Option<Exact> = "null",
        }
        /// A ramp, then waves of a cosine, from half a wave on, to a power.
        CosineDecay "CosineDecayScheduler" as "cosine" with ramp: Ramp {
            t_max: Exact = "1dur",
            alpha_i: f64 = 1.0,
            alpha_f: f64 = 0.0,
            num_cycles: f64 = 0.5,
            exponent: f64 = 1.0,
            decay_shift: Option<Exact> = "null",
            after: After = "hold",
            t_begin: Option<Exact> = "null",
        }
        /// A ramp, then half cosines that start again, so many until `t_max`.
        CosineHardRestarts "CosineHardRestartsScheduler" with ramp: Ramp {
            t_max: Exact = "1dur",
            num_cycles: f64 = 1.0,
        }
        /// Half cosines that start again, with peaks that may fall.
        CosineRestarts "CosineRestartsScheduler" with ramp: Ramp {
            t_0: Exact,
            t_mult: f64 = 1.0,
            cycle_decay: f64 = 1.0,
            decay_applies: Applies = "peak",
            cycle_limit: Option<f64> = "null",
            k: f64 = 1.0,
            alpha_f: f64 = 0.0,
            warmup_prefix: bool = true,
        }
        /// Powers of what is left, that start again.
        PolynomialRestarts "PolynomialRestartsScheduler" with ramp: Ramp {
            t_0: Exact,
            power: f64 = 1.0,
            t_mult: f64 = 1.0,
            cycle_decay: f64 = 1.0,
            decay_applies: Applies = "peak",
            cycle_limit: Option<f64> = "null",
            k: f64 = 1.0,
            alpha_f: f64 = 0.0,
            warmup_prefix: bool = true,
        }
        /// Hyperbolic tangents that start again.
        TanhRestarts "TanhRestartsScheduler" as "tanh" with ramp: Ramp {
            t_0: Exact,
            lb: f64 = -7.0,
            ub: f64 = 3.0,
            t_mult: f64 = 1.0,
            cycle_decay: f64 = 1.0,
            decay_applies: Applies = "peak",
            cycle_limit: Option<f64> = "null",
            alpha_f: f64 = 0.0,
            warmup_prefix: bool = true,
        }
        /// A ramp, then a power of what is left.
        PolynomialDecay "PolynomialDecayScheduler" with ramp: Ramp {
            t_max: Exact = "1dur",
            power: f64 = 1.0,
            alpha_i: f64 = 1.0,
            alpha_f: f64 = 0.0,
            cycle: bool = false,
            t_begin: Option<Exact> = "null",
        }
        /// A ramp, then a factor to the number of decay periods.
        ExponentialDecay "ExponentialDecayScheduler" with ramp: Ramp {
            gamma: f64,
            t_decay: Exact,
            alpha_i: f64 = 1.0,
            alpha_f: Option<f64> = "null",
            staircase: bool = false,
            t_begin: Option<Exact> = "null",
        }
        /// A ramp, then one over one plus the time.
        InverseTimeDecay "InverseTimeDecayScheduler" as "inverse_time" with ramp: Ramp {
            t_decay: Exact,
            rate: f64,
            staircase: bool = false,
            alpha_i: f64 = 1.0,
        }
        /// One plus the time.
        LrRangeTest "LrRangeTestScheduler" {
            t_step: Exact,
            rate: f64 = 1.0,
            staircase: bool = false,
        }
        /// A ramp, then γ to the number of whole steps.
        StepDecay "StepDecayScheduler" with ramp: Ramp {
            t_step: Exact,
            gamma: f64 = 0.1,
            warmup_prefix: bool = true,
        }
        /// A ramp, then γ once for each milestone reached.
        MultiStepDecay "MultiStepDecayScheduler" with ramp: Ramp {
            milestones: Vec<Exact>,
            gamma: f64 = 0.1,
            warmup_prefix: bool = true,
        }
        /// A factor for each step, multiplied up.
        Multiplicative "MultiplicativeScheduler" {
            factors: Vec<f64>,
        }
        /// A ramp, then a value between each two boundaries.
        PiecewiseConstant "PiecewiseConstantScheduler" as "staged" with ramp: Ramp {
            boundaries: Vec<Exact>,
            values: Vec<f64>,
        }
        /// Values at knots, and lines or half cosines between them.
        PiecewiseInterpolate "PiecewiseInterpolateScheduler" {
            knots: Vec<Exact>,
            values: Vec<f64>,
            interpolate: Blend = "linear",
        }
        /// Up to a peak, down again, and on.
        OneCycle "OneCycleScheduler" {
            t_peak: Exact = "0.3dur",
            t_return: Option<Exact> = "null",
            t_end: Exact = "1dur",
            alpha_i: f64 = 0.04,
            alpha_m: f64 = 1.0,
            alpha_f: f64 = 4e-6,
            anneal: Blend = "cosine",
            stairs_up: Option<f64> = "null",
            stairs_down: Option<f64> = "null",
            t_decay: Option<Exact> = "null",
            rate: f64 = 0.0,
        }
        /// Triangles, one after another.
        Cyclic "CyclicScheduler" with ramp: Ramp {
            t_up: Exact,
            t_down: Option<Exact> = "null",
            alpha_min: f64 = 0.0,
            alpha_max: f64 = 1.0,
            mode: Mode = "triangular",
            gamma: f64 = 1.0,
            shrink_min: bool = false,
        }
        /// A ramp, a stable phase, a decay.
        WarmupStableDecay "WarmupStableDecayScheduler" as "wsd", "trapezoid" with ramp: Ramp {
            t_max: Exact = "1dur",
            t_decay: Exact = "0.1dur",
            decay: Decay = "linear",
            alpha_f: f64 = 0.0,
            decay_power: f64 = 2.0,
            decay_ratio: f64 = 0.1,
            num_cycles: f64 = 0.5,
            stable: Stable = "constant",
            stable_timescale: Option<Exact> = "null",
            stable_power: f64 = 0.5,
        }
        /// A ramp, the inverse of a square root, a line at the end, never below a floor.
        InverseSquareRoot "InverseSquareRootScheduler" as "inverse_sqrt", "inv_sqrt", "rsqrt" with ramp: Ramp {
            timescale: Option<Exact> = "null",
            alpha_f_decay: f64 = 0.0,
            t_max: Exact = "1dur",
            t_cooldown: Option<Exact> = "null",
            alpha_f_cooldown: f64 = 0.0,
            alpha_min: Option<f64> = "null",
            t_end: Option<Exact> = "null",
        }
        /// Up along a line, down along the inverse of a square root, by the width of a model.
        Noam "NoamScheduler" {
            d_model: f64,
            t_warmup: RampLength,
            shift: f64 = 0.0,
            scale_warmup: bool = false,
        }
        /// A power of the time, up to 1, with a ramp to it.
        PowerLaw "PowerLawScheduler" as "power" {
            amplitude: f64,
            rate: f64 = 1.0,
            exponent: f64,
            t_warmup: Option<RampLength> = "null",
            alpha_w: f64 = 0.0,
            scale_warmup: bool = false,
        }
        /// A ramp, then the reflected exponential.
        Rex "RexScheduler" with ramp: Ramp {
            t_max: Exact = "1dur",
            alpha_f: f64 = 0.0,
        }
        /// Inverse fourth roots of batches and epochs, with a ramp by which they are multiplied.
        Eden "EdenScheduler" {
            t_batches: Exact,
            t_epochs: Option<Exact> = "null",
            t_warmup: Option<RampLength> = "null",
            alpha_w: f64 = 0.5,
            scale_warmup: bool = false,
        }
        /// All parts multiplied.
        Product "ProductScheduler" { schedulers: Vec<Schedule> }
        /// The least of all parts.
        Minimum "MinimumScheduler" { schedulers: Vec<Schedule> }
        /// The greatest of all parts.
        Maximum "MaximumScheduler" { schedulers: Vec<Schedule> }
        /// A part within bounds.
        Clamp "ClampScheduler" { scheduler: Box<Schedule>, low: Option<f64> = "null", high: Option<f64> = "null" }
        /// A part times a factor plus a number.
        Affine "AffineScheduler" { scheduler: Box<Schedule>, scale: f64 = 1.0, offset: f64 = 0.0 }
        /// One part after another.
        Sequence "SequenceScheduler" as "sequential" { schedulers: Vec<Part>, at: Vec<Exact> }
        /// A part that begins later, or had begun before.
        Shift "ShiftScheduler" { scheduler: Box<Schedule>, by: Exact }
        /// A part for a longer or a shorter run.
        Stretch "StretchScheduler" { scheduler: Box<Schedule>, factor: f64 }
        /// A part again and again.
        Repeat "RepeatScheduler" {
            scheduler: Box<Schedule>,
            every: Exact,
            times: Option<f64> = "null",
            decay: f64 = 1.0,
        }
        /// A part that is brought down at its end.
        Cooldown "CooldownScheduler" {
            scheduler: Box<Schedule>,
            t_start: Option<Exact> = "null",
            t_cooldown: Option<Exact> = "null",
            t_end: Exact = "1dur",
            alpha_f: f64 = 0.0,
            shape: Decline = "linear",
            decay_power: f64 = 2.0,
            decay_ratio: f64 = 0.1,
            from: From = "running",
        }
        /// A ramp before a part, or on it.
        WithWarmup "WithWarmupScheduler" {
            scheduler: Box<Schedule>,
            t_warmup: RampLength,
            alpha_w: f64 = 0.0,
            warmup: Rise = "linear",
            first_step: FirstStep = "t/w",
            scale_warmup: bool = false,
            start: Start = "after",
        }
    }
}
