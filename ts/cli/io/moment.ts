/**
 * A moment of a run, as `--at` gives it: the first batch at which a counter has reached a time.
 */
import { InvalidArgumentError } from 'commander'
import type { TrainingConfig } from '../../config/read.js'
import { SchedulerError } from '../../errors/error.js'
import { Time } from '../../state/time/time.js'
import { askedBy } from './configuration.js'
import { parseCount } from './options.js'

/** A time with its unit; a plain number is a batch. */
export function parseMoment(text: string): Time {
  if (/^\s*\d+(?:e\+?\d+)?\s*$/i.test(text)) return new Time(parseCount(text), 'ba')
  // Composer reads '' as 0 seconds.
  if (text.trim() === '') throw new InvalidArgumentError('It must be a batch, or a time with its unit.')
  try {
    const time = Time.fromTimestring(text)
    if (time.value >= 0) return time
  } catch (error) {
    if (error instanceof SchedulerError) throw new InvalidArgumentError(error.message)
    throw error
  }
  throw new InvalidArgumentError('It must be at least 0.')
}

/** Moments with commas between, after those that were given before. */
export const parseMoments = (text: string, before: readonly Time[] = []): Time[] => [
  ...before,
  ...text.split(',').map(parseMoment),
]

/** The batch of a moment. */
export const batchAt = (config: TrainingConfig, moment: Time): number =>
  askedBy(`--at ${moment}`, config, () => config.run.batchAt(moment))
