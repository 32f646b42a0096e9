/**
 * A log of training, held against a schedule of the page, or looked at by itself.
 */
import type { BuiltinScheduler } from 'scale-schedule/bundler'
import { type Log, type MatchAnswer, type MatchPlan, matchLog, readLog } from 'scale-schedule/match'
import { countText } from '../panel/numbers.js'
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
  const schedules = same === true ? [] : answer.schedules.map(loggedSchedule)
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

function loggedSchedule({
  name,
  parameters,
  residual,
  configuration,
}: MatchAnswer['schedules'][number]): LoggedSchedule {
  const values = Object.entries(parameters).map(([key, value]) => `${key} ${value}`)
  const words = `${[name, ...values].join(', ')}; within ${Number(residual.toPrecision(3))}`
  const isShown = configuration.length <= LARGEST_CONFIGURATION
  return { words, contents: isShown ? contentsOf(configuration, name) : null }
}
