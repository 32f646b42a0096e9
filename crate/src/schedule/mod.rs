//! Schedulers as descriptions: names, options, defaults, one entry a class; [`table`] has them all.
//!
//! No behaviour; [`crate::resolve`] gives descriptions their meaning.

mod option;
mod part;
mod table;

pub use option::Options;
pub use part::Part;
pub use table::{at, Name, Schedule, SCHEDULES};

use crate::choice::{FirstStep, Rise};
use crate::kind::{Described, Field};
use crate::option::{Exact, RampLength};

/// A scheduler as the layout shows it.
pub struct Entry {
    /// The class: Composer's, or what the field calls it.
    pub class: &'static str,
    /// Other names that configurations have for it.
    pub aliases: &'static [&'static str],
    /// In the wire's order.
    pub options: &'static [OptionEntry],
    /// Those that many schedulers have, behind them.
    pub shared: &'static [OptionEntry],
}

/// An option as the layout shows it.
pub struct OptionEntry {
    /// The keyword argument.
    pub name: &'static str,
    /// A kind of [`crate::option`] or [`crate::choice`].
    pub kind: &'static str,
    /// Whether the scale schedule ratio scales it.
    pub is_scaled: bool,
    /// As it is written in TypeScript; `None` where a value must be given.
    pub default: Option<&'static str>,
}

/// A default as TypeScript has it.
macro_rules! default {
    () => {
        None
    };
    ($value:literal) => {
        Some(stringify!($value))
    };
}
use default;

/// The options of one scheduler or group.
macro_rules! options {
    ($($option:ident: $type:ty $(= $default:literal)?),*) => {
        &[$(crate::schedule::OptionEntry {
            name: stringify!($option),
            kind: <$type as crate::kind::Kind>::NAME,
            is_scaled: <$type as crate::kind::Kind>::IS_SCALED,
            default: crate::schedule::default!($($default)?),
        }),*]
    };
}
use options;

/// The ramp that all schedulers have which are neither Composer's nor llm-foundry's: none where it has no length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Its length.
    pub t_warmup: Option<Exact>,
    /// Where it starts.
    pub alpha_w: f64,
    /// How it rises.
    pub warmup: Rise,
    /// What its fraction is at the first step.
    pub first_step: FirstStep,
    /// Whether the ratio scales its length.
    pub scale_warmup: bool,
}

/// Declares the options that a ramp has: what the layout shows, how each is read, and its place among them.
macro_rules! ramp {
    ($($option:ident: $type:ty = $default:literal),* $(,)?) => {
        impl Ramp {
            /// In the wire's order.
            pub const OPTIONS: &'static [OptionEntry] = options! { $($option: $type = $default),* };
            /// How each is read.
            const FIELDS: &'static [Field] = &[$(<$type as Described>::FIELD),*];
        }

        places! { ramp_at { $($option)* } }
    };
}

/// Declares a module of the places of options.
macro_rules! places {
    ($module:ident { $($option:ident)* }) => {
        /// The places of the options, by their names.
        #[allow(missing_docs, dead_code, non_snake_case, non_camel_case_types, non_upper_case_globals)]
        pub mod $module {
            enum Place {
                $($option,)*
            }
            $(pub const $option: usize = Place::$option as usize;)*
        }
    };
}
use places;

ramp! {
    t_warmup: Option<RampLength> = "null",
    alpha_w: f64 = 0.0,
    warmup: Rise = "linear",
    first_step: FirstStep = "t/w",
    scale_warmup: bool = false,
}
