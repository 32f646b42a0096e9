/**
 * What torch's schedulers are given, as types.
 */

/** Keyword arguments by class of torch.optim.lr_scheduler. */
export interface TorchArguments {
  ConstantLR: { factor?: number; total_iters?: number }
  LinearLR: { start_factor?: number; end_factor?: number; total_iters?: number }
  PolynomialLR: { total_iters?: number; power?: number }
  ExponentialLR: { gamma: number }
  StepLR: { step_size: number; gamma?: number }
  MultiStepLR: { milestones: readonly number[]; gamma?: number }
  /** A function can't be read; its factors can. */
  MultiplicativeLR: { lr_lambda: { constant: number } | { table_from_1: readonly number[]; beyond?: number } }
  CosineAnnealingLR: { T_max: number; eta_min?: number }
  CosineAnnealingWarmRestarts: { T_0: number; T_mult?: number; eta_min?: number }
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
  readonly state_dict: Readonly<Record<string, unknown>>
  readonly optimizer?: { readonly param_groups: readonly Readonly<Record<string, unknown>>[] }
}
