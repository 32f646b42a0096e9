/**
 * From the words that were typed to schedulers and a run; what is wrong names its field. Evaluates nothing.
 */
import {
  type ComposerScheduler,
  type Curve,
  Scheduler,
  SchedulerError,
  Time,
  TrainingRun,
  type TrainingRunOptions,
} from 'scale-schedule/bundler'
import { numberOf } from '../state/number.js'
import { type OptionFacts, optionsOf } from '../state/options.js'
import { type BuiltinFactor, type Factor, RUN_LABELS, type RunField, type Schedule } from '../state/state.js'
import { at, PlacedError, placed } from './place.js'

/** A schedule that can be evaluated. */
export interface Built {
  readonly schedulers: readonly ComposerScheduler[]
  /** Of each scheduler; null for a function. */
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

function make({ factors, run: texts }: Schedule): Built {
  const run = makeRun(texts)
  const baseLr = at({ run: 'baseLr' }, () => finite('The learning rate', texts.baseLr))
  if (factors.length === 0) {
    throw new PlacedError('A schedule has at least one scheduler; found none. Add one below.', {})
  }
  const hasFunctions = factors.some(({ kind }) => kind === 'function')
  const provided = hasFunctions ? (functions?.() ?? []) : []
  let next = 0
  const schedulers = factors.map((factor, index) => {
    if (factor.kind === 'builtin') return makeBuiltin(factors, factor, index)
    const scheduler = provided[next++]
    if (typeof scheduler === 'function') return scheduler
    const found = scheduler === undefined ? 'nothing' : typeof scheduler
    throw new PlacedError(
      `The code is one function (state, ssr) => number; found ${found}. Write for example (state, ssr) => 0.5.`,
      { factor: index },
    )
  })
  const curves = schedulers.map((scheduler, factor) => {
    if (!('resolve' in scheduler)) return null
    try {
      return (scheduler as { resolve(run: TrainingRun): Curve }).resolve(run)
    } catch (error) {
      throw placed(error, factors, factor)
    }
  })
  return { schedulers, curves, run, baseLr, hasFunctions }
}

function makeBuiltin(
  factors: readonly Factor[],
  { type, options: texts }: BuiltinFactor,
  factor: number,
): ComposerScheduler {
  const values = optionsOf(type)!.map((option) => {
    const value = at({ factor, option: option.key }, () => parse(option, texts[option.key] ?? ''))
    return [option.name, value]
  })
  try {
    return Scheduler.fromJSON({ type, ...Object.fromEntries(values) })
  } catch (error) {
    throw placed(error, factors, factor)
  }
}

function parse({ kind, key, byDefault }: OptionFacts, text: string): unknown {
  const words = text.trim() === '' && byDefault !== null ? byDefault : text
  switch (kind) {
    case 'flag':
      return words === 'true'
    case 'number':
      return finite(key, words)
    case 'time':
      return timeText(words.trim())
    case 'times':
      return words.split(/[,\s]+/).flatMap((part) => (part === '' ? [] : [timeText(part)]))
  }
}

const timeText = (text: string): string => Time.fromTimestring(text).toTimestring()

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

function finite(what: string, text: string): number {
  const value = numberOf(text)
  if (value !== null) return value
  throw new SchedulerError('not-finite', { what, found: text })
}
