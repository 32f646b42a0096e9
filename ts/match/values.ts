/**
 * The learning rates of a plan by update: any update at any time, as the search for a cause asks for them.
 */
import { SchedulerError } from '../errors/error.js'
import { evaluate } from '../evaluate/evaluate.js'
import type { TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'

/** What is evaluated. */
export interface Schedule {
  /** They multiply; at least one. */
  readonly schedulers: readonly BuiltinScheduler[]
  readonly run: TrainingRun
  readonly baseLr: number
}

// Beyond, updates are evaluated one by one: 32 MiB are enough for a table.
const LONGEST = 2 ** 22
const FIRST = 2 ** 10

/** The rates of a schedule; NaN at an update where it has none. */
export class Rates {
  readonly schedule: Schedule
  #table: Float64Array = new Float64Array(0)
  // The first update without a value.
  #end = Number.POSITIVE_INFINITY

  constructor(schedule: Schedule) {
    this.schedule = schedule
  }

  /** The rate of update n; that of the first where n is before it. */
  at(n: number): number {
    const update = n < 0 ? 0 : n
    if (update >= this.#end) return Number.NaN
    if (update >= LONGEST) return this.#single(update)
    if (update >= this.#table.length) this.#grow(update + 1)
    return update < this.#table.length ? this.#table[update]! : Number.NaN
  }

  /** The rates of updates, each on its own: for a schedule that is asked once. */
  many(updates: readonly number[]): number[] {
    const { schedulers, run, baseLr } = this.schedule
    try {
      const at = updates.map((n) => Math.max(0, n))
      return Array.from(evaluate(schedulers, run, { at, baseLr }))
    } catch (error) {
      if (!SchedulerError.is(error)) throw error
      return updates.map((n) => this.at(n))
    }
  }

  #single(update: number): number {
    const { schedulers, run, baseLr } = this.schedule
    try {
      return evaluate(schedulers, run, { at: [update], baseLr })[0]!
    } catch (error) {
      if (SchedulerError.is(error)) return Number.NaN
      throw error
    }
  }

  #grow(needed: number): void {
    const { schedulers, run, baseLr } = this.schedule
    let count = Math.min(LONGEST, this.#end, Math.max(FIRST, 2 ** Math.ceil(Math.log2(needed))))
    while (count > 0) {
      try {
        this.#table = evaluate(schedulers, run, { from: 0, count, baseLr })
        return
      } catch (error) {
        if (!SchedulerError.is(error)) throw error
        // An error tells the first batch at which it holds.
        const { step } = error.details as { step?: number }
        const end = step !== undefined && step < count ? step : Math.floor(count / 2)
        this.#end = Math.min(this.#end, Math.max(end, 0))
        count = end
      }
    }
  }
}
