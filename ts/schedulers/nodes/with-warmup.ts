/**
 * The scheduler that puts a ramp before another, or on it.
 */
import type { ExactTime, ExactTimeInput } from '../../state/time/exact.js'
import type { Choice } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import { SchedulerNode } from './node.js'

/** The options of a WithWarmupScheduler. */
export interface WithWarmupSchedulerOptions {
  /** The scheduler. */
  scheduler: ComposerScheduler
  /** Length of the ramp; not scaled unless `scaleWarmup`. */
  tWarmup: ExactTimeInput
  /** Multiplier that the ramp starts from. Default 0. */
  alphaW?: number
  /** How it rises; see RampOptions. Default 'linear'. */
  warmup?: Choice<'rise'>
  /** What its fraction is at the first batch; see RampOptions. Default 't/w'. */
  firstStep?: Choice<'first-step'>
  /** Whether the scale schedule ratio scales the ramp. Default false. */
  scaleWarmup?: boolean
  /** Where the scheduler begins: 'after' the ramp, or with it ('over', 'together'). Default 'after'. */
  start?: Choice<'start'>
}

/**
 * A ramp of length w = tWarmup before another scheduler, or on it: with start 'after' α(t) is s(t − w) behind the
 * ramp, which leads to s at its start, as in HF, optax and Megatron; with 'over' the same ramp, then s(t), as in timm;
 * with 'together' s(t) times a ramp to 1.
 *
 * With 'after' the other one sees a run that is shorter by w.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const warmed = new WithWarmupScheduler({ scheduler: new LinearScheduler(), tWarmup: '20ba' })
 * Array.from(warmed.resolve(run).fill({ stride: 20 })) // => [0, 1, 0.75, 0.5, 0.25]
 * ```
 */
export class WithWarmupScheduler extends SchedulerNode {
  /** The scheduler. */
  declare readonly scheduler: ComposerScheduler
  /** Length of the ramp. */
  declare readonly tWarmup: ExactTime
  /** Multiplier that the ramp starts from. */
  declare readonly alphaW: number
  /** How it rises. */
  declare readonly warmup: Choice<'rise'>
  /** What its fraction is at the first batch. */
  declare readonly firstStep: Choice<'first-step'>
  /** Whether the ratio scales the ramp. */
  declare readonly scaleWarmup: boolean
  /** Where the scheduler begins. */
  declare readonly start: Choice<'start'>

  constructor(options: WithWarmupSchedulerOptions) {
    super('WithWarmupScheduler', options)
  }
}

/** The options of a ramp around a scheduler. */
export type WarmupOptions = Omit<WithWarmupSchedulerOptions, 'scheduler'>

/**
 * A scheduler with a ramp before it, or on it: a WithWarmupScheduler.
 *
 * @example
 * ```ts
 * withWarmup(new LinearScheduler(), { tWarmup: '20ba' }).tWarmup.value // => 20
 * ```
 */
export function withWarmup(scheduler: ComposerScheduler, options: WarmupOptions): WithWarmupScheduler {
  return new WithWarmupScheduler({ ...options, scheduler })
}
