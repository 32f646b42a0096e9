//! Unevaluated sums of two floats, about 100 bits: for what is computed once a curve and then multiplied by much.

/// hi + lo, where lo is what hi lacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wide {
    /// The rounded value.
    pub hi: f64,
    /// What it lacks.
    pub lo: f64,
}

impl Wide {
    /// a + b, exactly.
    pub fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let b_part = hi - a;
        Self { hi, lo: (a - (hi - b_part)) + (b - b_part) }
    }

    /// a · b, exactly, for factors that are neither huge nor tiny.
    pub fn product(a: f64, b: f64) -> Self {
        let split = |x: f64| {
            let shifted = 134_217_729.0 * x; // 2²⁷ + 1
            let head = shifted - (shifted - x);
            (head, x - head)
        };
        let (hi, (a_head, a_tail), (b_head, b_tail)) = (a * b, split(a), split(b));
        Self { hi, lo: ((a_head * b_head - hi) + a_head * b_tail + a_tail * b_head) + a_tail * b_tail }
    }

    /// The sum of two.
    #[must_use]
    #[inline(never)]
    pub fn plus(self, other: Self) -> Self {
        let high = Self::sum(self.hi, other.hi);
        let low = Self::sum(self.lo, other.lo);
        let once = Self::sum(high.hi, high.lo + low.hi);
        Self::sum(once.hi, once.lo + low.lo)
    }

    /// The product of two.
    #[must_use]
    #[inline(never)]
    pub fn times(self, other: Self) -> Self {
        let exact = Self::product(self.hi, other.hi);
        Self::sum(exact.hi, exact.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    /// The quotient of a float and one of these.
    #[inline(never)]
    pub fn quotient(a: f64, b: Self) -> Self {
        let hi = a / b.hi;
        let back = Self::product(hi, b.hi);
        Self::sum(hi, (((a - back.hi) - back.lo) - hi * b.lo) / b.hi)
    }
}

/// log₂ of 2^k · m for an m in [√½, √2): (2/ln 2) · artanh(s) with s = (m − 1)/(m + 1).
pub fn log2(k: f64, m: f64) -> Wide {
    const TWO_OVER_LN_2: Wide = Wide { hi: 2.885_390_081_777_926_8, lo: 4.071_054_748_186_206_6e-17 };
    // s² is at most 0.0295: its 22nd power is below 2⁻¹¹¹.
    const TERMS: u32 = 22;
    let s = Wide::quotient(m - 1.0, Wide::sum(m, 1.0));
    let z = s.times(s);
    let series = (0..TERMS).rev().fold(Wide { hi: 0.0, lo: 0.0 }, |sum, n| {
        let coefficient = Wide::quotient(1.0, Wide { hi: f64::from(2 * n + 1), lo: 0.0 });
        coefficient.plus(z.times(sum))
    });
    Wide { hi: k, lo: 0.0 }.plus(TWO_OVER_LN_2.times(s.times(series)))
}
