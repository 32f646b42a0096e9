/**
 * What a part of a tree stands in: its run, and the clock that it sees.
 */
import { SchedulerError } from '../../errors/error.js'
import type { Pace } from '../../state/pace.js'
import type { ExactTime } from '../../state/time/exact.js'
import { Time } from '../../state/time/time.js'
import type { Length, RunFacts } from '../../wasm/encode.js'
import { convertLength } from '../../wasm/kernel.js'
import type { Clock, Counter, Mark } from './clock.js'

/** A value and its unit as an error shows it. */
export const printed = (value: number, unit: Time['unit']): { toString(): string } =>
  Number.isSafeInteger(value) ? new Time(value, unit) : { toString: () => `${value}${unit}` }

/** A mark as an error shows it. */
export const printedMark = ({ value, counter }: Mark): { toString(): string } => printed(value, counter)

/** A run on a clock of its own. */
export class Setting {
  readonly run: RunFacts
  readonly clock: Clock

  constructor(run: RunFacts, clock: Clock) {
    this.run = run
    this.clock = clock
  }

  get pace(): Pace {
    return this.clock.pace
  }

  /** The same clock over a run that ends elsewhere. */
  until(value: number, unit: Time['unit']): Setting {
    return new Setting({ ...this.run, maxDuration: { value, unit } }, this.clock)
  }

  /** Where a time is on a counter, scaled by a ratio: that of the run unless another is given. */
  mark(time: ExactTime, ssr = this.run.ssr, run = this.run): Mark {
    const { decimal } = time
    // In one of the crate's counters: epochs are batches, a part of the run is in the unit of that.
    const { value, unit } = convertLength(decimal === null ? time : { value: 0, unit: time.unit }, run, ssr)
    const counter = unit as Counter
    if (decimal === null) return { counter, value }
    const factor = time.unit === 'ep' ? BigInt(run.dataloaderLen!) : 1n
    // The text of the exact product is rounded once.
    const exact = Number(`${BigInt(decimal.digits) * factor}e-${decimal.places}`) * ssr + 0
    const what = 'A converted time or counter'
    if (!Number.isFinite(exact)) throw new SchedulerError('not-finite', { what, found: exact })
    if (Math.abs(exact) > Number.MAX_SAFE_INTEGER) throw new SchedulerError('integer-range', { what, found: exact })
    return { counter, value: exact }
  }

  /** The end of the run, which there must be. */
  get maxDuration(): Length {
    const { maxDuration } = this.run
    if (maxDuration === null) throw new SchedulerError('no-max-duration', {})
    return maxDuration
  }

  /** The end of the run on a counter. */
  end(): Mark {
    const { value, unit } = this.maxDuration
    if (unit !== 'ep') return { counter: unit as Counter, value }
    const { dataloaderLen } = this.run
    if (dataloaderLen === null) throw new SchedulerError('no-dataloader-len', { time: printed(value, unit) })
    return { counter: 'ba', value: value * dataloaderLen }
  }

  /** The first batch that reaches a mark, of the outermost run. */
  #batchAt({ counter, value }: Mark): number {
    return this.clock.rate(counter).firstAt(value)
  }

  /** Whether a mark is reached before another, or with it; `counter-missing` where that is not known. */
  isBefore(mark: Mark, other: Mark): boolean {
    if (mark.counter === other.counter) return mark.value <= other.value
    return this.#batchAt(mark) <= this.#batchAt(other)
  }

  /** The same, or an answer for what is not known. */
  isBeforeOr(mark: Mark, other: Mark, unknown: boolean): boolean {
    try {
      return this.isBefore(mark, other)
    } catch (error) {
      if (SchedulerError.is(error)) return unknown
      throw error
    }
  }

  /** What is left from a mark on (or from the start), up to another, as a run of its own; null where nothing is. */
  segment(from: Mark | null, until: Mark): Setting | null {
    if (from === null) return until.value > 0 ? this.until(until.value, until.counter) : null
    const rate = until.counter === from.counter ? null : this.clock.rate(until.counter)
    const left = until.value - (rate === null ? from.value : rate.at(this.#batchAt(from)))
    if (!(left > 0)) return null
    return new Setting({ ...this.run, maxDuration: { value: left, unit: until.counter } }, this.clock.begin(from))
  }

  /** A run that began so much earlier, and ends where this one does. */
  earlier(by: Mark): Setting {
    const end = this.end()
    const clock = this.clock.earlier(by)
    let more = by.value
    if (end.counter !== by.counter) {
      const first = ofRunRate(this.clock, by.counter).firstAt(by.value)
      more = ofRunRate(this.clock, end.counter).at(first)
    }
    return new Setting({ ...this.run, maxDuration: { value: end.value + more, unit: end.counter } }, clock)
  }

  /** A run whose ratio and length are multiplied by a factor. */
  stretched(factor: number): Setting {
    const { value, unit } = this.maxDuration
    const exact = value * factor
    const scaled = Number.isInteger(value) ? Math.trunc(exact) : exact
    if (!(scaled > 0) || !Number.isFinite(scaled)) throw nothingLeft(printed(value, unit), factor, scaled)
    const run = { ...this.run, maxDuration: { value: scaled, unit }, ssr: this.run.ssr * factor }
    return new Setting(run, this.clock)
  }
}

/** The error of a run that nothing is left of. */
export function nothingLeft(maxDuration: { toString(): string }, ssr: number, found: number) {
  return new SchedulerError('max-duration-zero', { maxDuration, ssr, found: { toString: () => String(found) } })
}

/** A counter as the run itself has it. */
const ofRunRate = (clock: Clock, counter: Counter) => clock.ofRun().rate(counter)
