/**
 * The configurations of a sweep as texts: that of their base, with what the axes set changed, and nothing else.
 */
import { AccessSource } from '../../config/access.js'
import { isMapping } from '../../config/collections.js'
import { ConfigError, formatPath, type KeyPath, shortened } from '../../config/errors.js'
import { type LocatedScheduler, LR, outlineAt } from '../../config/locate.js'
import { blockText } from '../../config/notation.js'
import { allQuantities, findRoot, locateLr, readConfig } from '../../config/read.js'
import { isSame, rewriteText } from '../../config/rewrite.js'
import { RATES } from '../../config/run.js'
import type { Environment, Node } from '../../config/source.js'
import { parseText } from '../../config/text.js'
import { describeValue } from '../../errors/error.js'
import { fieldOf } from '../../wasm/table.js'
import type { SweepPlan } from '../plan/plan.js'
import { type Base, readBases } from './bases.js'
import type { Configuration } from './configuration.js'
import { locateScheduled, sharesOf } from './quantities.js'
import type { Target } from './targets.js'
import type { AxisValue } from './values.js'

/** The text of a base, and what messages call it. */
export interface BaseText {
  readonly text: string
  readonly file: string
}

/** A key that is to have another value. */
interface Change {
  readonly path: KeyPath
  readonly value: unknown
}

/** A base as it is written: its values, and its text where there is one. */
interface WrittenBase extends Partial<BaseText> {
  readonly data: unknown
  /** What the axes set in it, without that of bases. */
  readonly targets: readonly Target[]
}

/** Writes the configurations of a sweep. */
export class ConfigurationWriter {
  readonly #plan: SweepPlan
  readonly #bases: ReadonlyMap<string | null, WrittenBase>
  readonly #env: Environment

  /**
   * @param texts - by the names of bases, null for that of a sweep with one; what is missing is written from the plan
   * @throws ConfigError for a text that says something else than the base
   */
  constructor(plan: SweepPlan, texts: ReadonlyMap<string | null, BaseText>) {
    this.#plan = plan
    const { spec, space } = plan
    this.#env = spec.environment ?? {}
    this.#bases = new Map(
      space.bases.map(({ name }, index) => {
        const own = name === null ? spec.base : spec.bases![name]
        const given = texts.get(name)
        const targets = space.axes.map((axis) => axis.targets[index]!).filter(({ kind }) => kind !== 'base')
        return [name, given === undefined ? { data: own, targets } : this.#open(given, index)]
      }),
    )
  }

  /** The name of a configuration's base; null where a sweep has one. */
  baseOf(id: number): string | null {
    const [first] = this.#plan.space.axes
    return first?.targets[0]?.kind === 'base' ? String(this.#plan.axisValues(id)(0)) : null
  }

  /** The name of a configuration's scheduler as its text has it, where it has one; null for anything else. */
  schedulerOf(id: number): string | null {
    const { data, file = this.#plan.space.file } = this.#bases.get(this.baseOf(id))!
    const source = this.#sourceOf(data, file)
    const node = source.get(source.root, 'scheduler')
    const name = isMapping(node?.value) ? source.get(node!, 'name')?.value : undefined
    return typeof name === 'string' ? name : null
  }

  /**
   * The text of a configuration, which reads back as the same curves.
   *
   * @throws ConfigError
   */
  write(configuration: Configuration): string {
    const { id } = configuration
    const { data, text, file = this.#plan.space.file, targets } = this.#bases.get(this.baseOf(id))!
    const source = this.#sourceOf(data, file)
    // The first axis chooses among bases, where there are several.
    const first = this.#plan.space.axes.length - targets.length
    const axisValue = this.#plan.axisValues(id)
    const changes = targets.flatMap((target, axis) => changesFor(target, axisValue(first + axis), source))
    const { whole, paths } = this.#changed(data, file, changes)
    const written =
      text === undefined ? blockText(whole as Readonly<Record<string, unknown>>) : rewriteText(text, file, whole, paths)
    this.#check(written, file, configuration)
    return written
  }

  /** The base of a text, which has to be that of the plan. */
  #open({ text, file }: BaseText, index: number): WrittenBase {
    const { spec, space } = this.#plan
    const own = space.bases[index]!
    const { name } = own
    const data = parseText(text, file)
    const given = name === null ? { ...spec, base: data } : { ...spec, bases: { ...spec.bases, [name]: data } }
    const { bases, axes } = readBases(given as typeof spec, file, this.#env)
    const found = difference(factsOf(own), factsOf(bases[index]!)) ?? this.#differenceBeside(name, data, file)
    if (found === undefined) return { data, text, file, targets: axes.map(({ targets }) => targets[index]!) }
    const [path, planned, other] = found
    const whose = name === null ? '' : ` of ${shortened(name)}`
    const rule = `${formatPath(path, true)}${whose} is ${told(planned)} in the sweep`
    throw new ConfigError(file, [], `${rule}; found ${told(other)}. Give the file that the sweep was made from.`)
  }

  /** What of the keys that decide no learning rate the file lacks or has otherwise; it may have more. */
  #differenceBeside(name: string | null, data: unknown, file: string): Difference | undefined {
    const { spec, space } = this.#plan
    const own = findRoot(name === null ? spec.base : spec.bases![name], space.file).value as object
    const given = findRoot(data, file).value as Readonly<Record<string, unknown>>
    for (const [key, value] of Object.entries(own)) {
      if (!DECIDING.has(key) && !isSame(value, given[key])) return difference(value, given[key], [key])
    }
    return undefined
  }

  #sourceOf(data: unknown, file: string): AccessSource {
    return new AccessSource(file, findRoot(data, file), this.#env)
  }

  /** The values of the base with all changes, and the keys of these; what has its value already stays as it is. */
  #changed(data: unknown, file: string, changes: readonly Change[]) {
    const paths: KeyPath[] = []
    let whole = data
    for (;;) {
      const source = this.#sourceOf(whole, file)
      // After each change again, as what interpolates may follow it.
      const next = changes.find(({ path, value }) => !isSame(valueAt(source, path), value))
      if (next === undefined) return { whole, paths }
      const above = next.path.slice(0, -1)
      const around = valueAt(source, above)
      // A scheduler by its name alone.
      const { path, value } =
        typeof around === 'string' && next.path.length > 1
          ? { path: above, value: { name: around, [next.path.at(-1)!]: next.value } }
          : next
      whole = source.with(whole, path, value)
      paths.push(path)
    }
  }

  /** What is written is read back: it has to be the same schedule. */
  #check(text: string, file: string, { id, run, curves, baseLr, quantities }: Configuration): void {
    const read = readConfig(text, { file, env: this.#env })
    const all = [{ name: LR, curves }, ...quantities]
    const others = allQuantities(read)
    const same =
      isSame(read.run.toJSON(), run.toJSON()) &&
      Object.is(read.baseLr, baseLr) &&
      all.length === others.length &&
      all.every(({ name, curves }) => {
        const { schedulers = [] } = others.find((other) => other.name === name) ?? {}
        const digests = schedulers.map((scheduler) => scheduler.resolve(read.run).digest())
        return isSame(
          digests,
          curves.map((curve) => curve.digest()),
        )
      })
    if (same) return
    const rule = `A text says what configuration ${id} computes`
    throw new ConfigError(file, [], `${rule}; found another schedule. Write out what the base has by interpolation.`)
  }
}

/** The keys of the root that decide a learning rate, which are compared by what they come to. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['max_duration', 'scale_schedule_ratio', 'train_subset_num_batches', 'run_name'],
  ...['scheduler', 'schedulers', 'optimizer', 'optimizers', LR],
  ...RATES.map(([, key]) => key),
])

/** The keys that a target sets, in the words of a configuration. */
function changesFor(target: Target, value: AxisValue, source: AccessSource): Change[] {
  const below = (key: string): Change => ({ path: [...source.root.path, key], value })
  switch (target.kind) {
    case 'base':
      return []
    case 'lr':
      return lrPaths(source).map((path) => ({ path, value }))
    case 'limit':
      return [below('train_subset_num_batches')]
    case 'run': {
      const { option } = target
      if (option === 'maxDuration') return [below('max_duration')]
      if (option === 'scaleScheduleRatio') {
        const isGiven = source.root.value !== null && Object.hasOwn(source.root.value as object, 'scale_schedule_ratio')
        return value === 1 && !isGiven ? [] : [below('scale_schedule_ratio')]
      }
      const keys = RATES.filter(([name]) => name === option).map(([, key]) => key)
      const raw = source.root.value as Readonly<Record<string, unknown>>
      return [below(keys.find((key) => Object.hasOwn(raw, key) && raw[key] !== null) ?? keys[0]!)]
    }
    case 'option': {
      const { schedulers } = locateScheduled(source)
      const dot = target.option.lastIndexOf('.')
      const name = target.option.slice(dot + 1)
      const located = outlineAt(schedulers[target.scheduler]!, target.option.slice(0, Math.max(dot, 0)))
      const { path, type, given } = located as LocatedScheduler
      const key = given.find(({ field }) => field.name === name)?.key ?? fieldOf(type, name)!.key
      return [{ path: [...path, key], value }]
    }
  }
}

/** Where a learning rate stands: in the optimizer, and beside it where it is there as well, as it is to be the same. */
function lrPaths(source: AccessSource): KeyPath[] {
  const found = locateLr(source)
  const beside = [...source.root.path, LR]
  const isBeside = typeof source.at(beside)?.value === 'number'
  if (found !== undefined) return isSame(found.path, beside) || !isBeside ? [found.path] : [found.path, beside]
  const optimizer = ['optimizer', 'optimizers'].map((key) => source.get(source.root, key)).find((node) => node)
  const list: Node | undefined = Array.isArray(optimizer?.value) ? source.get(optimizer!, 0) : optimizer
  if (list === undefined) return [[...source.root.path, 'optimizer', LR]]
  return isMapping(list.value) ? [[...list.path, LR]] : [beside]
}

/** A difference: where, and what is there on either side. */
type Difference = readonly [path: KeyPath, value: unknown, other: unknown]

/** The first difference of two values. */
function difference(value: unknown, other: unknown, path: KeyPath = []): Difference | undefined {
  if (isSame(value, other)) return undefined
  const isBoth = (test: (value: unknown) => boolean) => test(value) && test(other)
  if (isBoth(isMapping) || (isBoth(Array.isArray) && (value as []).length === (other as []).length)) {
    const [own, others] = [value, other] as [Record<string, unknown>, Record<string, unknown>]
    for (const key of new Set([...Object.keys(own), ...Object.keys(others)])) {
      const found = difference(own[key], others[key], [...path, Array.isArray(value) ? Number(key) : key])
      if (found !== undefined) return found
    }
  }
  return [path, value, other]
}

/** A value as a message tells it. */
const told = (value: unknown): string => (value === undefined ? 'missing' : describeValue(value))

/** The value at a path; undefined where there is none, also for an interpolation of nothing. */
function valueAt(source: AccessSource, path: KeyPath): unknown {
  try {
    return source.at(path)?.value
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

/** What decides the curves of a base, in the words of a configuration. */
function factsOf(base: Base): unknown {
  const { run, limit, lr, schedulers } = base
  const keyOf = (option: string) =>
    RATES.find(([name]) => name === option)?.[1] ?? (option === 'maxDuration' ? 'max_duration' : 'scale_schedule_ratio')
  const described = (one: Base['schedulers'][number]) => ({
    name: one.type,
    ...Object.fromEntries(Object.entries(one.options).map(([name, value]) => [fieldOf(one.type, name)!.key, value])),
  })
  return {
    scale_schedule_ratio: 1,
    ...Object.fromEntries(Object.entries(run).map(([option, value]) => [keyOf(option), value])),
    train_subset_num_batches: limit,
    lr,
    scheduler: Object.fromEntries(
      sharesOf(base).map(({ name, from, until }) => [name, schedulers.slice(from, until).map(described)]),
    ),
  }
}
