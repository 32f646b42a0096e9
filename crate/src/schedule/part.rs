//! Schedulers as options of others.

use super::Schedule;
use crate::codec::{Codec, Reader};
use crate::kind::Kind;
use alloc::boxed::Box;
use alloc::vec::Vec;

impl Kind for Box<Schedule> {
    const NAME: &'static str = "scheduler";
}

impl Kind for Vec<Schedule> {
    const NAME: &'static str = "schedulers";
}

/// A part of a sequence, and whether it keeps the clock and the run of the sequence itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Whether it does.
    pub outer: bool,
    /// What it is.
    pub schedule: Schedule,
}

impl Codec for Part {
    fn read(r: &mut Reader) -> Option<Self> {
        Some(Self { outer: Codec::read(r)?, schedule: Codec::read(r)? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.outer.write(out);
        self.schedule.write(out);
    }
}

impl Kind for Vec<Part> {
    const NAME: &'static str = "parts";
}
