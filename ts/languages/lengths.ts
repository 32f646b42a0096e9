/**
 * Times of a schedule for the run of a part: on the counter that they are compared with, and in batches.
 */

import { type Pace, perBatch } from '../state/pace.js'
import type { State } from '../state/state.js'
import { isTime, Time, type TimeUnit } from '../state/time/time.js'

/** So much of a unit, maybe a fraction. */
export interface Amount {
  readonly value: number
  readonly unit: TimeUnit
}

/** A time of a scheduler, maybe a fraction of its unit. */
export interface Length extends Amount {
  toTimestring(): string
}

/** The core's conversion of times: that of the caller's entry of the package. */
export type Convert = (time: Time, state: Omit<State, 'timestamp'>, ssr: number) => Time

/** The run that a scheduler sees: the whole one, or that of its part of it. */
export interface PartRun {
  /** Scaled. */
  readonly maxDuration: Amount
  readonly dataloaderLen: number | null
  readonly ratio: number
  readonly pace: Pace
  readonly convert: Convert
}

const timeOf = (amount: Amount): Time => (isTime(amount) ? amount : new Time(amount.value, amount.unit))

/** A time on its counter, scaled by a ratio; one that is a fraction is not truncated. */
export function lengthOf(time: Amount, run: PartRun, ratio: number): Amount {
  const { maxDuration, dataloaderLen, convert } = run
  const isDuration = time.unit === 'dur'
  const isWhole = isDuration
    ? Number.isInteger(maxDuration.value) && maxDuration.value >= 1
    : Number.isInteger(time.value)
  if (isWhole) {
    // Composer asks for a max_duration whatever the time is; a part of a tree may end between two batches.
    const max = isDuration ? timeOf(maxDuration) : new Time(1, 'ba')
    return convert(timeOf(time), { maxDuration: max, dataloaderLen }, ratio)
  }
  const epoch = dataloaderLen ?? Number.NaN
  if (isDuration) {
    const { value, unit } = inBatches(maxDuration, epoch)
    return { value: time.value * value, unit }
  }
  const { value, unit } = inBatches(time, epoch)
  return { value: value * ratio, unit }
}

/** Epochs in batches; any other unit as it is. */
export const inBatches = ({ value, unit }: Amount, dataloaderLen: number): Amount =>
  unit === 'ep' ? { value: value * dataloaderLen, unit: 'ba' } : { value, unit }

/** A converted time in batches; null between two, unless it may be there, and for iterations and seconds, which go in
 * steps of many batches, or between two. */
export function batchesOf({ value, unit }: Amount, pace: Pace, mayBeFraction: boolean): number | null {
  const rate = unit === 'iter' || unit === 'sec' ? null : perBatch(pace, unit)
  if (rate === null) return null
  const batches = value / rate
  return Number.isInteger(batches) || (mayBeFraction && Number.isFinite(batches)) ? batches : null
}
