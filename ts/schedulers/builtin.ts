/**
 * The base of the built-in schedulers: frozen options, checked; a curve, remembered for the last run. No formula here.
 */

import { Curve } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { warn } from '../errors/warning.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import { checkFinite, checkNumber, checkOptions } from '../state/checks.js'
import { fromJsonNumber, type JsonNumber, toJsonNumber } from '../state/json.js'
import { NO_PACE } from '../state/pace.js'
import {
  checkDataloaderLen,
  checkMaxDuration,
  checkState,
  checkTime,
  checkTimestamp,
  type State,
} from '../state/state.js'
import { isTime, type Time } from '../state/time/time.js'
import { Timestamp } from '../state/timestamp/timestamp.js'
import { encodeSchedule, type Field, fieldsOf, type SchedulerType } from '../wasm/encode.js'
import * as kernel from '../wasm/kernel.js'
import { CallableInstance, INVOKE } from './callable.js'

const BUILTIN = Symbol.for('scale-schedule.BuiltinScheduler')

/** A built-in scheduler in JSON: its class, and its options as the constructor takes them. */
export interface SchedulerJSON {
  /** The class name, for example 'LinearScheduler'. */
  type: SchedulerType
  /** Times are strings, numbers are numbers ('-0' is a string). */
  [option: string]: JsonNumber | boolean | string | string[]
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
  protected constructor(type: SchedulerType, options: object, defaults: Readonly<Record<string, unknown>>) {
    super()
    const values = readOptions(type, options, defaults)
    this.#type = type
    this.#schedule = encodeSchedule(type, values)
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

  /** The class and its options; `Scheduler.fromJSON` reads it. */
  toJSON(): SchedulerJSON {
    const values = this as unknown as Record<string, unknown>
    const json: SchedulerJSON = { type: this.#type }
    for (const { name, kind } of fieldsOf(this.#type)) {
      const value = values[name]
      if (kind === 'number') json[name] = toJsonNumber(value as number)
      else if (kind === 'flag') json[name] = value as boolean
      else if (kind === 'times') json[name] = (value as Time[]).map((time) => time.toTimestring())
      else json[name] = (value as Time).toTimestring()
    }
    return json
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

/** Whether two values of an option say the same; a Time may be made anew at each step. */
function isSameTime(a: unknown, b: unknown): boolean {
  return isTime(a) && isTime(b) && a.unit === b.unit && a.value === b.value
}

/** Whether a value is one of the 13, also one of another copy of this package; not one that is bound or wrapped. */
export function isBuiltin(value: unknown): value is BuiltinScheduler {
  return typeof value === 'function' && (value as { [BUILTIN]?: unknown })[BUILTIN] === value
}

/** The options of a built-in with its defaults, each checked and immutable. */
function readOptions(
  type: SchedulerType,
  options: unknown,
  defaults: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(type)
  checkOptions(options, Object.fromEntries(fields.map(({ name }) => [name, true])), type)
  const given = options as Record<string, unknown>
  return Object.fromEntries(
    fields.map((field) => {
      const found = given[field.name] === undefined ? defaults[field.name] : given[field.name]
      if (found === undefined) throw new SchedulerError('missing-option', { owner: type, option: field.name })
      return [field.name, checkField(field, found)]
    }),
  )
}

function checkField({ name, kind }: Field, found: unknown): unknown {
  switch (kind) {
    case 'number':
      return checkFinite(name, typeof found === 'string' && found === '-0' ? fromJsonNumber(name, found) : found)
    case 'flag':
      if (typeof found === 'boolean') return found
      throw new SchedulerError('bad-type', { what: name, expected: 'true or false', found })
    case 'time':
      return checkTime(name, found)
    case 'times':
      if (!Array.isArray(found)) {
        throw new SchedulerError('bad-type', { what: name, expected: 'an array of times', found })
      }
      // A copy without holes, which map would skip.
      return Object.freeze(Array.from(found, (time, index) => checkTime(`${name}[${index}]`, time)))
  }
}
