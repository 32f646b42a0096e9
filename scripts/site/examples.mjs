// One example of every scheduler for the gallery, as JSON: over a run of 1000 batches, 100 in an epoch.

const ramp = { tWarmup: '100ba' }
const waves = { type: 'CosineRestartsScheduler', t0: '200ba', alphaF: 0.2 }
const line = { type: 'LinearScheduler' }
const cosine = { type: 'CosineDecayScheduler' }
const hold = { type: 'ConstantScheduler', alpha: 0.6 }

/** What the examples are for. */
export const RUN = { maxDuration: '1000ba', dataloaderLen: 100 }

/** The options of each by its class. */
export const EXAMPLES = {
  StepScheduler: { stepSize: '2ep', gamma: 0.5 },
  MultiStepScheduler: { milestones: ['0.3dur', '0.5dur', '0.9dur'], gamma: 0.4 },
  ConstantScheduler: { alpha: 0.5, tMax: '0.4dur' },
  LinearScheduler: { alphaF: 0.2, tMax: '0.8dur' },
  ExponentialScheduler: { gamma: 0.7 },
  CosineAnnealingScheduler: { alphaF: 0.1 },
  CosineAnnealingWarmRestartsScheduler: { t0: '150ba', tMult: 2, alphaF: 0.1 },
  PolynomialScheduler: { power: 3 },
  MultiStepWithWarmupScheduler: { ...ramp, milestones: ['0.4dur', '0.8dur'], gamma: 0.4 },
  ConstantWithWarmupScheduler: { ...ramp },
  LinearWithWarmupScheduler: { ...ramp, alphaF: 0.1 },
  CosineAnnealingWithWarmupScheduler: { ...ramp, alphaF: 0.1 },
  PolynomialWithWarmupScheduler: { ...ramp, power: 3 },
  InverseSquareRootWithWarmupScheduler: { ...ramp, tScale: '60ba', tCooldown: '200ba' },
  LinearDecayScheduler: { ...ramp, alphaF: 0.1 },
  CosineDecayScheduler: { ...ramp, alphaF: 0.1 },
  PolynomialDecayScheduler: { ...ramp, power: 2 },
  ExponentialDecayScheduler: { ...ramp, gamma: 0.5, tDecay: '150ba' },
  InverseTimeDecayScheduler: { ...ramp, rate: 1, tDecay: '150ba' },
  RexScheduler: { ...ramp },
  StepDecayScheduler: { ...ramp, tStep: '180ba', gamma: 0.6 },
  MultiStepDecayScheduler: { ...ramp, milestones: ['300ba', '700ba'], gamma: 0.3 },
  CosineHardRestartsScheduler: { ...ramp, numCycles: 3 },
  CosineRestartsScheduler: { t0: '142.857ba', tMult: 2, cycleDecay: 0.8 },
  PolynomialRestartsScheduler: { t0: '250ba', cycleDecay: 0.7 },
  TanhRestartsScheduler: { t0: '500ba' },
  OneCycleScheduler: {},
  CyclicScheduler: { tUp: '125ba', mode: 'triangular2', alphaMin: 0.1 },
  WarmupStableDecayScheduler: { ...ramp, tDecay: '300ba', decay: '1-sqrt', alphaF: 0.05 },
  InverseSquareRootScheduler: { ...ramp, tCooldown: '200ba' },
  NoamScheduler: { dModel: 0.01, tWarmup: '100ba' },
  PowerLawScheduler: { ...ramp, amplitude: 8, exponent: -0.51 },
  EdenScheduler: { ...ramp, tBatches: '200ba' },
  MultiplicativeScheduler: { factors: Array.from({ length: 60 }, (_, step) => (step % 20 === 19 ? 0.8 : 0.99)) },
  PiecewiseConstantScheduler: { ...ramp, boundaries: ['0.5dur', '0.8dur'], values: [1, 0.316, 0.1] },
  PiecewiseInterpolateScheduler: { knots: ['0ba', '200ba', '600ba', '1000ba'], values: [0.2, 1, 0.7, 0] },
  LrRangeTestScheduler: { tStep: '250ba', rate: 0.5, staircase: true },
  ProductScheduler: { schedulers: [cosine, { type: 'StepScheduler', stepSize: '250ba', gamma: 0.7 }] },
  MinimumScheduler: { schedulers: [line, hold] },
  MaximumScheduler: { schedulers: [line, waves] },
  ClampScheduler: { scheduler: cosine, low: 0.2, high: 0.8 },
  AffineScheduler: { scheduler: waves, scale: 0.5, offset: 0.3 },
  SequenceScheduler: { schedulers: [{ ...hold }, { type: 'CosineDecayScheduler', alphaI: 0.6 }], at: ['400ba'] },
  ShiftScheduler: { scheduler: line, by: '400ba' },
  StretchScheduler: { scheduler: waves, factor: 2 },
  RepeatScheduler: { scheduler: { type: 'LinearDecayScheduler', alphaF: 0.2 }, every: '250ba', decay: 0.7 },
  CooldownScheduler: { scheduler: { ...waves, t0: '150ba', alphaF: 0.5 }, tCooldown: '200ba' },
  WithWarmupScheduler: { scheduler: cosine, tWarmup: '200ba' },
}
