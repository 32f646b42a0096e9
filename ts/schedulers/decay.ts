/**
 * Schedulers that decay once, after a ramp or without one, as other libraries have them.
 */
import type { ExactTime, ExactTimeInput } from '../state/time/exact.js'
import type { Choice } from '../wasm/table.js'
import { checkNotNegative } from './checks.js'
import { RampedScheduler, type RampOptions } from './ramp.js'

/** The options of a LinearDecayScheduler. */
export interface LinearDecaySchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** Multiplier at the start. Default 1. */
  alphaI?: number
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** Where the decay begins, with alphaI until then; in place of a ramp. Default null. */
  tBegin?: ExactTimeInput | null
}

/**
 * A ramp, then a line: α(t) = alphaI + (alphaF − alphaI) · τ with τ = min(1, (t − w) / (tMax − w)), where w is
 * tWarmup. Found in all libraries: `torch.optim.lr_scheduler.LinearLR`,
 * `transformers.get_linear_schedule_with_warmup`, `optax.linear_schedule`.
 *
 * Where tMax is not after the ramp, alphaF follows at once.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new LinearDecayScheduler({ tWarmup: '20ba', alphaF: 0.5 }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [0, 1, 0.875, 0.75, 0.625]
 * ```
 */
export class LinearDecayScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Where the decay begins; null for after the ramp. */
  declare readonly tBegin: ExactTime | null

  constructor(options: LinearDecaySchedulerOptions = {}) {
    super('LinearDecayScheduler', options)
  }
}

/** The options of a CosineDecayScheduler. */
export interface CosineDecaySchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** Multiplier at the start. Default 1. */
  alphaI?: number
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** How many waves there are until tMax. Default 0.5. */
  numCycles?: number
  /** The power of the cosine. Default 1. */
  exponent?: number
  /** How much later the decay already is at its start. Default null. */
  decayShift?: ExactTimeInput | null
  /** From tMax on: 'hold' alphaF, or 'continue' the wave, which rises again. Default 'hold'. */
  after?: Choice<'after'>
  /** Where the decay begins, with alphaI until then; in place of a ramp. Default null. */
  tBegin?: ExactTimeInput | null
}

/**
 * A ramp, then a cosine: α(t) = alphaF + (alphaI − alphaF) · c^exponent with c = ½(1 + cos(2π · numCycles · τ)) and τ
 * = (t + decayShift − w) / (tMax − w), where w is tWarmup. `transformers.get_cosine_schedule_with_warmup`,
 * `optax.warmup_cosine_decay_schedule`, `torch.optim.lr_scheduler.CosineAnnealingLR` (after: 'continue').
 *
 * Half a wave is numCycles 0.5. Where tMax is not after the ramp, alphaF follows at once.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new CosineDecayScheduler({ tWarmup: '50ba' }).resolve(run)
 * Array.from(curve.fill({ count: 5, stride: 25 })) // => [0, 0.5, 1, 0.5, 0]
 * ```
 */
export class CosineDecayScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** How many waves there are until tMax. */
  declare readonly numCycles: number
  /** The power of the cosine. */
  declare readonly exponent: number
  /** How much later the decay already is at its start; null for not at all. */
  declare readonly decayShift: ExactTime | null
  /** Whether it holds at the end, or goes on. */
  declare readonly after: Choice<'after'>
  /** Where the decay begins; null for after the ramp. */
  declare readonly tBegin: ExactTime | null

  constructor(options: CosineDecaySchedulerOptions = {}) {
    super('CosineDecayScheduler', options)
    checkNotNegative({ numCycles: this.numCycles })
  }
}

/** The options of a PolynomialDecayScheduler. */
export interface PolynomialDecaySchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** The power. Default 1. */
  power?: number
  /** Multiplier at the start. Default 1. */
  alphaI?: number
  /** Multiplier at the end. Default 0. */
  alphaF?: number
  /** Whether tMax is taken again and again, ⌈t / tMax⌉ times, as in keras. Default false. */
  cycle?: boolean
  /** Where the decay begins, with alphaI until then; in place of a ramp. Default null. */
  tBegin?: ExactTimeInput | null
}

/**
 * A ramp, then a power of what is left: α(t) = alphaF + (alphaI − alphaF) · (1 − τ)^power with τ = min(1, (t − w) /
 * (tMax − w)), where w is tWarmup. `torch.optim.lr_scheduler.PolynomialLR`,
 * `transformers.get_polynomial_decay_schedule_with_warmup`, `optax.polynomial_schedule`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new PolynomialDecayScheduler({ power: 2 }).resolve(run)
 * Array.from(curve.fill({ stride: 25 })) // => [1, 0.5625, 0.25, 0.0625]
 * ```
 */
export class PolynomialDecayScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** The power. */
  declare readonly power: number
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** Multiplier at the end. */
  declare readonly alphaF: number
  /** Whether the length is taken again and again. */
  declare readonly cycle: boolean
  /** Where the decay begins; null for after the ramp. */
  declare readonly tBegin: ExactTime | null

  constructor(options: PolynomialDecaySchedulerOptions = {}) {
    super('PolynomialDecayScheduler', options)
  }
}

/** The options of a ExponentialDecayScheduler. */
export interface ExponentialDecaySchedulerOptions extends RampOptions {
  /** Factor for each decay period. */
  gamma: number
  /** Length of a decay period. */
  tDecay: ExactTimeInput
  /** Multiplier at the start. Default 1. */
  alphaI?: number
  /** The lowest multiplier with a gamma below 1, else the highest. Default null: there is none. */
  alphaF?: number | null
  /** Whether only whole periods count. Default false. */
  staircase?: boolean
  /** Where the decay begins, with alphaI until then; in place of a ramp. Default null. */
  tBegin?: ExactTimeInput | null
}

/**
 * A ramp, then a factor for each decay period: α(t) = alphaI · gamma^((t − w) / tDecay), where w is tWarmup; never
 * beyond alphaF, if it is given. `torch.optim.lr_scheduler.ExponentialLR`, `optax.exponential_decay`,
 * `keras.optimizers.schedules.ExponentialDecay`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new ExponentialDecayScheduler({ gamma: 0.5, tDecay: '20ba' }).resolve(run)
 * Array.from(curve.fill({ stride: 20 })) // => [1, 0.5, 0.25, 0.125, 0.0625]
 * ```
 */
export class ExponentialDecayScheduler extends RampedScheduler {
  /** Factor for each decay period. */
  declare readonly gamma: number
  /** Length of a decay period. */
  declare readonly tDecay: ExactTime
  /** Multiplier at the start. */
  declare readonly alphaI: number
  /** The lowest multiplier with a gamma below 1, else the highest; null for none. */
  declare readonly alphaF: number | null
  /** Whether only whole periods count. */
  declare readonly staircase: boolean
  /** Where the decay begins; null for after the ramp. */
  declare readonly tBegin: ExactTime | null

  constructor(options: ExponentialDecaySchedulerOptions) {
    super('ExponentialDecayScheduler', options)
  }
}

/** The options of a InverseTimeDecayScheduler. */
export interface InverseTimeDecaySchedulerOptions extends RampOptions {
  /** Length of a decay period. */
  tDecay: ExactTimeInput
  /** What each decay period adds to the divisor. */
  rate: number
  /** Whether only whole periods count. Default false. */
  staircase?: boolean
  /** Multiplier at the start. Default 1. */
  alphaI?: number
}

/**
 * A ramp, then one over one plus the time: α(t) = alphaI / (1 + rate · (t − w) / tDecay), where w is tWarmup.
 * `keras.optimizers.schedules.InverseTimeDecay`.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new InverseTimeDecayScheduler({ tDecay: '25ba', rate: 1 }).resolve(run)
 * Array.from([0, 25, 75], (batch) => curve.at(batch)) // => [1, 0.5, 0.25]
 * ```
 */
export class InverseTimeDecayScheduler extends RampedScheduler {
  /** Length of a decay period. */
  declare readonly tDecay: ExactTime
  /** What each decay period adds to the divisor. */
  declare readonly rate: number
  /** Whether only whole periods count. */
  declare readonly staircase: boolean
  /** Multiplier at the start. */
  declare readonly alphaI: number

  constructor(options: InverseTimeDecaySchedulerOptions) {
    super('InverseTimeDecayScheduler', options)
  }
}

/** The options of a RexScheduler. */
export interface RexSchedulerOptions extends RampOptions {
  /** Where the decay ends. Default '1dur'. */
  tMax?: ExactTimeInput
  /** Multiplier at the end. Default 0. */
  alphaF?: number
}

/**
 * A ramp, then the reflected exponential: α(t) = alphaF + (1 − alphaF) · (1 − τ) / (1 − τ / 2) with τ = min(1, (t − w)
 * / (tMax − w)), where w is tWarmup. `pytorch_optimizer.REXScheduler`; Chen et al., "REX: Revisiting Budgeted Training
 * with an Improved Schedule" (2021).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const curve = new RexScheduler().resolve(run)
 * Array.from(curve.fill({ count: 3, stride: 50 })) // => [1, 0.6666666666666666, 0]
 * ```
 */
export class RexScheduler extends RampedScheduler {
  /** Where the decay ends. */
  declare readonly tMax: ExactTime
  /** Multiplier at the end. */
  declare readonly alphaF: number

  constructor(options: RexSchedulerOptions = {}) {
    super('RexScheduler', options)
  }
}
