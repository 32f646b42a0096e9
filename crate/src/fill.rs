//! A range of steps of the run, filled with multipliers.
//!
//! A batch equals the single points bit for bit. Ask [`first_error`] about the whole range before the first chunk is
//! filled, so that nothing is written where something fails. Holds no output.

use crate::math::output::Output;
use crate::pace::Pace;
pub use crate::steps::Steps;
use crate::steps::Stretch;
use crate::tree::Tree;
pub use crate::view::StepError;
use crate::view::View;

/// Fills `out` with the multipliers of the steps; `out` is as long as there are steps.
pub fn fill(tree: &Tree, pace: &Pace, steps: Steps, out: &mut [f64]) -> Result<(), StepError> {
    fill_scaled(tree, pace, steps, Output::from(out))
}

/// The same times the factor of an output, rounded to what it holds.
pub fn fill_scaled(tree: &Tree, pace: &Pace, steps: Steps, mut out: Output) -> Result<(), StepError> {
    tree.fill(&View::of_run(pace, steps), &mut out)
}

/// The first step of the range that has no value, and why.
pub fn first_error(tree: &Tree, pace: &Pace, steps: Steps) -> Result<(), StepError> {
    tree.first_error(&View::of_run(pace, steps))
}

/// How far the first values of a range, which has no error, are alike, and the first of them. What follows is alike
/// again only where it is asked for.
pub fn stretch(tree: &Tree, pace: &Pace, steps: Steps) -> Result<(Stretch, f64), StepError> {
    match tree {
        Tree::Leaf(curve) => curve.stretch(&View::of_run(pace, steps)),
        Tree::Node(_) => Ok((Stretch::Moving(steps.count), f64::NAN)),
    }
}
