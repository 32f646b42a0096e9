//! A way from one value to another, along one of many curves.
//!
//! One form for all, as each form costs the module more than its formula does: to be read, written and told from others.

use super::cosine::{half_cosine, quarters, Mix, Way};
use super::exponential::exponential;
use super::power::{are_raised, power_of_the_rest, raise, raise_all};
use super::simple::{self, fourth_root_of_square, reflected, root_of_square, Simple};
use super::{clip_above, cosine, Form, Gamma, Span};
use crate::codec::{put, Blank, Codec, Reader};
use crate::error::Refusal;
use crate::math::float::{ceil, floor, sqrt};
use crate::math::log_ratio;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::passes::Passes;
use crate::steps::{end_of_run, partition, Ramp, Segment, Stretch};
use crate::time::Clock;
use alloc::vec::Vec;
use core::ops::Range;

form! {
    /// `share^power · (from − to) + to`.
    Blend {
        /// Where it runs.
        span: Span,
        /// Value at a share of 1.
        from: f64,
        /// Value at a share of 0.
        to: f64,
        /// What the share is.
        ease: Ease,
        /// What some shares need.
        parameter: Gamma,
        /// To which the share is raised; 1 for most.
        power: f64,
    } if |form| form.span.length > 0.0 && form.ease.takes(form.parameter.value, form.power)
}

/// Declares the shares: each once. The number of a share is its place, from 0, and stands in curves that were saved: a new
/// one comes last.
macro_rules! eases {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// What the share is at a fraction x of the span; p is the parameter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Ease {
            $($(#[$doc])* $name,)*
        }

        impl Ease {
            const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

eases! {
    /// x, clipped on both sides as in the next ones.
    Fraction
    /// ½(1 − cos πx).
    RisingCosine
    /// 1 − √(1 − x).
    RisingRoot
    /// 1 − x.
    Rest
    /// ½(1 + cos πx).
    Cosine
    /// 1 − √x.
    FallingRoot
    /// 1 − x^p.
    FallingPower
    /// (p^x − p) / (1 − p).
    Exponential
    /// p^x.
    Geometric
    /// (1 − x) / (1 − x/2).
    Reflected
    /// ⌊x · p⌋ / p.
    UpStairs
    /// ⌊(1 − x) · p⌋ / p.
    DownStairs
    /// 1 − x over a span that is as many times as long as it takes to have not been left yet.
    Widening
    /// ½(1 + cos πxp), where x is not clipped, as in the next ones.
    Waves
    /// The same, where each half wave starts again at 1.
    HalfWaves
    /// ln(x + 1) / ln p, up to 1.
    Log
    /// x.
    Time
    /// ⌊x⌋.
    WholeTime
    /// 1 / (1 + xp).
    Inverse
    /// 1 / (1 + ⌊x⌋p).
    WholeInverse
    /// x^p.
    Power
    /// (1 + x)^−p.
    InversePower
    /// (1 + x²)^−½.
    RootOfSquare
    /// (1 + x²)^−¼.
    FourthRootOfSquare
}

impl Ease {
    /// Whether a parameter and a power are such as it can have: there is a value at every moment.
    fn takes(self, parameter: f64, power: f64) -> bool {
        let takes_power = match self {
            Self::Rest | Self::Cosine | Self::Widening | Self::Waves | Self::HalfWaves => power >= 0.0,
            _ => power == 1.0,
        };
        let takes_parameter = match self {
            Self::Log => parameter > 1.0,
            Self::Exponential => parameter > 0.0 && parameter != 1.0,
            Self::UpStairs | Self::DownStairs => parameter >= 1.0,
            Self::Waves | Self::HalfWaves | Self::Power => true,
            _ => parameter >= 0.0,
        };
        takes_power && takes_parameter
    }

    /// Whether x is clipped, and so the value stays where the span ends.
    fn ends(self) -> bool {
        (self as u8) < Self::Widening as u8
    }

    /// What a loop over simple values makes of it.
    fn simple(self) -> Option<Simple> {
        Some(match self {
            Self::Fraction | Self::Time => Simple::Fraction,
            Self::RisingRoot => Simple::RootRise,
            Self::FallingRoot => Simple::RootRest,
            Self::Reflected => Simple::Reflected,
            Self::RootOfSquare => Simple::RootOfSquare,
            Self::FourthRootOfSquare => Simple::FourthRootOfSquare,
            _ => return None,
        })
    }
}

impl Blank for Ease {
    const BLANK: Self = Self::Fraction;
}

impl Codec for Ease {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self::ALL[r.index(Self::ALL.len())?])
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[f64::from(*self as u8)]);
    }
}

impl Blend {
    /// Of a share without a parameter.
    pub fn plain(span: Span, ends: [f64; 2], ease: Ease) -> Self {
        Self::new(span, ends, ease, 1.0)
    }

    /// Of a share with one.
    #[inline(never)]
    pub fn new(span: Span, [from, to]: [f64; 2], ease: Ease, parameter: f64) -> Self {
        Self { span, from, to, ease, parameter: Gamma::new(parameter), power: 1.0 }
    }

    /// The share at a reading less the start.
    #[inline(never)]
    fn share(&self, t: f64) -> Result<f64, Refusal> {
        let (length, p) = (self.span.length, self.parameter.value);
        let time = t / length;
        // A power that is no float has no end.
        let power = |x, p| raise(x, p).unwrap_or(f64::INFINITY);
        let x = clip(time);
        let share = match self.ease {
            Ease::Fraction => x,
            Ease::RisingCosine => 1.0 - cosine(x, 0.0),
            Ease::RisingRoot => 1.0 - sqrt(1.0 - x),
            Ease::Rest => 1.0 - x,
            Ease::Cosine => cosine(x, 0.0),
            Ease::FallingRoot => 1.0 - sqrt(x),
            Ease::FallingPower => 1.0 - power(x, p),
            Ease::Exponential => (self.parameter.power(x)? - p) / (1.0 - p),
            Ease::Geometric => self.parameter.power(x)?,
            Ease::Reflected => reflected(x),
            Ease::UpStairs => stairs(t, length, p),
            Ease::DownStairs => stairs(length - t, length, p),
            Ease::Widening => {
                let times = ceil(time);
                1.0 - clip(t / (length * if times > 1.0 { times } else { 1.0 }))
            }
            Ease::Waves => cosine(folded(p * time), 0.0),
            Ease::HalfWaves => {
                let phase = (p * time).abs();
                cosine(phase - floor(phase), 0.0)
            }
            Ease::Log => clip_above(log_ratio(if time < 0.0 { 1.0 } else { time + 1.0 }, p)),
            Ease::Time => time,
            Ease::WholeTime => floor(time),
            Ease::Inverse => 1.0 / (1.0 + time * p),
            Ease::WholeInverse => 1.0 / (1.0 + floor(time) * p),
            Ease::Power => power(if time > 0.0 { time } else { 0.0 }, p),
            Ease::InversePower => 1.0 / power(1.0 + if time > 0.0 { time } else { 0.0 }, p),
            Ease::RootOfSquare => root_of_square(time),
            Ease::FourthRootOfSquare => fourth_root_of_square(time),
        };
        if self.power == 1.0 {
            return Ok(share);
        }
        let is_cosine = matches!(self.ease, Ease::Cosine | Ease::Waves);
        // optax takes a root of 1 + cos, of which little is left near the end: a root shows what that has lost.
        let share = if is_cosine && self.power < 1.0 { 0.5 * (1.0 + (2.0 * share - 1.0)) } else { share };
        raise(share, self.power)
    }

    /// The value at a reading.
    pub fn at(&self, t: f64) -> Result<f64, Refusal> {
        self.after(t - self.span.start)
    }

    /// The value at a reading less the start.
    fn after(&self, t: f64) -> Result<f64, Refusal> {
        Ok(self.to + self.share(t)? * (self.from - self.to))
    }

    /// Fills what is made of powers and logarithms, in passes; whether it did.
    fn fill_in_passes(&self, ramp: Ramp, out: &mut Output) -> Result<bool, Refusal> {
        let (ease, length, p) = (self.ease, self.span.length, self.parameter.value);
        let Some(last) = out.len().checked_sub(1) else { return Ok(true) };
        let is_next = ease == Ease::Log || ease == Ease::InversePower;
        let one = if is_next { 1.0 } else { 0.0 };
        let bases = [0, last].map(|index| ramp.at(index) / length + one);
        if bases[0] == 0.0 {
            // No power of 0 goes through a logarithm.
            out.set(0, self.after(ramp.first())?);
            return self.fill_in_passes(ramp.skip(1), &mut out.part(1..last + 1));
        }
        if ease != Ease::Log && !are_raised(bases, p) {
            return Ok(false);
        }
        let [one, start, height] = [1.0, self.to, self.from - self.to].map(Pair::splat);
        ramp.in_passes(length, out, &mut |passes, block| {
            if is_next {
                for x in &mut *block {
                    *x = *x + one;
                }
            }
            if ease == Ease::Log {
                passes.log_ratio(block, p);
            } else {
                raise_all(passes, block, p);
            }
            for x in block {
                let share = match ease {
                    Ease::Log => x.smaller(one),
                    Ease::InversePower => one / *x,
                    Ease::FallingPower => one - *x,
                    _ => *x,
                };
                *x = start + share * height;
            }
        });
        Ok(true)
    }

    /// Fills what stays for several steps, run by run.
    fn fill_in_runs(&self, ramp: Ramp, out: &mut Output) -> Result<(), Refusal> {
        let mut done = 0;
        while done < out.len() {
            let value = self.after(ramp.at(done))?;
            let is_same = |index: usize| self.after(ramp.at(index)).is_ok_and(|other| other == value);
            let end = end_of_run(done..out.len(), &is_same);
            out.hold(done..end, value);
            done = end;
        }
        Ok(())
    }

    /// Whether a half cosine's values down to the last, at a reading, are such as can be raised in passes.
    fn raises_cosine(&self, last: f64) -> bool {
        self.power == 1.0 || self.power > 1.0 && are_raised([1.0, cosine(last / self.span.length, 0.0)], self.power)
    }

    /// Fills waves, half by half, where each takes some values; whether it did.
    fn fill_waves(&self, ramp: Ramp, out: &mut Output) -> bool {
        let (length, times) = (self.span.length, self.parameter.value.abs());
        let phase = |index: usize| times * (ramp.at(index) / length);
        let count = out.len();
        if count < 2 || phase(1) - phase(0) > 0.05 {
            return false;
        }
        let mix = Some(Mix { is_rest: false, power: 1.0, start: self.to, height: self.from - self.to });
        let mut done = 0;
        while done < count {
            let half = floor(phase(done));
            let end = partition(done..count, |index| floor(phase(index)) == half);
            // Every other half wave rises.
            let rises = self.ease == Ease::Waves && floor(half * 0.5) * 2.0 != half;
            let less = if rises { half - 1.0 } else { half };
            let share = |x: f64| if rises { 2.0 - (x - less) } else { x - less };
            let [times, less, two] = [times, less, 2.0].map(Pair::splat);
            let bend = |_: &mut Passes, block: &mut [Pair]| {
                for x in block {
                    let phase = *x * times - less;
                    *x = if rises { two - phase } else { phase };
                }
            };
            let way = Way { ramp: ramp.skip(done), length, bend: Some(&bend), mix };
            quarters(0.0, &way, &|index| share(phase(done + index)), &mut out.part(done..end));
            done = end;
        }
        true
    }

    /// Fills declines that begin again and again at 1, each over one more span.
    fn fill_widening(&self, ramp: Ramp, ends: [f64; 2], out: &mut Output) -> Result<(), Refusal> {
        let (length, count) = (self.span.length, out.len());
        let times = |index: usize| ceil(ramp.at(index) / length).max(1.0);
        let mut done = 0;
        while done < count {
            let spans = times(done);
            let end = partition(done..count, |index| times(index) == spans);
            power_of_the_rest(ramp.skip(done), length * spans, self.power, ends, &mut out.part(done..end))?;
            done = end;
        }
        Ok(())
    }
}

/// From 0 to 1.
fn clip(x: f64) -> f64 {
    clip_above(if x < 0.0 { 0.0 } else { x })
}

/// A number of half waves, as the fraction of one that has the same cosine.
fn folded(phase: f64) -> f64 {
    let phase = phase.abs();
    let x = phase - 2.0 * floor(phase * 0.5);
    if x > 1.0 {
        2.0 - x
    } else {
        x
    }
}

/// How high a part of a length is, in stairs; divided last, so that whole numbers stay whole.
fn stairs(part: f64, length: f64, count: f64) -> f64 {
    let part = if part < 0.0 { 0.0 } else { part };
    floor((if part < length { part } else { length }) * count / length) / count
}

impl Form for Blend {
    #[inline]
    fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
        self.at(clock.get(self.span.counter))
    }

    fn fill(&self, segment: &Segment, out: &mut Output) -> Result<bool, Refusal> {
        let Some(ramp) = self.span.ramp(segment) else { return Ok(false) };
        let (ease, length, parameter) = (self.ease, self.span.length, self.parameter);
        let ends @ [start, height] = [self.to, self.from - self.to];
        let count = if ease.ends() { ramp.below(length, out.len()) } else { out.len() };
        if let Some(function) = ease.simple() {
            out.hold(count..out.len(), self.at(f64::INFINITY)?);
            simple::fill(function, ramp, length, ends, &mut out.part(0..count));
            return Ok(true);
        }
        let is_filled = match (ease, parameter.base) {
            (Ease::Inverse, _) => {
                simple::fill_times(Simple::Inverse, parameter.value, ramp, length, ends, out);
                true
            }
            (Ease::InversePower, _) if parameter.value == 0.5 => {
                simple::fill(Simple::InverseRootOfNext, ramp, length, ends, out);
                true
            }
            (Ease::Rest, _) => {
                power_of_the_rest(ramp, length, self.power, ends, out)?;
                true
            }
            (Ease::Widening, _) => {
                self.fill_widening(ramp, ends, out)?;
                true
            }
            (Ease::UpStairs | Ease::DownStairs | Ease::WholeTime | Ease::WholeInverse, _) => {
                self.fill_in_runs(ramp, out)?;
                true
            }
            (Ease::Cosine | Ease::RisingCosine, _) if self.raises_cosine(ramp.at(count.max(1) - 1)) => {
                let mix = Mix { is_rest: ease == Ease::RisingCosine, power: self.power, start, height };
                half_cosine(ramp, length, 0.0, Some(mix), out);
                true
            }
            (Ease::Waves | Ease::HalfWaves, _) if self.power == 1.0 => self.fill_waves(ramp, out),
            (Ease::Exponential | Ease::Geometric, Some(base)) if count == out.len() => {
                let less = if ease == Ease::Exponential { parameter.value } else { 0.0 };
                exponential(ramp, length, base, Some([less, 1.0 - less, start, height]), out)
            }
            (Ease::FallingPower | Ease::Log | Ease::Power | Ease::InversePower, _) if count == out.len() => {
                self.fill_in_passes(ramp, out)?
            }
            _ => false,
        };
        if !is_filled {
            for index in 0..out.len() {
                out.set(index, self.after(ramp.at(index))?);
            }
        }
        Ok(true)
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        if self.ease.ends() {
            self.span.stretch(segment)
        } else {
            Stretch::Moving(segment.range.len())
        }
    }

    fn fallible(&self, _: &Segment) -> Range<usize> {
        0..0
    }
}
