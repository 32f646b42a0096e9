//! No value: asking for one is an error that was found when the scheduler was resolved.

use super::Form;
use crate::error::{Error, Refusal};
use crate::time::Clock;

form! {
    /// No value from here on, and why.
    Fail {
        /// The error of every moment.
        error: Error,
    }
}

impl Form for Fail {
    #[inline]
    fn value(&self, _: &Clock) -> Result<f64, Refusal> {
        Err(self.error.into())
    }
}
