/**
 * The value type Timestamp: how far a run has come, in each counter. Knows nothing of the run itself: its length, or how
 * one counter follows from another (see run.ts).
 */
import { SchedulerError } from '../../errors/error.js'
import { isTime, Time, type TimeString, type TimeUnitInput, toTimeUnit } from '../time/time.js'
import { badType } from '../time/value.js'
import { type BatchSize, type Elapsed, nextBatch, nextEpoch, nextIteration, restored } from './advance.js'
import {
  checkedFields,
  FIELDS,
  snakeCase,
  type TimestampField,
  type TimestampOptions,
  type TimestampState,
  type TimestampValues,
  ZERO,
} from './fields.js'

export type { BatchSize, Elapsed, TimestampField, TimestampOptions, TimestampState, TimestampValues }

const BRAND: unique symbol = Symbol.for('scale-schedule.Timestamp') as never
const CHECKED = Symbol('values that need no check')
const COUNTERS = { iter: 'iteration', ep: 'epoch', ba: 'batch', sp: 'sample', tok: 'token' } as const
const NOTHING = Object.freeze({})
/** Whether a value is a Timestamp, also one of another copy of this package (where `instanceof` fails). */
export function isTimestamp(x: unknown): x is Timestamp {
  return typeof x === 'object' && x !== null && BRAND in x
}

/**
 * How far training has come, immutable: counters as plain numbers, wall clocks in seconds (whole microseconds inside).
 * Composer: `composer.core.time.Timestamp`; there a counter is a Time, here `get(unit)` gives one.
 *
 * @example
 * ```ts
 * const timestamp = new Timestamp({ epoch: 2, batch: 50 })
 * timestamp.batch // => 50
 * timestamp.toNextBatch({ samples: 32 }).sample // => 32
 * timestamp.lt('51ba') // => true
 * ```
 */
export class Timestamp {
  // Declared only: a subclass may answer for a field on its prototype (see timestampFactory).
  /** Iterations done. */
  declare readonly iteration: number
  /** Epochs done. */
  declare readonly epoch: number
  /** Batches done, which is the number of optimizer steps. */
  declare readonly batch: number
  /** Samples seen. */
  declare readonly sample: number
  /** Tokens seen. */
  declare readonly token: number
  /** Epochs done in this iteration. */
  declare readonly epochInIteration: number
  /** Tokens seen in this iteration. */
  declare readonly tokenInIteration: number
  /** Batches done in this epoch. */
  declare readonly batchInEpoch: number
  /** Samples seen in this epoch. */
  declare readonly sampleInEpoch: number
  /** Tokens seen in this epoch. */
  declare readonly tokenInEpoch: number
  /** Seconds since the beginning of training. */
  declare readonly totalWct: number
  /** Seconds of this iteration. */
  declare readonly iterationWct: number
  /** Seconds of this epoch. */
  declare readonly epochWct: number
  /** Seconds of the last batch. */
  declare readonly batchWct: number

  /**
   * A timestamp with these values; what is not given is 0. A counter is an integer (also a negative one), or a Time or a
   * time string of its unit; a wall clock is a number of seconds, rounded to whole microseconds. Errors: `'bad-type'`
   * (null too), `'unknown-option'`, `'unit-mismatch'`, `'not-finite'`, and those of `Time.fromInput`.
   *
   * @example
   * ```ts
   * new Timestamp({ epoch: '5ep', totalWct: 1.5 }).epoch // => 5
   * new Timestamp({ epoch: Time.fromBatch(5) }) // throws 'unit-mismatch'
   * ```
   */
  constructor(options?: TimestampOptions)
  constructor(options: unknown = NOTHING, checked?: symbol) {
    const v = checked === CHECKED ? (options as TimestampValues) : checkedFields(options, ZERO, 'Timestamp')
    this.iteration = v.iteration
    this.epoch = v.epoch
    this.batch = v.batch
    this.sample = v.sample
    this.token = v.token
    this.epochInIteration = v.epochInIteration
    this.tokenInIteration = v.tokenInIteration
    this.batchInEpoch = v.batchInEpoch
    this.sampleInEpoch = v.sampleInEpoch
    this.tokenInEpoch = v.tokenInEpoch
    this.totalWct = v.totalWct
    this.iterationWct = v.iterationWct
    this.epochWct = v.epochWct
    this.batchWct = v.batchWct
    Object.freeze(this)
  }

  /** Marks the timestamps of all copies of this package. */
  get [BRAND](): true {
    return true
  }

  /**
   * The counter of a unit, as a Time; `sec` is the total wall clock, truncated to whole seconds. Errors: `'time-unit'`,
   * also for `dur`, as only a run has a fraction. Composer: `Timestamp.get`.
   *
   * @example
   * ```ts
   * new Timestamp({ totalWct: 3661.75 }).get('sec').toString() // => '3661sec'
   * new Timestamp().get('dur') // throws 'time-unit'
   * ```
   */
  get(unit: TimeUnitInput): Time {
    const u = toTimeUnit(unit)
    if (u === 'dur') throw new SchedulerError('time-unit', { found: unit })
    return new Time(u === 'sec' ? Math.trunc(this.totalWct) : this[COUNTERS[u]], u)
  }

  /**
   * The timestamp one batch later. Errors: `'integer-range'`, `'unit-mismatch'`, `'integer-units'`, `'not-finite'`,
   * `'unknown-option'`, `'bad-type'`. Composer: `Timestamp.to_next_batch`.
   *
   * @example
   * ```ts
   * const next = new Timestamp({ batch: 7 }).toNextBatch({ samples: 32, tokens: '4096tok', duration: 0.25 })
   * next.batch // => 8
   * next.token // => 4096
   * next.totalWct // => 0.25
   * ```
   */
  toNextBatch(size: BatchSize = NOTHING): Timestamp {
    return make(nextBatch(this, size))
  }

  /**
   * The timestamp at the start of the next epoch: the counters and clocks of the epoch are 0. Errors as for
   * `toNextBatch`. Composer: `Timestamp.to_next_epoch`.
   *
   * @example
   * ```ts
   * const next = new Timestamp({ batch: 50, batchInEpoch: 10 }).toNextEpoch()
   * next.epoch // => 1
   * next.batch // => 50
   * next.batchInEpoch // => 0
   * ```
   */
  toNextEpoch(options: Elapsed = NOTHING): Timestamp {
    return make(nextEpoch(this, options))
  }

  /**
   * The timestamp at the start of the next iteration: the counters and clocks of the iteration and of the epoch are 0.
   * Errors as for `toNextBatch`. Composer: `Timestamp.to_next_iteration`.
   *
   * @example
   * ```ts
   * const next = new Timestamp({ epoch: 3, epochInIteration: 3 }).toNextIteration()
   * next.iteration // => 1
   * next.epoch // => 3
   * next.epochInIteration // => 0
   * ```
   */
  toNextIteration(options: Elapsed = NOTHING): Timestamp {
    return make(nextIteration(this, options))
  }

  /**
   * This timestamp with some values changed; options and errors as for the constructor. Composer: `Timestamp.copy`.
   *
   * @example
   * ```ts
   * new Timestamp({ epoch: 2, batch: 50 }).copy({ batch: 51 }).epoch // => 2
   * ```
   */
  copy(changes: TimestampOptions): Timestamp {
    return make(checkedFields(changes, this, 'copy'))
  }

  /**
   * Whether the counter of the operand's unit equals it, or all values those of another Timestamp; false for anything
   * else, also for a number. Errors: `'time-string'`, `'time-unit'` (a `dur`). Composer: `timestamp == other`.
   *
   * @example
   * ```ts
   * new Timestamp({ epoch: 5 }).equals('5ep') // => true
   * new Timestamp({ epoch: 5 }).equals(new Timestamp()) // => false
   * ```
   */
  equals(other: unknown): boolean {
    if (isTimestamp(other)) return FIELDS.every((field) => this[field] === other[field])
    return (typeof other === 'string' || isTime(other)) && compare(this, other as Time) === 0
  }

  /**
   * Whether the counter of the operand's unit is less. Errors: `'time-string'`, `'time-unit'` (a `dur`),
   * `'not-comparable'` (no Time or time string). Composer: `timestamp < other`.
   *
   * @example
   * ```ts
   * new Timestamp({ epoch: 5, batch: 50 }).lt('51ba') // => true
   * ```
   */
  lt(other: Time | TimeString): boolean {
    return compare(this, other) < 0
  }
  /** Whether the counter is less or equal; errors as for `lt`. Composer: `timestamp <= other`. */
  lte(other: Time | TimeString): boolean {
    return compare(this, other) <= 0
  }
  /** Whether the counter is greater; errors as for `lt`. Composer: `timestamp > other`. */
  gt(other: Time | TimeString): boolean {
    return compare(this, other) > 0
  }
  /** Whether the counter is greater or equal; errors as for `lt`. Composer: `timestamp >= other`. */
  gte(other: Time | TimeString): boolean {
    return compare(this, other) >= 0
  }

  /**
   * All values under Composer's names, for a checkpoint; wall clocks in seconds. Composer: `Timestamp.state_dict`.
   *
   * @example
   * ```ts
   * new Timestamp({ batchInEpoch: 7 }).stateDict().batch_in_epoch // => 7
   * ```
   */
  stateDict(): TimestampState {
    return Object.fromEntries(FIELDS.map((field) => [snakeCase(field), this[field]])) as TimestampState
  }

  /**
   * The timestamp that was saved; this one stays as it is, and gives the values that old checkpoints lack. Errors:
   * `'state-dict'` (a missing or bad value), `'bad-type'`. Composer: `Timestamp.load_state_dict`, which changes itself.
   *
   * @example
   * ```ts
   * const saved = new Timestamp({ batch: 50 }).stateDict()
   * new Timestamp().loadStateDict(saved).batch // => 50
   * new Timestamp().loadStateDict({}) // throws 'state-dict'
   * ```
   */
  loadStateDict(state: Readonly<Partial<TimestampState>>): Timestamp {
    return make(restored(this, state))
  }

  /** All values in one line, with Composer's names. Composer: `repr(timestamp)`, but wall clocks are plain seconds. */
  toString(): string {
    const own = FIELDS.filter((field) => Object.hasOwn(this, field))
    return `Timestamp(${own.map((field) => `${snakeCase(field)}=${this[field]}`).join(', ')})`
  }

  /** Throws `'bad-type'`: a timestamp has no one number. Use a counter such as `.batch`, or `.lt()`. */
  valueOf(): never {
    throw badType("An operand of JavaScript's own operators", 'a plain number, so .batch …, or use .lt() …', this)
  }
}

type CheckedConstructor = new (values: TimestampValues, checked: typeof CHECKED) => Timestamp

/** A timestamp of values that are known to be good. */
function make(values: TimestampValues): Timestamp {
  return new (Timestamp as unknown as CheckedConstructor)(values, CHECKED)
}

/**
 * Makes timestamps quickly of values known to be good (safe integers; seconds as whole microseconds / 1e6), on which
 * reading one of the `missing` fields calls `refuse`. For the runs that do not define all counters; no public name.
 */
export function timestampFactory(
  missing: readonly TimestampField[],
  refuse: (field: TimestampField) => never,
): (values: TimestampValues) => Timestamp {
  class PartialTimestamp extends Timestamp {}
  for (const field of missing) {
    // The setter takes what the constructor assigns, so that no own value hides the getter. Enumerable, so that a copy
    // of all fields meets the getter too.
    Object.defineProperty(PartialTimestamp.prototype, field, { get: () => refuse(field), set() {}, enumerable: true })
  }
  return (values) => new (PartialTimestamp as unknown as CheckedConstructor)(values, CHECKED)
}

function compare(timestamp: Timestamp, other: Time | TimeString): -1 | 0 | 1 {
  if (typeof other !== 'string' && !isTime(other)) {
    throw new SchedulerError('not-comparable', { left: 'a Timestamp', right: other })
  }
  const time = Time.fromInput(other)
  return timestamp.get(time.unit).compare(time)
}
