/** Schedulers as descriptions: what formulas, languages and explanations read of one, without its class. */
import type { BuiltinScheduler } from '../../ts/schedulers/builtin.js'
import type { TimeUnit } from '../../ts/state/time/time.js'
import { camelCase, fieldsOf, type SchedulerType } from '../../ts/wasm/table.js'

/** A time, which may be a fraction. */
export function length(text: string): { value: number; unit: TimeUnit; toTimestring(): string } {
  const [, value, unit] = /^(.*?)([a-z]+)$/.exec(text)!
  return { value: Number(value), unit: unit as TimeUnit, toTimestring: () => text }
}

/** A scheduler of a class by options in Composer's names; times are texts, what is left out is its default. */
export function described(type: SchedulerType, options: Readonly<Record<string, unknown>> = {}): BuiltinScheduler {
  const scheduler = () => Number.NaN
  Object.defineProperty(scheduler, 'name', { value: type })
  Object.assign(scheduler, { toJSON: () => null, resolve: () => null })
  for (const { key, kind, byDefault } of fieldsOf(type)) {
    const given = options[key] === undefined ? byDefault : options[key]
    const isTime = kind.startsWith('exact') || kind === 'time'
    const value =
      isTime && Array.isArray(given) ? given.map(length) : isTime && typeof given === 'string' ? length(given) : given
    Object.assign(scheduler, { [camelCase(key)]: value })
  }
  return scheduler as unknown as BuiltinScheduler
}
