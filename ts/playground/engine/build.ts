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
import { infoOf, type OptionInfo } from '../state/catalogue.js'
import { numberOf } from '../state/number.js'
import { type Factor, RUN_FIELDS, type RunField, type Schedule } from '../state/state.js'
import type { Place, Problem } from './messages.js'

/** A schedule that can be evaluated. */
export interface Built {
  readonly schedulers: readonly ComposerScheduler[]
  /** Of each scheduler; null for a function. */
  readonly curves: readonly (Curve | null)[]
  readonly run: TrainingRun
  readonly baseLr: number
  readonly hasFunctions: boolean
}

/** An error with its place on the page. */
export class PlacedError extends Error {
  readonly place: Place

  constructor(message: string, place: Place) {
    super(message)
    this.place = place
  }
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
    if (factor.kind === 'builtin') return makeBuiltin(factor.type, factor.options, index)
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

/** An error of a schedule with its place: what its details name, or else what its code is about. */
export function placed(error: unknown, factors: readonly Factor[], factor?: number): unknown {
  if (!SchedulerError.is(error)) return error
  const details = error.details as { what?: string; option?: string; counter?: string; scheduler?: string }
  const name = /^\w+/.exec(details.option ?? details.what ?? '')?.[0] ?? ''
  const field = RUN_FIELDS.find((key) => key === name)
  if (field !== undefined) return new PlacedError(error.message, { run: field })
  if (error.code === 'no-dataloader-len') return new PlacedError(error.message, { run: 'dataloaderLen' })
  if (error.code.startsWith('max-duration')) return new PlacedError(error.message, { run: 'maxDuration' })
  const about = ABOUT[error.code]
  const indexes = factor === undefined ? factors.keys() : [factor]
  for (const index of indexes) {
    const entry = factors[index]
    const options = entry?.kind === 'builtin' ? infoOf(entry.type)!.options : []
    const option = options.find((each) => each.name === name || each.key === name || about?.includes(each.key))
    if (option !== undefined) return new PlacedError(error.message, { factor: index, option: option.key })
    if (entry?.kind === 'function' && (error.code === 'scheduler-result' || error.code === 'ssr-unsupported')) {
      return new PlacedError(error.message, { factor: index })
    }
  }
  return new PlacedError(error.message, factor === undefined ? {} : { factor })
}

/** The options that an error without a name is about. */
const ABOUT: Partial<Record<string, readonly string[]>> = {
  'warmup-units': ['t_warmup'],
  't-max-too-short': ['t_max'],
  'restart-decayed': ['t_0'],
  'restart-endless': ['t_0'],
  'zero-to-negative-power': ['power', 'gamma'],
  overflow: ['power', 'gamma'],
  'complex-value': ['gamma'],
}

/** Any error as the page shows it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof PlacedError) return { message: error.message, place: error.place }
  return { message: error instanceof Error ? error.message : String(error), place: {} }
}

function makeBuiltin(type: string, texts: Readonly<Record<string, string>>, factor: number): ComposerScheduler {
  const info = infoOf(type)!
  const values = info.options.map((option) => {
    const value = at({ factor, option: option.key }, () => parse(option, texts[option.key] ?? ''))
    return [option.name, value]
  })
  return at({ factor }, () => Scheduler.fromJSON({ type, ...Object.fromEntries(values) }))
}

function parse({ kind, key, byDefault }: OptionInfo, text: string): unknown {
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
  try {
    const run = new TrainingRun(options)
    run.batches
    return run
  } catch (error) {
    throw placed(error, [])
  }
}

function finite(what: string, text: string): number {
  const value = numberOf(text)
  if (value !== null) return value
  throw new SchedulerError('not-finite', { what, found: text })
}

/** Gives what a check throws its place. */
function at<T>(place: Place, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof PlacedError || !SchedulerError.is(error)) throw error
    throw new PlacedError(error.message, place)
  }
}
