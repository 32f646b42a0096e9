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
  /** Waves of a cosine (0.5), or how many restarts (1). */
  num_cycles?: number
  /** polynomial: the learning rate at the end; 1e-7 unless given. */
  lr_end?: number
  /** polynomial: the power; 1 unless given. */
  power?: number
  /** inverse_sqrt: the length of the warm-up, or 10,000, unless given. */
  timescale?: number
  /** The lowest learning rate. */
  min_lr?: number
  /** The lowest learning rate as a part of the initial one. */
  min_lr_rate?: number
  /** cosine_warmup_with_min_lr: where the warm-up starts, as a part of the initial learning rate. */
  warmup_lr_rate?: number
  /** warmup_stable_decay: the steps of the decay. */
  num_decay_steps?: number
  /** warmup_stable_decay: the steps between; it wins over the number of training steps. */
  num_stable_steps?: number
  /** warmup_stable_decay: 'linear' unless given. */
  warmup_type?: 'linear' | 'cosine' | '1-sqrt'
  /** warmup_stable_decay: 'cosine' unless given. */
  decay_type?: 'linear' | 'cosine' | '1-sqrt'
  /** warmup_stable_decay: where the warm-up starts and the decay ends; 0 unless given. */
  min_lr_ratio?: number
}

/** TrainingArguments of version 4 or 5; keys that don't concern the schedule are as they may be. */
export interface TrainingArguments {
  /** 5e-5 unless given. */
  readonly learning_rate?: number
  /** 'linear' unless given. */
  readonly lr_scheduler_type?: TransformersSchedule | (string & {})
  /** Arguments of the schedule; JSON where it is a text. */
  readonly lr_scheduler_kwargs?: Readonly<TransformersScheduleArguments> | string | null
  /** Steps; from version 5 on a part of the steps where it is below 1. */
  readonly warmup_steps?: number
  /** Version 4: a part of the steps, where warmup_steps is 0. */
  readonly warmup_ratio?: number | null
  /** Updates of training; without them the option `total` is needed. */
  readonly max_steps?: number
  /** Epochs, which count where the option `epochBatches` is given; 3 unless given. */
  readonly num_train_epochs?: number
  /** Batches of an update; 1 unless given. */
  readonly gradient_accumulation_steps?: number
  /** Anything else. */
  readonly [key: string]: unknown
}

/** The arguments of get_scheduler. */
export interface GetSchedulerArguments {
  /** The schedule. */
  readonly name: TransformersSchedule
  /** Steps of the warm-up, which most schedules need. */
  readonly num_warmup_steps?: number | null
  /** Steps of the schedule, which most need. */
  readonly num_training_steps?: number | null
  /** Arguments of the schedule. */
  readonly scheduler_specific_kwargs?: Readonly<TransformersScheduleArguments> | null
}
