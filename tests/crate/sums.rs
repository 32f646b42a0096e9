//! Sums and means are the exact ones, rounded once, whatever the values and however they are cut: held to arithmetic of
//! unlimited precision.

mod repetition;

use proptest::prelude::*;
use repetition::repeated;
use scale_schedule::block::BLOCK;
use scale_schedule::summary::Summary;

/// A number as digits of 20 bits, the lowest in units of 2⁻¹⁰⁷⁴; they may be of any sign and larger for a while.
struct Exact([i64; 112]);

const DIGIT: usize = 20;

impl Exact {
    fn sum(values: &[f64], times: i64) -> Self {
        let mut sum = Self([0; 112]);
        for &value in values {
            sum.add(value, times);
        }
        sum
    }

    /// Adds a float so many times, bit by bit. Infinity counts as 2¹⁰²⁴, as it does in rounding.
    fn add(&mut self, value: f64, times: i64) {
        if value.is_infinite() {
            return self.add(2f64.powi(1023), 2 * times * value.signum() as i64);
        }
        let (exponent, fraction) = ((value.to_bits() >> 52) as usize & 0x7ff, value.to_bits() & ((1 << 52) - 1));
        let (place, bits) = if exponent == 0 { (0, fraction) } else { (exponent - 1, fraction | 1 << 52) };
        let times = if value.is_sign_negative() { -times } else { times };
        for bit in (0..53).filter(|bit| bits >> bit & 1 == 1) {
            self.0[(place + bit) / DIGIT] += times << ((place + bit) % DIGIT);
        }
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i64 {
        let mut digits = self.0;
        let mut carry = 0;
        for digit in &mut digits {
            let sum = *digit + carry;
            (*digit, carry) = (sum.rem_euclid(1 << DIGIT), sum.div_euclid(1 << DIGIT));
        }
        match carry {
            0 => i64::from(digits.iter().any(|&digit| digit != 0)),
            carry => carry.signum(),
        }
    }
}

/// Whether a float is the nearest one to the sum of values over a count, of two the even one: twice the sum is on its
/// side of what it and its neighbour make.
fn is_nearest(found: f64, values: &[f64], count: i64) -> bool {
    let is_even = found.to_bits() & 1 == 0;
    let beside = |neighbour: f64| {
        let mut beyond = Exact::sum(values, 2);
        for float in [found, neighbour] {
            beyond.add(float, -count);
        }
        beyond.sign()
    };
    let fits = |sign: i64, side: i64| sign == -side || sign == 0 && is_even;
    (found == f64::INFINITY || fits(beside(found.next_up()), 1))
        && (found == f64::NEG_INFINITY || fits(beside(found.next_down()), -1))
}

fn finite() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |value| value.is_finite())
}

fn len() -> impl Strategy<Value = usize> {
    prop_oneof![1..40_usize, 1..12 * BLOCK, Just(BLOCK), Just(BLOCK + 1)]
}

/// Values as curves have them, and as they would be worst: told in short, for the message of a failure.
#[derive(Clone, Debug)]
enum Values {
    Smooth {
        len: usize,
        kind: u8,
        slope: f64,
        start: f64,
    },
    /// Draws from a few that are chosen to be hard.
    Drawn {
        len: usize,
        from: Vec<f64>,
        seed: u64,
    },
}

impl Values {
    fn list(&self) -> Vec<f64> {
        match self {
            &Self::Smooth { len, kind, slope, start } => {
                let value = |index: f64| match kind {
                    0 => start,
                    1 => start - 1e-3 * slope * index,
                    2 => start + (slope * index / 10.0).cos(),
                    3 => start * f64::powf(1.0 - slope, index),
                    4 => start * f64::powf(1.0 - slope / 1e3, index),
                    _ => slope * index,
                };
                (0..len).map(|index| value(index as f64)).collect()
            }
            Self::Drawn { len, from, seed } => {
                let draw = |index: usize| (seed ^ index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
                (0..*len).map(|index| from[draw(index) as usize % from.len()]).collect()
            }
        }
    }
}

fn values() -> impl Strategy<Value = Values> {
    let start = prop_oneof![4 => 1e-6..1.0, 1 => -1.0..1.0, 1 => finite()];
    let smooth = (len(), 0..6_u8, 1e-4..1.0, start).prop_map(|(len, kind, slope, start)| Values::Smooth {
        len,
        kind,
        slope,
        start,
    });
    let several = |of: BoxedStrategy<f64>| prop::collection::vec(of, 1..9).boxed();
    let from = prop_oneof![
        several((1.0..2.0).boxed()),
        several((-1e-9..1.0).boxed()),
        several(finite().boxed()),
        several((0..1_u64 << 54).prop_map(f64::from_bits).boxed()),
        several(prop_oneof![1e308..1.797e308, -1.797e308..-1e308].boxed()),
        (finite(), -25..-8_i32).prop_map(|(a, by)| vec![a, -a, a * 10f64.powi(by), 0.0, -0.0]),
        (-1e300..1e300_f64, -1e-3..1e-3_f64).prop_map(|(a, by)| vec![a, -a * (1.0 + by), a * 1e-17]),
    ];
    let drawn = (len(), from, any::<u64>()).prop_map(|(len, from, seed)| Values::Drawn { len, from, seed });
    prop_oneof![smooth, drawn]
}

proptest! {
    #![proptest_config(repeated(3000))]

    #[test]
    fn sum_and_mean_are_the_exact_ones_rounded_once(values in values(), scale in prop_oneof![Just(1.0), 1e-6..1.0]) {
        let values = values.list();
        let mut summary = Summary::default();
        summary.add(&values, scale);
        let products: Vec<f64> = values.iter().map(|value| value * scale).collect();
        let (sum, mean) = (summary.sum(), summary.mean());
        prop_assert!(is_nearest(sum, &products, 1), "sum {sum}");
        prop_assert!(is_nearest(mean, &products, values.len().try_into()?), "mean {mean}");
        let lowest = products.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!(summary.low, lowest);
        prop_assert!(lowest <= mean && mean <= highest, "{lowest} {mean} {highest}");
    }

    #[test]
    fn how_values_are_cut_and_in_which_order_they_come_does_not_matter(
        values in values(), cuts in prop::collection::vec(1..12 * BLOCK, 1..9),
    ) {
        let values = values.list();
        let mut whole = Summary::default();
        whole.add(&values, 1.0);
        let mut parts = Summary::default();
        let mut rest = &values[..];
        for &cut in cuts.iter().cycle() {
            let (part, after) = rest.split_at(cut.min(rest.len()));
            parts.add(part, 1.0);
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let mut reversed = Summary::default();
        reversed.add(&values.iter().rev().copied().collect::<Vec<_>>(), 1.0);
        for other in [parts, reversed] {
            prop_assert_eq!(other.sum().to_bits(), whole.sum().to_bits());
            prop_assert_eq!(other.mean().to_bits(), whole.mean().to_bits());
            prop_assert_eq!(other.low, whole.low);
            prop_assert_eq!(other.jump.value, whole.jump.value);
        }
    }
}
