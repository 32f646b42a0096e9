/**
 * Trees of schedulers: the mark of a built-in one, what stands within it, how deep and how large it is, and where it has
 * a function of JavaScript. Knows no class.
 */
import { SchedulerError } from '../errors/error.js'
import { fieldsOf, isNesting, numberOf, type SchedulerType } from '../wasm/table.js'
import type { ComposerScheduler } from './callable.js'

/** An own value of a built-in that is the instance: a bound function or a proxy of it inherits the mark, but is another object. */
export const BUILTIN = Symbol.for('scale-schedule.BuiltinScheduler')

/** The most levels of a tree; a scheduler with none within it is one. */
export const DEEPEST = 64
/** The most schedulers of a tree, itself included; one that stands at two places counts twice. */
export const MOST_SCHEDULERS = 10_000

/** Whether a value is a built-in scheduler, also one of another copy of this package; not one that is bound or wrapped. */
export const isMarked = (value: unknown): value is ComposerScheduler =>
  typeof value === 'function' && (value as { [BUILTIN]?: unknown })[BUILTIN] === value

/** The class of a built-in scheduler that this copy knows; another one's newer schedulers are functions here. */
export const markedType = (value: unknown): SchedulerType | undefined =>
  isMarked(value) && numberOf(value.name as SchedulerType) >= 0 ? (value.name as SchedulerType) : undefined

/** A part of a sequence. */
export interface SequencePart<S = ComposerScheduler> {
  /** What it is. */
  readonly scheduler: S
  /** Whether its clock and its run begin with it ('inner'), or are those of the sequence ('outer'). */
  readonly clock: 'inner' | 'outer'
}

/** A scheduler within another. */
export interface Within {
  /** From the other, such as 'schedulers[1]'. */
  readonly path: string
  readonly scheduler: ComposerScheduler
}

/** The schedulers that stand directly within a value; none within a function. */
export function partsOf(scheduler: ComposerScheduler): readonly Within[] {
  const type = markedType(scheduler)
  if (type === undefined) return []
  const values = scheduler as unknown as Readonly<Record<string, unknown>>
  return fieldsOf(type).flatMap(({ name, kind }): Within[] => {
    if (!isNesting(kind)) return []
    if (kind === 'scheduler') return [{ path: name, scheduler: values[name] as ComposerScheduler }]
    const parts = values[name] as readonly (ComposerScheduler | SequencePart)[]
    return parts.map((part, index) => {
      // Not by the key: an instance has options of its own, of which one may have that name.
      return { path: `${name}[${index}]`, scheduler: typeof part === 'function' ? part : part.scheduler }
    })
  })
}

/** The scheduler that has an option, and the option's name, by its path: 'schedulers[1].tMax'. */
export function optionAt(scheduler: ComposerScheduler, path: string): { within: ComposerScheduler; name: string } {
  const names = path.split('.')
  const name = names.pop()!
  const step = (above: ComposerScheduler, at: string) => partsOf(above).find((part) => part.path === at)!.scheduler
  return { within: names.reduce(step, scheduler), name }
}

/** What is known of a tree as a whole. */
interface Extent {
  readonly levels: number
  readonly schedulers: number
  /** Where the first function stands, or null. */
  readonly custom: string | null
}

// Trees are made from the leaves up, so that each is looked at once.
const extents = new WeakMap<ComposerScheduler, Extent>()

function extentOf(scheduler: ComposerScheduler): Extent {
  const known = extents.get(scheduler)
  if (known !== undefined) return known
  let [levels, schedulers] = [0, 1]
  let custom: string | null = markedType(scheduler) === undefined ? '' : null
  for (const part of partsOf(scheduler)) {
    const within = extentOf(part.scheduler)
    levels = Math.max(levels, within.levels)
    schedulers += within.schedulers
    if (within.custom !== null) custom ??= within.custom === '' ? part.path : `${part.path}.${within.custom}`
  }
  const extent = { levels: levels + 1, schedulers, custom }
  extents.set(scheduler, extent)
  return extent
}

/** The path of the first function of a tree, such as 'schedulers[1]'; null where all are built-in. */
export const customPath = (scheduler: ComposerScheduler): string | null => extentOf(scheduler).custom

/** Refuses a tree that has more levels or more schedulers than any that has a meaning. */
export function checkExtent(scheduler: ComposerScheduler): void {
  const { levels, schedulers } = extentOf(scheduler)
  if (levels > DEEPEST) throw tooDeep(levels)
  if (schedulers <= MOST_SCHEDULERS) return
  const rule = `of at most ${MOST_SCHEDULERS} schedulers, counted at each place where they stand`
  throw new SchedulerError('option-range', { option: TREE, rule, found: schedulers, cure: 'Use fewer.' })
}

const TREE = 'A tree of schedulers'

/** The error of a tree with so many levels. */
export function tooDeep(levels: number): SchedulerError<'option-range'> {
  const rule = `at most ${DEEPEST} levels deep`
  return new SchedulerError('option-range', { option: TREE, rule, found: levels, cure: 'Leave levels out.' })
}

/** Refuses a tree with a function in it, which is more than numbers can say. */
export function refuseFunctions(scheduler: ComposerScheduler): void {
  const path = customPath(scheduler)
  if (path !== null) throw new SchedulerError('custom-function', { path })
}
