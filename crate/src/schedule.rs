//! The table of schedulers: Composer's and llm-foundry's names, options, defaults, one entry a class.
//!
//! No behaviour; [`crate::resolve`] gives descriptions their meaning. Names and order of the options are Composer's.

use crate::codec::{put, Codec, Reader};
use crate::option::{Kind as _, Unscaled};
use crate::time::Time;
use alloc::vec::Vec;

/// A scheduler as the layout shows it.
pub struct Entry {
    /// Composer's class.
    pub class: &'static str,
    /// What llm-foundry calls it, where it has it.
    pub aliases: &'static [&'static str],
    /// In the wire's order.
    pub options: &'static [OptionEntry],
}

/// An option as the layout shows it.
pub struct OptionEntry {
    /// Composer's keyword argument.
    pub name: &'static str,
    /// A kind of [`crate::option`].
    pub kind: &'static str,
    /// Whether the scale schedule ratio scales it.
    pub is_scaled: bool,
    /// As it is written in TypeScript; `None` where a value must be given.
    pub default: Option<&'static str>,
}

macro_rules! default {
    () => {
        None
    };
    ($value:literal) => {
        Some(stringify!($value))
    };
}

/// Declares the schedulers: each once. The number of a scheduler is its place, from 0.
macro_rules! schedules {
    ($($(#[$doc:meta])* $name:ident $class:literal $(as $alias:literal)* {
        $($option:ident: $type:ty $(= $default:literal)?),* $(,)?
    })*) => {
        /// A scheduler as the user described it.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // the fields are Composer's keyword arguments
        pub enum Schedule {
            $($(#[$doc])* $name { $($option: $type),* },)*
        }

        enum Kind {
            $($name,)*
        }

        /// Every scheduler, by its number on the wire.
        pub const SCHEDULES: &[Entry] = &[$(Entry {
            class: $class,
            aliases: &[$($alias),*],
            options: &[$(OptionEntry {
                name: stringify!($option),
                kind: <$type>::NAME,
                is_scaled: <$type>::IS_SCALED,
                default: default!($($default)?),
            }),*],
        }),*];

        impl Codec for Schedule {
            fn read(r: &mut Reader) -> Option<Self> {
                let number = r.index(SCHEDULES.len())?;
                $(if number == Kind::$name as usize {
                    return Some(Self::$name { $($option: Codec::read(r)?),* });
                })*
                None
            }

            fn write(&self, out: &mut Vec<f64>) {
                match self {
                    $(Self::$name { $($option),* } => {
                        put(out, &[f64::from(Kind::$name as u8)]);
                        $($option.write(out);)*
                    })*
                }
            }
        }
    };
}

schedules! {
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
        scale_warmup: bool = false,
    }
    /// A ramp, then α.
    ConstantWithWarmup "ConstantWithWarmupScheduler" as "constant_with_warmup" {
        t_warmup: Unscaled,
        alpha: f64 = 1.0,
        t_max: Time = "1dur",
        scale_warmup: bool = false,
    }
    /// A ramp, then a line.
    LinearWithWarmup "LinearWithWarmupScheduler" as "linear_decay_with_warmup" {
        t_warmup: Unscaled,
        alpha_i: f64 = 1.0,
        alpha_f: f64 = 0.0,
        t_max: Time = "1dur",
        scale_warmup: bool = false,
    }
    /// A ramp, then half a cosine.
    CosineAnnealingWithWarmup "CosineAnnealingWithWarmupScheduler" as "cosine_with_warmup" {
        t_warmup: Unscaled,
        t_max: Time = "1dur",
        alpha_f: f64 = 0.0,
        scale_warmup: bool = false,
    }
    /// A ramp, then a power of the fraction left.
    PolynomialWithWarmup "PolynomialWithWarmupScheduler" {
        t_warmup: Unscaled,
        power: f64 = 2.0,
        t_max: Time = "1dur",
        alpha_f: f64 = 0.0,
        scale_warmup: bool = false,
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
