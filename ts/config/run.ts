/**
 * The run of a configuration: the keys that say how long it is and what a batch counts.
 */
import { SchedulerError } from '../errors/error.js'
import { TrainingRun, type TrainingRunOptions } from '../run/run.js'
import { ConfigError } from './errors.js'
import { type Cures, explain, type Unresolved } from './explain.js'
import { readTime } from './options.js'
import { COUNT, EPOCHS, expectShape, POSITIVE } from './shape.js'
import type { Node, Source } from './source.js'

/** What a configuration says of its run. */
export interface RunDescription {
  /** What the run is made from; `dataloaderLen` without the limit. */
  readonly options: Partial<TrainingRunOptions>
  /** `train_subset_num_batches`: the most batches in an epoch. */
  readonly limit: number | null
  /** The options that are given by an interpolation without a value. */
  readonly unresolved: Unresolved
}

/** What stands in for the file's own keys, and which of them are not to be read at all. */
export interface RunOverrides {
  readonly dataloaderLen?: number
  readonly scaleScheduleRatio?: number
  readonly skip?: ReadonlySet<string>
}

/** The keys that say what a batch adds to a counter, or how long an epoch is; the first that is there counts. */
export const RATES = [
  ['dataloaderLen', 'dataloader_len', COUNT],
  ['dataloaderLen', 'train_dataloader_len', COUNT],
  ['samplesPerBatch', 'global_train_batch_size', COUNT],
  ['samplesPerBatch', 'train_batch_size', COUNT],
  ['tokensPerSample', 'max_seq_len', COUNT],
  ['epochsPerIteration', 'epochs_per_iteration', COUNT],
  ['secondsPerBatch', 'seconds_per_batch', POSITIVE],
] as const

/** Reads the keys of a run; makes none. */
export function describeRun(source: Source, given: RunOverrides = {}): RunDescription {
  const { root } = source
  const skip = given.skip ?? new Set()
  const unresolved: Unresolved = new Map()
  const options: Partial<TrainingRunOptions> = {}
  if (!skip.has('maxDuration')) options.maxDuration = readMaxDuration(source)
  if (given.dataloaderLen !== undefined) options.dataloaderLen = given.dataloaderLen
  for (const [option, key, shape] of RATES) {
    if (options[option] !== undefined || skip.has(option)) continue
    let node: Node | undefined
    try {
      node = source.get(root, key)
    } catch (error) {
      // An interpolation without a value matters only to a curve that needs it.
      if (error instanceof ConfigError) unresolved.set(option, error)
      else throw error
    }
    if (node !== undefined) options[option] = expectShape(source, node, shape)
  }
  const hasLen = options.dataloaderLen != null || skip.has('dataloaderLen')
  const limit = hasLen && !skip.has('limit') ? source.get(root, 'train_subset_num_batches') : undefined
  const ratio =
    given.scaleScheduleRatio === undefined && !skip.has('scaleScheduleRatio')
      ? source.get(root, 'scale_schedule_ratio')
      : undefined
  // In this order, so that of two mistakes the limit's is told first.
  const most = limit === undefined || limit.value === -1 ? null : expectShape(source, limit, COUNT)
  options.scaleScheduleRatio = ratio === undefined ? given.scaleScheduleRatio : expectShape(source, ratio, POSITIVE)
  return { options, limit: most, unresolved }
}

/** The options with the limit on the batches of an epoch. */
export function limited(options: Partial<TrainingRunOptions>, limit: number | null): TrainingRunOptions {
  const { dataloaderLen } = options
  if (dataloaderLen == null || limit === null) return options as TrainingRunOptions
  return { ...options, dataloaderLen: Math.min(dataloaderLen, limit) } as TrainingRunOptions
}

/** The run that a configuration describes. */
export function makeRun(source: Source, { options, limit, unresolved }: RunDescription, cures?: Cures): TrainingRun {
  try {
    return new TrainingRun(limited(options, limit))
  } catch (error) {
    const path = [...source.root.path, 'max_duration']
    throw error instanceof SchedulerError ? explain(source.fail.bind(source), path, error, unresolved, cures) : error
  }
}

/** max_duration as a time string; a plain number is epochs, as for Composer's Trainer. */
function readMaxDuration(source: Source): TrainingRunOptions['maxDuration'] {
  const node = source.get(source.root, 'max_duration')
  if (node === undefined) {
    const path = [...source.root.path, 'max_duration']
    throw source.fail(path, "A run has a length; found none. Add max_duration, for example '63900ba' or '10ep'.")
  }
  return parseMaxDuration(source, node)
}

/** A max_duration that stands at a node. */
export function parseMaxDuration(source: Source, node: Node): TrainingRunOptions['maxDuration'] {
  if (typeof node.value === 'string') {
    const time = readTime(source, node)
    if (time.unit !== 'dur' && time.value < 1) {
      throw source.fail(node.path, `max_duration is at least 1; found ${time}. Write for example '10ep'.`)
    }
    return time
  }
  const epochs = expectShape(source, node, EPOCHS)
  return readTime(source, { value: `${epochs}ep`, path: node.path })
}
