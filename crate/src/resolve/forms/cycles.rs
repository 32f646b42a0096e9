//! Cycles: restarts, triangles, and one cycle.

use super::path::{affine, alone, shape_of, share_of, ways, Path, Share};
use super::Forms;
use crate::choice::{Applies, Blend as Along, Mode};
use crate::error::Length;
use crate::math::float::trunc;
use crate::schedule::at;
use crate::shape::{Cycles, Ease, Exponential, Gamma, Span, Way, ENDLESS};
use crate::time::Mark;
use crate::tree::Tree;
use alloc::vec;

impl Forms<'_> {
    #[inline(never)]
    pub(super) fn cycles(
        &mut self,
        way: Way,
        k: f64,
        [t_0, t_mult, decay, applies, limit, alpha_f]: [usize; 6],
        warmup_prefix: usize,
        ramp: usize,
    ) -> Option<Tree> {
        let cycles = Cycles {
            t_0: self.length(Length::T0, t_0),
            t_mult: self.number(t_mult),
            way,
            k,
            decay: self.number(decay),
            applies: Applies::of(self.options.word(applies)),
            limit: self.options.number_or(limit, ENDLESS),
            alpha_f: self.number(alpha_f),
            peak: 1.0,
        };
        let is_outer = !self.options.flag(warmup_prefix);
        self.check(Length::TMult, cycles.t_mult, cycles.t_mult > 0.0);
        self.check(Length::K, cycles.k, cycles.k > 0.0);
        self.not_negative(Length::CycleLimit, cycles.limit);
        // timm's tanh has a ramp to where it comes out, its others to the peak.
        let mut top = 1.0;
        if matches!(cycles.way, Way::Tanh(..)) && is_outer && self.error.is_none() {
            let end = self.ramp_end(ramp);
            if end.value > 0.0 {
                let start = self.same(cycles.t_0.counter, Length::TWarmup, end);
                match cycles.at(start) {
                    Ok(value) => top = value,
                    Err(error) => self.keep(error),
                }
            }
        }
        self.path(ramp, top).then(is_outer, alone(cycles))
    }

    #[inline(never)]
    pub(super) fn cyclic(&mut self) -> Option<Tree> {
        use at::Cyclic as o;
        let [low, high, gamma] = [self.number(o::alpha_min), self.number(o::alpha_max), self.number(o::gamma)];
        let path = self.path(o::ramp, low);
        let up = self.length(Length::TUp, o::t_up);
        let has_down = self.options.time(o::t_down).is_some();
        let fall = self.length(Length::TDown, if has_down { o::t_down } else { o::t_up });
        let down = self.same(up.counter, Length::TDown, fall);
        let mode = Mode::of(self.options.word(o::mode));
        let is_ranged = mode == Mode::Exponential;
        self.check(Length::Gamma, gamma, !is_ranged || gamma >= 0.0);
        let (applies, decay) = match mode {
            Mode::Triangular | Mode::Exponential => (Applies::Peak, 1.0),
            Mode::Halved => (Applies::Amplitude, 0.5),
            Mode::Shrink if self.options.flag(o::shrink_min) => (Applies::All, gamma),
            Mode::Shrink => (Applies::Peak, gamma),
        };
        let (alpha_f, peak) = if is_ranged { (0.0, 1.0) } else { (low, high) };
        let (t_0, way) = (Mark { value: up.value + down, ..up }, Way::Triangle(up.value));
        let mut main = alone(Cycles { t_0, t_mult: 1.0, way, k: 1.0, decay, applies, limit: ENDLESS, alpha_f, peak });
        if is_ranged {
            let period = Mark { value: self.step(Length::Gamma), ..up };
            let factor = alone(Exponential { period, gamma: Gamma::new(gamma) });
            main = affine(Some(Tree::product(vec![main?, factor?])), high - low, low);
        }
        path.then(false, main)
    }

    #[inline(never)]
    pub(super) fn one_cycle(&mut self) -> Option<Tree> {
        use at::OneCycle as o;
        let options = self.options;
        let [alpha_i, alpha_m, alpha_f] = [self.number(o::alpha_i), self.number(o::alpha_m), self.number(o::alpha_f)];
        let [stairs_up, stairs_down] = [options.maybe(o::stairs_up), options.maybe(o::stairs_down)];
        let (anneal, rate) = (Along::of(options.word(o::anneal)), self.number(o::rate));
        let end = self.mark(o::t_end);
        let counter = end.counter;
        let mark = |value| Mark { counter, value };
        let peak = mark(self.on(counter, Length::TPeak, o::t_peak));
        let back = options.time(o::t_return).map(|_| mark(self.on(counter, Length::TReturn, o::t_return)));
        for (option, stairs) in [(Length::StairsUp, stairs_up), (Length::StairsDown, stairs_down)] {
            let stairs = stairs.unwrap_or(1.0);
            self.check(option, stairs, stairs >= 1.0 && trunc(stairs) == stairs);
        }
        // What has begun before the run may be in any order.
        let is_after = |mark: Mark, other: Mark| mark.value >= other.value || other.value <= 0.0;
        let turn = back.unwrap_or(peak);
        self.check(Length::TReturn, turn.value, is_after(turn, peak));
        self.check(Length::TEnd, end.value, is_after(end, turn));
        self.not_negative(Length::Rate, rate);
        let span = |from: Mark, to: Mark| Span { counter, start: from.value, length: to.value - from.value };
        let start = mark(0.0);
        let mut path = Path::NONE;
        let (next, value) = back.map_or((end, alpha_f), |back| (back, alpha_i));
        // What never falls reaches its peak.
        let top = if next.value > peak.value { peak } else { mark(peak.value.next_up()) };
        match stairs_up {
            Some(count) => path.blend(top, span(start, peak), [alpha_m, alpha_i], Share::with(Ease::UpStairs, count)),
            None => path.blend(top, span(start, peak), ways(anneal, alpha_i, alpha_m), share_of(anneal)),
        }
        match stairs_down {
            Some(count) => path.blend(next, span(peak, next), [alpha_m, value], Share::with(Ease::DownStairs, count)),
            None => path.lead(anneal, peak, next, [alpha_m, value]),
        }
        if let Some(back) = back {
            path.lead(anneal, back, end, [alpha_i, alpha_f]);
        }
        if options.time(o::t_decay).is_none() || rate == 0.0 {
            return path.stay(alpha_f);
        }
        let length = self.length(Length::TDecay, o::t_decay);
        let span = Span { counter, start: end.value, length: self.same(counter, Length::TDecay, length) };
        path.last(shape_of(span, [alpha_f, 0.0], Share::with(Ease::Inverse, rate)))
    }
}
