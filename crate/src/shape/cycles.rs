//! Declines or triangles that start again, each over a cycle of its own, with peaks that may change from cycle to cycle.

use super::cosine::{half_cosine, quarters, Mix};
use super::interval::MOST;
use super::power::{are_raised, power_of_the_rest, raise, raise_all};
use super::simple::{self, Simple};
use super::{cosine, Form};
use crate::choice::Applies;
use crate::codec::{put, Blank, Codec, Reader};
use crate::error::{Error, Refusal};
use crate::math::float::floor;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::passes::Passes;
use crate::math::{exp2, power, table, Base};
use crate::steps::{partition, Ramp, Segment};
use crate::time::{Clock, Mark};
use alloc::vec::Vec;
use core::ops::Range;

form! {
    /// Declines or triangles that start again.
    Cycles {
        /// Length of the first cycle.
        t_0: Mark,
        /// Length of a cycle over the one before.
        t_mult: f64,
        /// How each declines.
        way: Way,
        /// To which the time within a cycle is raised.
        k: f64,
        /// Factor per cycle.
        decay: f64,
        /// What it lowers.
        applies: Applies,
        /// How many cycles there are, or [`ENDLESS`].
        limit: f64,
        /// Value at the end of a cycle, and after the last.
        alpha_f: f64,
        /// Value at the first peak.
        peak: f64,
    } if |form| {
        let is_positive = form.t_0.value > 0.0 && form.t_mult > 0.0 && form.k > 0.0;
        let is_way = match form.way {
            Way::Power(power) => power >= 0.0,
            Way::Triangle(up) => up > 0.0 && up <= form.t_0.value && form.t_mult == 1.0 && form.k == 1.0,
            Way::Cosine | Way::Tanh(..) => true,
        };
        is_positive && is_way
    }
}

/// More cycles than there ever are.
pub const ENDLESS: f64 = f64::MAX;

/// How a cycle declines from 1 to 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// Along half a cosine.
    Cosine,
    /// As a power of what is left.
    Power(f64),
    /// As a hyperbolic tangent from one argument to another.
    Tanh(f64, f64),
    /// Along a line from 0 up to 1, for so long, and down again.
    Triangle(f64),
}

impl Way {
    /// The share at a time of so many, and at its fraction.
    #[inline(never)]
    fn share(self, t: f64, length: f64, x: f64) -> Result<f64, Refusal> {
        Ok(match self {
            Self::Cosine => cosine(x, 0.0),
            Self::Power(power) => raise(1.0 - x, power)?,
            Self::Tanh(from, to) => {
                // ½(1 − tanh y) = 1 / (1 + e^2y)
                let (hi, lo) = Base::E.exponent(table(), 2.0 * (from * (1.0 - x) + to * x));
                1.0 / (1.0 + exp2(hi, lo))
            }
            Self::Triangle(up) if t < up => t / up,
            Self::Triangle(up) => 1.0 - (t - up) / (length - up),
        })
    }
}

impl Blank for Way {
    const BLANK: Self = Self::Cosine;
}

impl Codec for Way {
    fn read(r: &mut Reader) -> Option<Self> {
        let kind = r.index(4)?;
        let (a, b) = (r.number()?, r.number()?);
        Some(match kind {
            0 => Self::Cosine,
            1 => Self::Power(a),
            2 => Self::Tanh(a, b),
            _ => Self::Triangle(a),
        })
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(
            out,
            &match *self {
                Self::Cosine => [0.0; 3],
                Self::Power(power) => [1.0, power, 0.0],
                Self::Tanh(from, to) => [2.0, from, to],
                Self::Triangle(up) => [3.0, up, 0.0],
            },
        );
    }
}

/// A cycle: how many are before it, where it starts, how long it is, and where the next one starts.
#[derive(Clone, Copy)]
struct Cycle {
    index: f64,
    start: f64,
    length: f64,
    end: f64,
}

impl Cycles {
    fn first(&self) -> Cycle {
        Cycle { index: 0.0, start: 0.0, length: self.t_0.value, end: self.t_0.value }
    }

    /// The cycle that holds a time, from an earlier one on; one past the last stands for all after it.
    fn advance(&self, mut cycle: Cycle, t: f64) -> Result<Cycle, Refusal> {
        let length = self.t_0.value;
        if self.t_mult == 1.0 {
            let at = |index: f64| Cycle { index, start: index * length, length, end: (index + 1.0) * length };
            let near = at(floor(t / length));
            return Ok(if t < near.start {
                at(near.index - 1.0)
            } else if t >= near.end {
                at(near.index + 1.0)
            } else {
                near
            });
        }
        for _ in 0..MOST {
            if t < cycle.end || cycle.index >= self.limit {
                return Ok(cycle);
            }
            let length = cycle.length * self.t_mult;
            let end = cycle.end + length;
            if end <= cycle.end {
                return Err(Error::RestartDecayed { t_0: self.t_0.time(), t_mult: self.t_mult }.into());
            }
            cycle = Cycle { index: cycle.index + 1.0, start: cycle.end, length, end };
        }
        Err(Error::RestartEndless { t_0: self.t_0.time(), t_mult: self.t_mult }.into())
    }

    /// What a cycle ends at, and the height of its peak over that.
    fn ends(&self, cycle: &Cycle) -> Result<[f64; 2], Refusal> {
        let factor = if self.decay == 1.0 { 1.0 } else { power(self.decay, cycle.index)? };
        let Self { alpha_f, peak, .. } = *self;
        Ok(match self.applies {
            Applies::Peak => [alpha_f, peak * factor - alpha_f],
            Applies::Amplitude => [alpha_f, (peak - alpha_f) * factor],
            Applies::All => [alpha_f * factor, (peak - alpha_f) * factor],
        })
    }

    /// The share of the height at a time within a cycle.
    fn share(&self, t: f64, length: f64) -> Result<f64, Refusal> {
        let x = match raise(length, self.k) {
            _ if self.k == 1.0 => t / length,
            Ok(divisor) if divisor > 0.0 => raise(t, self.k)? / divisor,
            // What is no float as two powers is one as the power of a quotient.
            _ => raise(t / length, self.k)?,
        };
        self.way.share(t, length, if x < 1.0 { x } else { 1.0 })
    }

    /// The value at a reading.
    pub fn at(&self, t: f64) -> Result<f64, Refusal> {
        let cycle = self.advance(self.first(), t)?;
        if cycle.index >= self.limit {
            return Ok(self.alpha_f);
        }
        let [start, height] = self.ends(&cycle)?;
        Ok(start + self.share(t - cycle.start, cycle.length)? * height)
    }

    /// Walks from cycle to cycle, where each single point starts from the first.
    fn fill_cycles(&self, ramp: Ramp, out: &mut Output) -> Result<(), Refusal> {
        let mut cycle = self.first();
        let mut done = 0;
        while done < out.len() {
            let rest = ramp.skip(done);
            cycle = self.advance(cycle, rest.first())?;
            if cycle.index >= self.limit {
                out.hold(done..out.len(), self.alpha_f);
                return Ok(());
            }
            let count = rest.below(cycle.end, out.len() - done).max(1);
            self.fill_cycle(&cycle, rest, &mut out.part(done..done + count))?;
            done += count;
        }
        Ok(())
    }

    fn fill_cycle(&self, cycle: &Cycle, ramp: Ramp, out: &mut Output) -> Result<(), Refusal> {
        let ends @ [start, height] = self.ends(cycle)?;
        match (self.way, ramp.less(cycle.start)) {
            (Way::Cosine, Some(inside)) if self.k == 1.0 => {
                let mix = Mix { is_rest: false, power: 1.0, start, height };
                half_cosine(inside, cycle.length, 0.0, Some(mix), out);
            }
            (Way::Power(power), Some(inside)) if self.k == 1.0 => {
                power_of_the_rest(inside, cycle.length, power, ends, out)?;
            }
            (Way::Triangle(up), Some(inside)) if inside.less(up).is_some() => {
                let (top, end) = (inside.below(up, out.len()), out.len());
                simple::fill(Simple::Fraction, inside, up, ends, &mut out.part(0..top));
                if let Some(fall) = inside.skip(top).less(up) {
                    simple::fill(Simple::Rest, fall, cycle.length - up, ends, &mut out.part(top..end));
                }
            }
            (Way::Tanh(from, to), Some(inside)) if self.k == 1.0 && from.abs().max(to.abs()) < 300.0 => {
                let (one, double) = (Pair::splat(1.0), Pair::splat(2.0));
                let [from, to, start, height] = [from, to, start, height].map(Pair::splat);
                inside.in_passes(cycle.length, out, &mut |passes, block| {
                    for x in &mut *block {
                        *x = double * (from * (one - *x) + to * *x);
                    }
                    passes.exponential(block, Base::E);
                    for x in block {
                        *x = start + one / (one + *x) * height;
                    }
                });
            }
            (Way::Cosine, Some(inside)) if self.is_bent_in_passes(inside, cycle.length, out.len()) => {
                let divisor = raise(cycle.length, self.k)?;
                let bend = |passes: &mut Passes, block: &mut [Pair]| {
                    raise_all(passes, block, self.k);
                    let divisor = Pair::splat(divisor);
                    for x in block {
                        *x = *x / divisor;
                    }
                };
                let mix = Some(Mix { is_rest: false, power: 1.0, start, height });
                let share = |index: usize| raise(inside.at(index), self.k).map_or(1.0, |power| power / divisor);
                // No power of 0 goes through a logarithm.
                let first = usize::from(inside.first() == 0.0);
                out.hold(0..first, start + height);
                let way = super::cosine::Way { ramp: inside.skip(first), length: 1.0, bend: Some(&bend), mix };
                quarters(0.0, &way, &|index| share(first + index), &mut out.part(first..out.len()));
            }
            _ => {
                for index in 0..out.len() {
                    out.set(index, start + self.share(ramp.at(index) - cycle.start, cycle.length)? * height);
                }
            }
        }
        Ok(())
    }

    /// Whether all powers of the times within a cycle, but that of 0, can be taken in passes, and none is beyond 1.
    fn is_bent_in_passes(&self, inside: Ramp, length: f64, count: usize) -> bool {
        let first = inside.at(usize::from(inside.first() == 0.0));
        let ends = |last: usize| are_raised([first, inside.at(last)], self.k) && are_raised([length; 2], self.k);
        let last = count.checked_sub(1).filter(|last| ends(*last)).map(|last| inside.at(last));
        let share = |t: f64| raise(t, self.k).unwrap_or(f64::NAN) / raise(length, self.k).unwrap_or(f64::NAN);
        last.is_some_and(|last| share(last) <= 1.0)
    }
}

impl Form for Cycles {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        self.at(clock.get(self.t_0.counter))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Some(ramp) = segment.ramp(self.t_0.counter, 0.0) else { return Ok(false) };
        self.fill_cycles(ramp, out)?;
        Ok(true)
    }

    /// After the last cycle there is a value again.
    fn fallible(&self, segment: &Segment) -> Range<usize> {
        let range = segment.range.clone();
        let is_on = |index: usize| {
            let t = segment.clock(index).get(self.t_0.counter);
            self.advance(self.first(), t).map_or(true, |cycle| cycle.index < self.limit)
        };
        range.start..if self.limit < ENDLESS { partition(range, is_on) } else { range.end }
    }
}
