/**
 * The optimizers of TensorFlow.js: how each class is given its learning rate. Imports nothing of it.
 */
import { SchedulerError } from '../errors/error.js'
import type { TrainingRun } from '../run/run.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { checkOptions } from '../state/checks.js'
import { toSchedule } from './to-schedule.js'
import { UpdateSchedule } from './updates.js'

/** An optimizer of `tf.train`, as far as it is looked at. */
export interface TfjsOptimizer {
  /** Such as 'SGD'; it survives minifiers. */
  getClassName(): string
  /** With the present `learningRate`. */
  getConfig(): object
}

/** A compiled model, as far as it is looked at. */
export interface TfjsModel {
  /** What `compile` was given. */
  readonly optimizer: TfjsOptimizer
}

/** The initial learning rate, and where training goes on. */
export interface TfjsOptions {
  /** What multipliers are multiplied by. Not that of the optimizer, which holds the last one that was set. */
  baseLr: number
  /** How many updates were made before; default 0. */
  from?: number
}

const OPTIONS: Readonly<Record<keyof TfjsOptions, true>> = { baseLr: true, from: true }

/** Whether a class keeps its rate in a tensor, which only `setLearningRate` makes anew, or reads the field. */
const CLASSES: Readonly<Record<string, 'method' | 'field'>> = {
  SGD: 'method',
  Momentum: 'method',
  Adagrad: 'field',
  Adadelta: 'field',
  Adam: 'field',
  Adamax: 'field',
  RMSProp: 'field',
}

/** What `scheduleTfjs` returns: it sets the learning rate before each update, by hand or as a callback of `fit`. */
export class TfjsSchedule extends UpdateSchedule<number> {
  /** `next` where `model.fit` and `fitDataset` call it: pass the whole as `callbacks`. */
  readonly onBatchBegin = (): void => {
    this.next()
  }
}

/**
 * Sets the learning rate of a tfjs optimizer before each update, as its class needs it: SGD and Momentum by
 * `setLearningRate` (they go on at the old rate when the field is set), the others by the field (they have no such method).
 * Accumulated moments stay as they are.
 *
 * What it returns is a callback of `model.fit` (`callbacks: schedule`), which counts updates over epochs and over several
 * calls; in a loop of yours, call `schedule.next()` before each update. Behind callbacks that are instances of tfjs's
 * classes it is given as `new tf.CustomCallback(schedule)`.
 *
 * @param target - a compiled model, whose optimizer is looked up at each update; or an optimizer
 * @param schedulers - one, or several that multiply
 * @param run - the run; a batch of it is one update
 * @param options - `baseLr`, and `from` (default 0) to resume
 * @throws `missing-option` without `baseLr`; `bad-type` for what is no optimizer of a known class, also where the next
 * update finds one; `option-range` for an Adamax that decays its rate by itself; what `toSchedule` throws
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs'
 * import { LinearScheduler, TrainingRun } from 'scale-schedule'
 * import { scheduleTfjs } from 'scale-schedule/train'
 *
 * const run = new TrainingRun({ maxDuration: '4ba' })
 * const schedule = scheduleTfjs(tf.train.adam(0.1), new LinearScheduler(), run, { baseLr: 0.1 })
 * Array.from({ length: 3 }, () => schedule.next()) // => [0.1, 0.07500000000000001, 0.05]
 * schedule.batch // => 3
 * ```
 */
export function scheduleTfjs(
  target: TfjsModel | TfjsOptimizer,
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  run: TrainingRun,
  options: TfjsOptions,
): TfjsSchedule {
  checkOptions(options, OPTIONS, 'scheduleTfjs')
  const { baseLr, from = 0 }: Partial<TfjsOptions> = options
  if (baseLr === undefined) throw new SchedulerError('missing-option', { owner: 'scheduleTfjs', option: 'baseLr' })
  const schedule = toSchedule(schedulers, run, { baseLr })
  let known = checkOptimizer(target)
  return new TfjsSchedule((batch) => {
    const lr = schedule(batch)
    const optimizer = optimizerOf(target)
    // A model that is compiled again has another.
    if (optimizer !== known) known = checkOptimizer(target)
    setRate(known, lr)
    return lr
  }, from)
}

function optimizerOf(target: unknown): unknown {
  return typeof target === 'object' && target !== null && 'optimizer' in target ? target.optimizer : target
}

/** An optimizer of a class that is known, with nothing that would change its rate once more. */
function checkOptimizer(target: unknown): TfjsOptimizer {
  const found = optimizerOf(target)
  const isOne = typeof found === 'object' && found !== null && 'getClassName' in found && 'getConfig' in found
  const optimizer = found as TfjsOptimizer
  const name = isOne ? optimizer.getClassName() : undefined
  if (name === undefined || !Object.hasOwn(CLASSES, name)) {
    throw new SchedulerError('bad-type', {
      what: "A model's optimizer, or one by itself,",
      expected: `one of tfjs's classes ${Object.keys(CLASSES).join(', ')}`,
      found: name ?? found,
      cure: isOne
        ? 'Set the rate of another class yourself: toSchedule gives it.'
        : 'Give a model that is compiled, or what a function of tf.train made.',
    })
  }
  const { decay } = optimizer.getConfig() as { decay?: number }
  // The decay of RMSProp is that of its mean squares.
  if (name === 'Adamax' && decay !== 0) {
    const rule = '0 where a schedule sets the rate, as it is divided by 1 + decay × iterations'
    throw new SchedulerError('option-range', { option: 'decay of Adamax', rule, found: decay, cure: 'Leave it out.' })
  }
  return optimizer
}

function setRate(optimizer: TfjsOptimizer, lr: number): void {
  const name = optimizer.getClassName()
  if (CLASSES[name] === 'field') Reflect.set(optimizer, 'learningRate', lr)
  else (optimizer as unknown as { setLearningRate(lr: number): void }).setLearningRate(lr)
  const { learningRate: found } = optimizer.getConfig() as { learningRate?: unknown }
  if (Object.is(found, lr)) return
  throw new SchedulerError('bad-type', {
    what: `The learning rate of ${name}`,
    expected: `the ${lr} that it was set to`,
    found,
    cure: 'Use an optimizer that takes it, as those of tfjs 1 to 4 do.',
  })
}
