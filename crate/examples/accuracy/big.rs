//! Numbers of arbitrary precision, with operators: what formulas are written in.

use astro_float_num::{BigFloat, Consts, RoundingMode};
use core::cell::RefCell;
use core::ops::{Add, Div, Mul, Neg, Sub};

const PRECISION: usize = 192;
const ROUNDING: RoundingMode = RoundingMode::ToEven;

thread_local! {
    static CONSTANTS: RefCell<Consts> = RefCell::new(Consts::new().expect("memory for constants"));
}

fn with<T>(run: impl FnOnce(&mut Consts) -> T) -> T {
    CONSTANTS.with(|constants| run(&mut constants.borrow_mut()))
}

/// A number of 192 bits.
#[derive(Clone, Debug)]
pub struct Big(BigFloat);

/// A float, exactly.
pub fn big(x: f64) -> Big {
    Big(BigFloat::from_f64(x, PRECISION))
}

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {
        $(
            impl $operator for Big {
                type Output = Self;
                fn $method(self, other: Self) -> Self {
                    Self(self.0.$method(&other.0, PRECISION, ROUNDING))
                }
            }

            impl $operator<f64> for Big {
                type Output = Self;
                fn $method(self, other: f64) -> Self {
                    $operator::$method(self, big(other))
                }
            }

            impl $operator<Big> for f64 {
                type Output = Big;
                fn $method(self, other: Big) -> Big {
                    $operator::$method(big(self), other)
                }
            }
        )*
    };
}

operators!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Big {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.neg())
    }
}

impl Big {
    /// cos πx.
    pub fn cos_pi(self) -> Self {
        let angle = with(|constants| constants.pi(PRECISION, ROUNDING)).mul(&self.0, PRECISION, ROUNDING);
        Self(with(|constants| angle.cos(PRECISION, ROUNDING, constants)))
    }

    pub fn tanh(self) -> Self {
        Self(with(|constants| self.0.tanh(PRECISION, ROUNDING, constants)))
    }

    pub fn ln(self) -> Self {
        Self(with(|constants| self.0.ln(PRECISION, ROUNDING, constants)))
    }

    /// Python's `**` for a base of at least 0: 0 to the power of 0 is 1. Whole numbers and quarters without a logarithm, as
    /// that takes long.
    pub fn power(self, exponent: f64) -> Self {
        let quarters = 4.0 * exponent.abs();
        if quarters.fract() != 0.0 || self.0.is_zero() {
            return self.power_of(&big(exponent));
        }
        let (mut result, mut factor, mut rest) = (big(1.0), self.clone(), exponent.abs().floor() as u64);
        while rest > 0 {
            if rest % 2 == 1 {
                result = result * factor.clone();
            }
            factor = factor.clone() * factor;
            rest /= 2;
        }
        let root = self.sqrt();
        let result = match quarters % 4.0 {
            1.0 => result * root.sqrt(),
            2.0 => result * root,
            3.0 => result * root.clone() * root.sqrt(),
            _ => result,
        };
        if exponent < 0.0 {
            1.0 / result
        } else {
            result
        }
    }

    /// The same for an exponent that is no float.
    pub fn power_of(self, exponent: &Self) -> Self {
        if exponent.0.is_zero() {
            return big(1.0);
        }
        if self.0.is_zero() {
            return self;
        }
        Self(with(|constants| self.0.pow(&exponent.0, PRECISION, ROUNDING, constants)))
    }

    pub fn sqrt(self) -> Self {
        Self(self.0.sqrt(PRECISION, ROUNDING))
    }

    pub fn is_above(&self, other: &Self) -> bool {
        self.0.cmp(&other.0).is_some_and(|order| order > 0)
    }

    pub fn least(self, other: Self) -> Self {
        if self.is_above(&other) {
            other
        } else {
            self
        }
    }

    pub fn most(self, other: Self) -> Self {
        if self.is_above(&other) {
            self
        } else {
            other
        }
    }

    /// The distance to a float, and the size: both as floats, which they may be rounded to.
    pub fn distance(&self, other: f64) -> f64 {
        let off = self.0.sub(&big(other).0, PRECISION, ROUNDING);
        Self(off).rounded().abs()
    }

    /// Close to the nearest float.
    pub fn rounded(&self) -> f64 {
        if self.0.is_zero() {
            return 0.0;
        }
        let Some((words, _, sign, exponent, _)) = self.0.as_raw_parts() else { return f64::NAN };
        // The topmost words of a number that is below 1 by its exponent.
        let top: f64 = words.iter().rev().take(2).enumerate().fold(0.0, |sum, (index, word)| {
            sum + (*word as f64) * 2.0_f64.powi(-64 * (i32::try_from(index).expect("a small index") + 1))
        });
        let value = top * 2.0_f64.powi(exponent.max(-1000));
        if sign.is_negative() {
            -value
        } else {
            value
        }
    }
}
