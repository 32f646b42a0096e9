/**
 * Values as the numbers of the wire, in the layout that the crate prints. No checks: what comes here is valid.
 */
import type { Pace } from '../state/pace.js'
import { Time } from '../state/time/time.js'
import { UNITS } from './generated/layout.js'

/** What a scheduler is resolved for: the facts of a state, or of a training run. */
export interface RunFacts {
  /** Already scaled by `ssr`. */
  readonly maxDuration: Time | null
  /** Batches in an epoch. */
  readonly dataloaderLen: number | null
  readonly ssr: number
}

export function encodeTime(time: Time): [number, number] {
  return [time.value, UNITS.indexOf(time.unit)]
}

export function decodeTime(value: number, unit: number): Time {
  return new Time(value, UNITS[unit]!)
}

export function encodeRun(run: RunFacts): number[] {
  const maxDuration = run.maxDuration === null ? [Number.NaN, Number.NaN] : encodeTime(run.maxDuration)
  return [...maxDuration, run.dataloaderLen ?? Number.NaN, run.ssr]
}

export function encodePace(pace: Pace): number[] {
  const rates = [pace.dataloaderLen, pace.samplesPerBatch, pace.tokensPerSample, pace.epochsPerIteration]
  return [...rates, pace.microsecondsPerBatch].map((rate) => rate ?? Number.NaN)
}
