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
    /// 1 − √x.
    RootRest,
    /// 1 − √(1 − x).
    RootRise,
    /// (1 − x) / (1 − x/2).
    Reflected,
    /// 1/√(1 + x²).
    RootOfSquare,
    /// 1/√√(1 + x²).
    FourthRootOfSquare,
    /// 1/(1 + x).
    Inverse,
    /// 1/√(1 + x).
    InverseRootOfNext,
}

/// (1 − x) / (1 − x/2).
#[inline(always)]
pub(super) fn reflected<T: Floats>(x: T) -> T {
    let one = T::splat(1.0);
    (one - x) / (one - x * T::splat(0.5))
}

/// 1/√(1 + x²).
#[inline(always)]
pub(super) fn root_of_square<T: Floats>(x: T) -> T {
    let one = T::splat(1.0);
    one / (one + x * x).sqrt()
}

/// 1/√√(1 + x²).
#[inline(always)]
pub(super) fn fourth_root_of_square<T: Floats>(x: T) -> T {
    let one = T::splat(1.0);
    one / (one + x * x).sqrt().sqrt()
}

/// Fills `start` + f(x) · `height` for readings over a length. One loop for all: which function it is, is a branch that
/// always goes one way.
pub(super) fn fill(function: Simple, ramp: Ramp, length: f64, ends: [f64; 2], out: &mut Output) {
    fill_times(function, 1.0, ramp, length, ends, out);
}

/// The same of a multiple of the fractions.
#[inline(never)]
pub(super) fn fill_times(
    function: Simple,
    times: f64,
    ramp: Ramp,
    length: f64,
    [start, height]: [f64; 2],
    out: &mut Output,
) {
    let [one, times, start, height] = [table().one, times, start, height].map(Pair::splat);
    let is_inverse = function == Simple::Inverse;
    ramp.over(length, out, |mut fractions| {
        if is_inverse {
            fractions = fractions.map(|x| x * times);
        }
        let rests = || fractions.map(|x| one - x);
        let values = match function {
            Simple::Fraction => fractions,
            Simple::Rest => rests(),
            Simple::Square => rests().map(|left| left * left),
            Simple::Cube => rests().map(|left| left * left * left),
            Simple::Root => rests().map(Floats::sqrt),
            Simple::InverseRoot => fractions.map(|x| one / x.sqrt()),
            Simple::RootRest => fractions.map(|x| one - x.sqrt()),
            Simple::RootRise => rests().map(|left| one - left.sqrt()),
            Simple::Reflected => fractions.map(reflected),
            Simple::RootOfSquare => fractions.map(root_of_square),
            Simple::FourthRootOfSquare => fractions.map(fourth_root_of_square),
            Simple::Inverse => fractions.map(|x| one / (one + x)),
            Simple::InverseRootOfNext => fractions.map(|x| one / (one + x).sqrt()),
        };
        values.map(|value| start + value * height)
    });
}
