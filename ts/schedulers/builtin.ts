/**
 * The base of the built-in schedulers: frozen options, checked; a curve, remembered for the last run. No formula here.
 */

import { Curve } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import { checkNumber, checkOptions } from '../state/checks.js'
import { INSPECT } from '../state/inspect.js'
import { NO_PACE } from '../state/pace.js'
import { checkDataloaderLen, checkMaxDuration, checkState, checkTimestamp, type State } from '../state/state.js'
import { isTime, type Time } from '../state/time/time.js'
import { Timestamp } from '../state/timestamp/timestamp.js'
import type { RunFacts } from '../wasm/encode.js'
import * as kernel from '../wasm/kernel.js'
import { fieldsOf, type SchedulerType } from '../wasm/table.js'
import { announce } from './announce.js'
import { CallableInstance, INVOKE } from './callable.js'
import type { SchedulerJSON } from './kinds/kind.js'
import { kindOf } from './kinds/kinds.js'
import { BUILTIN, isMarked } from './tree.js'
import { stamped } from './version.js'

/** @internal The facts of a state. */
export interface StateFacts extends RunFacts {
  readonly maxDuration: Time | null
}

/**
 * The base of the built-in schedulers: frozen options, resolved once for each run.
 */
export abstract class BuiltinScheduler extends CallableInstance {
  readonly #type: SchedulerType
  // Its description as numbers, made when it is first needed: one that only stands in a tree needs none.
  #schedule: readonly number[] | undefined
  // What a state's timestamp is read by, and what that was resolved for, as it was given.
  #read: ((state: State) => number) | undefined
  #maxDuration: unknown
  #dataloaderLen: unknown
  #ssr = Number.NaN

  /** @internal */
  protected constructor(type: SchedulerType, options: object) {
    super()
    const values = readOptions(type, options)
    this.#type = type
    Object.defineProperty(this, 'name', { value: type })
    Object.defineProperty(this, BUILTIN, { value: this })
    for (const [name, value] of Object.entries(values)) Object.defineProperty(this, name, { value, enumerable: true })
    Object.freeze(this)
  }

  /** @internal It is resolved again only when what it depends on differs from the last call's. */
  [INVOKE](state: State, ssr: number): number {
    const { maxDuration, dataloaderLen } = checkState(state)
    if (
      this.#read === undefined ||
      dataloaderLen !== this.#dataloaderLen ||
      !Object.is(ssr, this.#ssr) ||
      (maxDuration !== this.#maxDuration && !isSameTime(maxDuration, this.#maxDuration))
    ) {
      const max = checkMaxDuration(maxDuration)
      const facts = { maxDuration: max, dataloaderLen: checkDataloaderLen(dataloaderLen), ssr: checkNumber('ssr', ssr) }
      this.#read = this.readAt(facts, state)
      this.#maxDuration = maxDuration
      this.#dataloaderLen = dataloaderLen
      this.#ssr = ssr
    }
    return this.#read(state)
  }

  /** @internal What reads the multiplier at the states of a run. */
  protected readAt(facts: StateFacts, _first: State): (state: State) => number {
    const pieces = kernel.resolve(facts, NO_PACE, this.#described())
    const curve = this.#announce(new Curve(pieces, NO_PACE, facts.maxDuration))
    return ({ timestamp }) => curve.read(timestamp instanceof Timestamp ? timestamp : checkTimestamp(timestamp))
  }

  /**
   * The curve of this scheduler over a run, at the run's own scale schedule ratio.
   *
   * @throws `bad-type` unless `run` is a TrainingRun; what Composer's scheduler would raise on its first call: `warmup-units`, `t-max-too-short`, `zero-length`,
   * `no-dataloader-len`, `wall-clock-unit`, `integer-range`, `not-finite`
   */
  resolve(run: TrainingRun): Curve {
    const { facts, pace, maxDuration } = checkRun(run)
    return this.#announce(new Curve(kernel.resolve(facts, pace, this.#described()), pace, maxDuration))
  }

  /**
   * The class and its options; `Scheduler.fromJSON` reads it. A scheduler is a function, which no worker can be posted: it
   * is sent as this.
   *
   * @example
   * ```ts
   * const scheduler = new LinearScheduler()
   * const run = new TrainingRun({ maxDuration: '100ba' })
   * const posted = structuredClone({ scheduler: scheduler.toJSON(), run: run.toJSON() }) // as postMessage does
   * const [again, itsRun] = [Scheduler.fromJSON(posted.scheduler), TrainingRun.fromJSON(posted.run)]
   * evaluate(again, itsRun)[25] // => 0.75
   * ```
   */
  toJSON(): SchedulerJSON {
    return stamped(kindOf('scheduler').toJSON(this) as SchedulerJSON)
  }

  /**
   * The class and its options in a line; console.log shows it in Node.
   *
   * @example
   * ```ts
   * String(new LinearScheduler()) // => "LinearScheduler({ alphaI: 1, alphaF: 0, tMax: '1.0dur' })"
   * ```
   */
  override toString(): string {
    return kindOf('scheduler').toText(this)
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString()
  }

  #described(): readonly number[] {
    this.#schedule ??= kindOf('scheduler').encode(this)
    return this.#schedule
  }

  #announce(curve: Curve): Curve {
    announce(this.#type, curve)
    return curve
  }
}

/** Whether two values of an option say the same; a Time may be made anew at each step. */
function isSameTime(a: unknown, b: unknown): boolean {
  return isTime(a) && isTime(b) && a.unit === b.unit && a.value === b.value
}

/** Whether a value is a built-in scheduler, also one of another copy of this package; not one that is bound or wrapped. */
export const isBuiltin = (value: unknown): value is BuiltinScheduler => isMarked(value)

/** The options of a built-in with its defaults, each checked and immutable. */
function readOptions(type: SchedulerType, options: unknown): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(type)
  checkOptions(options, Object.fromEntries(fields.map(({ name }) => [name, true])), type)
  const given = options as Record<string, unknown>
  return Object.fromEntries(
    fields.map(({ name, kind, byDefault }) => {
      const found = given[name] === undefined ? byDefault : given[name]
      if (found === undefined) throw new SchedulerError('missing-option', { owner: type, option: name })
      return [name, kindOf(kind).check(name, found)]
    }),
  )
}
