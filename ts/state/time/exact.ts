/**
 * The value type ExactTime: a time that may be a fraction of its unit, kept as the decimal number that was written.
 * No arithmetic: what becomes of it in a run is computed in the crate.
 */
import { SchedulerError } from '../../errors/error.js'
import { checkNumber, checkOptions } from '../checks.js'
import { formatTime, parseTimestring, TimeUnit, type TimeUnitInput, toTimeUnit } from './text.js'
import { isTime, type SchedulerTime } from './time.js'
import { checkedValue } from './value.js'

/** A time as options take it that may be a fraction of its unit: `'38.6ba'`, or a number with its unit. */
export type ExactTimeInput = SchedulerTime | ExactTime | { readonly value: number; readonly unit: TimeUnitInput }

/** `digits` · 10^−`places`. */
export interface Decimal {
  /** A sign, if it is negative, and at most 18 digits, the last of which is not 0. */
  readonly digits: string
  /** From 1 to 30. */
  readonly places: number
}

/** The most digits that are kept as they are written; a float has 17. */
const MOST_DIGITS = 18
/** The most decimal places. */
export const MOST_PLACES = 30

// In the registry of symbols, so that one of another copy or entry of this package is known here too.
const BRAND: unique symbol = Symbol.for('scale-schedule.ExactTime') as never

/** Whether a value is an ExactTime, also one of another copy of this package. */
export const isExactTime = (x: unknown): x is ExactTime => typeof x === 'object' && x !== null && BRAND in x

/**
 * An amount of training in one of the units of {@link TimeUnit}, which may be a fraction of it; immutable. Whole ones, and
 * those in `dur`, are as a {@link Time}. The text decides: '0.5ep' is a fraction, '38.0ba' is whole.
 *
 * @example
 * ```ts
 * new ExactTime(38.6, 'ba').toTimestring() // => '38.6ba'
 * ExactTime.fromTimestring('0.50ep').toTimestring() // => '0.5ep'
 * ExactTime.fromTimestring('38.0ba').isFraction // => false
 * ```
 */
export class ExactTime {
  /** The amount, in `unit`, as near as floats are. */
  readonly value: number
  /** What is counted: `'iter'`, `'ep'`, `'ba'`, `'sp'`, `'tok'`, `'dur'` or `'sec'`. */
  readonly unit: TimeUnit
  /** @internal The fraction as it was written; null for what is whole, or in `dur`. */
  declare readonly decimal: Decimal | null

  /**
   * A value in a unit, as the shortest decimal number that is this float. Errors: `'time-unit'`, `'integer-range'` (beyond
   * 2^53 − 1), `'not-finite'`, `'option-range'` (more than 30 decimal places), `'bad-type'`.
   */
  constructor(value: number, unit: TimeUnitInput)
  /** @internal */
  constructor(value: number, unit: TimeUnitInput, text: string)
  constructor(value: unknown, unit: unknown, text?: string) {
    this.unit = toTimeUnit(unit)
    const number = checkNumber(`A time in '${this.unit}'`, value)
    const found = text === undefined ? number : `${text}${this.unit}`
    const decimal =
      this.unit === TimeUnit.DURATION ? null : readDecimal(number, this.unit, text ?? String(number), found)
    this.value = decimal === null ? checkedValue(number, this.unit, found) : number
    // Not enumerable: two that are equal look it.
    Object.defineProperty(this, 'decimal', { value: decimal })
    Object.freeze(this)
  }

  /**
   * Reads a time string, in which the number may be a fraction. Up to 18 digits count as they are written; of more, those
   * of the nearest float. Errors: those of the constructor, and `'time-string'`.
   *
   * @example
   * ```ts
   * ExactTime.fromTimestring('1.5e2ba').value // => 150
   * ExactTime.fromTimestring('soon') // throws 'time-string'
   * ```
   */
  static fromTimestring(s: string): ExactTime {
    if (typeof s !== 'string')
      throw new SchedulerError('bad-type', { what: 'A time string', expected: 'a string', found: s })
    const { value, unit, number } = parseTimestring(s)
    return new ExactTime(value, unit, number.replace(/[^\d.eE+-]/g, ''))
  }

  /**
   * An ExactTime from whatever an option takes. Errors: those of the constructor and of `fromTimestring`, `'bad-type'`.
   *
   * @example
   * ```ts
   * ExactTime.fromInput({ value: 0.5, unit: 'ep' }).toTimestring() // => '0.5ep'
   * ExactTime.fromInput(Time.fromBatch(5)).toTimestring() // => '5ba'
   * ```
   */
  static fromInput(input: ExactTimeInput): ExactTime {
    return checkExactTime('A time', input)
  }

  /** Marks the times of all copies of this package. */
  get [BRAND](): true {
    return true
  }

  /** Whether it is written as a fraction of a unit other than `dur`. */
  get isFraction(): boolean {
    return this.decimal !== null
  }

  /** The time string; read, it is this time again. Of a whole one it is that of a {@link Time}. */
  toTimestring(): string {
    if (this.decimal !== null) return `${plain(this.decimal)}${this.unit}`
    return formatTime(this.value, this.unit)
  }
  /** The same as `toTimestring`; template literals show it. */
  toString(): string {
    return this.toTimestring()
  }
  /** The time string, for `JSON.stringify`; `ExactTime.fromTimestring` reads it. */
  toJSON(): string {
    return this.toTimestring()
  }
  /** Throws `'bad-type'`, as `<` or `+` on two times would ignore their units: use `.value`. */
  valueOf(): never {
    const what = "An operand of JavaScript's own operators"
    throw new SchedulerError('bad-type', { what, expected: 'a plain number, so .value', found: this })
  }
}

/** An ExactTime from whatever an option takes; a plain number has no unit, so it is refused. */
export function checkExactTime(what: string, found: unknown): ExactTime {
  if (found instanceof ExactTime) return found
  if (typeof found === 'string') return ExactTime.fromTimestring(found)
  if (isExactTime(found)) return ExactTime.fromTimestring(found.toTimestring())
  if (isTime(found)) return new ExactTime(found.value, found.unit)
  if (typeof found === 'object' && found !== null && 'value' in found && 'unit' in found) {
    checkOptions(found, { value: true, unit: true }, what)
    return new ExactTime(found.value as number, found.unit as TimeUnit)
  }
  const expected = "a Time, a time string such as '38.6ba', or { value, unit }"
  throw new SchedulerError('bad-type', { what, expected, found })
}

/** A fraction times a whole number, as its decimal number: rounded once, but for numbers of more digits than floats have. */
export function timesWhole(time: ExactTime, factor: number): number {
  // Not in the parameter: declarations would show what is internal.
  const { value, decimal } = time
  if (decimal === null) return value * factor
  return Number(BigInt(decimal.digits) * BigInt(factor)) / 10 ** decimal.places
}

/** The decimal number of a text, or null for a whole one. */
function readDecimal(value: number, unit: TimeUnit, text: string, found: unknown): Decimal | null {
  const what = `A time in '${unit}'`
  if (!Number.isFinite(value)) throw new SchedulerError('not-finite', { what, found })
  const written = decimalOf(text)
  // Of more digits than a float holds, those that the float is written with.
  const decimal = written.size > MOST_DIGITS ? decimalOf(String(value)) : written
  if (decimal.places <= 0) return null
  if (decimal.places > MOST_PLACES) {
    const rule = `written with at most ${MOST_PLACES} decimal places`
    throw new SchedulerError('option-range', {
      option: what,
      rule,
      found,
      cure: 'Use a larger number, or a finer unit.',
    })
  }
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new SchedulerError('integer-range', { what, found })
  return Object.freeze({ digits: decimal.digits, places: decimal.places })
}

/** The digits of a number without zeros at either end, and how many of them are behind the point. */
function decimalOf(text: string): { digits: string; size: number; places: number } {
  const [, sign, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)!
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  if (kept === '') return { digits: '0', size: 0, places: 0 }
  const places = fraction.length - Number(exponent) - (digits.length - kept.length)
  return { digits: sign === '-' ? `-${kept}` : kept, size: kept.length, places }
}

/** A decimal number without an exponent. */
function plain({ digits, places }: Decimal): string {
  const size = digits.replace('-', '').padStart(places + 1, '0')
  return `${digits.startsWith('-') ? '-' : ''}${size.slice(0, -places)}.${size.slice(-places)}`
}
