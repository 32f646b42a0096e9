/**
 * The pace of a run: what each batch adds to every counter. Which option a missing counter needs is told here;
 * counting itself is the crate's.
 */
import type { TimeUnit } from './time/time.js'

/** Positive integers, or null where the run does not say. The order of the keys is the wire's. */
export interface Pace {
  /** Batches in an epoch. */
  readonly dataloaderLen: number | null
  /** Samples in a batch, over all devices. */
  readonly samplesPerBatch: number | null
  /** Tokens in a sample. */
  readonly tokensPerSample: number | null
  /** Epochs in an iteration. */
  readonly epochsPerIteration: number | null
  /** Wall clock of a batch, in microseconds. */
  readonly microsecondsPerBatch: number | null
}

/** The pace of a state, which says nothing of what a batch adds. */
export const NO_PACE: Pace = Object.freeze({
  dataloaderLen: null,
  samplesPerBatch: null,
  tokensPerSample: null,
  epochsPerIteration: null,
  microsecondsPerBatch: null,
})

const NEEDS: { readonly [U in TimeUnit]: readonly (keyof Pace)[] } = {
  iter: ['dataloaderLen', 'epochsPerIteration'],
  ep: ['dataloaderLen'],
  ba: [],
  sp: ['samplesPerBatch'],
  tok: ['samplesPerBatch', 'tokensPerSample'],
  dur: [],
  sec: ['microsecondsPerBatch'],
}

const NAMES: { readonly [U in TimeUnit]: string } = {
  iter: 'the count of iterations',
  ep: 'the count of epochs',
  ba: 'the count of batches',
  sp: 'the count of samples',
  tok: 'the count of tokens',
  dur: 'the end of the run',
  sec: 'the wall clock',
}

/** The details of a `counter-missing` error for a counter, or null if the pace gives it. */
export function missingCounter(pace: Pace, unit: TimeUnit): { counter: string; option: string } | null {
  const missing = NEEDS[unit].find((key) => pace[key] === null)
  if (missing === undefined) return null
  return { counter: NAMES[unit], option: missing === 'microsecondsPerBatch' ? 'secondsPerBatch' : missing }
}
