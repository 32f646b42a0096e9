/**
 * A SchedulerError in the terms of a configuration: its file, its key path, and the key that would be the cure.
 */
import { SchedulerError } from '../errors/error.js'
import type { TrainingRunOptions } from '../run/run.js'
import type { ConfigError, KeyPath } from './errors.js'

/** The errors of options that the file gives by an interpolation that can't be resolved. */
export type Unresolved = Map<keyof TrainingRunOptions, ConfigError>

/** Makes the error at a place of the file that is read. */
export type Fail = (path: KeyPath, reason: string, cause?: unknown) => ConfigError

/** What to do where the run lacks an option. */
export type Cures = { readonly [option: string]: string }

const CURES: Cures = {
  dataloaderLen: 'Set dataloader_len (batches in an epoch), or give times in ba.',
  samplesPerBatch: 'Set global_train_batch_size.',
  tokensPerSample: 'Set max_seq_len.',
  epochsPerIteration: 'Set epochs_per_iteration.',
  secondsPerBatch: 'Set seconds_per_batch.',
}

/** The error to tell; one that stands behind it, an interpolation without a value, comes first. */
export function explain(
  fail: Fail,
  path: KeyPath,
  error: SchedulerError,
  unresolved: { get(option: keyof TrainingRunOptions): ConfigError | undefined },
  cures: Cures = {},
): ConfigError {
  const cureOf = (option: string) => cures[option] ?? CURES[option]
  if (SchedulerError.is(error, 'no-dataloader-len')) {
    const rule = `${error.details.time} can only be converted to batches with the length of the dataloader`
    return unresolved.get('dataloaderLen') ?? fail(path, `${rule}; found none. ${cureOf('dataloaderLen')}`, error)
  }
  if (SchedulerError.is(error, 'counter-missing')) {
    const { counter, option } = error.details
    const text = `This needs ${counter}; found nothing to count it by. ${cureOf(option)}`
    return unresolved.get(option as keyof TrainingRunOptions) ?? fail(path, text, error)
  }
  return fail(path, error.message, error)
}
