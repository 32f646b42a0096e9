/**
 * The batches that an evaluation asks for, as arithmetic sequences with their places in the output: a range, moments, and
 * either of them a batch late, as Composer's Trainer has them.
 */
import { checkRangeOptions, type Range, type RangeOptions } from '../curve/range.js'
import { SchedulerError } from '../errors/error.js'
import type { Moment, TrainingRun } from '../run/run.js'

/** When Composer's Trainer steps its schedulers: after each batch, or at the end of each epoch. */
export type TrainerSteps = 'batch' | 'epoch'

/** Which batches: a range, or moments. */
export interface SpanOptions extends RangeOptions {
  at?: readonly Moment[] | undefined
}

/** Batches in an arithmetic sequence, and the index of the first in the output. */
export interface Span extends Range {
  readonly index: number
}

/** When a Trainer that is asked after steps; null where none is. */
export function checkAsTrained(found: unknown): TrainerSteps | null {
  if (found === undefined || found === false) return null
  if (found === true) return 'batch'
  if (found === 'batch' || found === 'epoch') return found
  throw new SchedulerError('bad-type', { what: 'asTrained', expected: "a boolean, 'batch' or 'epoch'", found })
}

/** The batches in the order of the output, checked. */
export function spansOf({ at, ...options }: SpanOptions, run: TrainingRun): { count: number; spans: Span[] } {
  if (at === undefined) {
    const range = checkRangeOptions(options, () => run.batches)
    return { count: range.count, spans: [{ ...range, index: 0 }] }
  }
  const other = (['from', 'count', 'stride'] as const).find((name) => options[name] !== undefined)
  if (other !== undefined) {
    const rule = `left out where ${other} says which batches`
    throw new SchedulerError('option-range', { option: 'at', rule, found: at, cure: `Leave out at, or ${other}.` })
  }
  if (!Array.isArray(at))
    throw new SchedulerError('bad-type', { what: 'at', expected: 'an array of moments', found: at })
  checkRangeOptions({ ...options, count: at.length }, () => 0)
  return { count: at.length, spans: sequences(Array.from(at as readonly Moment[], (moment) => run.batchAt(moment))) }
}

/** The batches whose multipliers the Trainer has set when it comes to these: those before; at the start there is none. */
export function oneLater(spans: readonly Span[]): Span[] {
  return spans.flatMap(({ from, stride, count, index }) => {
    if (from > 0 || count === 0) return [{ from: from - 1, stride, count, index }]
    const rest = { from: stride - 1, stride, count: count - 1, index: index + 1 }
    return [{ from: 0, stride: 1, count: 1, index }, ...(rest.count > 0 ? [rest] : [])]
  })
}

/** Batches as few sequences: those that follow each other at one distance are one. */
function sequences(batches: readonly number[]): Span[] {
  const spans: Span[] = []
  let last: Span | undefined
  batches.forEach((batch, index) => {
    if (last !== undefined && last.count === 1 && batch > last.from) {
      last = { ...last, stride: batch - last.from, count: 2 }
      spans[spans.length - 1] = last
    } else if (last !== undefined && last.count > 1 && batch === last.from + last.stride * last.count) {
      last.count++
    } else {
      last = { from: batch, stride: 1, count: 1, index }
      spans.push(last)
    }
  })
  return spans
}
