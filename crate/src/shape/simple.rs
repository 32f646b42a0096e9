//! Values that take few operations: a number plus a multiple of a simple function of the fraction.

use crate::math::float::Floats;
use crate::math::output::Output;
use crate::math::pair::Pair;
use crate::math::table;
use crate::steps::Ramp;

/// The functions of a fraction x, as far as a loop is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Simple {
    /// x.
    Fraction,
    /// 1 − x.
    Rest,
    /// (1 − x)².
    Square,
    /// (1 − x)³.
    Cube,
    /// √(1 − x).
    Root,
    /// 1/√x.
    InverseRoot,
}

/// Fills `start` + f(x) · `height` for readings over a length. One loop for all: which function it is, is a branch that
/// always goes one way.
#[inline(never)]
pub(super) fn fill(function: Simple, ramp: Ramp, length: f64, [start, height]: [f64; 2], out: &mut Output) {
    let [one, start, height] = [table().one, start, height].map(Pair::splat);
    ramp.over(length, out, |fractions| {
        let rests = || fractions.map(|x| one - x);
        let values = match function {
            Simple::Fraction => fractions,
            Simple::Rest => rests(),
            Simple::Square => rests().map(|left| left * left),
            Simple::Cube => rests().map(|left| left * left * left),
            Simple::Root => rests().map(Floats::sqrt),
            Simple::InverseRoot => fractions.map(|x| one / x.sqrt()),
        };
        values.map(|value| start + value * height)
    });
}
