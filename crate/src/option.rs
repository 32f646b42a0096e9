//! The kinds of options that a scheduler can have: what each is in Rust, on the wire and for TypeScript.

use crate::codec::{Codec, Reader};
use crate::error::Error;
use crate::run::Run;
use crate::time::{Mark, Time};
use alloc::vec::Vec;

/// A type of options.
pub trait Kind: Codec {
    /// What TypeScript checks, writes and reads it as.
    const NAME: &'static str;
    /// Whether the scale schedule ratio scales it; of times only.
    const IS_SCALED: bool = false;
}

impl Kind for f64 {
    const NAME: &'static str = "number";
}

impl Kind for bool {
    const NAME: &'static str = "flag";
}

impl Kind for Time {
    const NAME: &'static str = "time";
    const IS_SCALED: bool = true;
}

impl Kind for Vec<Time> {
    const NAME: &'static str = "times";
    const IS_SCALED: bool = true;
}

/// A time that the ratio leaves as it is, unless asked: Composer's warm-ups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unscaled(pub Time);

impl Unscaled {
    /// Where it is on a counter.
    pub fn mark(self, run: &Run) -> Result<Mark, Error> {
        run.unscaled(self.0)
    }

    /// Where it would be if the ratio scaled it.
    pub fn scaled(self, run: &Run) -> Result<Mark, Error> {
        run.scaled(self.0)
    }
}

impl Codec for Unscaled {
    fn read(r: &mut Reader) -> Option<Self> {
        Codec::read(r).map(Self)
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.0.write(out);
    }
}

impl Kind for Unscaled {
    const NAME: &'static str = "time";
}
