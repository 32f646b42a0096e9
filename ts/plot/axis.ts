/**
 * The units of a chart's x axis: what a batch adds to each, and what the axis is called.
 */
import { SchedulerError } from '../errors/error.js'
import { perBatch as batchAdds, missingCounter, type Pace } from '../state/pace.js'
import type { Time, TimeUnit } from '../state/time/time.js'

/** The units by their option. */
export const AXES = ['batch', 'epoch', 'sample', 'token', 'duration', 'iteration', 'second'] as const

/** What an x axis counts. */
export type AxisName = (typeof AXES)[number]

const UNITS: { readonly [A in AxisName]: { unit: TimeUnit; label: string; isInteger: boolean } } = {
  batch: { unit: 'ba', label: 'batch', isInteger: true },
  epoch: { unit: 'ep', label: 'epoch', isInteger: false },
  sample: { unit: 'sp', label: 'samples', isInteger: true },
  token: { unit: 'tok', label: 'tokens', isInteger: true },
  duration: { unit: 'dur', label: 'part of max_duration', isInteger: false },
  iteration: { unit: 'iter', label: 'iteration', isInteger: false },
  second: { unit: 'sec', label: 'seconds', isInteger: false },
}

/** What an axis is called. */
export const axisLabel = (axis: AxisName): string => UNITS[axis].label

/** Whether it counts what has no parts. */
export const isIntegerAxis = (axis: AxisName): boolean => UNITS[axis].isInteger

/** How long something is, and what a batch counts there: a run, or the one of a curve. */
export interface Paced {
  readonly pace: Pace
  /** Null where it has no end. */
  readonly maxDuration: Time | null
}

/** How far along the axis a batch leads; `counter-missing` where the pace does not say, `no-max-duration`. */
export function perBatch({ pace, maxDuration }: Paced, axis: AxisName): number {
  if (axis !== 'duration') return rateOf(pace, UNITS[axis].unit)
  if (maxDuration === null) throw new SchedulerError('no-max-duration', {})
  return rateOf(pace, maxDuration.unit) / maxDuration.value
}

/** What a batch adds to a counter. */
function rateOf(pace: Pace, unit: TimeUnit): number {
  const rate = batchAdds(pace, unit)
  if (rate !== null) return rate
  throw new SchedulerError('counter-missing', missingCounter(pace, unit)!)
}
