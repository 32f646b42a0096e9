//! Rows of configurations: what they say, and what they refuse.

use scale_schedule::codec::Codec;
use scale_schedule::configurations::{Configurations, Wanted, ROW};
use scale_schedule::error::Error;
use scale_schedule::fill::Steps;
use scale_schedule::pace::Pace;
use scale_schedule::schedule::Schedule;
use scale_schedule::time::{Time, Unit};
use scale_schedule::wire::configuration_numbers;

fn numbers(max_duration: Time, ssr: f64, factor: f64, schedules: &[Schedule]) -> Vec<f64> {
    let mut out = Vec::new();
    max_duration.write(&mut out);
    out.push(ssr);
    Pace::default().write(&mut out);
    out.push(factor);
    for schedule in schedules {
        schedule.write(&mut out);
    }
    out
}

fn rows_of(numbers: &[f64], schedules: usize, summarized: bool) -> Result<Vec<f64>, Error> {
    let mut shared = Configurations::NONE;
    let wanted = if summarized { Wanted::Summary } else { Wanted::Ends };
    configuration_numbers(&mut shared, numbers, schedules, wanted).map_err(Error::from)
}

fn linear() -> Schedule {
    Schedule::Linear { alpha_i: 1.0, alpha_f: 0.0, t_max: Time::new(1.0, Unit::Duration) }
}

#[test]
fn a_row_says_what_can_be_seen() {
    let input = numbers(Time::new(8.0, Unit::Batch), 0.5, 2.0, &[linear()]);
    let row = rows_of(&input, 1, true).unwrap();
    // 2, 1.5, 1, 0.5: the line ends at batch 4.
    let expected = [0.0, 4.0, 0.0, 0.0, 2.0, 0.0, 0.5, 0.5, 5.0, 1.25, 0.0, 0.5, 1.0, 1.0, 4.0];
    assert_eq!(row.len(), ROW + 1);
    for (index, (found, expected)) in row.iter().zip(expected).enumerate() {
        assert!(found.to_bits() == f64::to_bits(expected) || *found == expected, "{index}: {found}");
    }
}

#[test]
fn without_a_summary_a_row_has_its_length_and_boundaries() {
    let input = numbers(Time::new(8.0, Unit::Batch), 1.0, 2.0, &[linear(), linear()]);
    let row = rows_of(&input, 2, false).unwrap();
    assert_eq!((row[0], row[1], row[13], row[14], row[15]), (0.0, 8.0, 2.0, 8.0, 8.0));
    assert!(row[4..13].iter().all(|value| value.is_nan()));
}

#[test]
fn values_are_those_of_the_steps_that_are_asked_for_also_past_the_end() {
    let mut input = numbers(Time::new(8.0, Unit::Batch), 0.5, 2.0, &[linear(), linear()]);
    input.extend(numbers(Time::new(8.0, Unit::Epoch), 1.0, 1.0, &[linear(), linear()]));
    let wanted = Wanted::Values(Steps { from: 1.0, stride: 2.0, count: 3 });
    let mut shared = Configurations::NONE;
    let rows = configuration_numbers(&mut shared, &input, 2, wanted).unwrap();
    assert_eq!(rows[..4], [0.0, 1.125, 0.125, 0.0]);
    assert!(rows[4] > 0.0 && rows[5..].iter().all(|value| value.is_nan()));
}

#[test]
fn what_has_no_curve_is_a_row_with_an_error_among_the_others() {
    let mut input = numbers(Time::new(8.0, Unit::Batch), 1.0, 1.0, &[linear()]);
    // Nothing is left of it; epochs that nobody counts; what no batch reaches.
    input.extend(numbers(Time::new(8.0, Unit::Batch), 0.1, 1.0, &[linear()]));
    input.extend(numbers(Time::new(8.0, Unit::Epoch), 1.0, 1.0, &[linear()]));
    input.extend(numbers(Time::new(8.0, Unit::Batch), f64::NAN, 1.0, &[linear()]));
    input.extend(numbers(Time::new(9.0, Unit::Batch), 1.0, 1.0, &[linear()]));
    let rows = rows_of(&input, 1, true).unwrap();
    let rows: Vec<&[f64]> = rows.chunks(ROW + 1).collect();
    assert_eq!(rows.iter().map(|row| row[0] == 0.0).collect::<Vec<_>>(), [true, false, false, false, true]);
    assert_eq!((rows[0][1], rows[4][1]), (8.0, 9.0));
}

#[test]
fn numbers_that_are_none_are_refused() {
    let input = numbers(Time::new(8.0, Unit::Batch), 1.0, 1.0, &[linear()]);
    for len in 1..input.len() {
        assert!(rows_of(&input[..len], 1, true).is_err(), "{len}");
    }
    assert!(rows_of(&input, 2, true).is_err());
    assert_eq!(rows_of(&[], 1, true), Ok(Vec::new()));
}
