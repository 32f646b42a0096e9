/**
 * Values as the numbers of the wire, in the layout that the crate prints. No checks: what comes here is valid.
 */
import type { Pace } from '../state/pace.js'
import type { ExactTime } from '../state/time/exact.js'
import type { Time } from '../state/time/time.js'
import { UNITS } from './generated/layout.js'

/** A value and its unit, which may be a fraction of it where a part of a tree ends. */
export type Length = Pick<Time, 'value' | 'unit'>

/** What a scheduler is resolved for: the facts of a state, or of a training run. */
export interface RunFacts {
  /** Already scaled by `ssr`. */
  readonly maxDuration: Length | null
  /** Batches in an epoch. */
  readonly dataloaderLen: number | null
  readonly ssr: number
}

export function encodeTime(time: Length): [number, number] {
  return [time.value, UNITS.indexOf(time.unit)]
}

export function decodeLength(value: number, unit: number): Length {
  return { value, unit: UNITS[unit]! }
}

export function encodeRun(run: RunFacts): number[] {
  const maxDuration = run.maxDuration === null ? [Number.NaN, Number.NaN] : encodeTime(run.maxDuration)
  return [...maxDuration, run.dataloaderLen ?? Number.NaN, run.ssr]
}

export function encodePace(pace: Pace): number[] {
  const rates = [pace.dataloaderLen, pace.samplesPerBatch, pace.tokensPerSample, pace.epochsPerIteration]
  return [...rates, pace.microsecondsPerBatch].map((rate) => rate ?? Number.NaN)
}

/** The digits of each half: both are whole numbers below 10⁹. */
const HALF = 9

/** Value and unit, then whether it is a fraction, and if so its decimal number in two halves. */
export function encodeExactTime({ value, unit, decimal }: ExactTime): number[] {
  const time = [value, UNITS.indexOf(unit)]
  if (decimal === null) return [...time, 0]
  const { digits, places } = decimal
  const [sign, size] = digits.startsWith('-') ? [-1, digits.slice(1)] : [1, digits]
  // + 0, so that -0 is 0.
  return [...time, 1, sign * Number(size.slice(0, -HALF)) + 0, sign * Number(size.slice(-HALF)) + 0, places]
}
