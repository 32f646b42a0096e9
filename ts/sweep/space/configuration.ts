/**
 * The configurations of a sweep: run, schedulers and learning rate of a combination of axis values, made when asked for.
 */
import { ConfigError, type KeyPath } from '../../config/errors.js'
import { explain } from '../../config/explain.js'
import { limited } from '../../config/run.js'
import type { Curve } from '../../curve/curve.js'
import { describeValue, SchedulerError } from '../../errors/error.js'
import { setWarningHandler } from '../../errors/warning.js'
import { TrainingRun, type TrainingRunOptions } from '../../run/run.js'
import { reviveScheduler } from '../../schedulers/all.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import type { Space } from './axes.js'
import type { Base } from './bases.js'
import { sharesOf } from './quantities.js'
import { type Target, withOption } from './targets.js'
import type { AxisValue } from './values.js'

/** Something else than the learning rate that a configuration schedules. */
export interface ConfiguredQuantity {
  /** As the base has it. */
  readonly name: string
  /** They multiply: the values themselves, without a base. */
  readonly schedulers: readonly BuiltinScheduler[]
  /** The schedulers, resolved for the run. */
  readonly curves: readonly Curve[]
}

/** One configuration of a sweep. */
export interface Configuration {
  /** Its number, from 0. */
  readonly id: number
  /** The values of the axes by name: numbers, times and names as texts, lists as JSON, null for what is absent. */
  readonly values: Readonly<Record<string, number | string | null>>
  /** Scaled by its ratio. */
  readonly run: TrainingRun
  /** They multiply. */
  readonly schedulers: readonly BuiltinScheduler[]
  /** The schedulers, resolved for the run. */
  readonly curves: readonly Curve[]
  /** The initial learning rate. */
  readonly baseLr: number
  /** What else is scheduled, in the order of the base. */
  readonly quantities: readonly ConfiguredQuantity[]
  /** How many batches the run has. */
  readonly batches: number
}

/** A run and its length. */
export interface Run {
  readonly run: TrainingRun
  readonly batches: number
}

/** The most batches of a run: steps are 32-bit integers in files. */
export const MOST_BATCHES = 2 ** 31 - 1
// Enough for axes that don't run fastest; more only takes memory.
const REMEMBERED = 1024

/** Makes the configurations of a space, one combination at a time. */
export class ConfigurationMaker {
  /** What curves warned of, each once. */
  readonly warnings = new Set<string>()
  readonly #space: Space
  readonly #hear = (message: string) => void this.warnings.add(message)
  readonly #digits: number[]
  readonly #runs: Remembered<Run>
  readonly #schedulers: readonly Remembered<BuiltinScheduler>[]
  readonly #baseDigit: boolean

  constructor(space: Space) {
    this.#space = space
    this.#digits = space.sizes.map(() => 0)
    this.#baseDigit = space.axes[0]?.targets[0]?.kind === 'base'
    const { bases } = space
    this.#runs = new Remembered(space, ({ kind }) => kind === 'run' || kind === 'limit')
    const most = Math.max(...bases.map(({ schedulers }) => schedulers.length))
    this.#schedulers = Array.from(
      { length: most },
      (_, index) => new Remembered(space, (target) => target.kind === 'option' && target.scheduler === index),
    )
  }

  /** Chooses a combination: what all other methods are about. */
  select(combination: number): void {
    let rest = combination
    for (let at = this.#digits.length - 1; at >= 0; at--) {
      const size = this.#space.sizes[at]!
      this.#digits[at] = rest % size
      rest = Math.floor(rest / size)
    }
  }

  /** The base of the combination, and its place among the bases. */
  get base(): Base {
    return this.#space.bases[this.baseIndex]!
  }
  get baseIndex(): number {
    return this.#baseDigit ? this.#digits[0]! : 0
  }

  /** The value of an axis, by its place among the axes. */
  value(axis: number): AxisValue {
    const { values, digit } = this.#space.axes[axis]!
    return values[this.#digits[digit]!]!
  }

  /** The values of all axes by name. */
  values(): Record<string, number | string | null> {
    const entries = this.#space.axes.map(({ name }, axis) => [name, cell(this.value(axis))] as const)
    return Object.fromEntries(entries)
  }

  /** The run; throws the SchedulerError of one that can't be. */
  run(): Run {
    return this.#runs.get(this.#digits, () => {
      const options: Record<string, unknown> = { ...this.base.run }
      let { limit } = this.base
      this.#each((target, value) => {
        if (target.kind === 'run') options[target.option] = value
        if (target.kind === 'limit') limit = value as number
      })
      const run = new TrainingRun(limited(options as Partial<TrainingRunOptions>, limit))
      return { run, batches: run.batches }
    })
  }

  /** A scheduler. */
  scheduler(index: number): BuiltinScheduler {
    return this.#schedulers[index]!.get(this.#digits, () => {
      const { type, options } = this.base.schedulers[index]!
      let all = options
      this.#each((target, value) => {
        if (target.kind === 'option' && target.scheduler === index) all = withOption(all, target.option, value)
      })
      return reviveScheduler({ type, ...all })
    })
  }

  /** The initial learning rate. */
  lr(): number {
    let { lr } = this.base
    this.#each((target, value) => {
      if (target.kind === 'lr') lr = value as number
    })
    return lr
  }

  /**
   * The configuration. Warnings of its curves are gathered in `warnings`.
   *
   * @throws ConfigError unless it has a value at every batch
   */
  make(id: number): Configuration {
    let path: KeyPath = [...this.base.path, 'max_duration']
    const before = setWarningHandler(this.#hear)
    try {
      const { run, batches } = this.run()
      if (batches > MOST_BATCHES) {
        const rule = `A run of a sweep has at most ${MOST_BATCHES} batches`
        throw this.fail(id, path, `${rule}; found ${batches}. Shorten max_duration.`)
      }
      const schedulers: BuiltinScheduler[] = []
      const curves: Curve[] = []
      for (const [index, described] of this.base.schedulers.entries()) {
        path = described.path
        const scheduler = this.scheduler(index)
        const curve = scheduler.resolve(run)
        curve.check({ from: 0, stride: 1, count: batches })
        schedulers.push(scheduler)
        curves.push(curve)
      }
      const [rate, ...quantities] = sharesOf(this.base).map(({ name, from, until }) => {
        return { name, schedulers: schedulers.slice(from, until), curves: curves.slice(from, until) }
      })
      const own = { schedulers: rate!.schedulers, curves: rate!.curves, baseLr: this.lr(), quantities }
      return { id, values: this.values(), run, ...own, batches }
    } catch (error) {
      throw this.explain(id, path, error)
    } finally {
      setWarningHandler(before)
    }
  }

  /** The ConfigError for what the core says of the combination; any other error as it is. */
  explain(id: number, path: KeyPath, error: unknown): unknown {
    if (!(error instanceof SchedulerError)) return error
    const { unresolved } = this.base
    const missing = (option: string): ConfigError | undefined => {
      const reason = Object.hasOwn(unresolved, option) ? unresolved[option] : undefined
      return reason === undefined ? undefined : this.fail(id, [], reason)
    }
    return explain((at, reason, cause) => this.fail(id, at, reason, cause), path, error, { get: missing })
  }

  /** An error of the combination: the reason, then its number and its axis values. */
  fail(id: number, path: KeyPath, reason: string, cause?: unknown): ConfigError {
    const values = Object.entries(this.values()).map(([name, value]) => {
      return `${name} ${typeof value === 'string' && !/^[\w.+-]{1,80}$/.test(value) ? describeValue(value) : value}`
    })
    const which = values.length === 0 ? '' : ` Configuration ${id}: ${values.join(', ')}.`
    return new ConfigError(this.#space.file, path, `${reason}${which}`, { cause })
  }

  #each(visit: (target: Target, value: AxisValue) => void): void {
    const base = this.baseIndex
    for (const [index, { targets }] of this.#space.axes.entries()) visit(targets[base]!, this.value(index))
  }
}

/** A value of an axis as a column has it. */
export const cell = (value: AxisValue): number | string | null =>
  typeof value === 'number' || typeof value === 'string' || value === null ? value : JSON.stringify(value)

/** Values by the digits that decide them; forgotten once there are too many, and then computed again. */
class Remembered<T> {
  readonly #values = new Map<number, T>()
  readonly #digits: readonly (readonly [digit: number, size: number])[]

  /** @param decides - whether what an axis sets changes the value */
  constructor({ axes, sizes }: Space, decides: (target: Target) => boolean) {
    const deciding = axes.filter(({ targets }) => targets.some((target) => target.kind === 'base' || decides(target)))
    this.#digits = [...new Set(deciding.map(({ digit }) => digit))].map((digit) => [digit, sizes[digit]!])
  }

  get(digits: readonly number[], make: () => T): T {
    let key = 0
    for (const [digit, size] of this.#digits) key = key * size + digits[digit]!
    const remembered = this.#values.get(key)
    if (remembered !== undefined) return remembered
    const value = make()
    if (this.#values.size >= REMEMBERED) this.#values.clear()
    this.#values.set(key, value)
    return value
  }
}
