/**
 * The page's state as values of JSON: what is as usual stands there as 0, schedulers and options by their numbers.
 */
import { infoOf } from './catalogue.js'
import { LINKED_SCHEDULERS } from './order.js'
import {
  AXES,
  type Factor,
  MOST_FACTORS,
  MOST_SCHEDULES,
  makeFactor,
  makeSchedule,
  type PageState,
  RUN_DEFAULTS,
  RUN_FIELDS,
  type Schedule,
} from './state.js'

/** The values of a state. */
export function packState({ schedules, active, axis, log, view }: PageState): unknown[] {
  return [
    AXES.indexOf(axis),
    log ? 1 : 0,
    schedules.findIndex(({ id }) => id === active),
    view === null ? 0 : view.map((edge) => Number(edge.toPrecision(9))),
    schedules.map(packSchedule),
  ]
}

function packSchedule({ name, visible, colour, factors, run }: Schedule): unknown[] {
  const texts = RUN_FIELDS.map((field) => (run[field] === RUN_DEFAULTS[field] ? 0 : run[field]))
  while (texts.at(-1) === 0) texts.pop()
  return [name, visible ? 1 : 0, colour, texts, factors.map(packFactor)]
}

function packFactor(factor: Factor): unknown[] {
  if (factor.kind === 'function') return [-1, factor.code, factor.held ? 1 : 0]
  const index = LINKED_SCHEDULERS.findIndex(([type]) => type === factor.type)
  const numbered = LINKED_SCHEDULERS[index]
  if (numbered === undefined) return [factor.type, factor.options]
  const [, options] = numbered
  return [index, ...options.map(([key, usual]) => (factor.options[key] === usual ? 0 : factor.options[key]!))]
}

/** The state of values; code is held unless they are of this browser and say otherwise. Throws for what is no state. */
export function unpackState(values: unknown, isOwn = false): PageState {
  const [axis, log, active, view, list] = values as [number, number, number, 0 | [number, number], unknown[]]
  const schedules = check(
    list,
    (found) => Array.isArray(found) && found.length > 0 && found.length <= MOST_SCHEDULES,
  ).map((found) => unpackSchedule(found, isOwn))
  const isView = Array.isArray(view) && view.length === 2 && view.every(Number.isFinite) && view[0] < view[1]
  return {
    schedules,
    active: check(schedules[active], (found) => Number.isInteger(active) && found !== undefined)!.id,
    axis: check(AXES[axis], (found) => Number.isInteger(axis) && found !== undefined)!,
    log: log === 1,
    view: isView ? view : null,
  }
}

function unpackSchedule(found: unknown, isOwn: boolean): Schedule {
  const [name, visible, colour, texts, factors] = found as [string, number, number, unknown[], unknown[][]]
  const run = Object.fromEntries(
    RUN_FIELDS.map((field, index) => [field, texts[index] ? text(texts[index]) : RUN_DEFAULTS[field]]),
  )
  const unpacked = check(factors, (list) => Array.isArray(list) && list.length <= MOST_FACTORS).map((factor) =>
    unpackFactor(factor, isOwn),
  )
  const place = check(colour, (each) => Number.isInteger(each) && each >= 0 && each < 100)
  return { ...makeSchedule(text(name), unpacked, run, place), visible: visible === 1 }
}

function unpackFactor([index, ...texts]: unknown[], isOwn: boolean): Factor {
  if (index === -1) return { kind: 'function', code: text(texts[0]), held: !isOwn || texts[1] !== 0 }
  if (typeof index === 'string') return unpackNamed(index, texts[0])
  const [type, options] = check(LINKED_SCHEDULERS[index as number], (found) => found !== undefined)!
  const given = options.map(([key, usual], place) => {
    return [key, typeof texts[place] === 'string' ? text(texts[place]) : usual] as const
  })
  return makeFactor(type, Object.fromEntries(given))
}

/** A scheduler that has no number: by its name, with its options by theirs. */
function unpackNamed(type: string, options: unknown): Factor {
  const { options: known } = check(infoOf(type), (found) => found !== undefined)!
  const given = check(options as Record<string, unknown>, (found) => typeof found === 'object' && found !== null)
  return makeFactor(
    type,
    Object.fromEntries(known.flatMap(({ key }) => (Object.hasOwn(given, key) ? [[key, text(given[key])]] : []))),
  )
}

const text = (found: unknown): string => check(found as string, (each) => typeof each === 'string')

function check<T>(value: T, test: (value: T) => boolean): T {
  if (test(value)) return value
  throw new TypeError('not a state')
}
