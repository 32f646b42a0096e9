/**
 * The core API on one screen. Imports no dependency, and nothing has a side effect at import.
 */
export { CallableScheduler, type ComposerScheduler } from './callable.js'
export { compileComposerScheduler, compilePerGroup, LambdaLR, type LambdaLRState } from './compile.js'
export { convertTime } from './convert.js'
export { Curve, type CurveJSON, type Phase } from './curve.js'
export { type Envelope, type EnvelopeOptions, envelope } from './envelope.js'
export { type ErrorCode, type ErrorDetails, SchedulerError } from './errors.js'
export type { JsonNumber } from './json.js'
export type { Pace } from './pace.js'
export type { RangeOptions, Values } from './range.js'
export { TrainingRun, type TrainingRunOptions } from './run.js'
export { type EvaluateOptions, evaluate } from './sample.js'
export { BuiltinScheduler, type SchedulerJSON } from './scheduler.js'
export { Scheduler } from './schedulers/all.js'
export {
  ConstantScheduler,
  type ConstantSchedulerOptions,
  ConstantWithWarmupScheduler,
  type ConstantWithWarmupSchedulerOptions,
} from './schedulers/constant.js'
export {
  CosineAnnealingScheduler,
  type CosineAnnealingSchedulerOptions,
  CosineAnnealingWarmRestartsScheduler,
  type CosineAnnealingWarmRestartsSchedulerOptions,
  CosineAnnealingWithWarmupScheduler,
  type CosineAnnealingWithWarmupSchedulerOptions,
} from './schedulers/cosine.js'
export { ExponentialScheduler, type ExponentialSchedulerOptions } from './schedulers/exponential.js'
export {
  LinearScheduler,
  type LinearSchedulerOptions,
  LinearWithWarmupScheduler,
  type LinearWithWarmupSchedulerOptions,
} from './schedulers/linear.js'
export {
  PolynomialScheduler,
  type PolynomialSchedulerOptions,
  PolynomialWithWarmupScheduler,
  type PolynomialWithWarmupSchedulerOptions,
} from './schedulers/polynomial.js'
export {
  MultiStepScheduler,
  type MultiStepSchedulerOptions,
  MultiStepWithWarmupScheduler,
  type MultiStepWithWarmupSchedulerOptions,
  StepScheduler,
  type StepSchedulerOptions,
} from './schedulers/step.js'
export { type Optimizer, type ParamGroup, type State, scaleMaxDuration } from './state.js'
export { Time, type TimeOperand, type TimeString, TimeUnit, type TimeUnitInput } from './time.js'
export { type BatchSize, type Elapsed, Timestamp, type TimestampOptions, type TimestampState } from './timestamp.js'
export { setWarningHandler, type WarningHandler } from './warning.js'
export type { SchedulerType } from './wasm/plan.js'
