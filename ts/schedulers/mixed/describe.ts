/**
 * Descriptions of built-in schedulers as numbers, in which others are put together that no class makes.
 */
import { SchedulerError } from '../../errors/error.js'
import { fieldsOf, isNesting, numberOf, type SchedulerType } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import { kindOf } from '../kinds/kinds.js'
import type { SequencePart } from '../tree.js'

/** A scheduler as the crate reads it. */
export type Schedule = readonly number[]

/** Options by name: schedulers as numbers, all others as the constructor takes them; what is left out has its default. */
type Given = Readonly<Record<string, unknown>>

/** A built-in scheduler, with all within it. */
export const scheduleOf = (scheduler: ComposerScheduler): Schedule => kindOf('scheduler').encode(scheduler)

/** A scheduler of a class. */
export function describe(type: SchedulerType, given: Given): Schedule {
  const out = [numberOf(type)]
  for (const { name, kind, byDefault } of fieldsOf(type)) {
    const found = given[name] === undefined ? byDefault : given[name]
    const numbers = isNesting(kind) ? (found as Schedule) : kindOf(kind).encode(kindOf(kind).check(name, found))
    // One by one: a spread of many arguments overflows the stack.
    for (const number of numbers) out.push(number)
  }
  return out
}

/** One value at all times. */
export function level(value: number): Schedule {
  if (!Number.isFinite(value)) {
    throw new SchedulerError('not-finite', {
      what: 'The multiplier that a ramp or a cooldown leads from or to',
      found: value,
    })
  }
  return describe('PiecewiseConstantScheduler', { boundaries: [], values: [value] })
}

/** A sequence in which one part is as given, and nothing is asked of the others. */
export function alone(parts: readonly SequencePart[], at: unknown, index: number, schedule: Schedule): Schedule {
  const other = level(1)
  const schedulers = [parts.length]
  for (const [place, { clock }] of parts.entries()) {
    schedulers.push(Number(clock === 'outer'))
    for (const number of place === index ? schedule : other) schedulers.push(number)
  }
  return describe('SequenceScheduler', { schedulers, at })
}
