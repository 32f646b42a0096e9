//! Prints the largest errors of the closed forms against a reference of about 100 bits, over a million points each, and
//! those of the other libraries' forms against arbitrary precision.

mod big;
#[path = "../../../tests/crate/canonical.rs"]
mod canonical;
mod forms;
mod measure;
mod reference;

use measure::{
    annealed, carried_cosine, exponential, exponentials, polynomials, power_of_the_rest, reference_error,
    rounded_cosine, End, Pair,
};

const POINTS: u32 = 1_000_000;
const OF_FORMS: u32 = 20_000;
const COSINE: &str = "2⁻⁵³";
const ALPHA: &str = "ulp of max(\\|α\\|, 1 − α_f)";

const ENDS: [(End, &str); 2] = [(End::Above, "0 to 1"), (End::Below, "-4 to 0")];
const POWERS: [Option<f64>; 6] = [Some(1.0), Some(2.0), Some(3.0), Some(0.5), Some(1.7), None];

fn main() {
    println!(
        "The reference against arbitrary precision, 10,000 points: off by at most 2^{}.\n",
        reference_error(10_000)
    );
    println!("| value | unit | largest error | at | relative | plain formula | bound |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    row("cos πτ, as carried (τ)", COSINE, carried_cosine(POINTS), Some(1.0));
    row("cos πτ, as 2α − 1 (τ)", COSINE, rounded_cosine(POINTS), None);
    for alpha_f in [0.0, 0.1, 0.5] {
        row("cosine (τ, α_f)", ALPHA, annealed(End::At(alpha_f), POINTS), Some(1.0));
    }
    for (end, name) in ENDS {
        row(&format!("cosine, α_f {name} (τ, α_f)"), ALPHA, annealed(end, POINTS), Some(1.0));
    }
    for (end, name) in ENDS {
        for power in POWERS {
            let text =
                format!("polynomial, {}, α_f {name}", power.map_or("any power".to_owned(), |p| format!("power {p}")));
            row(&format!("{text} (what is left, α_f)"), ALPHA, polynomials(power, end, POINTS), Some(2.5));
        }
    }
    for gamma in [0.1, 0.5, 0.9, 0.999, 1.01, 1e-300, 1.0 - 1e-12] {
        row("exponential (γ, t/ρ)", "ulp", exponential(gamma, POINTS), None);
    }
    row("exponential, any γ", "ulp", exponentials(POINTS), None);
    for exponent in [1.7, 0.3, 2.5, 10.0, 1.0, 2.0, 3.0, 0.5] {
        row("power (what is left, power)", "ulp", power_of_the_rest(Some(exponent), POINTS), None);
    }
    row("power, any power", "ulp", power_of_the_rest(None, POINTS), None);
    println!("\n| form | largest error, in ulps of max(\\|α\\|, what it spans) | at batch | value |");
    println!("| --- | --- | --- | --- |");
    for case in forms::CASES {
        let measure::Worst { error, at: [batch, value] } = case.worst(OF_FORMS);
        println!("| {} | {error:.3} | {batch} | {value:?} |", case.name);
    }
}

fn row(name: &str, unit: &str, found: Pair, bound: Option<f64>) {
    let Pair { own, relative, plain } = found;
    let relative = relative.map_or_else(String::new, |relative| format!("{relative:.2e}"));
    let bound = bound.map_or_else(String::new, |bound| {
        format!("{bound}: {}", if own.error <= bound { "holds" } else { "does not hold" })
    });
    println!("| {name} | {unit} | {:.4} | {:?} | {relative} | {:.4} | {bound} |", own.error, own.at, plain.error);
}
