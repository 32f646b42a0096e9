/**
 * The bases of a sweep: training configurations as plain facts, without those that axes set. Builds no run.
 */
import { ConfigError, type KeyPath } from '../../config/errors.js'
import type { Unresolved } from '../../config/explain.js'
import { type LocatedScheduler, type Outline, outlineAt } from '../../config/locate.js'
import { findRoot, readLr } from '../../config/read.js'
import { describeRun, RATES } from '../../config/run.js'
import { readOptions } from '../../config/schedulers.js'
import { type Environment, Source } from '../../config/source.js'
import { toJsonNumber } from '../../state/json.js'
import { isExactTime } from '../../state/time/exact.js'
import { isTime } from '../../state/time/time.js'
import { fieldOf } from '../../wasm/table.js'
import type { CompleteSpec } from '../spec/types.js'
import { locateScheduled, quantitiesOf, refuseSameColumns, type Scheduled } from './quantities.js'
import { findTarget, type Target, targetKey } from './targets.js'

/** A scheduler of a base: its class and the options that are given, as its JSON has them. */
interface BaseScheduler extends Outline {
  readonly options: Readonly<Record<string, unknown>>
}

/** A base, as plain JSON data. */
export interface Base extends Scheduled<BaseScheduler> {
  /** Its name among `bases`, or null. */
  readonly name: string | null
  /** Where it stands. */
  readonly path: KeyPath
  /** What the run is made from, times as texts. */
  readonly run: Readonly<Record<string, string | number>>
  /** The most batches in an epoch. */
  readonly limit: number | null
  /** The initial learning rate; 1 where none is given. */
  readonly lr: number
  /** The messages of options that are given by interpolations without a value. */
  readonly unresolved: Readonly<Record<string, string>>
}

/** An axis by name, with what it sets in each base. */
export interface NamedAxis {
  readonly name: string
  readonly path: KeyPath
  readonly targets: readonly Target[]
}

/** The bases, their axes, and the environment variables that they used. */
export interface Bases {
  readonly bases: readonly Base[]
  readonly axes: readonly NamedAxis[]
  readonly variables: ReadonlyMap<string, string>
}

interface Opened {
  readonly name: string | null
  readonly source: Source
  readonly scheduled: Scheduled<LocatedScheduler>
}

/**
 * Reads the bases of a specification, and finds what its axes set in them.
 *
 * @throws ConfigError
 */
export function readBases(spec: CompleteSpec, file: string, env: Environment): Bases {
  const opened = open(spec, file, env)
  const axes = axisPaths(spec).map((path) => nameAxis(file, path, opened))
  refuseTwins(file, axes)
  const bases = opened.map((base, index) => describe(base, axes, index, file))
  refuseSameColumns(
    quantitiesOf(bases),
    axes.map(({ name }) => name),
    file,
  )
  return { bases, axes, variables: new Map(opened.flatMap(({ source }) => [...source.variables])) }
}

function open(spec: CompleteSpec, file: string, env: Environment): Opened[] {
  const given: (readonly [string | null, unknown, KeyPath])[] =
    spec.bases === undefined
      ? [[null, spec.base, ['base']]]
      : Object.entries(spec.bases).map(([name, value]) => [name, value, ['bases', name]])
  return given.map(([name, value, path]) => {
    const source = new Source(file, findRoot(value, file, path), env)
    return { name, source, scheduled: locateScheduled(source) }
  })
}

/** Where the axes stand, in order; the name of each is the last key. */
const axisPaths = (spec: CompleteSpec): KeyPath[] => [
  ...Object.keys(spec.grid).map((name) => ['grid', name]),
  ...Object.keys(spec.random?.axes ?? {}).map((name) => ['random', 'axes', name]),
]

function nameAxis(file: string, path: KeyPath, opened: readonly Opened[]): NamedAxis {
  const name = String(path.at(-1))
  const targets = opened.map((base) => {
    const target = findTarget(name, base.scheduled)
    if ('kind' in target) return target
    const where = base.name === null ? '' : ` for the base ${JSON.stringify(base.name)}`
    throw new ConfigError(file, path, `${target.rule}; found ${target.found}${where}. ${target.cure}`)
  })
  return { name, path, targets }
}

function refuseTwins(file: string, axes: readonly NamedAxis[]): void {
  const seen = new Map<string, string>()
  for (const { name, path, targets } of axes) {
    for (const [index, target] of targets.entries()) {
      const key = `${index} ${targetKey(target)}`
      const other = seen.get(key)
      if (other !== undefined) {
        const found = other === name ? `${name} twice` : `${other} and ${name}`
        throw new ConfigError(file, path, `Two axes set different things; found ${found}. Remove one.`)
      }
      seen.set(key, name)
    }
  }
}

function describe({ name, source, scheduled }: Opened, axes: readonly NamedAxis[], index: number, file: string): Base {
  const targets = axes.map((axis) => axis.targets[index]!)
  const skip = new Set(targets.map(targetKey))
  const optionsSet = (scheduler: number) =>
    new Set(targets.flatMap((t) => (t.kind === 'option' && t.scheduler === scheduler ? [t.option] : [])))
  const { options, limit, unresolved } = describeRun(source, { skip })
  const { schedulers: located, ...quantities } = scheduled
  const schedulers = located.map((scheduler, at) => ({
    ...outlineOf(scheduler),
    options: toJson(readOptions(source, scheduler, optionsSet(at))) as Record<string, unknown>,
  }))
  const lr = skip.has('lr') ? 1 : (readLr(source) ?? 1)
  refuseReferences(source, located, axes, index, file)
  const run = toJson(options) as Record<string, string | number>
  return { name, path: source.root.path, run, limit, lr, schedulers, ...quantities, unresolved: messages(unresolved) }
}

/** An outline without the values that it was found in. */
const outlineOf = ({ type, path, parts }: Outline): Outline => ({
  type,
  path,
  parts: parts.map(({ at, located }) => ({ at, located: outlineOf(located) })),
})

/** Times as texts, -0 as JSON has it; what is undefined is left out. */
function toJson(value: unknown): unknown {
  if (isTime(value) || isExactTime(value)) return String(value)
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    return Object.fromEntries(entries.map(([key, inner]) => [key, toJson(inner)]))
  }
  return typeof value === 'number' ? toJsonNumber(value) : value
}

const messages = (unresolved: Unresolved): Record<string, string> =>
  Object.fromEntries([...unresolved].map(([option, { keyPath, reason }]) => [option, `${keyPath}: ${reason}`]))

/** Refuses an axis whose key another value of the base refers to: that value would keep the base's own. */
function refuseReferences(
  source: Source,
  located: readonly LocatedScheduler[],
  axes: readonly NamedAxis[],
  index: number,
  file: string,
): void {
  for (const { from, to, text } of source.references) {
    const axis = axes.find(({ targets }) => pathsOf(targets[index]!, source, located).some((path) => isSame(path, to)))
    if (axis === undefined) continue
    const where = source.fail(from, '').keyPath
    const cure = `Write ${where} out, or as a part of the run such as 1dur.`
    const reason = `No other value of a base refers to what an axis sets; found ${text} in ${where}. ${cure}`
    throw new ConfigError(file, axis.path, reason)
  }
}

const isSame = (a: KeyPath, b: KeyPath) => a.length === b.length && a.every((key, at) => String(key) === String(b[at]))

/** Where a base may have the value that an axis replaces. */
function pathsOf(target: Target, { root }: Source, located: readonly LocatedScheduler[]): KeyPath[] {
  const below = (...keys: string[]) => keys.map((key) => [...root.path, key])
  if (target.kind === 'lr') return [[...root.path, 'optimizer', 'lr'], ...below('lr')]
  if (target.kind === 'limit') return below('train_subset_num_batches')
  if (target.kind === 'run') {
    if (target.option === 'maxDuration') return below('max_duration')
    if (target.option === 'scaleScheduleRatio') return below('scale_schedule_ratio')
    return below(...RATES.filter(([option]) => option === target.option).map(([, key]) => key))
  }
  if (target.kind === 'base') return []
  const dot = target.option.lastIndexOf('.')
  const { path, type } = outlineAt(located[target.scheduler]!, target.option.slice(0, Math.max(dot, 0)))!
  const name = target.option.slice(dot + 1)
  return [
    [...path, fieldOf(type, name)!.key],
    [...path, name],
  ]
}
