/**
 * A schedule as code for a target of exports. No code of the user's runs here: a function is its text, or a list of the
 * values that its sandbox gave.
 */
import { type ComposerScheduler, SchedulerError, type State } from 'scale-schedule/bundler'
import { exportSchedule } from 'scale-schedule/frameworks'
import type { ExportTarget } from '../../frameworks/export/targets/registry.js'
import { codesOf, quantityKey, type Schedule } from '../state/state.js'
import { build, provideFunctions } from './build.js'
import type { FunctionValues, Written } from './messages.js'
import { placed } from './place.js'

/** Writes a schedule; the values are those of factors with functions, where the target lists them. */
export function write(schedule: Schedule, target: ExportTarget, values: FunctionValues | null): Written {
  provideFunctions(() => codesOf(schedule).map(ofText))
  const { schedulers, run, baseLr } = build(schedule)
  const written = schedulers.map((scheduler, index) => {
    const list = values?.[index] ?? null
    return list === null ? scheduler : ofList(list)
  })
  try {
    const options = { to: target, baseLr, name: schedule.name, quantity: quantityKey(schedule) }
    return { text: exportSchedule(written, run, options) }
  } catch (error) {
    if (SchedulerError.is(error, 'no-counterpart')) return { reason: error.message }
    throw placed(error, schedule.factors)
  }
}

/** In place of a function: only its text is asked for. Whether it takes the ratio, its sandbox says. */
const ofText = (code: string): ComposerScheduler =>
  Object.assign((_: State, _ssr?: number) => 1, { toString: () => code })

/** In place of a factor with functions. */
const ofList =
  (values: Float64Array): ComposerScheduler =>
  ({ timestamp }, _ssr) =>
    values[timestamp.batch]!
