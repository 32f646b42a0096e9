/**
 * A log of training, held against a schedule of the page, or looked at by itself.
 */
import type { BuiltinScheduler } from 'scale-schedule/bundler'
import { type Log, type MatchAnswer, type MatchPlan, matchLog, readLog } from 'scale-schedule/match'
import { countText, lrText } from '../panel/numbers.js'
import type { Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { build } from './build.js'
import { configuration as contentsOf } from './import.js'
import type { LogFound, LoggedSchedule, LogPoints, Question } from './messages.js'
import { PlacedError } from './place.js'

// More are drawn no better.
const MOST_POINTS = 20_000
// Lines between more rates than this are no schedule that somebody edits.
const LARGEST_CONFIGURATION = 20_000

/** Reads a log, and holds it against the plan. */
export function matched({ text, file, column, plan }: Extract<Question, { kind: 'log' }>): LogFound {
  const log = readInWords(text, file, column)
  const planned = plan === null ? null : matchLog(log, { plan: planOf(plan) })
  const { same, cause } = planned ?? { same: null, cause: null }
  // What no cause explains may be another schedule.
  const answer = planned === null || (same === false && cause === null) ? matchLog(log) : planned
  const schedules = same === true ? [] : answer.schedules.map(loggedSchedule(peakOf(log)))
  return {
    about: `${countText(log.rows.length)} rows of ${log.column}, read as ${log.kind}`,
    points: pointsOf(log, planned ?? answer),
    same,
    cause,
    first: planned?.first ?? null,
    largest: planned?.largest ?? null,
    reason: [...new Set([planned?.reason, answer.reason])].filter((each) => each != null).join(' ') || null,
    schedules,
    identified: answer.identified,
  }
}

const peakOf = ({ rows }: Log): number => rows.reduce((most, { lr }) => Math.max(most, Math.abs(lr.value)), 0)

/** The page has a field where the command line has an option. */
function readInWords(text: string, file: string, column: string | null): Log {
  try {
    return readLog(text, { file, ...(column === null ? {} : { column }) })
  } catch (error) {
    const message = messageOf(error)
    throw new PlacedError(message.replaceAll('--column', 'Column'), {})
  }
}

/** A schedule of the page as a plan. */
function planOf(schedule: Schedule): MatchPlan {
  const { schedulers, run, baseLr } = build(schedule)
  // A plan without functions has nothing else.
  return { schedulers: schedulers as readonly BuiltinScheduler[], run, baseLr }
}

/** The rates by the batches that they are of, as far as the kind of the log tells. */
function pointsOf({ rows, update }: Log, { schedules }: MatchAnswer): LogPoints {
  const stride = Math.ceil(rows.length / MOST_POINTS)
  const kept = rows.filter((_, index) => index % stride === 0)
  const isBefore = update === 'before' || (update === 'either' && /s − 1/.test(schedules[0]?.name ?? ''))
  return {
    batches: Float64Array.from(kept, ({ step }) => Math.max(0, isBefore ? step - 1 : step)),
    rates: Float64Array.from(kept, ({ lr }) => lr.value),
  }
}

/** A schedule of an answer, held against rates up to a peak. */
const loggedSchedule =
  (peak: number) =>
  ({ name, parameters, residual, configuration }: MatchAnswer['schedules'][number]): LoggedSchedule => {
    const isShown = configuration.length <= LARGEST_CONFIGURATION
    const words = `${explained(name, parameters)}; ${nearness(residual, peak)}`
    return { words, contents: isShown ? contentsOf(configuration, name) : null }
  }

// A few units of the last digit of a float.
const ROUNDING = 1e-14

/** How near a schedule comes to a log. */
function nearness(residual: number, peak: number): string {
  if (residual === 0) return 'exactly'
  return residual <= ROUNDING * peak ? 'to the last digits' : `within ${lrText(Number(residual.toPrecision(3)))}`
}

/** What a schedule is, and its parameters where it does not say them itself. */
function explained(name: string, parameters: Readonly<Record<string, number | string>>): string {
  const { k, R, skipped, d, from, ramp } = parameters
  switch (name) {
    case 'f(k·s)':
      return `the plan, ${k} of its steps for each update`
    case 'f(⌊s/k⌋)':
      return `the plan, each of its steps logged ${k} times`
    case 'f(s − R)':
      return `the plan, begun again at step ${R}`
    case 'f(s − skipped)':
      return `the plan, up to ${skipped} skipped steps later`
    case 'f(s + d)':
      return `the plan, ${Math.abs(Number(d))} steps ${Number(d) < 0 ? 'later' : 'earlier'} from step ${from} on`
    case 'f(s) times a second ramp':
      return `the plan, with a second warm-up of ${ramp} steps from step ${R} on`
    case 'float32(f(s))':
      return 'the plan, rounded to float32'
    default: {
      const [, sign, steps] = /^f\(s ([−+]) (\d+)\)$/.exec(name) ?? []
      if (steps !== undefined)
        return `the plan, ${steps} ${steps === '1' ? 'step' : 'steps'} ${sign === '−' ? 'late' : 'early'}: ${name}`
      const [, what, value] = /^(ssr|total|base LR) (\S+)$/.exec(name) ?? []
      if (what !== undefined) return `the plan, with ${CHANGED[what]} ${value}`
      return [name, ...Object.entries(parameters).map(([key, each]) => `${key} ${each}`)].join(', ')
    }
  }
}

const CHANGED: Readonly<Record<string, string>> = {
  ssr: 'a scale schedule ratio of',
  total: 'a total of',
  'base LR': 'a base learning rate of',
}
