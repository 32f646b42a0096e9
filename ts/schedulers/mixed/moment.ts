/**
 * A moment of training on the clock of a part: what its counters read, and the timestamp that a function is given.
 */
import { SchedulerError } from '../../errors/error.js'
import type { Pace } from '../../state/pace.js'
import { Timestamp } from '../../state/timestamp/timestamp.js'
import { COUNTERS } from '../../wasm/generated/layout.js'
import { Clock, type Counter, type Mark } from './clock.js'

/** What of a moment is not its clock's. */
interface Facts {
  /** The batch of the run. */
  readonly batch: number
  /** Whether training is there: else it is a start or an end that a node asks about. */
  readonly isReal: boolean
  /** Reads all counters, where they are not told by the clock. */
  readonly read?: (counter: Counter) => number
  /** The timestamp, where it is not told by the clock. */
  readonly timestamp?: Timestamp
  /** The counter that reads a value of its own. */
  readonly own?: Mark
  /** Of that counter what it would read without, and all that is taken from it: as in ranges, one number is. */
  readonly taken?: { readonly reading: number; readonly less: number }
}

/** What counters read, as far as it is known; another clock sees the same moment. */
export class Moment {
  readonly clock: Clock
  readonly #facts: Facts

  private constructor(clock: Clock, facts: Facts) {
    this.clock = clock
    this.#facts = facts
  }

  /** Before a batch of a run. */
  static ofBatch(clock: Clock, batch: number): Moment {
    return new Moment(clock, { batch, isReal: true })
  }

  /** At a timestamp, which tells all counters. */
  static ofTimestamp(clock: Clock, timestamp: Timestamp, read: (counter: Counter) => number): Moment {
    return new Moment(clock, { batch: timestamp.batch, isReal: true, read, timestamp })
  }

  /** Where a clock begins: all counters are 0. */
  static start(pace: Pace): Moment {
    return new Moment(Clock.ofRun(pace), { batch: 0, isReal: false, read: () => 0, timestamp: new Timestamp() })
  }

  /**
   * Where a mark of a clock is reached: its counter reads exactly that, all others what they read at the first batch that
   * reaches it.
   */
  static at(clock: Clock, own: Mark): Moment {
    try {
      return new Moment(clock, { batch: clock.rate(own.counter).firstAt(own.value), isReal: false, own })
    } catch (error) {
      if (!SchedulerError.is(error, 'counter-missing')) throw error
      return new Moment(clock.lost(own.counter), { batch: 0, isReal: false, own })
    }
  }

  get batch(): number {
    return this.#facts.batch
  }

  get isReal(): boolean {
    return this.#facts.isReal
  }

  /** The reading of a counter; `counter-missing` where it is not known. */
  get(counter: Counter): number {
    const { read, own, batch } = this.#facts
    if (read !== undefined) return read(counter)
    if (own?.counter === counter) return own.value
    const reading = this.clock.rate(counter).at(batch)
    return reading < 0 ? 0 : reading
  }

  /** All readings in the order of COUNTERS; NaN for those that are not known. */
  readings(): number[] {
    return COUNTERS.map((counter) => {
      try {
        return this.get(counter)
      } catch (error) {
        if (SchedulerError.is(error, 'counter-missing')) return Number.NaN
        throw error
      }
    })
  }

  isReached({ counter, value }: Mark): boolean {
    return this.get(counter) >= value
  }

  /** The same moment on the clock that begins at a mark. */
  inside(at: Mark): Moment {
    return this.#on(this.clock.begin(at), at.counter, at.value)
  }

  /** The same moment on the clock that began so much earlier. */
  earlier(by: Mark): Moment {
    return this.#on(this.clock.earlier(by), by.counter, -by.value)
  }

  /** The same moment with another reading of one counter. */
  reading(own: Mark): Moment {
    return new Moment(this.clock, { ...this.#facts, own })
  }

  #on(clock: Clock, counter: Counter, amount: number): Moment {
    const { batch, isReal, own, taken } = this.#facts
    const before = own?.counter === counter ? taken : undefined
    const reading = before === undefined ? this.get(counter) : before.reading
    const less = (before?.less ?? 0) + amount
    return new Moment(clock, {
      batch,
      isReal,
      own: { counter, value: reading - less },
      taken: { reading, less },
    })
  }

  /** What a function reads: there all counters are whole, and count from the first batch of the clock. */
  get timestamp(): Timestamp {
    return this.#facts.timestamp ?? this.clock.timestampAt(this.#facts.batch)
  }
}
