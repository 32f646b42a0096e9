/**
 * A schedule as languages write it, and as its clocks are told.
 */
import { convertTime } from 'scale-schedule/bundler'
import { type Program, programOf } from '../../languages/program.js'
import type { Schedule } from '../state/state.js'
import { build } from './build.js'

/** The schedule as languages write it; a function stays as it was typed. */
export function programFor(schedule: Schedule): Program {
  const { schedulers, run, baseLr, codeOf } = build(schedule)
  return programOf({ name: schedule.name, factors: schedulers, run, baseLr, codeOf }, convertTime)
}
