/**
 * A schedule as its clocks are told: with every time in batches.
 */
import { convertTime } from 'scale-schedule/bundler'
import { type Program, programOf } from '../../languages/program.js'
import type { Schedule } from '../state/state.js'
import { build } from './build.js'

/** The schedule with its times in batches. */
export function programFor(schedule: Schedule): Program {
  const { schedulers, run, baseLr } = build(schedule)
  return programOf({ name: schedule.name, factors: schedulers, run, baseLr }, convertTime)
}
