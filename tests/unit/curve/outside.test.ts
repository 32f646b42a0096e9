/** Curves from JSON whose numbers were changed: what resolving could not have made is refused, what it could have works. */
import fc from 'fast-check'
import {
  type BuiltinScheduler,
  ConstantScheduler,
  ConstantWithWarmupScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWarmRestartsScheduler,
  CosineAnnealingWithWarmupScheduler,
  Curve,
  type CurveJSON,
  ExponentialScheduler,
  InverseSquareRootWithWarmupScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  MultiStepWithWarmupScheduler,
  PolynomialScheduler,
  PolynomialWithWarmupScheduler,
  StepScheduler,
  setWarningHandler,
  TrainingRun,
} from 'scale-schedule'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyRange, anyRun, anyScheduler } from '../../helpers/arbitraries.js'
import { runs } from '../../helpers/repetition.js'
import { codeFrom, valueOrCode } from '../../helpers/thrown.js'

type Numbers = CurveJSON['pieces']

const run = new TrainingRun({
  maxDuration: '40ba',
  dataloaderLen: 7,
  samplesPerBatch: 4,
  tokensPerSample: 8,
  epochsPerIteration: 2,
  secondsPerBatch: 0.5,
  scaleScheduleRatio: 0.5,
})
const tWarmup = '8ba'
const SCHEDULERS: readonly BuiltinScheduler[] = [
  new StepScheduler({ stepSize: '7ba' }),
  new StepScheduler({ stepSize: '-90tok', gamma: -0.5 }),
  new MultiStepScheduler({ milestones: ['5ba', '40sp', '12ba'] }),
  new ConstantScheduler({ alpha: 0.5, tMax: '30ba' }),
  new LinearScheduler({ alphaI: 0.9, alphaF: 0.2, tMax: '30ba' }),
  new LinearScheduler({ tMax: '-5ba' }),
  new ExponentialScheduler({ gamma: 0.9, decayPeriod: '10ba' }),
  new ExponentialScheduler({ gamma: -0.5, decayPeriod: '10ba' }),
  new CosineAnnealingScheduler({ tMax: '150sp', alphaF: 0.1 }),
  new CosineAnnealingWarmRestartsScheduler({ t0: '10ba', tMult: 1.5 }),
  new CosineAnnealingWarmRestartsScheduler({ t0: '-10ba', tMult: -1.5 }),
  new PolynomialScheduler({ power: 1.7, alphaF: 0.1 }),
  new PolynomialScheduler({ power: -1 }),
  new MultiStepWithWarmupScheduler({ tWarmup, milestones: ['14ba', '300tok'] }),
  // '1sec' does not compile: an error from the end of the ramp on.
  new MultiStepWithWarmupScheduler({ tWarmup, milestones: ['1sec' as '1ba'] }),
  new ConstantWithWarmupScheduler({ tWarmup, alpha: -0, tMax: '2dur' }),
  new ConstantWithWarmupScheduler({ tWarmup: '1ba', scaleWarmup: true }),
  new LinearWithWarmupScheduler({ tWarmup: '-8ba', alphaI: 0.9, alphaF: 0.2, tMax: '2dur' }),
  new LinearWithWarmupScheduler({ tWarmup, alphaI: 0.9, tMax: '2dur', scaleWarmup: true }),
  new LinearWithWarmupScheduler({ tWarmup: '200ba', alphaI: -0, alphaF: -1, tMax: '2dur' }),
  new LinearWithWarmupScheduler({ tWarmup: '200ba', alphaI: -1.7e308, alphaF: 1.7e308, tMax: '2dur' }),
  new CosineAnnealingWithWarmupScheduler({ tWarmup, tMax: '2dur', alphaF: 0.1 }),
  new PolynomialWithWarmupScheduler({ tWarmup, tMax: '2dur', alphaF: 0.1 }),
  new PolynomialWithWarmupScheduler({ tWarmup: '200ba', tMax: '2dur', alphaF: 9e15 }),
  ...['0ba', '6ba'].flatMap((tCooldown) =>
    ['11ba', '-11ba', '0ba'].map(
      (tScale) =>
        new InverseSquareRootWithWarmupScheduler({
          tWarmup,
          tScale: tScale as '0ba',
          tCooldown: tCooldown as '0ba',
          tMax: '2dur',
          alphaFDecay: 0.1,
          alphaFCooldown: 0.05,
        }),
    ),
  ),
]
const CURVES = SCHEDULERS.map((scheduler) => scheduler.resolve(run).toJSON())

const VALUES = [
  ...['NaN', 'Infinity', '-Infinity', '-0', 0, 1, -1, 2, 3, 7, 0.5, 5e-324, 255, 2 ** 31, 2 ** 53, 1e300, -1e300],
] as Numbers

const bits = (values: Iterable<number>) => Array.from(new BigUint64Array(Float64Array.from(values).buffer))

/** What is taken for a curve keeps the promises of one: ranges are their points, and phases tell what these are. */
function keepsPromises(curve: Curve, ranges = [{ from: 0, stride: 1, count: 50 }]): void {
  expect(Curve.fromJSON(JSON.stringify(curve)).digest()).toBe(curve.digest())
  const phases = valueOrCode(() => curve.phases({ in: 'ba' }))
  for (const { from, stride, count } of ranges) {
    const batches = Array.from({ length: count }, (_, index) => from + index * stride)
    const points = batches.map((batch) => valueOrCode(() => curve.at(batch)))
    const error = points.find((point) => typeof point === 'string')
    const filled = valueOrCode(() => curve.fill({ from, stride, count }))
    if (typeof filled === 'string') expect(filled).toBe(error ?? 'integer-range')
    else expect(bits(filled)).toEqual(bits(points as number[]))
    if (typeof phases === 'string') continue
    const held = new Map<number, number>()
    for (const [index, point] of points.entries()) {
      const at = phases.findIndex(({ until }) => batches[index]! < until)
      const { name } = phases[at]!
      if (name === 'error') expect(point).toBeTypeOf('string')
      if (name !== 'hold') continue
      if (!held.has(at)) held.set(at, point as number)
      expect(point).toBe(held.get(at))
    }
  }
}

/** Reads changed numbers; whether they are those of a curve. */
function reads(json: CurveJSON, pieces: Numbers): boolean {
  let curve: Curve | undefined
  const code = codeFrom(() => {
    curve = Curve.fromJSON({ ...json, pieces })
  })
  if (curve === undefined) expect(code).toBe('bad-type')
  else keepsPromises(curve)
  return curve !== undefined
}

const replaced = (pieces: Numbers, index: number, value: Numbers[number]) => {
  const copy = [...pieces]
  copy[index] = value
  return copy
}

beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

describe('a curve from JSON', () => {
  test('is read as it was made', () => {
    for (const json of CURVES) expect(reads(json, json.pieces)).toBe(true)
  })

  test('with any number replaced is refused, or keeps all promises', () => {
    let [refused, taken] = [0, 0]
    for (const json of CURVES) {
      for (const [index, old] of json.pieces.entries()) {
        const near = typeof old === 'number' ? [old + 1, old - 1, old * (1 + 2 ** -52), -old] : []
        for (const value of [...VALUES, ...near]) {
          if (Object.is(value, old)) continue
          if (reads(json, replaced(json.pieces, index, value))) taken++
          else refused++
        }
      }
    }
    expect([refused, taken].map((count) => count > 500)).toEqual([true, true])
  })

  test('with any two numbers swapped is refused, or keeps all promises', () => {
    for (const json of CURVES) {
      for (let i = 0; i < json.pieces.length; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [json.pieces[i]!, json.pieces[j]!]
          if (a !== b) reads(json, replaced(replaced(json.pieces, i, b), j, a))
        }
      }
    }
  })

  test('holds NaN only where what its schedule spans overflows', () => {
    const overflows = CURVES.filter(({ pieces }) => pieces.includes('NaN'))
    expect(overflows).toHaveLength(1)
    for (const json of CURVES) {
      if (overflows.includes(json)) continue
      json.pieces.forEach((_, index) => {
        expect(reads(json, replaced(json.pieces, index, 'NaN'))).toBe(false)
      })
    }
  })

  test('of an inverse square root has the shift that its lengths make, and of any the end that its form makes', () => {
    const root = new InverseSquareRootWithWarmupScheduler({ tWarmup, tScale: '11ba', tCooldown: '6ba', tMax: '2dur' })
    const { pieces, ...rest } = root.resolve(run).toJSON()
    // The shift, which is the scale less the warm-up; the value from which the cooldown starts.
    const [shift, from] = [pieces.indexOf(3), pieces.length - 2]
    expect(pieces[from]).toBeCloseTo(1 / Math.sqrt((74 - 8 + 11) / 11), 1)
    for (const index of [shift, from]) {
      const off = (pieces[index] as number) * (1 + 2 ** -52)
      expect(codeFrom(() => Curve.fromJSON({ ...rest, pieces: replaced(pieces, index, off) }))).toBe('bad-type')
      expect(codeFrom(() => Curve.fromJSON({ ...rest, pieces: replaced(pieces, index, 5) }))).toBe('bad-type')
    }
  })

  test('with numbers changed at random is refused, or keeps all promises', () => {
    const change = fc.record({ at: fc.nat(), with: fc.nat(), value: fc.option(fc.double(), { freq: 3 }) })
    const changes = fc.array(change, { minLength: 1, maxLength: 3 })
    const property = fc.property(anyScheduler(), anyRun, anyRange, changes, (scheduler, own, range, all) => {
      const json = valueOrCode(() => scheduler.resolve(own).toJSON())
      if (typeof json === 'string') return
      const numbers = json.pieces.map(Number)
      for (const { at, with: other, value } of all) {
        const [i, j] = [at % numbers.length, other % numbers.length]
        const old = numbers[i]!
        if (value !== null) numbers[i] = value
        else if (other % 3 === 0) numbers[i] = old + (other % 2 === 0 ? 1 : -1)
        else [numbers[i], numbers[j]] = [numbers[j]!, old]
      }
      const curve = valueOrCode(() => Curve.fromJSON({ ...json, pieces: numbers }))
      if (typeof curve === 'string') expect(curve).toBe('bad-type')
      else keepsPromises(curve, [range, { from: 0, stride: 7, count: 50 }])
    })
    fc.assert(property, { numRuns: runs(2000) })
  })
})
