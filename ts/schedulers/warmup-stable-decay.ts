/**
 * The scheduler with a ramp, a stable phase and a decay.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { checkDecayRatio, checkNotNegative, refuse } from './checks.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a WarmupStableDecayScheduler. */
export interface WarmupStableDecaySchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** Length of the decay. Default '0.1dur'. */
  tDecay?: ExactTimeInput
  /** How it decays. Default 'linear'. */
  decay?: Choice<'decay'>
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** The power of the decay 'power'; at least 0. Default 2. */
  decayPower?: number
  /** The ratio of the decay 'exp'; above 0, and not 1. Default 0.1. */
  decayRatio?: number
  /** How many waves the decay 'cosine' has. Default 0.5. */
  numCycles?: number
  /** What the stable phase is. Default 'constant'. */
  stable?: Choice<'stable'>
  /** Time in which a stable phase that falls does so. Default null: that of the form. */
  stableTimescale?: ExactTimeInput | null
  /** The power of the stable phase 'power'; at least 0. Default 0.5. */
  stablePower?: number
}

/**
 * A ramp, a stable phase, and a decay of length tDecay up to tMax: from tMax − tDecay on α = alphaF + (s − alphaF) ·
 * D(p), where s is the stable phase and p the fraction of the decay. `transformers.get_wsd_schedule`, Megatron-LM's
 * WSD, `timm.scheduler.WSDLRScheduler`, nanochat; Hu et al., "MiniCPM" (2024).
 *
 * D is 1 − p ('linear'), ½(1 + cos 2π · numCycles · p) ('cosine'), 1 − √p ('1-sqrt'), 1 − p^decayPower ('power') or
 * (r^p − r) / (1 − r) with r = decayRatio ('exp'); 'geometric' is alphaF^p itself. The stable phase is 1 ('constant'),
 * or (1 + (t − w) / stableTimescale)^−½ ('rsqrt') or ^−stablePower ('power'), never below alphaF.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new WarmupStableDecayScheduler({ tWarmup: '20ba', tDecay: '40ba' }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [0, 1, 1, 1, 0.5]
 * ```
 */
export class WarmupStableDecayScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** Length of the decay. */
  declare readonly tDecay: ExactTime
  /** How it decays. */
  declare readonly decay: Choice<'decay'>
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** The power of the decay. */
  declare readonly decayPower: number
  /** The ratio of the decay. */
  declare readonly decayRatio: number
  /** How many waves the decay has. */
  declare readonly numCycles: number
  /** What the stable phase is. */
  declare readonly stable: Choice<'stable'>
  /** Time in which a stable phase that falls does so; null for that of the form. */
  declare readonly stableTimescale: ExactTime | null
  /** The power of the stable phase. */
  declare readonly stablePower: number

  constructor(options: WarmupStableDecaySchedulerOptions = {}) {
    super('WarmupStableDecayScheduler', options)
    checkNotNegative({ decayPower: this.decayPower, numCycles: this.numCycles, stablePower: this.stablePower })
    checkDecayRatio(this.decayRatio)
    if (this.decay === 'geometric' && this.alphaF < 0) {
      refuse(
        'alphaF',
        "at least 0 with the decay 'geometric', whose base it is",
        this.alphaF,
        'Raise it, or use another decay.',
      )
    }
  }
}
