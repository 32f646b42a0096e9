/**
 * The clocks of schedulers that don't see that of the run: where each begins, and their times on it and on the run's.
 */
import { SchedulerError } from 'scale-schedule/bundler'
import { type Factor, isParts, type NodeFactor, type ProgramOption } from '../../languages/program.js'
import type { Schedule } from '../state/state.js'
import type { Path } from '../state/tree.js'
import type { Clock, ClockTime } from './messages.js'
import { programFor } from './program.js'

// Of a long list the first times are enough to see where they are.
const MOST_TIMES = 4

/** The clocks of a tree; none where a length of a segment can't be told, which its values don't ask for. */
export function clocksFor(schedule: Schedule): readonly Clock[] {
  try {
    return clocksOf(programFor(schedule).factors)
  } catch (error) {
    if (SchedulerError.is(error)) return []
    throw error
  }
}

/** Those of all schedulers that stand in what has a clock of its own. */
const clocksOf = (factors: readonly Factor[]): Clock[] =>
  factors.flatMap((factor, index) => (factor.kind === 'node' ? within(factor, [index], null) : []))

/** Where a clock begins on that of the run, and on which counter; null for the run's own. */
interface Seen {
  readonly batches: number
  readonly counter: string
  readonly isRepeated: boolean
}

/** So many batches after a clock began, on a counter: only its own has read a part of a batch by then. */
const onRun = (seen: Seen, batches: number, counter: string): number =>
  (counter === seen.counter ? seen.batches : Math.ceil(seen.batches)) + batches

function within(node: NodeFactor, path: Path, seen: Seen | null): Clock[] {
  return node.parts.flatMap(({ factor, start }, index) => {
    const isRepeated = seen?.isRepeated === true || node.type === 'RepeatScheduler'
    const began = start === undefined || seen === null ? start?.batches : onRun(seen, start.batches, start.counter)
    const own = start === undefined ? seen : { batches: began!, counter: start.counter, isRepeated }
    const place = [...path, index]
    const inner = factor.kind === 'node' ? within(factor, place, own) : []
    return own === null ? inner : [clockOf(factor, place, own), ...inner]
  })
}

function clockOf(factor: Factor, path: Path, seen: Seen): Clock {
  const options = factor.kind === 'function' ? [] : factor.options
  const times = options.flatMap((option) => {
    const found = timesOf(option, seen)
    return found.length === 0 ? [] : [[option.key, found] as const]
  })
  return { path, start: firstOf(seen.batches), isRepeated: seen.isRepeated, times: Object.fromEntries(times) }
}

function timesOf({ kind, value, batches }: ProgramOption, seen: Seen): ClockTime[] {
  if (isParts(kind)) return []
  const texts = Array.isArray(value) ? value : [value]
  return batches.slice(0, MOST_TIMES).flatMap((own, index) => {
    if (own === null) return []
    const unit = /[a-z]+$/.exec(String(texts[index]))?.[0] ?? ''
    const counter = unit === 'ep' ? 'ba' : unit === 'dur' ? seen.counter : unit
    return [{ own, run: firstOf(onRun(seen, own, counter)) }]
  })
}

/** The first batch that reaches so many; null where the run does not tell. */
const firstOf = (batches: number): number | null => (Number.isFinite(batches) ? Math.ceil(batches) : null)
