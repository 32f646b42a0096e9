/**
 * The conditions of a sweep: which combinations stay. Times are compared in batches of the combination's own run.
 */
import { ConfigError } from '../../config/errors.js'
import { SchedulerError } from '../../errors/error.js'
import { convertTime } from '../../run/convert.js'
import { optionAt } from '../../schedulers/tree.js'
import { type ExactTime, isExactTime, timesWhole } from '../../state/time/exact.js'
import { isTime, Time } from '../../state/time/time.js'
import * as kernel from '../../wasm/kernel.js'
import { fieldOf, type SchedulerType } from '../../wasm/table.js'
import {
  type Expression,
  ExpressionError,
  type ExpressionValue,
  parseExpression,
  type Scope,
} from '../expression/expression.js'
import type { Space } from '../space/axes.js'
import type { ConfigurationMaker } from '../space/configuration.js'
import { findTarget, namesFor, type Target, targetKey } from '../space/targets.js'

/** A combination has no run or scheduler whose times could be compared. */
export class MissingSchedule extends Error {}

/** The conditions of a specification, for the combination that a maker has selected. */
export class Conditions implements Scope {
  readonly #expressions: readonly Expression[]
  readonly #space: Space
  readonly #maker: ConfigurationMaker
  /** For each name and base, what it stands for. */
  readonly #targets = new Map<string, readonly Target[]>()

  /** @throws ConfigError for a text that is no condition, or names something unknown */
  constructor(where: readonly string[], space: Space, maker: ConfigurationMaker) {
    this.#space = space
    this.#maker = maker
    const { bases } = space
    const named = bases.map(namesFor)
    // What every base has. A path names the same, but there are too many of them to list.
    const shared = named[0]!.filter((name) => !name.includes('.') && named.every((others) => others.includes(name)))
    const names = [...new Set([...space.axes.map(({ name }) => name), ...shared])]
    const accepts = (name: string) => bases.every((base) => 'kind' in findTarget(name, base))
    this.#expressions = where.map((text, index) => {
      const expression = this.#atCondition(index, () => parseExpression(text, { known: names, accepts }))
      for (const name of expression.names) {
        const targets = bases.map((base): Target => {
          const target = name === 'base' ? ({ kind: 'base' } as const) : findTarget(name, base)
          return target as Target
        })
        this.#refuseMissing(name, targets, index)
        this.#targets.set(name, targets)
      }
      return expression
    })
  }

  /** How many words they have. */
  get size(): number {
    return this.#expressions.reduce((sum, { size }) => sum + size, 0)
  }

  /**
   * Whether all conditions hold for the selected combination, which would have the number `id`.
   *
   * @throws MissingSchedule where it has no run or no such scheduler, ConfigError for a condition that can't be evaluated
   */
  hold(id: number): boolean {
    return this.#expressions.every((expression, index) => this.#atCondition(index, () => expression.test(this), id))
  }

  /** The value of a name, times as the batch at which they are reached. */
  value(name: string): ExpressionValue {
    const maker = this.#maker
    const target = this.#targets.get(name)![maker.baseIndex]!
    switch (target.kind) {
      case 'base':
        return maker.base.name
      case 'lr':
        return maker.lr()
      case 'limit':
        return this.#given(target) ?? maker.base.limit
      case 'run':
        if (target.option === 'maxDuration') return this.#run().batches
        // With the limit, as the run has it.
        if (target.option === 'dataloaderLen') return this.#run().run.dataloaderLen
        return this.#given(target) ?? maker.base.run[target.option] ?? 1
      case 'option':
        return this.#option(target)
    }
  }

  /** The batch at which a time of the selected combination's run is reached, not scaled by its ratio. */
  batches(time: Time): number {
    return this.#batches(time, 1)
  }

  #option({ scheduler: index, option }: Target & { kind: 'option' }): ExpressionValue {
    const scheduler = this.#make(() => this.#maker.scheduler(index))
    const { within, name } = optionAt(scheduler, option)
    const value: unknown = (within as unknown as Record<string, unknown>)[name]
    const isScaled = fieldOf(within.name as SchedulerType, name)?.isScaled
    if (isExactTime(value)) return this.#exactBatches(value, isScaled ? this.#run().run.scaleScheduleRatio : 1)
    if (isTime(value)) return this.#batches(value, isScaled ? this.#run().run.scaleScheduleRatio : 1)
    return Array.isArray(value) ? JSON.stringify(value) : (value as number | boolean)
  }

  #batches(time: Time, ratio: number): number {
    const { run } = this.#run()
    if (time.unit === 'sec') return kernel.batchesUntil(time, run.pace)
    const { maxDuration, dataloaderLen } = run
    return kernel.batchesUntil(convertTime(time, { maxDuration, dataloaderLen }, ratio), run.pace)
  }

  /** As `#batches`; a fraction of a unit is reached by the first batch at which its counter is beyond it. */
  #exactBatches(time: ExactTime, ratio: number): number {
    if (!time.isFraction) return this.#batches(new Time(time.value, time.unit), ratio)
    const { run } = this.#run()
    if (time.unit !== 'ep') return kernel.batchesUntil(new Time(Math.ceil(time.value * ratio), time.unit), run.pace)
    if (run.dataloaderLen === null) throw new SchedulerError('no-dataloader-len', { time })
    return Math.ceil(timesWhole(time, run.dataloaderLen) * ratio)
  }

  #run() {
    return this.#make(() => this.#maker.run())
  }

  #make<T>(make: () => T): T {
    try {
      return make()
    } catch (error) {
      throw error instanceof SchedulerError ? new MissingSchedule(error.message, { cause: error }) : error
    }
  }

  /** The value of the axis that sets what a target does, if there is one. */
  #given(target: Target): number | undefined {
    const key = targetKey(target)
    const base = this.#maker.baseIndex
    const axis = this.#space.axes.findIndex(({ targets }) => targetKey(targets[base]!) === key)
    return axis < 0 ? undefined : (this.#maker.value(axis) as number)
  }

  /** Refuses a name that has no value in some base and is no axis: a condition would compare with nothing. */
  #refuseMissing(name: string, targets: readonly Target[], index: number): void {
    for (const [at, target] of targets.entries()) {
      const base = this.#space.bases[at]!
      const isSet = this.#space.axes.some(({ targets }) => targetKey(targets[at]!) === targetKey(target))
      const isFact = target.kind === 'limit' || (target.kind === 'run' && !/^(?:maxD|scaleS)/.test(target.option))
      const isThere = target.kind === 'run' ? target.option in base.run : base.limit !== null
      if (!isFact || isSet || isThere) continue
      const where = base.name === null ? 'the base' : `the base ${JSON.stringify(base.name)}`
      const reason = `A condition names what each configuration has; found ${name}, which ${where} does not give`
      throw new ConfigError(this.#space.file, ['where', index], `${reason}. Add it, or make it an axis.`)
    }
  }

  /** Does something for a condition; its errors name the condition's place. */
  #atCondition<T>(index: number, run: () => T, id?: number): T {
    try {
      return run()
    } catch (error) {
      if (error instanceof ExpressionError) {
        throw new ConfigError(this.#space.file, ['where', index], error.message, { cause: error })
      }
      throw id === undefined ? error : this.#maker.explain(id, ['where', index], error)
    }
  }
}
