/**
 * The units of a chart's x axis: what a batch adds to each, and what the axis is called.
 */
import type { TrainingConfig } from '../../../config/read.js'
import { SchedulerError } from '../../../errors/error.js'
import type { TrainingRun } from '../../../run/run.js'
import { perBatch as batchAdds, missingCounter } from '../../../state/pace.js'
import type { TimeUnit } from '../../../state/time/time.js'
import { askedBy } from '../../io/configuration.js'

/** The units by their option. */
export const AXES = ['batch', 'epoch', 'sample', 'token', 'duration', 'iteration', 'second'] as const

/** One of the units. */
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

/** How far along the axis a batch leads. */
export const perBatch = (config: TrainingConfig, axis: AxisName): number =>
  askedBy(`--axis ${axis}`, config, () => {
    const { run } = config
    if (axis !== 'duration') return rateOf(run, UNITS[axis].unit)
    return rateOf(run, run.maxDuration.unit) / run.maxDuration.value
  })

/** What a batch adds to a counter. */
function rateOf({ pace }: TrainingRun, unit: TimeUnit): number {
  const rate = batchAdds(pace, unit)
  if (rate !== null) return rate
  throw new SchedulerError('counter-missing', missingCounter(pace, unit)!)
}
