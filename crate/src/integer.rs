//! Integers in `f64`: Python's `int()`, and what is refused beyond 2⁵³ − 1.

use crate::error::{Error, Refusal};
use crate::math::float::trunc;
use crate::time::MAX_SAFE_INTEGER;

/// Python's `int(value)`, kept within the safe integers.
pub fn truncate(value: f64) -> Result<f64, Refusal> {
    if !value.is_finite() {
        return Err(Error::NotFinite { found: value }.into());
    }
    safe(trunc(value))
}

/// A number as it is, finite and kept within the safe integers; −0 becomes 0.
pub fn within(value: f64) -> Result<f64, Refusal> {
    if !value.is_finite() {
        return Err(Error::NotFinite { found: value }.into());
    }
    safe(value)
}

/// An integer as it is, refused beyond the safe integers; −0 becomes 0, as in Python's integers.
pub fn safe(value: f64) -> Result<f64, Refusal> {
    if value.abs() > MAX_SAFE_INTEGER {
        return Err(Error::IntegerRange { found: value }.into());
    }
    Ok(value + 0.0)
}
