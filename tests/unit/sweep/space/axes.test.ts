/** The values that each form of an axis stands for, and what its name sets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setWarningHandler } from '../../../../ts/index.js'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import type { AxisValue, SweepSpec } from '../../../../ts/sweep/spec/spec.js'

// Some warm-ups have a length of 0.
beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

const base = {
  max_duration: '100ba',
  dataloader_len: 10,
  global_train_batch_size: 8,
  max_seq_len: 16,
  scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba' },
  optimizer: { lr: 0.1 },
}
const milestones = { ...base, scheduler: { name: 'multi_step_with_warmup', t_warmup: '1ba', milestones: ['5ba'] } }

/** All values of the columns of a sweep. */
function columns(spec: SweepSpec): Record<string, (number | string)[]> {
  const plan = planSweep({ base, invalid: 'record', ...spec })
  const rows = Array.from({ length: plan.size }, (_, index) => plan.valuesOf(index))
  return Object.fromEntries(plan.axes.map(({ name }) => [name, rows.map((row) => row[name]!)]))
}

describe('a grid axis', () => {
  test.each<[string, unknown, (number | string)[]]>([
    ['lr', [0.1, 0.2, 0], [0.1, 0.2, 0]],
    ['lr', { linspace: [0, 1, 5] }, [0, 0.25, 0.5, 0.75, 1]],
    ['lr', { linspace: [0, 1, 11] }, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['lr', { linspace: [1, 0, 3] }, [1, 0.5, 0]],
    ['ssr', { linspace: [0.25, 2, 8] }, [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]],
    ['lr', { logspace: [1e-5, 1e-2, 4] }, [1e-5, 1e-4, 1e-3, 1e-2]],
    ['lr', { logspace: [1e-2, 1e-5, 4] }, [1e-2, 1e-3, 1e-4, 1e-5]],
    ['lr', { logspace: [3e-5, 7e-3, 2] }, [3e-5, 7e-3]],
    [
      'lr',
      { logspace: [1e-5, 1e-2, 7] },
      [1e-5, 0.0000316227766016838, 1e-4, 0.000316227766016838, 1e-3, 0.00316227766016838, 1e-2],
    ],
    ['lr', { range: [0, 1, 0.1] }, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['lr', { range: [0, 0.3, 0.1] }, [0, 0.1, 0.2, 0.3]],
    ['lr', { range: [0, 0.99, 0.25] }, [0, 0.25, 0.5, 0.75]],
    ['lr', { range: [1, 0, -0.5] }, [1, 0.5, 0]],
    ['lr', { range: [1, 1, 5] }, [1]],
    ['max_duration', ['10ep', 5, '1e3ba'], ['10ep', '5ep', '1000ba']],
    ['max_duration', { range: ['10ep', '30ep', '10ep'] }, ['10ep', '20ep', '30ep']],
    ['max_duration', { range: [10, 25, 10] }, ['10ep', '20ep']],
    ['max_duration', { logspace: ['10ba', '1000ba', 4] }, ['10ba', '46ba', '215ba', '1000ba']],
    ['t_warmup', { linspace: ['0dur', '0.2dur', 3] }, ['0.0dur', '0.1dur', '0.2dur']],
    ['t_warmup', { range: ['0.05dur', '0.15dur', '0.05dur'] }, ['0.05dur', '0.1dur', '0.15dur']],
    ['t_warmup', { linspace: ['10ba', '15ba', 3] }, ['10ba', '13ba', '15ba']],
    ['t_warmup', ['50ba', '0.1dur', '1ep'], ['50ba', '0.1dur', '1ep']],
    ['scale_warmup', [true, false], ['true', 'false']],
    ['alpha_f', [-0, 0.5], [0, 0.5]],
    ['dataloader_len', { linspace: [1, 4, 3] }, [1, 3, 4]],
    ['max_seq_len', { range: [512, 2048, 512] }, [512, 1024, 1536, 2048]],
    ['seconds_per_batch', [0.25, 1], [0.25, 1]],
  ])('%s: %j', (name, axis, values) => {
    expect(columns({ grid: { [name]: axis } as SweepSpec['grid'] })[name]).toEqual(values)
  })

  test('of lists has lists as values', () => {
    const lists = [['5ba', '0.5dur'], ['7ba'], []]
    expect(columns({ base: milestones, grid: { milestones: lists } }).milestones).toEqual([
      '["5ba","0.5dur"]',
      '["7ba"]',
      '[]',
    ])
    const plan = planSweep({ base: milestones, grid: { milestones: lists } })
    expect(plan.configuration(0).schedulers[0]!.toJSON().milestones).toEqual(['5ba', '0.5dur'])
  })

  test('the last runs fastest, and samples run faster than any', () => {
    const spec: SweepSpec = {
      grid: { lr: [1, 2], t_warmup: ['1ba', '2ba'] },
      random: { samples: 2, axes: { alpha_f: { choice: [0.5] } } },
    }
    expect(columns(spec)).toEqual({
      lr: [1, 1, 1, 1, 2, 2, 2, 2],
      t_warmup: ['1ba', '1ba', '2ba', '2ba', '1ba', '1ba', '2ba', '2ba'],
      alpha_f: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    })
    const bases = { a: base, b: { ...base, lr: 2 } }
    expect(columns({ base: undefined, bases, grid: { lr: [1, 2] } })).toEqual({
      base: ['a', 'a', 'b', 'b'],
      lr: [1, 2, 1, 2],
    })
  })

  test('kind and unit are those that all values share', () => {
    const kinds = (grid: SweepSpec['grid']) => planSweep({ base, grid }).axes.map(({ kind, unit }) => [kind, unit])
    expect(kinds({ lr: [1], t_warmup: ['1ba', '2ba'], max_duration: ['1ep', '5ba'] })).toEqual([
      ['number', null],
      ['text', 'ba'],
      ['text', null],
    ])
    expect(kinds({ scale_warmup: [true] })).toEqual([['text', null]])
  })
})

describe('a random axis', () => {
  const draws = (axis: object, name = 'lr', samples = 200, seed = 7) =>
    columns({ random: { samples, seed, axes: { [name]: axis } } as SweepSpec['random'] })[name]!

  test('is drawn within its ends', () => {
    const uniform = draws({ uniform: [0.5, 2] }) as number[]
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0.5)
    expect(Math.max(...uniform)).toBeLessThan(2)
    expect(new Set(uniform).size).toBe(200)
    const logarithmic = draws({ log_uniform: [1e-5, 1e-2] }) as number[]
    expect(logarithmic.every((value) => value >= 1e-5 && value <= 1e-2)).toBe(true)
    // A third in each decade.
    expect(logarithmic.filter((value) => value < 1e-4).length / 200).toBeCloseTo(1 / 3, 1)
  })

  test('of what is counted has whole values, each end as likely as the rest', () => {
    const counts = draws({ uniform: [1, 3] }, 'max_seq_len', 3000) as number[]
    for (const value of [1, 2, 3]) {
      expect(Math.abs(counts.filter((other) => other === value).length - 1000)).toBeLessThan(110)
    }
    const times = draws({ uniform: ['10ba', '12ba'] }, 't_warmup')
    expect(new Set(times)).toEqual(new Set(['10ba', '11ba', '12ba']))
    const logarithmic = draws({ log_uniform: ['1ba', '4ba'] }, 't_warmup')
    expect(new Set(logarithmic)).toEqual(new Set(['1ba', '2ba', '3ba', '4ba']))
    const fractions = draws({ uniform: ['0dur', '0.2dur'] }, 't_warmup')
    expect(fractions.every((time) => /^0\.[01]\d*dur$|e-/.test(String(time)))).toBe(true)
  })

  test('chooses, also times and lists', () => {
    expect(new Set(draws({ choice: ['50ba', '0.1dur'] }, 't_warmup'))).toEqual(new Set(['50ba', '0.1dur']))
    const random = { samples: 50, axes: { milestones: { choice: [['1ba'], ['2ba']] } } }
    expect(new Set(columns({ base: milestones, random }).milestones)).toEqual(new Set(['["1ba"]', '["2ba"]']))
  })

  test('draws the same whatever other axes and samples there are, and the same for each grid combination', () => {
    const axes = { lr: { uniform: [0, 1] as const } }
    const few = columns({ random: { samples: 5, seed: 7, axes } }).lr!
    const more = columns({ random: { samples: 9, seed: 7, axes: { alpha_f: { uniform: [0, 1] }, ...axes } } }).lr!
    expect(more.slice(0, 5)).toEqual(few)
    const gridded = columns({ grid: { ssr: [1, 2] }, random: { samples: 5, seed: 7, axes } }).lr!
    expect(gridded).toEqual([...few, ...few])
    expect(columns({ random: { samples: 5, seed: 8, axes } }).lr).not.toEqual(few)
  })
})

describe('what a name sets', () => {
  const configuration = (grid: SweepSpec['grid'], other: object = {}) =>
    planSweep({ base: { ...base, ...other }, grid }).configuration(0)

  test.each<[string, unknown, (c: ReturnType<typeof configuration>) => unknown, unknown]>([
    ['lr', 0.5, (c) => c.baseLr, 0.5],
    ['optimizer.lr', 0.5, (c) => c.baseLr, 0.5],
    ['ssr', 0.5, (c) => [c.run.scaleScheduleRatio, c.batches], [0.5, 50]],
    ['scale_schedule_ratio', 0.5, (c) => c.run.scaleScheduleRatio, 0.5],
    ['max_duration', '5ep', (c) => [String(c.run.maxDuration), c.batches], ['5ep', 50]],
    ['dataloader_len', 20, (c) => c.run.dataloaderLen, 20],
    ['train_dataloader_len', 20, (c) => c.run.dataloaderLen, 20],
    ['train_subset_num_batches', 4, (c) => c.run.dataloaderLen, 4],
    ['global_train_batch_size', 32, (c) => c.run.pace.samplesPerBatch, 32],
    ['train_batch_size', 32, (c) => c.run.pace.samplesPerBatch, 32],
    ['max_seq_len', 512, (c) => c.run.pace.tokensPerSample, 512],
    ['epochs_per_iteration', 2, (c) => c.run.pace.epochsPerIteration, 2],
    ['seconds_per_batch', 0.5, (c) => c.run.pace.microsecondsPerBatch, 500_000],
    ['t_warmup', '20ba', (c) => c.schedulers[0]!.toJSON().tWarmup, '20ba'],
    ['tWarmup', '20ba', (c) => c.schedulers[0]!.toJSON().tWarmup, '20ba'],
    ['scheduler.t_warmup', '20ba', (c) => c.schedulers[0]!.toJSON().tWarmup, '20ba'],
    ['schedulers[0].alpha_f', 0.25, (c) => c.schedulers[0]!.toJSON().alphaF, 0.25],
    ['scale_warmup', true, (c) => c.schedulers[0]!.toJSON().scaleWarmup, true],
  ])('%s', (name, value, read, expected) => {
    expect(read(configuration({ [name]: [value as AxisValue] }))).toEqual(expected)
  })

  test('the limit on the batches of an epoch holds for an axis as well', () => {
    const len = (value: number) =>
      configuration({ dataloader_len: [value] }, { train_subset_num_batches: 8 }).run.dataloaderLen
    expect([len(5), len(20)]).toEqual([5, 8])
  })

  test('with several schedulers an option that one of them has needs no path', () => {
    const schedulers = [{ name: 'step', step_size: '5ba' }, { exponential: { gamma: 0.9 } }]
    const two = { scheduler: undefined, schedulers }
    const { schedulers: made } = configuration({ step_size: ['7ba'], 'schedulers[1].gamma': [0.5] }, two)
    expect(made.map((scheduler) => scheduler.toJSON())).toEqual([
      { type: 'StepScheduler', stepSize: '7ba', gamma: 0.1 },
      { type: 'ExponentialScheduler', gamma: 0.5, decayPeriod: '1ep' },
    ])
  })

  test('a key that an axis sets may be missing from the base, or be wrong there', () => {
    const bare = { max_duration: 'never', scheduler: { name: 'cosine_with_warmup' }, lr: '?' }
    const grid = { max_duration: ['10ba'], t_warmup: ['2ba'], lr: [0.5] }
    const { run, baseLr, schedulers } = planSweep({ base: bare, grid }).configuration(0)
    expect([String(run.maxDuration), baseLr, schedulers[0]!.toJSON().tWarmup]).toEqual(['10ba', 0.5, '2ba'])
  })

  test('each base has its own schedulers', () => {
    const bases = {
      one: base,
      two: { ...base, scheduler: undefined, schedulers: ['linear', { name: 'linear_with_warmup', t_warmup: '1ba' }] },
    }
    const plan = planSweep({ bases, grid: { t_warmup: ['3ba'] } })
    expect(plan.configuration(0).schedulers.map((s) => s.toJSON().tWarmup)).toEqual(['3ba'])
    expect(plan.configuration(1).schedulers.map((s) => s.toJSON().tWarmup)).toEqual([undefined, '3ba'])
  })
})
