/**
 * A range as the lowest and the highest learning rate of each of a few columns: what a chart of many steps draws.
 */

import { Curve } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { CHUNK } from '../wasm/chunk.js'
import { boundOfChunk } from '../wasm/kernel.js'
import { ColumnBounds, type Columns } from './columns.js'
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
export interface Envelope extends Columns {}

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
  const factors = factorsOf(asList(schedulers), run, [range])
  const bounds = new ColumnBounds(columns)
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
      const until = Math.min(end, size)
      if (curves === null) bounds.includeAll(column, values, start, until)
      else {
        const bound = (highest: boolean) => boundOfChunk(start, until, curves.length > 1, highest)
        bounds.include(column, bound(false), bound(true))
      }
      // It goes on in the next chunk.
      if (end > size) break
    }
  }
  return scaled(bounds, baseLr)
}

/** The first batch of a column, from 0. */
const firstOf = (column: number, columns: number, count: number): number => Math.floor((column * count) / columns)

/** Times the learning rate; where that is negative, the lowest become the highest. */
function scaled({ low, high }: Columns, baseLr: number): Envelope {
  for (let i = 0; i < low.length; i++) {
    low[i]! *= baseLr
    high[i]! *= baseLr
  }
  return baseLr < 0 ? { low: high, high: low } : { low, high }
}
