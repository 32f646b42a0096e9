//! The 13 descriptions: unresolved times and factors, one variant per scheduler of `composer.optim.scheduler`.
//!
//! No behaviour; [`crate::resolve`] gives them meaning. Field names and their order are Composer's.

use crate::time::Time;
use alloc::vec::Vec;

/// A scheduler as the user described it.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are Composer's keyword arguments
pub enum Schedule {
    /// γ to the number of whole steps.
    Step { step_size: Time, gamma: f64 },
    /// γ once for each milestone reached.
    MultiStep { milestones: Vec<Time>, gamma: f64 },
    /// α until `t_max`, then 1.
    Constant { alpha: f64, t_max: Time },
    /// A line from `alpha_i` to `alpha_f`.
    Linear { alpha_i: f64, alpha_f: f64, t_max: Time },
    /// γ to the number of decay periods.
    Exponential { gamma: f64, decay_period: Time },
    /// Half a cosine from 1 to `alpha_f`.
    CosineAnnealing { t_max: Time, alpha_f: f64 },
    /// Half cosines that start again, each `t_mult` times as long.
    CosineAnnealingWarmRestarts { t_0: Time, t_mult: f64, alpha_f: f64 },
    /// A power of the fraction left.
    Polynomial { power: f64, t_max: Time, alpha_f: f64 },
    /// A ramp, then [`Schedule::MultiStep`].
    MultiStepWithWarmup { t_warmup: Time, milestones: Vec<Time>, gamma: f64, scale_warmup: bool },
    /// A ramp, then α.
    ConstantWithWarmup { t_warmup: Time, alpha: f64, t_max: Time, scale_warmup: bool },
    /// A ramp, then a line.
    LinearWithWarmup { t_warmup: Time, alpha_i: f64, alpha_f: f64, t_max: Time, scale_warmup: bool },
    /// A ramp, then half a cosine.
    CosineAnnealingWithWarmup { t_warmup: Time, t_max: Time, alpha_f: f64, scale_warmup: bool },
    /// A ramp, then a power of the fraction left.
    PolynomialWithWarmup { t_warmup: Time, power: f64, t_max: Time, alpha_f: f64, scale_warmup: bool },
}
