/**
 * The values of an axis, each checked to be one that its target takes. Knows neither names nor combinations.
 */

import { isList } from '../../config/collections.js'
import type { KeyPath } from '../../config/errors.js'
import { readExactTime, readOption, readTime } from '../../config/options.js'
import { parseMaxDuration } from '../../config/run.js'
import { COUNT, expectShape, LEARNING_RATE, POSITIVE } from '../../config/shape.js'
import type { Source } from '../../config/source.js'
import { describeValue, SchedulerError } from '../../errors/error.js'
import { TrainingRun, type TrainingRunOptions } from '../../run/run.js'
import type { ExactTime } from '../../state/time/exact.js'
import { Time, type TimeUnit } from '../../state/time/time.js'
import { MOST } from '../spec/rules.js'
import type { Amount, AxisSpec, RandomAxisSpec } from '../spec/types.js'
import { type AxisPlace, checkLogarithm, fail, interval, isCounted } from './intervals.js'
import { linspace, logspace, range, rangeCount } from './numbers.js'
import { isTimeKind, type ValueKind } from './targets.js'

/** A value of an axis: times and names are texts, lists of them lists of texts; null is an option that is absent. */
export type AxisValue = number | string | boolean | null | readonly string[] | readonly number[]

/** The values of a grid axis, in order, each once. */
export function gridValues(place: AxisPlace, spec: AxisSpec): AxisValue[] {
  if (isList(spec)) return distinct(place, listed(place, spec as readonly unknown[]), true)
  const [[form, ends]] = Object.entries(spec) as [[string, readonly [Amount, Amount, Amount]]]
  const at = { ...place, path: [...place.path, form] }
  if (form === 'range') {
    const { numbers, unit } = interval(at, ends)
    const [from, to, step] = numbers as [number, number, number]
    const count = step === 0 ? 0 : rangeCount(from, to, step)
    if (!(count >= 1))
      throw fail(
        at,
        'A step leads from the first end to the second',
        describeValue(ends[2]),
        'Change its sign or size.',
      )
    if (count > MOST) throw fail(at, `An axis has at most ${MOST} values`, String(count), 'Use a larger step.')
    return distinct(
      at,
      range(from, to, step).map((value) => computedValue(at, value, unit)),
      false,
    )
  }
  const { numbers, unit } = interval(at, ends.slice(0, 2))
  const [from, to] = numbers as [number, number]
  const count = ends[2] as number
  if (form === 'logspace') checkLogarithm(at, numbers, ends)
  const values = form === 'linspace' ? linspace(from, to, count) : logspace(from, to, count)
  const whole = isCounted(at, unit)
  return distinct(
    at,
    values.map((value) => computedValue(at, whole ? Math.round(value) : value, unit)),
    false,
  )
}

/** The values of a random axis: `samples` of them, from its draws. */
export function randomValues(
  place: AxisPlace,
  spec: RandomAxisSpec,
  samples: number,
  draw: (j: number) => number,
): AxisValue[] {
  const [[form, given]] = Object.entries(spec) as [[string, readonly unknown[]]]
  const at = { ...place, path: [...place.path, form] }
  const fill = (value: (draw: number) => AxisValue) => Array.from({ length: samples }, (_, j) => value(draw(j)))
  if (form === 'choice') {
    const values = listed(at, given)
    return fill((u) => values[Math.floor(u * values.length)]!)
  }
  const ends = given as readonly [Amount, Amount]
  const { numbers, unit } = interval(at, ends)
  const [low, high] = numbers as [number, number]
  if (!(low < high))
    throw fail(
      at,
      'The first end is below the second',
      `${describeValue(ends[0])} and ${describeValue(ends[1])}`,
      'Swap or change them.',
    )
  // Whole numbers are each as likely, the upper end included.
  const whole = isCounted(at, unit)
  const end = whole ? high + 1 : high
  if (form === 'log_uniform') checkLogarithm(at, numbers, ends)
  const scale = form === 'uniform' ? (u: number) => low + u * (end - low) : logarithmic(low, end)
  // So that -0 is 0.
  const cap = (value: number) => Math.min(high, Math.max(low, whole ? Math.floor(value) : value)) + 0
  // Checking the ends is enough: what lies between two valid values is valid.
  computedValue(at, low, unit)
  computedValue(at, high, unit)
  return fill((u) => (unit === null ? cap(scale(u)) : String(new Time(cap(scale(u)), unit))))
}

/** The unit that all values share, where they are times; else null. */
export function unitOf(kind: ValueKind, values: readonly AxisValue[]): string | null {
  if (!isTimeKind(kind)) return null
  const given = values.filter((value) => value !== null)
  const units = new Set(given.map((value) => /[a-z]+$/.exec(String(value))?.[0] ?? null))
  return units.size === 1 ? [...units][0]! : null
}

function logarithmic(low: number, high: number): (u: number) => number {
  const [from, to] = [Math.log(low), Math.log(high)]
  return (u) => Math.exp(from + u * (to - from))
}

const listed = (place: AxisPlace, values: readonly unknown[]): AxisValue[] =>
  values.map((value, index) => checked({ ...place, path: [...place.path, index] }, value))

/** A value as it is given. */
function checked({ source, path, kind }: AxisPlace, value: unknown): AxisValue {
  const node = { value, path }
  if (value === null && (kind === 'number?' || kind === 'exact?')) return null
  switch (kind) {
    case 'rate':
      return expectShape(source, node, LEARNING_RATE) + 0
    case 'ratio':
      return expectShape(source, node, POSITIVE)
    case 'seconds': {
      const secondsPerBatch = expectShape(source, node, POSITIVE)
      tryRun(source, path, { maxDuration: '1ba', secondsPerBatch })
      return secondsPerBatch
    }
    case 'count':
      return expectShape(source, node, COUNT)
    case 'duration':
      return duration(source, path, parseMaxDuration(source, node) as Time)
    case 'times':
      return (readOption(source, node, { kind }) as Time[]).map((time) => schedulable(source, path, time))
    case 'exacts':
      return (readOption(source, node, { kind }) as ExactTime[]).map((time) => schedulable(source, path, time))
    case 'time':
      return schedulable(source, path, readTime(source, node))
    case 'exact':
    case 'exact?':
      return schedulable(source, path, readExactTime(source, node))
    case 'number':
    case 'number?':
      // So that -0 is 0.
      return (readOption(source, node, { kind: 'number' }) as number) + 0
    case 'flag':
      return readOption(source, node, { kind }) as boolean
    case 'base':
      return String(value)
    case 'numbers':
      // So that -0 is 0.
      return (readOption(source, node, { kind }) as number[]).map((number) => number + 0)
    default:
      // A word, or a flag that may be one; schedulers are no axes.
      return readOption(source, node, { kind }) as string
  }
}

/** The text of a max_duration that a run takes. */
function duration(source: Source, path: KeyPath, maxDuration: Time): string {
  tryRun(source, path, { maxDuration })
  return String(maxDuration)
}

/** Refuses what a run refuses. */
function tryRun(source: Source, path: KeyPath, options: TrainingRunOptions): void {
  try {
    new TrainingRun(options)
  } catch (error) {
    throw error instanceof SchedulerError ? source.fail(path, error.message, error) : error
  }
}

/** The text of a time that a scheduler takes. */
function schedulable(source: Source, path: KeyPath, time: Time | ExactTime): string {
  if (time.unit !== 'sec') return String(time)
  const error = new SchedulerError('wall-clock-unit', { time })
  throw source.fail(path, error.message, error)
}

/** A computed number, in its unit, as a value. */
function computedValue(place: AxisPlace, value: number, unit: TimeUnit | null): AxisValue {
  if (unit === null) return checked(place, value)
  try {
    return checked(place, String(new Time(value, unit)))
  } catch (error) {
    throw error instanceof SchedulerError ? place.source.fail(place.path, error.message, error) : error
  }
}

/** Refuses a value that is there twice: each of its configurations would be there twice. */
function distinct(place: AxisPlace, values: AxisValue[], isListed: boolean): AxisValue[] {
  const seen = new Set<unknown>()
  values.forEach((value, index) => {
    const key = isList(value) ? JSON.stringify(value) : value
    if (seen.has(key)) {
      const at = isListed ? { ...place, path: [...place.path, index] } : place
      throw fail(
        at,
        'An axis has each value once',
        `${describeValue(value)} twice`,
        'Leave it out, or use fewer values.',
      )
    }
    seen.add(key)
  })
  return values
}
