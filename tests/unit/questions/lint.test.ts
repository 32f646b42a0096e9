/** lint: each rule where it holds and where it does not, alone and within trees. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type ComposerScheduler,
  createScheduler,
  type Finding,
  LinearScheduler,
  lint,
  setWarningHandler,
  TrainingRun,
  type TrainingRunOptions,
} from 'scale-schedule'
import { readConfig } from 'scale-schedule/config'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../../helpers/examples.js'
import { codeFrom } from '../../helpers/thrown.js'

const run = (maxDuration: string, options: Partial<TrainingRunOptions> = {}) =>
  new TrainingRun({ maxDuration: maxDuration as '1ba', dataloaderLen: 10, samplesPerBatch: 8, ...options })
const make = createScheduler

/** The findings, but the note. */
const warnings = (found: Finding[]) => found.filter(({ level }) => level === 'warning')
const brief = (found: Finding[]) => warnings(found).map(({ code, path = '', batch }) => [code, path, batch])

describe('the first batch at 0', () => {
  test('is noted, with the scheduler that is 0', () => {
    const ramp = make('cosine_with_warmup', { t_warmup: '10ba' })
    expect(lint(ramp, run('100ba'))).toEqual([
      {
        code: 'first-batch-at-zero',
        level: 'note',
        message:
          "A batch that is trained at 0 changes nothing; found a multiplier of 0 at batch 0, with which Composer's Trainer trains batch 1 as well. Start a ramp above 0, with alphaW or with firstStep '(t+1)/w', if it matters.",
        batch: 0,
      },
    ])
    expect(lint([make('linear'), ramp], run('100ba'))[0]!.path).toBe('schedulers[1]')
    expect(lint(({ timestamp }) => timestamp.batch, run('100ba'))).toHaveLength(1)
  })

  test('is not where the ramp starts above it', () => {
    for (const options of [{ alpha_w: 0.1 }, { first_step: '(t+1)/w' }]) {
      expect(lint(make('wsd', { t_warmup: '10ba', ...options }), run('100ba'))).toEqual([])
    }
    expect(lint((_, _ssr = 1) => 1, run('100ba'))).toEqual([])
  })
})

describe('a warm-up', () => {
  test.each<[string, string, TrainingRun, number | null]>([
    ['cosine_with_warmup', '99ba', run('100ba'), null],
    ['cosine_with_warmup', '100ba', run('100ba'), 100],
    ['cosine_with_warmup', '300ba', run('100ba'), 300],
    ['wsd', '20ep', run('10ep'), 200],
    ['wsd', '9ep', run('10ep'), null],
    // The ratio does not scale it, but the run.
    ['wsd', '9ep', run('10ep', { scaleScheduleRatio: 0.5 }), 90],
  ])('of %s, %s long, is held against the run', (name, t_warmup, run, end) => {
    const options = name === 'wsd' ? { t_warmup, t_decay: '1ba' } : { t_warmup }
    const found = warnings(lint(make(name, options), run)).filter(({ code }) => code === 'warmup-too-long')
    expect(found.map(({ message }) => message)).toEqual(
      end === null
        ? []
        : [
            `A warm-up ends before the run; found its end at batch ${end}, and ${run.batches} batches. Shorten t_warmup.`,
          ],
    )
  })

  test('of a part of a tree is found there', () => {
    const tree = make('sequence', {
      schedulers: [make('constant'), make('wsd', { t_warmup: '70ba', alpha_w: 1, t_decay: '1ba' })],
      at: ['40ba'],
    })
    expect(brief(lint(tree, run('100ba')))).toEqual([['warmup-too-long', 'schedulers[1]', 99]])
    expect(brief(lint(tree, run('200ba')))).toEqual([])
  })
})

describe('a floor', () => {
  test.each<[string, object, boolean]>([
    ['cosine_annealing', { alpha_f: 0.1 }, true],
    ['cosine_annealing', { alpha_f: 0.1, t_max: '50ba' }, true],
    ['cosine_annealing', { alpha_f: 0.1, t_max: '101ba' }, true],
    ['cosine_annealing', { alpha_f: 0.1, t_max: '120ba' }, false],
    ['linear', { t_max: '2dur' }, false],
    ['linear', { t_max: '2dur', alpha_f: 1 }, true],
    ['linear', { alpha_i: 0.5, alpha_f: 2, t_max: '2dur' }, false],
    ['wsd', { t_max: '150ba', t_decay: '60ba' }, false],
    ['wsd', { t_decay: '60ba' }, true],
    ['rex', { t_max: '130ba' }, false],
    ['exponential_decay', { gamma: 0.99, t_decay: '1ba' }, true],
    ['exponential_decay', { gamma: 0.99, t_decay: '1ba', alpha_f: 0.1 }, false],
    ['exponential_decay', { gamma: 0.9, t_decay: '1ba', alpha_f: 0.1 }, true],
    ['one_cycle', {}, true],
    ['one_cycle', { t_end: '140ba' }, false],
    // These begin anew.
    ['cosine_annealing_warm_restarts', { t_0: '30ba' }, true],
    ['cyclic', { t_up: '30ba' }, true],
    ['polynomial_decay', { cycle: true, t_max: '70ba' }, true],
    ['inverse_square_root', { timescale: '10ba', alpha_f_cooldown: 0.01 }, true],
    ['inverse_square_root', { timescale: '10ba', t_cooldown: '10ba', alpha_f_cooldown: 0.01 }, true],
  ])('of %s with %j is reached: %s', (name, options, isReached) => {
    const found = lint(make(name, options as Record<string, unknown>), run('100ba'))
    expect(brief(found).filter(([code]) => code === 'floor-not-reached')).toHaveLength(isReached ? 0 : 1)
  })

  test('is told with what is there in its place', () => {
    const [found] = lint(make('linear', { t_max: '200ba' }), run('100ba'))
    expect(found).toEqual({
      code: 'floor-not-reached',
      level: 'warning',
      message:
        'A floor is reached; found 0.5 at the end, batch 100, and alpha_f 0. Let it end with the run, or raise the floor.',
      path: 'alphaF',
    })
  })

  test('of a part counts where it sees the run, and no cooldown takes its place', () => {
    const long = make('linear', { t_max: '2dur' })
    const floors = (scheduler: ComposerScheduler) => brief(lint(scheduler, run('100ba'))).map(([, path]) => path)
    expect(floors(make('product', { schedulers: [make('linear'), long] }))).toEqual(['schedulers[1].alphaF'])
    expect(floors(make('clamp', { scheduler: long, low: 0 }))).toEqual(['scheduler.alphaF'])
    expect(floors(make('cooldown', { scheduler: long, t_cooldown: '10ba' }))).toEqual([])
    expect(floors(make('stretch', { scheduler: long, factor: 0.5 }))).toEqual([])
    expect(floors(make('cooldown', { scheduler: make('constant'), t_cooldown: '40ba', t_end: '120ba' }))).toEqual([
      'alphaF',
    ])
  })
})

describe('what lies past the end', () => {
  test.each<[string, object, (string | number)[][]]>([
    [
      'multi_step',
      { milestones: ['99ba', '100ba', '300ba'] },
      [
        ['milestones[1]', 100],
        ['milestones[2]', 300],
      ],
    ],
    [
      'multi_step',
      { milestones: ['5ep', '1dur', '0.5dur', '799sp'] },
      [
        ['milestones[1]', 100],
        ['milestones[3]', 100],
      ],
    ],
    ['multi_step', { milestones: [] }, []],
    ['multi_step_with_warmup', { milestones: ['11ep'], t_warmup: '10ba' }, [['milestones[0]', 110]]],
    ['multi_step_decay', { milestones: ['10.5ep', '9.5ep'] }, [['milestones[0]', 105]]],
    ['staged', { boundaries: ['50ba', '150ba'], values: [1, 0.5, 0.1] }, [['boundaries[1]', 150]]],
    ['piecewise_interpolate', { knots: ['0ba', '1dur'], values: [1, 0] }, []],
    ['piecewise_interpolate', { knots: ['0ba', '150ba'], values: [1, 0] }, [['knots[1]', 150]]],
    ['cosine_annealing_warm_restarts', { t_0: '100ba' }, []],
    ['cosine_annealing_warm_restarts', { t_0: '101ba' }, [['t0', 101]]],
    ['cosine_restarts', { t_0: '1.5dur' }, [['t0', 150]]],
    ['cooldown', { scheduler: new LinearScheduler(), t_start: '120ba', t_end: '150ba' }, [['tStart', 120]]],
    ['cooldown', { scheduler: new LinearScheduler(), t_cooldown: '20ba' }, []],
    ['repeat', { scheduler: new LinearScheduler(), every: '30ba' }, []],
    ['repeat', { scheduler: new LinearScheduler(), every: '130ba' }, [['every', 130]]],
    ['wsd', { t_max: '200ba', t_decay: '50ba' }, [['tMax', 150]]],
    ['wsd', { t_max: '120ba', t_decay: '50ba' }, []],
    [
      'sequence',
      { schedulers: [new LinearScheduler(), new LinearScheduler({ alphaI: 0 })], at: ['100ba'] },
      [['at[0]', 100]],
    ],
  ])('%s with %j', (name, options, expected) => {
    const found = lint(make(name, options as Record<string, unknown>), run('100ba'))
    const late = brief(found).filter(([code]) => code === 'past-the-end')
    expect(late.map(([, path, batch]) => [path, batch])).toEqual(expected)
  })

  test('follows the ratio, which scales times and not parts of the run', () => {
    const half = run('200ba', { scaleScheduleRatio: 0.5 })
    const milestones = ['150ba', '190ba', '0.9dur', '200ba']
    expect(brief(lint(make('multi_step', { milestones }), half))).toEqual([['past-the-end', 'milestones[3]', 100]])
    expect(brief(lint(make('multi_step_decay', { milestones }), half))).toEqual([
      ['past-the-end', 'milestones[3]', 100],
    ])
  })

  test('is told with the rule and the cure', () => {
    const [found] = lint(make('multi_step', { milestones: ['30ep'] }), run('10ep'))
    expect(found!.message).toBe(
      'A milestone lies within the run; found 30ep to be batch 300, and 100 batches. Put it earlier, or leave it out.',
    )
  })
})

describe('a jump', () => {
  test('between the parts of a sequence is found', () => {
    const tree = (alpha: number) =>
      make('sequence', { schedulers: [make('linear', { alpha_f: 0.5 }), make('constant', { alpha })], at: ['50ba'] })
    expect(lint(tree(0.1), run('100ba'))).toEqual([
      {
        code: 'jump',
        level: 'warning',
        message:
          'Where one formula follows another the multiplier goes on; found a step from 0.51 to 0.1 at batch 50, where hold follows linear. Make the values meet, if it is not meant.',
        path: 'schedulers[1]',
        batch: 50,
      },
    ])
    expect(lint(tree(0.5), run('100ba'))).toEqual([])
    // As large as a few steps, or a small part of the value.
    expect(lint(tree(0.45), run('100ba'))).toEqual([])
    expect(lint(tree(0.515), run('1000ba'))).toEqual([])
  })

  test("at the end of Composer's scaled warm-up is found", () => {
    const ramp = make('linear_decay_with_warmup', { t_warmup: '10ba', scale_warmup: true })
    expect(brief(lint(ramp, run('100ba', { scaleScheduleRatio: 2 })))).toEqual([['jump', '', 10]])
    expect(brief(lint(ramp, run('100ba')))).toEqual([])
    const fixed = make('linear_decay_with_warmup', { t_warmup: '10ba', scale_warmup: 'fixed' })
    expect(brief(lint(fixed, run('100ba', { scaleScheduleRatio: 2 })))).toEqual([])
  })

  test('that a scheduler is made of is none', () => {
    for (const [name, options] of [
      ['multi_step', { milestones: ['30ba'] }],
      ['staged', { boundaries: ['30ba'], values: [1, 0.1] }],
      ['step', { step_size: '30ba' }],
      ['cosine_annealing_warm_restarts', { t_0: '30ba' }],
      ['constant', { alpha: 0.1, t_max: '30ba' }],
      ['repeat', { scheduler: make('linear'), every: '30ba' }],
      ['linear_decay_with_warmup', { t_warmup: '1ba' }],
      ['linear_decay_with_warmup', { t_warmup: '2ba' }],
      ['linear_decay_with_warmup', { t_warmup: '3ba' }],
    ] as const) {
      expect(brief(lint(make(name, options), run('100ba'))), name).toEqual([])
    }
  })
})

describe('a product of several', () => {
  test('is looked at one by one', () => {
    const found = lint([make('linear', { t_max: '2dur' }), make('multi_step', { milestones: ['100ba'] })], run('100ba'))
    expect(brief(found)).toEqual([
      ['floor-not-reached', 'schedulers[0].alphaF', undefined],
      ['past-the-end', 'schedulers[1].milestones[0]', 100],
    ])
  })
})

test('the schedules of the examples have nothing but the note', () => {
  for (const name of ['mpt-7b.yaml', 'resnet50-two-schedulers.yaml']) {
    const { schedulers, run } = readConfig(readFileSync(path.join(ROOT, 'examples', name), 'utf8'))
    expect(lint(schedulers, run).map(({ code }) => code)).toEqual(['first-batch-at-zero'])
  }
  const { bases } = parse(readFileSync(path.join(ROOT, 'examples/mpt-family.yaml'), 'utf8'))
  for (const base of Object.values(bases)) {
    for (const scaleScheduleRatio of [0.25, 1, 2]) {
      const { schedulers, run } = readConfig(JSON.stringify(base), { scaleScheduleRatio })
      expect(lint(schedulers, run).map(({ code }) => code)).toEqual(['first-batch-at-zero'])
    }
  }
})

test('what has no curve is an error', () => {
  const short = make('cosine_with_warmup', { t_warmup: '10ba', t_max: '50ba' })
  expect(codeFrom(() => lint(short, run('100ba')))).toBe('t-max-too-short')
  const late = make('with_warmup', { scheduler: make('linear'), t_warmup: '70ba' })
  const tree = make('sequence', { schedulers: [make('constant'), late], at: ['40ba'] })
  expect(codeFrom(() => lint(tree, run('100ba')))).not.toBe('nothing thrown')
  expect(codeFrom(() => lint([], run('100ba')))).toBe('bad-type')
})

test('a warm-up of 0 is warned of once', () => {
  const told: string[] = []
  const before = setWarningHandler((warning) => told.push(String(warning)))
  lint(make('linear_decay_with_warmup', { t_warmup: '0ba' }), run('100ba'))
  setWarningHandler(before)
  expect(told).toHaveLength(1)
})

test('of a record, findings tell their quantity, and only lr is noted to begin at 0', () => {
  const ramp = make('linear_decay', { t_warmup: '5ba', t_max: '200ba' })
  const product = [make('constant'), make('multi_step', { milestones: ['5ba', '200ba'] })]
  const found = lint({ lr: ramp, momentum: ramp, weightDecay: product }, run('100ba'))
  expect(found.map(({ quantity, code, path }) => [quantity, code, path])).toEqual([
    ['lr', 'first-batch-at-zero', undefined],
    ['lr', 'floor-not-reached', 'alphaF'],
    ['momentum', 'floor-not-reached', 'alphaF'],
    ['weightDecay', 'past-the-end', 'schedulers[1].milestones[1]'],
  ])
  expect(lint({ lr: ramp }, run('100ba')).map(({ quantity, ...finding }) => finding)).toEqual(lint(ramp, run('100ba')))
  expect(lint(ramp, run('100ba')).every((finding) => !('quantity' in finding))).toBe(true)
})
