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

const INTERVALS: readonly Interval[] = [
  { name: 'minute', seconds: MINUTE },
  { name: 'ten minutes', seconds: 10 * MINUTE },
  { name: 'hour', seconds: HOUR },
  { name: 'six hours', seconds: 6 * HOUR },
  { name: 'day', seconds: DAY },
  { name: 'week', seconds: 7 * DAY },
  { name: 'thirty days', seconds: 30 * DAY },
]
// Rows that can still be looked through.
const MOST_ROWS = 49

/** The least interval by which a run has few enough rows. */
export const intervalOf = (seconds: number): Interval =>
  INTERVALS.find((interval) => seconds / interval.seconds < MOST_ROWS) ?? INTERVALS.at(-1)!

/** The moments of a run by an interval, its beginning first; days are of the calendar, also where a clock is changed. */
export function momentsOf(start: Date, seconds: number, interval: Interval): Date[] {
  const end = start.getTime() + seconds * 1000
  const moments: Date[] = []
  for (let index = 0; moments.length < 10 * MOST_ROWS; index++) {
    const at = new Date(start)
    if (interval.seconds >= DAY) at.setDate(at.getDate() + (index * interval.seconds) / DAY)
    else at.setTime(at.getTime() + index * interval.seconds * 1000)
    if (at.getTime() > end) break
    moments.push(at)
  }
  return moments
}
