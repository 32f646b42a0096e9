/**
 * A schedule as its clocks are told: with every time in batches.
 */
import { convertTime } from 'scale-schedule/bundler'
import { type Program, programOf } from '../../languages/program.js'
import type { Schedule } from '../state/state.js'
import { type Built, build } from './build.js'

/** The schedule with its times in batches. */
export const programFor = (schedule: Schedule): Program => programOfBuilt(schedule.name, build(schedule))

/** The same of one that is built. */
export const programOfBuilt = (name: string, { schedulers, run, baseLr }: Built): Program =>
  programOf({ name, factors: schedulers, run, baseLr }, convertTime)
