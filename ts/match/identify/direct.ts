/**
 * Families whose parameters are seen without a search: what holds, and what falls by equal factors.
 */
import { TrainingRun } from '../../run/run.js'
import { createScheduler } from '../../schedulers/create.js'
import { tried } from '../plan.js'
import type { Found, Read } from './candidate.js'
import { fewer, GAMMAS } from './numbers.js'
import { baseOf, staircase } from './staircase.js'
import type { View } from './view.js'

/** What they may be. */
export function directly(view: View): Found[] {
  const { points, total } = view
  const length = Math.max(total ?? 0, points.steps.at(-1)! + 1, 1)
  return [...constants(view), ...staircase(view), ...exponentials(view)].flatMap(({ options, ...read }) => {
    const schedule = tried(() => ({
      schedulers: [createScheduler(read.name, options)],
      run: new TrainingRun({ maxDuration: `${length}ba` }),
      baseLr: read.parameters.base_lr as number,
    }))
    return schedule === null ? [] : [{ ...read, schedule }]
  })
}

/** One rate, after a ramp or without one. */
function constants(view: View): Read[] {
  const { points, outline } = view
  const { first, last, ramp } = outline
  if (last !== points.rates.length - 1) return []
  const base = baseOf(view, first, last)
  if (first === 0) return [{ name: 'constant', options: {}, parameters: { base_lr: base }, count: 1 }]
  const length = ramp === null ? 0 : Math.round(base / ramp.slope)
  if (length < 1) return []
  const parameters = { base_lr: base, t_warmup: length }
  return [{ name: 'constant_with_warmup', options: { t_warmup: `${length}ba` }, parameters, count: 2 }]
}

/** Equal factors: the logarithm is a line. All that it may be in round numbers are given: the points decide. */
function exponentials({ points: { steps, rates }, outline }: View): Read[] {
  const end = rates.length - 1
  if (outline.first !== 0 || rates.some((rate) => !(rate > 0)) || rates[0]! <= rates[end]!) return []
  const slope = Math.log(rates[end]! / rates[0]!) / (steps[end]! - steps[0]!)
  const middle = end >> 1
  // What is far from it in the middle is no line.
  if (Math.abs(rates[0]! * Math.exp(slope * (steps[middle]! - steps[0]!)) - rates[middle]!) > 1e-2 * rates[0]!)
    return []
  const base = rates[0]! * Math.exp(-slope * steps[0]!)
  const bases = fewer(base, [1, 2, 3, 4, 6])
  const name = 'exponential_decay'
  const byLength = GAMMAS.flatMap((gamma) =>
    fewer(Math.log(gamma) / slope, [1, 2, 3, 4])
      .filter(Number.isInteger)
      .flatMap((t_decay) =>
        [...bases, base].map((base_lr): Read => {
          const options = { gamma, t_decay: `${t_decay}ba` }
          return { name, options, parameters: { base_lr, gamma, t_decay }, count: 2 }
        }),
      ),
  )
  const factors = [...fewer(Math.exp(slope), [2, 3, 4, 5, 6]), Number(Math.exp(slope).toPrecision(12))]
  const byFactor = factors.flatMap((gamma) =>
    [...bases, base].map((base_lr): Read => {
      return { name, options: { gamma, t_decay: '1ba' }, parameters: { base_lr, gamma }, count: 2 }
    }),
  )
  return [...byLength, ...byFactor]
}
