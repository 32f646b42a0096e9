/**
 * A scheduler by any of its names, for programs that are told which.
 */
import { SchedulerError } from '../errors/error.js'
import { suggest } from '../errors/spelling.js'
import { checkOptions } from '../state/checks.js'
import { fieldsOf } from '../wasm/table.js'
import { makeScheduler } from './all.js'
import type { BuiltinScheduler } from './builtin.js'
import { allNames, shortNames, typeOf } from './names.js'

/**
 * A built-in scheduler by any name that configurations have for it: its class, that in snake_case, the short form, or what
 * the field calls it. Options are named as here (`tMax`) or as in configurations (`t_max`).
 *
 * @throws `option-range` for an unknown name, and for an option that is given in both spellings; what its class throws
 *
 * @example
 * ```ts
 * createScheduler('linear', { t_max: '0.5dur' }).name // => 'LinearScheduler'
 * createScheduler('wsd', { tDecay: '0.2dur' }).name // => 'WarmupStableDecayScheduler'
 * createScheduler('lineal') // throws 'option-range'
 * ```
 */
export function createScheduler(name: string, options: Readonly<Record<string, unknown>> = {}): BuiltinScheduler {
  if (typeof name !== 'string') {
    throw new SchedulerError('bad-type', { what: 'The name of a scheduler', expected: 'a string', found: name })
  }
  checkOptions(options, options, 'createScheduler')
  const type = typeOf(name)
  if (type === undefined) {
    const meant = suggest(name, allNames())
    const cure = meant === undefined ? `Use one of ${shortNames().join(', ')}.` : `Write '${meant}'.`
    throw new SchedulerError('option-range', {
      option: 'The name of a scheduler',
      rule: 'a known one',
      found: name,
      cure,
    })
  }
  // Names that are neither stay as they are: the class refuses them.
  const given: Record<string, unknown> = { ...options }
  for (const { name, key } of fieldsOf(type)) {
    if (name === key || given[key] === undefined) continue
    if (given[name] !== undefined) {
      const rule = `given once, as ${name} or as ${key}`
      throw new SchedulerError('option-range', { option: name, rule, found: given[key], cure: 'Remove one.' })
    }
    given[name] = given[key]
    delete given[key]
  }
  return makeScheduler(type, given)
}
