/**
 * A family fitted to points: its times by steps of Gauss and Newton, base and floor exactly, as rates are a sum of both.
 */
import { TrainingRun } from '../../run/run.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import { createScheduler } from '../../schedulers/create.js'
import { tried } from '../plan.js'
import { Rates, type Schedule } from '../values.js'
import type { Family, FirstStep } from './families.js'
import type { Points } from './points.js'

/** What a fit has. */
export interface Fitted {
  /** The parameters of the family, and behind them the length of the ramp where there is one. */
  readonly values: readonly number[]
  readonly base: number
  /** As a part of the base; 0 without one. */
  readonly floor: number
}

/** What is fitted. */
export interface Problem {
  readonly family: Family
  /** How the ramp counts; null without one. */
  readonly firstStep: FirstStep | null
  /** What the ramp starts from, as a part of the base. */
  readonly alphaW: number
  readonly hasFloor: boolean
  /** How far an update is from the step beside it. */
  readonly offset: number
}

// Longer than any: what is beyond the end of a run is asked for too.
const RUN = new TrainingRun({ maxDuration: '1000000000000ba' })
const TURNS = 25
const FEWEST_TURNS = 3

/** The scheduler of a problem at some values, without its base. */
export function schedulerOf(problem: Problem, values: readonly number[], floor: number): BuiltinScheduler | null {
  const { family, firstStep, alphaW } = problem
  const ramp = firstStep === null ? 0 : values[family.parameters.length]!
  const time = (value: number) => `${Number(value.toFixed(9))}ba`
  const options: Record<string, unknown> = { ...family.fixed }
  for (const [index, name] of family.parameters.entries()) {
    options[name] = name.startsWith('t_') || name === 'timescale' ? time(values[index]!) : values[index]!
  }
  for (const [name, value] of Object.entries(family.more?.(values, ramp) ?? {})) options[name] = time(value)
  if (firstStep !== null) {
    options.t_warmup = time(ramp)
    if (firstStep !== 't/w') options.first_step = firstStep
    if (alphaW !== 0) options.alpha_w = alphaW
  }
  if (floor !== 0 && family.floor !== null) options[family.floor] = floor
  return tried(() => createScheduler(family.name, options))
}

/** The multipliers of a problem at points, and of its ramp with 1 behind it. */
function shapeOf(problem: Problem, values: readonly number[], steps: readonly number[]) {
  const ramp = problem.firstStep === null ? 0 : values[problem.family.parameters.length]!
  if (values.some((value) => !(value > 0) || value > 1e9)) return null
  const scheduler = schedulerOf(problem, values, 0)
  if (scheduler === null) return null
  const schedule: Schedule = { schedulers: [scheduler], run: RUN, baseLr: 1 }
  const updates = steps.map((step) => Math.max(0, step + problem.offset))
  const shape = tried(() => new Rates(schedule).many(updates))
  if (shape === null || shape.some((value) => !Number.isFinite(value))) return null
  return { shape, held: shape.map((value, row) => (updates[row]! < ramp ? value : 1)) }
}

/** Base and floor for values, and what is left of each point; null where they have no shape. */
function solved(problem: Problem, values: readonly number[], { steps, rates }: Points) {
  const found = shapeOf(problem, values, steps)
  if (found === null) return null
  const { shape, held } = found
  // rate = a · held + b · shape, with a = base · floor and b = base · (1 − floor).
  let [hh, hs, ss, hr, sr] = [0, 0, 0, 0, 0]
  for (const [row, rate] of rates.entries()) {
    const [h, s] = [held[row]!, shape[row]!]
    hh += h * h
    hs += h * s
    ss += s * s
    hr += h * rate
    sr += s * rate
  }
  const determinant = hh * ss - hs * hs
  const withFloor = problem.hasFloor && determinant > 1e-14 * hh * ss
  const a = withFloor ? (hr * ss - sr * hs) / determinant : 0
  const b = withFloor ? (hh * sr - hs * hr) / determinant : sr / ss
  const left = rates.map((rate, row) => rate - a * held[row]! - b * shape[row]!)
  return { base: a + b, floor: a === 0 ? 0 : a / (a + b), left }
}

const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)

/** The best values from a start; null where it leads nowhere. */
export function fit(problem: Problem, points: Points, start: readonly number[]): Fitted | null {
  const noise = squares(points.rates) * 1e-30
  let values = start
  let best = solved(problem, values, points)
  if (best === null) return null
  let damping = 1e-3
  for (let turn = 0; turn < TURNS && values.length > 0; turn++) {
    const columns = values.map((value, index) => {
      const step = 1e-4 * Math.max(Math.abs(value), 1e-2)
      const moved = values.map((each, other) => (other === index ? each + step : each))
      const found = solved(problem, moved, points)
      return found === null ? null : found.left.map((each, row) => (each - best!.left[row]!) / step)
    })
    if (columns.some((column) => column === null)) return null
    const change = solveNormal(columns as number[][], best.left, damping)
    if (change === null) break
    const next = values.map((value, index) => value - change[index]!)
    const found = solved(problem, next, points)
    const [before, after] = [squares(best.left), found === null ? Number.POSITIVE_INFINITY : squares(found.left)]
    if (after < before) {
      const isDone = before - after <= 1e-12 * before && turn >= FEWEST_TURNS
      values = next
      best = found!
      damping = Math.max(damping / 10, 1e-12)
      if (isDone || after <= noise) break
    } else {
      damping *= 10
      if (damping > 1e6) break
    }
  }
  return { values, base: best.base, floor: best.floor }
}

/** Base and floor at values that are given. */
export function refit(problem: Problem, points: Points, values: readonly number[]): Fitted | null {
  const found = solved(problem, values, points)
  return found === null ? null : { values, base: found.base, floor: found.floor }
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
