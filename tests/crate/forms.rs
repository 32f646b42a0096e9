//! Laws of the forms that are not Composer's, as properties: of each leaf of what they become, points and batches agree bit
//! for bit, and so do a curve and its numbers.

mod repetition;

use proptest::prelude::*;
use repetition::repeated;
use scale_schedule::choice::{Blend, FirstStep, Mode, Rise, CHOICES};
use scale_schedule::codec::{Codec, Reader};
use scale_schedule::decimal::Decimal;
use scale_schedule::error::{Error, Length};
use scale_schedule::fill::{fill, fill_scaled, first_error, stretch, Steps};
use scale_schedule::math::output::{Output, Slots};
use scale_schedule::option::Exact;
use scale_schedule::outside;
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve_at;
use scale_schedule::run::Run;
use scale_schedule::schedule::{OptionEntry, Ramp, Schedule, SCHEDULES};
use scale_schedule::steps::Stretch;
use scale_schedule::time::{Clock, Time, Unit};
use scale_schedule::tree::{Moment, Tree};

fn place(class: &str) -> usize {
    SCHEDULES.iter().position(|entry| entry.class == class).expect("a class")
}

fn forms() -> std::ops::RangeInclusive<usize> {
    place("LinearDecayScheduler")..=place("EdenScheduler")
}

/// A time, most of them in batches, as all of a form's must be on one counter.
fn time(max: i64) -> impl Strategy<Value = Exact> {
    let whole = |value: f64, unit| Exact { time: Time::new(value, unit), decimal: None };
    let tenths = |digits: i64, unit| Exact {
        time: Time::new(digits as f64 / 10.0, unit),
        decimal: Some(Decimal { digits, places: 1 }),
    };
    prop_oneof![
        12 => (1..max).prop_map(move |value| whole(value as f64, Unit::Batch)),
        6 => (1..max * 10).prop_map(move |digits| tenths(digits, Unit::Batch)),
        2 => (1..max).prop_map(move |digits| tenths(digits, Unit::Epoch)),
        3 => (0.0..1.2).prop_map(move |value| whole(value, Unit::Duration)),
        1 => (-3..3_i64).prop_map(move |value| whole(value as f64, Unit::Batch)),
        1 => (1..max * 90).prop_map(move |value| whole(value as f64, Unit::Sample)),
    ]
}

fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => Just(1.0),
        4 => prop::sample::select(vec![0.0, 0.1, 0.5, 2.0, 3.0]),
        4 => 0.01..3.0,
        1 => -1.0..0.0,
    ]
}

/// What an option may be: from these, by its kind.
struct Choices {
    times: Vec<Exact>,
    factors: Vec<f64>,
    picks: Vec<usize>,
    used: usize,
}

impl Choices {
    fn next(&mut self) -> usize {
        self.used += 1;
        self.picks[self.used % self.picks.len()] + self.used
    }

    fn time(&mut self) -> Exact {
        let pick = self.next();
        self.times[pick % self.times.len()]
    }

    fn factor(&mut self) -> f64 {
        let pick = self.next();
        self.factors[pick % self.factors.len()]
    }

    /// Enough of them to be given in most cases.
    fn is_given(&mut self) -> bool {
        !self.next().is_multiple_of(3)
    }

    fn write(&mut self, option: &OptionEntry, count: usize, is_more: bool, out: &mut Vec<f64>) {
        match option.kind {
            "number" => out.push(self.factor()),
            "flag" => out.push((self.next() % 2) as f64),
            "number?" => self.is_given().then(|| self.factor().abs().ceil()).write(out),
            "numbers" => {
                let more = usize::from(option.kind == "numbers" && is_more);
                (0..count + more).map(|_| self.factor()).collect::<Vec<_>>().write(out);
            }
            "exact" => self.time().write(out),
            "exact?" => self.is_given().then(|| self.time()).write(out),
            "exacts" => {
                let mut times: Vec<_> = (0..count).map(|_| self.time()).collect();
                times.sort_by(|a, b| a.time.value.total_cmp(&b.time.value));
                times.write(out);
            }
            kind => {
                let (_, words) = CHOICES.iter().find(|(name, _)| *name == kind).expect("a kind of options");
                out.push((self.next() % words.len()) as f64);
            }
        }
    }
}

/// Any form, through the table, so that a new one is covered at once.
fn schedule() -> impl Strategy<Value = Schedule> {
    let times = prop_oneof![
        3 => prop::collection::vec(time(400), 12),
        1 => prop::collection::vec((1..400_i64).prop_map(|value| Exact {
            time: Time::new(value as f64, Unit::Token),
            decimal: None,
        }), 12),
    ];
    let (factors, picks) = (prop::collection::vec(factor(), 12), prop::collection::vec(0..1000_usize, 24));
    (forms(), times, factors, picks, 0..6_usize).prop_map(|(kind, times, factors, picks, count)| {
        let mut choices = Choices { times, factors, picks, used: 0 };
        let entry = &SCHEDULES[kind];
        let mut numbers = vec![kind as f64];
        for option in entry.options.iter().chain(entry.shared) {
            choices.write(option, count, entry.class == "PiecewiseConstantScheduler", &mut numbers);
        }
        Schedule::read(&mut Reader(&numbers)).expect("an encoded schedule")
    })
}

fn run() -> impl Strategy<Value = Run> {
    let max = prop_oneof![
        3 => (1..900).prop_map(|value| Time::new(f64::from(value), Unit::Batch)),
        1 => (1..40).prop_map(|value| Time::new(f64::from(value), Unit::Epoch)),
        1 => (1..900).prop_map(|value| Time::new(f64::from(value), Unit::Token)),
    ];
    let ssr = prop_oneof![3 => Just(1.0), 1 => Just(0.5), 1 => Just(2.0), 1 => 0.01..4.0];
    (max, 1..90, ssr).prop_map(|(max, len, ssr)| Run {
        max_duration: Some(max),
        dataloader_len: Some(f64::from(len)),
        ssr,
    })
}

fn pace() -> impl Strategy<Value = Pace> {
    (1..90, 1..64, 1..9).prop_map(|(len, samples, tokens)| Pace {
        dataloader_len: Some(f64::from(len)),
        samples_per_batch: Some(f64::from(samples)),
        tokens_per_sample: Some(f64::from(tokens)),
        epochs_per_iteration: Some(2.0),
        microseconds_per_batch: Some(500_000.0),
    })
}

/// The bits of each step by single points, or the first step that has no value.
fn points(curve: &Tree, pace: &Pace, steps: Steps) -> Result<Vec<u64>, f64> {
    let reader = pace.reader(0b11_1111);
    (0..steps.count)
        .map(|index| steps.at(index))
        .map(|step| curve.value(&Moment::of_run(reader.clock(step), pace)).map(f64::to_bits).map_err(|_| step))
        .collect()
}

/// The same of a range.
fn range(curve: &Tree, pace: &Pace, steps: Steps) -> Result<Vec<u64>, f64> {
    if let Err(error) = first_error(curve, pace, steps) {
        return Err(if error.step.is_nan() { steps.from } else { error.step });
    }
    let mut out = vec![f64::NAN; steps.count];
    assert_eq!(fill(curve, pace, steps, &mut out), Ok(()));
    match stretch(curve, pace, steps) {
        Ok((Stretch::Held(held), value)) => {
            assert!(held > 0 && out[..held].iter().all(|each| each.to_bits() == value.to_bits()), "{held}");
        }
        Ok((Stretch::Moving(moving), _)) => assert!(moving > 0 && moving <= steps.count),
        Err(error) => panic!("{error:?}"),
    }
    Ok(out.into_iter().map(f64::to_bits).collect())
}

proptest! {
    #![proptest_config(repeated(40_000))]

    #[test]
    fn a_batch_equals_the_single_points_bit_for_bit(
        schedule in schedule(), run in run(), pace in pace(),
        from in 0..600, stride in prop_oneof![3 => Just(1), 1 => 2..40], count in 1..900_usize,
    ) {
        let Ok(tree) = resolve_at(&schedule, &run, &pace) else { return Ok(()) };
        for curve in [&tree] {
            for steps in [
                Steps { from: f64::from(from), stride: f64::from(stride), count },
                Steps { from: 0.0, stride: f64::from(stride), count: 600 },
            ] {
                prop_assert_eq!(points(curve, &pace, steps), range(curve, &pace, steps), "{:?}", curve);
                if first_error(curve, &pace, steps).is_err() {
                    continue;
                }
                let (mut values, mut narrow) = (vec![0.0; steps.count], vec![0.0; steps.count]);
                prop_assert_eq!(fill(curve, &pace, steps, &mut values), Ok(()));
                let output = Output::new(Slots::Narrow(&mut narrow), 0.3);
                prop_assert_eq!(fill_scaled(curve, &pace, steps, output), Ok(()));
                for (wide, narrow) in values.into_iter().zip(narrow) {
                    prop_assert_eq!(((wide * 0.3) as f32).to_bits(), narrow.to_bits());
                }
            }
        }
    }

    #[test]
    fn a_form_survives_the_wire(schedule in schedule(), run in run(), pace in pace()) {
        let mut numbers = Vec::new();
        schedule.write(&mut numbers);
        prop_assert_eq!(Schedule::read(&mut Reader(&numbers)), Some(schedule.clone()));
        let Ok(tree) = resolve_at(&schedule, &run, &pace) else { return Ok(()) };
        let mut numbers = Vec::new();
        tree.write(&mut numbers);
        prop_assert_eq!(outside::read(&numbers), Some(tree.clone()), "{:?}", schedule);
    }

    #[test]
    fn numbers_that_are_no_form_are_refused_or_keep_its_promises(
        schedule in schedule(), run in run(), pace in pace(), at in 0..64_usize,
        value in prop_oneof![any::<f64>(), (-2..24).prop_map(f64::from), 0.0..2.0], other in 0..128_usize,
    ) {
        let Ok(tree) = resolve_at(&schedule, &run, &pace) else { return Ok(()) };
        let steps = Steps { from: 0.0, stride: 7.0, count: 50 };
        for curve in [&tree] {
            let mut numbers = Vec::new();
            curve.write(&mut numbers);
            let len = numbers.len();
            match other {
                64.. => numbers.swap(at % len, other % len),
                _ => numbers[at % len] = value,
            }
            let Some(curve) = outside::read(&numbers) else { continue };
            if first_error(&curve, &pace, steps).is_err_and(|error| error.step.is_nan()) {
                continue;
            }
            prop_assert_eq!(points(&curve, &pace, steps), range(&curve, &pace, steps), "{:?}", curve);
        }
    }
}

#[test]
fn most_of_what_is_tried_is_a_form() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut made, mut all) = ([0_u32; 64], [0_u32; 64]);
    for _ in 0..6000 {
        let (schedule, run, pace) = (schedule(), run(), pace()).new_tree(&mut runner).expect("a case").current();
        let mut numbers = Vec::new();
        schedule.write(&mut numbers);
        all[numbers[0] as usize] += 1;
        made[numbers[0] as usize] += u32::from(resolve_at(&schedule, &run, &pace).is_ok());
    }
    for kind in forms() {
        println!("{}: {} of {}", SCHEDULES[kind].class, made[kind], all[kind]);
        assert!(made[kind] > 10, "{}", SCHEDULES[kind].class);
    }
}

/// The values of a form at some batches, or why it is none.
fn values<const N: usize>(schedule: &Schedule, ssr: f64, batches: [f64; N]) -> Result<[f64; N], Error> {
    let run = Run { max_duration: Some(Time::new(100.0, Unit::Batch)), dataloader_len: Some(8.0), ssr };
    let pace = Pace { samples_per_batch: Some(4.0), ..Pace::default() };
    let tree = resolve_at(schedule, &run, &pace)?;
    Ok(batches.map(|batch| {
        tree.value(&Moment::of_run(Clock([0.0, batch, 4.0 * batch, 0.0, 0.0, 0.0]), &pace)).expect("a value")
    }))
}

fn exact(value: f64, unit: Unit) -> Exact {
    Exact { time: Time::new(value, unit), decimal: None }
}

const NO_RAMP: Ramp =
    Ramp { t_warmup: None, alpha_w: 0.0, warmup: Rise::Linear, first_step: FirstStep::Zero, scale_warmup: false };

fn ramp(value: f64, unit: Unit) -> Ramp {
    Ramp { t_warmup: Some(exact(value, unit)), ..NO_RAMP }
}

/// A scheduler as its numbers describe it: all options in the table's order, then its ramp.
macro_rules! made {
    ($class:literal, $($option:expr),* $(; $ramp:expr)?) => {{
        let mut numbers = vec![place($class) as f64];
        $($option.write(&mut numbers);)*
        $(let Ramp { t_warmup, alpha_w, warmup, first_step, scale_warmup } = $ramp;
        t_warmup.write(&mut numbers);
        alpha_w.write(&mut numbers);
        warmup.write(&mut numbers);
        first_step.write(&mut numbers);
        scale_warmup.write(&mut numbers);)?
        Schedule::read(&mut Reader(&numbers)).expect("a scheduler")
    }};
}

fn linear(t_max: Exact, ramp: Ramp) -> Schedule {
    made!("LinearDecayScheduler", t_max, 1.0, 0.5, None::<Exact>; ramp)
}

#[test]
fn what_is_counted_and_no_time_is_read_over_the_ratio() {
    let factors = made!("MultiplicativeScheduler", vec![0.5, 0.5, 0.5]);
    assert_eq!(values(&factors, 1.0, [0.0, 1.0, 2.0, 3.0, 9.0]), Ok([1.0, 0.5, 0.25, 0.125, 0.125]));
    assert_eq!(values(&factors, 2.0, [0.0, 1.0, 2.0, 3.0, 4.0]), Ok([1.0, 1.0, 0.5, 0.5, 0.25]));
    assert_eq!(values(&factors, 0.5, [0.0, 1.0, 2.0]), Ok([1.0, 0.25, 0.125]));
    let (up, mode) = (exact(4.0, Unit::Batch), Mode::Exponential);
    let cyclic = made!("CyclicScheduler", up, None::<Exact>, 0.0, 1.0, mode, 0.5, false; NO_RAMP);
    assert_eq!(values(&cyclic, 1.0, [0.0, 2.0, 4.0]), Ok([0.0, 0.5 * 0.25, 0.0625]));
    assert_eq!(values(&cyclic, 2.0, [0.0, 4.0, 8.0]), Ok([0.0, 0.5 * 0.25, 0.0625]));
}

#[test]
fn a_ramp_is_scaled_only_where_it_is_asked_to_be() {
    let t_max = exact(20.0, Unit::Batch);
    assert_eq!(values(&linear(t_max, ramp(4.0, Unit::Batch)), 0.5, [2.0, 4.0, 7.0, 10.0]), Ok([0.5, 1.0, 0.75, 0.5]));
    let scaled = Ramp { scale_warmup: true, ..ramp(4.0, Unit::Batch) };
    assert_eq!(values(&linear(t_max, scaled), 0.5, [1.0, 2.0, 6.0, 10.0]), Ok([0.5, 1.0, 0.75, 0.5]));
}

#[test]
fn the_first_step_is_that_of_a_batch() {
    let t_max = exact(400.0, Unit::Sample);
    for (first_step, first, second) in [
        (FirstStep::Zero, 0.0, 0.25),
        (FirstStep::One, 0.25, 0.5),
        (FirstStep::OneOfMore, 0.2, 0.4),
        (FirstStep::OfLess, 0.0, 1.0 / 3.0),
    ] {
        let schedule = linear(t_max, Ramp { first_step, ..ramp(16.0, Unit::Sample) });
        assert_eq!(values(&schedule, 1.0, [0.0, 1.0, 4.0]), Ok([first, second, 1.0]), "{first_step:?}");
    }
    let tokens = linear(exact(400.0, Unit::Token), Ramp { first_step: FirstStep::One, ..ramp(16.0, Unit::Token) });
    assert_eq!(values(&tokens, 1.0, [0.0]), Err(Error::CounterMissing { unit: Unit::Token }));
    let log = Ramp { warmup: Rise::Log, ..ramp(1.0, Unit::Batch) };
    let t_max = exact(40.0, Unit::Batch);
    assert_eq!(values(&linear(t_max, log), 1.0, [0.0]), Err(Error::ZeroLength { what: Length::TWarmup }));
    let log = Ramp { warmup: Rise::Log, ..ramp(4.0, Unit::Batch) };
    assert_eq!(values(&linear(t_max, log), 1.0, [0.0, 1.0, 3.0, 4.0]), Ok([0.0, 0.5, 1.0, 1.0]));
}

#[test]
fn a_ramp_that_outlasts_a_form_is_followed_by_its_end() {
    let schedule = linear(exact(4.0, Unit::Batch), ramp(8.0, Unit::Batch));
    assert_eq!(values(&schedule, 1.0, [4.0, 7.0, 8.0, 50.0]), Ok([0.5, 0.875, 0.5, 0.5]));
}

#[test]
fn what_can_not_be_is_refused_by_the_name_of_its_option() {
    let (t, batch) = (exact(10.0, Unit::Batch), Unit::Batch);
    let range = |option, found| Err::<[f64; 1], _>(Error::OptionRange { option, found });
    let of = |schedule: Schedule| values(&schedule, 1.0, [0.0]);
    let units = Error::WarmupUnits { t_warmup: Time::new(4.0, Unit::Sample), t_max: Time::new(10.0, batch) };
    assert_eq!(of(linear(t, ramp(4.0, Unit::Sample))), Err(units));
    assert_eq!(of(linear(t, ramp(-4.0, batch))), range(Length::TWarmup, -4.0));
    let begin = Some(exact(3.0, batch));
    let early = made!("LinearDecayScheduler", t, 1.0, 0.5, begin; ramp(4.0, batch));
    assert_eq!(of(early), range(Length::TBegin, 3.0));
    let levels =
        |boundaries: Vec<Exact>, values: Vec<f64>| made!("PiecewiseConstantScheduler", boundaries, values; NO_RAMP);
    assert_eq!(of(levels(vec![t], vec![1.0])), range(Length::Values, 1.0));
    assert_eq!(of(levels(vec![], vec![])), range(Length::Values, 0.0));
    let knots =
        |knots: Vec<Exact>, values: Vec<f64>| made!("PiecewiseInterpolateScheduler", knots, values, Blend::Linear);
    assert_eq!(of(knots(vec![], vec![])), range(Length::Values, 0.0));
    assert_eq!(of(knots(vec![t, exact(9.0, batch)], vec![1.0, 0.5])), range(Length::Knots, 9.0));
    let step = |value| made!("StepDecayScheduler", exact(value, batch), 0.5, true; NO_RAMP);
    assert_eq!(of(step(0.0)), Err(Error::ZeroLength { what: Length::TStep }));
    assert_eq!(of(step(-2.0)), range(Length::TStep, -2.0));
    let law = |exponent: f64| made!("PowerLawScheduler", 1.0, 1.0, exponent, None::<Exact>, 0.0, false);
    assert_eq!(of(law(-0.5)), range(Length::TWarmup, 0.0));
}
