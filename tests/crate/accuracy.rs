//! The closed forms stay as close to the true values as they were measured: fewer points of what the accuracy example
//! prints, under bounds just above what it found.

#[path = "../../crate/examples/accuracy/big.rs"]
mod big;
mod canonical;
#[path = "../../crate/examples/accuracy/forms.rs"]
mod forms;
#[path = "../../crate/examples/accuracy/measure.rs"]
mod measure;
#[path = "../../crate/examples/accuracy/reference.rs"]
mod reference;

use measure::{
    annealed, carried_cosine, exponential, exponentials, polynomials, power_of_the_rest, reference_error,
    rounded_cosine, End, Pair,
};

const POINTS: u32 = 10_000;

#[track_caller]
fn within(bound: f64, found: Pair) {
    let measure::Worst { error, at } = found.own;
    assert!(error <= bound, "at most {bound} was expected; found {error} at {at:?}");
}

#[test]
fn the_reference_agrees_with_arbitrary_precision() {
    assert!(reference_error(400) <= -80);
}

#[test]
fn a_cosine_is_off_by_little_more_than_its_rounding() {
    within(1.0, carried_cosine(POINTS));
    within(2.25, rounded_cosine(POINTS));
    within(0.6, annealed(End::At(0.0), POINTS));
    within(0.85, annealed(End::At(0.5), POINTS));
    within(1.0, annealed(End::Above, POINTS));
    within(1.0, annealed(End::Below, POINTS));
}

#[test]
fn an_exponential_is_off_by_few_ulps_of_the_power_of_its_rounded_exponent() {
    for (gamma, bound) in [(0.1, 1.35), (0.5, 1.2), (0.999, 1.25), (1e-300, 1.25), (1.0 - 1e-12, 1.3)] {
        within(bound, exponential(gamma, POINTS / 2));
    }
    within(3.3, exponential(0.9, POINTS));
    within(1.35, exponentials(POINTS));
}

#[test]
fn a_power_is_off_by_little_more_than_an_ulp_whatever_its_exponent() {
    for (exponent, bound) in [(1.0, 1e-9), (2.0, 0.500_001), (3.0, 1.4), (0.5, 0.500_001)] {
        within(bound, power_of_the_rest(Some(exponent), POINTS / 2));
    }
    within(1.35, power_of_the_rest(None, POINTS));
}

#[test]
fn a_polynomial_is_off_by_few_ulps_of_what_it_spans_also_where_it_crosses_0() {
    for (power, above, below) in [
        (Some(1.0), 1.501, 1.001),
        (Some(2.0), 2.0, 1.501),
        (Some(3.0), 2.4, 1.8),
        (Some(0.5), 2.001, 1.501),
        (None, 2.3, 1.8),
    ] {
        within(above, polynomials(power, End::Above, POINTS / 2));
        within(below, polynomials(power, End::Below, POINTS / 2));
    }
}

#[test]
fn every_form_of_the_other_libraries_is_off_by_two_ulps_of_what_it_spans_or_little_more() {
    for case in forms::CASES {
        let measure::Worst { error, at } = case.worst(400);
        // Seven of them were found above 2 in 20,000 points, the furthest at 2.24.
        assert!(error <= 2.3, "{}: {error} at {at:?}", case.name);
    }
}
