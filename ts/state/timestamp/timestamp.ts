/**
 * The value type Timestamp: how far a run has come, in each counter. Knows nothing of the run itself: its length, or how
 * one counter follows from another (see run.ts).
 */
import { SchedulerError } from '../../errors/error.js'
import type { Pace } from '../pace.js'
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
import { type Missing, missingAt, missingField, missingOf, valuesOrNaN, without } from './missing.js'

export type { BatchSize, Elapsed, TimestampField, TimestampOptions, TimestampState, TimestampValues }

const BRAND: unique symbol = Symbol.for('scale-schedule.Timestamp') as never
const CHECKED = Symbol('values that need no check')
const MISSING = Symbol('the counters that are missing')
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
  // Declared only: a subclass may answer for a field on its prototype (see classFor).
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

  /** @internal What a run does not give; null where nothing is missing. */
  get [MISSING](): Missing | null {
    return null
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
    return make(nextBatch(readable(this), size), this[MISSING])
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
    return make(nextEpoch(readable(this), options), this[MISSING])
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
    return make(nextIteration(readable(this), options), this[MISSING])
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
    const values = checkedFields(changes, readable(this), 'copy')
    const missing = this[MISSING]
    return make(values, missing && without(missing, (field) => !Number.isNaN(values[field])))
  }

  /**
   * Whether the counter of the operand's unit equals it, or all values those of another Timestamp, where counters that a
   * run does not give must be missing in both; false for anything else, also for a number. Errors: `'time-string'`,
   * `'time-unit'` (a `dur`). Composer: `timestamp == other`.
   *
   * @example
   * ```ts
   * new Timestamp({ epoch: 5 }).equals('5ep') // => true
   * new Timestamp({ epoch: 5 }).equals(new Timestamp()) // => false
   * ```
   */
  equals(other: unknown): boolean {
    if (isTimestamp(other)) {
      // NaN stands for a counter that is missing, which must not be read.
      const [values, others] = [valuesOrNaN(this), valuesOrNaN(other)]
      return FIELDS.every((field) => Object.is(values[field], others[field]))
    }
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
   * All values under Composer's names, for a checkpoint; wall clocks in seconds. Counters that a run does not give are
   * left out. Composer: `Timestamp.state_dict`.
   *
   * @example
   * ```ts
   * new Timestamp({ batchInEpoch: 7 }).stateDict().batch_in_epoch // => 7
   * new TrainingRun({ maxDuration: '9ba' }).timestampAt(5).stateDict() // => { batch: 5 }
   * ```
   */
  stateDict(): TimestampState {
    const given = FIELDS.filter((field) => Object.hasOwn(this, field))
    return Object.fromEntries(given.map((field) => [snakeCase(field), this[field]])) as TimestampState
  }

  /**
   * The timestamp that was saved; this one stays as it is, and gives the values that old checkpoints lack (iterations
   * and wall clocks), or lacks them too. Counters that a run did not give are missing again. Errors: `'state-dict'` (a
   * bad value, or one that is absent although a run gives it), `'bad-type'`. Composer: `Timestamp.load_state_dict`,
   * which changes itself.
   *
   * @example
   * ```ts
   * const saved = new Timestamp({ batch: 50 }).stateDict()
   * new Timestamp().loadStateDict(saved).batch // => 50
   * new Timestamp().loadStateDict({}) // throws 'state-dict'
   *
   * const run = new TrainingRun({ maxDuration: '9ba', samplesPerBatch: 32 })
   * const loaded = run.timestampAt(0).loadStateDict(run.timestampAt(5).stateDict())
   * loaded.equals(run.timestampAt(5)) // => true
   * loaded.token // throws 'counter-missing'
   * ```
   */
  loadStateDict(state: Readonly<Partial<TimestampState>>): Timestamp {
    const values = restored(readable(this), state)
    const absent = FIELDS.filter((field) => Number.isNaN(values[field]))
    const missing = this[MISSING] && without(this[MISSING], (field) => !absent.includes(field))
    return make(values, missing?.fields.length === absent.length ? missing : missingOf(absent))
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
function make(values: TimestampValues, missing: Missing | null): Timestamp {
  return new (classFor(missing))(values, CHECKED)
}

/** The values as they can be calculated with: NaN for those that are missing. */
function readable(timestamp: Timestamp): Readonly<TimestampValues> {
  return timestamp[MISSING] === null ? timestamp : valuesOrNaN(timestamp)
}

/**
 * Makes timestamps quickly of values known to be good (safe integers; seconds as whole microseconds / 1e6); what the
 * pace does not give is missing. For runs; no public name.
 */
export function timestampFactory(pace: Pace, needs?: readonly (keyof Pace)[]): (values: TimestampValues) => Timestamp {
  const Class = classFor(missingAt(pace, needs))
  return (values) => new Class(values, CHECKED)
}

const partial = new Map<string, CheckedConstructor>()

/** The class whose instances lack these fields: reading one is an error. */
function classFor(missing: Missing | null): CheckedConstructor {
  const Full = Timestamp as unknown as CheckedConstructor
  if (missing === null || missing.fields.length === 0) return Full
  const key = JSON.stringify([missing.fields, missing.needs, Object.values(missing.pace).map((rate) => rate === null)])
  let Class = partial.get(key)
  if (Class === undefined) {
    Class = class extends Full {
      override get [MISSING]() {
        return missing
      }
    }
    Object.defineProperty(Class, 'name', { value: 'Timestamp' })
    for (const field of missing.fields) {
      // The setter takes what the constructor assigns, so that no own value hides the getter. Enumerable, so that a copy
      // of all fields meets the getter too.
      Object.defineProperty(Class.prototype, field, {
        get: () => {
          throw missingField(missing, field)
        },
        set() {},
        enumerable: true,
      })
    }
    partial.set(key, Class)
  }
  return Class
}

function compare(timestamp: Timestamp, other: Time | TimeString): -1 | 0 | 1 {
  if (typeof other !== 'string' && !isTime(other)) {
    throw new SchedulerError('not-comparable', { left: 'a Timestamp', right: other })
  }
  const time = Time.fromInput(other)
  return timestamp.get(time.unit).compare(time)
}
