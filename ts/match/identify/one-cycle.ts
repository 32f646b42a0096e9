/**
 * One cycle: a rise and a fall that torch or optax gives by parts of the run, and a third phase where there is one.
 */
import type { Family, Spelling } from './family.js'
import type { View } from './view.js'

/** One cycle whose second phase leads back to where it began: torch's, of three. */
const threePhases = (anneal: 'cosine' | 'linear', isFree: boolean): Family => ({
  name: 'one_cycle',
  parameters: isFree ? ['t_peak', 't_return', 't_end'] : ['t_peak', 't_end'],
  fixed: { anneal },
  floor: 'alpha_f',
  start: 'alpha_i',
  isMixed: true,
  hasRamp: false,
  ...(isFree ? {} : { more: ([peak]: readonly number[]) => ({ t_return: 2 * peak! }) }),
  starts: (view) => {
    const { points, outline, total } = view
    const { steps, rates } = points
    const { first, last } = outline
    if (first === 0 || last === steps.length - 1 || view.turns.troughs.length > 0) return []
    const begin = rates[0]!
    const back = rates.findIndex((rate, row) => row > last && rate < begin)
    if (back === -1) return []
    const middle = view.turns.peaks[0] ?? (steps[first]! + steps[last]!) / 2
    const [last2, last1] = steps.slice(-2) as [number, number]
    const ends = total === null ? [last1, last1 - 1, (last1 + last2) / 2] : [total - 1, total]
    const returns = isFree ? [steps[back]!, steps[back - 1]!] : [null]
    const peaks = isFree ? [middle] : [middle, (steps[back]! + steps[back - 1]!) / 4]
    return ends.flatMap((end) =>
      peaks.flatMap((peak) => returns.map((each) => (each === null ? [peak, end] : [peak, each, end]))),
    )
  },
  ...(isFree
    ? {}
    : {
        spellings: ([peak, end]: readonly number[], _: number, view: View) =>
          torchCycles(peak!, end!, view, anneal, true),
      }),
})

/** torch's OneCycleLR of some length and part, near a peak and an end. */
function torchCycles(peak: number, end: number, view: View, anneal: string, hasReturn: boolean): Spelling[] {
  const totals = [...new Set([...(view.total === null ? [] : [view.total]), Math.round(end) + 1])]
  return totals.flatMap((total) =>
    Math.abs(end + 1 - total) > 0.01 * total
      ? []
      : [1, 2, 3].flatMap((digits): Spelling[] => {
          const part = Number(((peak + 1) / total).toFixed(digits))
          const t_peak = Number((part * total - 1).toFixed(9))
          if (!(t_peak > 0) || Math.abs(t_peak - peak) > 0.005 * total) return []
          const phases: Record<string, number> = hasReturn ? { t_return: 2 * t_peak } : {}
          return [
            {
              name: 'one_cycle',
              parameters: { t_peak, ...phases, t_end: total - 1 },
              fixed: { anneal },
              rank: digits < 3 ? 0 : 2,
              note: ({ start, floor }) => {
                const factors = [
                  `div_factor ${Number((1 / start).toPrecision(6))}`,
                  ...(floor > 0 ? [`final_div_factor ${Number((start / floor).toPrecision(6))}`] : []),
                ]
                const phases = hasReturn ? ', three_phase' : ''
                return `torch's OneCycleLR with total_steps ${total}, pct_start ${part}, ${factors.join(', ')}${phases}.`
              },
            },
          ]
        }),
  )
}

/** A ramp and a decay as the two phases of one cycle. */
export const oneCycles = (
  [end]: readonly number[],
  ramp: number,
  view: View,
  anneal: 'cosine' | 'linear',
  hasStart: boolean,
): Spelling[] => [
  ...(hasStart ? torchCycles(ramp, end!, view, anneal, false) : []),
  { name: 'one_cycle', parameters: { t_peak: ramp, t_end: end! }, fixed: { anneal }, rank: 2 },
]

export const THREE_PHASES: readonly Family[] = [
  threePhases('cosine', false),
  threePhases('linear', false),
  threePhases('linear', true),
]
