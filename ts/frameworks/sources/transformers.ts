/**
 * What transformers is given, as types.
 */

/** Names of schedules that need no metric. */
export type TransformersSchedule =
  | 'constant'
  | 'constant_with_warmup'
  | 'linear'
  | 'cosine'
  | 'cosine_with_restarts'
  | 'polynomial'
  | 'inverse_sqrt'
  | 'cosine_with_min_lr'
  | 'cosine_warmup_with_min_lr'
  | 'warmup_stable_decay'

/** The arguments of the schedules themselves. */
export interface TransformersScheduleArguments {
  num_cycles?: number
  lr_end?: number
  power?: number
  timescale?: number
  min_lr?: number
  min_lr_rate?: number
  warmup_lr_rate?: number
  num_decay_steps?: number
  num_stable_steps?: number
  warmup_type?: 'linear' | 'cosine' | '1-sqrt'
  decay_type?: 'linear' | 'cosine' | '1-sqrt'
  min_lr_ratio?: number
}

/** TrainingArguments of version 4 or 5; keys that don't concern the schedule are as they may be. */
export interface TrainingArguments {
  readonly learning_rate?: number
  readonly lr_scheduler_type?: TransformersSchedule | (string & {})
  readonly lr_scheduler_kwargs?: Readonly<TransformersScheduleArguments> | string | null
  /** Steps; from version 5 on a part of the steps where it is below 1. */
  readonly warmup_steps?: number
  /** Version 4: a part of the steps, where warmup_steps is 0. */
  readonly warmup_ratio?: number | null
  readonly max_steps?: number
  readonly num_train_epochs?: number
  readonly gradient_accumulation_steps?: number
  readonly [key: string]: unknown
}

/** The arguments of get_scheduler. */
export interface GetSchedulerArguments {
  readonly name: TransformersSchedule
  readonly num_warmup_steps?: number | null
  readonly num_training_steps?: number | null
  readonly scheduler_specific_kwargs?: Readonly<TransformersScheduleArguments> | null
}
