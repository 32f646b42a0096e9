/**
 * What a schedule amounts to over its whole run: its peak, its end, its area, its largest jump, its phases.
 */
import { Curve } from '../curve/curve.js'
import type { Range } from '../curve/range.js'
import { asList, type Factor, factorsOf, multiply } from '../evaluate/evaluate.js'
import { isRecord, quantitiesOf, type RecordOptions, type SchedulerRecord } from '../evaluate/record.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkFinite, checkOptions } from '../state/checks.js'
import { CHUNK } from '../wasm/chunk.js'
import { type Stretch, stretchesOf } from './phases.js'
import { ExactSum } from './sum.js'

/** What a schedule amounts to. Batches are counted from 0, and null where there is none. */
export interface Summary {
  /** How long the run is. */
  batches: number
  /** The highest learning rate. */
  peak: number
  /** The first batch that has it. */
  peakBatch: number
  /** The learning rate of the last batch. */
  final: number
  /** The lowest. */
  minimum: number
  /** The exact sum over all batches, rounded once. */
  area: number
  /** The exact mean, rounded once. */
  mean: number
  /** The first batch with at least half of the peak. */
  halfPeakBatch: number | null
  /** The largest change from one batch to the next. */
  largestJump: number
  /** The first batch after such a change. */
  largestJumpBatch: number | null
  /** The first batch after the warm-up; 0 without one. */
  warmupEnd: number
  /** The stretches with one formula, in order, up to the end of the run. */
  phases: Stretch[]
}

/** What the multipliers are multiplied by. */
export interface SummarizeOptions {
  /** The initial learning rate. Default 1. */
  baseLr?: number
}

/**
 * What a schedule amounts to over its whole run: the numbers that `summarizeMany` and sweeps give, to the bit. Memory does
 * not grow with the run.
 *
 * @param curve - a curve, which has its own run; or one scheduler, or several that multiply, with a run; or a record of them
 * by quantities, which gives a record of summaries
 * @param options - `baseLr` (default 1); of a record `base` as well, as in `evaluate`
 * @throws what `evaluate` throws; `no-max-duration` for a curve without an end
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const scheduler = new LinearWithWarmupScheduler({ tWarmup: '20ba' })
 * const { peakBatch, final, phases } = summarize(scheduler, run, { baseLr: 0.5 })
 * peakBatch // => 20
 * final // => 0.006249999999999978
 * phases.map(({ name, from, until }) => `${name} ${from}-${until}`) // => ['warmup 0-20', 'linear 20-100']
 * summarize(scheduler.resolve(run)).area // => 50
 * const { momentum } = summarize({ lr: scheduler, momentum: new ConstantScheduler() }, run, { base: { momentum: 0.9 } })
 * momentum.mean // => 0.9
 * ```
 */
export function summarize(curve: Curve, options?: SummarizeOptions): Summary
export function summarize(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options?: SummarizeOptions,
): Summary
export function summarize<K extends string>(
  schedulers: SchedulerRecord<K>,
  run: TrainingRun,
  options?: Pick<RecordOptions<K>, 'base' | 'baseLr'>,
): Record<K, Summary>
export function summarize(
  subject: Curve | ComposerScheduler | readonly ComposerScheduler[] | SchedulerRecord,
  second?: TrainingRun | SummarizeOptions,
  third: SummarizeOptions & Pick<RecordOptions, 'base'> = {},
): Summary | Record<string, Summary> {
  if (subject instanceof Curve || !isRecord(subject)) return summarizeOne(subject, second, third)
  checkOptions(third, { base: true, baseLr: true }, 'summarize')
  const run = checkRun(second)
  const entries = quantitiesOf(subject, third).map(({ quantity, schedulers, baseLr }) => {
    return [quantity, summarizeOne(schedulers, run, { baseLr })] as const
  })
  return Object.fromEntries(entries)
}

function summarizeOne(
  subject: Curve | ComposerScheduler | readonly ComposerScheduler[],
  second: TrainingRun | SummarizeOptions | undefined,
  third: SummarizeOptions,
): Summary {
  const isCurve = subject instanceof Curve
  const options = (isCurve ? (second ?? {}) : third) as SummarizeOptions
  checkOptions(options, { baseLr: true }, 'summarize')
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const batches = isCurve ? subject.end : checkRun(second).batches
  const whole: Range = { from: 0, stride: 1, count: batches }
  if (isCurve) subject.check(whole)
  const factors = isCurve ? [subject] : factorsOf(asList(subject), second as TrainingRun, [whole])
  const warmups = factors.flatMap((factor) => (factor instanceof Curve ? factor.phases({ in: 'ba' }) : []))
  const ends = warmups.filter(({ name, until }) => name === 'warmup' && until < Infinity).map(({ until }) => until)
  return {
    batches,
    ...new Walk(factors, batches, baseLr).facts(),
    warmupEnd: Math.max(0, ...ends),
    phases: stretchesOf(factors, batches),
  }
}

/** One pass over the values, and another over the chunk in which half of the peak was reached. */
class Walk {
  readonly #factors: readonly Factor[]
  readonly #batches: number
  readonly #baseLr: number
  readonly #values: Float64Array

  constructor(factors: readonly Factor[], batches: number, baseLr: number) {
    this.#factors = factors
    this.#batches = batches
    this.#baseLr = baseLr
    this.#values = new Float64Array(Math.min(CHUNK, batches))
  }

  facts(): Omit<Summary, 'batches' | 'warmupEnd' | 'phases'> {
    const sum = new ExactSum()
    // The chunks that rose above all before them, and how far.
    const rises: { from: number; peak: number }[] = []
    let [peak, peakBatch, minimum] = [-Infinity, 0, Infinity]
    let [largestJump, largestJumpBatch] = [0, null as number | null]
    let last = Number.NaN
    for (let from = 0; from < this.#batches; from += CHUNK) {
      const before = peak
      const values = this.#chunk(from)
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!
        sum.add(value)
        if (value > peak) [peak, peakBatch] = [value, from + i]
        if (value < minimum) minimum = value
        const jump = Math.abs(value - last)
        if (jump > largestJump) [largestJump, largestJumpBatch] = [jump, from + i]
        last = value
      }
      if (peak > before) rises.push({ from, peak })
    }
    const half = peak / 2
    const rise = rises.find((rise) => rise.peak >= half)
    return {
      // Of a 0 and a −0 neither is the higher one.
      peak: peak + 0,
      peakBatch,
      final: last,
      minimum: minimum + 0,
      area: sum.sum(),
      mean: sum.mean(this.#batches),
      halfPeakBatch: rise === undefined ? null : rise.from + this.#chunk(rise.from).findIndex((value) => value >= half),
      largestJump,
      largestJumpBatch,
    }
  }

  #chunk(from: number): Float64Array {
    const values = this.#values.subarray(0, Math.min(CHUNK, this.#batches - from))
    multiply(this.#factors, { from, stride: 1, count: values.length }, this.#baseLr, values)
    return values
  }
}
