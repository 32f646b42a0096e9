//! What each shape costs: a whole run of values in one call, and single points.

mod cases;

use cases::{curve, NAMES, STEPS};
use divan::counter::ItemsCount;
use divan::{black_box, Bencher};
use scale_schedule::fill::Steps;
use scale_schedule::pace::Pace;
use scale_schedule::time::Clock;

fn main() {
    divan::main();
}

/// A run of values into an array that is used again.
#[divan::bench(args = NAMES)]
fn fill(bencher: Bencher, name: &str) {
    let curve = curve(name).expect("a known name");
    let steps = Steps { from: 0.0, stride: 1.0, count: STEPS as usize };
    let mut out = vec![0.0; steps.count];
    bencher.counter(ItemsCount::new(steps.count)).bench_local(|| {
        let done = scale_schedule::fill::fill(black_box(&curve), &Pace::default(), steps, &mut out);
        (done, black_box(&mut out).len())
    });
}

/// One value, at steps that change.
#[divan::bench(args = NAMES)]
fn point(bencher: Bencher, name: &str) {
    let curve = curve(name).expect("a known name");
    let mut step = 0;
    bencher.bench_local(|| {
        // Odd, so that it comes to every step.
        step = (step + 40_503) % STEPS;
        black_box(&curve).value_at(&Clock([0.0, f64::from(step), 0.0, 0.0, 0.0, 0.0]))
    });
}
