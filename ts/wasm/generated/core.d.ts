/* tslint:disable */
/* eslint-disable */

/**
 * Time and pace in the first `len` numbers become a number of batches.
 */
export function batches_until(len: number): number;

/**
 * The lowest (or the highest) of the values of the buffer, or of the product, from `from` up to `until`.
 */
export function bound(from: number, until: number, product: boolean, highest: boolean): number;

/**
 * Configurations in the first `len` numbers, of so many schedules each, become a row each: of what they are, or of the
 * values of a range.
 */
export function configurations(len: number, schedules: number, wanted: number, from: number, stride: number, count: number): number;

/**
 * Run, time and ratio in the first `len` numbers become the converted time.
 */
export function convert_time(len: number): number;

/**
 * The first `len` numbers become their SHA-256, a number a word.
 */
export function digest(len: number): number;

/**
 * The multipliers of a range times a factor, to an address, where `narrow` as f32.
 */
export function fill(address: number, from: number, stride: number, count: number, factor: number, narrow: boolean): number;

/**
 * Whether every step of a range has a value.
 */
export function first_error(from: number, stride: number, count: number): number;

/**
 * Pace and curve in the first `len` numbers are what `value_at`, `first_error` and `fill` read from now on.
 */
export function load(len: number): number;

/**
 * Multiplies the first `count` values of the buffer into a product that stands apart, or begins it with them.
 */
export function multiply(count: number, begin: boolean): void;

/**
 * The pace and the curve in the first `len` numbers become the curve's phases.
 */
export function phases(len: number): number;

/**
 * The address of the buffer, grown to hold at least `len` numbers.
 */
export function reserve(len: number): number;

/**
 * Run, pace and schedule in the first `len` numbers become the curve's numbers.
 */
export function resolve(len: number): number;

/**
 * How many of the first values of a range, which has no error, are one, which becomes the first number of the buffer;
 * or minus how many may change.
 */
export function stretch(from: number, stride: number, count: number): number;

/**
 * The first `count` values of the product times a factor, to an address, where `narrow` as f32.
 */
export function take_product(address: number, count: number, factor: number, narrow: boolean): void;

/**
 * The multiplier at one clock. After a NaN, the number behind the operands is 0, or that of the error it stands for.
 */
export function value_at(iteration: number, batch: number, sample: number, token: number, second: number, epoch: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly batches_until: (a: number) => number;
    readonly bound: (a: number, b: number, c: number, d: number) => number;
    readonly configurations: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly convert_time: (a: number) => number;
    readonly digest: (a: number) => number;
    readonly fill: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly first_error: (a: number, b: number, c: number) => number;
    readonly load: (a: number) => number;
    readonly multiply: (a: number, b: number) => void;
    readonly phases: (a: number) => number;
    readonly reserve: (a: number) => number;
    readonly resolve: (a: number) => number;
    readonly stretch: (a: number, b: number, c: number) => number;
    readonly take_product: (a: number, b: number, c: number, d: number) => void;
    readonly value_at: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
