//! Options that are times, and what the ratio scales of them: what each is in Rust, on the wire and for TypeScript.

use crate::codec::{Blank, Codec, Reader};
use crate::decimal::Decimal;
use crate::error::Refusal;
use crate::kind::Kind;
use crate::run::Run;
use crate::time::{Mark, Time};
use alloc::vec::Vec;

/// A time that the ratio leaves as it is, unless asked: Composer's warm-ups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unscaled(pub Time);

impl Unscaled {
    /// Where it is on a counter.
    pub fn mark(self, run: &Run) -> Result<Mark, Refusal> {
        run.unscaled(self.0)
    }

    /// Where it would be if the ratio scaled it.
    pub fn scaled(self, run: &Run) -> Result<Mark, Refusal> {
        run.scaled(self.0)
    }
}

impl Blank for Unscaled {
    const BLANK: Self = Self(Time::BLANK);
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

/// What the ratio scales of one of Composer's warm-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleWarmup {
    /// Nothing.
    No,
    /// The slope, but not the end: as in Composer.
    Slope,
    /// Both.
    Fixed,
}

impl From<bool> for ScaleWarmup {
    fn from(scale: bool) -> Self {
        if scale {
            Self::Slope
        } else {
            Self::No
        }
    }
}

impl Blank for ScaleWarmup {
    const BLANK: Self = Self::No;
}

impl Codec for ScaleWarmup {
    fn read(r: &mut Reader) -> Option<Self> {
        Some([Self::No, Self::Slope, Self::Fixed][r.index(3)?])
    }

    fn write(&self, out: &mut Vec<f64>) {
        crate::codec::put(out, &[f64::from(*self as u8)]);
    }
}

impl Kind for ScaleWarmup {
    const NAME: &'static str = "scale";
}

/// A time that may be a fraction of its unit, as those of Composer may not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    /// Its value, as near as floats are, and its unit.
    pub time: Time,
    /// The fraction as it is written; `None` where it is written without one, or in `dur`.
    pub decimal: Option<Decimal>,
}

impl Exact {
    /// Where it is on a counter, scaled by a ratio.
    pub fn mark(self, run: &Run, ssr: f64) -> Result<Mark, Refusal> {
        match self.decimal {
            None => run.convert(self.time, ssr),
            Some(decimal) => run.convert_decimal(self.time, decimal, ssr),
        }
    }

    /// Where it is on a counter, scaled by the run's own ratio.
    pub fn scaled(self, run: &Run) -> Result<Mark, Refusal> {
        self.mark(run, run.ssr)
    }
}

impl Codec for Exact {
    fn read(r: &mut Reader) -> Option<Self> {
        let time = Codec::read(r)?;
        Some(Self { time, decimal: Codec::read(r)? })
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.time.write(out);
        self.decimal.write(out);
    }
}

impl Kind for Exact {
    const NAME: &'static str = "exact";
    const IS_SCALED: bool = true;
}

impl Kind for Vec<Exact> {
    const NAME: &'static str = "exacts";
    const IS_SCALED: bool = true;
}

impl Kind for Option<Exact> {
    const NAME: &'static str = "exact?";
    const IS_SCALED: bool = true;
}

/// A length of a ramp, which the ratio leaves as it is, unless asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RampLength(pub Exact);

impl Codec for RampLength {
    fn read(r: &mut Reader) -> Option<Self> {
        Codec::read(r).map(Self)
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.0.write(out);
    }
}

impl Kind for RampLength {
    const NAME: &'static str = "exact";
}

impl Kind for Option<RampLength> {
    const NAME: &'static str = "exact?";
}
