/**
 * A schedule without its heights: its times are set, and its rates are a sum of what it starts from, its top and its floor.
 */
import { TrainingRun } from '../../run/run.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import { createScheduler } from '../../schedulers/create.js'
import { tried } from '../plan.js'
import { Rates } from '../values.js'
import type { Points } from './points.js'

/** What a schedule is but for its heights. */
export interface Shape {
  /** Its name in configurations. */
  readonly name: string
  /** Its options, but for the heights. */
  readonly options: Readonly<Record<string, unknown>>
  /** What was read off, in the order in which it is told. */
  readonly parameters: Readonly<Record<string, number | string>>
  /** The option of what it starts from, and until which update it rises from there; null where it starts from zero. */
  readonly start: string | null
  readonly rise: number
  /** The option of its floor; null where it has none. */
  readonly floor: string | null
  /** Whether a height is in more rows than those below a top of 1, so that each is seen only by itself. */
  readonly isMixed?: boolean
  /** How likely it is beside another of as many parameters: lower is likelier; 1 where nothing is said. */
  readonly rank?: number
  /** What has to be known of it, at its heights. */
  readonly note?: (heights: Omit<Heights, 'base'>) => string
}

/** The heights of a shape: start and floor as parts of the base. */
export interface Heights {
  readonly base: number
  readonly start: number
  readonly floor: number
}

// Longer than any: what is beyond the end of a run is asked for too.
const RUN = new TrainingRun({ maxDuration: '1000000000000ba' })

/** The scheduler of a shape. */
export function schedulerOf(shape: Shape, { start, floor }: Omit<Heights, 'base'>): BuiltinScheduler | null {
  const options: Record<string, unknown> = { ...shape.options }
  if (shape.start !== null) options[shape.start] = start
  if (shape.floor !== null) options[shape.floor] = floor
  return tried(() => createScheduler(shape.name, options))
}

/** Multipliers at updates; null where there are none. */
function multipliers(scheduler: BuiltinScheduler | null, updates: readonly number[]): number[] | null {
  if (scheduler === null) return null
  const values = tried(() => new Rates({ schedulers: [scheduler], run: RUN, baseLr: 1 }).many(updates))
  return values?.every(Number.isFinite) ? values : null
}

/** What the base, the start and the floor add to each row; null where a shape has no values. */
function columnsOf(shape: Shape, updates: readonly number[]): number[][] | null {
  const zero = multipliers(schedulerOf(shape, { start: 0, floor: 0 }), updates)
  if (zero === null) return null
  const { start, floor, rise } = shape
  if (!shape.isMixed) {
    const below = (isRise: boolean) => zero.map((value, row) => (updates[row]! < rise === isRise ? 1 - value : 0))
    return [zero, ...(start === null ? [] : [below(true)]), ...(floor === null ? [] : [below(false)])]
  }
  // α is a sum of its heights: what one adds is the difference that it makes.
  const without = (heights: Omit<Heights, 'base'>) =>
    multipliers(schedulerOf(shape, heights), updates)?.map((value, row) => value - zero[row]!) ?? null
  const columns = [
    zero,
    ...(start === null ? [] : [without({ start: 1, floor: 0 })]),
    ...(floor === null ? [] : [without({ start: 0, floor: 1 })]),
  ]
  return columns.every((column) => column !== null) ? columns : null
}

/** The heights that are nearest to points, and what is left of each in what its digits allow. */
export interface Solved extends Heights {
  readonly left: readonly number[]
}

/** Solves for the heights of a shape. */
export function solved(shape: Shape, { steps, rates }: Points, tolerances: readonly number[]): Solved | null {
  const columns = columnsOf(shape, steps)?.map((column) => column.map((value, row) => value / tolerances[row]!))
  if (columns === undefined) return null
  const wanted = rates.map((rate, row) => rate / tolerances[row]!)
  const heights = leastSquares(columns, wanted)
  if (heights === null) return null
  const left = wanted.map((rate, row) =>
    heights.reduce((rest, height, index) => rest - height * columns[index]![row]!, rate),
  )
  const [base] = heights as [number]
  const parts = heights.slice(1).map((height) => height / base)
  const start = shape.start === null ? 0 : parts.shift()!
  return { base, start, floor: shape.floor === null ? 0 : parts[0]!, left }
}

/** What columns have to be multiplied by to be nearest to a sum; a column that is none of its own by 0. */
function leastSquares(columns: readonly (readonly number[])[], wanted: readonly number[]): number[] | null {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, row) => sum + value * b[row]!, 0)
  // Gram and Schmidt: squares of nearly equal columns have too few digits.
  const axes: { axis: number[]; square: number }[] = []
  const shares: number[][] = []
  for (const column of columns) {
    let axis = [...column]
    const share: number[] = []
    for (const other of axes) {
      const part = other.square === 0 ? 0 : dot(axis, other.axis) / other.square
      share.push(part)
      axis = axis.map((value, row) => value - part * other.axis[row]!)
    }
    const square = dot(axis, axis)
    axes.push(square > 1e-14 * dot(column, column) ? { axis, square } : { axis, square: 0 })
    shares.push(share)
  }
  const heights = axes.map(({ axis, square }) => (square === 0 ? 0 : dot(axis, wanted) / square))
  for (let index = columns.length - 1; index >= 0; index--) {
    for (let later = index + 1; later < columns.length; later++)
      heights[index]! -= heights[later]! * shares[later]![index]!
  }
  return heights.every(Number.isFinite) && heights[0]! > 0 ? heights : null
}
