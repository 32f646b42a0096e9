/**
 * The core API on one screen. Imports no dependency, and nothing has a side effect at import.
 */

export { Curve, type CurveJSON, type Phase, type PhaseName, type PhasesOptions } from './curve/curve.js'
export { allocateOutput } from './curve/output.js'
export type { RangeOptions } from './curve/range.js'
export { ScaleScheduleError } from './errors/base.js'
export { type ErrorCode, type ErrorDetails, SchedulerError } from './errors/error.js'
export { setWarningHandler, type WarningHandler } from './errors/warning.js'
export type { Columns } from './evaluate/columns.js'
export { compileComposerScheduler, compilePerGroup, LambdaLR, type LambdaLRState } from './evaluate/compile.js'
export { type Envelope, type EnvelopeOptions, envelope } from './evaluate/envelope.js'
export { type EvaluateOptions, evaluate } from './evaluate/evaluate.js'
export { lrAt } from './evaluate/lr-at.js'
export type { RecordOptions, SchedulerRecord } from './evaluate/record.js'
export type { TrainerSteps } from './evaluate/spans.js'
export { lint } from './questions/lint.js'
export type { Stretch } from './questions/phases.js'
export { type Extension, extendRun, type Parting, type ResumeOptions, resumeCheck } from './questions/resume.js'
export type { Finding } from './questions/rules.js'
export { type SummarizeOptions, type Summary, summarize } from './questions/summarize.js'
export { convertTime } from './run/convert.js'
export { type Moment, TrainingRun, type TrainingRunOptions } from './run/run.js'
export { Scheduler } from './schedulers/all.js'
export { BuiltinScheduler } from './schedulers/builtin.js'
export { CallableScheduler, type ComposerScheduler } from './schedulers/callable.js'
export * from './schedulers/classes.js'
export { createScheduler } from './schedulers/create.js'
export type { OptionJSON, PartJSON, SchedulerJSON } from './schedulers/kinds/kind.js'
export type { SequencePart } from './schedulers/tree.js'
export type { JsonNumber } from './state/json.js'
export type { Pace } from './state/pace.js'
export { type Optimizer, type ParamGroup, type State, scaleMaxDuration } from './state/state.js'
export { ExactTime, type ExactTimeInput } from './state/time/exact.js'
export {
  type MaxDuration,
  type SchedulerTime,
  Time,
  type TimeOperand,
  type TimeString,
  TimeUnit,
  type TimeUnitInput,
} from './state/time/time.js'
export {
  type BatchSize,
  type Elapsed,
  Timestamp,
  type TimestampOptions,
  type TimestampState,
} from './state/timestamp/timestamp.js'
export type { Choice, ChoiceKind, SchedulerType } from './wasm/table.js'
export type { Values } from './wasm/values.js'
