/**
 * The scheduler that brings another down at its end.
 */
import type { ExactTime, ExactTimeInput } from '../../state/time/exact.js'
import type { Choice } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import { checkDecayRatio, checkNotNegative, refuse } from '../checks.js'
import { SchedulerNode } from './node.js'

/** The options of a CooldownScheduler. */
export interface CooldownSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** Where the cooldown starts; in place of tCooldown. Default null: by tCooldown. */
  tStart?: ExactTimeInput | null
  /** Length of the cooldown; in place of tStart. Default null: by tStart. */
  tCooldown?: ExactTimeInput | null
  /** Where it ends. Default '1dur'. */
  tEnd?: ExactTimeInput
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** How it falls. Default 'linear'. */
  shape?: Choice<'decline'>
  /** The power of the shape 'power'; at least 0. Default 2. */
  decayPower?: number
  /** The ratio of the shape 'exp'; above 0, and not 1. Default 0.1. */
  decayRatio?: number
  /** What it starts from: s as it goes on ('running'), or as it is at tStart ('frozen'). Default 'running'. */
  from?: Choice<'from'>
}

/**
 * Another that is brought down at its end: s(t) before tStart, then α = alphaF + (s − alphaF) · D(p) with p = (t −
 * tStart) / (tEnd − tStart), and alphaF from tEnd on. modded-nanogpt; Hägele et al., "Scaling Laws and Compute-Optimal
 * Training Beyond Fixed Training Durations" (2024).
 *
 * D is 1 − p ('linear'), ½(1 + cos πp) ('cosine'), 1 − √p ('1-sqrt'), 1 − p^decayPower ('power') or (r^p − r) / (1 −
 * r) with r = decayRatio ('exp').
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const cooled = new CooldownScheduler({ scheduler: new ConstantScheduler(), tCooldown: '50ba' })
 * Array.from(cooled.resolve(run).fill({ stride: 25 })) // => [1, 1, 1, 0.5]
 * new CooldownScheduler({ scheduler: new ConstantScheduler() }) // throws 'option-range'
 * ```
 */
export class CooldownScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** Where the cooldown starts; null where its length is given. */
  declare readonly tStart: ExactTime | null
  /** Length of the cooldown; null where its start is given. */
  declare readonly tCooldown: ExactTime | null
  /** Where it ends. */
  declare readonly tEnd: ExactTime
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** How it falls. */
  declare readonly shape: Choice<'decline'>
  /** The power of the shape. */
  declare readonly decayPower: number
  /** The ratio of the shape. */
  declare readonly decayRatio: number
  /** What it starts from. */
  declare readonly from: Choice<'from'>

  constructor(options: CooldownSchedulerOptions) {
    super('CooldownScheduler', options)
    const { tStart, tCooldown } = this
    if (tStart === null && tCooldown === null)
      refuse('tStart', 'given, or else tCooldown', null, 'Give one of the two.')
    if (tStart !== null && tCooldown !== null) {
      refuse('tCooldown', 'left out where tStart is given', tCooldown, 'Remove one of the two.')
    }
    checkNotNegative({ decayPower: this.decayPower })
    checkDecayRatio(this.decayRatio)
  }
}
