/**
 * The scheduler that decays as the inverse of a square root, for runs whose end is not known: llm-foundry's.
 */
import { SchedulerError } from '../errors/error.js'
import type { Time, TimeString, TimeUnit } from '../state/time/time.js'
import { BuiltinScheduler } from './builtin.js'

/** A time in the unit of max_duration. */
type AbsoluteTime = Time | TimeString<Exclude<TimeUnit, 'sec' | 'dur'>>

/** The options of an InverseSquareRootWithWarmupScheduler. */
export interface InverseSquareRootWithWarmupSchedulerOptions {
  /** Length of the ramp from 0 to 1, in the unit of max_duration; not scaled. */
  tWarmup: AbsoluteTime
  /** Time after the ramp in which the root grows from 1 to √2, in the unit of max_duration. */
  tScale: AbsoluteTime
  /** Length of the line before `tMax`, in the unit of max_duration; 0 for none. */
  tCooldown: AbsoluteTime
  /** Where the line ends. Default '1dur'. */
  tMax?: Time | TimeString<Exclude<TimeUnit, 'sec'>>
  /** Multiplier that the root falls to in the end; at least `alphaFCooldown`. Default 0. */
  alphaFDecay?: number
  /** Multiplier at the end of the line. Default 0. */
  alphaFCooldown?: number
}

/**
 * A ramp, the inverse of a square root, and a line at the end: α(t) = t / tWarmup while t < tWarmup, then
 * alphaFDecay + (1 − alphaFDecay) / √((t − tWarmup + tScale) / tScale) while t < tMax − tCooldown, then a line from there
 * to alphaFCooldown at tMax. llm-foundry: `llmfoundry.optim.InverseSquareRootWithWarmupScheduler`.
 *
 * The ratio scales all times but `tWarmup`. Errors: `'time-unit'` (a fraction of the run for `tWarmup`, `tScale` or
 * `tCooldown`), `'alpha-order'`; of a run `'warmup-units'` (a time in another unit than max_duration); from the end of
 * the ramp on `'zero-length'` (a `tScale` that scaling leaves nothing of).
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '400ba' })
 * const options = { tWarmup: '20ba', tScale: '10ba', tCooldown: '100ba', alphaFDecay: 0.1 } as const
 * const curve = new InverseSquareRootWithWarmupScheduler(options).resolve(run)
 * Array.from([10, 20, 50, 400], (batch) => curve.at(batch)) // => [0.5, 1, 0.55, 0]
 * ```
 */
export class InverseSquareRootWithWarmupScheduler extends BuiltinScheduler {
  /** Length of the ramp. */
  declare readonly tWarmup: Time
  /** Time in which the root grows from 1 to √2. */
  declare readonly tScale: Time
  /** Length of the line. */
  declare readonly tCooldown: Time
  /** Where the line ends. */
  declare readonly tMax: Time
  /** Multiplier that the root falls to. */
  declare readonly alphaFDecay: number
  /** Multiplier at the end of the line. */
  declare readonly alphaFCooldown: number

  constructor(options: InverseSquareRootWithWarmupSchedulerOptions) {
    super('InverseSquareRootWithWarmupScheduler', options)
    const { alphaFDecay, alphaFCooldown } = this
    if (alphaFDecay < alphaFCooldown) throw new SchedulerError('alpha-order', { alphaFDecay, alphaFCooldown })
    const times = { t_warmup: this.tWarmup, t_scale: this.tScale, t_cooldown: this.tCooldown }
    for (const [option, time] of Object.entries(times)) {
      if (time.unit === 'dur') throw new SchedulerError('time-unit', { found: String(time), option })
    }
  }
}
