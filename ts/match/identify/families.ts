/**
 * The families of schedules that a log is held against: which parameters each has, and where the search for them begins.
 */
import type { Outline, Points } from './points.js'

/** How a ramp's first update counts. */
export type FirstStep = 't/w' | '(t+1)/w' | '(t+1)/(w+1)'

/** A shape after its ramp: parameters that are no factor and no floor. */
export interface Family {
  /** Its name in configurations. */
  readonly name: string
  /** Its parameters in the order of the values; all but `power` and `num_cycles` are times. */
  readonly parameters: readonly string[]
  /** Options that are always the same. */
  readonly fixed?: Readonly<Record<string, string | number>>
  /** The option of its floor; null where it has none. */
  readonly floor: string | null
  /** What else is an option, made of the parameters and the ramp. */
  readonly more?: (values: readonly number[], ramp: number) => Record<string, number>
  /** Where to begin; none where the family can't be it. */
  readonly starts: (points: Points, outline: Outline, total: number | null) => number[][]
}

/** Lengths that a run may have had. */
function lengths({ steps, rates }: Points, { first }: Outline, total: number | null): number[] {
  const last = steps.at(-1)!
  // Where rates end on a floor, the first point there is near the end.
  const end = rates.at(-1)!
  let floor = rates.length - 1
  while (floor > first + 1 && rates[floor - 1] === end) floor--
  const held = floor < rates.length - 1 ? [steps[floor]!] : []
  return [...(total === null ? [] : [total]), ...held, last + 1, last * 1.15, last * 1.6, last * 3]
}

const single = (points: Points, outline: Outline, total: number | null) =>
  lengths(points, outline, total).map((end) => [end])

const decays = ['linear', 'cosine', '1-sqrt'] as const

export const FAMILIES: readonly Family[] = [
  { name: 'linear_decay', parameters: ['t_max'], floor: 'alpha_f', starts: single },
  { name: 'cosine_decay', parameters: ['t_max'], floor: 'alpha_f', starts: single },
  { name: 'rex', parameters: ['t_max'], floor: 'alpha_f', starts: single },
  {
    name: 'inverse_square_root',
    parameters: [],
    floor: null,
    more: (_, ramp) => ({ timescale: ramp }),
    starts: (_, { ramp }) => (ramp === null ? [] : [[]]),
  },
  {
    name: 'inverse_square_root',
    parameters: ['timescale'],
    floor: 'alpha_f_decay',
    starts: ({ steps }) => [[steps.at(-1)! / 10], [steps.at(-1)! / 2], [steps.at(-1)! * 2]],
  },
  {
    name: 'polynomial_decay',
    parameters: ['t_max', 'power'],
    floor: 'alpha_f',
    starts: (points, outline, total) =>
      lengths(points, outline, total)
        .slice(0, 3)
        .flatMap((end) => [2, 0.6, 4].map((power) => [end, power])),
  },
  ...decays.map(
    (decay): Family => ({
      name: 'wsd',
      parameters: ['t_max', 't_decay'],
      fixed: { decay },
      floor: 'alpha_f',
      starts: (points, outline, total) => {
        const { steps } = points
        const { first, last } = outline
        // Without a stable phase it is the decay alone.
        if (last - first < 1 || last === steps.length - 1) return []
        const begin = (steps[last]! + steps[last + 1]!) / 2
        return lengths(points, outline, total)
          .filter((end) => end > begin)
          .map((end) => [end, end - begin])
      },
    }),
  ),
  ...[1, 2].map(
    (mult): Family => ({
      name: 'cosine_restarts',
      parameters: ['t_0'],
      fixed: { t_mult: mult },
      floor: 'alpha_f',
      starts: (points, { first }) => {
        const [begin, end] = cycleOf(points, first, mult)
        return begin < end ? [[(begin + end) / 2], [end]] : []
      },
    }),
  ),
]

/** Between which lengths the first cycle is, by where rates jump up; the second number is the first where none do. */
function cycleOf({ steps, rates }: Points, first: number, mult: number): [number, number] {
  let [low, high, cycles, length] = [0, Number.POSITIVE_INFINITY, 0, 1]
  for (let row = first + 1; row < steps.length; row++) {
    if (rates[row]! <= rates[row - 1]!) continue
    cycles += length
    length *= mult
    low = Math.max(low, steps[row - 1]! / cycles)
    high = Math.min(high, steps[row]! / cycles)
  }
  return cycles === 0 ? [0, 0] : [low, high]
}
