/**
 * A log beside its plan: which rows agree, and how far an explanation can be believed.
 */
import type { Log } from './log/read.js'
import { bounds, heightOf, largestOf } from './numbers.js'
import type { Plan } from './plan.js'
import type { Series } from './series.js'
import { Rates } from './values.js'

/** The rate that row i would have. */
export type RateAt = (row: number) => number

// Torch's recursions drift by 3e-10 of the value over 20,000 steps; a rate that is planned otherwise differs by more.
const DRIFT = 1e-9
// Rates near the end of a schedule are differences of larger numbers.
const CANCELLED = 1e-12
// How probable it may be that an explanation fits by chance.
const CHANCE = 1e-3

/** A log beside its plan. */
export class Case {
  readonly log: Log
  readonly plan: Plan
  readonly series: Series
  readonly rates: Rates
  /** How far the update of a rate may be from the log's step: 0, −1, or either. */
  readonly offsets: readonly number[]
  /** The offset with the fewest rows that differ. */
  readonly offset: number
  readonly #tolerances: readonly number[]
  readonly #noise: number

  constructor(log: Log, plan: Plan, series: Series) {
    this.log = log
    this.plan = plan
    this.series = series
    this.rates = new Rates(plan)
    this.offsets = offsetsOf(log, plan)
    this.#noise = DRIFT * heightOf(series.rates) + CANCELLED * this.#height()
    this.#tolerances = series.halves.map((half) => half * (1 + 1e-9) + this.#noise)
    const counts = this.offsets.map((offset) => this.differing(this.planned(offset)).length)
    this.offset = this.offsets[counts.indexOf(Math.min(...counts))]!
  }

  /** How many rows there are. */
  get count(): number {
    return this.series.steps.length
  }

  /** What two ways of computing a rate may differ by. */
  get noise(): number {
    return this.#noise
  }

  /** How far a row's rate may be from the true one. */
  tolerance(row: number): number {
    return this.#tolerances[row]!
  }

  /** What the plan has for each row. */
  planned(offset = this.offset): RateAt {
    return (row) => this.rates.at(this.series.steps[row]! + offset)
  }

  /** Whether a row is what is expected of it. */
  agrees(row: number, rate: number): boolean {
    return Math.abs(this.series.rates[row]! - rate) <= this.#tolerances[row]!
  }

  /** Whether all rows from one on are. */
  fits(at: RateAt, from = 0): boolean {
    for (let row = from; row < this.count; row++) if (!this.agrees(row, at(row))) return false
    return true
  }

  /** The rows that are not. */
  differing(at: RateAt): number[] {
    return this.series.steps.flatMap((_, row) => (this.agrees(row, at(row)) ? [] : [row]))
  }

  /** The largest difference. */
  residual(at: RateAt): number {
    return this.series.rates.reduce((largest, rate, row) => {
      const difference = Math.abs(rate - at(row))
      return difference > largest || Number.isNaN(difference) ? difference : largest
    }, 0)
  }

  /**
   * Whether an explanation that was found among candidates is more than chance: a candidate fits a value with the
   * probability of its tolerance among the rates of the run; values that the plan has too are no evidence.
   */
  isCredible(candidates: number, from = 0): boolean {
    const { rates } = this.series
    const [least, most] = bounds(rates)
    const range = Math.max(most, this.#high) - Math.min(least, this.#low)
    if (range === 0) return false
    const planned = this.planned()
    const values = new Map<number, number>()
    for (let row = from; row < this.count; row++) {
      if (!this.agrees(row, planned(row))) values.set(rates[row]!, row)
    }
    let chance = Math.log(candidates)
    for (const row of values.values()) chance += Math.log(Math.min(1, (2 * this.tolerance(row)) / range))
    return chance < Math.log(CHANCE)
  }

  /**
   * Whether rows say anything of the plan's height: where it moves they have to move with it, and where it does not they
   * have to tell a rate that is not nothing.
   */
  isScalable(): boolean {
    const planned = this.planned()
    const [least, most] = bounds(this.series.rates.map((_, row) => planned(row)))
    const height = heightOf(this.series.rates)
    const tolerance = heightOf(this.#tolerances)
    if (!(height > 10 * tolerance)) return false
    return most - least <= 1e-9 * most || this.isCredible(100)
  }

  #low = Number.POSITIVE_INFINITY
  #high = 0

  /** The height of the plan as far as the log goes, by samples. */
  #height(): number {
    const end = largestOf(this.series.steps) + 1
    const stride = Math.max(1, Math.floor(end / 4096))
    for (let n = 0; n <= end; n += stride) {
      const rate = this.rates.at(n)
      if (!Number.isFinite(rate)) continue
      this.#high = Math.max(this.#high, Math.abs(rate))
      this.#low = Math.min(this.#low, rate)
    }
    return this.#high
  }
}

/** Which updates a log's rates may belong to: HF's Trainer has changed it, and its plans run under it. */
function offsetsOf({ update }: Log, { isTrainers }: Plan): readonly number[] {
  if (update === 'either' || isTrainers) return [0, -1]
  return update === 'before' ? [-1] : [0]
}
