/**
 * The page's state as values of JSON, everything by its name: the second form of links, and what the browser keeps. What
 * is as usual is left out.
 */
import { dataOf, type FactorData, factorOfData } from './data.js'
import {
  AXES,
  type Axis,
  DEEPEST,
  FURTHER,
  type Further,
  MEASURES,
  type Measure,
  MOST_FACTORS,
  MOST_SCHEDULES,
  MOST_WITHIN,
  makeSchedule,
  type PageState,
  RUN_DEFAULTS,
  RUN_FIELDS,
  type RunText,
  type Schedule,
} from './state.js'
import { type Factor, levelsOf, placedIn } from './tree.js'

/** A state as values. */
export interface PackedState {
  readonly axis: Axis
  readonly y?: Measure
  readonly log?: true
  readonly fit?: true
  readonly view?: readonly [number, number]
  /** The place of the schedule that is edited. */
  readonly active?: number
  readonly schedules: readonly PackedSchedule[]
}

/** A schedule as values. */
interface PackedSchedule {
  readonly name: string
  readonly hidden?: true
  readonly colour?: number
  readonly quantity?: Further
  /** The place of the schedule that it is a further curve of. */
  readonly of?: number
  /** What is not as by default. */
  readonly run?: Partial<RunText>
  readonly factors: readonly FactorData[]
}

/** The values of a state. */
export function packState({ schedules, active, axis, y, log, fit, view }: PageState): PackedState {
  const place = schedules.findIndex(({ id }) => id === active)
  return {
    axis,
    ...(y === 'lr' ? {} : { y }),
    ...(log ? { log } : {}),
    ...(fit ? { fit } : {}),
    ...(view === null ? {} : { view: [Number(view[0].toPrecision(9)), Number(view[1].toPrecision(9))] }),
    ...(place > 0 ? { active: place } : {}),
    schedules: schedules.map((schedule) => packSchedule(schedule, schedules)),
  }
}

function packSchedule(
  { name, visible, colour, factors, run, quantity, of }: Schedule,
  schedules: readonly Schedule[],
): PackedSchedule {
  const head = schedules.findIndex(({ id }) => id === of)
  const changed = RUN_FIELDS.filter((field) => run[field] !== RUN_DEFAULTS[field])
  return {
    name,
    ...(visible ? {} : { hidden: true }),
    ...(colour === 0 ? {} : { colour }),
    ...(quantity === null ? {} : { quantity }),
    ...(head < 0 ? {} : { of: head }),
    ...(changed.length === 0 ? {} : { run: Object.fromEntries(changed.map((field) => [field, run[field]])) }),
    factors: factors.map(dataOf),
  }
}

/**
 * The state of values. Throws for what is no state.
 *
 * @param isOwn - whether they are what this browser kept; otherwise all code is held
 */
export function unpackState(values: unknown, isOwn: boolean): PageState {
  const { axis, y = 'lr', log, fit, view, active = 0, schedules: list } = values as Readonly<Record<string, unknown>>
  const packed = check(list as { readonly of?: number }[], isListUpTo(MOST_SCHEDULES, 1))
  const schedules = packed.map((found) => unpackSchedule(found, isOwn))
  for (const [index, { of }] of packed.entries()) {
    if (of === undefined) continue
    // One that is a further curve itself has none.
    const head = check(
      schedules[of],
      (found) => Number.isInteger(of) && found !== undefined && packed[of]!.of === undefined,
    )
    schedules[index]!.of = head!.id
  }
  return {
    schedules,
    active: check(schedules[active as number], (found) => Number.isInteger(active) && found !== undefined)!.id,
    axis: check(axis as Axis, (found) => AXES.includes(found)),
    y: check(y as Measure, (found) => MEASURES.includes(found)),
    log: log === true,
    fit: fit === true,
    view: viewOf(view),
  }
}

/** The part in view; null for what is none. */
export function viewOf(found: unknown): PageState['view'] {
  if (!Array.isArray(found) || found.length !== 2 || !found.every(Number.isFinite)) return null
  const [from, until] = found as [number, number]
  return from < until ? [from, until] : null
}

function unpackSchedule(found: unknown, isOwn: boolean): Schedule {
  const { name, hidden, colour = 0, run = {}, factors, quantity } = found as Readonly<Record<string, unknown>>
  const texts = run as Readonly<Record<string, unknown>>
  const given = RUN_FIELDS.map((field) => {
    return [field, Object.hasOwn(texts, field) ? textOf(texts[field]) : RUN_DEFAULTS[field]]
  })
  const unpacked = check(factors as unknown[], isListUpTo(MOST_FACTORS)).map((factor) => factorOfData(factor, isOwn))
  check(unpacked, isWithinLimits)
  return {
    ...makeSchedule(textOf(name), unpacked, Object.fromEntries(given), check(colour as number, isColour)),
    visible: hidden !== true,
    quantity: quantity === undefined ? null : check(quantity as Further, (found) => FURTHER.includes(found)),
  }
}

/** Whether there are no more schedulers than the page shows. */
export const isWithinLimits = (factors: readonly Factor[]): boolean =>
  factors.length <= MOST_FACTORS && placedIn(factors).length <= MOST_WITHIN && levelsOf(factors) <= DEEPEST

export const isColour = (found: unknown): boolean =>
  Number.isInteger(found) && Number(found) >= 0 && Number(found) < 100

const isListUpTo =
  (most: number, least = 0) =>
  (found: unknown): boolean =>
    Array.isArray(found) && found.length >= least && found.length <= most

export const textOf = (found: unknown): string => check(found as string, (each) => typeof each === 'string')

/** A value that passes a test; throws for any other. */
export function check<T>(value: T, test: (value: T) => boolean): T {
  if (test(value)) return value
  throw new TypeError('not a state')
}
