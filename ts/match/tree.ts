/**
 * Times of a tree of schedulers, changed: the same schedule for another length. Works on the tree as plain data.
 */
import { reviveScheduler } from '../schedulers/all.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { fieldsOf, isNesting, type SchedulerType } from '../wasm/table.js'

/** A time option of a tree. */
export interface TimeOption {
  readonly type: SchedulerType
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Whether a fraction of the unit is kept. */
  readonly isExact: boolean
}

type Data = Record<string, unknown>

const TIME = /^(-?[\d.]+(?:e[-+]?\d+)?)([a-z]+)$/

/** A scheduler in which each time is what a function makes of it: a value in the same unit, or null to leave it. */
export function withTimes(scheduler: BuiltinScheduler, change: (time: TimeOption) => number | string | null) {
  return reviveScheduler(changed(scheduler.toJSON() as unknown as Data, change) as object)
}

function changed(data: Data, change: (time: TimeOption) => number | string | null): Data {
  const type = data.type as SchedulerType
  const result: Data = { ...data }
  for (const { name, kind } of fieldsOf(type)) {
    const value = data[name]
    if (isNesting(kind)) {
      result[name] = Array.isArray(value) ? value.map((part) => changedPart(part, change)) : changedPart(value, change)
    } else if (kind.startsWith('time') || kind.startsWith('exact')) {
      const one = (text: unknown) => {
        const [, number, unit] = TIME.exec(String(text)) ?? []
        if (unit === undefined) return text
        const to = change({ type, name, value: Number(number), unit, isExact: kind.startsWith('exact') })
        return to === null ? text : typeof to === 'string' ? to : `${decimal(to)}${unit}`
      }
      result[name] = Array.isArray(value) ? value.map(one) : value === null ? null : one(value)
    }
  }
  return result
}

function changedPart(part: unknown, change: (time: TimeOption) => number | string | null): unknown {
  const data = part as Data
  if ('type' in data) return changed(data, change)
  return { ...data, scheduler: changed(data.scheduler as Data, change) }
}

/** A number without an exponent, which times have none of where they are fractions. */
const decimal = (value: number): string => {
  const text = String(value)
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text
}
