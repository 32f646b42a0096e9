/**
 * Clocks that begin within a run: what their counters read at a batch, and the batch at which they read something.
 */
import { SchedulerError } from '../../errors/error.js'
import { timestampsOf } from '../../run/run.js'
import { missingCounter, type Pace, rateOf, ratesOf } from '../../state/pace.js'
import type { Timestamp } from '../../state/timestamp/timestamp.js'
import type { COUNTERS } from '../../wasm/generated/layout.js'

/** What is counted: epochs are batches once converted. */
export type Counter = (typeof COUNTERS)[number]

/** A point on a counter, which may lie between two of its readings. */
export interface Mark {
  readonly counter: Counter
  readonly value: number
}

/** How a counter follows the batch: ⌊(batch − since) · times / per⌋ − less. */
class Rate {
  readonly #times: number
  readonly #per: number
  readonly #since: number
  readonly #less: number

  constructor(times: number, per: number, since: number, less: number) {
    this.#times = times
    this.#per = per
    this.#since = since
    this.#less = less
  }

  at(batch: number): number {
    return Math.floor(((batch - this.#since) * this.#times) / this.#per) - this.#less
  }

  /** The first batch at which a value is reached. */
  firstAt(value: number): number {
    const estimate = Math.ceil((Math.ceil(value + this.#less) * this.#per) / this.#times) + this.#since
    if (!(Math.abs(estimate) <= Number.MAX_SAFE_INTEGER)) {
      throw new SchedulerError('integer-range', { what: 'A converted time or counter', found: estimate })
    }
    // Rounding may have missed it by one.
    if (this.at(estimate - 1) >= value) return estimate - 1
    return this.at(estimate) < value ? estimate + 1 : estimate
  }
}

/** A counter that reads what is past a mark, which may lie between two batches. */
interface Own {
  readonly counter: Counter
  readonly since: number
  readonly less: number
}

/** A clock by when it began: all counters were 0 at a batch, but one of its own. */
export class Clock {
  readonly pace: Pace
  /** The batch of the run at which it began; NaN where the pace does not tell. */
  readonly batch: number
  readonly #own: Own | null
  /** The counter that began it, where the pace does not tell when: then it tells no counter of this clock. */
  readonly #lost: Counter | null
  #timestamps: ((batch: number) => Timestamp) | undefined
  // What began here last: at most moments it is the same.
  #begun: { readonly at: Mark; readonly clock: Clock } | undefined
  readonly #rates = new Map<Counter, Rate>()

  private constructor(pace: Pace, batch: number, own: Own | null, lost: Counter | null) {
    this.pace = pace
    this.batch = batch
    this.#own = own
    this.#lost = lost
  }

  /** The clock of a run. */
  static ofRun(pace: Pace): Clock {
    return new Clock(pace, 0, null, null)
  }

  /** The clock of the run that it begins in. */
  ofRun(): Clock {
    return Clock.ofRun(this.pace)
  }

  /** How a counter follows the batch; `counter-missing` where that is not known. */
  rate(counter: Counter): Rate {
    const known = this.#rates.get(counter)
    if (known !== undefined) return known
    if (this.#lost !== null) throw missing(this.pace, counter, this.#lost)
    const { times, per } = rateOf(this.pace, counter)
    if (Number.isNaN(times / per)) throw missing(this.pace, counter, counter)
    const { since, less } = this.#place(counter)
    const rate = new Rate(times, per, since, less)
    this.#rates.set(counter, rate)
    return rate
  }

  #place(counter: Counter): { since: number; less: number } {
    return this.#own?.counter === counter ? this.#own : { since: this.batch, less: 0 }
  }

  /** The clock that begins where a mark of this one is reached. */
  begin(at: Mark): Clock {
    const begun = this.#begun
    if (begun !== undefined && begun.at.counter === at.counter && begun.at.value === at.value) return begun.clock
    const clock = this.#make(at.counter, () => {
      const { since, less } = this.#place(at.counter)
      return [this.rate(at.counter).firstAt(at.value), { counter: at.counter, since, less: less + at.value }]
    })
    this.#begun = { at, clock }
    return clock
  }

  /** The clock that began so much earlier, by as many batches as first reach it. */
  earlier(by: Mark): Clock {
    return this.#make(by.counter, () => {
      const { since, less } = this.#place(by.counter)
      const batches = this.ofRun().rate(by.counter).firstAt(by.value)
      return [this.batch - batches, { counter: by.counter, since, less: less - by.value }]
    })
  }

  /** The same one where it is not known when it began. */
  lost(counter: Counter): Clock {
    return new Clock(this.pace, Number.NaN, null, this.#lost ?? counter)
  }

  #make(counter: Counter, begin: () => [number, Own]): Clock {
    if (this.#lost !== null) return this
    try {
      const [batch, own] = begin()
      return new Clock(this.pace, batch, own, null)
    } catch (error) {
      if (SchedulerError.is(error, 'counter-missing')) return this.lost(counter)
      throw error
    }
  }

  /** The timestamp at a batch of the run, all of whose counters count from the first batch of this clock. */
  timestampAt(batch: number): Timestamp {
    this.#timestamps ??= timestampsBy(this.pace, this.#lost)
    return this.#timestamps(batch - this.batch)
  }
}

function missing(pace: Pace, counter: Counter, lost: Counter): SchedulerError<'counter-missing'> {
  return new SchedulerError('counter-missing', (missingCounter(pace, counter) ?? missingCounter(pace, lost))!)
}

const made = new WeakMap<Pace, Map<Counter | null, (batch: number) => Timestamp>>()

/** Timestamps by batch, made once for all clocks of a pace. */
function timestampsBy(pace: Pace, lost: Counter | null): (batch: number) => Timestamp {
  const known = made.get(pace) ?? new Map<Counter | null, (batch: number) => Timestamp>()
  made.set(pace, known)
  const timestamps = known.get(lost) ?? timestampsOf(pace, lost === null ? [] : ratesOf(lost))
  known.set(lost, timestamps)
  return timestamps
}
