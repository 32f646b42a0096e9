/**
 * The classes of schedulers with their options: re-exports only. A new class is a line here.
 */
export {
  ConstantScheduler,
  type ConstantSchedulerOptions,
  ConstantWithWarmupScheduler,
  type ConstantWithWarmupSchedulerOptions,
} from './constant.js'
export {
  CosineAnnealingScheduler,
  type CosineAnnealingSchedulerOptions,
  CosineAnnealingWarmRestartsScheduler,
  type CosineAnnealingWarmRestartsSchedulerOptions,
  CosineAnnealingWithWarmupScheduler,
  type CosineAnnealingWithWarmupSchedulerOptions,
} from './cosine.js'
export {
  CyclicScheduler,
  type CyclicSchedulerOptions,
} from './cyclic.js'
export {
  CosineDecayScheduler,
  type CosineDecaySchedulerOptions,
  ExponentialDecayScheduler,
  type ExponentialDecaySchedulerOptions,
  InverseTimeDecayScheduler,
  type InverseTimeDecaySchedulerOptions,
  LinearDecayScheduler,
  type LinearDecaySchedulerOptions,
  PolynomialDecayScheduler,
  type PolynomialDecaySchedulerOptions,
  RexScheduler,
  type RexSchedulerOptions,
} from './decay.js'
export { ExponentialScheduler, type ExponentialSchedulerOptions } from './exponential.js'
export {
  EdenScheduler,
  type EdenSchedulerOptions,
  InverseSquareRootScheduler,
  type InverseSquareRootSchedulerOptions,
  NoamScheduler,
  type NoamSchedulerOptions,
  PowerLawScheduler,
  type PowerLawSchedulerOptions,
} from './inverse-root.js'
export {
  InverseSquareRootWithWarmupScheduler,
  type InverseSquareRootWithWarmupSchedulerOptions,
} from './inverse-square-root.js'
export {
  LinearScheduler,
  type LinearSchedulerOptions,
  LinearWithWarmupScheduler,
  type LinearWithWarmupSchedulerOptions,
} from './linear.js'
export {
  MaximumScheduler,
  type MaximumSchedulerOptions,
  MinimumScheduler,
  type MinimumSchedulerOptions,
  ProductScheduler,
  type ProductSchedulerOptions,
} from './nodes/combine.js'
export {
  CooldownScheduler,
  type CooldownSchedulerOptions,
} from './nodes/cooldown.js'
export { SchedulerNode } from './nodes/node.js'
export {
  type PartInput,
  RepeatScheduler,
  type RepeatSchedulerOptions,
  SequenceScheduler,
  type SequenceSchedulerOptions,
  ShiftScheduler,
  type ShiftSchedulerOptions,
  StretchScheduler,
  type StretchSchedulerOptions,
} from './nodes/time.js'
export {
  AffineScheduler,
  type AffineSchedulerOptions,
  ClampScheduler,
  type ClampSchedulerOptions,
} from './nodes/value.js'
export {
  type WarmupOptions,
  WithWarmupScheduler,
  type WithWarmupSchedulerOptions,
  withWarmup,
} from './nodes/with-warmup.js'
export {
  OneCycleScheduler,
  type OneCycleSchedulerOptions,
} from './one-cycle.js'
export {
  LrRangeTestScheduler,
  type LrRangeTestSchedulerOptions,
  MultiplicativeScheduler,
  type MultiplicativeSchedulerOptions,
  PiecewiseConstantScheduler,
  type PiecewiseConstantSchedulerOptions,
  PiecewiseInterpolateScheduler,
  type PiecewiseInterpolateSchedulerOptions,
} from './piecewise.js'
export {
  PolynomialScheduler,
  type PolynomialSchedulerOptions,
  PolynomialWithWarmupScheduler,
  type PolynomialWithWarmupSchedulerOptions,
} from './polynomial.js'
export { RampedScheduler, type RampOptions } from './ramp.js'
export {
  CosineHardRestartsScheduler,
  type CosineHardRestartsSchedulerOptions,
  CosineRestartsScheduler,
  type CosineRestartsSchedulerOptions,
  PolynomialRestartsScheduler,
  type PolynomialRestartsSchedulerOptions,
  TanhRestartsScheduler,
  type TanhRestartsSchedulerOptions,
} from './restarts.js'
export {
  MultiStepScheduler,
  type MultiStepSchedulerOptions,
  MultiStepWithWarmupScheduler,
  type MultiStepWithWarmupSchedulerOptions,
  StepScheduler,
  type StepSchedulerOptions,
} from './step.js'
export {
  MultiStepDecayScheduler,
  type MultiStepDecaySchedulerOptions,
  StepDecayScheduler,
  type StepDecaySchedulerOptions,
} from './step-decay.js'
export {
  WarmupStableDecayScheduler,
  type WarmupStableDecaySchedulerOptions,
} from './warmup-stable-decay.js'
