/** The known runs: rates read off their sources by hand, ways through JSON and configurations, and wrong names. */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../ts/config/read.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { lrAt } from '../../../ts/evaluate/lr-at.js'
import { exportSchedule } from '../../../ts/frameworks/export/export.js'
import { PRESETS, preset } from '../../../ts/presets/index.js'
import { lint } from '../../../ts/questions/lint.js'
import { summarize } from '../../../ts/questions/summarize.js'
import type { Moment } from '../../../ts/run/run.js'
import { Scheduler } from '../../../ts/schedulers/all.js'
import { errorFrom } from '../../helpers/thrown.js'

/** Batches, where the source or an exact division tells them, and rates at moments. */
type Row = readonly [name: string, batches: number, rates: readonly (readonly [Moment, number])[]]

const warmAndCosine = (peak: number, warmup: Moment, floor: number, end: Moment) =>
  [
    [0, 0],
    [warmup, peak],
    [end, floor],
  ] as const

const GPT_3 = (peak: number) =>
  [...warmAndCosine(peak, '375000000tok', peak / 10, '260000000000tok'), ['299999999999tok', peak / 10]] as const

const LLAMA = (peak: number) => [[1000, peak / 2], ...warmAndCosine(peak, 2000, peak / 10, '1dur')] as const

const TRUTH: readonly Row[] = [
  ['mpt-125m', 4800, warmAndCosine(6e-4, 100, 6e-5, 4800)],
  ['mpt-350m', 13_400, warmAndCosine(3e-4, 100, 3e-5, 13_400)],
  ['mpt-760m', 29_000, warmAndCosine(2.5e-4, 100, 2.5e-5, 29_000)],
  ['mpt-1b', 24_800, warmAndCosine(2e-4, 100, 2e-5, 24_800)],
  ['mpt-3b', 51_500, warmAndCosine(1.6e-4, 100, 1.6e-5, 51_500)],
  ['mpt-7b', 63_900, [...warmAndCosine(1.2e-4, 100, 1.2e-5, 63_900), [32_000, 6.6e-5]]],
  ['mpt-13b', 124_000, warmAndCosine(1e-4, 100, 1e-5, 124_000)],
  ['mpt-30b', 143_100, warmAndCosine(1e-4, 100, 1e-5, 143_100)],
  ['mpt-70b', 333_800, warmAndCosine(8e-5, 100, 8e-6, 333_800)],
  // 300e9 tokens in batches of 2^19, 2^20, 2^21 and 1536 · 2048.
  ['gpt-3-125m', 572_205, GPT_3(6e-4)],
  ['gpt-3-350m', 572_205, GPT_3(3e-4)],
  ['gpt-3-760m', 572_205, GPT_3(2.5e-4)],
  ['gpt-3-1.3b', 286_103, GPT_3(2e-4)],
  ['gpt-3-2.7b', 286_103, GPT_3(1.6e-4)],
  ['gpt-3-6.7b', 143_052, GPT_3(1.2e-4)],
  ['gpt-3-13b', 143_052, GPT_3(1e-4)],
  ['gpt-3-175b', 95_368, GPT_3(6e-5)],
  // 1e12, 1.4e12 and 2e12 tokens in batches of 2^22.
  ['llama-1-7b', 238_419, LLAMA(3e-4)],
  ['llama-1-13b', 238_419, LLAMA(3e-4)],
  ['llama-1-33b', 333_787, LLAMA(1.5e-4)],
  ['llama-1-65b', 333_787, LLAMA(1.5e-4)],
  ['llama-2-7b', 476_838, LLAMA(3e-4)],
  ['llama-2-13b', 476_838, LLAMA(3e-4)],
  ['llama-2-34b', 476_838, LLAMA(1.5e-4)],
  ['llama-2-70b', 476_838, LLAMA(1.5e-4)],
  ['llama-3-405b', 1_200_000, [...warmAndCosine(8e-5, 8000, 8e-7, 1_200_000), [604_000, 4.04e-5]]],
  ...(
    [
      ['deepseek-llm-7b', 211_928, 4.2e-4],
      ['deepseek-llm-67b', 105_964, 3.2e-4],
    ] as const
  ).map(
    ([name, batches, peak]): Row => [
      name,
      batches,
      [
        [0, 0],
        [1000, peak / 2],
        [2000, peak],
        ['1599900000000tok', peak],
        ['1600000000000tok', peak * 0.316],
        ['1800000000000tok', peak / 10],
        ['1dur', peak / 10],
      ],
    ],
  ),
  [
    'deepseek-v3',
    235_240,
    [
      [0, 0],
      // 200 of 400 batches of 62,914,560 tokens.
      [200, 1.1e-4],
      ['25165824000tok', 2.2e-4],
      ['10000000000000tok', 2.2e-4],
      // The middle of the cosine.
      ['12150000000000tok', 1.21e-4],
      ['14300000000000tok', 2.2e-5],
      ['14632900000000tok', 2.2e-5],
      ['14633000000000tok', 7.3e-6],
      ['1dur', 7.3e-6],
    ],
  ],
  // The first step is counted as 1: 512^-0.5 · 4000^-0.5 at step 4000, half of it at 16,000.
  [
    'transformer-base',
    100_000,
    [
      [0, 512 ** -0.5 * 4000 ** -1.5],
      [3999, 6.987712429686844e-4],
      [15_999, 3.493856214843422e-4],
      [99_999, 512 ** -0.5 * 100_000 ** -0.5],
    ],
  ],
  [
    'transformer-big',
    300_000,
    [
      [3999, 1024 ** -0.5 * 4000 ** -0.5],
      [299_999, 1024 ** -0.5 * 300_000 ** -0.5],
    ],
  ],
  ...['bert-base', 'bert-large'].map(
    (name): Row => [
      name,
      1_000_000,
      [
        [0, 0],
        [5000, 5e-5],
        [10_000, 1e-4],
        [505_000, 5e-5],
        [1_000_000, 0],
      ],
    ],
  ),
  [
    't5',
    524_288,
    [
      [0, 0.01],
      [10_000, 0.01],
      [40_000, 0.005],
      [524_288, 524_288 ** -0.5],
    ],
  ],
  [
    'minicpm-2.4b',
    279_745,
    [
      [0, 0.01],
      [254_313, 0.01],
      [254_314 + 5000, 0.005],
      [254_314 + 10_000, 0.0025],
    ],
  ],
  [
    'nanochat-d20',
    21_400,
    [
      [0, 0.02],
      [17_120, 0.02],
      [19_260, 0.01],
      [21_400, 0],
    ],
  ],
  [
    'resnet-50-two-schedulers',
    56_340,
    [
      ['4ep', 1],
      ['8ep', 2],
      // Half of the cosine that is left, halved.
      ['80ep', ((1 + Math.cos((Math.PI * 72) / 82)) / 2) * 2 * 0.5],
      ['90ep', 0],
    ],
  ],
  [
    'resnet-50-1-hour',
    14_130,
    [
      [0, 0.1],
      ['5ep', 3.2],
      ['29ep', 3.2],
      ['30ep', 0.32],
      ['60ep', 0.032],
      ['80ep', 0.0032],
    ],
  ],
  ...(
    [
      ['vit-b-16-jft-300m', 517_825, 8e-4],
      ['vit-l-16-jft-300m', 1_035_650, 4e-4],
      ['vit-h-14-jft-300m', 1_035_650, 3e-4],
      ['vit-b-16-imagenet-21k', 307_620, 1e-3],
      ['vit-l-16-imagenet-21k', 307_620, 1e-3],
    ] as const
  ).map(
    ([name, batches, peak]): Row => [
      name,
      batches,
      [
        [5000, peak / 2],
        [10_000, peak],
        [batches, 0],
      ],
    ],
  ),
  ['vit-imagenet', 93_900, warmAndCosine(3e-3, 10_000, 0, 93_900)],
  [
    'one-cycle-resnet-56',
    10_000,
    [
      [0, 0.1],
      [2500, 1.55],
      [5000, 3],
      [10_000, 0.1],
    ],
  ],
  [
    'one-cycle-fastai',
    1000,
    [
      [0, 4e-5],
      [250, 1e-3],
      [1000, 1e-8],
    ],
  ],
]

test('the table has every preset, in its order', () => {
  expect(TRUTH.map(([name]) => name)).toEqual(PRESETS.map(({ name }) => name))
})

test.each(TRUTH)('%s has the rates of its source', (name, batches, rates) => {
  const { schedulers, run, baseLr } = preset(name)
  expect(run.batches).toBe(batches)
  const peak = Math.max(...rates.map(([, rate]) => rate))
  for (const [moment, expected] of rates) {
    const found = lrAt(schedulers, run, moment, baseLr)
    // A moment in tokens is the first batch that has reached it, at most one batch further on.
    const room = typeof moment === 'string' && moment.endsWith('tok') ? 1e-3 : 1e-9
    expect(Math.abs(found - expected), `${moment}: ${found}`).toBeLessThanOrEqual(room * peak)
  }
  // Nothing is higher than what the source calls the peak.
  expect(summarize(schedulers, run, { baseLr }).peak).toBeLessThanOrEqual(peak * (1 + 1e-9))
})

describe.each(PRESETS.map(({ name }) => name))('%s', (name) => {
  test('goes through JSON and through a configuration, and comes back the same', () => {
    const { schedulers, run, baseLr, title } = preset(name)
    const json = schedulers.map((scheduler) => scheduler.toJSON())
    expect(json.map((one) => Scheduler.fromJSON(JSON.stringify(one)).toJSON())).toEqual(json)
    const config = readConfig(exportSchedule(schedulers, run, { to: 'json', baseLr, name: title }))
    expect(config.schedulers.map((scheduler) => scheduler.toJSON())).toEqual(json)
    expect(config.run.toJSON()).toEqual(run.toJSON())
    expect([config.baseLr, config.name]).toEqual([baseLr, title])
  })

  test('is written as code, and has no finding but that of a ramp from 0', () => {
    const { schedulers, run, baseLr } = preset(name)
    // PyTorch counts steps, and times in tokens lie between two.
    const to = run.maxDuration.unit === 'tok' ? 'typescript' : 'torch'
    expect(exportSchedule(schedulers, run, { to, baseLr })).toMatch(/scheduler/i)
    const codes = lint(schedulers, run).map(({ code }) => code)
    expect(codes.filter((code) => code !== 'first-batch-at-zero')).toEqual([])
  })

  test('names its source, and says what that leaves open', () => {
    const { source, note, title } = PRESETS.find((each) => each.name === name)!
    expect(source.url).toMatch(/^https:\/\/(?:arxiv\.org\/abs\/\d{4}\.\d{4,5}|github\.com\/\S+)$/)
    expect([source.title.length > 10, note.length > 30, title.length > 1]).toEqual([true, true, true])
  })
})

test('names and titles are of one preset, those of a group together', () => {
  for (const key of ['name', 'title'] as const)
    expect(new Set(PRESETS.map((each) => each[key])).size).toBe(PRESETS.length)
  expect(PRESETS.filter(({ name }) => !/^[a-z\d]+(?:[-.][a-z\d]+)*$/.test(name))).toEqual([])
  const groups = PRESETS.map(({ group }) => group)
  expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...new Set(groups)])
})

test('fastai’s one cycle has its momentum, which goes the other way; the others have none', () => {
  for (const { name } of PRESETS) {
    expect(Object.keys(preset(name).others), name).toEqual(name === 'one-cycle-fastai' ? ['momentum'] : [])
  }
  const { others, run } = preset('one-cycle-fastai')
  const momentum = evaluate(others.momentum!, run, { at: [0, 125, 250, 625, 1000] })
  const expected = [0.95, 0.9, 0.85, 0.9, 0.95]
  for (const [index, value] of expected.entries()) expect(momentum![index]).toBeCloseTo(value, 12)
})

test('it is made anew each time, in upper or lower case', () => {
  const [one, other] = [preset('mpt-7b'), preset(' MPT-7B ')]
  expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  expect([other.run === one.run, other.schedulers === one.schedulers]).toEqual([false, false])
})

test.each([
  ['mtp-7b', 'The name of a preset must be a known one; found "mtp-7b". Write \'mpt-7b\'.'],
  ['gpt', 'The name of a preset must be a known one; found "gpt". PRESETS has all of them.'],
])('%s is no preset', (name, message) => {
  expect(errorFrom(() => preset(name))).toMatchObject({ code: 'option-range', message })
})

test('a name is a text', () => {
  expect(errorFrom(() => preset(7 as never))).toMatchObject({ code: 'bad-type' })
})
