/**
 * A run on the calendar: when each step is, in the words of people. Touches no element.
 */

/** A moment as people say it: ‘Friday, 4 December at 14:00’; with its year where that is not the year of another. */
export function momentText(at: Date, beside: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(at)
  const year = at.getFullYear() === beside.getFullYear() ? '' : ` ${at.getFullYear()}`
  const clock = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${part({ weekday: 'long' })}, ${part({ day: 'numeric' })} ${part({ month: 'long' })}${year} at ${clock}`
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A length of time in its two largest units: ‘12 days 4 hours’. */
export function spanText(seconds: number): string {
  // What is rounded up may fill the unit above.
  const whole = seconds < HOUR ? Math.round(seconds) : Math.round(seconds / MINUTE) * MINUTE
  if (whole < MINUTE) return `${Number(seconds.toPrecision(3))} s`
  const units: [number, string][] = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
    [1, 'second'],
  ]
  const place = units.findIndex(([size]) => whole >= size)
  let left = whole
  const parts = units.slice(place, place + 2).flatMap(([size, name]) => {
    const many = Math.floor(left / size)
    left -= many * size
    return many === 0 ? [] : [`${many.toLocaleString('en')} ${name}${many === 1 ? '' : 's'}`]
  })
  return parts.join(' ')
}

/** A moment as a field of date and time has it. */
export function fieldText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** How far apart the rows of a calendar are. */
interface Interval {
  readonly name: string
  readonly seconds: number
}

const INTERVALS: readonly (Interval & { readonly most: number })[] = [
  { name: 'minute', seconds: MINUTE, most: 49 * MINUTE },
  { name: 'ten minutes', seconds: 10 * MINUTE, most: 490 * MINUTE },
  // No element is high enough for more.
  { name: 'hour', seconds: HOUR, most: 20 * 365 * DAY },
]

/** The interval of a run of so many seconds: an hour, but for one that is over within a day's work, or takes decades. */
export const intervalOf = (seconds: number): Interval =>
  INTERVALS.find(({ most }) => seconds < most) ?? { name: 'day', seconds: DAY }

/** The moment so many seconds after the start. */
export const momentAfter = (start: Date, seconds: number): Date => new Date(start.getTime() + seconds * 1000)
