/**
 * How much of a sweep is done, how fast it goes, and how long it will take.
 */

import { type FormatName, formatOf } from '../../../../sweep/formats/registry.js'
import type { Part } from '../../../../sweep/plan/parts.js'
import type { SweepPlan } from '../../../../sweep/plan/plan.js'
import { partsOfShard, type Shard } from '../../../../sweep/run/shard.js'
import type { FinishedPart } from '../../../../sweep/run/sweep.js'

// How far back the time that is left is judged by.
const WINDOW_MS = 20_000

/** What a part has to do: values that are evaluated, and what that costs. */
interface Weight {
  readonly values: number
  readonly cost: number
}

/** The work of a sweep. */
export class Work {
  /** Parts that there are, those that are done, and those of them that an earlier run had left. */
  readonly parts: number
  done = 0
  resumed = 0
  /** Rows of either table so far. */
  readonly rows = { configurations: 0, curves: 0 }
  bytes = 0
  /** Values that this run has evaluated: batches for the summaries, and those that are kept. */
  values = 0
  readonly #format: FormatName
  readonly #now: () => number
  readonly #weights: ReadonlyMap<string, Weight>
  readonly #total: number
  #cost = 0
  #start: number
  /** Costs of this run over the last while, each with its time; the first is where it begins. */
  readonly #window: { time: number; cost: number }[]

  /** @param shard whose parts alone are made */
  constructor(plan: SweepPlan, now: () => number = () => performance.now(), shard?: Shard) {
    const own = shard === undefined ? plan.parts : partsOfShard(plan, shard).map((index) => plan.parts[index]!)
    this.parts = own.length
    this.#format = plan.spec.format
    this.#now = now
    this.#weights = weightsOf(plan)
    this.#total = own.reduce((sum, { name }) => sum + this.#weights.get(name)!.cost, 0)
    this.#start = now()
    this.#window = [{ time: this.#start, cost: 0 }]
  }

  /** Adds a part that is done. */
  add({ part: { name, kind, format }, rows, bytes, resumed }: FinishedPart): void {
    const { values, cost } = this.#weights.get(name)!
    const time = this.#now()
    this.done++
    // The table of configurations may be there in a second format.
    if (format === this.#format) this.rows[kind] += rows
    this.bytes += bytes
    this.#cost += cost
    if (resumed) {
      this.resumed++
      // The rate is of what is computed, which begins once all of them have been looked at.
      this.#start = time
      this.#window[0] = { time, cost: this.#cost }
      return
    }
    this.values += values
    this.#window.push({ time, cost: this.#cost })
    while (this.#window.length > 2 && time - this.#window[0]!.time > WINDOW_MS) this.#window.shift()
  }

  /** How much is done, from 0 to 1. */
  get share(): number {
    return this.done === this.parts ? 1 : this.#cost / this.#total
  }

  /** Seconds of computing so far. */
  get seconds(): number {
    return (this.#now() - this.#start) / 1000
  }

  /** Values per second; null before there are any. */
  get rate(): number | null {
    return this.values === 0 ? null : this.values / this.seconds
  }

  /** Seconds that it will take yet; null before that can be said. */
  get secondsLeft(): number | null {
    const [first, last] = [this.#window[0]!, this.#window.at(-1)!]
    if (last.cost === first.cost) return null
    return ((this.#total - this.#cost) * (last.time - first.time)) / (last.cost - first.cost) / 1000
  }
}

/** The totals of the plan, shared among the parts by how much of it each has: as near as it gets without resolving. */
function weightsOf(plan: SweepPlan): Map<string, Weight> {
  const { steps, values } = plan.totals()
  const spans = plan.parts.map(spanOf)
  const totals = { configurations: 0, curves: 0 }
  plan.parts.forEach(({ kind }, i) => {
    totals[kind] += spans[i]!
  })
  const { cost } = formatOf(plan.spec.format)
  return new Map(
    plan.parts.map(({ name, kind }, i) => {
      const share = spans[i]! / totals[kind]
      if (kind === 'configurations') return [name, { values: steps * share, cost: steps * share }]
      return [name, { values: values * share, cost: values * share * cost }]
    }),
  )
}

const spanOf = (part: Part): number =>
  part.kind === 'curves' ? (part.until - part.from) * (part.stepUntil - part.stepFrom) : part.until - part.from
