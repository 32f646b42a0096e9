//! The exports: numbers in and out of one buffer. No logic; the only file that knows WebAssembly.
//!
//! A call answers with a length, or with minus an error's number, its operands and its step in the buffer.

use crate::block::bounds;
use crate::configurations::{Configurations, Wanted};
use crate::error::{Refusal, OPERANDS};
use crate::fill::{fill_scaled, StepError, Steps};
use crate::math::output::{Output, Slots};
use crate::steps::Stretch;
use crate::time::Clock;
use crate::tree::Moment;
use crate::wire::{self, Loaded};
use alloc::vec::Vec;
use core::cell::UnsafeCell;
use rlsf::SmallGlobalTlsf;
use wasm_bindgen::prelude::wasm_bindgen;

struct Core {
    buffer: Vec<f64>,
    product: Vec<f64>,
    loaded: Option<Loaded>,
    configurations: Configurations,
}

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// What an instance holds between calls. Without a lock: one that is held when an exception passes through a call is
/// never released, and every later call would wait for it.
struct Held(UnsafeCell<Core>);

// SAFETY: an instance of the module has one thread.
#[allow(unsafe_code)]
unsafe impl Sync for Held {}

static CORE: Held = Held(UnsafeCell::new(Core {
    buffer: Vec::new(),
    product: Vec::new(),
    loaded: None,
    configurations: Configurations::NONE,
}));

/// What panics is a defect of this crate; the caller sees a trap.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

impl Core {
    fn answer(&mut self, numbers: &[f64]) -> i32 {
        if self.buffer.len() < numbers.len() {
            self.buffer.resize(numbers.len(), 0.0);
        }
        self.buffer[..numbers.len()].copy_from_slice(numbers);
        i32::try_from(numbers.len()).unwrap_or(i32::MAX)
    }

    fn refuse(&mut self, StepError { error, step }: StepError) -> i32 {
        let mut numbers = [f64::NAN; OPERANDS + 1];
        numbers[..OPERANDS].copy_from_slice(&error.operands());
        numbers[OPERANDS] = step;
        self.answer(&numbers);
        -i32::from(error.number())
    }

    /// Runs something on what is loaded.
    fn check(&mut self, run: impl FnOnce(&Loaded) -> Result<(), StepError>) -> i32 {
        let result = self.loaded.as_ref().ok_or_else(|| Refusal::malformed().into()).and_then(run);
        match result {
            Ok(()) => 0,
            Err(error) => self.refuse(error),
        }
    }

    fn finish(&mut self, result: Result<Vec<f64>, Refusal>) -> i32 {
        match result {
            Ok(numbers) => self.answer(&numbers),
            Err(error) => self.refuse(error.into()),
        }
    }
}

#[allow(unsafe_code)]
fn with<T>(run: impl FnOnce(&mut Core) -> T) -> T {
    // SAFETY: no export is entered while another runs. None calls anything outside the module (its one import belongs
    // to wasm-bindgen's start), none calls another, and no reference outlives its call. A call that an exception has
    // cut short is not gone on with: TypeScript's kernel drops the instance, or puts its memory back.
    run(unsafe { &mut *CORE.0.get() })
}

/// The address of the buffer, grown to hold at least `len` numbers.
#[wasm_bindgen]
pub fn reserve(len: usize) -> *mut f64 {
    with(|core| {
        if core.buffer.len() < len {
            core.buffer.resize(len, 0.0);
        }
        core.buffer.as_mut_ptr()
    })
}

/// Run, pace and schedule in the first `len` numbers become the curve's numbers.
#[wasm_bindgen]
pub fn resolve(len: usize) -> i32 {
    with(|core| {
        let result = wire::resolve_numbers(&core.buffer[..len]);
        core.finish(result)
    })
}

/// Run, time and ratio in the first `len` numbers become the converted time.
#[wasm_bindgen]
pub fn convert_time(len: usize) -> i32 {
    with(|core| {
        let result = wire::convert_numbers(&core.buffer[..len]);
        core.finish(result)
    })
}

/// Time and pace in the first `len` numbers become a number of batches.
#[wasm_bindgen]
pub fn batches_until(len: usize) -> i32 {
    with(|core| {
        let result = wire::batches_numbers(&core.buffer[..len]);
        core.finish(result)
    })
}

/// The pace and the curve in the first `len` numbers become the curve's phases.
#[wasm_bindgen]
pub fn phases(len: usize) -> i32 {
    with(|core| {
        let result = wire::phase_numbers(&core.buffer[..len]);
        core.finish(result)
    })
}

/// The first `len` numbers become their SHA-256, a number a word.
#[wasm_bindgen]
pub fn digest(len: usize) -> i32 {
    with(|core| {
        let words = crate::digest::sha256(&core.buffer[..len]).map(f64::from);
        core.answer(&words)
    })
}

/// Configurations in the first `len` numbers, of so many schedules each, become a row each: of what they are, or of the
/// values of a range.
#[wasm_bindgen]
pub fn configurations(len: usize, schedules: usize, wanted: u8, from: f64, stride: f64, count: usize) -> i32 {
    with(|core| {
        let wanted = match wanted {
            0 => Wanted::Ends,
            1 => Wanted::Summary,
            _ => Wanted::Values(Steps { from, stride, count }),
        };
        let numbers = &core.buffer[..len];
        let result = wire::configuration_numbers(&mut core.configurations, numbers, schedules, wanted);
        core.finish(result)
    })
}

/// Pace and curve in the first `len` numbers are what `value_at`, `first_error` and `fill` read from now on.
#[wasm_bindgen]
pub fn load(len: usize) -> i32 {
    with(|core| match wire::load(&core.buffer[..len]) {
        Ok(loaded) => {
            core.loaded = Some(loaded);
            0
        }
        Err(error) => core.refuse(error.into()),
    })
}

/// The multiplier at one clock. After a NaN, the number behind the operands is 0, or that of the error it stands for.
#[wasm_bindgen]
pub fn value_at(iteration: f64, batch: f64, sample: f64, token: f64, second: f64, epoch: f64) -> f64 {
    with(|core| {
        let clock = Clock([iteration, batch, sample, token, second, epoch]);
        let at = |Loaded { curve, pace }: &Loaded| curve.value(&Moment::of_run(clock, pace));
        let result = core.loaded.as_ref().ok_or_else(Refusal::malformed).and_then(at);
        if let Ok(value) = result {
            if !value.is_nan() {
                return value;
            }
        }
        let mut numbers = [0.0; OPERANDS + 1];
        if let Err(error) = result {
            numbers[..OPERANDS].copy_from_slice(&error.operands());
            numbers[OPERANDS] = f64::from(error.number());
        }
        core.answer(&numbers);
        f64::NAN
    })
}

/// Whether every step of a range has a value.
#[wasm_bindgen]
pub fn first_error(from: f64, stride: f64, count: usize) -> i32 {
    with(|core| {
        core.check(|loaded| crate::fill::first_error(&loaded.curve, &loaded.pace, Steps { from, stride, count }))
    })
}

/// The room for `count` values times a factor at an address.
#[allow(unsafe_code)]
fn output<'a>(address: usize, count: usize, factor: f64, narrow: bool) -> Output<'a> {
    // SAFETY: TypeScript's kernel gives room within the buffer, to which nothing refers while it is written to, or beyond
    // all that is allocated here. All bits are floats.
    let to = unsafe {
        if narrow {
            Slots::Narrow(core::slice::from_raw_parts_mut(core::ptr::with_exposed_provenance_mut(address), count))
        } else {
            Slots::Wide(core::slice::from_raw_parts_mut(core::ptr::with_exposed_provenance_mut(address), count))
        }
    };
    Output::new(to, factor)
}

/// The multipliers of a range times a factor, to an address, where `narrow` as f32.
#[wasm_bindgen]
pub fn fill(address: usize, from: f64, stride: f64, count: usize, factor: f64, narrow: bool) -> i32 {
    with(|core| {
        core.check(|Loaded { curve, pace }| {
            fill_scaled(curve, pace, Steps { from, stride, count }, output(address, count, factor, narrow))
        })
    })
}

/// How many of the first values of a range, which has no error, are one, which becomes the first number of the buffer;
/// or minus how many may change.
#[wasm_bindgen]
pub fn stretch(from: f64, stride: f64, count: usize) -> f64 {
    with(|core| {
        let Some(Loaded { curve, pace }) = &core.loaded else { return 0.0 };
        match crate::fill::stretch(curve, pace, Steps { from, stride, count }) {
            Ok((Stretch::Held(count), value)) => {
                core.answer(&[value]);
                count as f64
            }
            Ok((Stretch::Moving(count), _)) => -(count as f64),
            Err(_) => 0.0,
        }
    })
}

/// Multiplies the first `count` values of the buffer into a product that stands apart, or begins it with them.
#[wasm_bindgen]
pub fn multiply(count: usize, begin: bool) {
    with(|core| {
        let values = &core.buffer[..count];
        if begin {
            core.product.clear();
            core.product.extend_from_slice(values);
        } else {
            core.product.iter_mut().zip(values).for_each(|(product, value)| *product *= value);
        }
    });
}

/// The first `count` values of the product times a factor, to an address, where `narrow` as f32.
#[wasm_bindgen]
pub fn take_product(address: usize, count: usize, factor: f64, narrow: bool) {
    with(|core| output(address, count, factor, narrow).write(&core.product[..count]));
}

/// The lowest (or the highest) of the values of the buffer, or of the product, from `from` up to `until`.
#[wasm_bindgen]
pub fn bound(from: usize, until: usize, product: bool, highest: bool) -> f64 {
    with(|core| {
        let values = if product { &core.product } else { &core.buffer };
        let (low, high) = values.get(from..until).map_or((f64::NAN, f64::NAN), bounds);
        if highest {
            high
        } else {
            low
        }
    })
}
