/**
 * The options of a range of batches, checked: which steps, and where their values go.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount } from '../state/checks.js'
import type { Values } from '../wasm/values.js'

/** Which batches to evaluate, and where to. */
export interface RangeOptions<Out extends Values = Values> {
  /** The first batch; default 0. */
  from?: number
  /** How many values; default the length of `out`, else up to the end of the run. */
  count?: number
  /** From one batch to the next; default 1. */
  stride?: number
  /** Filled in front and returned; default a new Float64Array of `count`. */
  out?: Out
}

/** A range with nothing left open. */
export interface Range {
  from: number
  stride: number
  count: number
}

/** The options of a range, by name. */
export const RANGE_OPTIONS: Readonly<Record<keyof RangeOptions, true>> = {
  from: true,
  count: true,
  stride: true,
  out: true,
}
// WebAssembly counts in 32 bits; no array of today is longer.
export const MOST = 2 ** 32 - 1

/** Checks the options; `end` is asked for only where the count depends on it. */
export function checkRangeOptions(options: RangeOptions, end: () => number): Range {
  const from = checkCount('from', options.from ?? 0, 0)
  const stride = checkCount('stride', options.stride ?? 1, 1)
  const { out } = options
  if (out !== undefined && !(out instanceof Float64Array || out instanceof Float32Array)) {
    throw new SchedulerError('bad-type', { what: 'out', expected: 'a Float64Array or a Float32Array', found: out })
  }
  const count = checkCount('count', options.count ?? out?.length ?? Math.max(0, Math.ceil((end() - from) / stride)), 0)
  if (out !== undefined && out.length < count) {
    throw new SchedulerError('out-length', { needed: count, found: out.length })
  }
  if (count > MOST) {
    const cure = 'Use a stride, or a smaller count.'
    throw new SchedulerError('integer-range', { what: 'count', found: count, min: 0, max: MOST, cure })
  }
  checkCount('the last batch', from + stride * Math.max(0, count - 1), 0)
  return { from, stride, count }
}

/** A new array for the values of a range; `out-length` where memory has no room for it. */
export function allocate(count: number): Float64Array
export function allocate(count: number, Kind: new (count: number) => Values): Values
export function allocate(count: number, Kind: new (count: number) => Values = Float64Array): Values {
  try {
    return new Kind(count)
  } catch (cause) {
    throw new SchedulerError('out-length', { needed: count, found: 0, inMemory: true }, { cause })
  }
}
