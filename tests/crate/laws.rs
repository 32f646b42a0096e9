//! Laws of the crate, as properties: points and batches agree bit for bit, nothing from outside can make it panic.

mod repetition;

use proptest::prelude::*;
use repetition::repeated;
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::curve::Curve;
use scale_schedule::fill::{fill, fill_scaled, first_error, stretch, Steps};
use scale_schedule::math::output::{Output, Slots};
use scale_schedule::outside;
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve;
use scale_schedule::run::Run;
use scale_schedule::schedule::{Schedule, SCHEDULES};
use scale_schedule::steps::Stretch;
use scale_schedule::time::{Time, Unit};
use scale_schedule::wire::phase_numbers;

fn time() -> impl Strategy<Value = Time> {
    let counted = |unit, max: i32| (-3..max).prop_map(move |value| Time::new(f64::from(value), unit));
    prop_oneof![
        4 => (0.0..1.5).prop_map(|value| Time::new(value, Unit::Duration)),
        4 => counted(Unit::Batch, 3000),
        2 => counted(Unit::Epoch, 40),
        1 => counted(Unit::Sample, 90_000),
        1 => counted(Unit::Token, 2_000_000),
        1 => counted(Unit::Iteration, 20),
    ]
}

fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), Just(0.1), Just(-0.5), Just(2.0), Just(3.0), -3.0..3.0]
}

/// Any schedule, through the table, so that a new one is covered at once.
fn schedule() -> impl Strategy<Value = Schedule> {
    (0..SCHEDULES.len(), prop::collection::vec(time(), 8), prop::collection::vec(factor(), 4), 0..2_u8, 0..5_usize)
        .prop_map(|(kind, times, factors, flag, count)| {
            let (mut times, mut factors) = (times.into_iter().cycle_pairs(), factors.into_iter());
            let mut numbers = vec![kind as f64];
            for option in SCHEDULES[kind].options {
                match option.kind {
                    "number" => numbers.push(factors.next().unwrap_or(0.5)),
                    "flag" => numbers.push(f64::from(flag)),
                    "time" => numbers.extend(times.next_pair()),
                    "times" => {
                        numbers.push(count as f64);
                        (0..count).for_each(|_| numbers.extend(times.next_pair()));
                    }
                    other => panic!("a kind of options without a strategy: {other}"),
                }
            }
            Schedule::read(&mut Reader(&numbers)).expect("an encoded schedule")
        })
}

/// Times as pairs of numbers, without end.
struct Pairs(Vec<Time>, usize);

trait CyclePairs {
    fn cycle_pairs(self) -> Pairs;
}

impl<I: Iterator<Item = Time>> CyclePairs for I {
    fn cycle_pairs(self) -> Pairs {
        Pairs(self.collect(), 0)
    }
}

impl Pairs {
    fn next_pair(&mut self) -> [f64; 2] {
        let time = self.0[self.1 % self.0.len()];
        self.1 += 1;
        [time.value, f64::from(time.unit as u8)]
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
fn points(curve: &Curve, pace: &Pace, steps: Steps) -> Result<Vec<u64>, f64> {
    let reader = pace.reader(0b1_1111);
    (0..steps.count)
        .map(|index| steps.from + index as f64 * steps.stride)
        .map(|step| curve.value_at(&reader.clock(step)).map(f64::to_bits).map_err(|_| step))
        .collect()
}

proptest! {
    #![proptest_config(repeated(4000))]

    #[test]
    fn a_batch_equals_the_single_points_bit_for_bit(
        schedule in schedule(), run in run(), pace in pace(),
        from in 0..5000, stride in 1..40, count in 1..300_usize,
    ) {
        let Ok(curve) = resolve(&schedule, &run) else { return Ok(()) };
        let steps = Steps { from: f64::from(from), stride: f64::from(stride), count };
        match (points(&curve, &pace, steps), first_error(&curve, &pace, steps)) {
            (Ok(bits), Ok(())) => {
                let mut out = vec![f64::NAN; count];
                prop_assert_eq!(fill(&curve, &pace, steps, &mut out), Ok(()));
                prop_assert_eq!(out.into_iter().map(f64::to_bits).collect::<Vec<_>>(), bits);
            }
            (Err(step), Err(error)) => prop_assert_eq!(error.step, Some(step)),
            (points, range) => prop_assert!(false, "{:?} but {:?}", points.map(|bits| bits.len()), range),
        }
    }

    #[test]
    fn scaled_values_are_the_values_times_a_factor_and_what_is_held_is_one_value(
        schedule in schedule(), run in run(), pace in pace(),
        from in 0..5000, stride in 1..40, count in 1..9000_usize, factor in factor(),
    ) {
        let Ok(curve) = resolve(&schedule, &run) else { return Ok(()) };
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
        let _ = phase_numbers(&numbers);
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
            Err(error) if error.step.is_some() => {
                prop_assert_eq!(points(&curve, &pace, steps).err(), error.step);
            }
            Err(_) => {}
        }
    }
}
