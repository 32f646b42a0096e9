/**
 * From the words that were typed to schedulers and a run; what is wrong names its field. Evaluates nothing.
 */
import {
  type ComposerScheduler,
  type Curve,
  createScheduler,
  Time,
  TrainingRun,
  type TrainingRunOptions,
} from 'scale-schedule/bundler'
import { nestOf, optionsOf } from '../state/options.js'
import { RUN_LABELS, type RunField, type Schedule } from '../state/state.js'
import { type Factor, functionsOf, type NodeFactor, type Path, placedIn } from '../state/tree.js'
import { at, PlacedError, placed } from './place.js'
import { finite, optionValue } from './texts.js'

/** A schedule that can be evaluated. */
export interface Built {
  readonly schedulers: readonly ComposerScheduler[]
  /** Of each scheduler; null for a function, and for what has one in it. */
  readonly curves: readonly (Curve | null)[]
  readonly run: TrainingRun
  readonly baseLr: number
  readonly hasFunctions: boolean
}

let functions: (() => readonly ComposerScheduler[]) | null = null
let recent: { readonly key: string; readonly built: Built }[] = []

/** What functions stand for; only the sandbox has any. */
export function provideFunctions(provided: () => readonly ComposerScheduler[]): void {
  functions = provided
}

/** Makes a schedule from its words, or finds the one that was made last time. */
export function build(schedule: Schedule): Built {
  const key = JSON.stringify([schedule.factors, schedule.run])
  const found = recent.find((entry) => entry.key === key)
  if (found !== undefined) return found.built
  const built = make(schedule)
  recent = [{ key, built }, ...recent.slice(0, 15)]
  return built
}

/** Makes a schedule from its words; for what is asked once. */
export function make({ factors, run: texts }: Schedule): Built {
  const run = makeRun(texts)
  const baseLr = at({ run: 'baseLr' }, () => finite('The learning rate', texts.baseLr))
  if (factors.length === 0) {
    throw new PlacedError('A schedule has at least one scheduler; found none. Add one below.', {})
  }
  const codes = functionsOf(factors)
  const provided = codes.length > 0 ? (functions?.() ?? []) : []
  let next = 0
  const take = (path: Path): ComposerScheduler => {
    const scheduler = provided[next]
    if (typeof scheduler !== 'function') {
      const found = scheduler === undefined ? 'nothing' : typeof scheduler
      throw new PlacedError(
        `The code is one function (state, ssr) => number; found ${found}. Write for example (state, ssr) => 0.5.`,
        { factor: path },
      )
    }
    next++
    return scheduler
  }
  const schedulers = factors.map((factor, index) => makeScheduler(factors, factor, [index], take))
  const curves = schedulers.map((scheduler, index) => {
    if (!isResolved(scheduler)) return null
    try {
      return scheduler.resolve(run)
    } catch (error) {
      throw placed(error, factors, culprit(factors[index]!, [index], run, error))
    }
  })
  return { schedulers, curves, run, baseLr, hasFunctions: codes.length > 0 }
}

type Resolving = ComposerScheduler & { resolve(run: TrainingRun): Curve }

/** Whether a scheduler is built-in throughout. */
const isResolved = (scheduler: ComposerScheduler): scheduler is Resolving =>
  'resolve' in scheduler && (scheduler as { customPath?: string | null }).customPath == null

function makeScheduler(
  factors: readonly Factor[],
  factor: Factor,
  path: Path,
  take: (path: Path) => ComposerScheduler,
): ComposerScheduler {
  if (factor.kind === 'function') return take(path)
  const values = optionsOf(factor.type)!.map((option) => {
    const value = at({ factor: path, option: option.key }, () => optionValue(option, factor.options[option.key] ?? ''))
    return [option.name, value]
  })
  const within = factor.kind === 'node' ? nested(factors, factor, path, take) : {}
  try {
    return createScheduler(factor.type, { ...Object.fromEntries(values), ...within })
  } catch (error) {
    throw placed(error, factors, path)
  }
}

/** What stands in a node, as its option. */
function nested(
  factors: readonly Factor[],
  { type, parts }: NodeFactor,
  path: Path,
  take: (path: Path) => ComposerScheduler,
): Record<string, unknown> {
  const { name, kind } = nestOf(type)!
  const made = parts.map(({ factor, isOuter }, index) => {
    const scheduler = makeScheduler(factors, factor, [...path, index], take)
    return kind === 'parts' && isOuter ? { scheduler, clock: 'outer' } : scheduler
  })
  return { [name]: kind === 'scheduler' ? made[0] : made }
}

/** Another scheduler that nothing is wrong with. */
const HARMLESS: Factor = { kind: 'builtin', type: 'ConstantScheduler', options: {} }

/**
 * Which scheduler of a tree without functions an error comes from: the innermost one without which it is another, or
 * none. What the tree is refused for does not say which.
 */
function culprit(factor: Factor, path: Path, run: TrainingRun, error: unknown): Path {
  const messageOf = (tree: Factor): string | null => {
    try {
      const scheduler = makeScheduler([tree], tree, [0], () => () => 1)
      ;(scheduler as Resolving).resolve(run)
      return null
    } catch (other) {
      return String(other)
    }
  }
  const inside = placedIn([factor]).reverse()
  const found = inside.find(({ path: [, ...within] }) => {
    return messageOf(replaced(factor, within, HARMLESS)) !== String(error)
  })
  return found === undefined ? path : [...path, ...found.path.slice(1)]
}

/** A tree with another scheduler at a place. */
function replaced(factor: Factor, [index, ...rest]: Path, other: Factor): Factor {
  if (index === undefined || factor.kind !== 'node') return other
  const parts = factor.parts.map((part, place) =>
    place === index ? { ...part, factor: replaced(part.factor, rest, other) } : part,
  )
  return { ...factor, parts }
}

function makeRun(texts: Readonly<Record<RunField, string>>): TrainingRun {
  const count = (run: RunField) => {
    const text = texts[run].trim()
    return text === '' ? null : at({ run }, () => finite(run, text))
  }
  const maxDuration = at({ run: 'maxDuration' }, () => Time.fromTimestring(texts.maxDuration.trim()))
  const ratio = texts.scaleScheduleRatio.trim() === '' ? 1 : count('scaleScheduleRatio')!
  const options: TrainingRunOptions = {
    maxDuration,
    scaleScheduleRatio: ratio,
    dataloaderLen: count('dataloaderLen'),
    samplesPerBatch: count('samplesPerBatch'),
    tokensPerSample: count('tokensPerSample'),
    epochsPerIteration: count('epochsPerIteration'),
    secondsPerBatch: count('secondsPerBatch'),
  }
  const unscaled = attempt(() => runOf({ ...options, scaleScheduleRatio: 1 }))
  const run = attempt(() => runOf(options))
  if (!('error' in run)) return run
  if ('error' in unscaled) throw placed(run.error, [])
  const found = `${maxDuration} × ${texts.scaleScheduleRatio.trim()}`
  const cure = ratio < 1 ? 'Give a higher ratio, above 0' : 'Give a lower ratio'
  throw new PlacedError(
    `${RUN_LABELS.scaleScheduleRatio} times max_duration must be at least 1 and at most 2^53 − 1; found ${found}. ${cure}.`,
    { run: 'scaleScheduleRatio' },
  )
}

/** A run of which the length is known. */
function runOf(options: TrainingRunOptions): TrainingRun {
  const run = new TrainingRun(options)
  run.batches
  return run
}

function attempt<T>(work: () => T): T | { readonly error: unknown } {
  try {
    return work()
  } catch (error) {
    return { error }
  }
}
