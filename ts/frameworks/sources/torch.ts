/**
 * What torch's schedulers are given, as types.
 */

/** Keyword arguments by class of torch.optim.lr_scheduler. */
export interface TorchArguments {
  /** A factor until total_iters (5), then 1; factor is 1/3 unless given. */
  ConstantLR: { factor?: number; total_iters?: number }
  /** A line from start_factor (1/3) to end_factor (1) in total_iters (5) steps. */
  LinearLR: { start_factor?: number; end_factor?: number; total_iters?: number }
  /** A power (1) of what is left of total_iters (5) steps. */
  PolynomialLR: { total_iters?: number; power?: number }
  /** gamma to the power of the step. */
  ExponentialLR: { gamma: number }
  /** gamma (0.1) every step_size steps. */
  StepLR: { step_size: number; gamma?: number }
  /** gamma (0.1) at each milestone. */
  MultiStepLR: { milestones: readonly number[]; gamma?: number }
  /** A function can't be read; its factors can. */
  MultiplicativeLR: { lr_lambda: { constant: number } | { table_from_1: readonly number[]; beyond?: number } }
  /** A cosine to eta_min (0), a learning rate, at T_max; it rises again behind it. */
  CosineAnnealingLR: { T_max: number; eta_min?: number }
  /** Cosines of T_0, T_0 · T_mult (1), … steps to eta_min (0). */
  CosineAnnealingWarmRestarts: { T_0: number; T_mult?: number; eta_min?: number }
  /** Triangles between two learning rates; step_size_up is 2000 unless given. */
  CyclicLR: {
    base_lr: number | readonly number[]
    max_lr: number | readonly number[]
    step_size_up?: number
    step_size_down?: number | null
    mode?: 'triangular' | 'triangular2' | 'exp_range'
    gamma?: number
    cycle_momentum?: boolean
    base_momentum?: number | readonly number[]
    max_momentum?: number | readonly number[]
  }
  /** Up to max_lr and down again in total_steps, or epochs · steps_per_epoch. */
  OneCycleLR: {
    max_lr: number | readonly number[]
    total_steps?: number | null
    epochs?: number | null
    steps_per_epoch?: number | null
    pct_start?: number
    anneal_strategy?: 'cos' | 'linear'
    cycle_momentum?: boolean
    base_momentum?: number | readonly number[]
    max_momentum?: number | readonly number[]
    div_factor?: number
    final_div_factor?: number
    three_phase?: boolean
  }
}

/** A scheduler of torch: a class with its keyword arguments, or one with schedulers within it. */
export type TorchSource =
  | {
      readonly [C in keyof TorchArguments]: {
        readonly class: C | `torch.optim.lr_scheduler.${C}`
        readonly kwargs: Readonly<TorchArguments[C] & { last_epoch?: number }>
      }
    }[keyof TorchArguments]
  | {
      readonly class: 'SequentialLR' | 'torch.optim.lr_scheduler.SequentialLR'
      readonly schedulers: readonly TorchSource[]
      readonly kwargs: { readonly milestones: readonly number[] }
    }
  | {
      readonly class: 'ChainedScheduler' | 'torch.optim.lr_scheduler.ChainedScheduler'
      readonly schedulers: readonly TorchSource[]
      readonly kwargs?: { readonly [key: string]: never }
    }

/** A saved scheduler, with the optimizer's state beside it where it keeps learning rates (OneCycleLR). */
export interface TorchState {
  /** What `state_dict()` of the scheduler gave. */
  readonly state_dict: Readonly<Record<string, unknown>>
  /** What `state_dict()` of the optimizer gave. */
  readonly optimizer?: { readonly param_groups: readonly Readonly<Record<string, unknown>>[] }
}
