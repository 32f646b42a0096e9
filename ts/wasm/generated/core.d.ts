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
 * Configurations in the first `len` numbers, of so many schedules each, become a row each.
 */
export function configurations(len: number, schedules: number, summarized: boolean): number;

/**
 * Run, time and ratio in the first `len` numbers become the converted time.
 */
export function convert_time(len: number): number;

/**
 * The first `len` numbers become their SHA-256, a number a byte.
 */
export function digest(len: number): number;

/**
 * Ends the summary: sum, mean, low, last, peak, its block, the first block that reaches half of it, jump, its block.
 */
export function end_summary(): number;

/**
 * The multipliers of a range, into the buffer.
 */
export function fill(from: number, stride: number, count: number): number;

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
 * The curve in the first `len` numbers becomes its phases.
 */
export function phases(len: number): number;

/**
 * The address of the buffer, grown to hold at least `len` numbers.
 */
export function reserve(len: number): number;

/**
 * Run and schedule in the first `len` numbers become the curve's numbers.
 */
export function resolve(len: number): number;

/**
 * Adds the first `count` values of the buffer, or of the product, times a factor to the summary, or begins it with them.
 */
export function summarize(count: number, factor: number, product: boolean, begin: boolean): void;

/**
 * The product times a factor becomes the first values of the buffer.
 */
export function take_product(factor: number): void;

/**
 * The multiplier at one clock. After a NaN, the number behind the operands is 0, or that of the error it stands for.
 */
export function value_at(iteration: number, batch: number, sample: number, token: number, second: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly batches_until: (a: number) => number;
    readonly bound: (a: number, b: number, c: number, d: number) => number;
    readonly configurations: (a: number, b: number, c: number) => number;
    readonly convert_time: (a: number) => number;
    readonly digest: (a: number) => number;
    readonly end_summary: () => number;
    readonly fill: (a: number, b: number, c: number) => number;
    readonly first_error: (a: number, b: number, c: number) => number;
    readonly load: (a: number) => number;
    readonly multiply: (a: number, b: number) => void;
    readonly phases: (a: number) => number;
    readonly reserve: (a: number) => number;
    readonly resolve: (a: number) => number;
    readonly summarize: (a: number, b: number, c: number, d: number) => void;
    readonly take_product: (a: number) => void;
    readonly value_at: (a: number, b: number, c: number, d: number, e: number) => number;
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
