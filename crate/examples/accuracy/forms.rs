//! The forms that are not Composer's, each against its formula in tests/golden2/README.md in arbitrary precision.
//!
//! Where a form is steep beyond bounds (roots near their zeros, waves, tanh), the truth is that of the float x that the
//! formula is given, as for Composer's forms.
//!
//! Not here: what its floats themselves make a jump (a whole number of waves that is missed by an ulp), and roots of
//! optax's 1 + cos, whose cancellation is part of the form.

use super::big::{big, Big};
use super::canonical::schedule;
use super::measure::{ulp, Draw, Worst};
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve_at;
use scale_schedule::run::Run;
use scale_schedule::time::{Clock, Time, Unit};
use scale_schedule::tree::Moment;
use serde_json::{json, Value};

/// A point of a form: its description, the batch, the epoch, the true value and what the curve spans.
pub struct Point {
    params: Value,
    t: f64,
    epoch: f64,
    truth: Big,
    span: f64,
}

/// A form, and how its points are drawn.
pub struct Case {
    pub name: &'static str,
    kind: &'static str,
    draw: fn(&mut Draw) -> Point,
}

impl Case {
    /// The largest error over so many points in ulps of max(|α|, what the curve spans), with the batch and the value.
    pub fn worst(&self, points: u32) -> Worst {
        let (mut draw, mut worst) = (Draw::new(), Worst::default());
        for _ in 0..points {
            let point = (self.draw)(&mut draw);
            let value = value(self.kind, &point);
            let unit = ulp(point.truth.rounded().abs().max(point.span));
            worst.see(point.truth.distance(value) / unit, [point.t, value]);
        }
        worst
    }
}

fn value(kind: &str, point: &Point) -> f64 {
    let run = Run { max_duration: Some(Time::new(1e15, Unit::Batch)), dataloader_len: Some(1024.0), ssr: 1.0 };
    let pace = Pace::default();
    let tree = resolve_at(&schedule(kind, &point.params, Unit::Batch), &run, &pace).expect("a curve");
    let clock = Clock([0.0, point.t, 0.0, 0.0, 0.0, point.epoch]);
    tree.value(&Moment::of_run(clock, &pace)).expect("a value")
}

/// A length, from a few batches to ten million.
fn length(draw: &mut Draw) -> f64 {
    let most = 10_u64.pow(1 + draw.below(7) as u32);
    (2 + draw.below(most)) as f64
}

/// A batch before a length.
fn before(draw: &mut Draw, length: f64) -> f64 {
    draw.below(length as u64) as f64
}

fn one_of<const N: usize>(draw: &mut Draw, values: [f64; N]) -> f64 {
    values[draw.below(N as u64) as usize]
}

/// q · (from − to) + to.
fn mix(from: f64, to: f64, share: Big) -> Big {
    share * (big(from) - to) + to
}

/// The fraction as a float.
fn float(t: f64, length: f64) -> Big {
    big(t / length)
}

/// ½(1 + cos πx).
fn half_cosine(x: Big) -> Big {
    0.5 * (1.0 + x.cos_pi())
}

fn floor(x: f64) -> f64 {
    x.floor()
}

/// A ramp's values below its end: `q` is made of the batch and the length.
fn ramp(draw: &mut Draw, rise: &str, first_step: &str, q: fn(f64, f64) -> Big) -> Point {
    let w = length(draw) + 1.0;
    let t = before(draw, w);
    let (alpha_w, alpha_i) = (draw.fraction(), draw.fraction());
    let params = json!({
        "t_max": 2.0 * w, "t_warmup": w, "alpha_w": alpha_w, "alpha_i": alpha_i, "warmup": rise, "first_step": first_step,
    });
    Point { params, t, epoch: 0.0, truth: mix(alpha_i, alpha_w, q(t, w)), span: (alpha_i - alpha_w).abs() }
}

/// A form that goes from a value to another up to a length, and to the share of what is left.
fn decline(draw: &mut Draw, more: Value, share: impl FnOnce(f64, f64) -> Big) -> Point {
    let (begin, length) = (if draw.below(2) == 0 { 0.0 } else { length(draw) }, length(draw));
    let t = before(draw, length);
    let (alpha_i, alpha_f) = (draw.fraction(), draw.fraction());
    let mut params = json!({
        "t_max": begin + length, "t_warmup": begin, "alpha_i": alpha_i, "alpha_f": alpha_f,
    });
    add(&mut params, more);
    let truth = mix(alpha_i, alpha_f, share(t, length));
    Point { params, t: begin + t, epoch: 0.0, truth, span: (alpha_i - alpha_f).abs() }
}

fn add(params: &mut Value, more: Value) {
    let Value::Object(more) = more else { unreachable!("options") };
    params.as_object_mut().expect("options").extend(more);
}

/// Restarts, whole cycles: the share is made of the time in a cycle and of its length.
fn restarts(draw: &mut Draw, k: f64, more: Value, share: impl FnOnce(f64, f64) -> Big) -> Point {
    let (t_0, t_mult) = (length(draw), one_of(draw, [1.0, 1.0, 2.0, 3.0]));
    let (decay, alpha_f) = (one_of(draw, [1.0, 0.5, 0.9]), 0.4 * draw.fraction());
    let cycles = draw.below(5) as i32;
    let start = (0..cycles).map(|cycle| t_0 * t_mult.powi(cycle)).sum::<f64>();
    let d = t_0 * t_mult.powi(cycles);
    let x = before(draw, d);
    let c = share(x, d);
    let factor = big(decay).power(f64::from(cycles));
    let (applies, truth) = match draw.below(3) {
        0 => ("peak", c * (factor - alpha_f) + alpha_f),
        1 => ("amplitude", c * (1.0 - big(alpha_f)) * factor + alpha_f),
        _ => ("all", (c * (1.0 - big(alpha_f)) + alpha_f) * factor),
    };
    let mut params = json!({
        "t_0": t_0, "t_mult": t_mult, "cycle_decay": decay, "decay_applies": applies, "alpha_f": alpha_f,
    });
    if k != 1.0 {
        add(&mut params, json!({ "k": k }));
    }
    add(&mut params, more);
    Point { params, t: start + x, epoch: 0.0, truth, span: 1.0 }
}

/// A triangle's values: the share and the cycle become the factor of the amplitude.
fn cyclic(draw: &mut Draw, mode: &str, gamma: f64, factor: fn(f64, f64, f64) -> Big) -> Point {
    let (up, down, alpha_min) = (length(draw), length(draw), draw.fraction());
    let cycle = draw.below(5) as f64;
    let x = before(draw, up + down);
    let t = cycle * (up + down) + x;
    let s = if x < up { big(x) / up } else { 1.0 - big(x - up) / down };
    let truth = s * (1.0 - big(alpha_min)) * factor(gamma, cycle, t) + alpha_min;
    let params = json!({ "t_up": up, "t_down": down, "alpha_min": alpha_min, "mode": mode, "gamma": gamma });
    Point { params, t, epoch: 0.0, truth, span: 1.0 - alpha_min }
}

/// Warmup-stable-decay, in its decay: the share is made of the batch within, its length and the end.
fn decay(draw: &mut Draw, more: Value, share: impl FnOnce(f64, f64, f64) -> Big) -> Point {
    let (stable, d, alpha_f) = (length(draw), length(draw), 0.001 + 0.9 * draw.fraction());
    let t = before(draw, d);
    let mut params = json!({ "t_max": stable + d, "t_decay": d, "alpha_f": alpha_f });
    add(&mut params, more);
    let truth = share(t, d, alpha_f);
    Point { params, t: stable + t, epoch: 0.0, truth, span: 1.0 - alpha_f }
}

/// The same in what is stable: above the end's value.
fn stable(draw: &mut Draw, kind: &str, power: f64) -> Point {
    let (end, timescale, alpha_f) = (length(draw), length(draw), draw.fraction() * 0.1);
    let t = before(draw, end);
    let params = json!({
        "t_max": end, "t_decay": 0, "alpha_f": alpha_f, "stable": kind, "stable_timescale": timescale,
        "stable_power": power,
    });
    let truth = (1.0 + big(t) / timescale).power(-power).most(big(alpha_f));
    Point { params, t, epoch: 0.0, truth, span: 1.0 }
}

macro_rules! cases {
    ($($name:literal $kind:literal $draw:expr;)*) => {
        /// Every form.
        pub const CASES: &[Case] = &[$(Case { name: $name, kind: $kind, draw: $draw }),*];
    };
}

cases! {
    "ramp, t/w" "linear" |draw| ramp(draw, "linear", "t/w", |t, w| big(t) / w);
    "ramp, (t+1)/w" "linear" |draw| ramp(draw, "linear", "(t+1)/w", |t, w| big(t + 1.0) / w);
    "ramp, (t+1)/(w+1)" "linear" |draw| ramp(draw, "linear", "(t+1)/(w+1)", |t, w| big(t + 1.0) / (w + 1.0));
    "ramp, t/(w-1)" "linear" |draw| ramp(draw, "linear", "t/(w-1)", |t, w| big(t) / (w - 1.0));
    "ramp, cosine" "linear" |draw| ramp(draw, "cosine", "t/w", |t, w| 1.0 - half_cosine(big(t) / w));
    "ramp, 1-sqrt, for the float x" "linear" |draw| ramp(draw, "1-sqrt", "t/w", |t, w| 1.0 - (1.0 - float(t, w)).sqrt());
    "ramp, log" "linear" |draw| ramp(draw, "log", "t/w", |t, w| big(t + 1.0).ln() / big(w).ln());
    "linear" "linear" |draw| decline(draw, json!({}), |t, length| 1.0 - big(t) / length);
    "cosine" "cosine" |draw| decline(draw, json!({}), |t, length| half_cosine(big(t) / length));
    "cosine, exponents from 1 to 2, for the float x" "cosine" |draw| {
        let exponent = 1.0 + draw.fraction();
        decline(draw, json!({ "exponent": exponent }), |t, length| half_cosine(float(t, length)).power(exponent))
    };
    "cosine, two waves and a half, for the float x" "cosine" |draw| {
        decline(draw, json!({ "num_cycles": 2.5 }), |t, length| half_cosine(big(5.0 * (t / length))))
    };
    "cosine_hard_restarts, for the float x" "cosine_hard_restarts" |draw| {
        let (length, cycles) = (length(draw), 1.0 + draw.below(4) as f64);
        let t = before(draw, length);
        let phase = cycles * (t / length);
        let truth = half_cosine(big(phase) - floor(phase));
        Point { params: json!({ "t_max": length, "num_cycles": cycles }), t, epoch: 0.0, truth, span: 1.0 }
    };
    "cosine_restarts" "cosine_restarts" |draw| restarts(draw, 1.0, json!({}), |x, d| half_cosine(big(x) / d));
    "cosine_restarts, k 1.5" "cosine_restarts" |draw| {
        restarts(draw, 1.5, json!({}), |x, d| half_cosine((big(x) / d).power(1.5)))
    };
    "polynomial_restarts, power 2" "polynomial_restarts" |draw| {
        restarts(draw, 1.0, json!({ "power": 2.0 }), |x, d| (1.0 - big(x) / d).power(2.0))
    };
    "polynomial_restarts, power 0.5, for the float x" "polynomial_restarts" |draw| {
        restarts(draw, 1.0, json!({ "power": 0.5 }), |x, d| (1.0 - float(x, d)).power(0.5))
    };
    "tanh_restarts, for the float x" "tanh_restarts" |draw| {
        restarts(draw, 1.0, json!({}), |x, d| {
            let r = float(x, d);
            0.5 * (1.0 - (-7.0 * (1.0 - r.clone()) + 3.0 * r).tanh())
        })
    };
    "polynomial, powers of at least 1" "polynomial" |draw| {
        let power = one_of(draw, [1.0, 2.0, 3.0, 1.7]);
        decline(draw, json!({ "power": power }), |t, length| (1.0 - big(t) / length).power(power))
    };
    "polynomial, powers below 1, for the float x" "polynomial" |draw| {
        let power = one_of(draw, [0.5, 0.3, 0.9]);
        decline(draw, json!({ "power": power }), |t, length| (1.0 - float(t, length)).power(power))
    };
    "polynomial, cycle" "polynomial" |draw| {
        let (length, alpha_f) = (length(draw), draw.fraction());
        let t = before(draw, 5.0 * length);
        let times = (t / length).ceil().max(1.0);
        let truth = mix(1.0, alpha_f, (1.0 - big(t) / (length * times)).power(2.0));
        let params = json!({ "t_max": length, "power": 2.0, "alpha_f": alpha_f, "cycle": true });
        Point { params, t, epoch: 0.0, truth, span: 1.0 - alpha_f }
    };
    "exponential" "exponential" |draw| {
        let (gamma, length) = (one_of(draw, [0.1, 0.5, 0.9, 0.999]), length(draw));
        let t = before(draw, 3.0 * length);
        let truth = big(gamma).power_of(&(big(t) / length));
        Point { params: json!({ "gamma": gamma, "t_decay": length }), t, epoch: 0.0, truth, span: 1.0 }
    };
    "exponential, staircase" "exponential" |draw| {
        let (gamma, length) = (one_of(draw, [0.1, 0.5, 0.9, 0.999]), length(draw));
        let t = before(draw, 30.0 * length);
        let truth = big(gamma).power(floor(t / length));
        let params = json!({ "gamma": gamma, "t_decay": length, "staircase": true });
        Point { params, t, epoch: 0.0, truth, span: 1.0 }
    };
    "inverse_time" "inverse_time" |draw| {
        let (length, rate) = (length(draw), 3.0 * draw.fraction());
        let t = before(draw, 10.0 * length);
        let truth = 1.0 / (1.0 + rate * (big(t) / length));
        Point { params: json!({ "t_decay": length, "rate": rate }), t, epoch: 0.0, truth, span: 1.0 }
    };
    "lr_range_test" "lr_range_test" |draw| {
        let (length, rate) = (length(draw), 3.0 * draw.fraction());
        let t = before(draw, 10.0 * length);
        let truth = 1.0 + rate * (big(t) / length);
        Point { params: json!({ "t_step": length, "rate": rate }), t, epoch: 0.0, truth, span: 1.0 }
    };
    "step" "step" |draw| {
        let (gamma, length) = (one_of(draw, [0.1, 0.5, 0.9, 0.999]), length(draw));
        let t = before(draw, 30.0 * length);
        let truth = big(gamma).power(floor(t / length));
        Point { params: json!({ "t_step": length, "gamma": gamma }), t, epoch: 0.0, truth, span: 1.0 }
    };
    "piecewise_interpolate, linear" "piecewise_interpolate" |draw| {
        let (length, from, to) = (length(draw), draw.fraction(), draw.fraction());
        let t = before(draw, length);
        let truth = mix(to, from, big(t) / length);
        let params = json!({ "knots": [0, length], "values": [from, to], "interpolate": "linear" });
        Point { params, t, epoch: 0.0, truth, span: (from - to).abs() }
    };
    "piecewise_interpolate, cosine" "piecewise_interpolate" |draw| {
        let (length, from, to) = (length(draw), draw.fraction(), draw.fraction());
        let t = before(draw, length);
        let truth = mix(from, to, half_cosine(big(t) / length));
        let params = json!({ "knots": [0, length], "values": [from, to], "interpolate": "cosine" });
        Point { params, t, epoch: 0.0, truth, span: (from - to).abs() }
    };
    "one_cycle" "one_cycle" |draw| {
        let (peak, rest) = (length(draw), length(draw));
        let t = before(draw, peak + rest);
        let rises = t < peak;
        let truth = if rises {
            mix(0.04, 1.0, half_cosine(big(t) / peak))
        } else {
            mix(1.0, 4e-6, half_cosine(big(t - peak) / rest))
        };
        let span = if rises { 0.96 } else { 1.0 - 4e-6 };
        Point { params: json!({ "t_peak": peak, "t_end": peak + rest }), t, epoch: 0.0, truth, span }
    };
    "cyclic, triangular" "cyclic" |draw| cyclic(draw, "triangular", 1.0, |_, _, _| big(1.0));
    "cyclic, triangular2" "cyclic" |draw| cyclic(draw, "triangular2", 1.0, |_, cycle, _| big(0.5).power(cycle));
    "cyclic, exp_range" "cyclic" |draw| {
        cyclic(draw, "exp_range", 0.999_994, |gamma, _, t| big(gamma).power(t))
    };
    "wsd, linear" "wsd" |draw| decay(draw, json!({}), |t, d, end| mix(1.0, end, 1.0 - big(t) / d));
    "wsd, cosine" "wsd" |draw| {
        decay(draw, json!({ "decay": "cosine" }), |t, d, end| mix(1.0, end, half_cosine(big(t) / d)))
    };
    "wsd, 1-sqrt" "wsd" |draw| {
        decay(draw, json!({ "decay": "1-sqrt" }), |t, d, end| mix(1.0, end, 1.0 - (big(t) / d).sqrt()))
    };
    "wsd, power" "wsd" |draw| {
        let power = one_of(draw, [2.0, 0.7, 3.0, 1.0]);
        decay(draw, json!({ "decay": "power", "decay_power": power }), |t, d, end| {
            mix(1.0, end, 1.0 - (big(t) / d).power(power))
        })
    };
    "wsd, exp, for the float x" "wsd" |draw| {
        let ratio = one_of(draw, [0.5, 0.1, 0.36]);
        decay(draw, json!({ "decay": "exp", "decay_ratio": ratio }), |t, d, end| {
            mix(1.0, end, (big(ratio).power_of(&(float(t, d))) - ratio) / (1.0 - big(ratio)))
        })
    };
    "wsd, geometric" "wsd" |draw| {
        decay(draw, json!({ "decay": "geometric" }), |t, d, end| big(end).power_of(&(big(t) / d)))
    };
    "wsd, rsqrt" "wsd" |draw| stable(draw, "rsqrt", 0.5);
    "wsd, power of the time" "wsd" |draw| stable(draw, "power", 0.7);
    "inverse_sqrt" "inverse_sqrt" |draw| {
        let (w, scale, a) = (length(draw), length(draw), draw.fraction());
        let t = w + before(draw, 30.0 * scale);
        let truth = mix(1.0, a, 1.0 / (big(t - w + scale) / scale).sqrt());
        let params = json!({ "t_warmup": w, "timescale": scale, "alpha_f_decay": a, "t_max": 1e13 });
        Point { params, t, epoch: 0.0, truth, span: 1.0 - a }
    };
    "inverse_sqrt, cooldown" "inverse_sqrt" |draw| {
        let (w, scale, z) = (length(draw), length(draw), 0.1 * draw.fraction());
        let (length, cooldown) = (length(draw), length(draw));
        let start = w + length;
        let t = before(draw, cooldown);
        let at_start = 1.0 / (big(start - w + scale) / scale).sqrt();
        let truth = at_start.clone() + big(t) / cooldown * (z - at_start);
        let params = json!({
            "t_warmup": w, "timescale": scale, "t_max": start + cooldown, "t_cooldown": cooldown, "alpha_f_cooldown": z,
        });
        Point { params, t: start + t, epoch: 0.0, truth, span: 1.0 }
    };
    "noam" "noam" |draw| {
        let (w, d_model) = (length(draw), one_of(draw, [512.0, 1024.0, 4096.0, 768.0]));
        let t = 1.0 + before(draw, 10.0 * w);
        let truth = big(t).power(-0.5).least(big(t) * big(w).power(-1.5)) * big(d_model).power(-0.5);
        let span = (d_model * w).powf(-0.5);
        Point { params: json!({ "d_model": d_model, "t_warmup": w }), t, epoch: 0.0, truth, span }
    };
    "power" "power" |draw| {
        let (amplitude, exponent) = (4.0 * draw.fraction(), one_of(draw, [-0.51, -0.5, -0.3]));
        let t = 2.0 + before(draw, 1e7);
        let truth = (amplitude * big(t).power(exponent)).least(big(1.0));
        let params = json!({ "amplitude": amplitude, "exponent": exponent, "t_warmup": 1 });
        Point { params, t, epoch: 0.0, truth, span: 1.0 }
    };
    "rex" "rex" |draw| {
        let (length, alpha_f) = (length(draw), draw.fraction());
        let t = before(draw, length);
        let left = 1.0 - big(t) / length;
        let truth = mix(1.0, alpha_f, left / (1.0 - big(t) / length * 0.5));
        Point { params: json!({ "t_max": length, "alpha_f": alpha_f }), t, epoch: 0.0, truth, span: 1.0 - alpha_f }
    };
    "eden" "eden" |draw| {
        let (batches, epochs) = (length(draw), 1.0 + draw.below(30) as f64);
        let (t, epoch) = (before(draw, 20.0 * batches), draw.below(100) as f64);
        let root = |t: f64, scale: f64| (1.0 + (big(t) / scale).power(2.0)).power(-0.25);
        let truth = root(t, batches) * root(epoch, epochs);
        Point { params: json!({ "t_batches": batches, "t_epochs": epochs }), t, epoch, truth, span: 1.0 }
    };
    "eden, without epochs" "eden" |draw| {
        let batches = length(draw);
        let t = before(draw, 20.0 * batches);
        let truth = (1.0 + (big(t) / batches).power(2.0)).power(-0.5);
        Point { params: json!({ "t_batches": batches }), t, epoch: 0.0, truth, span: 1.0 }
    };
}
