//! The roundings and the square root, exact by IEEE 754, one instruction each; and what formulas need of a float, be it
//! alone or in lanes.
//!
//! Natively they are `std`'s. WebAssembly goes without `std`, whose panics and allocator are a tenth of the module, and
//! `core` reaches the instructions through their lane forms only.

use core::ops::{Add, Div, Mul, Sub};

#[cfg(target_arch = "wasm32")]
macro_rules! instructions {
    ($($(#[$doc:meta])* $name:ident = $lanes:ident;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name(x: f64) -> f64 {
            use core::arch::wasm32::{f64x2_extract_lane, f64x2_splat, $lanes};
            f64x2_extract_lane::<0>($lanes(f64x2_splat(x)))
        }
    )*};
}

#[cfg(not(target_arch = "wasm32"))]
macro_rules! instructions {
    ($($(#[$doc:meta])* $name:ident = $lanes:ident;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name(x: f64) -> f64 {
            x.$name()
        }
    )*};
}

instructions! {
    /// Towards 0.
    trunc = f64x2_trunc;
    /// Towards −∞.
    floor = f64x2_floor;
    /// Towards ∞.
    ceil = f64x2_ceil;
    /// The square root, correctly rounded.
    sqrt = f64x2_sqrt;
}

/// A float, or several side by side: formulas are written for both, so that a lane and a single point do the same
/// operations in the same order.
pub trait Floats: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
    /// One number, in each lane.
    fn splat(value: f64) -> Self;

    /// The square root, correctly rounded.
    #[must_use]
    fn sqrt(self) -> Self;

    /// The bits that these have too.
    #[must_use]
    fn and_bits(self, bits: u64) -> Self;

    /// Times a power of two, whose exponent the last bits of a float are.
    #[must_use]
    fn add_exponent(self, last_bits: Self) -> Self;
}

impl Floats for f64 {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        sqrt(self)
    }

    #[inline(always)]
    fn and_bits(self, bits: u64) -> Self {
        Self::from_bits(self.to_bits() & bits)
    }

    #[inline(always)]
    fn add_exponent(self, last_bits: Self) -> Self {
        Self::from_bits(self.to_bits().wrapping_add(last_bits.to_bits() << 52))
    }
}
