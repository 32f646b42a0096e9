//! What decays for ever: inverse square roots, powers, Eden.

use super::path::{affine, alone, blend_of, clamp, from_start, lone, shape_of, Path, Share};
use super::Forms;
use crate::choice::{FirstStep, Rise};
use crate::error::{Error, Length};
use crate::math::power;
use crate::option::Exact;
use crate::schedule::{at, Ramp};
use crate::shape::{Ease, Hold, InverseSquareRoot, Span};
use crate::time::{Counter, Mark, Time, Unit};
use crate::tree::Tree;
use alloc::vec;

/// Hugging Face's, in batches.
const TIMESCALE: f64 = 10_000.0;

impl Forms<'_> {
    #[inline(never)]
    pub(super) fn inverse_square_root(&mut self) -> Option<Tree> {
        use at::InverseSquareRoot as o;
        let options = self.options;
        let [alpha_f_decay, alpha_f_cooldown] = [self.number(o::alpha_f_decay), self.number(o::alpha_f_cooldown)];
        let alpha_min = options.maybe(o::alpha_min);
        let mut path = self.path(o::ramp, 1.0);
        let scale = if options.time(o::timescale).is_some() {
            self.length(Length::Timescale, o::timescale)
        } else if path.pieces.is_empty() {
            let mark = self.mark_of(&Exact { time: Time::new(TIMESCALE, Unit::Batch), decimal: None });
            self.positive(Length::Timescale, mark)
        } else {
            path.start
        };
        let start = self.start_on(&path, scale);
        let counter = scale.counter;
        let mark = |value| Mark { counter, value };
        // A floor is under the form alone, not under its ramp.
        let mut main = match alpha_min {
            None => core::mem::replace(&mut path, Path::NONE),
            Some(_) => Path { end: start, ..Path::NONE },
        };
        let end = options.time(o::t_end).map(|_| mark(self.on(counter, Length::TEnd, o::t_end).next_up()));
        // Up to and with its end.
        let until = |mark: Mark| match end {
            Some(end) if end.value < mark.value => end,
            _ => mark,
        };
        let decay = InverseSquareRoot { scale, shift: scale.value - start, alpha_f: alpha_f_decay };
        let mut stay = None;
        if options.time(o::t_cooldown).is_some() {
            let length = self.on(counter, Length::TCooldown, o::t_cooldown);
            self.not_negative(Length::TCooldown, length);
            let last = self.on(counter, Length::TMax, o::t_max);
            let from = if last - length > start { last - length } else { start };
            let value = decay.at(from).unwrap_or(alpha_f_decay);
            main.until(until(mark(from)), decay.clone().into());
            let span = Span { counter, start: from, length };
            main.blend(until(mark(from + length)), span, [alpha_f_cooldown, value], Share::of(Ease::Fraction));
            stay = Some(if length > 0.0 { alpha_f_cooldown } else { value });
        }
        let last = stay.map_or(decay.into(), |value| Hold { value }.into());
        let main = match end {
            None => main.last(last),
            Some(end) => {
                main.until(end, last);
                main.stay(alpha_min.unwrap_or(0.0))
            }
        };
        match alpha_min {
            None => main,
            Some(low) => path.then(true, clamp(main, low, f64::INFINITY)),
        }
    }

    #[inline(never)]
    pub(super) fn noam(&mut self) -> Option<Tree> {
        use at::Noam as o;
        let [d_model, shift] = [self.number(o::d_model), self.number(o::shift)];
        self.check(Length::DModel, d_model, d_model > 0.0);
        let end = self.warmup(self.options.time(o::t_warmup), self.options.flag(o::scale_warmup));
        let end = self.positive(Length::TWarmup, end);
        // Both of what is compared are 1 at the end of the warm-up, as parts of the value there.
        // Through a logarithm of 100 bits: a product, a root and an inverse would each round.
        let square = d_model * (end.value / self.step(Length::TWarmup));
        let peak = power(square.min(f64::MAX), -0.5).unwrap_or(f64::INFINITY);
        let shift = if shift == 0.0 { 0.0 } else { shift * self.batch(end.counter) };
        let span = Span { start: 0.0 - shift, ..from_start(end) };
        let until = Mark { value: end.value - shift, ..end };
        let path = Path::ramp(until, shape_of(span, [1.0, 0.0], Share::of(Ease::Fraction)));
        affine(path.last(InverseSquareRoot { scale: end, shift, alpha_f: 0.0 }.into()), peak, 0.0)
    }

    #[inline(never)]
    pub(super) fn power_law(&mut self) -> Option<Tree> {
        use at::PowerLaw as o;
        let [amplitude, rate, exponent] = [self.number(o::amplitude), self.number(o::rate), self.number(o::exponent)];
        self.check(Length::Amplitude, amplitude, amplitude > 0.0);
        self.check(Length::Rate, rate, rate > 0.0);
        let end = self.warmup(self.options.time(o::t_warmup), self.options.flag(o::scale_warmup));
        // 0 has no negative power.
        self.check(Length::TWarmup, end.value, end.value > 0.0 || exponent >= 0.0);
        let length = self.step(Length::Rate) / rate;
        let span = from_start(Mark { value: length, ..end });
        let law = blend_of(span, [amplitude, 0.0], Share::with(Ease::Power, exponent));
        let top = law.at(end.value).unwrap_or(1.0);
        let main = clamp(alone(law), f64::NEG_INFINITY, 1.0);
        if end.value == 0.0 {
            return main;
        }
        let ends = [if top < 1.0 { top } else { 1.0 }, self.number(o::alpha_w)];
        Path::ramp(end, shape_of(from_start(end), ends, Share::of(Ease::Fraction))).then(true, main)
    }

    #[inline(never)]
    pub(super) fn eden(&mut self) -> Option<Tree> {
        use at::Eden as o;
        let length = self.length(Length::TBatches, o::t_batches);
        let root = |length, ease| lone(shape_of(from_start(length), [1.0, 0.0], Share::of(ease)));
        let is_fourth = self.options.time(o::t_epochs).is_some();
        let mut parts = vec![root(length, if is_fourth { Ease::FourthRootOfSquare } else { Ease::RootOfSquare })?];
        if is_fourth {
            parts.push(root(self.epochs(o::t_epochs), Ease::FourthRootOfSquare)?);
        }
        let ramp = Ramp {
            t_warmup: self.options.time(o::t_warmup).copied(),
            alpha_w: self.number(o::alpha_w),
            warmup: Rise::Linear,
            first_step: FirstStep::Zero,
            scale_warmup: self.options.flag(o::scale_warmup),
        };
        let path = self.path_of(&ramp, 1.0);
        if !path.pieces.is_empty() {
            parts.push(path.stay(1.0)?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Tree::product(parts) })
    }

    /// A number of epochs, which is converted to batches, on the counter of whole epochs.
    pub(super) fn epochs(&mut self, place: usize) -> Mark {
        let Mark { counter, value } = self.length(Length::TEpochs, place);
        let batches = self.run.dataloader_len.filter(|&batches| batches > 0.0 && counter == Counter::Batch);
        if batches.is_none() {
            self.refuse(Error::CounterMissing { unit: Unit::Epoch });
        }
        Mark { counter: Counter::Epoch, value: value / batches.unwrap_or(1.0) }
    }
}
