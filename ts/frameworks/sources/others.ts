/**
 * What libraries other than torch and transformers are given, as types.
 */

type Call<Name extends string, Arguments> = { readonly fn: Name; readonly kwargs: Readonly<Arguments> }
type Class<Name extends string, Arguments> = { readonly class: Name; readonly kwargs: Readonly<Arguments> }
type Steps = readonly (readonly [step: number, scale: number])[] | Readonly<Record<number, number>>

interface TimmShared {
  warmup_t?: number
  warmup_lr_init?: number
  t_in_epochs?: boolean
}
interface TimmCycles extends TimmShared {
  t_initial: number
  lr_min?: number
  cycle_mul?: number
  cycle_decay?: number
  cycle_limit?: number
  warmup_prefix?: boolean
}

/** A scheduler of timm, or the arguments of its factory. */
export type TimmSource =
  | Class<'CosineLRScheduler', TimmCycles & { k_decay?: number }>
  | Class<'PolyLRScheduler', TimmCycles & { k_decay?: number; power?: number }>
  | Class<'TanhLRScheduler', TimmCycles & { lb?: number; ub?: number }>
  | Class<'StepLRScheduler', TimmShared & { decay_t: number; decay_rate?: number; warmup_prefix?: boolean }>
  | Class<
      'MultiStepLRScheduler',
      TimmShared & { decay_t: readonly number[]; decay_rate?: number; warmup_prefix?: boolean }
    >
  | Class<
      'WSDLRScheduler',
      TimmShared & {
        t_initial: number
        decay_t: number
        lr_min?: number
        stable_fn?: 'constant' | 'rsqrt' | 'power'
        stable_timescale?: number | null
        stable_power?: number
        decay_fn?: 'linear' | '1-sqrt' | 'cosine' | 'power' | 'exp'
        decay_power?: number
        decay_ratio?: number
      }
    >
  | Call<'create_scheduler_v2', Record<string, unknown>>

interface OptaxCosine {
  init_value: number
  peak_value: number
  warmup_steps: number
  decay_steps: number
  end_value?: number
  exponent?: number
}
interface OptaxExponential {
  transition_steps: number
  decay_rate: number
  transition_begin?: number
  staircase?: boolean
  end_value?: number | null
}

/** A schedule of optax. */
export type OptaxSource =
  | Call<'constant_schedule', { value: number }>
  | Call<
      'linear_schedule',
      { init_value: number; end_value: number; transition_steps: number; transition_begin?: number }
    >
  | Call<
      'polynomial_schedule',
      { init_value: number; end_value: number; power: number; transition_steps: number; transition_begin?: number }
    >
  | Call<'exponential_decay', OptaxExponential & { init_value: number }>
  | Call<'cosine_decay_schedule', { init_value: number; decay_steps: number; alpha?: number; exponent?: number }>
  | Call<'warmup_constant_schedule', { init_value: number; peak_value: number; warmup_steps: number }>
  | Call<'warmup_cosine_decay_schedule', OptaxCosine>
  | Call<
      'warmup_exponential_decay_schedule',
      OptaxExponential & { init_value: number; peak_value: number; warmup_steps: number }
    >
  | Call<'piecewise_constant_schedule', { init_value: number; boundaries_and_scales?: Steps | null }>
  | Call<
      'piecewise_interpolate_schedule',
      { interpolate_type: 'linear' | 'cosine'; init_value: number; boundaries_and_scales?: Steps | null }
    >
  | Call<
      'linear_onecycle_schedule',
      {
        transition_steps: number
        peak_value: number
        pct_start?: number
        pct_final?: number
        div_factor?: number
        final_div_factor?: number
      }
    >
  | Call<
      'cosine_onecycle_schedule',
      {
        transition_steps: number
        peak_value: number
        pct_start?: number
        div_factor?: number
        final_div_factor?: number
      }
    >
  | Call<'sgdr_schedule', { cosine_kwargs: readonly Readonly<OptaxCosine>[] }>
  | {
      readonly fn: 'join_schedules'
      readonly schedules: readonly OptaxSource[]
      readonly kwargs: { readonly boundaries: readonly number[] }
    }

/** A schedule of keras, by class, or as `serialize` writes it. */
export type KerasSource =
  | {
      readonly [C in keyof KerasArguments]: Class<C, KerasArguments[C]>
    }[keyof KerasArguments]
  | { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> }

/** The arguments of keras' schedules. */
export interface KerasArguments {
  /** A factor in each decay_steps, in stairs if they are asked for. */
  ExponentialDecay: {
    initial_learning_rate: number
    decay_steps: number
    decay_rate: number
    staircase?: boolean
    name?: string
  }
  /** One over one plus decay_rate · step / decay_steps. */
  InverseTimeDecay: {
    initial_learning_rate: number
    decay_steps: number
    decay_rate: number
    staircase?: boolean
    name?: string
  }
  /** To end_learning_rate (1e-4) in decay_steps, by a power (1), once or in cycles. */
  PolynomialDecay: {
    initial_learning_rate: number
    decay_steps: number
    end_learning_rate?: number
    power?: number
    cycle?: boolean
    name?: string
  }
  /** The next value once a boundary is passed. */
  PiecewiseConstantDecay: { boundaries: readonly number[]; values: readonly number[]; name?: string }
  /** To alpha (0) of where it starts in decay_steps, which begin after the warm-up. */
  CosineDecay: {
    initial_learning_rate: number
    decay_steps: number
    alpha?: number
    warmup_target?: number | null
    warmup_steps?: number
    name?: string
  }
  /** Cosines each t_mul (2) times as long and m_mul (1) times as high. */
  CosineDecayRestarts: {
    initial_learning_rate: number
    first_decay_steps: number
    t_mul?: number
    m_mul?: number
    alpha?: number
    name?: string
  }
}

/** A DeepSpeed configuration; keys other than these are as they may be. */
export interface DeepSpeedConfig {
  /** The scheduler: one of DeepSpeed's, or a class of torch. */
  readonly scheduler: {
    readonly type: 'WarmupLR' | 'WarmupDecayLR' | 'WarmupCosineLR' | 'OneCycle' | 'LRRangeTest' | (string & {})
    readonly params?: Readonly<Record<string, unknown>>
  }
  /** The optimizer, whose `params.lr` is the learning rate. */
  readonly optimizer?: { readonly type?: string; readonly params?: Readonly<Record<string, unknown>> }
  /** Anything else. */
  readonly [key: string]: unknown
}

/** Flags of a command line by their names, with or without dashes. */
export type FlagsSource = Readonly<Record<string, unknown>>

/** A source that says its class or function, with keyword arguments; `Names` are those that are known. */
export type NamedSource<Names extends string> =
  | { readonly class: Names; readonly kwargs: Readonly<Record<string, unknown>> }
  | { readonly fn: Names; readonly kwargs: Readonly<Record<string, unknown>> }
