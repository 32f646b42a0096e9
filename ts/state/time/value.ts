/**
 * Which numbers a unit of time takes, and what a computed one becomes in it. Knows neither Time nor text of times.
 */
import { SchedulerError } from '../../errors/error.js'
import { parseFloatText } from './float.js'
import { TimeUnit } from './text.js'

/** An error's operands, put together only when there is an error. */
type Shown = { toString(): string } | number

/** A given value as a number that the unit takes; an error shows `found`, the text it was read from. */
export function checkedValue(value: unknown, unit: TimeUnit, found: unknown): number {
  if (unit === TimeUnit.DURATION) {
    const x = typeof value === 'string' ? parseFloatText(value) : value
    if (x === undefined && typeof value === 'string') throw new SchedulerError('time-string', { found: value })
    if (typeof x !== 'number') throw badType(`A time in '${unit}'`, 'a number or a numeric text', value)
    return x
  }
  if (typeof value !== 'number') throw badType(`A time in '${unit}'`, 'a number', value)
  if (!Number.isInteger(value)) throw new SchedulerError('integer-units', { found, unit })
  if (!Number.isSafeInteger(value)) throw new SchedulerError('integer-range', { what: `A time in '${unit}'`, found })
  return value + 0 // so that -0 is 0
}

/** The result of an operation, truncated in integer units as Python's `int()` does. */
export function computedValue(value: number, unit: TimeUnit, left: Shown, operator: string, right: Shown): number {
  if (unit === TimeUnit.DURATION) return value
  const whole = Math.trunc(value)
  if (Number.isSafeInteger(whole)) return whole
  const what = `${left} ${operator} ${right}`
  if (!Number.isFinite(whole)) throw new SchedulerError('not-finite', { what, found: value })
  throw new SchedulerError('integer-range', { what, found: value })
}

/** A divisor: 0 is an error also for floats, as in Python. */
export function divisor(x: number): number {
  if (x === 0) throw new SchedulerError('zero-length', { what: 'The divisor of a time' })
  return x
}

/** The remainder with the sign of the divisor, for a 0 too (which only shows in `dur`), as Python's `%`. */
export function floorMod(x: number, by: number): number {
  const rest = x % divisor(by)
  if (rest === 0) return by < 0 ? -0 : 0
  return rest < 0 === by < 0 ? rest : rest + by
}

/** The error for a value of a wrong type. */
export function badType(what: string, expected: string, found: unknown): SchedulerError<'bad-type'> {
  return new SchedulerError('bad-type', { what, expected, found })
}
