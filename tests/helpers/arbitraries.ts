/**
 * Random schedulers, runs and ranges for the laws; every option of every class, through the class itself.
 */
import fc from 'fast-check'
import {
  ConstantScheduler,
  ConstantWithWarmupScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWarmRestartsScheduler,
  CosineAnnealingWithWarmupScheduler,
  ExponentialScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  MultiStepWithWarmupScheduler,
  PolynomialScheduler,
  PolynomialWithWarmupScheduler,
  StepScheduler,
  Time,
  TrainingRun,
} from 'scale-schedule'

const factor = fc.oneof(fc.constantFrom(0, 1, 0.1, 0.5, 2, -0.5, 1.7), fc.double({ min: -3, max: 3, noNaN: true }))
const gamma = fc.constantFrom(0.1, 0.5, 0.9, 1, 1.01, -1, 0)
type UnitAndMax = [unit: 'ba' | 'ep' | 'sp' | 'tok' | 'iter' | 'sec', max: number]
const counted: UnitAndMax[] = [
  ['ba', 3000],
  ['ep', 40],
  ['sp', 90_000],
  ['tok', 2_000_000],
  ['iter', 20],
]
const unitAndMax = fc.constantFrom(...counted)

/** A time in any unit that a scheduler takes. */
export const anyTime = fc.oneof(
  fc.double({ min: 0, max: 1.5, noNaN: true }).map((value) => new Time(value, 'dur')),
  unitAndMax.chain(([unit, max]) => fc.integer({ min: 0, max }).map((value) => new Time(value, unit))),
)

/** A fraction of the run. */
export const fraction = fc.double({ min: 0.01, max: 1.2, noNaN: true }).map((value) => new Time(value, 'dur'))

/** Any of the 13, its times drawn from `time`. */
export function anyScheduler(time: fc.Arbitrary<Time> = anyTime) {
  const scaleWarmup = fc.boolean()
  const times = fc.array(time, { maxLength: 4 })
  return fc.oneof(
    fc.record({ stepSize: time, gamma }).map((o) => new StepScheduler(o)),
    fc.record({ milestones: times, gamma }).map((o) => new MultiStepScheduler(o)),
    fc.record({ alpha: factor, tMax: time }).map((o) => new ConstantScheduler(o)),
    fc.record({ alphaI: factor, alphaF: factor, tMax: time }).map((o) => new LinearScheduler(o)),
    fc.record({ gamma, decayPeriod: time }).map((o) => new ExponentialScheduler(o)),
    fc.record({ tMax: time, alphaF: factor }).map((o) => new CosineAnnealingScheduler(o)),
    fc
      .record({ t0: time, tMult: fc.constantFrom(1, 2, 1.5, 0.9), alphaF: factor })
      .map((o) => new CosineAnnealingWarmRestartsScheduler(o)),
    fc
      .record({ power: fc.constantFrom(0, 0.5, 1, 2, 3, 1.7, -1), tMax: time, alphaF: factor })
      .map((o) => new PolynomialScheduler(o)),
    fc.record({ tWarmup: time, milestones: times, gamma, scaleWarmup }).map((o) => new MultiStepWithWarmupScheduler(o)),
    fc.record({ tWarmup: time, alpha: factor, tMax: time, scaleWarmup }).map((o) => new ConstantWithWarmupScheduler(o)),
    fc
      .record({ tWarmup: time, alphaI: factor, alphaF: factor, tMax: time, scaleWarmup })
      .map((o) => new LinearWithWarmupScheduler(o)),
    fc
      .record({ tWarmup: time, tMax: time, alphaF: factor, scaleWarmup })
      .map((o) => new CosineAnnealingWithWarmupScheduler(o)),
    fc
      .record({ tWarmup: time, power: fc.constantFrom(0.5, 1, 2, 1.7), tMax: time, alphaF: factor, scaleWarmup })
      .map((o) => new PolynomialWithWarmupScheduler(o)),
  )
}

/** A run that gives every counter, its end in any unit. */
export const anyRun = fc
  .record({
    end: fc.constantFrom<UnitAndMax[]>(...counted, ['sec', 900]),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    dataloaderLen: fc.integer({ min: 1, max: 90 }),
    samplesPerBatch: fc.integer({ min: 1, max: 64 }),
    tokensPerSample: fc.integer({ min: 1, max: 512 }),
    epochsPerIteration: fc.integer({ min: 1, max: 5 }),
    secondsPerBatch: fc.integer({ min: 1, max: 3_000_000 }).map((us) => us / 1e6),
    scaleScheduleRatio: fc.constantFrom(1, 1, 2, 1.5, 3.3),
  })
  .map(
    ({ end: [unit, max], share, ...rest }) =>
      new TrainingRun({ maxDuration: new Time(Math.ceil(max * share), unit), ...rest }),
  )

/** A range that may start, run and end anywhere, also past the end. */
export const anyRange = fc.record({
  from: fc.integer({ min: 0, max: 5000 }),
  stride: fc.integer({ min: 1, max: 40 }),
  count: fc.integer({ min: 0, max: 200 }),
})
