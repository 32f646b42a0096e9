/**
 * The families of schedules that a log is held against: which parameters each has, and where the search for them begins.
 */
import { CYCLES } from './cycles.js'
import type { Family, Spelling } from './family.js'
import { fewer, GAMMAS } from './numbers.js'
import { THREE_PHASES } from './one-cycle.js'
import type { View } from './view.js'

/** Lengths that a run may have had. */
function lengths({ points: { steps, rates }, outline: { first }, total }: View): number[] {
  const last = steps.at(-1)!
  // Where rates end on a floor, the first point there is near the end.
  const end = rates.at(-1)!
  let floor = rates.length - 1
  while (floor > first + 1 && rates[floor - 1] === end) floor--
  const held = floor < rates.length - 1 ? [steps[floor]!] : []
  return [...(total === null ? [] : [total]), ...held, last + 1, last * 1.15, last * 1.6, last * 3]
}

const single = (view: View) => lengths(view).map((end) => [end])

/** Where a line down meets the last row's rate: what a floor alone is seen by. */
function crossing({ points: { steps, rates }, outline: { last } }: View): number[][] {
  const [from, to, end] = [last + 1, rates.length - 2, rates.length - 1]
  if (to <= from || rates[from]! <= rates[to]!) return []
  const slope = (rates[to]! - rates[from]!) / (steps[to]! - steps[from]!)
  const step = steps[to]! + (rates[end]! - rates[to]!) / slope
  return step > steps[to]! && step <= steps[end]! ? [[step]] : []
}

const decays = ['linear', 'cosine', '1-sqrt'] as const

export const FAMILIES: readonly Family[] = [
  {
    name: 'linear_decay',
    parameters: ['t_max'],
    floor: 'alpha_f',
    starts: (view) => [...crossing(view), ...single(view)],
  },
  { name: 'cosine_decay', parameters: ['t_max'], floor: 'alpha_f', showsRamp: true, starts: single },
  { name: 'rex', parameters: ['t_max'], floor: 'alpha_f', starts: single },
  {
    // A constant has other ramps than a line under this name.
    name: 'piecewise_constant',
    parameters: [],
    fixed: { boundaries: [], values: [1] },
    floor: null,
    starts: ({ outline: { first, last, ramp }, points }) =>
      first > 0 && last === points.steps.length - 1 && ramp?.isSupposed !== true ? [[]] : [],
  },
  {
    name: 'inverse_square_root',
    parameters: [],
    floor: null,
    more: (_, ramp) => ({ timescale: ramp }),
    starts: ({ outline: { first } }) => (first === 0 ? [] : [[]]),
  },
  {
    name: 'exponential_decay',
    parameters: ['t_decay'],
    fixed: { gamma: 0.5 },
    floor: null,
    starts: ({ points: { steps, rates }, outline: { first } }) => {
      const [from, to] = [first + 1, rates.length - 1]
      if (first === 0 || to <= from || !(rates[to]! > 0) || rates[from]! <= rates[to]!) return []
      return [[(Math.LN2 * (steps[to]! - steps[from]!)) / Math.log(rates[from]! / rates[to]!)]]
    },
    spellings: ([half]) => {
      const spelled = (gamma: number, t_decay: number): Spelling => ({
        name: 'exponential_decay',
        parameters: { gamma, t_decay },
      })
      const byLength = GAMMAS.flatMap((gamma) => {
        const length = (half! * Math.log(gamma)) / Math.log(0.5)
        return fewer(length, [1, 2, 3, 4])
          .filter((each) => Number.isInteger(each))
          .map((each) => spelled(gamma, each))
      })
      const factor = 0.5 ** (1 / half!)
      return [...byLength, ...fewer(factor, [2, 3, 4, 5, 6]).map((gamma) => spelled(gamma, 1))]
    },
  },
  {
    name: 'inverse_square_root',
    parameters: ['timescale'],
    floor: 'alpha_f_decay',
    starts: ({ points: { steps } }) => [[steps.at(-1)! / 10], [steps.at(-1)! / 2], [steps.at(-1)! * 2]],
  },
  {
    name: 'polynomial_decay',
    parameters: ['t_max', 'power'],
    floor: 'alpha_f',
    starts: (view) =>
      lengths(view)
        .slice(0, 3)
        .flatMap((end) => [2, 0.6, 4].map((power) => [end, power])),
  },
  ...decays.map(
    (decay): Family => ({
      name: 'wsd',
      parameters: ['t_max', 't_decay'],
      fixed: { decay },
      floor: 'alpha_f',
      starts: (view) => {
        const { steps } = view.points
        const { first, last } = view.outline
        // Without a stable phase it is the decay alone.
        if (last - first < 1 || last === steps.length - 1) return []
        const begin = (steps[last]! + steps[last + 1]!) / 2
        return lengths(view)
          .filter((end) => end > begin)
          .map((end) => [end, end - begin])
      },
    }),
  ),
  ...CYCLES,
  ...THREE_PHASES,
]
