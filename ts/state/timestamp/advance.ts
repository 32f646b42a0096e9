/**
 * The values of a later Timestamp: one batch, epoch or iteration on, or as a checkpoint has them. Makes no Timestamp.
 */
import { SchedulerError } from '../../errors/error.js'
import { checkOptions } from '../checks.js'
import { Time, type TimeString } from '../time/time.js'
import { badType } from '../time/value.js'
import {
  addCount,
  addSeconds,
  FIELD_UNITS,
  FIELDS,
  microseconds,
  snakeCase,
  type TimestampField,
  type TimestampState,
  type TimestampValues,
  valuesOf,
} from './fields.js'
import { missingOf } from './missing.js'

/** What a batch adds to a Timestamp. */
export interface BatchSize {
  /** Samples trained, over all devices. Default 0. */
  samples?: number | Time | `${number}sp`
  /** Tokens trained, over all devices. Default 0. */
  tokens?: number | Time | `${number}tok`
  /** Seconds it took. Default 0. */
  duration?: number
}

/** The option of `toNextEpoch` and `toNextIteration`: `duration` in seconds, 0 by default. */
export type Elapsed = Pick<BatchSize, 'duration'>

type Values = Readonly<TimestampValues>

const BATCH_OPTIONS = { samples: 0, tokens: 0, duration: 0 }
const ELAPSED_OPTIONS = { duration: 0 }
// Composer added the other fields later, and reads checkpoints without them.
const REQUIRED: readonly TimestampField[] = [
  'epoch',
  'batch',
  'sample',
  'token',
  'batchInEpoch',
  'sampleInEpoch',
  'tokenInEpoch',
]

/** The values once a batch of this size has been trained. */
export function nextBatch(at: Values, size: BatchSize): TimestampValues {
  checkOptions(size, BATCH_OPTIONS, 'toNextBatch')
  const samples = amount(size.samples, 'sp')
  const tokens = amount(size.tokens, 'tok')
  const duration = elapsed(size)
  return {
    iteration: at.iteration,
    epoch: at.epoch,
    batch: addCount(at.batch, 1, 'batch'),
    sample: addCount(at.sample, samples, 'sample'),
    token: addCount(at.token, tokens, 'token'),
    epochInIteration: at.epochInIteration,
    tokenInIteration: addCount(at.tokenInIteration, tokens, 'tokenInIteration'),
    batchInEpoch: addCount(at.batchInEpoch, 1, 'batchInEpoch'),
    sampleInEpoch: addCount(at.sampleInEpoch, samples, 'sampleInEpoch'),
    tokenInEpoch: addCount(at.tokenInEpoch, tokens, 'tokenInEpoch'),
    totalWct: addSeconds(at.totalWct, duration, 'totalWct'),
    iterationWct: addSeconds(at.iterationWct, duration, 'iterationWct'),
    epochWct: addSeconds(at.epochWct, duration, 'epochWct'),
    batchWct: duration,
  }
}

/** The values at the start of the next epoch. */
export function nextEpoch(at: Values, options: Elapsed): TimestampValues {
  checkOptions(options, ELAPSED_OPTIONS, 'toNextEpoch')
  const duration = elapsed(options)
  return {
    ...valuesOf(at),
    epoch: addCount(at.epoch, 1, 'epoch'),
    epochInIteration: addCount(at.epochInIteration, 1, 'epochInIteration'),
    batchInEpoch: 0,
    sampleInEpoch: 0,
    tokenInEpoch: 0,
    totalWct: addSeconds(at.totalWct, duration, 'totalWct'),
    iterationWct: addSeconds(at.iterationWct, duration, 'iterationWct'),
    epochWct: 0,
    batchWct: 0,
  }
}

/** The values at the start of the next iteration. */
export function nextIteration(at: Values, options: Elapsed): TimestampValues {
  checkOptions(options, ELAPSED_OPTIONS, 'toNextIteration')
  return {
    ...valuesOf(at),
    iteration: addCount(at.iteration, 1, 'iteration'),
    epochInIteration: 0,
    tokenInIteration: 0,
    batchInEpoch: 0,
    sampleInEpoch: 0,
    tokenInEpoch: 0,
    totalWct: addSeconds(at.totalWct, elapsed(options), 'totalWct'),
    iterationWct: 0,
    epochWct: 0,
    batchWct: 0,
  }
}

/**
 * The values of a checkpoint. `at` gives those that old ones lack, NaN for what it lacks itself; all that a checkpoint
 * lacks is NaN where a run is the reason.
 */
export function restored(at: Values, state: Readonly<Partial<TimestampState>>): TimestampValues {
  if (typeof state !== 'object' || state === null) throw badType('A state dict', 'an object', state)
  const values = {} as TimestampValues
  const absent = FIELDS.filter((field) => state[snakeCase(field)] === undefined)
  const isPartial = absent.some((field) => REQUIRED.includes(field)) && missingOf(absent) !== null
  for (const field of FIELDS) {
    const key = snakeCase(field)
    const found: unknown = state[key]
    const isSeconds = FIELD_UNITS[field] === 'sec'
    const mayLack = !REQUIRED.includes(field) || Number.isNaN(at[field])
    if (found === undefined && isPartial) values[field] = Number.NaN
    else if (found === undefined && mayLack) values[field] = at[field]
    else if (isSeconds && Number.isFinite(found)) values[field] = microseconds(found, field) / 1e6
    else if (!isSeconds && Number.isSafeInteger(found)) values[field] = (found as number) + 0
    else throw new SchedulerError('state-dict', { key, expected: isSeconds ? 'seconds' : 'an integer', found })
  }
  return values
}

/** Samples or tokens to add, as a number. */
function amount(given: Time | TimeString | number | undefined, unit: 'sp' | 'tok'): number {
  if (given === undefined || Number.isSafeInteger(given)) return (given ?? 0) as number
  return new Time(0, unit).add(given).value
}

function elapsed(options: Elapsed): number {
  return options.duration === undefined ? 0 : microseconds(options.duration, 'duration') / 1e6
}
