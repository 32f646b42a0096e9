//! The bounds of a column's values in a row group, by which readers skip it.

use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

/// The most bytes of a text that is told as a bound; where one is longer, there are no bounds.
const LONGEST: usize = 64;
const LANES: usize = 4;

/// Of 32-bit integers.
pub fn of_int32(values: &[i32], nulls: u64) -> Statistics {
    Statistics::int32(values.iter().copied().min(), values.iter().copied().max(), None, Some(nulls), false)
}

/// Of 64-bit integers.
pub fn of_int64(values: &[i64], nulls: u64) -> Statistics {
    Statistics::int64(values.iter().copied().min(), values.iter().copied().max(), None, Some(nulls), false)
}

/// Of doubles: NaN does not count, and a bound of 0 is −0 below and +0 above, as readers may order them.
pub fn of_floats(values: &[f64], nulls: u64) -> Statistics {
    let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let lanes = values.chunks_exact(LANES);
    let rest = lanes.remainder();
    for lane in lanes {
        for i in 0..LANES {
            // Comparisons with NaN are false.
            low[i] = if lane[i] < low[i] { lane[i] } else { low[i] };
            high[i] = if lane[i] > high[i] { lane[i] } else { high[i] };
        }
    }
    let low = low.into_iter().chain(rest.iter().copied()).fold(f64::INFINITY, f64::min);
    let high = high.into_iter().chain(rest.iter().copied()).fold(f64::NEG_INFINITY, f64::max);
    let has_bounds = low <= high;
    let low = has_bounds.then_some(if low == 0.0 { -0.0 } else { low });
    let high = has_bounds.then_some(if high == 0.0 { 0.0 } else { high });
    Statistics::double(low, high, None, Some(nulls), false)
}

/// Of texts, byte by byte.
pub fn of_texts<'a>(texts: impl Iterator<Item = &'a [u8]>, nulls: u64) -> Statistics {
    let bounds = texts.fold([None, None], |[low, high]: [Option<&[u8]>; 2], text| {
        [Some(low.map_or(text, |low| low.min(text))), Some(high.map_or(text, |high| high.max(text)))]
    });
    let is_short = bounds.iter().flatten().all(|text| text.len() <= LONGEST);
    let [low, high] = bounds.map(|bound| bound.filter(|_| is_short).map(|text| ByteArray::from(text.to_vec())));
    Statistics::byte_array(low, high, None, Some(nulls), false)
}
