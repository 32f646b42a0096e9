//! The intervals of warm restarts: which one holds a moment, and what would never end.

use crate::error::{Error, Refusal};
use crate::math::float::{floor, trunc};
use crate::time::Mark;

/// How many intervals of changing lengths are walked, at most: beyond, restarts count as endless. A run that comes near
/// has a million restarts; Composer takes a second there for each step.
pub const MOST: usize = 1 << 20;

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

    /// Composer's loop, which ends at the first interval whose end is after `t`; intervals of one length are divided,
    /// and what can't end is told without walking.
    pub fn advance(&mut self, t: f64, t_0: Mark, t_mult: f64) -> Result<(), Refusal> {
        let endless = || Refusal::from(Error::RestartEndless { t_0: t_0.time(), t_mult });
        let decayed = || Refusal::from(Error::RestartDecayed { t_0: t_0.time(), t_mult });
        for _ in 0..MOST {
            if self.start + self.length > t {
                return Ok(());
            }
            if self.length == 0.0 {
                return Err(decayed());
            }
            let next = t_mult * self.length;
            if !next.is_finite() {
                return Err(Error::NotFinite { found: next }.into());
            }
            let next = trunc(next) + 0.0;
            if next == self.length && next > 0.0 {
                // From here on all are of this length: the quotient is exact enough, as t is below 2⁵³.
                self.start += floor((t - self.start) / self.length) * self.length;
                return Ok(());
            }
            match self.fate(next) {
                Fate::Open => {}
                Fate::Endless => return Err(endless()),
                Fate::Decays => return Err(decayed()),
            }
            self.start += self.length;
            self.length = next;
        }
        Err(endless())
    }

    /// What is known of all intervals from the next one on, where this one ends at `t` or before. Lengths that change
    /// their sign or are negative go back; only those that also grow can ever get past `t`.
    fn fate(&self, next: f64) -> Fate {
        let goes_back = self.length < 0.0 || next < 0.0;
        if !goes_back {
            return Fate::Open;
        }
        let same_sign = (self.length < 0.0) == (next < 0.0) && next != 0.0;
        let (before, after) = (self.length.abs(), next.abs());
        match (same_sign, after < before) {
            // Back by less and less, or back and forth by less and less: to a length of 0, before `t` is reached.
            (_, true) => Fate::Decays,
            // Back for ever.
            (true, false) => Fate::Endless,
            // Back and forth between the same two places, neither of them after `t`.
            (false, false) if after == before => Fate::Endless,
            // Back and forth by more and more.
            (false, false) => Fate::Open,
        }
    }
}

enum Fate {
    Open,
    Endless,
    Decays,
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

    #[test]
    fn what_shrinks_slowly_is_told_at_once() {
        let decays = [
            (-1e12, 0.999_999_999_999, 0.0),
            (1e10, -0.999_999_999_9, 2e10),
            (-1e15, -0.999_999_999_999, 5.0),
            (-9e15, 0.5, 1.0),
            (7.0, -0.1, 7.0),
        ];
        for (t_0, t_mult, t) in decays {
            assert!(matches!(restarts(t_0, t_mult, t), Err(Error::RestartDecayed { .. })), "{t_0} {t_mult}");
        }
    }

    #[test]
    fn a_walk_over_too_many_intervals_is_endless() {
        // Each is one longer, or shorter, than the one before.
        for (t_0, t_mult, t) in [(1e7, 1.000_000_1, 9e15), (1e8, 0.999_999_99, 4e15), (1e10, -1.000_000_000_1, 2e10)] {
            assert!(matches!(restarts(t_0, t_mult, t), Err(Error::RestartEndless { .. })), "{t_0} {t_mult}");
        }
    }

    #[test]
    fn the_fate_that_is_told_is_that_of_the_walk() {
        // Composer's own loop, for lengths small enough to end soon; `None` where it does not.
        let walk = |t_0: f64, t_mult: f64, t: f64| {
            let (mut start, mut length) = (0.0, t_0);
            for _ in 0..10_000 {
                if start + length > t {
                    return Some(Ok((t - start) / length));
                }
                if length == 0.0 {
                    return Some(Err(()));
                }
                start += length;
                length = trunc(t_mult * length) + 0.0;
            }
            None
        };
        for t_0 in -30..=30 {
            for tenths in -25..=25 {
                for t in (0..40).step_by(3) {
                    let (t_0, t_mult, t) = (f64::from(t_0), f64::from(tenths) / 10.0, f64::from(t));
                    let found = restarts(t_0, t_mult, t);
                    match walk(t_0, t_mult, t) {
                        Some(Ok(fraction)) => assert_eq!(found, Ok(fraction), "{t_0} {t_mult} {t}"),
                        Some(Err(())) => {
                            assert!(matches!(found, Err(Error::RestartDecayed { .. })), "{t_0} {t_mult} {t}");
                        }
                        None => assert!(matches!(found, Err(Error::RestartEndless { .. })), "{t_0} {t_mult} {t}"),
                    }
                }
            }
        }
    }
}
