/**
 * The families that rise again: restarts, waves and triangles, begun from where the log turns.
 */
import type { Family, Spelling } from './family.js'
import type { Ramp } from './ramps.js'
import type { View } from './view.js'

/** Where the end of a run may be, to the update: the log's own total, or what is just behind its last row. */
function endsOf({ points: { steps }, total }: View): number[] {
  const last = steps.at(-1)!
  const stride = last - (steps.at(-2) ?? 0)
  return total === null ? [last, last + 1, last + stride] : [total]
}

/** Between which lengths the first cycle after a ramp is, by where rates jump up; null where they don't. */
function cycleOf({ points: { steps, rates }, outline: { first } }: View, begin: number, mult: number) {
  let [low, high, cycles, length, count] = [0, Number.POSITIVE_INFINITY, 0, 1, 1]
  for (let row = first + 1; row < steps.length; row++) {
    if (rates[row]! <= rates[row - 1]!) continue
    cycles += length
    length *= mult
    count++
    low = Math.max(low, (steps[row - 1]! - begin) / cycles)
    high = Math.min(high, (steps[row]! - begin) / cycles)
  }
  return cycles === 0 || low >= high ? null : { low, high, count }
}

/** Where a ramp is likely to end. */
const beginOf = ({ points: { steps }, outline: { first } }: View, { length }: Ramp): number =>
  first === 0 ? length : Math.min(steps[first]!, length)

/** Starts of a first cycle: its middle and its longest, and for a ramp that ends elsewhere those of its ends. */
function firstCycles(view: View, ramp: Ramp, mult: number): number[] {
  const { points, outline } = view
  const begins = [beginOf(view, ramp), ...(outline.first === 0 ? [] : [points.steps[outline.first]!])]
  return begins.flatMap((begin) => {
    const cycle = cycleOf(view, begin, mult)
    return cycle === null ? [] : [(cycle.low + cycle.high) / 2, cycle.high]
  })
}

/** Cycles of equal length after a ramp as so many until the end of a run: Hugging Face's. */
function hardRestarts([length]: readonly number[], ramp: number, view: View): Spelling[] {
  const cycle = cycleOf(view, ramp, 1)
  if (cycle === null) return []
  const seen = cycle.count
  const lasts = Math.ceil((view.points.steps.at(-1)! - ramp) / length! - 1e-9)
  const all = endsOf(view).flatMap((end) => {
    const count = Math.round((end - ramp) / length!)
    return count >= Math.max(seen, lasts) ? [{ end, count }] : []
  })
  const whole = Math.max(seen, lasts)
  const nearest = { end: Math.round(ramp + whole * length!), count: whole }
  return [...all, nearest].map(({ end, count }) => ({
    name: 'cosine_hard_restarts',
    parameters: { t_max: end, num_cycles: count },
    rank: hardRank(length!, ramp),
  }))
}

/** torch's restarts have no ramp, and whole lengths. */
const hardRank = (length: number, ramp: number) => (ramp > 0 || Math.abs(length - Math.round(length)) > 1e-3 ? 0 : 2)

// More cycles are not looked for.
const MOST_CYCLES = 24

/** Half cosines until an end, and nothing from there: Hugging Face's. */
const hard = (count: number): Family => ({
  name: 'cosine_hard_restarts',
  parameters: ['t_max'],
  fixed: { num_cycles: count },
  isTold: () => true,
  floor: null,
  rank: ([end], ramp) => hardRank((end! - ramp) / count, ramp),
  showsRamp: true,
  starts: (view, ramp) => {
    const begin = beginOf(view, ramp)
    const cycle = cycleOf(view, begin, 1)
    if (cycle === null || cycle.count !== count) return []
    const near = begin + (count * (cycle.low + cycle.high)) / 2
    return [...endsOf(view), near].map((each) => [each])
  },
})

const restarts = (mult: number): Family => ({
  name: 'cosine_restarts',
  parameters: ['t_0'],
  fixed: { t_mult: mult },
  isTold: (name) => name === 't_mult' && mult !== 1,
  floor: 'alpha_f',
  showsRamp: true,
  starts: (view, ramp) => firstCycles(view, ramp, mult).map((each) => [each]),
  ...(mult === 1 ? { spellings: hardRestarts } : {}),
})

const fallingRestarts = (mult: number, decayApplies: 'peak' | 'amplitude' | 'all'): Family => ({
  ...restarts(mult),
  parameters: ['t_0', 'cycle_decay'],
  fixed: { t_mult: mult, decay_applies: decayApplies },
  ...(decayApplies === 'amplitude' ? {} : { isMixed: true }),
  starts: (view, ramp) => {
    const { peakRates } = view.turns
    const from = view.outline.top
    const decay = peakRates.length === 0 ? 0.5 : (peakRates.at(-1)! / from) ** (1 / peakRates.length)
    if (!(decay < 0.995)) return []
    return firstCycles(view, ramp, mult).map((each) => [each, decay])
  },
})

/** Hugging Face's cosine of several waves, which is torch's beyond its T_max: only the length of a half is seen. */
const waves: Family = {
  name: 'cosine_decay',
  parameters: ['t_max'],
  fixed: { after: 'continue' },
  floor: 'alpha_f',
  showsRamp: true,
  starts: (view, ramp) => {
    const { peaks, troughs } = view.turns
    if (troughs.length === 0) return []
    const begin = beginOf(view, ramp)
    const turns = [...peaks.filter((each) => each > begin + 1 && each > troughs[0]!), ...troughs].sort((a, b) => a - b)
    const half = (turns.at(-1)! - begin) / turns.length
    const first = troughs[0]! - begin
    return [half, first].filter((each) => each > 0).map((each) => [begin + each])
  },
  spellings: ([end], ramp, view) => {
    const half = end! - ramp
    return endsOf(view).flatMap((total): Spelling[] => {
      const halves = Math.round((total - ramp) / half)
      if (halves < 2) return []
      return [
        {
          name: 'cosine_decay',
          parameters: { t_max: total, num_cycles: halves / 2 },
          fixed: { after: 'continue' },
          note: () => `A cosine that goes on from a half of ${Number(half.toPrecision(6))} updates is the same.`,
        },
      ]
    })
  },
}

/** Lengths of a cycle, and where in it the peak is: between where lines meet, and whole numbers near that. */
function triangles({ turns: { peaks, troughs }, points: { steps } }: View): { period: number; up: number }[] {
  const count = peaks.length
  if (count === 0) return []
  const stride = steps.length < 2 ? 1 : (steps.at(-1)! - steps[0]!) / (steps.length - 1)
  const down = troughs.filter((each) => each > peaks[0]!)[0]
  const periods =
    count > 1
      ? spread((peaks.at(-1)! - peaks[0]!) / (count - 1), stride / (count - 1))
      : troughs.length > 1
        ? [troughs[1]! - troughs[0]!]
        : down === undefined
          ? [2 * peaks[0]!]
          : [down]
  return periods.map((period) => {
    const up = peaks[0]! % period
    return { period, up: up < 1e-6 ? period / 2 : up }
  })
}

const spread = (middle: number, by: number) => [0, -0.5, 0.5, -0.9, 0.9].map((part) => middle + part * by)

/** Less than a rise after a fall shows no cycle. */
const isOnce = ({ turns: { peaks, troughs }, points: { rates } }: View): string | null =>
  peaks.length > 1 || (troughs.length > 0 && rates.at(-1)! > rates.at(-2)!)
    ? null
    : 'Less than a cycle is seen, which other families have too: a line down, one cycle.'

type Mode = 'triangular' | 'triangular2' | 'exp_range' | 'shrink'

/** The factor that peaks fall by, from one to the next. */
function fall({ turns: { peakRates, troughRates } }: View): number | null {
  if (peakRates.length < 2) return null
  const low = Math.min(...troughRates)
  const factor = ((peakRates.at(-1)! - low) / (peakRates[0]! - low)) ** (1 / (peakRates.length - 1))
  return factor > 0 && factor < 0.9999 ? factor : null
}

function cyclic(mode: Mode, isEven: boolean): Family {
  const hasGamma = mode === 'exp_range' || mode === 'shrink'
  return {
    name: 'cyclic',
    parameters: [...(isEven ? ['t_up'] : ['t_up', 't_down']), ...(hasGamma ? ['gamma'] : [])],
    fixed: { mode },
    floor: 'alpha_min',
    hasRamp: false,
    doubt: isOnce,
    starts: (view) => {
      const factor = fall(view)
      if ((mode === 'triangular') !== (factor === null)) return []
      return triangles(view).flatMap(({ period, up }) => {
        const times = isEven ? [period / 2] : [up, period - up]
        if (times.some((each) => !(each > 0))) return []
        return hasGamma ? [[...times, mode === 'shrink' ? factor! : factor! ** (1 / period)]] : [times]
      })
    },
  }
}

const mults = [1, 2, 3]
const parts = ['peak', 'amplitude', 'all'] as const

const again: readonly Family[] = [
  waves,
  ...Array.from({ length: MOST_CYCLES - 1 }, (_, index) => hard(index + 2)),
  ...mults.map(restarts),
  ...mults.flatMap((mult) => parts.map((part) => fallingRestarts(mult, part))),
  ...[true, false].flatMap((isEven) =>
    (['triangular', 'triangular2', 'exp_range', 'shrink'] as const).map((mode) => cyclic(mode, isEven)),
  ),
]

export const CYCLES: readonly Family[] = [
  ...again.map((family) => ({ ...family, risesAgain: true })),
  // Of less than a cycle one knows that it is one of these.
  ...[cyclic('triangular', true), cyclic('triangular', false)],
]
