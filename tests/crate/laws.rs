//! Laws of the crate, as properties: points and batches agree bit for bit, nothing from outside can make it panic.

mod repetition;

use proptest::prelude::*;
use repetition::repeated;
use scale_schedule::choice::CHOICES;
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::decimal::Decimal;
use scale_schedule::fill::{fill, fill_scaled, first_error, stretch, Steps};
use scale_schedule::math::output::{Output, Slots};
use scale_schedule::option::Exact;
use scale_schedule::outside;
use scale_schedule::pace::Pace;
use scale_schedule::resolve::{resolve, resolve_at};
use scale_schedule::run::Run;
use scale_schedule::schedule::{Schedule, SCHEDULES};
use scale_schedule::steps::Stretch;
use scale_schedule::time::{Time, Unit};
use scale_schedule::tree::{Moment, Tree};
use scale_schedule::wire::{phase_numbers, PACE};

/// How many of the schedulers are Composer's and llm-foundry's, and how many are no nodes.
fn groups() -> (usize, usize) {
    let place = |class| SCHEDULES.iter().position(|entry| entry.class == class).expect("a class");
    (place("LinearDecayScheduler"), place("ProductScheduler"))
}

/// Any schedule, through the table, so that a new one is covered at once: one of Composer's, a form, a tree to depth 6.
fn schedule() -> impl Strategy<Value = Schedule> {
    (prop::collection::vec(any::<u32>(), 160), 0..6_usize, 0..4_usize).prop_map(|(numbers, group, depth)| {
        let mut draws = Draws { numbers, at: 0, unit: Unit::Batch };
        draws.unit = draws.pick(&[Unit::Batch, Unit::Batch, Unit::Batch, Unit::Sample, Unit::Token, Unit::Duration]);
        let mut out = Vec::new();
        let (composers, leaves) = groups();
        let kind = match group {
            0..=2 => draws.below(composers),
            3 => draws.below(leaves),
            _ => leaves + draws.below(SCHEDULES.len() - leaves),
        };
        draws.describe(kind, if group == 5 { 6 } else { depth }, &mut out);
        Schedule::read(&mut Reader(&out)).expect("an encoded schedule")
    })
}

/// Numbers that decide what is drawn.
struct Draws {
    numbers: Vec<u32>,
    at: usize,
    /// What most times of a schedule are in.
    unit: Unit,
}

impl Draws {
    fn below(&mut self, count: usize) -> usize {
        self.at += 1;
        // Beyond the last, others of the same: no draw is ever missing.
        let number = self.numbers[self.at % self.numbers.len()] as usize + self.at / self.numbers.len();
        number % count
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    fn factor(&mut self) -> f64 {
        match self.below(7) {
            0 => 0.0,
            1 => 1.0,
            2 => 0.1,
            3 => -0.5,
            4 => self.pick(&[2.0, 3.0]),
            _ => self.below(6000) as f64 / 1000.0 - 3.0,
        }
    }

    fn time(&mut self) -> Time {
        let unit = if self.below(4) == 0 {
            self.pick(&[Unit::Batch, Unit::Epoch, Unit::Sample, Unit::Token, Unit::Iteration, Unit::Duration])
        } else {
            self.unit
        };
        let value = match unit {
            Unit::Duration => self.below(1500) as f64 / 1000.0,
            Unit::Epoch => self.below(43) as f64 - 3.0,
            Unit::Sample => self.below(90_000) as f64,
            Unit::Token => self.below(2_000_000) as f64,
            Unit::Iteration => self.below(20) as f64,
            _ => self.below(3000) as f64 - 3.0,
        };
        Time::new(value, unit)
    }

    fn exact(&mut self) -> Exact {
        let time = self.time();
        if time.unit == Unit::Duration || self.below(3) > 0 {
            return Exact { time, decimal: None };
        }
        let digits = time.value as i64 * 10 + if time.value < 0.0 { -3 } else { 3 };
        Exact { time: Time::new(digits as f64 / 10.0, time.unit), decimal: Some(Decimal { digits, places: 1 }) }
    }

    /// The numbers of a scheduler.
    fn describe(&mut self, kind: usize, depth: usize, out: &mut Vec<f64>) {
        let (_, leaves) = groups();
        let kind = if depth == 0 && kind >= leaves { kind % leaves } else { kind };
        out.push(kind as f64);
        let count = self.below(4);
        let entry = &SCHEDULES[kind];
        for option in entry.options.iter().chain(entry.shared) {
            let is_given = self.below(2) == 1;
            match option.kind {
                "number" => {
                    let factor = self.factor();
                    out.push(factor);
                }
                "number?" => Some(self.factor()).filter(|_| is_given).write(out),
                "numbers" => {
                    // One value more than boundaries, as many as knots.
                    let more = usize::from(entry.class == "PiecewiseConstantScheduler");
                    (0..count + more).map(|_| self.factor()).collect::<Vec<_>>().write(out);
                }
                "flag" => is_given.write(out),
                "scale" => out.push(self.below(3) as f64),
                "time" => self.time().write(out),
                "times" => (0..count).map(|_| self.time()).collect::<Vec<_>>().write(out),
                "exact" => self.exact().write(out),
                "exact?" => Some(self.exact()).filter(|_| is_given).write(out),
                "exacts" => {
                    let mut times = (0..count).map(|_| self.exact()).collect::<Vec<_>>();
                    times.sort_by(|a, b| a.time.value.total_cmp(&b.time.value));
                    times.write(out);
                }
                "scheduler" => self.part(depth, out),
                "schedulers" | "parts" => {
                    let is_sequence = option.kind == "parts";
                    let parts = if is_sequence { count + 1 } else { count.max(1) };
                    out.push(parts as f64);
                    for _ in 0..parts {
                        if is_sequence {
                            (self.below(4) == 0).write(out);
                        }
                        self.part(depth, out);
                    }
                }
                kind => {
                    let words = CHOICES.iter().find(|(name, _)| *name == kind).expect("a kind with a strategy").1;
                    out.push(self.below(words.len()) as f64);
                }
            }
        }
    }

    fn part(&mut self, depth: usize, out: &mut Vec<f64>) {
        // Most parts of parts are leaves, or trees would have no end.
        let (_, leaves) = groups();
        let kind = if self.below(3) == 0 { self.below(SCHEDULES.len()) } else { self.below(leaves) };
        self.describe(kind, depth.saturating_sub(1), out);
    }
}

fn run() -> impl Strategy<Value = Run> {
    let max = prop_oneof![
        (1..4000).prop_map(|value| Time::new(f64::from(value), Unit::Batch)),
        (1..40).prop_map(|value| Time::new(f64::from(value), Unit::Epoch)),
        (1..900_000).prop_map(|value| Time::new(f64::from(value), Unit::Token)),
        (1..900).prop_map(|value| Time::new(f64::from(value), Unit::Second)),
    ];
    let ssr = prop_oneof![Just(1.0), Just(0.5), Just(2.0), 0.01..4.0];
    (max, 1..90, ssr).prop_map(|(max, len, ssr)| Run {
        max_duration: Some(max),
        dataloader_len: Some(f64::from(len)),
        ssr,
    })
}

fn pace() -> impl Strategy<Value = Pace> {
    (1..90, 1..64, 1..512, 1..5, 1..3_000_000).prop_map(|(len, samples, tokens, epochs, us)| Pace {
        dataloader_len: Some(f64::from(len)),
        samples_per_batch: Some(f64::from(samples)),
        tokens_per_sample: Some(f64::from(tokens)),
        epochs_per_iteration: Some(f64::from(epochs)),
        microseconds_per_batch: Some(f64::from(us)),
    })
}

/// The bits of each step by single points, or the first step that has no value.
fn points(curve: &Tree, pace: &Pace, steps: Steps) -> Result<Vec<u64>, f64> {
    let reader = pace.reader(u8::MAX);
    (0..steps.count)
        .map(|index| steps.from + index as f64 * steps.stride)
        .map(|step| curve.value(&Moment::of_run(reader.clock(step), pace)).map(f64::to_bits).map_err(|_| step))
        .collect()
}

proptest! {
    #![proptest_config(repeated(4000))]

    #[test]
    fn a_batch_equals_the_single_points_bit_for_bit(
        schedule in schedule(), run in run(), pace in pace(),
        from in 0..5000, stride in 1..40, count in 1..300_usize,
    ) {
        let Ok(curve) = resolve_at(&schedule, &run, &pace) else { return Ok(()) };
        let steps = Steps { from: f64::from(from), stride: f64::from(stride), count };
        match (points(&curve, &pace, steps), first_error(&curve, &pace, steps)) {
            (Ok(bits), Ok(())) => {
                let mut out = vec![f64::NAN; count];
                prop_assert_eq!(fill(&curve, &pace, steps, &mut out), Ok(()));
                prop_assert_eq!(out.into_iter().map(f64::to_bits).collect::<Vec<_>>(), bits);
            }
            (Err(step), Err(error)) => prop_assert_eq!(error.step, step),
            (points, range) => prop_assert!(false, "{:?} but {:?}", points.map(|bits| bits.len()), range),
        }
    }

    #[test]
    fn scaled_values_are_the_values_times_a_factor_and_what_is_held_is_one_value(
        schedule in schedule(), run in run(), pace in pace(),
        from in 0..5000, stride in 1..40, count in 1..9000_usize, factor in prop_oneof![Just(0.0), Just(1.0), Just(0.1), Just(-0.5), -3.0..3.0],
    ) {
        let Ok(curve) = resolve_at(&schedule, &run, &pace) else { return Ok(()) };
        let steps = Steps { from: f64::from(from), stride: f64::from(stride), count };
        if first_error(&curve, &pace, steps).is_err() {
            return Ok(());
        }
        let mut values = vec![f64::NAN; count];
        prop_assert_eq!(fill(&curve, &pace, steps, &mut values), Ok(()));
        match stretch(&curve, &pace, steps) {
            Ok((Stretch::Held(held), value)) => {
                prop_assert!(held > 0 && held <= count);
                prop_assert!(values[..held].iter().all(|each| each.to_bits() == value.to_bits()));
            }
            Ok((Stretch::Moving(moving), _)) => prop_assert!(moving > 0 && moving <= count),
            Err(error) => prop_assert!(false, "{error:?}"),
        }
        let (mut wide, mut narrow) = (vec![f64::NAN; count], vec![f32::NAN; count]);
        prop_assert_eq!(fill_scaled(&curve, &pace, steps, Output::new(Slots::Wide(&mut wide), factor)), Ok(()));
        prop_assert_eq!(fill_scaled(&curve, &pace, steps, Output::new(Slots::Narrow(&mut narrow), factor)), Ok(()));
        for (index, value) in values.into_iter().enumerate() {
            prop_assert_eq!(wide[index].to_bits(), (value * factor).to_bits());
            prop_assert_eq!(narrow[index].to_bits(), ((value * factor) as f32).to_bits());
        }
    }

    #[test]
    fn resolving_is_pure_and_a_curve_survives_the_wire(schedule in schedule(), run in run()) {
        let resolved = resolve(&schedule, &run);
        prop_assert_eq!(&resolved, &resolve(&schedule, &run));
        let Ok(curve) = resolved else { return Ok(()) };
        let mut numbers = Vec::new();
        curve.write(&mut numbers);
        prop_assert_eq!(outside::read(&numbers), Some(curve));
    }

    #[test]
    fn a_schedule_survives_the_wire(schedule in schedule()) {
        let mut numbers = Vec::new();
        schedule.write(&mut numbers);
        prop_assert_eq!(Schedule::read(&mut Reader(&numbers)), Some(schedule));
    }

    #[test]
    fn numbers_that_are_no_curve_are_refused_without_a_panic(
        schedule in schedule(), run in run(), at in 0..64_usize,
        value in prop_oneof![any::<f64>(), (-2..12).prop_map(f64::from)], other in 0..128_usize, cut in 0..64_usize,
    ) {
        let Ok(curve) = resolve(&schedule, &run) else { return Ok(()) };
        let mut numbers = Vec::new();
        curve.write(&mut numbers);
        let len = numbers.len();
        match other {
            64.. => numbers.swap(at % len, other % len),
            _ => numbers[at % len] = value,
        }
        numbers.truncate(if cut % 4 == 0 { cut % len } else { len });
        let _ = phase_numbers(&[&[f64::NAN; PACE][..], &numbers].concat());
        let Some(curve) = outside::read(&numbers) else { return Ok(()) };
        // What is taken for a curve keeps the promises of one.
        let steps = Steps { from: 0.0, stride: 7.0, count: 50 };
        let pace = Pace { dataloader_len: Some(3.0), samples_per_batch: Some(4.0), ..Pace::default() };
        let mut out = [0.0; 50];
        match first_error(&curve, &pace, steps) {
            Ok(()) => {
                prop_assert_eq!(fill(&curve, &pace, steps, &mut out), Ok(()));
                let bits = out.map(f64::to_bits).to_vec();
                prop_assert_eq!(points(&curve, &pace, steps), Ok(bits));
            }
            Err(error) if !error.step.is_nan() => {
                prop_assert_eq!(points(&curve, &pace, steps).err(), Some(error.step));
            }
            Err(_) => {}
        }
    }
}
