//! Values as they are written: times a factor, as f64 or rounded to f32.

use core::ops::Range;

/// What values are written to.
pub enum Output<'a> {
    /// As they are.
    Wide(&'a mut [f64]),
    /// Rounded.
    Narrow(&'a mut [f32]),
}

impl Output<'_> {
    /// Writes one value to a range.
    pub fn hold(&mut self, range: Range<usize>, value: f64) {
        match self {
            Self::Wide(out) => out[range].fill(value),
            Self::Narrow(out) => out[range].fill(value as f32),
        }
    }

    /// Writes values times a factor, from an index on.
    pub fn write(&mut self, at: usize, values: &[f64], factor: f64) {
        match self {
            Self::Wide(out) => {
                let out = &mut out[at..][..values.len()];
                out.iter_mut().zip(values).for_each(|(slot, value)| *slot = value * factor);
            }
            Self::Narrow(out) => round_all(values, factor, &mut out[at..][..values.len()]),
        }
    }
}

fn round_all(values: &[f64], factor: f64, out: &mut [f32]) {
    let done = round_pairs(values, factor, out);
    for (slot, value) in out[done..].iter_mut().zip(&values[done..]) {
        *slot = (value * factor) as f32;
    }
}

/// Rounds two at a time by the instruction that does so, as far as it can; how many. The compiler keeps the instruction
/// only where all of its result is stored: two values and two zeros, over which the next two go.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
fn round_pairs(values: &[f64], factor: f64, out: &mut [f32]) -> usize {
    use core::arch::wasm32::{f32x4_demote_f64x2_zero, f64x2_mul, f64x2_splat, v128_load, v128_store};
    let factor = f64x2_splat(factor);
    let mut done = 0;
    // Eight each time around, or the loop itself would be what costs.
    while done + 10 <= values.len().min(out.len()) {
        for two in (done..done + 8).step_by(2) {
            // SAFETY: reads the 16 bytes of two values, and writes the 16 of four: at most two behind the eight, of which
            // there are ten. Neither needs an alignment.
            unsafe {
                let rounded = f32x4_demote_f64x2_zero(f64x2_mul(v128_load(values.as_ptr().add(two).cast()), factor));
                v128_store(out.as_mut_ptr().add(two).cast(), rounded);
            }
        }
        done += 8;
    }
    done
}

#[cfg(not(target_arch = "wasm32"))]
fn round_pairs(_: &[f64], _: f64, _: &mut [f32]) -> usize {
    0
}
