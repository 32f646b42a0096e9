/**
 * One step late or early: the rate of the update before or after the one that the log's step has.
 */
import { ShiftScheduler } from '../../schedulers/classes.js'
import type { Schedule } from '../values.js'
import type { Finder } from './explanation.js'

export const findLate: Finder = (kase) => {
  const offset = Math.min(...kase.offsets)
  const at = kase.planned(offset - 1)
  if (!kase.fits(at)) return null
  const parameters = { steps: -1 }
  return { cause: 'one-step-late', name: nameOf(offset - 1), parameters, at, offset, schedule: shifted(kase.plan, 1) }
}

export const findEarly: Finder = (kase) => {
  const offset = Math.max(...kase.offsets)
  const at = kase.planned(offset + 1)
  if (!kase.fits(at)) return null
  const parameters = { steps: 1 }
  return { cause: 'one-step-early', name: nameOf(offset + 1), parameters, at, offset, schedule: shifted(kase.plan, -1) }
}

/** An update by its distance from the log's step. */
export const nameOf = (offset: number): string =>
  offset === 0 ? 'f(s)' : `f(s ${offset < 0 ? '−' : '+'} ${Math.abs(offset)})`

/** A schedule so many batches later. */
export const shifted = ({ schedulers, run, baseLr }: Schedule, by: number): Schedule => ({
  schedulers: schedulers.map((scheduler) => new ShiftScheduler({ scheduler, by: `${by}ba` })),
  run,
  baseLr,
})
