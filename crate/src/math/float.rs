//! The roundings and the square root: exact by IEEE 754, one instruction each.
//!
//! Natively they are `std`'s. WebAssembly goes without `std`, whose panics and allocator are a tenth of the module, and
//! `core` reaches the instructions through their lane forms only.

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
