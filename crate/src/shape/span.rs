//! A part of one counter, over which a fraction runs from 0 to 1.

use crate::codec::{put, Blank, Codec, Reader};
use crate::steps::{Ramp, Segment, Stretch};
use crate::time::{Clock, Counter, Mark};
use alloc::vec::Vec;

/// Where a fraction runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The counter that is read.
    pub counter: Counter,
    /// Where the fraction is 0.
    pub start: f64,
    /// From there to where it is 1; negative lengths run backwards, as in Composer.
    pub length: f64,
}

impl Span {
    /// (t − start) / length, not clipped.
    #[inline]
    pub fn fraction(&self, clock: &Clock) -> f64 {
        (clock.get(self.counter) - self.start) / self.length
    }

    /// The readings of the counter less the start, where they grow evenly within a segment and the fraction grows too.
    pub fn ramp(&self, segment: &Segment) -> Option<Ramp> {
        if self.length > 0.0 {
            segment.ramp(self.counter, self.start)
        } else {
            None
        }
    }

    /// How far the first values of a segment are alike, where they stay once the fraction is 1.
    #[inline(never)]
    pub fn stretch(&self, segment: &Segment) -> Stretch {
        let len = segment.range.len();
        match self.ramp(segment).map(|ramp| ramp.below(self.length, len)) {
            Some(0) => Stretch::Held(len),
            running => Stretch::Moving(running.unwrap_or(len)),
        }
    }
}

impl Blank for Span {
    const BLANK: Self = Self { counter: Counter::Batch, start: 0.0, length: 0.0 };
}

impl Codec for Span {
    fn read(r: &mut Reader) -> Option<Self> {
        let Mark { counter, value: start } = Codec::read(r)?;
        let length = r.finite()?;
        (length != 0.0).then_some(Self { counter, start, length })
    }

    fn write(&self, out: &mut Vec<f64>) {
        put(out, &[self.start, f64::from(self.counter as u8), self.length]);
    }

    fn counters(&self) -> u8 {
        self.counter.bit()
    }
}
