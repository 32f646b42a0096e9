/**
 * A training configuration as a run, its schedulers and the initial learning rate.
 * Reads the keys that decide a learning rate and leaves all others alone; touches no file.
 */
import { SchedulerError } from '../errors/error.js'
import type { TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { isList, isMapping } from './collections.js'
import { ConfigError, formatPath, type KeyPath } from './errors.js'
import { type Cures, explain } from './explain.js'
import { LR } from './locate.js'
import { describeRun, makeRun } from './run.js'
import { readQuantities } from './schedulers.js'
import { expectShape, LEARNING_RATE, reason } from './shape.js'
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
  /** @internal What else than a key of the file gives what the run lacks. */
  cures?: Cures
}

/** Something else than the learning rate that a configuration schedules. */
export interface ScheduledQuantity {
  /** As the file has it, for example 'momentum' or 'weight_decay'. */
  name: string
  /** They multiply; at least one. */
  schedulers: readonly BuiltinScheduler[]
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
  /** What else is scheduled, in the order of the file: the values themselves, without a base. */
  quantities: readonly ScheduledQuantity[]
  /**
   * The ConfigError for a SchedulerError that came up later, when a curve was evaluated: of the scheduler with an
   * index (those of other quantities count on from those of the learning rate), or of the run. Any other error is returned
   * as it is.
   */
  explain(error: unknown, scheduler?: number): unknown
}

/**
 * Reads a training configuration of Composer or llm-foundry: YAML or JSON.
 *
 * `max_duration` (text, or an integer of epochs), `scheduler` or `schedulers` (several multiply), `optimizer.lr` or `lr`,
 * also `scheduler: { lr: …, momentum: …, weight_decay: … }` with a scheduler or a list for each quantity,
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
 *
 * const { quantities } = readConfig('{max_duration: 8ba, scheduler: {lr: {name: linear}, momentum: {name: constant}}}')
 * quantities.map(({ name }) => name) // => ['momentum']
 * ```
 */
export function readConfig(text: string, options: ReadOptions = {}): TrainingConfig {
  const file = options.file ?? 'configuration'
  const source = new Source(file, findRoot(parseText(text, file), file), options.env ?? {})
  const described = describeRun(source, options)
  const run = makeRun(source, described, options.cures)
  const { lr: rate, others } = readQuantities(source)
  const placed = [rate, ...others.map((quantity) => quantity.placed)].flat()
  const lr = readLr(source)
  const config: TrainingConfig = {
    file,
    name: readName(source),
    run,
    schedulers: rate.map(({ scheduler }) => scheduler),
    quantities: others.map(({ name, placed }) => ({ name, schedulers: placed.map(({ scheduler }) => scheduler) })),
    baseLr: lr ?? 1,
    hasLr: lr !== undefined,
    explain: (error, index) => {
      const path: KeyPath = index === undefined ? [...source.root.path, 'max_duration'] : placed[index]!.path
      const fail = source.fail.bind(source)
      return error instanceof SchedulerError ? explain(fail, path, error, described.unresolved, options.cures) : error
    },
  }
  allSchedulers(config).forEach((scheduler, index) => {
    try {
      scheduler.resolve(run)
    } catch (error) {
      throw config.explain(error, index)
    }
  })
  return config
}

/** The schedulers of the learning rate, then those of other quantities. */
export const allSchedulers = ({ schedulers, quantities }: Pick<TrainingConfig, 'schedulers' | 'quantities'>) => [
  ...schedulers,
  ...quantities.flatMap((quantity) => quantity.schedulers),
]

/** A quantity, and what its multipliers are multiplied by. */
export interface BasedQuantity extends ScheduledQuantity {
  readonly base: number
}

/** All that a configuration schedules: the learning rate first, then others, which are the values themselves. */
export const allQuantities = ({
  schedulers,
  baseLr,
  quantities,
}: Pick<TrainingConfig, 'schedulers' | 'baseLr' | 'quantities'>): BasedQuantity[] => [
  { name: LR, schedulers, base: baseLr },
  ...quantities.map((quantity) => ({ ...quantity, base: 1 })),
]

/** The mapping with the keys: the value at a place, or what a run file of mcli has there below `parameters`. */
export function findRoot(value: unknown, file: string, path: KeyPath = []): Node {
  if (!isMapping(value)) {
    const rule = 'A training configuration is a mapping of keys'
    throw new ConfigError(
      file,
      path,
      reason(rule, value, 'Write max_duration, scheduler and optimizer, each with its value.'),
    )
  }
  const own = ['max_duration', 'scheduler', 'schedulers'].some((key) => Object.hasOwn(value, key))
  if (own || !Object.hasOwn(value, 'parameters') || !isMapping(value.parameters)) return { value, path }
  return { value: value.parameters, path: [...path, 'parameters'] }
}

/** The initial learning rate, or undefined where none is given. */
export function readLr(source: Source): number | undefined {
  const node = locateLr(source)
  if (node === undefined) return undefined
  checkBeside(source, node)
  return expectShape(source, node, LEARNING_RATE)
}

/** Where the learning rate stands: in the one optimizer, or beside it. */
export function locateLr(source: Source): Node | undefined {
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

/** Refuses a learning rate beside the optimizer that is another than the optimizer's. */
function checkBeside(source: Source, lr: Node): void {
  let beside: Node | undefined
  try {
    beside = source.get(source.root, 'lr')
  } catch (error) {
    // An interpolation without a value, of a key that is not needed.
    if (!(error instanceof ConfigError)) throw error
  }
  if (typeof beside?.value !== 'number' || typeof lr.value !== 'number' || beside.value === lr.value) return
  const rule = `A configuration has one learning rate, and ${formatPath(lr.path)} is ${lr.value}`
  throw source.fail([...source.root.path, 'lr'], reason(rule, beside.value, 'Remove one of the two.'))
}

/** The learning rate of `optimizer: { NAME: { lr } }`. */
function lrBelow(source: Source, node: Node): Node | undefined {
  const keys = isMapping(node.value) ? Object.keys(node.value) : []
  const options = keys.length === 1 ? source.get(node, keys[0]!) : undefined
  return options === undefined ? undefined : source.get(options, 'lr')
}

/** `run_name`, which nothing depends on: null unless it is a text. */
function readName(source: Source): string | null {
  try {
    const value = source.get(source.root, 'run_name')?.value
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}
