//! Fills the curve of a name once, for scripts/instructions.mjs to count; without a name, prints the steps and all names.

#[path = "../benches/cases/mod.rs"]
mod cases;

use core::hint::black_box;
use scale_schedule::fill::{fill, StepError, Steps};
use scale_schedule::pace::Pace;
use scale_schedule::tree::Tree;

fn main() {
    let Some(name) = std::env::args().nth(1) else {
        println!("{}\n{}", cases::STEPS, cases::NAMES.join("\n"));
        return;
    };
    let curve = cases::curve(&name).expect("a known name");
    let steps = Steps { from: 0.0, stride: 1.0, count: cases::STEPS as usize };
    let mut out = vec![0.0; steps.count];
    counted(black_box(&curve), steps, &mut out).expect("every step has a value");
    black_box(out);
}

/// What is counted: a symbol of its own, with all that it calls.
#[inline(never)]
fn counted(curve: &Tree, steps: Steps, out: &mut [f64]) -> Result<(), StepError> {
    fill(curve, &Pace::default(), steps, out)
}
