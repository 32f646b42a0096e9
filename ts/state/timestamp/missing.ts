/**
 * Which counters of a Timestamp a run does not give, and what reading one of them says. Makes no Timestamp.
 */
import { SchedulerError } from '../../errors/error.js'
import { missingOption, NO_PACE, type Pace } from '../pace.js'
import { FIELDS, type TimestampField, type TimestampValues } from './fields.js'

/** The counters that a Timestamp lacks, and the pace of the run that does not give them. */
export interface Missing {
  readonly fields: readonly TimestampField[]
  /** Only which of its rates are null is looked at. */
  readonly pace: Pace
  /** Rates that every field needs, as the clock begins at what only they tell. */
  readonly needs: readonly (keyof Pace)[]
}

/** The rates that each field is counted with. */
const NEEDS: { readonly [F in TimestampField]: readonly (keyof Pace)[] } = {
  iteration: ['dataloaderLen', 'epochsPerIteration'],
  epoch: ['dataloaderLen'],
  batch: [],
  sample: ['samplesPerBatch'],
  token: ['samplesPerBatch', 'tokensPerSample'],
  epochInIteration: ['dataloaderLen', 'epochsPerIteration'],
  tokenInIteration: ['samplesPerBatch', 'tokensPerSample', 'dataloaderLen', 'epochsPerIteration'],
  batchInEpoch: ['dataloaderLen'],
  sampleInEpoch: ['samplesPerBatch', 'dataloaderLen'],
  tokenInEpoch: ['samplesPerBatch', 'tokensPerSample', 'dataloaderLen'],
  totalWct: ['microsecondsPerBatch'],
  iterationWct: ['microsecondsPerBatch', 'dataloaderLen', 'epochsPerIteration'],
  epochWct: ['microsecondsPerBatch', 'dataloaderLen'],
  batchWct: ['microsecondsPerBatch'],
}

/** What a run of this pace does not give, on a clock that needs some of its rates as well. */
export function missingAt(pace: Pace, needs: readonly (keyof Pace)[] = []): Missing {
  return { pace, needs, fields: FIELDS.filter((field) => missingOption(pace, [...needs, ...NEEDS[field]]) !== null) }
}

/** The error of reading a field that is missing. */
export function missingField({ pace, needs }: Missing, field: TimestampField): SchedulerError {
  return new SchedulerError('counter-missing', {
    counter: `timestamp.${field}`,
    option: missingOption(pace, [...needs, ...NEEDS[field]])!,
  })
}

/** What is missing once some of the fields have been given. */
export function without({ fields, ...rest }: Missing, given: (field: TimestampField) => boolean): Missing {
  return { ...rest, fields: fields.filter((field) => !given(field)) }
}

// The field that a rate alone decides, as far as the rates before it are given.
const TELLING: readonly (readonly [field: TimestampField, rate: keyof Pace])[] = [
  ['epoch', 'dataloaderLen'],
  ['iteration', 'epochsPerIteration'],
  ['sample', 'samplesPerBatch'],
  ['token', 'tokensPerSample'],
  ['totalWct', 'microsecondsPerBatch'],
]

/** What a run does not give that gives all fields but these; null where there is no such run. */
export function missingOf(fields: readonly TimestampField[]): Missing | null {
  const rates = TELLING.map(([field, rate]) => [rate, fields.includes(field) ? null : 1])
  const missing = missingAt({ ...NO_PACE, ...Object.fromEntries(rates) })
  return missing.fields.join() === fields.join() ? missing : null
}

/** The values of a Timestamp, NaN for those that it lacks. */
export function valuesOrNaN(at: Readonly<TimestampValues>): TimestampValues {
  const entries = FIELDS.map((field) => [field, Object.hasOwn(at, field) ? at[field] : Number.NaN])
  return Object.fromEntries(entries) as TimestampValues
}
