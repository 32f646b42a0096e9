/**
 * A schedule as languages write it. Loaded on demand by the worker with the core.
 */
import { convertTime } from 'scale-schedule/bundler'
import { type Program, programOf } from '../../languages/program.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import type { Schedule } from '../state/state.js'
import { build } from './build.js'

/** The schedule as languages write it; a function stays as it was typed. */
export function programFor(schedule: Schedule): Program {
  const { schedulers, run, baseLr } = build(schedule)
  const factors = schedule.factors.map((factor, index) =>
    factor.kind === 'function' ? factor.code : (schedulers[index] as BuiltinScheduler),
  )
  return programOf({ name: schedule.name, factors, run, baseLr }, convertTime)
}
