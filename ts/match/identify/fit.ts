/**
 * A family fitted to points: its times by steps of Gauss and Newton, its heights exactly, as rates are a sum of these.
 */
import { heightOf } from '../numbers.js'
import type { Family } from './family.js'
import type { Points } from './points.js'
import type { Ramp } from './ramps.js'
import { type Shape, solved } from './shape.js'

/** What is fitted. */
export interface Problem {
  readonly family: Family
  readonly ramp: Ramp
  readonly hasFloor: boolean
  /** How many numbers it has. */
  readonly count: number
}

const TURNS = 25
const FEWEST_TURNS = 3
// What is this far off, in what the digits allow and as a part of the highest rate, and hardly moves any more is no fit.
const FAR = 100
const FAR_PART = 1e-3
// What is this near has no better values.
const EXACT = 1e-12

/** Whether a parameter is a time. */
export const isTime = (name: string | undefined): boolean =>
  name === undefined || name.startsWith('t_') || name === 'timescale'

/** A time as options have it. */
export const time = (value: number): string => `${Number(value.toFixed(9))}ba`

const clean = (value: number): number => Number(value.toPrecision(10))

/** The shape of a problem at values: the parameters of its family, and behind them the length of the ramp if it has one. */
export function shapeOf({ family, ramp, hasFloor }: Problem, values: readonly number[]): Shape {
  const options: Record<string, unknown> = { ...family.fixed }
  const parameters: Record<string, number | string> = {}
  const length = ramp.firstStep === null ? 0 : values[family.parameters.length]!
  if (ramp.firstStep !== null) {
    options.t_warmup = time(length)
    parameters.t_warmup = clean(length)
  }
  for (const [index, name] of family.parameters.entries()) {
    options[name] = isTime(name) ? time(values[index]!) : values[index]!
    parameters[name] = clean(values[index]!)
  }
  for (const [name, value] of Object.entries(family.more?.(values, length) ?? {})) {
    options[name] = time(value)
    parameters[name] = clean(value)
  }
  for (const [name, value] of Object.entries(family.fixed ?? {})) {
    if (typeof value === 'string' ? value !== 'peak' : family.isTold?.(name))
      parameters[name] = value as string | number
  }
  if (ramp.firstStep !== null && ramp.rise !== 'linear') {
    options.warmup = ramp.rise
    parameters.warmup = ramp.rise
  }
  if (ramp.firstStep !== null && ramp.firstStep !== 't/w') {
    options.first_step = ramp.firstStep
    parameters.first_step = ramp.firstStep
  }
  return {
    name: family.name,
    options,
    parameters,
    start: family.start ?? (ramp.hasStart ? 'alpha_w' : null),
    rise: length,
    floor: hasFloor ? family.floor : null,
    ...(family.rank === undefined ? {} : { rank: family.rank(values, length) }),
    ...(family.isMixed === true ? { isMixed: true } : {}),
  }
}

const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)

/** The best values from a start; null where it leads nowhere. */
export function fit(
  problem: Problem,
  points: Points,
  tolerances: readonly number[],
  start: readonly number[],
): readonly number[] | null {
  const solve = (values: readonly number[]) =>
    values.some((value) => !(value > 0) || value > 1e9) ? null : solved(shapeOf(problem, values), points, tolerances)
  const top = heightOf(points.rates)
  const far = tolerances.map((tolerance) => Math.max(FAR, (FAR_PART * top) / tolerance))
  const isFar = (left: readonly number[]) =>
    left.reduce((sum, each, row) => sum + (each / far[row]!) ** 2, 0) > left.length
  let values = start
  let best = solve(values)
  if (best === null) return null
  let damping = 1e-3
  const least = EXACT * points.steps.length
  for (let turn = 0; turn < TURNS && values.length > 0 && squares(best.left) > least; turn++) {
    const columns = values.map((value, index) => {
      // Backwards: a row at which a cycle begins would fall out of it.
      const step = -1e-4 * Math.max(Math.abs(value), 1e-2)
      const found = solve(values.map((each, other) => (other === index ? each + step : each)))
      return found === null ? null : found.left.map((each, row) => (each - best!.left[row]!) / step)
    })
    if (columns.some((column) => column === null)) return null
    const change = solveNormal(columns as number[][], best.left, damping)
    if (change === null) break
    const next = values.map((value, index) => value - change[index]!)
    const found = solve(next)
    const [before, after] = [squares(best.left), found === null ? Number.POSITIVE_INFINITY : squares(found.left)]
    if (after < before) {
      const part = isFar(best.left) ? 1e-2 : 1e-12
      const isDone = before - after <= part * before && turn >= FEWEST_TURNS
      values = next
      best = found!
      damping = Math.max(damping / 10, 1e-12)
      if (isDone) break
    } else {
      damping *= 10
      if (damping > 1e6) break
    }
  }
  // Round numbers near a fit may have every row where it does not: such as is near is looked at.
  return isFar(best.left) ? null : values
}

/** A step of Levenberg and Marquardt: (JᵀJ + damping · diagonal) change = Jᵀ left. */
function solveNormal(columns: readonly number[][], left: readonly number[], damping: number): number[] | null {
  const size = columns.length
  const matrix = columns.map((a, i) => [
    ...columns.map((b, j) => {
      const sum = a.reduce((total, value, row) => total + value * b[row]!, 0)
      return i === j ? sum * (1 + damping) : sum
    }),
    a.reduce((total, value, row) => total + value * left[row]!, 0),
  ])
  for (let column = 0; column < size; column++) {
    const pivot = matrix[column]!
    if (!(Math.abs(pivot[column]!) > 0)) return null
    for (let row = 0; row < size; row++) {
      if (row === column) continue
      const factor = matrix[row]![column]! / pivot[column]!
      for (let each = column; each <= size; each++) matrix[row]![each]! -= factor * pivot[each]!
    }
  }
  return matrix.map((row, index) => row[size]! / row[index]!)
}
