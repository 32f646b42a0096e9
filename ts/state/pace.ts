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

/** The option of a run that gives the first of the rates that are needed and not there, or null if all are. */
export function missingOption(pace: Pace, needs: readonly (keyof Pace)[]): string | null {
  const missing = needs.find((key) => pace[key] === null)
  return missing === 'microsecondsPerBatch' ? 'secondsPerBatch' : (missing ?? null)
}

/** The rates that a counter is counted with. */
export const ratesOf = (unit: TimeUnit): readonly (keyof Pace)[] => NEEDS[unit]

/** The details of a `counter-missing` error for a counter, or null if the pace gives it. */
export function missingCounter(pace: Pace, unit: TimeUnit): { counter: string; option: string } | null {
  const option = missingOption(pace, NEEDS[unit])
  return option === null ? null : { counter: NAMES[unit], option }
}

/** How a counter follows the batch: ⌊batch × times / per⌋. */
export interface Rate {
  readonly times: number
  readonly per: number
}

/** The rate of a counter, NaN where the pace does not give it, as with `dur`; the wall clock in seconds. */
export function rateOf(pace: Pace, unit: TimeUnit): Rate {
  const batches = pace.dataloaderLen ?? Number.NaN
  const samples = pace.samplesPerBatch ?? Number.NaN
  switch (unit) {
    case 'iter':
      return { times: 1, per: batches * (pace.epochsPerIteration ?? Number.NaN) }
    case 'ep':
      return { times: 1, per: batches }
    case 'ba':
      return { times: 1, per: 1 }
    case 'sp':
      return { times: samples, per: 1 }
    case 'tok':
      return { times: samples * (pace.tokensPerSample ?? Number.NaN), per: 1 }
    case 'sec':
      return { times: pace.microsecondsPerBatch ?? Number.NaN, per: 1e6 }
    case 'dur':
      return { times: Number.NaN, per: 1 }
  }
}

/** What a batch adds to a counter, a part of one where it counts epochs or seconds; null where the pace does not say. */
export function perBatch(pace: Pace, unit: TimeUnit): number | null {
  const { times, per } = rateOf(pace, unit)
  return Number.isNaN(times / per) ? null : times / per
}
