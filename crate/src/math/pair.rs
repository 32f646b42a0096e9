//! Two floats side by side, a lane each, for loops in which the compiler does not find the lanes by itself, or finds
//! worse ones.
//!
//! The lanes of WebAssembly and of x86-64, and arrays elsewhere; all give the same bits.

use super::float::Floats;
use super::SQRT_HALF;
use core::ops::{Add, Div, Mul, Sub};
#[cfg(target_arch = "wasm32")]
use lanes as stores;
use lanes::Lanes;

/// 2⁵², what is added to the exponent of a float, and that as an exponent.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const BIAS: f64 = 1023.0;
const ONES: u64 = 1023 << 52;

/// Two floats.
#[derive(Clone, Copy, Debug)]
pub struct Pair(Lanes);

#[cfg(target_arch = "wasm32")]
mod lanes {
    use core::arch::wasm32::{
        f32x4_demote_f64x2_zero, f64x2_extract_lane, i64x2_shl, i64x2_shuffle, u64x2_shr, v128_load, v128_store,
    };
    pub use core::arch::wasm32::{
        f64x2_abs as abs, f64x2_add as add, f64x2_div as div, f64x2_mul as mul, f64x2_pmax as larger,
        f64x2_pmin as smaller, f64x2_splat as splat, f64x2_sqrt as sqrt, f64x2_sub as sub, i64x2_add as add_bits,
        v128 as Lanes, v128_and as and_bits, v128_or as or_bits,
    };

    #[inline(always)]
    #[allow(unsafe_code)]
    pub fn of(values: &[f64; 2]) -> Lanes {
        // SAFETY: reads the 16 bytes of the array, which this instruction needs no alignment for. Made of two floats,
        // the compiler would load each.
        unsafe { v128_load(core::ptr::from_ref(values).cast()) }
    }

    #[inline(always)]
    #[allow(unsafe_code)]
    pub fn store([a, b, c, d]: [Lanes; 4], to: &mut [f64; 8]) {
        let to: *mut Lanes = to.as_mut_ptr().cast();
        // SAFETY: writes the 64 bytes of the array, which this instruction needs no alignment for.
        unsafe {
            v128_store(to, a);
            v128_store(to.add(1), b);
            v128_store(to.add(2), c);
            v128_store(to.add(3), d);
        }
    }

    /// The compiler keeps the instruction that rounds only where all of its result is stored: two values, and two zeros,
    /// over which the next two go.
    #[inline(always)]
    #[allow(unsafe_code)]
    pub fn store_rounded([a, b, c, d]: [Lanes; 4], to: &mut [f32; 10]) {
        let to = to.as_mut_ptr();
        // SAFETY: writes the 16 bytes of four of the ten values each, which this instruction needs no alignment for.
        unsafe {
            v128_store(to.cast(), f32x4_demote_f64x2_zero(a));
            v128_store(to.add(2).cast(), f32x4_demote_f64x2_zero(b));
            v128_store(to.add(4).cast(), f32x4_demote_f64x2_zero(c));
            v128_store(to.add(6).cast(), f32x4_demote_f64x2_zero(d));
        }
    }

    #[inline(always)]
    pub fn to_exponent(lanes: Lanes) -> Lanes {
        i64x2_shl(lanes, 52)
    }

    #[inline(always)]
    pub fn from_exponent(lanes: Lanes) -> Lanes {
        u64x2_shr(lanes, 52)
    }

    #[inline(always)]
    pub fn both(lanes: Lanes) -> [f64; 2] {
        [f64x2_extract_lane::<0>(lanes), f64x2_extract_lane::<1>(lanes)]
    }

    #[inline(always)]
    pub fn before(lanes: Lanes, previous: Lanes) -> Lanes {
        i64x2_shuffle::<1, 2>(previous, lanes)
    }
}

#[cfg(target_arch = "x86_64")]
mod lanes {
    pub use core::arch::x86_64::__m128d as Lanes;
    use core::arch::x86_64::{
        _mm_add_epi64, _mm_add_pd, _mm_and_pd, _mm_andnot_pd, _mm_castpd_si128, _mm_castsi128_pd, _mm_cvtsd_f64,
        _mm_div_pd, _mm_max_pd, _mm_min_pd, _mm_mul_pd, _mm_or_pd, _mm_set1_pd, _mm_set_pd, _mm_shuffle_pd,
        _mm_slli_epi64, _mm_sqrt_pd, _mm_srli_epi64, _mm_sub_pd, _mm_unpackhi_pd,
    };

    macro_rules! instructions {
        ($($name:ident($($operand:ident: $type:ty),*) -> $result:ty = $value:expr;)*) => {$(
            #[inline(always)]
            #[allow(unsafe_code)]
            pub fn $name($($operand: $type),*) -> $result {
                // SAFETY: every processor of this kind has these instructions.
                unsafe { $value }
            }
        )*};
    }

    instructions! {
        splat(value: f64) -> Lanes = _mm_set1_pd(value);
        of(values: &[f64; 2]) -> Lanes = _mm_set_pd(values[1], values[0]);
        both(a: Lanes) -> [f64; 2] = [_mm_cvtsd_f64(a), _mm_cvtsd_f64(_mm_unpackhi_pd(a, a))];
        abs(a: Lanes) -> Lanes = _mm_andnot_pd(_mm_set1_pd(-0.0), a);
        add(a: Lanes, b: Lanes) -> Lanes = _mm_add_pd(a, b);
        sub(a: Lanes, b: Lanes) -> Lanes = _mm_sub_pd(a, b);
        mul(a: Lanes, b: Lanes) -> Lanes = _mm_mul_pd(a, b);
        div(a: Lanes, b: Lanes) -> Lanes = _mm_div_pd(a, b);
        sqrt(a: Lanes) -> Lanes = _mm_sqrt_pd(a);
        // These take their second operand where they do not differ or one is NaN.
        larger(a: Lanes, b: Lanes) -> Lanes = _mm_max_pd(b, a);
        smaller(a: Lanes, b: Lanes) -> Lanes = _mm_min_pd(b, a);
        add_bits(a: Lanes, b: Lanes) -> Lanes =
            _mm_castsi128_pd(_mm_add_epi64(_mm_castpd_si128(a), _mm_castpd_si128(b)));
        or_bits(a: Lanes, b: Lanes) -> Lanes = _mm_or_pd(a, b);
        and_bits(a: Lanes, b: Lanes) -> Lanes = _mm_and_pd(a, b);
        to_exponent(a: Lanes) -> Lanes = _mm_castsi128_pd(_mm_slli_epi64::<52>(_mm_castpd_si128(a)));
        from_exponent(a: Lanes) -> Lanes = _mm_castsi128_pd(_mm_srli_epi64::<52>(_mm_castpd_si128(a)));
        before(a: Lanes, previous: Lanes) -> Lanes = _mm_shuffle_pd::<1>(previous, a);
    }
}

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
mod lanes {
    use super::{larger as larger_of, smaller as smaller_of};

    pub type Lanes = [f64; 2];

    macro_rules! lane_by_lane {
        ($($name:ident($($lanes:ident),*) = $value:expr;)*) => {$(
            #[inline(always)]
            pub fn $name($($lanes: Lanes),*) -> Lanes {
                let lane = |lane: usize| {
                    $(let $lanes = $lanes[lane];)*
                    $value
                };
                [lane(0), lane(1)]
            }
        )*};
    }

    lane_by_lane! {
        abs(a) = a.abs();
        add(a, b) = a + b;
        sub(a, b) = a - b;
        mul(a, b) = a * b;
        div(a, b) = a / b;
        sqrt(a) = a.sqrt();
        larger(a, b) = larger_of(a, b);
        smaller(a, b) = smaller_of(a, b);
        add_bits(a, b) = f64::from_bits(a.to_bits().wrapping_add(b.to_bits()));
        or_bits(a, b) = f64::from_bits(a.to_bits() | b.to_bits());
        and_bits(a, b) = f64::from_bits(a.to_bits() & b.to_bits());
        to_exponent(a) = f64::from_bits(a.to_bits() << 52);
        from_exponent(a) = f64::from_bits(a.to_bits() >> 52);
    }

    #[inline(always)]
    pub fn splat(value: f64) -> Lanes {
        [value, value]
    }

    #[inline(always)]
    pub fn of(values: &[f64; 2]) -> Lanes {
        *values
    }

    #[inline(always)]
    pub fn both(lanes: Lanes) -> [f64; 2] {
        lanes
    }

    #[inline(always)]
    pub fn before(lanes: Lanes, previous: Lanes) -> Lanes {
        [previous[1], lanes[0]]
    }
}

/// What only WebAssembly has instructions of its own for.
#[cfg(not(target_arch = "wasm32"))]
mod stores {
    use super::lanes::{both, Lanes};

    #[inline(always)]
    pub fn store(pairs: [Lanes; 4], to: &mut [f64; 8]) {
        to.copy_from_slice(pairs.map(both).as_flattened());
    }

    #[inline(always)]
    pub fn store_rounded(pairs: [Lanes; 4], to: &mut [f32; 10]) {
        for (slot, value) in to.iter_mut().zip(pairs.map(both).as_flattened()) {
            *slot = *value as f32;
        }
    }
}

/// The larger of two; the first where they do not differ or one is NaN.
#[inline(always)]
pub fn larger(a: f64, b: f64) -> f64 {
    if a < b {
        b
    } else {
        a
    }
}

/// The smaller of two; the first where they do not differ or one is NaN.
#[inline(always)]
pub fn smaller(a: f64, b: f64) -> f64 {
    if b < a {
        b
    } else {
        a
    }
}

impl Pair {
    /// The same in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Self(lanes::splat(value))
    }

    /// Of two values next to each other.
    #[inline(always)]
    pub fn of(values: &[f64; 2]) -> Self {
        Self(lanes::of(values))
    }

    /// Writes four pairs.
    #[inline(always)]
    pub fn store(pairs: [Self; 4], to: &mut [f64; 8]) {
        stores::store(pairs.map(|pair| pair.0), to);
    }

    /// Writes four pairs, each value rounded to f32; what the last two become is left open.
    #[inline(always)]
    pub fn store_rounded(pairs: [Self; 4], to: &mut [f32; 10]) {
        stores::store_rounded(pairs.map(|pair| pair.0), to);
    }

    /// The two lanes.
    #[inline(always)]
    pub fn both(self) -> [f64; 2] {
        lanes::both(self.0)
    }

    /// Without their signs.
    #[inline(always)]
    pub fn abs(self) -> Self {
        Self(lanes::abs(self.0))
    }

    /// [`binade`], lane by lane, for positive normal floats.
    #[inline(always)]
    pub fn binade(self) -> Self {
        // The last bits of 2⁵² and above are those of an integer.
        let bits = lanes::add_bits(self.0, lanes::splat(f64::from_bits(ONES - SQRT_HALF.to_bits())));
        let whole = lanes::or_bits(lanes::from_exponent(bits), lanes::splat(WHOLE));
        Self(whole) - Self::splat(WHOLE + BIAS)
    }
}

macro_rules! of_two {
    ($($(#[$doc:meta])* $name:ident)*) => {
        impl Pair {
            $(
                $(#[$doc])*
                #[inline(always)]
                pub fn $name(self, other: Self) -> Self {
                    Self(lanes::$name(self.0, other.0))
                }
            )*
        }
    };
}

of_two! {
    /// [`larger`], lane by lane.
    larger
    /// [`smaller`], lane by lane.
    smaller
    /// The bits of both added as integers, without carries from lane to lane.
    add_bits
    /// The bits that either has.
    or_bits
    /// The values one place earlier, of which the first is the second of the pair before this one.
    before
}

macro_rules! operators {
    ($($trait:ident $name:ident)*) => {$(
        impl $trait for Pair {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(lanes::$name(self.0, other.0))
            }
        }
    )*};
}

operators! { Add add Sub sub Mul mul Div div }

impl Floats for Pair {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(lanes::splat(value))
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(lanes::sqrt(self.0))
    }

    #[inline(always)]
    fn and_bits(self, bits: u64) -> Self {
        Self(lanes::and_bits(self.0, lanes::splat(f64::from_bits(bits))))
    }

    #[inline(always)]
    fn add_exponent(self, last_bits: Self) -> Self {
        Self(lanes::add_bits(self.0, lanes::to_exponent(last_bits.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Two<T> = fn(T, T) -> T;

    #[test]
    fn lanes_are_what_each_float_gives_alone() {
        let values = [
            0.0,
            -0.0,
            1.0,
            -1.5,
            3e300,
            1.4,
            1.42,
            0.7,
            0.71,
            3e-308,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            5e-324,
        ];
        let alone: [(Two<Pair>, Two<f64>); 7] = [
            (Pair::larger, larger),
            (Pair::smaller, smaller),
            (Pair::add_bits, |a, b| f64::from_bits(a.to_bits().wrapping_add(b.to_bits()))),
            (Pair::or_bits, |a, b| f64::from_bits(a.to_bits() | b.to_bits())),
            (|a, b| a + b, |a, b| a + b),
            (|a, b| (a - b).abs(), |a, b| (a - b).abs()),
            (|a, b| a * b, |a, b| a * b),
        ];
        let same = |a: f64, b: f64| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
        for a in values {
            for b in values {
                for (lanes, of) in alone {
                    let [first, second] = lanes(Pair::of(&[a, b]), Pair::of(&[b, a])).both();
                    assert!(same(first, of(a, b)) && same(second, of(b, a)), "{a} {b}");
                }
                let is_normal = |x: f64| x.is_normal() && x > 0.0;
                if is_normal(a) && is_normal(b) {
                    assert_eq!(Pair::of(&[a, b]).binade().both(), [a, b].map(super::super::binade));
                }
                let [first, second] = Pair::of(&[a, b]).before(Pair::of(&[1.0, 2.0])).both();
                assert!(same(first, 2.0) && same(second, a));
            }
        }
    }
}
