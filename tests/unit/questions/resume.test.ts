/** resumeCheck and extendRun beside all values of both runs. */
import fc from 'fast-check'
import {
  type ComposerScheduler,
  CosineAnnealingScheduler,
  evaluate,
  extendRun,
  LinearScheduler,
  MultiStepScheduler,
  resumeCheck,
  StepScheduler,
  setWarningHandler,
  TrainingRun,
  WarmupStableDecayScheduler,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { anyRun, anyScheduler } from '../../helpers/arbitraries.js'
import { runs } from '../../helpers/repetition.js'
import { codeFrom, valueOrCode } from '../../helpers/thrown.js'

const run = (maxDuration: string, options = {}) =>
  new TrainingRun({ maxDuration: maxDuration as '1ba', dataloaderLen: 10, ...options })
const wsd = new WarmupStableDecayScheduler({ tWarmup: '100ba', tDecay: '200ba' })
const steps = new StepScheduler({ stepSize: '30ba', gamma: 0.5 })

/** The same from all values. */
function parting(schedulers: ComposerScheduler[], old: TrainingRun, now: TrainingRun, from = 0, baseLr = 1) {
  const count = Math.max(0, Math.min(old.batches, now.batches) - from)
  const [a, b] = [old, now].map((run) => evaluate(schedulers, run, { from, count, baseLr }))
  const index = a!.findIndex((value, i) => value !== b![i] && !(Number.isNaN(value) && Number.isNaN(b![i])))
  if (index < 0) return null
  return { batch: from + index, before: a![index]!, after: b![index]!, jump: b![index]! - a![index]! }
}

describe('two runs', () => {
  test.each<[string, ComposerScheduler[], TrainingRun, TrainingRun]>([
    ['of other lengths', [wsd], run('1000ba'), run('2000ba')],
    ['of other lengths, the new one shorter', [wsd], run('2000ba'), run('1000ba')],
    ['of another ratio', [steps], run('1000ba'), run('1000ba', { scaleScheduleRatio: 0.5 })],
    [
      'of another epoch',
      [new MultiStepScheduler({ milestones: ['90ep'] })],
      run('1000ba'),
      run('1000ba', { dataloaderLen: 9 }),
    ],
    [
      'beyond a chunk',
      [new MultiStepScheduler({ milestones: ['2000ep'] })],
      run('30000ba'),
      run('30000ba', { dataloaderLen: 11 }),
    ],
    ['of several', [wsd, steps], run('1000ba'), run('900ba')],
    [
      'of a function',
      [({ maxDuration }, _ssr = 1) => (maxDuration as { value: number }).value, steps],
      run('1000ba'),
      run('900ba'),
    ],
    ['that agree', [steps], run('1000ba'), run('1234ba')],
  ])('%s part where their values do', (_, schedulers, old, now) => {
    for (const [from, baseLr] of [
      [0, 1],
      [0, 0.3],
      [50, 1],
      [5000, 1],
    ] as const) {
      expect(resumeCheck(schedulers, old, now, { from, baseLr })).toEqual(parting(schedulers, old, now, from, baseLr))
    }
  })

  test('of any built-in part where their values do', () => {
    const before = setWarningHandler(() => {})
    fc.assert(
      fc.property(anyScheduler(), anyRun, anyRun, (scheduler, old, now) => {
        expect(valueOrCode(() => resumeCheck(scheduler, old, now))).toEqual(
          valueOrCode(() => parting([scheduler], old, now)),
        )
      }),
      { numRuns: runs(200) },
    )
    setWarningHandler(before)
  })

  test('are null where they agree, and where nothing is compared', () => {
    expect(resumeCheck(steps, run('1000ba'), run('1000ba'))).toBeNull()
    expect(resumeCheck(wsd, run('1000ba'), run('2000ba'), { from: 1000 })).toBeNull()
    // A cooldown that begins later leaves what was before.
    expect(resumeCheck(wsd, run('1000ba'), run('2000ba'))!.batch).toBe(801)
  })

  test('that are none are refused', () => {
    expect(codeFrom(() => resumeCheck(wsd, run('1ba'), {} as TrainingRun))).toBe('bad-type')
    expect(codeFrom(() => resumeCheck(wsd, run('1ba'), run('1ba'), { from: -1 }))).toBe('integer-range')
    expect(codeFrom(() => resumeCheck(wsd, run('1ba'), run('1ba'), { at: 1 } as object))).toBe('unknown-option')
  })
})

describe('a longer run', () => {
  test('keeps all but the length, and tells both jumps', () => {
    const old = run('100ep', { scaleScheduleRatio: 0.5, samplesPerBatch: 8 })
    const linear = new LinearScheduler()
    const { run: longer, parting: found, resumed } = extendRun(linear, old, '200ep', { baseLr: 0.3 })
    expect(longer.toJSON()).toEqual({ ...old.toJSON(), maxDuration: '200ep' })
    expect([old.batches, longer.batches]).toEqual([500, 1000])
    expect(found).toEqual(parting([linear], old, longer, 0, 0.3))
    const [before] = evaluate(linear, old, { from: 499, count: 1, baseLr: 0.3 })
    const [after] = evaluate(linear, longer, { from: 500, count: 1, baseLr: 0.3 })
    expect(resumed).toEqual({ batch: 500, before, after, jump: after! - before! })
  })

  test('parts from none that does not look at the end', () => {
    const { parting, resumed } = extendRun(steps, run('90ba'), '2000ba')
    expect(parting).toBeNull()
    expect(resumed).toEqual({ batch: 90, before: 0.25, after: 0.125, jump: -0.125 })
  })

  test('must be longer', () => {
    const cosine = new CosineAnnealingScheduler()
    expect(codeFrom(() => extendRun(cosine, run('100ba'), '100ba'))).toBe('option-range')
    expect(codeFrom(() => extendRun(cosine, run('100ba'), '9ep'))).toBe('option-range')
    expect(codeFrom(() => extendRun(cosine, run('100ba'), '2dur' as '1ba'))).toBe('max-duration-unit')
    expect(extendRun(cosine, run('100ba'), '11ep').resumed.batch).toBe(100)
  })
})
