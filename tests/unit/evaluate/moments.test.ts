/** evaluate at moments, and lrAt: the bits of the range, at batches and times. */
import {
  type ComposerScheduler,
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  lrAt,
  type Moment,
  MultiStepScheduler,
  PolynomialScheduler,
  Time,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const run = new TrainingRun({
  maxDuration: '10ep',
  dataloaderLen: 49,
  samplesPerBatch: 64,
  scaleScheduleRatio: 2,
})
const cosine = new CosineAnnealingWithWarmupScheduler({ tWarmup: '1ep', alphaF: 0.1 })
const steps = new MultiStepScheduler({ milestones: ['3ep'], gamma: 0.5 })
const wave: ComposerScheduler = ({ timestamp }, ssr = 1) => 1 + Math.sin(timestamp.batch) * ssr

describe('evaluate at moments', () => {
  test.each<[Moment, number]>([
    [0, 0],
    [7, 7],
    ['1ep', 49],
    [new Time(3, 'ep'), 147],
    ['65sp', 2],
    // Of the scaled run, and not scaled once more.
    ['0.5dur', 490],
    ['1dur', 980],
    [5000, 5000],
  ])('%s is batch %i', (moment, batch) => {
    for (const schedulers of [cosine, [cosine, steps], [cosine, wave], wave]) {
      const [expected] = evaluate(schedulers, run, { from: batch, count: 1, baseLr: 0.3 })
      expect(Array.from(evaluate(schedulers, run, { at: [moment], baseLr: 0.3 }))).toEqual([expected])
      expect(lrAt(schedulers, run, moment, 0.3)).toBe(expected)
    }
  })

  test('any order and any distances give the bits of the range', () => {
    const at = [0, 1, 2, 3, 10, 20, 30, 31, 30, 30, 29, 500, 0, 979, 980, 981, 3, 6, 9, 12]
    for (const schedulers of [cosine, [cosine, steps], [wave, cosine]]) {
      const all = evaluate(schedulers, run, { count: 1000, baseLr: 0.3 })
      const expected = at.map((batch) => all[batch]!)
      expect(Array.from(evaluate(schedulers, run, { at, baseLr: 0.3 }))).toEqual(expected)
      const out = new Float32Array(25).fill(9)
      expect(evaluate(schedulers, run, { at, baseLr: 0.3, out })).toBe(out)
      expect(Array.from(out)).toEqual([...expected.map(Math.fround), 9, 9, 9, 9, 9])
    }
  })

  test('no moments are no values', () => {
    expect(evaluate(cosine, run, { at: [] })).toEqual(new Float64Array(0))
  })

  test('what names batches twice is refused', () => {
    for (const other of [{ from: 0 }, { count: 3 }, { stride: 1 }]) {
      const error = errorFrom(() => evaluate(cosine, run, { at: [1], ...other })) as Error
      const name = Object.keys(other)[0]
      expect(error.message).toBe(
        `at must be left out where ${name} says which batches; found an array of length 1. Leave out at, or ${name}.`,
      )
    }
  })

  test.each<[Any, string]>([
    [3, 'bad-type'],
    ['1ep', 'bad-type'],
    [[-1], 'integer-range'],
    [[0.5], 'integer-range'],
    [new Array(2), 'bad-type'],
    [['1tok'], 'counter-missing'],
    [['soon'], 'time-string'],
  ])('%j is %s', (at, code) => {
    expect(codeFrom(() => evaluate(cosine, run, { at }))).toBe(code)
  })

  test('nothing is written when one of the moments has no value', () => {
    const broken = new PolynomialScheduler({ power: -1 })
    const out = new Float64Array(2).fill(9)
    expect(codeFrom(() => evaluate(broken, run, { at: [0, '1dur'], out }))).toBe('zero-to-negative-power')
    const throwing: ComposerScheduler = ({ timestamp }, _ssr = 1) => (timestamp.batch === 5 ? Number.NaN : 1)
    expect(codeFrom(() => evaluate(throwing, run, { at: [0, 5], out }))).toBe('scheduler-result')
    expect(codeFrom(() => evaluate(cosine, run, { at: [0, 1, 2], out }))).toBe('out-length')
    expect(Array.from(out)).toEqual([9, 9])
  })

  test('lrAt gives the multiplier without an initial rate', () => {
    expect(lrAt(new LinearScheduler(), run, '0.25dur')).toBe(0.75)
    expect(codeFrom(() => lrAt(cosine, run, 0, Number.NaN))).toBe('not-finite')
  })
})
