//! The closed forms: what a piece of a curve is, and its value at one moment.
//!
//! A file a form, each in Composer's order of operations: its value, its loop over a segment, where it first has no
//! value. Does not know of runs, ratios or units that need converting: every number here is absolute.

use crate::codec::{put, Codec, Fields, Reader};
use crate::error::Refusal;
use crate::math::output::Output;
use crate::steps::{Segment, Stretch};
use crate::time::Clock;
use alloc::vec::Vec;
use core::ops::Range;

/// A closed form over absolute counters. The loops do the operations of the single point in their order.
trait Form: Codec {
    /// The value at one moment, or why there is none.
    fn value(&self, clock: &Clock) -> Result<f64, Refusal>;

    /// Fills the values over a segment, of which `out` is as long, by a loop of its own; whether it has one for it.
    fn fill(&self, _: &Segment, _: &mut Output) -> Result<bool, Refusal> {
        Ok(false)
    }

    /// How far the first values of a segment are alike, as far as a look tells.
    fn stretch(&self, segment: &Segment) -> Stretch {
        Stretch::Moving(segment.range.len())
    }

    /// The indices of a segment among which an error, once there is one, holds to the end; none where all have values.
    fn fallible(&self, segment: &Segment) -> Range<usize> {
        segment.range.clone()
    }
}

/// Declares a form's numbers: the structure, how it is read and written, and the counters it reads. What is read from
/// outside must be as resolving makes it: options are finite, and what is divided by is not 0.
macro_rules! form {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        form! { $(#[$doc])* $name { $($(#[$field_doc])* $field: $type),* } if |_| true }
    };
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? } if $is_sound:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            pub(super) fn of_fields(fields: &mut crate::codec::Fields) -> Self {
                let form = Self { $($field: fields.field()),* };
                let is_sound: fn(&Self) -> bool = $is_sound;
                fields.check(is_sound(&form));
                form
            }
        }

        impl crate::codec::Codec for $name {
            fn read(r: &mut crate::codec::Reader) -> Option<Self> {
                let mut fields = crate::codec::Fields::new(r);
                let form = Self::of_fields(&mut fields);
                fields.made(form)
            }

            fn write(&self, out: &mut alloc::vec::Vec<f64>) {
                $(self.$field.write(out);)*
            }

            fn counters(&self) -> u8 {
                0 $(| crate::codec::Codec::counters(&self.$field))*
            }
        }
    };
}

mod blend;
mod cosine;
mod cycles;
mod exponential;
mod fail;
mod hold;
mod interval;
mod inverse_square_root;
mod levels;
mod line;
mod milestones;
mod power;
mod restarts;
mod simple;
mod span;
mod staircase;

pub use blend::Ease;
pub use cosine::{cosine, HalfCosine, Quarter};
pub use cycles::{Way, ENDLESS};
pub use exponential::Gamma;
pub use line::line;
pub use power::polynomial;
pub use span::Span;

/// Declares the forms: each once, with the name that phases have. The number of a form is its place, from 0, and stands
/// in curves that were saved: a new one comes last.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident($module:ident) $label:literal)*) => {
        $(pub use $module::$name;)*

        /// One closed form over absolute counters.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Shape {
            $($(#[$doc])* $name($name),)*
        }

        enum Kind {
            $($name,)*
        }

        /// The name of each form, by its number; TypeScript shows these names as phases.
        pub const SHAPES: &[&str] = &[$($label),*];

        $(impl From<$name> for Shape {
            fn from(form: $name) -> Self {
                Self::$name(form)
            }
        })*

        impl Codec for Shape {
            fn read(r: &mut Reader) -> Option<Self> {
                let number = r.index(SHAPES.len())?;
                let before = r.0;
                let mut fields = Fields::new(r);
                let form = 'read: {
                    $(if number == Kind::$name as usize {
                        break 'read Self::$name($name::of_fields(&mut fields));
                    })*
                    return None;
                };
                let form = fields.made(form)?;
                // Once for all of those that came later; what is infinite or NaN stands in some of the first.
                let is_sound = number < Kind::Blend as usize || before[..before.len() - r.0.len()].iter().all(|x| x.is_finite());
                is_sound.then_some(form)
            }

            fn write(&self, out: &mut Vec<f64>) {
                put(out, &[f64::from(self.number())]);
                match self {
                    $(Self::$name(form) => form.write(out),)*
                }
            }

            #[inline(never)]
            fn counters(&self) -> u8 {
                match self {
                    $(Self::$name(form) => form.counters(),)*
                }
            }
        }

        impl Shape {
            /// Its place in [`SHAPES`].
            pub const fn number(&self) -> u8 {
                match self {
                    $(Self::$name(_) => Kind::$name as u8,)*
                }
            }

            /// The value at one moment, or why there is none.
            #[inline]
            pub fn value(&self, clock: &Clock) -> Result<f64, Refusal> {
                match self {
                    $(Self::$name(form) => form.value(clock),)*
                }
            }

            /// Fills the values over a segment, of which `out` is as long.
            pub fn fill(&self, segment: &Segment, out: &mut Output) -> Result<(), Refusal> {
                // Shorter segments are not worth a loop.
                let is_filled = segment.range.len() >= 4 && match self {
                    $(Self::$name(form) => form.fill(segment, out)?,)*
                };
                if is_filled {
                    return Ok(());
                }
                self.fill_runs(segment, out)
            }

            /// Run by run of what is alike.
            #[inline(never)]
            fn fill_runs(&self, segment: &Segment, out: &mut Output) -> Result<(), Refusal> {
                let Range { start, end } = segment.range;
                let mut at = start;
                while at < end {
                    let rest = Segment { reader: segment.reader, steps: segment.steps, range: at..end };
                    let index = at - start;
                    match self.stretch(&rest) {
                        Stretch::Held(count) if count > 1 => {
                            out.hold(index..index + count, self.value(&segment.clock(at))?);
                            at += count;
                        }
                        Stretch::Held(_) => {
                            out.set(index, self.value(&segment.clock(at))?);
                            at += 1;
                        }
                        Stretch::Moving(count) => {
                            for index in index..index + count {
                                out.set(index, self.value(&segment.clock(start + index))?);
                            }
                            at += count;
                        }
                    }
                }
                Ok(())
            }

            /// How far the first values of a segment are alike.
            pub fn stretch(&self, segment: &Segment) -> Stretch {
                match self {
                    $(Self::$name(form) => form.stretch(segment),)*
                }
            }

            /// The first index of a segment without a value, and why.
            pub fn first_error(&self, segment: &Segment) -> Option<(usize, Refusal)> {
                let range = match self {
                    $(Self::$name(form) => form.fallible(segment),)*
                };
                segment.first_error(range, |clock| self.value(clock))
            }
        }
    };
}

shapes! {
    /// A constant.
    Hold(hold) "hold"
    /// A straight line that stays where it ended.
    Line(line) "linear"
    /// A power of what is left.
    Power(power) "polynomial"
    /// Half a cosine.
    Cosine(cosine) "cosine"
    /// Half cosines that start again.
    Restarts(restarts) "restarts"
    /// A factor to the number of periods.
    Exponential(exponential) "exponential"
    /// A factor to the number of whole steps.
    Staircase(staircase) "staircase"
    /// A factor once for each mark that is reached.
    Milestones(milestones) "milestones"
    /// No value: asking for one is an error.
    Fail(fail) "error"
    /// The inverse of a square root.
    InverseSquareRoot(inverse_square_root) "inverse-square-root"
    /// A way from one value to another.
    Blend(blend) "blend"
    /// Declines or triangles that start again, with peaks that may change.
    Cycles(cycles) "cycles"
    /// A value for each number of marks that are reached.
    Levels(levels) "levels"
}

/// Python's `min(1.0, x)`.
#[inline]
fn clip_above(x: f64) -> f64 {
    if x < 1.0 {
        x
    } else {
        1.0
    }
}
