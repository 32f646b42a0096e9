/**
 * The ends of an axis's interval as numbers: in one unit, finite, and whole where values are counted.
 */
import type { ConfigError, KeyPath } from '../../config/errors.js'
import { readTime } from '../../config/options.js'
import type { Source } from '../../config/source.js'
import { describeValue } from '../../errors/error.js'
import { Time, type TimeUnit } from '../../state/time/time.js'
import type { Amount } from '../spec/types.js'
import { isNumberKind, isTimeKind, type ValueKind } from './targets.js'

/** Where an axis stands, and what it takes. */
export interface AxisPlace {
  readonly source: Source
  readonly path: KeyPath
  readonly kind: ValueKind
}

/** The ends of an interval as numbers, in the unit they share. */
export interface Interval {
  readonly numbers: readonly number[]
  readonly unit: TimeUnit | null
}

/** Whether values are counted, so that only whole ones will do. */
export const isCounted = ({ kind }: AxisPlace, unit: TimeUnit | null): boolean =>
  unit === null ? kind === 'count' : unit !== 'dur'

/** Ends as numbers: of a time axis in the unit that all of them have. */
export function interval(place: AxisPlace, ends: readonly Amount[]): Interval {
  const { source, path, kind } = place
  if (!isTimeKind(kind)) {
    if (!isNumberKind(kind)) {
      throw fail(place, 'Only numbers and times have intervals', String(path.at(-1)), 'Write a list of values.')
    }
    return {
      numbers: withFiniteDistance(
        place,
        ends.map((end, index) => finite(place, end, index)),
      ),
      unit: null,
    }
  }
  const times = ends.map((value, index) => {
    const node = { value, path: [...path, index] }
    return typeof value === 'number' && kind === 'duration'
      ? new Time(finite({ ...place, kind: 'count' }, value, index), 'ep')
      : readTime(source, node)
  })
  const { unit } = times[0]!
  const other = times.find((time) => time.unit !== unit)
  if (other !== undefined) {
    throw fail(
      place,
      'The ends and the step of an interval have one unit',
      `${times[0]} and ${other}`,
      'Write all in one.',
    )
  }
  const numbers = times.map(({ value }, index) => finite({ ...place, kind: 'number' }, value, index))
  return { numbers: withFiniteDistance(place, numbers), unit }
}

/** The ends, if the distance between them is finite too. */
function withFiniteDistance(place: AxisPlace, numbers: readonly number[]): readonly number[] {
  if (Number.isFinite(numbers[1]! - numbers[0]!)) return numbers
  throw fail(place, 'The distance of the ends is a finite number', numbers.join(' and '), 'Bring them nearer.')
}

/** An end that is a finite number, and a whole one where values are counted. */
function finite(place: AxisPlace, value: unknown, index: number): number {
  const isNumber = typeof value === 'number' && Number.isFinite(value)
  if (isNumber && (place.kind !== 'count' || Number.isSafeInteger(value))) return value
  const rule = place.kind === 'count' ? 'An end is a whole number here' : 'An end is a finite number here'
  throw fail(
    { ...place, path: [...place.path, index] },
    rule,
    describeValue(value),
    'Write for example 8, without quotes.',
  )
}

/** Refuses ends without a logarithm. */
export function checkLogarithm(place: AxisPlace, [a, b]: readonly number[], ends: readonly Amount[]): void {
  if (a! > 0 && b! > 0) return
  const wrong = a! > 0 ? 1 : 0
  const at = { ...place, path: [...place.path, wrong] }
  throw fail(
    at,
    'Both ends of a logarithmic interval are above 0',
    describeValue(ends[wrong]),
    'Write the values, not exponents.',
  )
}

/** An error at the place of an axis. */
export const fail = ({ source, path }: AxisPlace, rule: string, found: string, cure: string): ConfigError =>
  source.fail(path, `${rule}; found ${found}. ${cure}`)
