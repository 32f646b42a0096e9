/**
 * Values over a range of batches: one scheduler or a product of several, built-in or plain functions, times a learning
 * rate. Chunk by chunk, so that the module's memory stays as it is.
 */

import { Curve } from '../curve/curve.js'
import { allocate, RANGE_OPTIONS, type Range, type RangeOptions } from '../curve/range.js'
import { SchedulerError } from '../errors/error.js'
import { checkRun, type Moment, type TrainingRun } from '../run/run.js'
import { isBuiltin } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { bindRatio } from '../schedulers/functions.js'
import { isMixed, overRange } from '../schedulers/mixed/mixed.js'
import { checkFinite, checkOptions } from '../state/checks.js'
import { CHUNK } from '../wasm/chunk.js'
import type { Instance } from '../wasm/instance.js'
import { multiplyChunk, takeProduct } from '../wasm/kernel.js'
import type { Values } from '../wasm/values.js'
import { fillByEpochs } from './epochs.js'
import { isRecord, quantitiesOf, type RecordOptions, type SchedulerRecord } from './record.js'
import { checkAsTrained, oneLater, spansOf, type TrainerSteps } from './spans.js'

/** Which batches to evaluate, times what, and where to. */
export interface EvaluateOptions<Out extends Values = Values> extends RangeOptions<Out> {
  /** What the multiplier is multiplied by: the initial learning rate. Default 1. */
  baseLr?: number
  /** These moments alone, in place of a range: batches, or times (the first batch at which the counter is reached). */
  at?: readonly Moment[]
  /**
   * What Composer's Trainer trains with, where that is not the curve: it steps its schedulers before its timestamp moves
   * on. True or 'batch': after each batch, so that batch n has the multiplier of n − 1. 'epoch': once an epoch
   * (`step_schedulers_every_batch=False`), for which the run gives `dataloaderLen`. Default false.
   */
  asTrained?: boolean | TrainerSteps
}

const OPTIONS: Readonly<Record<keyof EvaluateOptions, true>> = {
  ...RANGE_OPTIONS,
  baseLr: true,
  at: true,
  asTrained: true,
}

/** @internal One factor of a product: a curve, or a function of the batch. */
export type Factor = Curve | ((batch: number) => number)

/**
 * The multipliers, or learning rates, of a range of batches of a run.
 *
 * Several schedulers multiply, left to right, in f64; then × `baseLr`; then rounded where `out` is f32. A function gets
 * a fresh immutable timestamp at each batch. Composer: its Trainer's loop over `compile_composer_scheduler`.
 *
 * A record such as `{ lr, momentum, weightDecay }` gives a record of arrays with the same keys: of each quantity one
 * scheduler or an array of them, times its own base in `base`; `baseLr` is that of `lr`.
 *
 * @param schedulers - one scheduler, an array of them, or a record by quantities
 * @param run - the run; its ratio scales every scheduler
 * @param options - `from` (default 0), `stride` (default 1), `count` (default: `out.length`, else to the end of the
 * run), `baseLr` (default 1), `out` (a Float64Array or Float32Array, also over a SharedArrayBuffer); of a
 * record `base` in place of `out`; `at` in place of a range, `asTrained` for what Composer's Trainer makes of the curve
 * @returns `out`, or a new Float64Array of `count`; of a record one for each key
 * @throws before anything is written: what `resolve` and `Curve.fill` throw, `ssr-unsupported`, `scheduler-result`,
 * `counter-missing`, and whatever a function throws
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba', scaleScheduleRatio: 2 })
 * const cosine = new CosineAnnealingScheduler()
 * const late = (state: State, ssr = 1) => (state.timestamp.batch < 100 * ssr ? 1 : 0.5)
 * Array.from(evaluate([cosine, late], run, { from: 0, count: 3, stride: 100, baseLr: 0.1 })) // => [0.1, 0.05, 0]
 * Array.from(evaluate(cosine, run, { at: [0, '0.5dur', '200ba'] })) // => [1, 0.5, 0]
 * Array.from(evaluate(cosine, run, { at: [0, 1, 101], asTrained: true })) // => [1, 1, 0.5]
 *
 * const { momentum } = new OneCycleScheduler({ tPeak: '50ba', anneal: 'linear' })
 * const values = evaluate({ lr: cosine, momentum }, run, { stride: 100, baseLr: 0.1 })
 * Array.from(values.lr) // => [0.1, 0.05]
 * Array.from(values.momentum) // => [0.95, 0.85]
 * const trained = evaluate({ lr: cosine, momentum }, run, { at: ['0.5dur'], asTrained: true })
 * trained.momentum[0] // => 0.851
 * ```
 */
export function evaluate(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options?: EvaluateOptions<Float64Array>,
): Float64Array
export function evaluate<K extends string>(
  schedulers: SchedulerRecord<K>,
  run: TrainingRun,
  options?: RecordOptions<K>,
): Record<K, Float64Array>
export function evaluate<Out extends Values>(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: EvaluateOptions<Out>,
): Out
export function evaluate(
  schedulers: ComposerScheduler | readonly ComposerScheduler[] | SchedulerRecord,
  run: TrainingRun,
  options: EvaluateOptions | RecordOptions = {},
): Values | Record<string, Float64Array> {
  checkRun(run)
  if (!isRecord(schedulers)) return evaluateOne(schedulers, run, options)
  const { from, count, stride, at, asTrained } = options
  const entries = quantitiesOf(schedulers, options).map(({ quantity, schedulers, baseLr }) => {
    return [quantity, evaluateOne(schedulers, run, { from, count, stride, at, asTrained, baseLr })]
  })
  return Object.fromEntries(entries)
}

/** The values of one quantity. */
function evaluateOne(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: EvaluateOptions,
): Values {
  checkOptions(options, OPTIONS, 'evaluate')
  const list = asList(schedulers)
  const { count, spans: asked } = spansOf(options, run)
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const steps = checkAsTrained(options.asTrained)
  // Before the factors are checked, which walks over what may be many pieces.
  const out = options.out ?? allocate(count)
  const spans = steps === 'batch' ? oneLater(asked) : asked
  const factors = steps === 'epoch' ? [] : factorsOf(list, run, spans)
  const isSafe = steps !== 'epoch' && factors.every((factor) => typeof factor === 'object')
  // A function may throw at any batch: then nothing of `out` may have changed.
  const target = isSafe || options.out === undefined ? out : allocate(count)
  if (steps === 'epoch') fillByEpochs(list, run, spans, baseLr, target)
  else {
    for (const span of spans) {
      const part = spans.length === 1 ? target : target.subarray(span.index, span.index + span.count)
      // A curve of another copy of this package is evaluated by that copy's module.
      if (factors.every((factor) => factor instanceof Curve)) fillProduct(factors, span, baseLr, part)
      else multiply(factors, span, baseLr, part)
    }
  }
  if (target !== out) out.set(target)
  return out
}

/** One scheduler, or several that multiply; none at all is a mistake rather than a product of nothing. */
export function asList(schedulers: ComposerScheduler | readonly ComposerScheduler[]): readonly ComposerScheduler[] {
  if (!Array.isArray(schedulers)) return [schedulers as ComposerScheduler]
  // A copy without holes, which map would skip.
  if (schedulers.length > 0) return Array.from(schedulers)
  throw new SchedulerError('bad-type', {
    what: 'schedulers',
    expected: 'a scheduler, or an array of at least one',
    found: schedulers,
  })
}

/** @internal What multiplies, each scheduler resolved once; throws where a curve has no value in one of the ranges. */
export function factorsOf(
  schedulers: readonly ComposerScheduler[],
  run: TrainingRun,
  ranges: readonly Range[],
): Factor[] {
  const factors = schedulers.map((scheduler) => factorOf(scheduler, run, ranges))
  for (const factor of factors) if (typeof factor === 'object') for (const range of ranges) factor.check(range)
  return factors
}

/** @internal One of them, which may have no value in the ranges. */
export function factorOf(scheduler: ComposerScheduler, run: TrainingRun, ranges: readonly Range[]): Factor {
  if (isMixed(scheduler)) return overRanges(scheduler, run, ranges)
  if (isBuiltin(scheduler)) return scheduler.resolve(run)
  const call = bindRatio(scheduler, run.scaleScheduleRatio)
  const { maxDuration, dataloaderLen } = run
  return (batch) => call({ timestamp: run.timestampAt(batch), maxDuration, dataloaderLen })
}

/** A tree with a function in it over some ranges, of which one after the other is asked for. */
function overRanges(scheduler: ComposerScheduler, run: TrainingRun, ranges: readonly Range[]): Factor {
  const parts = ranges.map((range) => ({ range, valueAt: overRange(scheduler, run, range) }))
  const has = ({ range: { from, stride, count } }: (typeof parts)[number], batch: number) =>
    batch >= from && batch <= from + (count - 1) * stride && (batch - from) % stride === 0
  let present = parts[0]
  return (batch) => {
    if (present === undefined || !has(present, batch)) present = parts.find((part) => has(part, batch))
    return present!.valueAt(batch)
  }
}

/** @internal A product of curves alone, over a range that was checked; stays in the module until a chunk of it is done. */
export function fillProduct(curves: readonly Curve[], range: Range, baseLr: number, out: Values): void {
  const [only] = curves
  if (curves.length === 1 && only !== undefined) {
    only.fillInto(range, baseLr, out)
    return
  }
  const own = Curve.ownerOf(out, curves)
  for (let done = 0; done < range.count; done += CHUNK) {
    takeProduct(leaveChunk(curves, range, done, own), baseLr, out, done, own)
  }
}

/** @internal Leaves a chunk in the module (in the main instance or in another), of several curves as the product, of one as it is; how many values it has. */
export function leaveChunk(curves: readonly Curve[], range: Range, done: number, on?: Instance): number {
  const count = Math.min(CHUNK, range.count - done)
  for (const [index, curve] of curves.entries()) {
    curve.chunk(range, done, on)
    if (curves.length > 1) multiplyChunk(count, index === 0, on)
  }
  return count
}

/** @internal The product of curves and functions, times a factor, for a range. */
export function multiply(factors: readonly Factor[], range: Range, baseLr: number, out: Values): void {
  const product = new Float64Array(Math.min(CHUNK, range.count))
  for (let done = 0; done < range.count; done += CHUNK) {
    const chunk = product.subarray(0, Math.min(CHUNK, range.count - done))
    factors.forEach((factor, index) => {
      if (typeof factor === 'object') {
        const values = factor.chunk(range, done)
        if (index === 0) chunk.set(values)
        else for (let i = 0; i < chunk.length; i++) chunk[i]! *= values[i]!
      } else {
        const first = range.from + done * range.stride
        for (let i = 0; i < chunk.length; i++) {
          const value = factor(first + i * range.stride)
          chunk[i] = index === 0 ? value : chunk[i]! * value
        }
      }
    })
    if (baseLr !== 1) for (let i = 0; i < chunk.length; i++) chunk[i]! *= baseLr
    out.set(chunk, done)
  }
}
