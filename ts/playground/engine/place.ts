/**
 * Where an error stands on the page, and its message in the page's words: a field is called by its label.
 */
import { SchedulerError } from 'scale-schedule/bundler'
import { optionsOf, PAGE_TYPES } from '../state/options.js'
import { RUN_FIELDS, RUN_LABELS } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { type Factor, isSamePath, type Path, placedIn } from '../state/tree.js'
import type { Place, Problem } from './messages.js'

/** An error with its place on the page. */
export class PlacedError extends Error {
  readonly place: Place

  constructor(message: string, place: Place) {
    super(message)
    this.place = place
  }
}

/** An error of a schedule with its place: what its details name, or else what its code is about. */
export function placed(error: unknown, factors: readonly Factor[], factor?: Path): unknown {
  if (error instanceof PlacedError || !SchedulerError.is(error)) return error
  const message = inWords(error.message)
  const details = error.details as { what?: string; option?: string; time?: unknown }
  const name = /^\w+/.exec(details.option ?? details.what ?? '')?.[0] ?? ''
  const field = RUN_FIELDS.find((key) => key === name)
  if (field !== undefined) return new PlacedError(message, { run: field })
  if (error.code === 'no-dataloader-len') return new PlacedError(message, { run: 'dataloaderLen' })
  if (error.code.startsWith('max-duration')) return new PlacedError(message, { run: 'maxDuration' })
  const about = aboutOf(error)
  const isNoFactor = about[0] === 't_mult' && Number((error.details as { tMult?: unknown }).tMult) <= 0
  if (isNoFactor) return placed(factorRefused(error), factors, factor)
  for (const { path, factor: each } of placedIn(factors)) {
    if (factor !== undefined && !isSamePath(path, factor)) continue
    const options = each.kind === 'function' ? [] : optionsOf(each.type)!
    const option = options.find(({ name: own, key }) => own === name || key === name || about.includes(key))
    if (option !== undefined) return new PlacedError(message, { factor: path, option: option.key })
    if (each.kind === 'function' && (error.code === 'scheduler-result' || error.code === 'ssr-unsupported')) {
      return new PlacedError(message, { factor: path })
    }
  }
  return new PlacedError(message, factor === undefined ? {} : { factor })
}

/** Gives what a check throws its place. */
export function at<T>(place: Place, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof PlacedError || !SchedulerError.is(error)) throw error
    throw new PlacedError(inWords(error.message), place)
  }
}

/** Any error as the page shows it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof PlacedError) return { message: error.message, place: error.place }
  return { message: messageOf(error), place: {} }
}

/** The same of what no interval can be multiplied by, which is told of the batch that it is missed at. */
const factorRefused = (error: SchedulerError) =>
  new SchedulerError('option-range', {
    option: 'tMult',
    rule: 'above 0',
    found: (error.details as { tMult?: unknown }).tMult,
    cure: 'Write 1 for intervals of one length, more for longer and longer ones.',
  })

/** The options that an error without a name is about. */
function aboutOf(error: SchedulerError): readonly string[] {
  if (SchedulerError.is(error, 'restart-decayed') || SchedulerError.is(error, 'restart-endless')) {
    // Intervals that would go on but for the factor between them.
    const { t0, tMult } = error.details
    return Number.parseFloat(String(t0)) > 0 && Number(tMult) < 1 ? ['t_mult'] : ['t_0']
  }
  return ABOUT[error.code] ?? []
}

const ABOUT: Partial<Record<string, readonly string[]>> = {
  'warmup-units': ['t_warmup'],
  't-max-too-short': ['t_max'],
  'zero-to-negative-power': ['power', 'gamma'],
  overflow: ['power', 'gamma'],
  'complex-value': ['gamma'],
}

/** What code calls a field, and what its label on the page is. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ...PAGE_TYPES.flatMap((type) =>
    optionsOf(type)!.flatMap(({ name, key }) => (name === key ? [] : [[name, key] as const])),
  ),
  ...Object.entries(RUN_LABELS),
])
const NAMES = new RegExp(`\\b(${[...LABELS.keys()].join('|')})\\b`, 'g')

/** A message of the package with the page's names for what it names. */
export const inWords = (message: string): string =>
  message.replace(/ on the (TrainingRun|state)\b/g, ' under Run').replace(NAMES, (name) => LABELS.get(name)!)
