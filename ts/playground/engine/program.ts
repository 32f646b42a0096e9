/**
 * A schedule as languages write it, and as its clocks are told.
 */
import { convertTime } from 'scale-schedule/bundler'
import { type Program, programOf } from '../../languages/program.js'
import type { Schedule } from '../state/state.js'
import { type Built, build } from './build.js'

/** The schedule as languages write it; a function stays as it was typed. */
export const programFor = (schedule: Schedule): Program => programOfBuilt(schedule.name, build(schedule))

/** The same of one that is built. */
export const programOfBuilt = (name: string, { schedulers, run, baseLr, codeOf }: Built): Program =>
  programOf({ name, factors: schedulers, run, baseLr, codeOf }, convertTime)
