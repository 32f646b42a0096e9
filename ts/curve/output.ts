/**
 * Arrays to evaluate into without a copy.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount } from '../state/checks.js'
import { allocateOwn } from '../wasm/output.js'
import type { Values } from '../wasm/values.js'
import { allocate, MOST } from './range.js'

const KINDS = { f64: Float64Array, f32: Float32Array } as const

/**
 * An array for `out` that values are computed in: other arrays get a copy of what the module computed in its own memory,
 * while this one is the memory of an instance of the module. So is any `subarray` of it. For long ranges, again and
 * again: reuse it, as making one takes some tenths of a millisecond and 0.3 MB.
 *
 * Its `buffer` holds more than the values, and can't be transferred to another thread, which throws; `slice()` is a copy
 * that can. Where there is no instance to be had it is an ordinary array, which works as any other: where the system has
 * no more addresses, and in the entry `./bundler` until the module is compiled, which the first call begins in the
 * background, or always where its file can't be fetched.
 *
 * @param count - how many values
 * @param kind - 'f64' (default) for a Float64Array, 'f32' for a Float32Array
 * @throws `integer-range`, `bad-type`; `out-length` where memory has no room
 *
 * @example
 * ```ts
 * const curve = new LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' }))
 * const out = allocateOutput(4)
 * Array.from(curve.fill({ out })) // => [1, 0.75, 0.5, 0.25]
 * Array.from(evaluate(new ConstantScheduler(), new TrainingRun({ maxDuration: '4ba' }), { out: out.subarray(2), baseLr: 0.1 })) // => [0.1, 0.1]
 * ```
 */
export function allocateOutput(count: number, kind?: 'f64'): Float64Array
export function allocateOutput(count: number, kind: 'f32'): Float32Array
export function allocateOutput(count: number, kind?: keyof typeof KINDS): Values
export function allocateOutput(count: number, kind: keyof typeof KINDS = 'f64'): Values {
  checkCount('count', count, 0, MOST)
  if (!Object.hasOwn(KINDS, kind)) {
    throw new SchedulerError('bad-type', { what: 'kind', expected: "'f64' or 'f32'", found: kind })
  }
  return allocateOwn(count, KINDS[kind]) ?? allocate(count, KINDS[kind])
}
