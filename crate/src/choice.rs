//! Options that are one of a few words.

use crate::codec::{put, Blank, Codec, Reader};
use crate::kind::{Described, Field, Kind};
use alloc::vec::Vec;

/// Declares words: each with its number on the wire, which is its place from 0.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$word_doc:meta])* $word:ident $text:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $name {
                $($(#[$word_doc])* $word,)*
            }

            impl $name {
                const ALL: &'static [Self] = &[$(Self::$word),*];

                /// That of a number, which is below the number of words.
                pub fn of(number: u8) -> Self {
                    Self::ALL[usize::from(number)]
                }
            }

            impl Described for $name {
                const FIELD: Field = Field::Word(Self::ALL.len() as u8);
            }

            impl Blank for $name {
                const BLANK: Self = Self::ALL[0];
            }

            impl Codec for $name {
                fn read(r: &mut Reader) -> Option<Self> {
                    Some(Self::ALL[r.index(Self::ALL.len())?])
                }

                fn write(&self, out: &mut Vec<f64>) {
                    put(out, &[f64::from(*self as u8)]);
                }
            }

            impl Kind for $name {
                const NAME: &'static str = $kind;
            }
        )*

        /// Every choice: the name of its kind, and its words by their numbers.
        pub const CHOICES: &[(&str, &[&str])] = &[$(($kind, &[$($text),*])),*];
    };
}

choices! {
    /// How a ramp rises.
    Rise "rise" {
        /// p.
        Linear "linear",
        /// ½(1 − cos πp).
        Cosine "cosine",
        /// 1 − √(1 − p).
        Root "1-sqrt",
        /// ln(t/d + 1) / ln(w/d).
        Log "log",
    }
    /// What the fraction of a ramp is at its first step.
    FirstStep "first-step" {
        /// t / w.
        Zero "t/w",
        /// (t + d) / w.
        One "(t+1)/w",
        /// (t + d) / (w + d).
        OneOfMore "(t+1)/(w+1)",
        /// t / max(d, w − d).
        OfLess "t/(w-1)",
    }
    /// Where the schedule behind a ramp begins.
    Start "start" {
        /// At the end of the ramp.
        After "after",
        /// With the ramp, which stands in its place.
        Over "over",
        /// With the ramp, by which it is multiplied.
        Together "together",
    }
    /// How something decays from 1 to 0.
    Decline "decline" {
        /// 1 − p.
        Linear "linear",
        /// ½(1 + cos πp).
        Cosine "cosine",
        /// 1 − √p.
        Root "1-sqrt",
        /// 1 − p^power.
        Power "power",
        /// (r^p − r) / (1 − r).
        Exponential "exp",
    }
    /// How a stable phase decays.
    Decay "decay" {
        /// 1 − p.
        Linear "linear",
        /// ½(1 + cos πp).
        Cosine "cosine",
        /// 1 − √p.
        Root "1-sqrt",
        /// 1 − p^power.
        Power "power",
        /// (r^p − r) / (1 − r).
        Exponential "exp",
        /// `alpha_f`^p itself.
        Geometric "geometric",
    }
    /// What a stable phase is.
    Stable "stable" {
        /// 1.
        Constant "constant",
        /// An inverse square root.
        Root "rsqrt",
        /// An inverse power.
        Power "power",
    }
    /// What a cooldown starts from.
    From "from" {
        /// The schedule as it goes on.
        Running "running",
        /// Its value where the cooldown starts.
        Frozen "frozen",
    }
    /// What a cosine does at its end.
    After "after" {
        /// It stays.
        Hold "hold",
        /// It goes on.
        Continue "continue",
    }
    /// How something leads from one value to another.
    Blend "blend" {
        /// Along a line.
        Linear "linear",
        /// Along half a cosine.
        Cosine "cosine",
    }
    /// What a factor per cycle lowers.
    Applies "applies" {
        /// The peak.
        Peak "peak",
        /// The distance from `alpha_f`.
        Amplitude "amplitude",
        /// Peak and floor.
        All "all",
    }
    /// What comes of a `t_max` that ends before `max_duration`.
    Check "check" {
        /// An error, as in Composer.
        Composer "composer",
        /// A warning.
        Warn "warn",
        /// Nothing.
        Off "off",
    }
    /// How the top of a triangle changes from cycle to cycle.
    Mode "mode" {
        /// Not at all.
        Triangular "triangular",
        /// Half as high each time.
        Halved "triangular2",
        /// By a factor per step.
        Exponential "exp_range",
        /// By a factor per cycle.
        Shrink "shrink",
    }
}
