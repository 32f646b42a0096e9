/**
 * `importSchedule` for people who write code: a function for each library, with the types of what it is given.
 */
import { importSchedule } from './import/import.js'
import type {
  DeepSpeedConfig,
  FlagsSource,
  KerasSource,
  NamedSource,
  OptaxSource,
  TimmSource,
} from './sources/others.js'
import type { TorchSource, TorchState } from './sources/torch.js'
import type { GetSchedulerArguments, TrainingArguments } from './sources/transformers.js'
import type { ImportedSchedule, ImportOptions, Library } from './types.js'

/** What a source may not say: see {@link ImportOptions}. */
export type SourceOptions = Pick<ImportOptions, 'baseLr' | 'total' | 'epochBatches'>

const read = (library: Library, source: unknown, options: SourceOptions = {}): ImportedSchedule =>
  importSchedule({ ...options, library, source })

/**
 * The schedule of a torch scheduler, or of its saved state.
 *
 * @example
 * ```ts
 * const { scheduler, run } = fromTorch({ class: 'StepLR', kwargs: { step_size: 30 } }, { baseLr: 0.1, total: 90 })
 * evaluate(scheduler, run, { at: [29, 30, 60], baseLr: 0.1 }) // => Float64Array.of(0.1, 0.010000000000000002, 0.0010000000000000002)
 * ```
 */
export const fromTorch = (source: TorchSource | TorchState, options?: SourceOptions): ImportedSchedule =>
  read('torch', source, options)

/**
 * The schedule of a transformers Trainer, of version 4 or 5.
 *
 * @example
 * ```ts
 * const { scheduler, run, baseLr } = fromTrainingArguments({ learning_rate: 1e-4, warmup_ratio: 0.1, max_steps: 100 })
 * evaluate(scheduler, run, { at: [5, 10, 55], baseLr }) // => Float64Array.of(0.00005, 0.0001, 0.00005)
 * ```
 */
export const fromTrainingArguments = (args: TrainingArguments, options?: SourceOptions): ImportedSchedule =>
  read('transformers', args, options)

/** The schedule of transformers' `get_scheduler`. */
export const fromGetScheduler = (kwargs: GetSchedulerArguments, options?: SourceOptions): ImportedSchedule =>
  read('transformers', { fn: 'get_scheduler', kwargs }, options)

/** The schedule of a timm scheduler, or of its factory. */
export const fromTimm = (source: TimmSource, options?: SourceOptions): ImportedSchedule => read('timm', source, options)

/** An optax schedule, joined ones too. */
export const fromOptax = (source: OptaxSource, options?: SourceOptions): ImportedSchedule =>
  read('optax', source, options)

/** A keras schedule. */
export const fromKeras = (source: KerasSource, options?: SourceOptions): ImportedSchedule =>
  read('keras', source, options)

/** A param scheduler of fvcore; `total` is where it ends. */
export const fromFvcore = (
  source: NamedSource<string> | (NamedSource<string> & { readonly schedulers: readonly unknown[] }),
  options: SourceOptions & { readonly total: number },
): ImportedSchedule => read('fvcore', source, options)

/** The scheduler of a DeepSpeed configuration. */
export const fromDeepSpeed = (config: DeepSpeedConfig, options?: SourceOptions): ImportedSchedule =>
  read('deepspeed', { config }, options)

/** The schedule that Megatron-LM's flags ask for. */
export const fromMegatron = (flags: FlagsSource, options?: SourceOptions): ImportedSchedule =>
  read('megatron-core', { flags }, options)

/** The scheduler of an llm-foundry configuration: `max_duration`, `scheduler`, `optimizer`. */
export const fromLlmFoundry = (config: Readonly<Record<string, unknown>>, options?: SourceOptions): ImportedSchedule =>
  read('llm-foundry', config, options)

/** The schedule of a torchtitan configuration: `lr_scheduler`, `training`, `optimizer`. */
export const fromTorchtitan = (
  config: { readonly lr_scheduler: Readonly<Record<string, unknown>>; readonly [section: string]: unknown },
  options?: SourceOptions,
): ImportedSchedule => read('torchtitan', config, options)

/** The schedule of nanoGPT, by the variables of its train.py. */
export const fromNanoGPT = (
  variables: {
    readonly learning_rate?: number
    readonly warmup_iters?: number
    readonly lr_decay_iters?: number
    readonly min_lr?: number
    readonly max_iters?: number
    readonly decay_lr?: boolean
  },
  options?: SourceOptions,
): ImportedSchedule => read('nanoGPT', variables, options)

/** A function of nanochat's scripts. */
export const fromNanochat = (
  source: {
    readonly fn:
      | 'base_train.get_lr_multiplier'
      | 'base_train.get_muon_momentum'
      | 'base_train.get_weight_decay'
      | 'chat_sft.get_lr_multiplier'
      | 'chat_sft.get_muon_momentum'
    readonly kwargs: Readonly<Record<string, number>>
  },
  options?: SourceOptions,
): ImportedSchedule => read('nanochat', source, options)

/** The schedule of modded-nanogpt, or its momentum. */
export const fromModdedNanoGPT = (
  source: NamedSource<'TrainingSchedule' | 'get_muon_momentum'>,
  options?: SourceOptions,
): ImportedSchedule => read('modded-nanogpt', source, options)

/** The schedule that fairseq's flags ask for. */
export const fromFairseq = (flags: FlagsSource, options?: SourceOptions): ImportedSchedule =>
  read('fairseq', { flags }, options)

/** The schedule of OpenNMT-py's options. */
export const fromOpenNMT = (config: Readonly<Record<string, unknown>>, options?: SourceOptions): ImportedSchedule =>
  read('OpenNMT-py', { config }, options)

/** Eden or Eden2 of icefall; Eden looks at epochs too, for which it needs `epochBatches`. */
export const fromIcefall = (
  source: {
    readonly class: 'Eden' | 'Eden2'
    readonly kwargs: {
      readonly lr_batches: number
      readonly lr_epochs?: number
      readonly warmup_batches?: number
      readonly warmup_start?: number
    }
  },
  options?: SourceOptions,
): ImportedSchedule => read('icefall', source, options)

/** A scheduler of lm-engine. */
export const fromLmEngine = (
  source: NamedSource<
    'ConstantScheduler' | 'LinearScheduler' | 'CosineScheduler' | 'ExponentialScheduler' | 'PowerScheduler'
  >,
  options?: SourceOptions,
): ImportedSchedule => read('lm-engine', source, options)

/** REXScheduler of pytorch-optimizer. */
export const fromPytorchOptimizer = (
  kwargs: { readonly total_steps: number; readonly max_lr?: number; readonly min_lr?: number },
  options?: SourceOptions,
): ImportedSchedule => read('pytorch-optimizer', { class: 'REXScheduler', kwargs }, options)
