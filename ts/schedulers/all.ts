/**
 * The schedulers by class name: what a description in JSON or in a configuration is made into.
 */
import { SchedulerError } from '../errors/error.js'
import { fromJsonObject } from '../state/json.js'
import { postedCure } from '../state/posted.js'
import { type CamelCase, type OptionsOf, SCHEDULER_TYPES, type SchedulerType } from '../wasm/table.js'
import type { BuiltinScheduler } from './builtin.js'
import * as classes from './classes.js'
import type { KindValues } from './kinds.js'

/** An instance has each option of the table, as the value of its kind. */
type Instance<T extends SchedulerType> = {
  readonly [O in OptionsOf<T> as CamelCase<O[0]>]: KindValues[O[1]]
}

/** Each built-in class by its name; they check their options themselves. */
export const SCHEDULER_CLASSES: { readonly [T in SchedulerType]: new (options: never) => Instance<T> } = classes

/** A built-in scheduler of a class, from options that the class checks. */
export function makeScheduler(type: SchedulerType, options: object): BuiltinScheduler {
  const Class = SCHEDULER_CLASSES[type] as unknown as new (options: object) => BuiltinScheduler
  return new Class(options)
}

/**
 * Makes built-in schedulers from JSON.
 *
 * @example
 * ```ts
 * const json = JSON.stringify(new LinearScheduler({ tMax: '0.5dur' }))
 * json // => '{"type":"LinearScheduler","alphaI":1,"alphaF":0,"tMax":"0.5dur"}'
 * Scheduler.fromJSON(json) instanceof LinearScheduler // => true
 * ```
 */
export const Scheduler = {
  /**
   * The scheduler that `toJSON` wrote, from the object or its text.
   *
   * @throws `bad-type` for an unknown type, and what its class throws
   */
  fromJSON(json: unknown): BuiltinScheduler {
    const { type, ...options } = fromJsonObject('A scheduler', json)
    if (typeof type !== 'string' || !Object.hasOwn(SCHEDULER_CLASSES, type)) {
      const expected = `one of ${SCHEDULER_TYPES.join(', ')}`
      throw new SchedulerError('bad-type', { what: 'type', expected, found: type, cure: postedCure(json, 'Scheduler') })
    }
    return makeScheduler(type as SchedulerType, options)
  },
} as const
