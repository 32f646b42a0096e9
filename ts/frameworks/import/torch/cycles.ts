/**
 * CyclicLR and OneCycleLR of torch, whose momentum goes against their learning rate.
 */
import { SchedulerError } from '../../../errors/error.js'
import { CyclicScheduler, OneCycleScheduler } from '../../../schedulers/classes.js'
import type { Fields } from '../fields.js'
import { hold } from '../forms.js'
import { ratio, time } from '../reading.js'
import type { TorchPart } from './part.js'

/** The modes of a CyclicLR. */
export const CYCLIC_MODES = ['triangular', 'triangular2', 'exp_range'] as const

/** The lowest and the highest of what is cycled. */
interface Bounds {
  readonly low: number
  readonly high: number
}

/** A CyclicLR, with its momentum, which is lowest where the learning rate is highest. */
export function cyclic(
  given: Fields,
  { up, down, mode, gamma }: { up: number; down: number; mode: (typeof CYCLIC_MODES)[number]; gamma: number },
  { low, high }: Bounds,
  momenta: Bounds | null,
): Omit<TorchPart, 'name'> {
  if (up === 0 || up + down === 0) throw new SchedulerError('zero-length', { what: given.at('step_size_up') })
  const isRead = up > 0 && down > 0 && !(mode === 'exp_range' && gamma < 0)
  if (!isRead) {
    const reason = 'Half cycles of no length or below 0, and a gamma below 0, are taken; what they make is not read.'
    given.reading.differs(given.path, reason, 0)
  }
  const scale = mode === 'exp_range' ? { gamma } : {}
  const cycle = (alphaMin: number, alphaMax: number) =>
    isRead
      ? new CyclicScheduler({ tUp: time(up), tDown: time(down), mode, ...scale, alphaMin, alphaMax })
      : hold(alphaMin)
  const scheduler = cycle(ratio(low, high), 1)
  const part = { base: high, last: Math.max(1, up + down), stepping: 'sets', initialLr: low, scheduler } as const
  return momenta === null ? part : { ...part, others: { momentum: cycle(momenta.high, momenta.low) } }
}

/** Where the phases of a OneCycleLR end. */
export interface OneCyclePhases {
  readonly peak: number
  readonly back: number | null
  readonly end: number
}

/** The multipliers and the momentum of a OneCycleLR. */
export function oneCycle(
  given: Fields,
  { peak, back, end }: OneCyclePhases,
  anneal: 'cosine' | 'linear',
  [low, high, last]: readonly [number, number, number],
  momenta: Bounds | null,
): Omit<TorchPart, 'name' | 'base'> {
  if (peak === 0) throw new SchedulerError('zero-length', { what: `${given.at('pct_start')} · total_steps − 1` })
  const past = 'At this step the last phase is extrapolated, or divides by 0; the next one is a ValueError.'
  given.reading.differs(given.at('total_steps'), past, end + 1)
  const isCut = back !== null && back >= end
  if (isCut) {
    const reason = 'With three phases and pct_start above 0.5 the return lies beyond the end, and is not reached.'
    given.reading.differs(given.at('pct_start'), reason, Math.max(0, Math.ceil(end)))
  }
  const times = isCut
    ? { tPeak: time(peak), tEnd: time(back) }
    : { tPeak: time(peak), tReturn: back === null ? null : time(back), tEnd: time(end) }
  const cycle = (alphaI: number, alphaM: number, alphaF: number) =>
    new OneCycleScheduler({ ...times, alphaI, alphaM, alphaF: isCut ? alphaI : alphaF, anneal })
  const part = { last: end, stepping: 'sets', scheduler: cycle(low, high, last) } as const
  return momenta === null ? part : { ...part, others: { momentum: cycle(momenta.high, momenta.low, momenta.high) } }
}
