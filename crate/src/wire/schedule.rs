//! Schedules as numbers: the kind, then its fields in the order of the table.

use super::{push_time, put, Reader};
use crate::schedule::Schedule;
use crate::time::Time;
use alloc::vec::Vec;

/// What a field is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// One number.
    Number,
    /// A value and a unit.
    Time,
    /// A count, then as many times.
    Times,
    /// 0 or 1.
    Flag,
}

/// Every scheduler, by its number on the wire: Composer's class and keyword arguments.
pub const SCHEDULES: &[(&str, &[(&str, Field)])] = {
    use Field::{Flag, Number, Time, Times};
    &[
        ("StepScheduler", &[("step_size", Time), ("gamma", Number)]),
        ("MultiStepScheduler", &[("milestones", Times), ("gamma", Number)]),
        ("ConstantScheduler", &[("alpha", Number), ("t_max", Time)]),
        ("LinearScheduler", &[("alpha_i", Number), ("alpha_f", Number), ("t_max", Time)]),
        ("ExponentialScheduler", &[("gamma", Number), ("decay_period", Time)]),
        ("CosineAnnealingScheduler", &[("t_max", Time), ("alpha_f", Number)]),
        ("CosineAnnealingWarmRestartsScheduler", &[("t_0", Time), ("t_mult", Number), ("alpha_f", Number)]),
        ("PolynomialScheduler", &[("power", Number), ("t_max", Time), ("alpha_f", Number)]),
        (
            "MultiStepWithWarmupScheduler",
            &[("t_warmup", Time), ("milestones", Times), ("gamma", Number), ("scale_warmup", Flag)],
        ),
        (
            "ConstantWithWarmupScheduler",
            &[("t_warmup", Time), ("alpha", Number), ("t_max", Time), ("scale_warmup", Flag)],
        ),
        (
            "LinearWithWarmupScheduler",
            &[("t_warmup", Time), ("alpha_i", Number), ("alpha_f", Number), ("t_max", Time), ("scale_warmup", Flag)],
        ),
        (
            "CosineAnnealingWithWarmupScheduler",
            &[("t_warmup", Time), ("t_max", Time), ("alpha_f", Number), ("scale_warmup", Flag)],
        ),
        (
            "PolynomialWithWarmupScheduler",
            &[("t_warmup", Time), ("power", Number), ("t_max", Time), ("alpha_f", Number), ("scale_warmup", Flag)],
        ),
    ]
};

/// Reads a schedule. The fields of a variant are evaluated in the order they are written, which is the table's.
pub fn decode_schedule(r: &mut Reader) -> Option<Schedule> {
    let times = |r: &mut Reader| r.list(Reader::time);
    Some(match r.index(SCHEDULES.len())? {
        0 => Schedule::Step { step_size: r.time()?, gamma: r.number()? },
        1 => Schedule::MultiStep { milestones: times(r)?, gamma: r.number()? },
        2 => Schedule::Constant { alpha: r.number()?, t_max: r.time()? },
        3 => Schedule::Linear { alpha_i: r.number()?, alpha_f: r.number()?, t_max: r.time()? },
        4 => Schedule::Exponential { gamma: r.number()?, decay_period: r.time()? },
        5 => Schedule::CosineAnnealing { t_max: r.time()?, alpha_f: r.number()? },
        6 => Schedule::CosineAnnealingWarmRestarts { t_0: r.time()?, t_mult: r.number()?, alpha_f: r.number()? },
        7 => Schedule::Polynomial { power: r.number()?, t_max: r.time()?, alpha_f: r.number()? },
        8 => Schedule::MultiStepWithWarmup {
            t_warmup: r.time()?,
            milestones: times(r)?,
            gamma: r.number()?,
            scale_warmup: r.flag()?,
        },
        9 => Schedule::ConstantWithWarmup {
            t_warmup: r.time()?,
            alpha: r.number()?,
            t_max: r.time()?,
            scale_warmup: r.flag()?,
        },
        10 => Schedule::LinearWithWarmup {
            t_warmup: r.time()?,
            alpha_i: r.number()?,
            alpha_f: r.number()?,
            t_max: r.time()?,
            scale_warmup: r.flag()?,
        },
        11 => Schedule::CosineAnnealingWithWarmup {
            t_warmup: r.time()?,
            t_max: r.time()?,
            alpha_f: r.number()?,
            scale_warmup: r.flag()?,
        },
        12 => Schedule::PolynomialWithWarmup {
            t_warmup: r.time()?,
            power: r.number()?,
            t_max: r.time()?,
            alpha_f: r.number()?,
            scale_warmup: r.flag()?,
        },
        _ => return None,
    })
}

/// Writes a schedule: what TypeScript's encoder does, for native callers and tests.
pub fn encode_schedule(out: &mut Vec<f64>, schedule: &Schedule) {
    let mut w = Writer(out);
    match schedule {
        Schedule::Step { step_size, gamma } => w.kind(0).time(step_size).number(*gamma),
        Schedule::MultiStep { milestones, gamma } => w.kind(1).times(milestones).number(*gamma),
        Schedule::Constant { alpha, t_max } => w.kind(2).number(*alpha).time(t_max),
        Schedule::Linear { alpha_i, alpha_f, t_max } => w.kind(3).number(*alpha_i).number(*alpha_f).time(t_max),
        Schedule::Exponential { gamma, decay_period } => w.kind(4).number(*gamma).time(decay_period),
        Schedule::CosineAnnealing { t_max, alpha_f } => w.kind(5).time(t_max).number(*alpha_f),
        Schedule::CosineAnnealingWarmRestarts { t_0, t_mult, alpha_f } => {
            w.kind(6).time(t_0).number(*t_mult).number(*alpha_f)
        }
        Schedule::Polynomial { power, t_max, alpha_f } => w.kind(7).number(*power).time(t_max).number(*alpha_f),
        Schedule::MultiStepWithWarmup { t_warmup, milestones, gamma, scale_warmup } => {
            w.kind(8).time(t_warmup).times(milestones).number(*gamma).flag(*scale_warmup)
        }
        Schedule::ConstantWithWarmup { t_warmup, alpha, t_max, scale_warmup } => {
            w.kind(9).time(t_warmup).number(*alpha).time(t_max).flag(*scale_warmup)
        }
        Schedule::LinearWithWarmup { t_warmup, alpha_i, alpha_f, t_max, scale_warmup } => {
            w.kind(10).time(t_warmup).number(*alpha_i).number(*alpha_f).time(t_max).flag(*scale_warmup)
        }
        Schedule::CosineAnnealingWithWarmup { t_warmup, t_max, alpha_f, scale_warmup } => {
            w.kind(11).time(t_warmup).time(t_max).number(*alpha_f).flag(*scale_warmup)
        }
        Schedule::PolynomialWithWarmup { t_warmup, power, t_max, alpha_f, scale_warmup } => {
            w.kind(12).time(t_warmup).number(*power).time(t_max).number(*alpha_f).flag(*scale_warmup)
        }
    };
}

struct Writer<'a>(&'a mut Vec<f64>);

impl Writer<'_> {
    fn kind(&mut self, kind: u8) -> &mut Self {
        self.number(f64::from(kind))
    }

    fn number(&mut self, value: f64) -> &mut Self {
        put(self.0, &[value]);
        self
    }

    fn time(&mut self, time: &Time) -> &mut Self {
        push_time(self.0, *time);
        self
    }

    fn times(&mut self, times: &[Time]) -> &mut Self {
        put(self.0, &[times.len() as f64]);
        for time in times {
            push_time(self.0, *time);
        }
        self
    }

    fn flag(&mut self, flag: bool) -> &mut Self {
        self.number(f64::from(u8::from(flag)))
    }
}
