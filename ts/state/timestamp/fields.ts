/**
 * The fields of a Timestamp: their names and units, and the checks of values given for them. Makes no Timestamp.
 */
import { SchedulerError } from '../../errors/error.js'
import { checkOptions } from '../checks.js'
import { Time, type TimeString, TimeUnit } from '../time/time.js'
import { badType } from '../time/value.js'

/** Each counter of a Timestamp with its unit; the unit of a wall clock, `sec`, stands for seconds with a fraction. */
export const FIELD_UNITS = {
  iteration: TimeUnit.ITERATION,
  epoch: TimeUnit.EPOCH,
  batch: TimeUnit.BATCH,
  sample: TimeUnit.SAMPLE,
  token: TimeUnit.TOKEN,
  epochInIteration: TimeUnit.EPOCH,
  tokenInIteration: TimeUnit.TOKEN,
  batchInEpoch: TimeUnit.BATCH,
  sampleInEpoch: TimeUnit.SAMPLE,
  tokenInEpoch: TimeUnit.TOKEN,
  totalWct: TimeUnit.SECOND,
  iterationWct: TimeUnit.SECOND,
  epochWct: TimeUnit.SECOND,
  batchWct: TimeUnit.SECOND,
} as const satisfies Record<string, TimeUnit>

/** The name of a counter or a wall clock of a Timestamp. */
export type TimestampField = keyof typeof FIELD_UNITS
/** A number for each field: counters as integers, wall clocks in seconds. */
export type TimestampValues = { [F in TimestampField]: number }
/** What may be given for a field: wall clocks are seconds, counters a number, a Time or a time string of their unit. */
export type TimestampOptions = {
  [F in TimestampField]?: (typeof FIELD_UNITS)[F] extends 'sec'
    ? number
    : number | Time | `${number}${(typeof FIELD_UNITS)[F]}`
}
/** A Timestamp as saved, with Composer's names; wall clocks in seconds. */
export type TimestampState = { [F in TimestampField as Snake<F>]: number }

type Snake<S extends string> = S extends `${infer C}${infer R}`
  ? `${C extends Lowercase<C> ? C : `_${Lowercase<C>}`}${Snake<R>}`
  : ''

/** All fields, in Composer's order. */
export const FIELDS = Object.keys(FIELD_UNITS) as TimestampField[]
/** Composer's name of a field. */
export const snakeCase = (field: TimestampField) =>
  field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) as keyof TimestampState

/** The start of training. */
export const ZERO: Readonly<TimestampValues> = Object.freeze(
  Object.fromEntries(FIELDS.map((field) => [field, 0])) as TimestampValues,
)

/** A copy of all values; written out, as a loop over names is ten times slower. */
export function valuesOf(v: Readonly<TimestampValues>): TimestampValues {
  return {
    iteration: v.iteration,
    epoch: v.epoch,
    batch: v.batch,
    sample: v.sample,
    token: v.token,
    epochInIteration: v.epochInIteration,
    tokenInIteration: v.tokenInIteration,
    batchInEpoch: v.batchInEpoch,
    sampleInEpoch: v.sampleInEpoch,
    tokenInEpoch: v.tokenInEpoch,
    totalWct: v.totalWct,
    iterationWct: v.iterationWct,
    epochWct: v.epochWct,
    batchWct: v.batchWct,
  }
}

/** The values of `base` with those of `options` over them, each checked; undefined is as good as absent. */
export function checkedFields(options: unknown, base: Readonly<TimestampValues>, owner: string): TimestampValues {
  checkOptions(options, FIELD_UNITS, owner)
  const values = valuesOf(base)
  for (const field in options) {
    const given = options[field as TimestampField]
    if (given !== undefined) values[field as TimestampField] = checkedField(field as TimestampField, given)
  }
  return values
}

function checkedField(field: TimestampField, value: unknown): number {
  const unit = FIELD_UNITS[field]
  if (unit === TimeUnit.SECOND) return microseconds(value, field) / 1e6
  const time = Time.fromInput(value as TimeString, unit)
  if (time.unit === unit) return time.value
  throw new SchedulerError('unit-mismatch', { operation: `set ${field}`, left: time, right: `a counter in ${unit}` })
}

/** The sum of two counters; NaN, which stands for one that is missing, stays NaN. */
export function addCount(a: number, b: number, field: TimestampField): number {
  const sum = a + b
  if (!Number.isSafeInteger(sum) && !Number.isNaN(a))
    throw new SchedulerError('integer-range', { what: field, found: sum })
  return sum
}

/** The sum of two wall clocks in seconds, exact in microseconds as with Python's timedelta; NaN as for counters. */
export function addSeconds(a: number, b: number, field: TimestampField): number {
  if (b === 0 || Number.isNaN(a)) return a
  return inRange(microseconds(a, field) + microseconds(b, field), field) / 1e6
}

/** Seconds as whole microseconds: as datetime.timedelta it splits off the whole seconds and rounds half to even. */
export function microseconds(seconds: unknown, what: string): number {
  if (typeof seconds !== 'number') throw badType(what, 'a number of seconds', seconds)
  if (!Number.isFinite(seconds)) throw new SchedulerError('not-finite', { what, found: seconds })
  const whole = Math.trunc(seconds)
  const part = (seconds - whole) * 1e6
  const isHalf = Math.abs(part - Math.trunc(part)) === 0.5
  return inRange(whole * 1e6 + (isHalf ? 2 * Math.round(part / 2) : Math.round(part)), what)
}

function inRange(us: number, what: string): number {
  if (!Number.isSafeInteger(us))
    throw new SchedulerError('integer-range', { what: `${what} in microseconds`, found: us })
  return us + 0 // so that -0 is 0
}
