/**
 * The value type Time: a number in a unit, with checked comparison and arithmetic. Converts between no units (that needs
 * a run, see state.ts) and reads no text itself (see time-text.ts).
 */
import { SchedulerError } from '../../errors/error.js'
import {
  formatTime,
  parseTimestring,
  parseWallClock,
  type TimeString,
  TimeUnit,
  type TimeUnitInput,
  toTimeUnit,
} from './text.js'
import { badType, checkedValue, computedValue, divisor, floorMod } from './value.js'

export { type TimeString, TimeUnit, type TimeUnitInput, toTimeUnit }

/** A time of a scheduler: schedulers take no wall-clock time, and a string of one does not compile. */
export type SchedulerTime = Time | TimeString<Exclude<TimeUnit, 'sec'>>

/** How long a run is, which is an absolute time: a string in `dur` does not compile. */
export type MaxDuration = Time | TimeString<Exclude<TimeUnit, 'dur'>>

/** The other side of a comparison or an operation; a plain number has the unit of the Time. */
export type TimeOperand = Time | TimeString | number

// In the registry of symbols, so that a Time of another copy or entry of this package is known here too.
const BRAND: unique symbol = Symbol.for('scale-schedule.Time') as never

/** Whether a value is a Time, also one of another copy of this package (where `instanceof` fails). */
export function isTime(x: unknown): x is Time {
  if (typeof x !== 'object' || x === null || !(BRAND in x)) return false
  const { value, unit } = x as Partial<Time>
  return typeof value === 'number' && typeof unit === 'string'
}

/**
 * An amount of training: a value in one of the units of {@link TimeUnit}, immutable. Values are integers within
 * ±(2^53 − 1), but any number in `dur`. The operators of Composer's `composer.core.time.Time` are methods here, checked
 * in the same way; JavaScript's own operators throw.
 *
 * @example
 * ```ts
 * new Time(5, 'ep').add('2ep').toString() // => '7ep'
 * new Time(5, 'ep').add('2ba') // throws 'unit-mismatch'
 * ```
 */
export class Time {
  /** The amount, in `unit`. */
  readonly value: number
  /** What is counted: `'iter'`, `'ep'`, `'ba'`, `'sp'`, `'tok'`, `'dur'` or `'sec'`. */
  readonly unit: TimeUnit

  /**
   * A value in a unit. Errors: `'time-unit'`, `'integer-units'` (a fraction outside `dur`), `'integer-range'` (beyond
   * 2^53 − 1), `'bad-type'`. `dur` also takes a numeric text, as Python's `float()` does, or else throws `'time-string'`.
   *
   * @example
   * ```ts
   * new Time(0.5, TimeUnit.DURATION).toString() // => '0.5dur'
   * new Time(5, 'EPOCH').unit // => 'ep'
   * new Time(2.5, 'ba') // throws 'integer-units'
   * ```
   */
  constructor(value: number, unit: TimeUnitInput)
  constructor(value: number | string, unit: 'dur')
  constructor(value: unknown, unit: unknown) {
    this.unit = toTimeUnit(unit)
    this.value = checkedValue(value, this.unit, value)
    Object.freeze(this)
  }

  /** Marks the times of all copies of this package. */
  get [BRAND](): true {
    return true
  }

  /**
   * Reads a time string: a number and a unit (`'10ep'`, `'1e3ba'`, `'0.5dur'`), or wall-clock time (`'1h20m40s'`).
   * Quirks are kept: `'5'` is 50 seconds. Errors: `'time-string'`, `'integer-units'`, `'integer-range'`, `'not-finite'`,
   * `'bad-type'`. Composer: `Time.from_timestring`.
   *
   * @example
   * ```ts
   * Time.fromTimestring('3e4tok').value // => 30000
   * Time.fromTimestring('1h20m40s').toString() // => '4840sec'
   * Time.fromTimestring('1.5ba') // throws 'integer-units'
   * ```
   */
  static fromTimestring(s: string): Time {
    if (typeof s !== 'string') throw badType('A time string', 'a string', s)
    const { value, unit } = parseTimestring(s)
    if (unit === TimeUnit.DURATION) return new Time(value, unit)
    if (!Number.isFinite(value)) throw new SchedulerError('not-finite', { what: `A time in '${unit}'`, found: s })
    return new Time(checkedValue(value, unit, s), unit)
  }

  /**
   * Reads wall-clock time (hours, minutes and seconds, less than a day) as seconds. Errors: `'time-string'`,
   * `'bad-type'`. Composer: `Time.from_timedelta`.
   *
   * @example
   * ```ts
   * Time.fromTimedelta('3h20m').toString() // => '12000sec'
   * Time.fromTimedelta('90m') // throws 'time-string'
   * ```
   */
  static fromTimedelta(s: string): Time {
    if (typeof s !== 'string') throw badType('A wall-clock time', 'a string', s)
    const seconds = parseWallClock(s)
    if (seconds === undefined) throw new SchedulerError('time-string', { found: s })
    return new Time(seconds, TimeUnit.SECOND)
  }

  /**
   * A Time as it is, a time string read, a plain number in `defaultUnit`. Errors: those of the constructor and of
   * `fromTimestring`; `'no-default-unit'` for a number without unit. Composer: `Time.from_input`, `ensure_time`.
   *
   * @example
   * ```ts
   * Time.fromInput(5, 'ba').toString() // => '5ba'
   * Time.fromInput('5ep', 'ba').toString() // => '5ep'
   * Time.fromInput(5) // throws 'no-default-unit'
   * ```
   */
  static fromInput(i: Time | number | string, defaultUnit?: TimeUnitInput): Time {
    if (isTime(i)) return i.constructor === Time ? i : new Time(i.value, i.unit)
    if (typeof i === 'string') return Time.fromTimestring(i)
    if (typeof i !== 'number') throw badType('A time', 'a Time, a time string or a number', i)
    if (defaultUnit === undefined || defaultUnit === null) throw new SchedulerError('no-default-unit', { found: i })
    return new Time(i, defaultUnit)
  }

  /** Iterations: `new Time(n, 'iter')`, with its errors. Composer: `Time.from_iteration`. */
  static fromIteration(n: number): Time {
    return new Time(n, TimeUnit.ITERATION)
  }
  /** Epochs: `new Time(n, 'ep')`, with its errors. Composer: `Time.from_epoch`. */
  static fromEpoch(n: number): Time {
    return new Time(n, TimeUnit.EPOCH)
  }
  /** Batches: `new Time(n, 'ba')`, with its errors. Composer: `Time.from_batch`. */
  static fromBatch(n: number): Time {
    return new Time(n, TimeUnit.BATCH)
  }
  /** Samples: `new Time(n, 'sp')`, with its errors. Composer: `Time.from_sample`. */
  static fromSample(n: number): Time {
    return new Time(n, TimeUnit.SAMPLE)
  }
  /** Tokens: `new Time(n, 'tok')`, with its errors. Composer: `Time.from_token`. */
  static fromToken(n: number): Time {
    return new Time(n, TimeUnit.TOKEN)
  }
  /** A fraction of the run: `new Time(x, 'dur')`, with its errors. Composer: `Time.from_duration`. */
  static fromDuration(x: number): Time {
    return new Time(x, TimeUnit.DURATION)
  }
  /** Whole seconds: `new Time(n, 'sec')`, with its errors. Composer: `Time(n, TimeUnit.SECOND)`. */
  static fromSecond(n: number): Time {
    return new Time(n, TimeUnit.SECOND)
  }

  /**
   * The time string in Composer's spelling; read, it is this time again. Composer: `Time.to_timestring`.
   *
   * @example
   * ```ts
   * Time.fromDuration(0.00001).toTimestring() // => '1e-05dur'
   * ```
   */
  toTimestring(): string {
    return formatTime(this.value, this.unit)
  }
  /** The same as `toTimestring`; template literals show it. Composer: `str(time)`. */
  toString(): string {
    return this.toTimestring()
  }
  /** The time string, for `JSON.stringify`; `Time.fromTimestring` reads it. */
  toJSON(): string {
    return this.toTimestring()
  }
  /** Throws `'bad-type'`, as `<` or `+` on two times would ignore their units: use `.value`, `.lt()`, `.add()`. */
  valueOf(): never {
    throw badType("An operand of JavaScript's own operators", 'a plain number, so .value, or use .lt(), .add() …', this)
  }

  /**
   * The sum, in this unit. Errors: `'unit-mismatch'`, `'integer-range'`, and those of reading the operand.
   * Composer: `time + other`.
   *
   * @example
   * ```ts
   * Time.fromBatch(5).add(2).toString() // => '7ba'
   * ```
   */
  add(other: TimeOperand): Time {
    const right = inUnitOf(this, other, 'add')
    return new Time(computedValue(this.value + right.value, this.unit, this, '+', right), this.unit)
  }

  /**
   * The difference, in this unit. Errors: `'unit-mismatch'`, `'integer-range'`, and those of reading the operand.
   * Composer: `time - other`.
   *
   * @example
   * ```ts
   * Time.fromBatch(5).sub('7ba').toString() // => '-2ba'
   * ```
   */
  sub(other: TimeOperand): Time {
    const right = inUnitOf(this, other, 'subtract')
    return new Time(computedValue(this.value - right.value, this.unit, this, '-', right), this.unit)
  }

  /**
   * The product with a number, in this unit; or with a time, where one of the two must be a `dur` and the unit of the
   * other is kept. Truncated towards zero unless in `dur`. Errors: `'unit-mismatch'`, `'not-finite'`, `'integer-range'`,
   * and those of reading the operand. Composer: `time * other`.
   *
   * @example
   * ```ts
   * Time.fromEpoch(7).mul('0.5dur').toString() // => '3ep'
   * Time.fromEpoch(7).mul(2.5).toString() // => '17ep'
   * Time.fromEpoch(7).mul('2ep') // throws 'unit-mismatch'
   * ```
   */
  mul(other: TimeOperand): Time {
    const right = typeof other === 'number' ? other : Time.fromInput(other)
    if (typeof right === 'number') {
      return new Time(computedValue(this.value * right, this.unit, this, '*', right), this.unit)
    }
    if (right.unit !== TimeUnit.DURATION && this.unit !== TimeUnit.DURATION) throw mismatch('multiply', this, right)
    const unit = right.unit === TimeUnit.DURATION ? this.unit : right.unit
    return new Time(computedValue(this.value * right.value, unit, this, '*', right), unit)
  }

  /**
   * The quotient: by a number in this unit, truncated towards zero unless in `dur`; by a time of this unit a `dur`.
   * Errors: `'zero-length'` (division by 0), `'unit-mismatch'`, `'not-finite'`, `'integer-range'`, and those of reading
   * the operand. Composer: `time / other`.
   *
   * @example
   * ```ts
   * Time.fromEpoch(-7).div(2).toString() // => '-3ep'
   * Time.fromEpoch(7).div('2ep').toString() // => '3.5dur'
   * Time.fromEpoch(7).div(0) // throws 'zero-length'
   * ```
   */
  div(other: TimeOperand): Time {
    if (typeof other === 'number') {
      return new Time(computedValue(this.value / divisor(other), this.unit, this, '/', other), this.unit)
    }
    return new Time(this.value / divisor(inUnitOf(this, other, 'divide').value), TimeUnit.DURATION)
  }

  /**
   * The remainder, in this unit and with the sign of the divisor, as in Python. Errors: `'zero-length'` (modulo 0),
   * `'unit-mismatch'`, and those of reading the operand. Composer: `time % other`.
   *
   * @example
   * ```ts
   * Time.fromEpoch(-7).mod(3).toString() // => '2ep'
   * ```
   */
  mod(other: TimeOperand): Time {
    return new Time(floorMod(this.value, inUnitOf(this, other, 'take the remainder').value), this.unit)
  }

  /** The same amount with the other sign. Composer: `-time`. */
  neg(): Time {
    return new Time(-this.value, this.unit)
  }

  /**
   * Whether the operand is the same time; false for what is no Time, number or string. Errors: those of `compare`, so
   * another unit is an error, not false. Composer: `time == other`.
   *
   * @example
   * ```ts
   * Time.fromEpoch(5).equals('5ep') // => true
   * Time.fromEpoch(5).equals(null) // => false
   * Time.fromEpoch(5).equals('5ba') // throws 'unit-mismatch'
   * ```
   */
  equals(other: unknown): boolean {
    return isOperand(other) && this.compare(other) === 0
  }

  /**
   * −1, 0 or 1: this is less, equal or greater. Errors: `'unit-mismatch'`, `'not-comparable'` (a NaN, or what is no
   * Time, number or string), `'integer-units'` (2.5 against epochs), and those of reading the operand. Composer: `_cmp`.
   *
   * @example
   * ```ts
   * Time.fromEpoch(5).compare(7) // => -1
   * Time.fromEpoch(5).compare(2.5) // throws 'integer-units'
   * ```
   */
  compare(other: TimeOperand): -1 | 0 | 1 {
    if (!isOperand(other)) throw new SchedulerError('not-comparable', { left: this, right: other })
    const right = inUnitOf(this, other, 'compare')
    if (this.value < right.value) return -1
    if (this.value > right.value) return 1
    if (this.value === right.value) return 0
    throw new SchedulerError('not-comparable', { left: this, right })
  }

  /** Whether this is less; errors as for `compare`. Composer: `time < other`. */
  lt(other: TimeOperand): boolean {
    return this.compare(other) < 0
  }
  /** Whether this is less or equal; errors as for `compare`. Composer: `time <= other`. */
  lte(other: TimeOperand): boolean {
    return this.compare(other) <= 0
  }
  /** Whether this is greater; errors as for `compare`. Composer: `time > other`. */
  gt(other: TimeOperand): boolean {
    return this.compare(other) > 0
  }
  /** Whether this is greater or equal; errors as for `compare`. Composer: `time >= other`. */
  gte(other: TimeOperand): boolean {
    return this.compare(other) >= 0
  }
}

function isOperand(x: unknown): x is TimeOperand {
  return typeof x === 'number' || typeof x === 'string' || isTime(x)
}

function inUnitOf(left: Time, other: TimeOperand, operation: string): Time {
  const right = Time.fromInput(other, left.unit)
  if (right.unit !== left.unit) throw mismatch(operation, left, right)
  return right
}

function mismatch(operation: string, left: Time, right: Time): SchedulerError<'unit-mismatch'> {
  return new SchedulerError('unit-mismatch', { operation, left, right })
}
