//! Warmup-stable-decay.

use super::path::{affine, clamp, lone, shape_of, Path, Share};
use super::Forms;
use crate::choice::{Decay, Stable as Slow};
use crate::error::Length;
use crate::schedule::at;
use crate::shape::{Ease, Span};
use crate::time::Mark;
use crate::tree::Tree;
use alloc::vec;

impl Forms<'_> {
    #[inline(never)]
    pub(super) fn stable(&mut self) -> Option<Tree> {
        use at::WarmupStableDecay as o;
        let options = self.options;
        let [alpha_f, num_cycles] = [self.number(o::alpha_f), self.number(o::num_cycles)];
        let [decay_power, decay_ratio] = [self.number(o::decay_power), self.number(o::decay_ratio)];
        let (decay, stable) = (Decay::of(options.word(o::decay)), Slow::of(options.word(o::stable)));
        let path = self.path(o::ramp, 1.0);
        let end = self.mark(o::t_max);
        let length = self.on(end.counter, Length::TDecay, o::t_decay);
        self.not_negative(Length::TDecay, length);
        let all = self.span(&path, end);
        if all.length <= 0.0 {
            return path.stay(alpha_f);
        }
        let is_geometric = decay == Decay::Geometric;
        let share = match decay {
            Decay::Linear => Share::of(Ease::Rest),
            Decay::Cosine if num_cycles == 0.5 => Share::of(Ease::Cosine),
            Decay::Cosine => Share::with(Ease::Waves, 2.0 * num_cycles),
            Decay::Root => Share::of(Ease::FallingRoot),
            Decay::Power => Share::with(Ease::FallingPower, decay_power),
            Decay::Exponential => Share::with(Ease::Exponential, decay_ratio),
            Decay::Geometric => Share::with(Ease::Geometric, alpha_f),
        };
        self.check(Length::DecayPower, decay_power, decay != Decay::Power || decay_power >= 0.0);
        let is_ratio = decay_ratio > 0.0 && decay_ratio != 1.0;
        self.check(Length::DecayRatio, decay_ratio, decay != Decay::Exponential || is_ratio);
        self.check(Length::AlphaF, alpha_f, !is_geometric || alpha_f >= 0.0);
        let span = Span { counter: end.counter, start: end.value - length, length };
        let start = Mark { value: span.start, ..end };
        let fall = Fall { start, end, span, share, is_geometric };
        if stable == Slow::Constant {
            return fall.behind(path, [1.0, alpha_f]);
        }
        let exponent = if stable == Slow::Root { 0.5 } else { self.number(o::stable_power) };
        self.not_negative(Length::StablePower, exponent);
        if options.time(o::stable_timescale).is_none() {
            self.check(Length::StableTimescale, 0.0, false);
            return None;
        }
        let scale = self.length(Length::StableTimescale, o::stable_timescale);
        let length = self.same(end.counter, Length::StableTimescale, scale);
        // What nothing would change is left out: values are not negative, and each node is another pass over them.
        let slow = || {
            let slow = lone(shape_of(Span { length, ..all }, [1.0, 0.0], Share::with(Ease::InversePower, exponent)));
            let slow = if alpha_f > 0.0 { clamp(slow, alpha_f, f64::INFINITY) } else { slow };
            if is_geometric || alpha_f == 0.0 {
                slow
            } else {
                affine(slow, 1.0, -alpha_f)
            }
        };
        let at = Mark { value: if start.value > 0.0 { start.value } else { 0.0 }, ..start };
        let end = fall.behind(Path::NONE, [1.0, if is_geometric { alpha_f } else { 0.0 }])?;
        let main = if is_geometric {
            slow()?.then(at, true, end)
        } else {
            let main = slow()?.then(at, true, Tree::product(vec![slow()?, end]));
            if alpha_f == 0.0 {
                main
            } else {
                main.affine(1.0, alpha_f)
            }
        };
        path.then(true, Some(main))
    }
}

/// From one value to another: up to a decay, along it, and after it.
pub(super) struct Fall {
    start: Mark,
    end: Mark,
    span: Span,
    share: Share,
    is_geometric: bool,
}

impl Fall {
    #[inline(never)]
    pub(super) fn behind(&self, mut path: Path, [from, to]: [f64; 2]) -> Option<Tree> {
        path.hold(self.start, from);
        // The end is in the share already.
        path.blend(self.end, self.span, if self.is_geometric { [1.0, 0.0] } else { [from, to] }, self.share);
        path.stay(to)
    }
}
