//! The curves that are timed and counted: one for each form of each shape, over the same run.

use scale_schedule::resolve::resolve;
use scale_schedule::run::Run;
use scale_schedule::schedule::Schedule;
use scale_schedule::time::{Time, Unit};
use scale_schedule::tree::Tree;

/// The steps of the run: half a megabyte of values, which a second-level cache holds.
pub const STEPS: u32 = 65_536;

/// Every name that [`curve`] knows.
pub const NAMES: [&str; 12] = [
    "hold",
    "line",
    "cosine",
    "restarts",
    "power 1",
    "power 2",
    "power 3",
    "power 0.5",
    "power 1.7",
    "exponential",
    "staircase",
    "milestones",
];

/// The curve of a name.
pub fn curve(name: &str) -> Option<Tree> {
    let part = |value| Time::new(value, Unit::Duration);
    let (t_max, tenth) = (part(1.0), part(0.1));
    let schedule = match name {
        "hold" => Schedule::Constant { alpha: 0.5, t_max },
        "line" => Schedule::Linear { alpha_i: 1.0, alpha_f: 0.1, t_max },
        "cosine" => Schedule::CosineAnnealing { t_max, alpha_f: 0.1 },
        "restarts" => Schedule::CosineAnnealingWarmRestarts { t_0: tenth, t_mult: 1.0, alpha_f: 0.1 },
        "exponential" => Schedule::Exponential { gamma: 0.9, decay_period: tenth },
        "staircase" => Schedule::Step { step_size: tenth, gamma: 0.5 },
        "milestones" => Schedule::MultiStep { milestones: vec![part(0.3), part(0.6), part(0.9)], gamma: 0.1 },
        _ => {
            let power = name.strip_prefix("power ")?.parse().ok()?;
            Schedule::Polynomial { power, t_max, alpha_f: 0.1 }
        }
    };
    let max_duration = Some(Time::new(f64::from(STEPS), Unit::Batch));
    resolve(&schedule, &Run { max_duration, dataloader_len: None, ssr: 1.0 }).ok()
}
