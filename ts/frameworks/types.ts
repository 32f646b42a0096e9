/**
 * What a library's schedule is given as, and what it becomes here.
 */
import type { TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'

/** The libraries whose schedules are read; each has a line in `import/registry.ts`. */
export type Library =
  | 'torch'
  | 'transformers'
  | 'timm'
  | 'optax'
  | 'keras'
  | 'fvcore'
  | 'deepspeed'
  | 'megatron-core'
  | 'llm-foundry'
  | 'torchtitan'
  | 'nanoGPT'
  | 'nanochat'
  | 'modded-nanogpt'
  | 'fairseq'
  | 'OpenNMT-py'
  | 'icefall'
  | 'lm-engine'
  | 'pytorch-optimizer'

/** What `importSchedule` takes. */
export interface ImportOptions {
  /** Whose schedule it is: a {@link Library}, or another name of it, such as `hf` or `megatron`. */
  readonly library: Library | (string & {})
  /** What the library is given, as plain data: `{ class, kwargs }`, `{ fn, kwargs }`, `{ config }`, `{ flags }`, … */
  readonly source: unknown
  /** The learning rate of the optimizer, where the source doesn't say it. */
  readonly baseLr?: number
  /** How many updates training has, where the source doesn't say it; in epochs or samples where its steps are these. */
  readonly total?: number
  /** Batches in an epoch, which a schedule that looks at epochs too needs (Eden). */
  readonly epochBatches?: number
}

/** A default of the library that was taken because the source doesn't say it. */
export interface Assumed {
  /** Where it would stand in the source: `kwargs.eta_min`; an option of `importSchedule` by its name. */
  readonly path: string
  /** The value that was taken. */
  readonly value: unknown
  /** Whose default it is, with the version: `torch 2.7.0`. */
  readonly by: string
}

/** Something of the source that the scheduler doesn't do. */
export interface Unmatched {
  /** Where it stands in the source: `kwargs.noise_range_t`; '' for the source as a whole. */
  readonly path: string
  /** What the library does, in a sentence. */
  readonly reason: string
  /** The first step at which it shows, where it is known. */
  readonly step?: number
}

/** Second quantities of a source, as absolute values: they are evaluated with a `baseLr` of 1. */
export interface OtherSchedules {
  /** Momentum, or the first of the betas. */
  readonly momentum?: BuiltinScheduler
  /** Weight decay. */
  readonly weightDecay?: BuiltinScheduler
}

/** A library's schedule in terms of this package. */
export interface ImportedSchedule {
  /** The multiplier of {@link baseLr}; where the source is of another quantity, that. */
  readonly scheduler: BuiltinScheduler
  /** A run in which a batch is a step of the source. */
  readonly run: TrainingRun
  /** The learning rate that the multiplier is of. */
  readonly baseLr: number
  /** Momentum and weight decay, where the source says them. */
  readonly others: OtherSchedules
  /** Each default that was taken from the library. */
  readonly assumed: readonly Assumed[]
  /** Each key or quirk that the scheduler can't express. */
  readonly unmatched: readonly Unmatched[]
}
