/**
 * The base of the built-in schedulers: frozen options, checked; a curve, remembered for the last run. No formula here.
 */

import { Curve } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { warn } from '../errors/warning.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import { checkNumber, checkOptions } from '../state/checks.js'
import { INSPECT } from '../state/inspect.js'
import { NO_PACE } from '../state/pace.js'
import { checkDataloaderLen, checkMaxDuration, checkState, checkTimestamp, type State } from '../state/state.js'
import { isTime } from '../state/time/time.js'
import { Timestamp } from '../state/timestamp/timestamp.js'
import * as kernel from '../wasm/kernel.js'
import { fieldsOf, numberOf, type SchedulerType } from '../wasm/table.js'
import { CallableInstance, INVOKE } from './callable.js'
import { kindOf, type OptionJSON } from './kinds.js'

const BUILTIN = Symbol.for('scale-schedule.BuiltinScheduler')

/** A built-in scheduler in JSON: its class, and its options as the constructor takes them. */
export interface SchedulerJSON {
  /** The class name, for example 'LinearScheduler'. */
  type: SchedulerType
  /** Times are strings, numbers are numbers ('-0' is a string). */
  [option: string]: OptionJSON
}

/**
 * The base of the 13 schedulers of Composer: frozen options, resolved once for each run.
 */
export abstract class BuiltinScheduler extends CallableInstance {
  readonly #type: SchedulerType
  readonly #schedule: readonly number[]
  #curve: Curve | undefined
  // What the curve was resolved for, as it was given.
  #maxDuration: unknown
  #dataloaderLen: unknown
  #ssr = Number.NaN

  /** @internal */
  protected constructor(type: SchedulerType, options: object) {
    super()
    const values = readOptions(type, options)
    this.#type = type
    this.#schedule = encode(type, values)
    Object.defineProperty(this, 'name', { value: type })
    // An own value that is the instance: a bound function or a proxy of it inherits the mark, but is another object.
    Object.defineProperty(this, BUILTIN, { value: this })
    for (const [name, value] of Object.entries(values)) Object.defineProperty(this, name, { value, enumerable: true })
    Object.freeze(this)
  }

  /** @internal The curve is resolved again only when what it depends on differs from the last call's. */
  [INVOKE](state: State, ssr: number): number {
    const { maxDuration, dataloaderLen, timestamp } = checkState(state)
    if (
      this.#curve === undefined ||
      dataloaderLen !== this.#dataloaderLen ||
      !Object.is(ssr, this.#ssr) ||
      (maxDuration !== this.#maxDuration && !isSameTime(maxDuration, this.#maxDuration))
    ) {
      const max = checkMaxDuration(maxDuration)
      const facts = { maxDuration: max, dataloaderLen: checkDataloaderLen(dataloaderLen), ssr: checkNumber('ssr', ssr) }
      this.#curve = this.#announce(new Curve(kernel.resolve(facts, this.#schedule), NO_PACE, max))
      this.#maxDuration = maxDuration
      this.#dataloaderLen = dataloaderLen
      this.#ssr = ssr
    }
    return this.#curve.read(timestamp instanceof Timestamp ? timestamp : checkTimestamp(timestamp))
  }

  /**
   * The curve of this scheduler over a run, at the run's own scale schedule ratio.
   *
   * @throws `bad-type` unless `run` is a TrainingRun; what Composer's scheduler would raise on its first call: `warmup-units`, `t-max-too-short`, `zero-length`,
   * `no-dataloader-len`, `wall-clock-unit`, `integer-range`, `not-finite`
   */
  resolve(run: TrainingRun): Curve {
    const { facts, pace, maxDuration } = checkRun(run)
    return this.#announce(new Curve(kernel.resolve(facts, this.#schedule), pace, maxDuration))
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
    const values = this as unknown as Record<string, unknown>
    const json: SchedulerJSON = { type: this.#type }
    for (const { name, kind } of fieldsOf(this.#type)) json[name] = kindOf(kind).toJSON(values[name])
    return json
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
    const { type, ...options } = this.toJSON()
    const fields = Object.entries(options).map(([name, value]) => `${name}: ${literal(value)}`)
    return `${type}({ ${fields.join(', ')} })`
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString()
  }

  #announce(curve: Curve): Curve {
    if (curve.warmupIsZero) {
      warn(
        `${this.#type}: the warm-up has a length of 0. A t_warmup given as a fraction of the run is truncated in the unit of max_duration; give it in a finer unit.`,
      )
    }
    return curve
  }
}

// More milestones than these are counted only.
const MOST_TIMES = 8

/** An option as code has it. */
function literal(value: OptionJSON): string {
  if (!Array.isArray(value)) return typeof value === 'string' && value !== '-0' ? `'${value}'` : `${value}`
  const times = value.slice(0, MOST_TIMES).map((time) => `'${time}'`)
  const left = value.length - times.length
  return `[${times.join(', ')}${left > 0 ? `, … ${left} more` : ''}]`
}

/** Whether two values of an option say the same; a Time may be made anew at each step. */
function isSameTime(a: unknown, b: unknown): boolean {
  return isTime(a) && isTime(b) && a.unit === b.unit && a.value === b.value
}

/** Whether a value is one of the 13, also one of another copy of this package; not one that is bound or wrapped. */
export function isBuiltin(value: unknown): value is BuiltinScheduler {
  return typeof value === 'function' && (value as { [BUILTIN]?: unknown })[BUILTIN] === value
}

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

/** A description as numbers: the scheduler's own, then its options. */
function encode(type: SchedulerType, values: Readonly<Record<string, unknown>>): number[] {
  const out = [numberOf(type)]
  for (const { name, kind } of fieldsOf(type)) {
    // One by one: a spread of many arguments overflows the stack.
    for (const number of kindOf(kind).encode(values[name])) out.push(number)
  }
  return out
}
