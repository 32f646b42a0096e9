/**
 * A range as the lowest and the highest learning rate of each of a few columns: what a chart of many steps draws.
 */

import { Curve } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { boundOfChunk, CHUNK } from '../wasm/kernel.js'
import { asList, factorsOf, leaveChunk, multiply } from './evaluate.js'

/** Which batches, and into how many columns. */
export interface EnvelopeOptions {
  /** How many columns, at most 2^20; more than there are batches repeat some. */
  columns: number
  /** The first batch; default 0. */
  from?: number
  /** How many batches; default up to the end of the run. */
  count?: number
  /** The initial learning rate; default 1. */
  baseLr?: number
}

/** The lowest and the highest learning rate of each column. */
export interface Envelope {
  /** As many as columns. */
  low: Float64Array
  /** As many as columns. */
  high: Float64Array
}

const KNOWN: Readonly<Record<keyof EnvelopeOptions, true>> = { columns: true, from: true, count: true, baseLr: true }

/**
 * The lowest and the highest learning rate of equal ranges of batches: no spike is lost, however few the columns.
 *
 * Column c of n covers the batches from ⌊c·count/n⌋ up to ⌊(c+1)·count/n⌋ (not included), at least one. Memory does not
 * grow with `count`; built-in schedulers stay in the module.
 *
 * @param schedulers - one, or several that multiply
 * @throws what `evaluate` throws; `missing-option` without `columns`, `integer-range` for what is no count
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '1000ba' })
 * const { low, high } = envelope(new LinearScheduler(), run, { columns: 2 })
 * Array.from(high) // => [1, 0.5]
 * Array.from(low) // => [0.501, 0.0010000000000000009]
 * ```
 */
export function envelope(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: EnvelopeOptions,
): Envelope {
  checkRun(run)
  checkOptions(options, KNOWN, 'envelope')
  if (options.columns === undefined)
    throw new SchedulerError('missing-option', { owner: 'envelope', option: 'columns' })
  const columns = checkCount('columns', options.columns, 1, 2 ** 20)
  const from = checkCount('from', options.from ?? 0, 0)
  // So that a column's first batch is an exact quotient.
  const count = checkCount('count', options.count ?? Math.max(0, run.batches - from), 0, 2 ** 32 - 1)
  checkCount('the last batch', from + Math.max(0, count - 1), 0)
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const range = { from, stride: 1, count }
  const factors = factorsOf(asList(schedulers), run, range)
  const bounds = { low: new Float64Array(columns).fill(NONE.low), high: new Float64Array(columns).fill(NONE.high) }
  const curves = factors.every((factor) => factor instanceof Curve) ? factors : null
  const values = new Float64Array(curves === null ? Math.min(CHUNK, count) : 0)
  let column = 0
  for (let done = 0; done < count; done += CHUNK) {
    const size = Math.min(CHUNK, count - done)
    if (curves !== null) leaveChunk(curves, range, done)
    else multiply(factors, { from: from + done, stride: 1, count: size }, 1, values)
    for (; column < columns && firstOf(column, columns, count) < done + size; column++) {
      const start = Math.max(0, firstOf(column, columns, count) - done)
      const end = Math.max(firstOf(column, columns, count) + 1, firstOf(column + 1, columns, count)) - done
      const bound = (highest: boolean) =>
        curves !== null
          ? boundOfChunk(start, Math.min(end, size), curves.length > 1, highest)
          : boundOf(values, start, Math.min(end, size), highest)
      bounds.low[column] = Math.min(bounds.low[column]!, bound(false))
      bounds.high[column] = Math.max(bounds.high[column]!, bound(true))
      // It goes on in the next chunk.
      if (end > size) break
    }
  }
  return scaled(bounds, baseLr)
}

/** What a column has before any value. */
const NONE = { low: Infinity, high: -Infinity }

/** The first batch of a column, from 0. */
const firstOf = (column: number, columns: number, count: number): number => Math.floor((column * count) / columns)

function boundOf(values: Float64Array, start: number, end: number, highest: boolean): number {
  let bound = highest ? NONE.high : NONE.low
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (highest ? value > bound : value < bound) bound = value
  }
  return bound
}

/** Times the learning rate, which turns a column over where it is negative; NaN where there was no value. */
function scaled({ low, high }: Envelope, baseLr: number): Envelope {
  for (let i = 0; i < low.length; i++) {
    if (low[i]! > high[i]!) low[i] = high[i] = Number.NaN
    low[i]! *= baseLr
    high[i]! *= baseLr
  }
  return baseLr < 0 ? { low: high, high: low } : { low, high }
}
