//! Values that are given, step by step or knot by knot.

use super::path::{alone, Path};
use super::Forms;
use crate::choice::Blend as Along;
use crate::error::{Error, Length};
use crate::math::float::trunc;
use crate::schedule::at;
use crate::shape::Levels;
use crate::time::{Counter, Mark};
use crate::tree::Tree;
use alloc::vec;
use alloc::vec::Vec;

/// The least reading of which so many steps are a part, as floats divide.
#[inline(never)]
pub(super) fn first_of(count: f64, step: f64) -> f64 {
    let mut least = count * step;
    while trunc(least / step) < count {
        least = least.next_up();
    }
    while trunc(least.next_down() / step) >= count {
        least = least.next_down();
    }
    least
}

impl Forms<'_> {
    #[inline(never)]
    pub(super) fn interpolated(&mut self) -> Option<Tree> {
        use at::PiecewiseInterpolate as o;
        let (marks, values) = (self.marks(o::knots), self.options.numbers(o::values));
        let along = Along::of(self.options.word(o::interpolate));
        let count = values.len();
        self.check(Length::Values, count as f64, count == marks.len() && count > 0);
        let mut path = Path::NONE;
        path.hold(*marks.first()?, *values.first()?);
        for (marks, values) in marks.windows(2).zip(values.windows(2)) {
            self.check(Length::Knots, marks[1].value, marks[0].value <= marks[1].value);
            self.same(marks[0].counter, Length::Knots, marks[1]);
            path.lead(along, marks[0], marks[1], [values[0], values[1]]);
        }
        path.stay(*values.last()?)
    }

    #[inline(never)]
    pub(super) fn multiplicative(&mut self) -> Option<Tree> {
        let step = self.step(Length::Factors);
        let (mut marks, mut values, mut product) = (Vec::new(), vec![1.0], 1.0);
        for factor in self.options.numbers(at::Multiplicative::factors) {
            product *= factor;
            if !f64::is_finite(product) {
                self.refuse(Error::NotFinite { found: product });
                return None;
            }
            marks.push(Mark { counter: Counter::Batch, value: first_of(values.len() as f64, step) });
            values.push(product);
        }
        alone(Levels::new(marks, values))
    }
}
