/**
 * A planned run: how long it is, and what each batch adds to every counter, so that a batch's index is a whole timestamp.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { fromJsonObject } from '../state/json.js'
import { type Pace, rateOf } from '../state/pace.js'
import { checkTime, scaleMaxDuration } from '../state/state.js'
import type { MaxDuration, Time, TimeString } from '../state/time/time.js'
import { microseconds } from '../state/timestamp/fields.js'
import { type Timestamp, timestampFactory } from '../state/timestamp/timestamp.js'
import type { RunFacts } from '../wasm/encode.js'
import * as kernel from '../wasm/kernel.js'

/** A moment of a run: a batch, or a time, which means the first batch at which its counter is reached. */
export type Moment = number | Time | TimeString

/** The options of a TrainingRun. */
export interface TrainingRunOptions {
  /** How long to train, before scaling; any unit but `dur`. */
  maxDuration: MaxDuration
  /** Batches in an epoch; needed where epochs are concerned. */
  dataloaderLen?: number | null
  /** Composer's SSR: stretches the schedule and `maxDuration`. Default 1. */
  scaleScheduleRatio?: number
  /** Samples in a batch over all devices (the global batch size); needed to count samples or tokens. */
  samplesPerBatch?: number | null
  /** Tokens in a sample (the sequence length); needed to count tokens. */
  tokensPerSample?: number | null
  /** Epochs in an iteration; needed to count iterations. */
  epochsPerIteration?: number | null
  /** Wall clock of a batch, in seconds, rounded to whole microseconds; needed to count seconds. */
  secondsPerBatch?: number | null
}

const KNOWN: Readonly<Record<keyof TrainingRunOptions, true>> = {
  maxDuration: true,
  dataloaderLen: true,
  scaleScheduleRatio: true,
  samplesPerBatch: true,
  tokensPerSample: true,
  epochsPerIteration: true,
  secondsPerBatch: true,
}
const BRAND: unique symbol = Symbol.for('scale-schedule.TrainingRun') as never

/**
 * A run to plan for. It takes the UNSCALED `maxDuration` and exposes the scaled one, as Composer's Trainer does.
 *
 * At batch b (before it is trained): epoch ⌊b / dataloaderLen⌋, sample b × samplesPerBatch, token sample ×
 * tokensPerSample, iteration ⌊epoch / epochsPerIteration⌋, seconds b × secondsPerBatch. A counter that is needed and not
 * given is an error, never 0.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '10ep', dataloaderLen: 200, scaleScheduleRatio: 0.5, samplesPerBatch: 64 })
 * run.maxDuration.toTimestring() // => '5ep'
 * run.batches // => 1000
 * run.timestampAt(450).sample // => 28800
 * run.timestampAt(450).token // throws 'counter-missing'
 * ```
 */
export class TrainingRun {
  /** Where training ends, scaled by `scaleScheduleRatio`. */
  readonly maxDuration: Time
  /** What every scheduler of this run is scaled by. */
  readonly scaleScheduleRatio: number
  /** Batches in an epoch, or null. */
  readonly dataloaderLen: number | null
  /** What a batch adds to each counter. */
  readonly pace: Pace
  readonly #unscaled: Time
  // Made when it is asked for: a sweep makes many runs and looks at few timestamps.
  #timestampAt: ((batch: number) => Timestamp) | undefined

  /**
   * @param options - see {@link TrainingRunOptions}
   * @throws `missing-option`, `unknown-option`, `bad-type`, `time-string`, `max-duration-unit`, `max-duration-zero`,
   * `integer-range` (a count below 1 or not an integer), `not-finite`
   */
  constructor(options: TrainingRunOptions) {
    checkOptions(options, KNOWN, 'TrainingRun')
    const given: Partial<TrainingRunOptions> = options
    if (given.maxDuration === undefined) {
      throw new SchedulerError('missing-option', { owner: 'TrainingRun', option: 'maxDuration' })
    }
    const unscaled = checkTime('maxDuration', given.maxDuration)
    if (unscaled.unit === 'dur') throw new SchedulerError('max-duration-unit', { found: unscaled })
    checkCount('maxDuration', unscaled.value, 1)
    const ratio = checkFinite('scaleScheduleRatio', given.scaleScheduleRatio ?? 1)
    const rate = (option: 'dataloaderLen' | 'samplesPerBatch' | 'tokensPerSample' | 'epochsPerIteration') =>
      given[option] == null ? null : checkCount(option, given[option], 1)
    const pace = {
      dataloaderLen: rate('dataloaderLen'),
      samplesPerBatch: rate('samplesPerBatch'),
      tokensPerSample: rate('tokensPerSample'),
      epochsPerIteration: rate('epochsPerIteration'),
      microsecondsPerBatch:
        given.secondsPerBatch == null
          ? null
          : checkCount('secondsPerBatch in microseconds', microseconds(given.secondsPerBatch, 'secondsPerBatch'), 1),
    }
    this.#unscaled = unscaled
    this.maxDuration = scaleMaxDuration(unscaled, ratio)
    checkCount('maxDuration, scaled,', this.maxDuration.value, 1)
    this.scaleScheduleRatio = ratio
    this.dataloaderLen = pace.dataloaderLen
    this.pace = Object.freeze(pace)
    Object.freeze(this)
  }

  /** Marks the runs of all copies of this package. */
  get [BRAND](): true {
    return true
  }

  /**
   * How many batches the run has: the first batch at which `maxDuration` is reached.
   *
   * @throws `counter-missing` when its unit can't be counted in batches without an option that is not given
   */
  get batches(): number {
    return kernel.batchesUntil(this.maxDuration, this.pace)
  }

  /** @internal `maxDuration` as it was given, before it was scaled. */
  get unscaled(): Time {
    return this.#unscaled
  }

  /** @internal What schedulers are resolved for. */
  get facts(): RunFacts {
    return { maxDuration: this.maxDuration, dataloaderLen: this.dataloaderLen, ssr: this.scaleScheduleRatio }
  }

  /**
   * The first batch at which a moment is reached, in the run as it is: a moment is not scaled by the ratio. A number is a
   * batch already; a time is counted from the start of the run, `dur` as a part of the (scaled) `maxDuration`.
   *
   * @param moment - a batch, a Time or a time string, of at least 0; moments past the end are allowed
   * @throws `counter-missing` where its unit can't be counted in batches without an option that is not given;
   * `integer-range`, `time-string`, `bad-type`, and what `convertTime` throws for a `dur`
   *
   * @example
   * ```ts
   * const run = new TrainingRun({ maxDuration: '10ep', dataloaderLen: 49, samplesPerBatch: 64 })
   * run.batchAt('1ep') // => 49
   * run.batchAt('65sp') // => 2
   * run.batchAt('0.5dur') // => 245
   * run.batchAt(7) // => 7
   * run.batchAt('9tok') // throws 'counter-missing'
   * ```
   */
  batchAt(moment: Moment): number {
    if (typeof moment === 'number') return checkCount('A moment', moment, 0)
    const time = checkTime('A moment', moment)
    const { maxDuration, dataloaderLen } = this
    const absolute = time.unit === 'dur' ? kernel.convert(time, { maxDuration, dataloaderLen, ssr: 1 }, 1) : time
    // Nothing is needed to count 0, whatever the unit.
    return checkCount('A moment', absolute.value, 0) === 0 ? 0 : kernel.batchesUntil(absolute, this.pace)
  }

  /**
   * The timestamp before batch `batch` is trained. Reading a counter that the run does not give is `counter-missing`; such
   * counters stay missing when the timestamp is advanced, copied or saved.
   *
   * @param batch - an integer of at least 0; batches past the end are allowed
   *
   * @example
   * ```ts
   * const timestamp = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 32 }).timestampAt(5)
   * timestamp.toNextBatch({ samples: 32 }).sample // => 192
   * timestamp.toNextBatch().epoch // throws 'counter-missing'
   * ```
   */
  timestampAt(batch: number): Timestamp {
    this.#timestampAt ??= timestampsOf(this.pace)
    return this.#timestampAt(checkCount('batch', batch, 0))
  }

  /** What the constructor takes, with the unscaled `maxDuration`. */
  toJSON(): Required<TrainingRunOptions> {
    const { microsecondsPerBatch, ...rates } = this.pace
    return {
      maxDuration: this.#unscaled.toTimestring() as TimeString<Exclude<Time['unit'], 'dur'>>,
      ...rates,
      scaleScheduleRatio: this.scaleScheduleRatio,
      secondsPerBatch: microsecondsPerBatch === null ? null : microsecondsPerBatch / 1e6,
    }
  }

  /** The run that `toJSON` wrote, from the object or its text. */
  static fromJSON(json: unknown): TrainingRun {
    return new TrainingRun(fromJsonObject('A training run', json) as unknown as TrainingRunOptions)
  }
}

/** A run, also one of another copy of this package. */
export function checkRun(found: unknown): TrainingRun {
  if (typeof found === 'object' && found !== null && BRAND in found) return found as TrainingRun
  const cure = 'Make one with new TrainingRun({ maxDuration, … }), or of what toJSON gave with TrainingRun.fromJSON.'
  throw new SchedulerError('bad-type', { what: 'run', expected: 'a TrainingRun', found, cure })
}

/**
 * @internal Timestamps by batch: every counter that the pace gives; none on a clock that needs rates which it does not
 * give.
 */
export function timestampsOf(pace: Pace, needs?: readonly (keyof Pace)[]): (batch: number) => Timestamp {
  const make = timestampFactory(pace, needs)
  const iterationLen = rateOf(pace, 'iter').per
  const epochLen = rateOf(pace, 'ep').per
  const samples = rateOf(pace, 'sp').times
  const tokens = rateOf(pace, 'tok').times
  const { times: us, per: second } = rateOf(pace, 'sec')
  // What the pace does not give is NaN, which the timestamps leave out.
  return (batch) => {
    const inEpoch = batch % epochLen
    const inIteration = batch % iterationLen
    return make({
      iteration: Math.floor(batch / iterationLen),
      epoch: Math.floor(batch / epochLen),
      batch,
      sample: count('sample', batch * samples),
      token: count('token', batch * tokens),
      epochInIteration: Math.floor(inIteration / epochLen),
      tokenInIteration: inIteration * tokens,
      batchInEpoch: inEpoch,
      sampleInEpoch: inEpoch * samples,
      tokenInEpoch: inEpoch * tokens,
      totalWct: count('totalWct in microseconds', batch * us) / second,
      iterationWct: (inIteration * us) / second,
      epochWct: (inEpoch * us) / second,
      // As stepping has it: the next epoch starts with a batch clock of 0.
      batchWct: (batch === 0 || inEpoch === 0 ? 0 * us : us) / second,
    })
  }
}

/** A count that is known must be a safe integer. */
function count(what: string, found: number): number {
  if (found <= Number.MAX_SAFE_INTEGER || Number.isNaN(found)) return found
  throw new SchedulerError('integer-range', { what, found })
}
