//! One loop for each form of each shape. The loops are branch-free and read evenly growing integers, so the compiler
//! makes lanes of them; what changes form within a range is cut before, and what stays the same is filled.

use super::{partition, Walk};
use crate::error::Error;
use crate::math::float::{ceil, sqrt, trunc};
use crate::math::{binade, exp2_normal, is_normal_exponent, power_exponent, power_exponent_in, scale_of, Base};
use crate::shape::{cosine, line, polynomial, raise, Exponent, HalfCosine, Interval, Shape, Span, QUARTERS};
use crate::time::{Clock, Mark};
use core::ops::Range;

/// Readings of one counter at consecutive steps: exact integers.
#[derive(Clone, Copy)]
struct Ramp {
    first: f64,
    by: f64,
}

impl Ramp {
    #[inline(always)]
    fn at(self, index: usize) -> f64 {
        self.first + f64::from(index as u32) * self.by
    }

    fn skip(self, count: usize) -> Self {
        Self { first: self.at(count), ..self }
    }

    /// Every reading less a number: exact, as all are integers.
    fn less(self, start: f64) -> Self {
        Self { first: self.first - start, ..self }
    }

    #[inline(always)]
    fn each(self, out: &mut [f64], value: impl Fn(f64) -> f64) {
        for (index, slot) in out.iter_mut().enumerate() {
            *slot = value(self.at(index));
        }
    }

    /// How many of the first `len` readings are below a bound; readings grow.
    fn below(self, bound: f64, len: usize) -> usize {
        if len == 0 || self.first >= bound {
            return 0;
        }
        // Readings and bounds are integers or infinite, and the quotient of integers below 2⁵³ never rounds up to one.
        let count = ceil((bound - self.first) / self.by);
        if count < len as f64 {
            count as usize
        } else {
            len
        }
    }
}

impl Walk<'_> {
    /// Fills the values of one shape over indices of the range, of which `out` is as long.
    pub(super) fn fill_segment(&self, shape: &Shape, range: Range<usize>, out: &mut [f64]) -> Result<(), Error> {
        match *shape {
            Shape::Hold { value } => {
                out.fill(value);
                return Ok(());
            }
            Shape::Line { span, from, to } if span.length > 0.0 => {
                if let Some(ramp) = self.ramp(span, &range) {
                    let (running, held) = out.split_at_mut(ramp.below(span.length, range.len()));
                    let height = to - from;
                    ramp.each(running, |t| from + t / span.length * height);
                    held.fill(line(1.0, from, to));
                    return Ok(());
                }
            }
            Shape::Cosine { span, alpha_f } if span.length > 0.0 => {
                if let Some(ramp) = self.ramp(span, &range) {
                    half_cosine(ramp, span.length, alpha_f, out);
                    return Ok(());
                }
            }
            Shape::Power { span, power, alpha_f } if span.length > 0.0 => {
                if let Some(ramp) = self.ramp(span, &range) {
                    return power_of_the_rest(ramp, span.length, power, alpha_f, out);
                }
            }
            Shape::Exponential { period, base: Some(base), .. } => {
                let span = Span { counter: period.counter, start: 0.0, length: period.value };
                if let Some(ramp) = self.ramp(span, &range) {
                    if exponential(ramp, period.value, base, out) {
                        return Ok(());
                    }
                }
            }
            Shape::Restarts { t_0, t_mult, alpha_f } => {
                let span = Span { counter: t_0.counter, start: 0.0, length: t_0.value };
                if let Some(ramp) = self.ramp(span, &range) {
                    return restarts(ramp, (t_0, t_mult, alpha_f), out);
                }
            }
            Shape::Staircase { step, .. } => {
                return self.runs(shape, range, out, |clock| trunc(clock.get(step.counter) / step.value));
            }
            Shape::Milestones { ref marks, .. } => {
                let reached =
                    |clock: &Clock| marks.iter().filter(|mark| clock.get(mark.counter) >= mark.value).count() as f64;
                return self.runs(shape, range, out, reached);
            }
            _ => {}
        }
        self.each_value(shape, range, out)
    }

    /// Index by index, for what no loop is made for.
    fn each_value(&self, shape: &Shape, range: Range<usize>, out: &mut [f64]) -> Result<(), Error> {
        for (index, slot) in range.zip(out) {
            *slot = shape.value(&self.clock(index))?;
        }
        Ok(())
    }

    /// The readings of a span's counter less its start, where they grow evenly and have reached it.
    fn ramp(&self, span: Span, range: &Range<usize>) -> Option<Ramp> {
        let times = self.reader.even(span.counter)?;
        let ramp = Ramp { first: self.steps.at(range.start) * times, by: self.steps.stride * times }.less(span.start);
        (ramp.first >= 0.0).then_some(ramp)
    }

    /// Fills runs of indices that share a key, and so a value; the key only ever grows or only ever falls.
    fn runs(
        &self,
        shape: &Shape,
        range: Range<usize>,
        out: &mut [f64],
        key: impl Fn(&Clock) -> f64,
    ) -> Result<(), Error> {
        let (mut at, offset) = (range.start, range.start);
        while at < range.end {
            let clock = self.clock(at);
            let (value, own) = (shape.value(&clock)?, key(&clock));
            let same = |index: usize| key(&self.clock(index)) == own;
            // Doubling first: a short run costs a few looks, a long one the logarithm of its length.
            let mut reach = 1;
            while at + reach < range.end && same(at + reach) {
                reach *= 2;
            }
            let end = partition(at + (reach / 2).max(1)..(at + reach).min(range.end), same);
            out[at - offset..end - offset].fill(value);
            at = end;
        }
        Ok(())
    }
}

/// Walks from interval to interval, where each single point starts from the first.
fn restarts(ramp: Ramp, (t_0, t_mult, alpha_f): (Mark, f64, f64), out: &mut [f64]) -> Result<(), Error> {
    let mut interval = Interval::first(t_0);
    let mut done = 0;
    while done < out.len() {
        let rest = ramp.skip(done);
        interval.advance(rest.first, t_0, t_mult)?;
        let (start, length) = interval.bounds();
        let count = rest.below(start + length, out.len() - done);
        let inside = rest.less(start);
        let chunk = &mut out[done..done + count];
        if length > 0.0 && inside.first >= 0.0 {
            half_cosine(inside, length, alpha_f, chunk);
        } else {
            inside.each(chunk, |t| cosine(t / length, alpha_f));
        }
        done += count;
    }
    Ok(())
}

fn half_cosine(ramp: Ramp, length: f64, alpha_f: f64, out: &mut [f64]) {
    let curve = HalfCosine::new(alpha_f);
    let cut = |bound: f64, len: usize| partition(0..len, |index| ramp.at(index) / length < bound);
    let third_end = ramp.below(length, out.len());
    let second_end = cut(QUARTERS[1], third_end);
    let first_end = cut(QUARTERS[0], second_end);
    out[third_end..].fill(cosine(1.0, alpha_f));
    ramp.each(&mut out[..first_end], |t| curve.first(t / length));
    ramp.skip(first_end).each(&mut out[first_end..second_end], |t| curve.second(t / length));
    ramp.skip(second_end).each(&mut out[second_end..third_end], |t| curve.third(t / length));
}

fn power_of_the_rest(ramp: Ramp, length: f64, exponent: f64, alpha_f: f64, out: &mut [f64]) -> Result<(), Error> {
    let (running, held) = out.split_at_mut(ramp.below(length, out.len()));
    if !held.is_empty() {
        held.fill(polynomial(1.0, exponent, alpha_f)?);
    }
    let left = |t: f64| 1.0 - t / length;
    match Exponent::of(exponent) {
        Exponent::One => ramp.each(running, |t| raise(left(t), alpha_f)),
        Exponent::Two => ramp.each(running, |t| raise(left(t) * left(t), alpha_f)),
        Exponent::Three => ramp.each(running, |t| raise(left(t) * left(t) * left(t), alpha_f)),
        Exponent::Half => ramp.each(running, |t| raise(sqrt(left(t)), alpha_f)),
        Exponent::Other => {
            let is_normal = |index| is_normal_exponent(power_exponent(left(ramp.at(index)), exponent).0);
            let even = running.len().checked_sub(1).is_none_or(|last| is_normal(0) && is_normal(last));
            if exponent == 0.0 || !even {
                for (index, slot) in running.iter_mut().enumerate() {
                    *slot = polynomial(ramp.at(index) / length, exponent, alpha_f)?;
                }
                return Ok(());
            }
            // What is left shrinks through the binades: within one, its logarithm needs no look at bits.
            let mut done = 0;
            while done < running.len() {
                let rest = ramp.skip(done);
                let k = binade(left(rest.first));
                let count = partition(0..running.len() - done, |index| binade(left(rest.at(index))) == k);
                let scale = scale_of(k);
                rest.each(&mut running[done..done + count], |t| {
                    let (hi, lo) = power_exponent_in(k, scale, left(t), exponent);
                    raise(exp2_normal(hi, lo), alpha_f)
                });
                done += count;
            }
        }
    }
    Ok(())
}

/// Fills an exponential whose exponents of 2 are all normal; whether it did.
fn exponential(ramp: Ramp, period: f64, base: Base, out: &mut [f64]) -> bool {
    let is_normal = |index| is_normal_exponent(base.exponent(ramp.at(index) / period).0);
    if !out.len().checked_sub(1).is_none_or(|last| is_normal(0) && is_normal(last)) {
        return false;
    }
    ramp.each(out, |t| {
        let (hi, lo) = base.exponent(t / period);
        exp2_normal(hi, lo)
    });
    true
}
