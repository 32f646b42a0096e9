/**
 * Schedulers as a plain function of the count of updates, which optax and libraries after it take for a learning rate.
 */
import type { Curve } from '../curve/curve.js'
import { asList, type Factor, factorOf } from '../evaluate/evaluate.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'

/** The value of update `count`, from 0: what `@jax-js/optax` calls a schedule. */
export type Schedule = (count: number) => number

/** What the multipliers are multiplied by. */
export interface ScheduleOptions {
  /** The initial learning rate. Default 1. */
  baseLr?: number
}

const OPTIONS: Readonly<Record<keyof ScheduleOptions, true>> = { baseLr: true }
// Any batch may be asked for; what is read ahead is a chunk.
const ALL = { from: 0, stride: 1, count: Number.MAX_SAFE_INTEGER }

/**
 * A function of the count of updates made so far, as jax-js's optax takes it: `adam(toSchedule(scheduler, run, { baseLr }))`.
 * Its values are those of `evaluate`, bit for bit, also past the end of the run. Schedulers are resolved once, here.
 *
 * @param schedulers - one, or several that multiply
 * @param run - the run; its ratio scales every scheduler
 * @param options - `baseLr` (default 1)
 * @throws what `resolve` throws, `ssr-unsupported`, `bad-type`, `not-finite`; the function throws `integer-range` for what
 * is no count, and what `evaluate` throws for that batch
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const schedule = toSchedule(new CosineAnnealingScheduler(), run, { baseLr: 0.1 })
 * Array.from([0, 50, 100, 1000], schedule) // => [0.1, 0.05, 0, 0]
 * ```
 */
export function toSchedule(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: ScheduleOptions = {},
): Schedule {
  checkRun(run)
  checkOptions(options, OPTIONS, 'toSchedule')
  const baseLr = checkFinite('baseLr', options.baseLr ?? 1)
  const [first, ...rest] = asList(schedulers).map((scheduler) => factorOf(scheduler, run, [ALL]))
  return (count) => {
    const batch = checkCount('count', count, 0)
    let product = multiplierOf(first!, batch)
    for (const factor of rest) product *= multiplierOf(factor, batch)
    return product * baseLr
  }
}

const multiplierOf = (factor: Factor, batch: number): number =>
  typeof factor === 'object' ? (factor as Curve).at(batch) : factor(batch)
