/**
 * Times as text: the names of the units, and times and wall-clock strings to and from text as Python reads and writes
 * them. Does no arithmetic, and does not decide whether a number suits its unit.
 */
import { SchedulerError } from '../../errors/error.js'
import { formatFloat, parseFloatText } from './float.js'

/**
 * The units of time: what a run counts (`iter`, `ep`, `ba`, `sp`, `tok`), the fraction of it (`dur`), and whole seconds
 * of wall-clock time (`sec`). Composer: `composer.core.time.TimeUnit`.
 *
 * @example
 * ```ts
 * TimeUnit.EPOCH // => 'ep'
 * new Time(5, TimeUnit.EPOCH).toString() // => '5ep'
 * ```
 */
export const TimeUnit = {
  ITERATION: 'iter',
  EPOCH: 'ep',
  BATCH: 'ba',
  SAMPLE: 'sp',
  TOKEN: 'tok',
  DURATION: 'dur',
  SECOND: 'sec',
} as const

/** One of the values of {@link TimeUnit}. */
export type TimeUnit = (typeof TimeUnit)[keyof typeof TimeUnit]

/** A unit as it may be given: its value (`'ep'`) or its name (`'EPOCH'`, `'epoch'`). Other cases are taken too, untyped. */
export type TimeUnitInput = TimeUnit | keyof typeof TimeUnit | Lowercase<keyof typeof TimeUnit>

/** A number and a unit, such as `'10ep'` or `'0.5dur'`; a misspelt unit does not compile. */
export type TimeString<Unit extends TimeUnit = TimeUnit> = `${number}${Unit}`

const VALUES: ReadonlySet<string> = new Set(Object.values(TimeUnit))

/**
 * The unit of a value or a name, whatever the case. Anything else is `'time-unit'`.
 * Composer: `TimeUnit(x)`, by `composer.utils.string_enum.StringEnum`.
 */
export function toTimeUnit(x: unknown): TimeUnit {
  if (typeof x === 'string') {
    if (VALUES.has(x)) return x as TimeUnit
    const upper = x.toUpperCase()
    if (Object.hasOwn(TimeUnit, upper)) return TimeUnit[upper as keyof typeof TimeUnit]
    const lower = x.toLowerCase()
    if (VALUES.has(lower)) return lower as TimeUnit
  }
  throw new SchedulerError('time-unit', { found: x })
}

// The digits that strptime('%Hh%Mm%Ss') takes and datetime accepts: it also reads seconds 60 and 61, but no datetime has them.
const WALL_CLOCK = /^(2[0-3]|[01]?\d)h([0-5]?\d)m([0-5]?\d)s$/

/** Seconds of a wall-clock text such as '1h20m40s', or undefined. Composer: `verify_wct`, then `strptime`. */
export function parseWallClock(text: string): number | undefined {
  // Parts left out are put in just as there, so '5' becomes '0h0m50s' (50 s), '3h2' 3h20s, and '12' (120 s) is refused.
  let full = text.includes('h') ? text : `0h${text}`
  if (!full.includes('m')) full = full.replaceAll('h', 'h0m')
  if (!full.includes('s')) full += '0s'
  const match = WALL_CLOCK.exec(full)
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined
}

// Python's `.` stops only at \n, its `$` also stands before one last \n, and its letters fold as with JavaScript's `u`.
const TIME = new RegExp(String.raw`^([^\n]+)(${Object.values(TimeUnit).join('|')})\n?$`, 'iu')

/** A time string, taken apart. */
interface Parsed {
  readonly value: number
  readonly unit: TimeUnit
  /** The text of the number; of a wall-clock time its seconds. */
  readonly number: string
}

/** Value and unit of a time string, not yet checked against each other, or `'time-string'`. Composer: `from_timestring`. */
export function parseTimestring(text: string): Parsed {
  const seconds = parseWallClock(text)
  if (seconds !== undefined) return { value: seconds, unit: TimeUnit.SECOND, number: String(seconds) }
  const match = TIME.exec(text)
  if (match) {
    const unit = toTimeUnit(match[2])
    const value = parseFloatText(match[1]!)
    if (value !== undefined) return { value, unit, number: match[1]! }
  }
  throw new SchedulerError('time-string', { found: text })
}

/** A time as Composer writes it: fractions of a run as floats, '0.5dur'. */
export const formatTime = (value: number, unit: TimeUnit): string =>
  `${unit === TimeUnit.DURATION ? formatFloat(value) : value}${unit}`
