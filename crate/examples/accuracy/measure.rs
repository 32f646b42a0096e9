//! The largest errors of the closed forms over many points, beside those of the plain formulas, which call the
//! platform's functions as Composer does.

use super::reference::{half_sine, half_versine, power, power_of_two, Library, Scaled, Wide};
use core::f64::consts::PI;
use scale_schedule::math;
use scale_schedule::shape::{self, cosine, polynomial, Exponential, Gamma, HalfCosine, Shape};
use scale_schedule::time::{Clock, Counter, Mark};

/// The largest error so far, and where it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Worst {
    pub error: f64,
    pub at: [f64; 2],
}

impl Worst {
    pub fn see(&mut self, error: f64, at: [f64; 2]) {
        if error > self.error || error.is_nan() {
            *self = Self { error, at };
        }
    }
}

/// The errors of this crate, also relative ones where these count, and of the plain formula.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    pub own: Worst,
    pub relative: Option<f64>,
    pub plain: Worst,
}

/// Lehmer's generator: the same points everywhere.
pub struct Draw(u64);

impl Draw {
    pub fn new() -> Self {
        Self(20_240_607)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        let mut next = || {
            self.0 = self.0 * 48271 % 2_147_483_647;
            self.0
        };
        (next() << 31 | next()) % n
    }

    /// From 0 to 1: grid points of runs of any length, and all kinds of floats.
    pub fn fraction(&mut self) -> f64 {
        match self.below(4) {
            0 => {
                let steps = 1 + self.below(10_000_000);
                self.below(steps) as f64 / steps as f64
            }
            1 => self.mantissa() * power_of_two(-1 - self.below(40) as i32),
            2 => 1.0 - self.mantissa() * power_of_two(-1 - self.below(40) as i32),
            _ => self.below(1 << 53) as f64 / power_of_two(53),
        }
    }

    /// From ½ to 1.
    fn mantissa(&mut self) -> f64 {
        f64::from_bits((1022 << 52) | self.below(1 << 52))
    }
}

/// The distance between the floats at a magnitude.
pub fn ulp(magnitude: f64) -> f64 {
    let exponent = ((magnitude.to_bits() >> 52) & 0x7ff) as i32;
    power_of_two(exponent - 1023 - 52)
}

/// cos πx, the half cosine's part of 1 that is added or taken, and what is not cancelled.
enum Quarter {
    First(Wide),
    Middle(Wide),
    Last(Wide),
}

impl Quarter {
    /// The differences are exact.
    fn of(x: f64) -> Self {
        if x < 0.25 {
            Self::First(half_versine(x))
        } else if x < 0.75 {
            Self::Middle(half_sine(x - 0.5))
        } else {
            Self::Last(half_versine(1.0 - x))
        }
    }

    fn cosine(&self) -> Wide {
        match self {
            Self::First(part) => Wide::of(1.0).plus(part.scaled(-2.0)),
            Self::Middle(part) => part.scaled(-2.0),
            Self::Last(part) => part.scaled(2.0).plus(Wide::of(-1.0)),
        }
    }

    fn alpha(&self, alpha_f: f64) -> Wide {
        let height = Wide::sum(1.0, -alpha_f);
        match self {
            Self::First(part) => Wide::of(1.0).plus(height.times(*part).scaled(-1.0)),
            Self::Middle(part) => {
                let middle = Wide::sum(1.0, alpha_f).scaled(0.5);
                middle.plus(height.times(*part).scaled(-1.0))
            }
            Self::Last(part) => Wide::of(alpha_f).plus(height.times(*part)),
        }
    }
}

/// (1 − cos πr) / 2, before it is added to anything.
fn versine(r: f64) -> f64 {
    let table = math::table();
    math::half_versine(table, r, math::upper_half(&table.versine_upper, r * r))
}

/// cos πx as it is carried, before it is added to anything, in units of 2⁻⁵³.
pub fn carried_cosine(points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let x = draw.fraction();
        let quarter = Quarter::of(x);
        let off = match &quarter {
            Quarter::First(part) => part.distance(versine(x)),
            // From 1 to −1 the middle is 0, so this is the cosine before it is added to anything.
            Quarter::Middle(part) => {
                part.scaled(-2.0).distance(HalfCosine::new(-1.0, shape::Quarter::Middle).value(x)) / 2.0
            }
            Quarter::Last(part) => part.distance(versine(1.0 - x)),
        };
        found.own.see(2.0 * off * power_of_two(53), [x, 0.0]);
        found.plain.see(quarter.cosine().distance((x * PI).cos()) * power_of_two(53), [x, 0.0]);
    }
    found
}

/// 2α − 1, so cos πx once α is rounded, in units of 2⁻⁵³.
pub fn rounded_cosine(points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let x = draw.fraction();
        let truth = Quarter::of(x).alpha(0.0);
        found.own.see(2.0 * truth.distance(cosine(x, 0.0)) * power_of_two(53), [x, 0.0]);
        found.plain.see(2.0 * truth.distance(plain_cosine(x, 0.0)) * power_of_two(53), [x, 0.0]);
    }
    found
}

/// Where a curve from 1 ends: its `alpha_f`.
#[derive(Clone, Copy)]
pub enum End {
    At(f64),
    /// From 0 to 1.
    Above,
    /// From -4 to 0, so that the curve crosses 0.
    Below,
}

impl End {
    fn draw(self, draw: &mut Draw) -> f64 {
        match self {
            Self::At(alpha_f) => alpha_f,
            Self::Above => draw.fraction(),
            Self::Below => -4.0 * draw.fraction(),
        }
    }
}

/// A cosine's value at points (x, `alpha_f`), in ulps of max(|α|, 1 − `alpha_f`).
pub fn annealed(end: End, points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let x = draw.fraction();
        let alpha_f = end.draw(&mut draw);
        let truth = Quarter::of(x).alpha(alpha_f);
        let unit = ulp(truth.hi.abs().max(1.0 - alpha_f));
        found.own.see(truth.distance(cosine(x, alpha_f)) / unit, [x, alpha_f]);
        found.plain.see(truth.distance(plain_cosine(x, alpha_f)) / unit, [x, alpha_f]);
    }
    found
}

/// Composer's formula.
fn plain_cosine(x: f64, alpha_f: f64) -> f64 {
    alpha_f + (1.0 - alpha_f) * (1.0 + (x * PI).cos()) / 2.0
}

/// The error of a normal value, in its ulps and relative.
fn errors(truth: Scaled, value: f64) -> [f64; 2] {
    // In two steps, as 2^−k may be beyond the floats.
    let half = truth.exponent / 2;
    let value = value * power_of_two(-half) * power_of_two(half - truth.exponent);
    let off = truth.mantissa.distance(value);
    [off / ulp(truth.mantissa.hi), off / truth.mantissa.hi]
}

impl Pair {
    /// Compares both ways to a power, of which `at` tells the base and the exponent.
    fn see_power(&mut self, at: [f64; 2], own: f64) {
        let truth = power(at[0], at[1]);
        let [ulps, relative] = errors(truth, own);
        self.own.see(ulps, at);
        self.relative = Some(self.relative.unwrap_or(0.0).max(relative));
        self.plain.see(errors(truth, at[0].powf(at[1]))[0], at);
    }
}

/// γ^e for a float e that is t over a period, where the value is a normal float, in ulps.
pub fn exponential(gamma: f64, points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        exponential_point(gamma, &mut draw, &mut found);
    }
    found
}

/// The same for a new γ at every point: below 1, around 1 and tiny.
pub fn exponentials(points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let part = draw.mantissa();
        let gamma = match draw.below(4) {
            0 => part,
            1 => 1.0 + part * power_of_two(-(draw.below(40) as i32)),
            2 => 1.0 - part * power_of_two(-(draw.below(40) as i32)),
            _ => part * power_of_two(-(draw.below(1000) as i32)),
        };
        exponential_point(gamma, &mut draw, &mut found);
    }
    found
}

fn exponential_point(gamma: f64, draw: &mut Draw, found: &mut Pair) {
    let largest = (1021.0 / libm::log2(gamma)).abs();
    let period = if largest < 1e9 { 1_000_003.0 } else { 1.0 };
    let t = draw.below((largest * period).min(power_of_two(53)) as u64) as f64;
    let period_mark = Mark { counter: Counter::Batch, value: period };
    let shape = Shape::from(Exponential { period: period_mark, gamma: Gamma::new(gamma) });
    let value = shape.value(&Clock([0.0, t, 0.0, 0.0, 0.0, 0.0])).unwrap_or(f64::NAN);
    found.see_power([gamma, t / period], value);
}

/// What a polynomial takes of what is left, for the float that is left, in ulps; of any power up to 20 if none is given.
pub fn power_of_the_rest(exponent: Option<f64>, points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let x = draw.fraction();
        let exponent = exponent.unwrap_or_else(|| 20.0 * draw.fraction());
        found.see_power([1.0 - x, exponent], polynomial(x, exponent, 0.0).unwrap_or(f64::NAN));
    }
    found
}

/// A polynomial's value where so much is left, at points (what is left, `alpha_f`), in ulps of max(|α|, 1 − `alpha_f`);
/// of any power up to 20 if none is given.
pub fn polynomials(exponent: Option<f64>, end: End, points: u32) -> Pair {
    let (mut draw, mut found) = (Draw::new(), Pair::default());
    for _ in 0..points {
        let x = draw.fraction();
        let exponent = exponent.unwrap_or_else(|| 20.0 * draw.fraction());
        let alpha_f = end.draw(&mut draw);
        let left = 1.0 - x;
        let Scaled { mantissa, exponent: scale } = power(left, exponent);
        // What is too small for a float counts as nothing beside an end that is not 0.
        let coefficient = mantissa.scaled(power_of_two(scale.max(-1000)));
        let truth = Wide::of(alpha_f).plus(Wide::sum(1.0, -alpha_f).times(coefficient));
        let unit = ulp(truth.hi.abs().max(1.0 - alpha_f));
        let own = polynomial(x, exponent, alpha_f).unwrap_or(f64::NAN);
        found.own.see(truth.distance(own) / unit, [left, alpha_f]);
        let plain = left.powf(exponent) * (1.0 - alpha_f) + alpha_f;
        found.plain.see(truth.distance(plain) / unit, [left, alpha_f]);
    }
    found
}

/// The largest relative error of the reference, as a power of two.
pub fn reference_error(points: u32) -> i32 {
    let (mut draw, mut library, mut worst) = (Draw::new(), Library::new(), i32::MIN);
    for index in 0..points {
        let error = match index % 4 {
            0 => library.half_versine_error(draw.fraction() / 4.0),
            1 => library.half_sine_error(draw.fraction() / 4.0),
            2 => library.power_error(1.0 - draw.fraction(), [0.3, 0.5, 1.7, 3.0, 10.0][draw.below(5) as usize]),
            _ => {
                let (gamma, end) =
                    [(0.1, 300), (0.999, 700_000), (1.01, 70_000), (1.0 - 1e-12, 1 << 49)][draw.below(4) as usize];
                library.power_error(gamma, draw.below(end * 7) as f64 / 7.0)
            }
        };
        worst = worst.max(error);
    }
    worst
}
