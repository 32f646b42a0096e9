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
export { ExponentialScheduler, type ExponentialSchedulerOptions } from './exponential.js'
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
  PolynomialScheduler,
  type PolynomialSchedulerOptions,
  PolynomialWithWarmupScheduler,
  type PolynomialWithWarmupSchedulerOptions,
} from './polynomial.js'
export {
  MultiStepScheduler,
  type MultiStepSchedulerOptions,
  MultiStepWithWarmupScheduler,
  type MultiStepWithWarmupSchedulerOptions,
  StepScheduler,
  type StepSchedulerOptions,
} from './step.js'
