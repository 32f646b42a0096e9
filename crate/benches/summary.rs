//! What a summary costs beside the filling: the values of each shape, which are there already.

mod cases;

use cases::{curve, NAMES, STEPS};
use divan::counter::ItemsCount;
use divan::{black_box, Bencher};
use scale_schedule::fill::{fill, Steps};
use scale_schedule::pace::Pace;
use scale_schedule::summary::Summary;

fn main() {
    divan::main();
}

/// A run of values, times a learning rate, in the chunks that sweeps take.
#[divan::bench(args = NAMES)]
fn summarize(bencher: Bencher, name: &str) {
    let curve = curve(name).expect("a known name");
    let steps = Steps { from: 0.0, stride: 1.0, count: STEPS as usize };
    let mut values = vec![0.0; steps.count];
    fill(&curve, &Pace::default(), steps, &mut values).expect("every step has a value");
    bencher.counter(ItemsCount::new(steps.count)).bench_local(|| {
        let mut summary = Summary::default();
        for chunk in black_box(&values).chunks(8192) {
            summary.add(chunk, 1e-3);
        }
        (summary.sum(), summary.mean())
    });
}
