/**
 * A planned run: how long it is, and what each batch adds to every counter, so that a batch's index is a whole timestamp.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { fromJsonObject } from '../state/json.js'
import { missingCounter, type Pace } from '../state/pace.js'
import { checkTime, scaleMaxDuration } from '../state/state.js'
import type { Time, TimeString } from '../state/time/time.js'
import { FIELD_UNITS, FIELDS, microseconds, type TimestampValues } from '../state/timestamp/fields.js'
import { type Timestamp, timestampFactory } from '../state/timestamp/timestamp.js'
import type { RunFacts } from '../wasm/encode.js'
import * as kernel from '../wasm/kernel.js'

/** The options of a TrainingRun. */
export interface TrainingRunOptions {
  /** How long to train, before scaling; any unit but `dur`. */
  maxDuration: Time | TimeString
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
  #timestamp: ((values: TimestampValues) => Timestamp) | undefined

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

  /** @internal What schedulers are resolved for. */
  get facts(): RunFacts {
    return { maxDuration: this.maxDuration, dataloaderLen: this.dataloaderLen, ssr: this.scaleScheduleRatio }
  }

  /**
   * The timestamp before batch `batch` is trained. Reading a counter that the run does not give is `counter-missing`.
   *
   * @param batch - an integer of at least 0; batches past the end are allowed
   */
  timestampAt(batch: number): Timestamp {
    this.#timestamp ??= timestampsOf(this.pace)
    return this.#timestamp(valuesAt(this.pace, checkCount('batch', batch, 0)))
  }

  /** What the constructor takes, with the unscaled `maxDuration`. */
  toJSON(): Required<TrainingRunOptions> {
    const { microsecondsPerBatch, ...rates } = this.pace
    return {
      maxDuration: this.#unscaled.toTimestring() as TimeString,
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
  throw new SchedulerError('bad-type', { what: 'run', expected: 'a TrainingRun', found })
}

const UNKNOWN = Number.NaN

/** Timestamps on which a field that the pace does not give can't be read. */
function timestampsOf(pace: Pace): (values: TimestampValues) => Timestamp {
  const values = valuesAt(pace, 0)
  return timestampFactory(
    FIELDS.filter((field) => Number.isNaN(values[field])),
    (field) => {
      const units = [
        FIELD_UNITS[field],
        field.endsWith('InIteration') || field === 'iterationWct' ? 'iter' : 'ep',
      ] as const
      const details = units.map((unit) => missingCounter(pace, unit)).find((found) => found !== null)
      throw new SchedulerError('counter-missing', { ...details!, counter: `timestamp.${field}` })
    },
  )
}

/** Every field before batch `batch`: integers, or NaN where the pace does not say. */
function valuesAt(pace: Pace, batch: number): TimestampValues {
  const epochLen = pace.dataloaderLen ?? UNKNOWN
  const iterationLen = epochLen * (pace.epochsPerIteration ?? UNKNOWN)
  const samples = pace.samplesPerBatch ?? UNKNOWN
  const tokens = samples * (pace.tokensPerSample ?? UNKNOWN)
  const us = pace.microsecondsPerBatch ?? UNKNOWN
  const epoch = Math.floor(batch / epochLen)
  const inEpoch = batch % epochLen
  const inIteration = batch % iterationLen
  return {
    iteration: Math.floor(batch / iterationLen),
    epoch,
    batch,
    sample: count('sample', batch * samples),
    token: count('token', batch * tokens),
    epochInIteration: Math.floor(inIteration / epochLen),
    tokenInIteration: inIteration * tokens,
    batchInEpoch: inEpoch,
    sampleInEpoch: inEpoch * samples,
    tokenInEpoch: inEpoch * tokens,
    totalWct: count('totalWct in microseconds', batch * us) / 1e6,
    iterationWct: (inIteration * us) / 1e6,
    epochWct: (inEpoch * us) / 1e6,
    // As stepping has it: the next epoch starts with a batch clock of 0.
    batchWct: (batch === 0 || inEpoch === 0 ? 0 * us : us) / 1e6,
  }
}

/** A count that is known must be a safe integer. */
function count(what: string, found: number): number {
  if (found <= Number.MAX_SAFE_INTEGER || Number.isNaN(found)) return found
  throw new SchedulerError('integer-range', { what, found })
}
