/**
 * The schedules of other libraries: read as schedulers of this package, and written from them.
 */
export { type Candidate, type Detected, detect } from './detect/detect.js'
export {
  EXPORT_TARGETS,
  type ExportOptions,
  type ExportTargetInfo,
  exportSchedule,
} from './export/export.js'
export type { ExportTarget } from './export/targets/registry.js'
export { importSchedule } from './import/import.js'
export type {
  DeepSpeedConfig,
  FlagsSource,
  KerasArguments,
  KerasSource,
  NamedSource,
  OptaxSource,
  TimmSource,
} from './sources/others.js'
export type { TorchArguments, TorchSource, TorchState } from './sources/torch.js'
export type {
  GetSchedulerArguments,
  TrainingArguments,
  TransformersSchedule,
  TransformersScheduleArguments,
} from './sources/transformers.js'
export {
  fromDeepSpeed,
  fromFairseq,
  fromFvcore,
  fromGetScheduler,
  fromIcefall,
  fromKeras,
  fromLlmFoundry,
  fromLmEngine,
  fromMegatron,
  fromModdedNanoGPT,
  fromNanochat,
  fromNanoGPT,
  fromOpenNMT,
  fromOptax,
  fromPytorchOptimizer,
  fromTimm,
  fromTorch,
  fromTorchtitan,
  fromTrainingArguments,
  type SourceOptions,
} from './typed.js'
export type { Assumed, ImportedSchedule, ImportOptions, Library, OtherSchedules, Unmatched } from './types.js'
