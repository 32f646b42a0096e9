//! Cosines of any number of waves.

use super::path::{blend_of, shape_of, Share};
use super::Forms;
use crate::choice::After;
use crate::error::Length;
use crate::schedule::at;
use crate::shape::{Ease, Span};
use crate::time::Mark;
use crate::tree::Tree;

impl Forms<'_> {
    #[inline(never)]
    pub(super) fn cosine(&mut self) -> Option<Tree> {
        use at::CosineDecay as o;
        let ends @ [from, to] = [self.number(o::alpha_i), self.number(o::alpha_f)];
        let [num_cycles, exponent] = [self.number(o::num_cycles), self.number(o::exponent)];
        self.not_negative(Length::Exponent, exponent);
        let mut path = self.path_until(o::ramp, o::t_begin, from);
        let end = self.mark(o::t_max);
        let mut span = self.span(&path, end);
        if span.length <= 0.0 {
            return path.stay(to);
        }
        let has_shift = self.options.time(o::decay_shift).is_some();
        let shift = if has_shift { self.on(end.counter, Length::TMax, o::decay_shift) } else { 0.0 };
        span.start -= shift;
        let end = Mark { value: end.value - shift, ..end };
        let waves = Share { ease: Ease::Waves, parameter: 2.0 * num_cycles, power: exponent };
        // Half a wave is a loop of its own, and ends exactly.
        let half = Share::to(Ease::Cosine, exponent);
        let is_half = num_cycles == 0.5 && exponent > 0.0 && shift >= 0.0;
        let goes_on = After::of(self.options.word(o::after)) == After::Continue;
        if is_half || !goes_on {
            path.blend(end, span, ends, if is_half { half } else { waves });
        }
        if goes_on {
            return path.last(shape_of(span, ends, waves));
        }
        let end = blend_of(Span { start: 0.0, length: 1.0, ..span }, ends, waves).at(1.0);
        path.stay(if is_half { to } else { end.unwrap_or(to) })
    }
}
