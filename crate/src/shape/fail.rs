//! No value: asking for one is an error that was found when the scheduler was resolved.

use super::Form;
use crate::codec::{Codec, Reader};
use crate::error::Error;
use crate::time::Clock;
use alloc::vec::Vec;

/// No value from here on, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Fail {
    /// The error of every moment.
    pub error: Error,
}

impl Form for Fail {
    #[inline]
    fn value(&self, _: &Clock) -> Result<f64, Error> {
        Err(self.error)
    }
}

/// The errors that a piece can be: those of converting a time, of a power, and a ramp of length 0.
const fn holds_from_a_step_on(error: Error) -> bool {
    matches!(
        error,
        Error::WallClockUnit { .. }
            | Error::NoMaxDuration { .. }
            | Error::NoDataloaderLen { .. }
            | Error::ZeroLength { .. }
            | Error::NotFinite { .. }
            | Error::IntegerRange { .. }
            | Error::ZeroToNegativePower { .. }
            | Error::Overflow { .. }
            | Error::ComplexValue { .. }
    )
}

impl Codec for Fail {
    fn read(r: &mut Reader) -> Option<Self> {
        let error = Error::read(r)?;
        holds_from_a_step_on(error).then_some(Self { error })
    }

    fn write(&self, out: &mut Vec<f64>) {
        self.error.write(out);
    }
}
