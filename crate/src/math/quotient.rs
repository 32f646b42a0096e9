//! Quotients of numbers that grow evenly, by a divisor that stays: each is the correctly rounded one.
//!
//! A division of two lanes keeps processors busy for 4 to 5 cycles, whatever else they could do. Where integers and
//! divisor are at most 2²⁵, once freed of what divides them all, two products and a sum are as exact. Let h be the
//! inverse of the divisor ρ, rounded to 28 bits, and l what it lacks, rounded: l = (1 − hρ)/ρ, where hρ has no more than
//! 53 bits and the difference loses none, so both are exact. An integer t of 25 bits then has the quotient th + tl, of
//! which th is exact, and tl is below 2⁻²⁸·q for q = t/ρ, and off by two roundings of 2⁻⁵³ of it: by 2⁻⁸⁰·q at most. The
//! sum rounds once; what it rounds to can differ from the float nearest to q only if a midpoint of two floats lies
//! within 2⁻⁸⁰·q of q. A midpoint is M·2ᵉ with an odd M of 54 bits, and |q − M·2ᵉ| = |t·2⁻ᵉ − Mρ|·2ᵉ/ρ. For e < 0 the
//! first factor is an integer, and none is 0: else 2⁻ᵉ would divide ρ, and t be a multiple of M, which is larger. So the
//! distance is at least 2ᵉ/ρ > 2⁻⁵⁴·q/ρ ≥ 2⁻⁷⁹·q. For e ≥ 0, q would be 2⁵³ at least, and is at most 2²⁵.

use super::float::trunc;
use super::pair::Pair;

/// The largest integers for which two products do.
const MOST: f64 = 33_554_432.0;

/// Eight quotients at a time.
pub struct Quotients {
    /// The four pairs that come next: integers for which products do, else indices.
    next: [Pair; 4],
    by: Pair,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Products { high: Pair, low: Pair },
    Divisions { first: Pair, by: Pair, less: [Pair; 2], divisor: Pair },
}

impl Quotients {
    /// Of `first`, `first + by`, …, less two numbers, one after the other, by a positive divisor, so many.
    #[inline(never)]
    pub fn new(first: f64, by: f64, less: [f64; 2], count: usize, divisor: f64) -> Self {
        let last = first + by * count as f64;
        let shared = if last.max(divisor) <= MOST { 1.0 } else { common(first, by, divisor) };
        let (start, step, rho) = (first / shared, by / shared, divisor / shared);
        let is_whole = less == [0.0; 2] && [start, step, rho].iter().all(|&x| trunc(x) == x);
        if is_whole && (last / shared).max(rho) <= MOST {
            let inverse = 1.0 / rho;
            // Rounded by its bits: 28 of 53 are kept.
            let high = f64::from_bits((inverse.to_bits() + (1 << 24)) & 0xffff_ffff_fe00_0000);
            let low = (1.0 - high * rho) / rho;
            let kind = Kind::Products { high: Pair::splat(high), low: Pair::splat(low) };
            return Self::along(start, step, kind);
        }
        let ([first, by, divisor], less) = ([first, by, divisor].map(Pair::splat), less.map(Pair::splat));
        Self::along(0.0, 1.0, Kind::Divisions { first, by, less, divisor })
    }

    fn along(first: f64, by: f64, kind: Kind) -> Self {
        let pair = Pair::of(&[first, first + by]);
        let next = [0.0, 2.0, 4.0, 6.0].map(|index| pair + Pair::splat(index * by));
        Self { next, by: Pair::splat(8.0 * by), kind }
    }

    /// Fills pairs, four at a time.
    #[inline(never)]
    pub fn fill(&mut self, pairs: &mut [Pair]) {
        for four in pairs.chunks_exact_mut(4) {
            four.copy_from_slice(&self.eight());
        }
    }

    /// The next eight.
    #[inline(always)]
    pub fn eight(&mut self) -> [Pair; 4] {
        let pairs = self.next;
        self.next = pairs.map(|pair| pair + self.by);
        match self.kind {
            Kind::Products { high, low } => pairs.map(|pair| pair * high + pair * low),
            Kind::Divisions { first, by, less: [outer, inner], divisor } => {
                pairs.map(|pair| (first + pair * by - outer - inner) / divisor)
            }
        }
    }
}

/// The greatest common divisor of integers, or 1 where they are none.
fn common(a: f64, b: f64, c: f64) -> f64 {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if [a, b, c].iter().any(|&x| trunc(x) != x || x > LARGEST) {
        return 1.0;
    }
    [b, c].iter().fold(a as u64, |mut a, &b| {
        let mut b = b as u64;
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    }) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds all quotients of `first`, `first + by`, … to divisions; whether products were enough for them.
    fn check(first: f64, by: f64, count: usize, divisor: f64) -> bool {
        check_less(first, by, [0.0; 2], count, divisor)
    }

    fn check_less(first: f64, by: f64, less: [f64; 2], count: usize, divisor: f64) -> bool {
        let mut quotients = Quotients::new(first, by, less, count, divisor);
        let eights = core::iter::from_fn(|| Some(quotients.eight().map(Pair::both))).flatten().flatten();
        for (index, quotient) in eights.take(count).enumerate() {
            let t = first + index as f64 * by - less[0] - less[1];
            assert_eq!(quotient.to_bits(), (t / divisor).to_bits(), "{t} / {divisor}");
        }
        matches!(quotients.kind, Kind::Products { .. })
    }

    #[test]
    fn every_quotient_of_small_integers_is_that_of_a_division() {
        for divisor in 1..=1000 {
            assert!(check(0.0, 1.0, 1500, f64::from(divisor)));
        }
    }

    #[test]
    fn products_do_up_to_the_largest_integers_and_beyond_what_divides_all() {
        for divisor in [MOST, MOST - 1.0, MOST - 39.0, 29_360_129.0, 22_369_621.0, 16_777_217.0, 10_000_019.0] {
            assert!(check(MOST - 80_001.0, 1.0, 80_000, divisor), "{divisor}");
            assert!(check(0.0, 419.0, 80_000, divisor), "{divisor}");
        }
        let tokens = 480.0 * 2048.0;
        assert!(check(tokens * 7.0, tokens * 3.0, 10_000, tokens * 10_000_019.0));
    }

    #[test]
    fn what_is_too_large_or_no_integer_is_divided() {
        assert!(!check(0.0, 1.0, 1000, MOST + 1.0));
        assert!(!check(MOST - 500.0, 1.0, 1000, 7.0));
        assert!(!check(3.0, 1e12 + 1.0, 1000, 9e15));
        assert!(!check(0.5, 1.0, 100, 7.0));
        assert!(!check(0.0, 1.0, 100, 38.6));
        assert!(!check_less(40.0, 1.0, [38.6, 0.3], 100, 7.0));
    }
}
