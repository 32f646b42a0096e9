//! What leads up to where a form begins, and spans from there.

use super::path::{shape_of, Path, Share};
use super::Forms;
use crate::choice::{FirstStep, Rise};
use crate::error::{Error, Length};
use crate::option::Exact;
use crate::schedule::Ramp;
use crate::shape::{Ease, Shape, Span};
use crate::time::{Counter, Mark};
use crate::tree::Tree;

impl Forms<'_> {
    /// Where a ramp ends; batch 0 where there is none.
    #[inline(never)]
    pub(super) fn warmup(&mut self, length: Option<&Exact>, scale: bool) -> Mark {
        let Some(time) = length else { return Path::NONE.start };
        let mark = time.mark(self.run, if scale { self.run.ssr } else { 1.0 });
        let mark = self.converted(mark);
        self.not_negative(Length::TWarmup, mark.value);
        mark
    }

    /// What a batch adds to a counter.
    #[inline(never)]
    pub(super) fn batch(&mut self, counter: Counter) -> f64 {
        match self.pace.rate(counter.unit()) {
            Ok(rate) => rate.per_batch(),
            Err(error) => {
                self.keep(error);
                1.0
            }
        }
    }

    /// A ramp to a value, by the place of its options; nothing where there is none.
    #[inline(never)]
    pub(super) fn path(&mut self, ramp: usize, top: f64) -> Path {
        self.path_of(&self.options.ramp(ramp), top)
    }

    #[inline(never)]
    pub(super) fn path_of(&mut self, ramp: &Ramp, top: f64) -> Path {
        let end = self.warmup(ramp.t_warmup.as_ref(), ramp.scale_warmup);
        if end.value > 0.0 {
            Path::ramp(end, self.rise(ramp, end, top))
        } else {
            Path::NONE
        }
    }

    /// A ramp to a value, then that value until a form begins; nothing where there is neither.
    #[inline(never)]
    pub(super) fn path_until(&mut self, ramp: usize, t_begin: usize, top: f64) -> Path {
        let mut path = self.path(ramp, top);
        if self.options.time(t_begin).is_some() {
            let begin = self.mark(t_begin);
            let start = self.start_on(&path, begin);
            self.check(Length::TBegin, begin.value, begin.value >= start);
            path.hold(begin, top);
            path.start = begin;
        }
        path
    }

    #[inline(never)]
    pub(super) fn ramp_end(&mut self, ramp: usize) -> Mark {
        let ramp = self.options.ramp(ramp);
        self.warmup(ramp.t_warmup.as_ref(), ramp.scale_warmup)
    }

    #[inline(never)]
    pub(super) fn rise(&mut self, ramp: &Ramp, Mark { counter, value: w }: Mark, top: f64) -> Shape {
        let is_log = ramp.warmup == Rise::Log;
        let batch = if is_log || ramp.first_step != FirstStep::Zero { self.batch(counter) } else { 0.0 };
        let (start, length) = match ramp.first_step {
            _ if is_log => (0.0, batch),
            FirstStep::Zero => (0.0, w),
            FirstStep::One => (-batch, w),
            FirstStep::OneOfMore => (-batch, w + batch),
            FirstStep::OfLess => (0.0, if w - batch > batch { w - batch } else { batch }),
        };
        if is_log && w < 2.0 * batch {
            self.refuse(Error::ZeroLength { what: Length::TWarmup });
        }
        let ease = match ramp.warmup {
            Rise::Linear => Ease::Fraction,
            Rise::Cosine => Ease::RisingCosine,
            Rise::Root => Ease::RisingRoot,
            Rise::Log => Ease::Log,
        };
        shape_of(
            Span { counter, start, length },
            [top, ramp.alpha_w],
            Share::with(ease, if is_log { w / batch } else { 1.0 }),
        )
    }

    /// Where a form begins that is on the counter of a mark.
    #[inline(never)]
    pub(super) fn start_on(&mut self, path: &Path, mark: Mark) -> f64 {
        if !path.pieces.is_empty() && path.start.counter != mark.counter {
            self.refuse(Error::WarmupUnits { t_warmup: path.start.time(), t_max: mark.time() });
        }
        path.start.value
    }

    /// From where a form begins to an end.
    #[inline(never)]
    pub(super) fn span(&mut self, path: &Path, end: Mark) -> Span {
        let start = self.start_on(path, end);
        Span { counter: end.counter, start, length: end.value - start }
    }

    /// A form from its start to `t_max`, then what it stays at.
    #[inline(never)]
    pub(super) fn ending(
        &mut self,
        mut path: Path,
        t_max: usize,
        ends: [f64; 2],
        share: Share,
        stay: f64,
    ) -> Option<Tree> {
        let end = self.mark(t_max);
        let span = self.span(&path, end);
        path.blend(end, span, ends, share);
        path.stay(stay)
    }
}
