//! The intervals of warm restarts: which one holds a moment, and what would never end.

use crate::error::Error;
use crate::math::float::{floor, trunc};
use crate::time::Mark;

/// One interval between restarts; `advance` walks from it to the one that holds a later moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    start: f64,
    length: f64,
}

impl Interval {
    /// The interval from 0.
    pub const fn first(t_0: Mark) -> Self {
        Self { start: 0.0, length: t_0.value }
    }

    /// Where it starts, and how long it is.
    pub const fn bounds(&self) -> (f64, f64) {
        (self.start, self.length)
    }

    /// How far `t` is through this interval.
    #[inline]
    pub fn fraction(&self, t: f64) -> f64 {
        (t - self.start) / self.length
    }

    /// Composer's loop, which ends at the first interval whose end is after `t`; intervals of one length are divided.
    pub fn advance(&mut self, t: f64, t_0: Mark, t_mult: f64) -> Result<(), Error> {
        while self.start + self.length <= t {
            if self.length == 0.0 {
                return Err(Error::RestartDecayed { t_0: t_0.time(), t_mult });
            }
            let next = t_mult * self.length;
            if !next.is_finite() {
                return Err(Error::NotFinite { found: next });
            }
            let next = trunc(next) + 0.0;
            if self.never_ends(next, t) {
                return Err(Error::RestartEndless { t_0: t_0.time(), t_mult });
            }
            if next == self.length {
                // From here on all are of this length: the quotient is exact enough, as t is below 2⁵³.
                self.start += floor((t - self.start) / self.length) * self.length;
                return Ok(());
            }
            self.start += self.length;
            self.length = next;
        }
        Ok(())
    }

    /// Whether what follows only goes back, or back and forth below `t`: there Composer would loop for ever.
    fn never_ends(&self, next: f64, t: f64) -> bool {
        (self.length < 0.0 && next <= self.length) || (next == -self.length && self.start <= t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Counter;

    fn restarts(t_0: f64, t_mult: f64, t: f64) -> Result<f64, Error> {
        let t_0 = Mark { counter: Counter::Batch, value: t_0 };
        let mut interval = Interval::first(t_0);
        interval.advance(t, t_0, t_mult)?;
        Ok(interval.fraction(t))
    }

    #[test]
    fn intervals_of_one_length_are_divided() {
        assert_eq!(restarts(10.0, 1.0, 9_007_199_254_740_990.0), Ok(0.0));
        assert_eq!(restarts(1.0, 1.5, 1e15), Ok(0.0)); // trunc(1.5 × 1) is 1 again
        assert_eq!(restarts(4.0, 1.0, 4e12 + 3.0), Ok(0.75));
    }

    #[test]
    fn growing_intervals_follow_each_other() {
        assert_eq!(restarts(10.0, 2.0, 9.0), Ok(0.9));
        assert_eq!(restarts(10.0, 2.0, 10.0), Ok(0.0));
        assert_eq!(restarts(10.0, 2.0, 29.0), Ok(0.95));
        assert_eq!(restarts(1.0, 1e300, 9e15), Ok((9e15 - 1.0) / 1e300));
    }

    #[test]
    fn a_vanished_interval_fails_only_once_it_is_reached() {
        assert_eq!(restarts(10.0, 0.5, 17.0), Ok(0.0)); // 10, 5, 2, then 1
        assert!(matches!(restarts(10.0, 0.5, 18.0), Err(Error::RestartDecayed { .. })));
        assert!(matches!(restarts(0.0, 1.0, 0.0), Err(Error::RestartDecayed { .. })));
        assert!(matches!(restarts(3.0, f64::NAN, 3.0), Err(Error::NotFinite { .. })));
        assert_eq!(restarts(3.0, f64::NAN, 2.0), Ok(2.0 / 3.0));
    }

    #[test]
    fn what_would_loop_for_ever_is_an_error() {
        for (t_0, t_mult) in [(-5.0, 1.0), (-5.0, 2.0), (10.0, -1.0), (-5.0, -1.0)] {
            assert!(matches!(restarts(t_0, t_mult, 12.0), Err(Error::RestartEndless { .. })), "{t_0} {t_mult}");
        }
        assert_eq!(restarts(10.0, -2.0, 12.0), Ok(22.0 / 40.0)); // 10, back 20, on 40
    }
}
