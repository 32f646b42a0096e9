/**
 * A training configuration as a run, its schedulers and the initial learning rate.
 * Reads the keys that decide a learning rate and leaves all others alone; touches no file.
 */
import { SchedulerError } from '../errors.js'
import { TrainingRun, type TrainingRunOptions } from '../run.js'
import type { BuiltinScheduler } from '../scheduler.js'
import type { Time } from '../time.js'
import { ConfigError, type KeyPath } from './errors.js'
import { explain, type Unresolved } from './explain.js'
import { readSchedulers, readTime } from './schedulers.js'
import { COUNT, EPOCHS, expectShape, isList, isMapping, LEARNING_RATE, POSITIVE, reason } from './shape.js'
import { type Environment, type Node, Source } from './source.js'
import { parseText } from './text.js'

/** How to read a configuration. */
export interface ReadOptions {
  /** What messages call it. Default 'configuration'. */
  file?: string
  /** What `${oc.env:NAME}` reads. Default: nothing is set. */
  env?: Environment
  /** Batches in an epoch, in place of the file's own. */
  dataloaderLen?: number
  /** The scale schedule ratio, in place of the file's own. */
  scaleScheduleRatio?: number
}

/** What a configuration says about the learning rate. */
export interface TrainingConfig {
  /** What messages call it. */
  file: string
  /** `run_name`, or null. */
  name: string | null
  /** The run, scaled. */
  run: TrainingRun
  /** They multiply; at least one. */
  schedulers: BuiltinScheduler[]
  /** The initial learning rate; 1 where the file gives none. */
  baseLr: number
  /** Whether the file gives a learning rate. */
  hasLr: boolean
  /**
   * The ConfigError for a SchedulerError that came up later, when a curve was evaluated: of the scheduler with an
   * index, or of the run. Any other error is returned as it is.
   */
  explain(error: unknown, scheduler?: number): unknown
}

/**
 * Reads a training configuration of Composer or llm-foundry: YAML or JSON.
 *
 * `max_duration` (text, or an integer of epochs), `scheduler` or `schedulers` (several multiply), `optimizer.lr` or `lr`,
 * `scale_schedule_ratio`, `dataloader_len` (with `train_subset_num_batches`, if given, as an upper limit),
 * `global_train_batch_size`, `max_seq_len`, `epochs_per_iteration`, `seconds_per_batch` and `run_name`, each by
 * interpolation as well; all below `parameters` in a run file of mcli. Other keys are not looked at.
 *
 * @throws ConfigError, one line that names the file, the key path, the rule, what was found and the cure
 *
 * @example
 * ```ts
 * const { run, schedulers, baseLr } = readConfig('{max_duration: 100ba, scheduler: {name: linear}, optimizer: {lr: 1e-3}}')
 * evaluate(schedulers, run, { from: 50, count: 1, baseLr })[0] // => 0.0005
 * ```
 */
export function readConfig(text: string, options: ReadOptions = {}): TrainingConfig {
  const file = options.file ?? 'configuration'
  const source = new Source(file, findRoot(parseText(text, file), file), options.env ?? {})
  const unresolved: Unresolved = new Map()
  const run = readRun(source, options, unresolved)
  const placed = readSchedulers(source)
  const lr = findLr(source)
  const config: TrainingConfig = {
    file,
    name: readName(source),
    run,
    schedulers: placed.map(({ scheduler }) => scheduler),
    baseLr: lr === undefined ? 1 : expectShape(source, lr, LEARNING_RATE),
    hasLr: lr !== undefined,
    explain: (error, index) => {
      const path: KeyPath = index === undefined ? [...source.root.path, 'max_duration'] : placed[index]!.path
      return error instanceof SchedulerError ? explain(source, path, error, unresolved) : error
    },
  }
  config.schedulers.forEach((scheduler, index) => {
    try {
      scheduler.resolve(run)
    } catch (error) {
      throw config.explain(error, index)
    }
  })
  return config
}

/** The mapping with the keys: the document, or what a run file of mcli has below `parameters`. */
function findRoot(value: unknown, file: string): Node {
  if (!isMapping(value)) {
    const rule = 'A training configuration is a mapping of keys'
    throw new ConfigError(
      file,
      [],
      reason(rule, value, 'Write max_duration, scheduler and optimizer, each with its value.'),
    )
  }
  const own = ['max_duration', 'scheduler', 'schedulers'].some((key) => Object.hasOwn(value, key))
  if (own || !Object.hasOwn(value, 'parameters') || !isMapping(value.parameters)) return { value, path: [] }
  return { value: value.parameters, path: ['parameters'] }
}

/** The keys that say what a batch adds to a counter, or how long an epoch is; the first that is there counts. */
const RATES = [
  ['dataloaderLen', 'dataloader_len', COUNT],
  ['dataloaderLen', 'train_dataloader_len', COUNT],
  ['samplesPerBatch', 'global_train_batch_size', COUNT],
  ['samplesPerBatch', 'train_batch_size', COUNT],
  ['tokensPerSample', 'max_seq_len', COUNT],
  ['epochsPerIteration', 'epochs_per_iteration', COUNT],
  ['secondsPerBatch', 'seconds_per_batch', POSITIVE],
] as const

function readRun(source: Source, given: ReadOptions, unresolved: Unresolved): TrainingRun {
  const { root } = source
  const options: TrainingRunOptions = { maxDuration: readMaxDuration(source) }
  if (given.dataloaderLen !== undefined) options.dataloaderLen = given.dataloaderLen
  for (const [option, key, shape] of RATES) {
    if (options[option] !== undefined) continue
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
  const limit = options.dataloaderLen == null ? undefined : source.get(root, 'train_subset_num_batches')
  if (limit !== undefined && limit.value !== -1) {
    options.dataloaderLen = Math.min(options.dataloaderLen!, expectShape(source, limit, COUNT))
  }
  const ratio = given.scaleScheduleRatio === undefined ? source.get(root, 'scale_schedule_ratio') : undefined
  options.scaleScheduleRatio = ratio === undefined ? given.scaleScheduleRatio : expectShape(source, ratio, POSITIVE)
  try {
    return new TrainingRun(options)
  } catch (error) {
    throw error instanceof SchedulerError ? explain(source, [...root.path, 'max_duration'], error, unresolved) : error
  }
}

/** max_duration; a plain number is epochs, as for Composer's Trainer. */
function readMaxDuration(source: Source): Time {
  const node = source.get(source.root, 'max_duration')
  if (node === undefined) {
    const path = [...source.root.path, 'max_duration']
    throw source.fail(path, "A run has a length; found none. Add max_duration, for example '63900ba' or '10ep'.")
  }
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

/** Where the learning rate stands: in the one optimizer, or beside it. */
function findLr(source: Source): Node | undefined {
  for (const key of ['optimizer', 'optimizers']) {
    let node = source.get(source.root, key)
    if (node !== undefined && isList(node.value)) {
      if (node.value.length > 1) {
        const rule = 'A configuration has one optimizer'
        throw source.fail(node.path, reason(rule, node.value, 'Keep the one whose learning rate is asked for.'))
      }
      node = source.get(node, 0)
    }
    const lr = node && (source.get(node, 'lr') ?? lrBelow(source, node))
    if (lr !== undefined) return lr
  }
  return source.get(source.root, 'lr')
}

/** The learning rate of `optimizer: { NAME: { lr } }`. */
function lrBelow(source: Source, node: Node): Node | undefined {
  const keys = isMapping(node.value) ? Object.keys(node.value) : []
  const options = keys.length === 1 ? source.get(node, keys[0]!) : undefined
  return options === undefined ? undefined : source.get(options, 'lr')
}

/** `run_name`, which nothing depends on: unless it is a text, there is none. */
function readName(source: Source): string | null {
  try {
    const value = source.get(source.root, 'run_name')?.value
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}
