//! Half a cosine from 1 to its end.

use super::power::raise_all;
use super::{clip_above, Form, Span};
use crate::error::Refusal;
use crate::math::float::Floats;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::passes::Passes;
use crate::math::wide::Wide;
use crate::math::{half_sine_rest, half_versine, head, table, upper_half, Table};
use crate::steps::{partition, Ramp, Segment, Stretch};
use crate::time::Clock;
use core::f64::consts::FRAC_PI_8;
use core::ops::Range;

form! {
    /// Half a cosine from 1 to `alpha_f`.
    Cosine {
        /// Where it runs.
        span: Span,
        /// Value at fraction 1.
        alpha_f: f64,
    } if |form| form.alpha_f.is_finite()
}

/// A power of two.
const SMALL: f64 = f64::from_bits((1023 - 60) << 52);

/// Where the three forms of a half cosine meet.
const QUARTERS: [f64; 2] = [0.25, 0.75];

/// The quarters of the span over which a half cosine has one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quarter {
    /// Fractions from 0 to ¼.
    First,
    /// Fractions from ¼ to ¾.
    Middle,
    /// Fractions from ¾ to 1.
    Last,
}

/// One of the three forms of a half cosine from 1 to `alpha_f`, each branch-free but for what it is. What is added is at
/// most half of what the curve spans, so nothing cancels, and both ends are exact.
#[derive(Clone, Copy)]
pub struct HalfCosine {
    table: &'static Table,
    upper: &'static [f64; 4],
    is_middle: bool,
    center: f64,
    /// The value there, which the others are added to.
    value: f64,
    height: f64,
    // What rounding took from the middle, and the slope there as a head and the rest: each would cost half an ulp.
    middle_rest: f64,
    slope: f64,
    slope_head: f64,
    slope_rest: f64,
}

impl HalfCosine {
    /// A form of the curve down to `alpha_f`.
    #[inline(never)]
    pub fn new(alpha_f: f64, quarter: Quarter) -> Self {
        let height = 1.0 - alpha_f;
        let middle = Wide::sum(0.5, 0.5 * alpha_f);
        // A quarter of the slope, and smaller meanwhile, so that no alpha_f overflows: powers of two change no bit.
        let small = Wide::product(height * SMALL, FRAC_PI_8);
        let slope = Wide { hi: small.hi / SMALL, lo: small.lo / SMALL };
        let table = table();
        let slope_head = head(table, slope.hi);
        let (upper, center, value, height) = match quarter {
            Quarter::First => (&table.versine_upper, 0.0, 1.0, -height),
            Quarter::Middle => (&table.sine_upper, 0.5, middle.hi, height),
            Quarter::Last => (&table.versine_upper, 1.0, alpha_f, height),
        };
        Self {
            table,
            upper,
            is_middle: quarter == Quarter::Middle,
            center,
            value,
            height,
            middle_rest: middle.lo,
            slope: slope.hi,
            slope_head,
            slope_rest: (slope.hi - slope_head) + slope.lo,
        }
    }

    /// The value at a fraction of its quarters.
    pub fn value(&self, fraction: f64) -> f64 {
        let begun = self.begin(fraction);
        if self.is_middle {
            self.middle(begun)
        } else {
            self.outer(begun)
        }
    }

    /// The distance r from the center, and the upper half of a polynomial in r².
    #[inline(always)]
    fn begin<T: Floats>(&self, fraction: T) -> (T, T) {
        let r = fraction - T::splat(self.center);
        (r, upper_half(self.upper, r * r))
    }

    /// The value of the first or the last quarter from these.
    #[inline(always)]
    fn outer<T: Floats>(&self, (r, upper): (T, T)) -> T {
        T::splat(self.value) + T::splat(self.height) * half_versine(self.table, r, upper)
    }

    /// The value of the middle quarters from these.
    #[inline(always)]
    fn middle<T: Floats>(&self, (r, upper): (T, T)) -> T {
        let [value, height, slope, slope_head, slope_rest, middle_rest] =
            [self.value, self.height, self.slope, self.slope_head, self.slope_rest, self.middle_rest].map(T::splat);
        let x = r * T::splat(self.table.four);
        let x_head = head(self.table, x);
        let rest = (x - x_head) * slope + x_head * slope_rest;
        value - (x_head * slope_head + (rest + (height * half_sine_rest(self.table, r, upper) - middle_rest)))
    }

    fn fill(self, way: &Way, out: &mut Output) {
        let Way { ramp, length, bend, mix } = *way;
        ramp.in_passes(length, out, &mut |passes, block| {
            if let Some(bend) = bend {
                bend(passes, block);
            }
            self.fill_block(passes, block);
            if let Some(mix) = mix.filter(|mix| !mix.is_nothing()) {
                mix.fill_block(passes, block);
            }
        });
    }

    /// The values of a block of fractions.
    #[inline(never)]
    fn fill_block(&self, passes: &mut Passes, block: &mut [Pair]) {
        if self.is_middle {
            passes.two(block, |x| self.begin(x), |begun| self.middle(begun));
        } else {
            passes.two(block, |x| self.begin(x), |begun| self.outer(begun));
        }
    }
}

/// What is done to the fractions of a block before their half cosine is taken.
pub(super) type Bend<'a> = &'a dyn Fn(&mut Passes, &mut [Pair]);

/// How the fractions of half a cosine run, and what is made of it.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub ramp: Ramp,
    /// Of which the readings are parts.
    pub length: f64,
    pub bend: Option<Bend<'a>>,
    pub mix: Option<Mix>,
}

/// What is made of a half cosine from 1 to 0: a number plus a multiple of a power of it, or of what it leaves of 1.
#[derive(Clone, Copy)]
pub(super) struct Mix {
    pub is_rest: bool,
    pub power: f64,
    pub start: f64,
    pub height: f64,
}

impl Mix {
    /// Whether it leaves all as it is; half a cosine down to 0 is never −0.
    fn is_nothing(&self) -> bool {
        !self.is_rest && self.power == 1.0 && self.start == 0.0 && self.height == 1.0
    }

    /// The same of a block of half cosines.
    #[inline(never)]
    fn fill_block(self, passes: &mut Passes, block: &mut [Pair]) {
        if self.power != 1.0 {
            raise_all(passes, block, self.power);
        }
        let [one, start, height] = [1.0, self.start, self.height].map(Pair::splat);
        for x in block {
            let share = if self.is_rest { one - *x } else { *x };
            *x = start + share * height;
        }
    }

    /// The value of the end.
    fn of_the_end(self) -> f64 {
        let share = if self.is_rest { 1.0 } else { 0.0 };
        self.start + share * self.height
    }
}

/// A cosine's value at a fraction, clipped on both sides.
#[inline(never)]
pub fn cosine(fraction: f64, alpha_f: f64) -> f64 {
    let x = clip_above(if fraction < 0.0 { 0.0 } else { fraction });
    let quarter = if x < QUARTERS[0] {
        Quarter::First
    } else if x < QUARTERS[1] {
        Quarter::Middle
    } else {
        Quarter::Last
    };
    HalfCosine::new(alpha_f, quarter).value(x)
}

impl Form for Cosine {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        Ok(cosine(self.span.fraction(clock), self.alpha_f))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Some(ramp) = self.span.ramp(segment) else { return Ok(false) };
        half_cosine(ramp, self.span.length, self.alpha_f, None, out);
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        self.span.stretch(segment)
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}

/// Fills half a cosine, or what is made of it, over readings that have reached its start; its end is held.
pub(super) fn half_cosine(ramp: Ramp, length: f64, alpha_f: f64, mix: Option<Mix>, out: &mut Output) {
    let end = ramp.below(length, out.len());
    out.hold(end..out.len(), mix.map_or_else(|| cosine(1.0, alpha_f), Mix::of_the_end));
    let way = Way { ramp, length, bend: None, mix };
    quarters(alpha_f, &way, &|index| ramp.at(index) / length, &mut out.part(0..end));
}

/// Fills half a cosine of fractions, none beyond 1, that only grow or only fall; `fraction` tells each.
#[inline(never)]
pub(super) fn quarters(alpha_f: f64, way: &Way, fraction: &dyn Fn(usize) -> f64, out: &mut Output) {
    let count = out.len();
    let Some(last) = count.checked_sub(1) else { return };
    let grows = fraction(0) <= fraction(last);
    let mut done = 0;
    for index in 0..3 {
        let (quarter, bound) = if grows {
            ([Quarter::First, Quarter::Middle, Quarter::Last][index], [0.25, 0.75, 2.0][index])
        } else {
            ([Quarter::Last, Quarter::Middle, Quarter::First][index], [0.75, 0.25, -1.0][index])
        };
        let end = partition(done..count, |index| (fraction(index) < bound) == grows);
        if end > done {
            let ramp = way.ramp.skip(done);
            HalfCosine::new(alpha_f, quarter).fill(&Way { ramp, ..*way }, &mut out.part(done..end));
            done = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finite_alpha_f_has_a_finite_curve() {
        for alpha_f in [1.34e300, -1.35e300, 1e305, -1e305, f64::MAX, f64::MIN] {
            let mut before = 1.0;
            for step in 0..=64 {
                let value = cosine(f64::from(step) / 64.0, alpha_f);
                assert!(value.is_finite(), "{alpha_f} {step}: {value}");
                assert!(if alpha_f > 0.0 { value >= before } else { value <= before }, "{alpha_f} {step}: {value}");
                before = value;
            }
            assert_eq!(before, alpha_f);
        }
    }
}
