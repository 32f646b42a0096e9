//! `MosaicML` Composer's stateless learning-rate schedulers, the same bits on every machine.
//!
//! Three stages: a [`schedule::Schedule`] describes, [`resolve::resolve`] turns it and a [`run::Run`] into a
//! [`curve::Curve`] of closed forms over absolute counters, and a curve has a value at a [`time::Clock`] or over a range
//! of steps ([`fill::fill`]).
//!
//! Exactness: every conversion and formula does Composer's operations in Composer's order, on integers held exactly in
//! `f64`; the cosine alone takes an order that does not cancel. Powers and cosines are not `std`'s but [`math`]'s, so
//! that native code and WebAssembly give the same bits; the accuracy example prints how far they are from the true values.
//!
//! Size: what the loops call is `inline(always)`, as it must be part of them to become lanes; what is `inline(never)` was
//! measured to make the module smaller that way, and no loop slower.
//!
//! Not here: text (parsing, formatting, messages), products and custom functions, optimizers. Those are TypeScript's.
//!
//! ```
//! use scale_schedule::{resolve::resolve, run::Run, schedule::Schedule};
//! use scale_schedule::time::{Clock, Time, Unit};
//!
//! let run = Run { max_duration: Some(Time::new(100.0, Unit::Batch)), dataloader_len: None, ssr: 1.0 };
//! let linear = Schedule::Linear { alpha_i: 1.0, alpha_f: 0.0, t_max: Time::new(1.0, Unit::Duration) };
//! let curve = resolve(&linear, &run).unwrap();
//! assert_eq!(curve.value_at(&Clock([0.0, 25.0, 0.0, 0.0, 0.0, 0.0])), Ok(0.75));
//! ```

#![cfg_attr(all(target_arch = "wasm32", feature = "module"), no_std)]

extern crate alloc;

pub mod block;
pub mod choice;
pub mod codec;
pub mod configurations;
pub mod curve;
pub mod decimal;
pub mod digest;
pub mod error;
pub mod fill;
pub mod integer;
pub mod kind;
pub mod math;
pub mod option;
pub mod outside;
pub mod pace;
pub mod resolve;
pub mod run;
pub mod schedule;
pub mod shape;
pub mod steps;
pub mod sum;
pub mod summary;
pub mod time;
pub mod tree;
pub mod view;
#[cfg(all(target_arch = "wasm32", feature = "module"))]
mod wasm;
pub mod wire;
