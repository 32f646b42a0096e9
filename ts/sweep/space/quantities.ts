/**
 * What the schedulers of a base are of: the learning rate, and other quantities beside it.
 */
import { ConfigError } from '../../config/errors.js'
import { type LocatedScheduler, LR, locateQuantities, locateSchedulers, type Outline } from '../../config/locate.js'
import type { Source } from '../../config/source.js'
import { SUMMARY, summaryName } from './summary.js'

/** A quantity beside the learning rate, and how many schedulers it has. */
export interface Quantity {
  readonly name: string
  readonly schedulers: number
}

/** The schedulers of a configuration, and what they are of. */
export interface Scheduled<S extends Outline = Outline> {
  /** Those of the learning rate, then those of each other quantity. */
  readonly schedulers: readonly S[]
  /** What else is scheduled, in order; left out where it is nothing, as plans of old have it. */
  readonly quantities?: readonly Quantity[]
}

/** A quantity, and which of the schedulers are its own: they multiply. */
export interface Share {
  readonly name: string
  readonly from: number
  /** Not included. */
  readonly until: number
}

/** The schedulers of a configuration by quantity, the learning rate first. */
export function sharesOf({ schedulers, quantities = [] }: Scheduled): Share[] {
  const others = quantities.reduce((sum, quantity) => sum + quantity.schedulers, 0)
  const shares: Share[] = [{ name: LR, from: 0, until: schedulers.length - others }]
  for (const { name, schedulers: count } of quantities) {
    const from = shares.at(-1)!.until
    shares.push({ name, from, until: from + count })
  }
  return shares
}

/** What any of several bases schedules beside the learning rate, in the order in which it comes up. */
export const quantitiesOf = (bases: readonly Scheduled[]): string[] => [
  ...new Set(bases.flatMap(({ quantities = [] }) => quantities.map(({ name }) => name))),
]

/** Whether some of the bases do not schedule a quantity. */
export const isMissing = (bases: readonly Scheduled[], quantity: string): boolean =>
  bases.some((base) => !sharesOf(base).some(({ name }) => name === quantity))

/** How many boundaries the curves of a quantity have at most where no scheduler is a tree: two for each. */
export const fewBoundaries = (bases: readonly Scheduled[], quantity: string): number =>
  2 * Math.max(...bases.flatMap(sharesOf).map(({ name, from, until }) => (name === quantity ? until - from : 0)))

/** Finds the schedulers of a base. */
export function locateScheduled(source: Source): Scheduled<LocatedScheduler> {
  const located = locateQuantities(source)
  if (located === null) return { schedulers: locateSchedulers(source) }
  const others = located.filter(({ name }) => name !== LR)
  const [rate] = located.filter(({ name }) => name === LR)
  return {
    schedulers: [rate!, ...others].flatMap((quantity) => quantity.located),
    quantities: others.map(({ name, located }) => ({ name, schedulers: located.length })),
  }
}

/** The path of each scheduler, as the names of axes begin: 'scheduler', 'schedulers[1]', 'scheduler.momentum'. */
export function pathsOf(scheduled: Scheduled): string[] {
  const isRecord = scheduled.quantities !== undefined
  return sharesOf(scheduled).flatMap(({ name, from, until }) =>
    Array.from({ length: until - from }, (_, index) => {
      const place = until - from === 1 ? '' : `[${index}]`
      if (isRecord) return `scheduler.${name}${place}`
      return place === '' ? 'scheduler' : `schedulers${place}`
    }),
  )
}

/** Columns that are there whatever is scheduled, of each table. */
const CURVES = ['configuration', 'step', LR]
const CONFIGURATIONS = ['configuration', ...SUMMARY.map(({ name }) => name), 'error']

/**
 * Refuses quantities whose columns would be called as others are, also by programs that take letters of either case for
 * the same.
 *
 * @param axes their names
 */
export function refuseSameColumns(quantities: readonly string[], axes: readonly string[], file: string): void {
  const tables = [CURVES, [...CONFIGURATIONS, ...axes]].map((names) => new Set(names.map(lower)))
  for (const name of quantities) {
    const own = [[name], SUMMARY.flatMap((column) => summaryName(column.name, name) ?? [])]
    for (const [table, taken] of tables.entries()) {
      const twice = own[table]!.find((column) => taken.has(lower(column)))
      if (twice !== undefined) {
        const rule = 'The columns of a table have different names, those of quantities among them'
        throw new ConfigError(file, [], `${rule}; found ${twice} twice, once for ${name}. Call ${name} something else.`)
      }
      for (const column of own[table]!) taken.add(lower(column))
    }
  }
}

const lower = (name: string): string => name.toLowerCase()
