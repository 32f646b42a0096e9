/**
 * The schedulers by class name: what a description in JSON or in a configuration is made into.
 */
import { SchedulerError } from '../errors/error.js'
import { checkCount } from '../state/checks.js'
import { fromJsonObject } from '../state/json.js'
import { postedCure } from '../state/posted.js'
import {
  type CamelCase,
  fieldsOf,
  isNesting,
  type OptionsOf,
  SCHEDULER_TYPES,
  type SchedulerType,
} from '../wasm/table.js'
import type { BuiltinScheduler } from './builtin.js'
import * as classes from './classes.js'
import type { KindValues } from './kinds/kinds.js'
import { DEEPEST, MOST_SCHEDULERS, tooDeep } from './tree.js'
import { checkVersion } from './version.js'

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
   * The scheduler that `toJSON` wrote, from the object or its text. Those within it are made first; what is wrong with one
   * of them is told with its path, also as `within` among the details.
   *
   * @throws `bad-type` for an unknown type and for a version that a later release wrote, and what its class throws
   */
  fromJSON(json: unknown): BuiltinScheduler {
    return reviveScheduler(fromJsonObject('A scheduler', json), json)
  },
} as const

/**
 * A scheduler from plain data, at a place of a tree.
 *
 * @param given - what to show of it
 */
export function reviveScheduler(described: object, given: unknown = described, path = '', level = 1): BuiltinScheduler {
  if (level > DEEPEST) throw tooDeep(level)
  const { type, version, ...options } = described as Record<string, unknown>
  return within(path, () => {
    checkVersion(version)
    if (typeof type !== 'string' || !isType(type)) {
      const expected = `one of ${SCHEDULER_TYPES.join(', ')}`
      throw new SchedulerError('bad-type', {
        what: 'type',
        expected,
        found: type,
        cure: postedCure(given, 'Scheduler'),
      })
    }
    for (const { name, kind } of fieldsOf(type)) {
      if (isNesting(kind)) options[name] = reviveOption(options[name], path === '' ? name : `${path}.${name}`, level)
    }
    return makeScheduler(type, options)
  })
}

/** What stands in an option where schedulers do, with plain data made into schedulers; the class checks the rest. */
function reviveOption(found: unknown, path: string, level: number): unknown {
  if (Array.isArray(found)) {
    checkCount(`The count of ${path}`, found.length, 0, MOST_SCHEDULERS)
    return Array.from(found, (part, index) => revivePart(part, `${path}[${index}]`, level))
  }
  return revivePart(found, path, level)
}

function revivePart(found: unknown, path: string, level: number): unknown {
  const revive = (data: unknown) => (isData(data) ? reviveScheduler(data, data, path, level + 1) : data)
  if (!isData(found) || 'type' in found || !('scheduler' in found)) return revive(found)
  return { ...found, scheduler: revive(found.scheduler) }
}

const isData = (found: unknown): found is object => typeof found === 'object' && found !== null && !Array.isArray(found)

/** The base classes stand among the classes too. */
const isType = (name: string): name is SchedulerType => SCHEDULER_TYPES.includes(name as SchedulerType)

/** What is made at a path: an error of it names the path. */
function within<T>(path: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (path === '' || !SchedulerError.is(error) || 'within' in error.details) throw error
    throw new SchedulerError(error.code, { ...error.details, within: path } as never, { cause: error })
  }
}
