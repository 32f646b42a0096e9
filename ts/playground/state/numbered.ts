/**
 * The page's state as the first form of links has it: schedulers and options by their numbers. It is read for ever, and
 * written no more; of it are code's own words only, which are held.
 */
import { infoOf } from './catalogue.js'
import { nestOf } from './options.js'
import { LINKED_SCHEDULERS } from './order.js'
import { check, isColour, textOf as text, viewOf } from './packed.js'
import {
  AXES,
  MOST_FACTORS,
  MOST_SCHEDULES,
  makeFactor,
  makeSchedule,
  type PageState,
  RUN_DEFAULTS,
  RUN_FIELDS,
  type Schedule,
} from './state.js'
import type { Factor } from './tree.js'

/** The state of values. Throws for what is no state. */
export function unpackNumbered(values: unknown): PageState {
  const [axis, log, active, view, list] = values as [number, number, number, unknown, unknown[]]
  const schedules = check(
    list,
    (found) => Array.isArray(found) && found.length > 0 && found.length <= MOST_SCHEDULES,
  ).map(unpackSchedule)
  return {
    schedules,
    active: check(schedules[active], (found) => Number.isInteger(active) && found !== undefined)!.id,
    axis: check(AXES[axis], (found) => Number.isInteger(axis) && found !== undefined)!,
    y: 'lr',
    log: log === 1,
    fit: false,
    view: viewOf(view),
  }
}

function unpackSchedule(found: unknown): Schedule {
  const [name, visible, colour, texts, factors] = found as [string, number, number, unknown[], unknown[][]]
  const run = Object.fromEntries(
    RUN_FIELDS.map((field, index) => [field, texts[index] ? text(texts[index]) : RUN_DEFAULTS[field]]),
  )
  const unpacked = check(factors, (list) => Array.isArray(list) && list.length <= MOST_FACTORS).map(unpackFactor)
  return { ...makeSchedule(text(name), unpacked, run, check(colour, isColour)), visible: visible === 1 }
}

function unpackFactor([index, ...texts]: unknown[]): Factor {
  if (index === -1) return { kind: 'function', code: text(texts[0]), held: true }
  if (typeof index === 'string') return unpackNamed(index, texts[0])
  const [type, options] = check(LINKED_SCHEDULERS[index as number], (found) => found !== undefined)!
  const given = options.map(([key, usual], place) => {
    return [key, typeof texts[place] === 'string' ? text(texts[place]) : usual] as const
  })
  return makeFactor(type, Object.fromEntries(given))
}

/** A scheduler that has no number: by its name, with its options by theirs. */
function unpackNamed(type: string, options: unknown): Factor {
  // When such links were made, the page showed none that is made of others.
  const { options: known } = check(infoOf(type), (found) => found !== undefined && nestOf(type) === undefined)!
  const given = check(options as Record<string, unknown>, (found) => typeof found === 'object' && found !== null)
  return makeFactor(
    type,
    Object.fromEntries(known.flatMap(({ key }) => (Object.hasOwn(given, key) ? [[key, text(given[key])]] : []))),
  )
}
