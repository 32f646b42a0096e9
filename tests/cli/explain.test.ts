/** `explain`: the words for a batch, its moment in every unit, and the same as JSON. */
import { evaluate, TrainingRun } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { sized } from '../helpers/repetition.js'
import { cli, curve, failure, file, MPT, mpt, RESNET } from './command.js'

const explain = (...args: string[]) => cli(['explain', ...args])

/** The learning rate at the end of an explanation. */
const rateOf = (stdout: string) => Number(/^learning rate +.*?([\d.e-]+)\n$/m.exec(stdout)?.[1])

describe('an explanation', () => {
  test('of the main example at a ratio is this', async () => {
    const { stdout, stderr, code } = await explain(MPT, '--at', '1500ba', '--ssr', '0.5')
    const run = new TrainingRun({ maxDuration: '63900ba', scaleScheduleRatio: 0.5 })
    const alpha = evaluate(mpt, run, { from: 1500, count: 1 })[0]
    const lr = evaluate(mpt, run, { from: 1500, count: 1, baseLr: 1.2e-4 })[0]
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toBe(`config          ${MPT} (mpt-7b)
at              1500ba: batch 1,500 of 31,950 (1,536,000 samples, 3,145,728,000 tokens)
max_duration    63900ba × 0.5 = 31950ba
ssr             0.5

CosineAnnealingWithWarmupScheduler: cosine, from 100 to 31,950 ba
  what          half a cosine from 1 to alpha_f
  t             1500 ba
  t_warmup      100ba → 100 ba (not scaled)
  t_max         1.0dur → 31950 ba (1 × 31950 ba = 31950)
  alpha_f       0.1
  scale_warmup  false
  τ             (t - t_warmup) / (t_max - t_warmup) = (1500 - 100) / (31950 - 100) = ${1400 / 31850}
  α             alpha_f + (1 - alpha_f) · (1 + cos(π · τ)) / 2, with τ from 0 to 1
                = 0.1 + (1 - 0.1) · (1 + cos(π · ${1400 / 31850})) / 2
                = ${alpha}
  note          dur is not scaled by the ratio, since max_duration already is.

learning rate   ${alpha} × 0.00012 (lr) = ${lr}
`)
  })

  test('ends with the learning rate of curve, whatever the batch', async () => {
    for (const [config, ...options] of [[MPT, '--ssr', '0.333'], [RESNET]] as const) {
      for (const batch of sized([0, 1, 99, 100, 12345, 21277, 70000], [0, 100, 21277])) {
        const { stdout } = await curve(config, '--at', `${batch}`, ...options)
        expect(rateOf((await explain(config, '--at', `${batch}`, ...options)).stdout)).toBe(
          Number(stdout.trim().split(',').at(-1)),
        )
      }
    }
  })

  test('of several schedulers has the product, and beyond the end a note', async () => {
    const { stdout } = await explain(RESNET, '--at', '90ep')
    expect(stdout).toContain(
      'note            The run ends before batch 56,340; this is what its schedulers say beyond.',
    )
    expect(stdout).toMatch(/^multiplier {6}0 × 0\.5 = 0$/m)
    expect(stdout).toMatch(/^learning rate {3}0 × 2 \(lr\) = 0$/m)
  })

  test('without a learning rate says so, and of many milestones names some', async () => {
    const milestones = Array.from({ length: 20 }, (_, index) => `${index + 1}ba`).join()
    const config = file(
      'm.yaml',
      `max_duration: 50ba\nscheduler: {name: multi_step, milestones: [${milestones}], gamma: 0.9}`,
    )
    const { stdout } = await explain(config, '--at', '19')
    expect(stdout).toContain('19 milestones are reached')
    expect(stdout).toContain('                and 8 more\n')
    expect(stdout).toContain('= 0.9 · 0.9 · 0.9 · 0.9 · 0.9 · 0.9 · … (19 times)')
    expect(stdout).toContain(', the multiplier itself: the file has no learning rate')
  })

  test('is ASCII where the terminal knows no more', async () => {
    const { stdout } = await cli(['explain', RESNET, '--at', '5'], { env: { LC_ALL: 'C' } })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    expect(stdout).toMatch(/^[\x00-\x7f]*$/)
    expect(stdout).toContain('  tau ')
  })
})

describe('the moment', () => {
  test.each([
    ['1500', 1500],
    ['1e3', 1000],
    ['1500ba', 1500],
    ['0.5dur', 31950],
    ['0.00001dur', 0],
    ['300sp', 1],
    ['1024sp', 1],
    ['1025sp', 2],
    ['1000000tok', 1],
    ['4194304tok', 2],
    ['0ep', 0],
    ['2ep', 8],
    ['1iter', 12],
    ['10sec', 5],
  ])('%s is batch %d', async (at, batch) => {
    const config = file(
      'all.yaml',
      'max_duration: 63900ba\nglobal_train_batch_size: 1024\nmax_seq_len: 2048\ndataloader_len: 4\nepochs_per_iteration: 3\nseconds_per_batch: 2\nscheduler: linear',
    )
    const { stdout } = await explain(config, '--at', at, '--json')
    expect(JSON.parse(stdout).batch).toBe(batch)
  })

  test.each<[string[], number, string]>([
    [
      ['--at', '5tok'],
      1,
      'FILE: --at 5tok: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size.',
    ],
    [
      ['--at', '1ep'],
      1,
      'FILE: --at 1ep: This needs the count of epochs; found nothing to count it by. Pass --dataloader-len or set dataloader_len (batches in an epoch), or give times in ba.',
    ],
    [[], 2, "required option '--at <time>' not specified"],
    [
      ['--at', '-5'],
      2,
      "option '--at <time>' argument '-5' is invalid. A time is written as a number and a unit (iter, ep, ba, sp, tok, dur or sec) or as wall-clock time like '1h20m40s'; found \"-5\". Write for example '10ep', '0.5dur' or '100ba'.",
    ],
    [['--at', '-5ba'], 2, "option '--at <time>' argument '-5ba' is invalid. It must be at least 0."],
    [
      ['--at', '0.5ep'],
      2,
      "option '--at <time>' argument '0.5ep' is invalid. A time in 'ep' has an integer value; found \"0.5ep\". Round it, or use a fraction of the run in 'dur'.",
    ],
    [['--at', '9e15', '--ssr', '0'], 2, "option '--ssr <ratio>' argument '0' is invalid. It must be a number above 0."],
  ])('%j is refused', async (args, code, line) => {
    const config = file('few.yaml', 'max_duration: 9ba\nscheduler: linear')
    expect(await explain(config, ...args)).toEqual(failure(code, line.replace('FILE', config)))
  })
})

describe('as JSON', () => {
  test('it says the same', async () => {
    const { stdout } = await explain(MPT, '--at', '0.02dur', '--ssr', '0.333', '--json')
    const run = new TrainingRun({ maxDuration: '63900ba', scaleScheduleRatio: 0.333 })
    const multiplier = evaluate(mpt, run, { from: 425, count: 1 })[0]
    expect(JSON.parse(stdout)).toEqual({
      config: MPT,
      name: 'mpt-7b',
      at: '0.02dur',
      batch: 425,
      ssr: 0.333,
      maxDuration: { written: '63900ba', scaled: '21278ba' },
      schedulers: [
        {
          type: 'CosineAnnealingWithWarmupScheduler',
          phase: { name: 'cosine', from: 100, until: 21278, counter: 'ba' },
          options: [
            { name: 't_warmup', written: '100ba', converted: '100ba', how: 'not scaled' },
            { name: 't_max', written: '1.0dur', converted: '21278ba', how: '1 × 21278 ba = 21278' },
            { name: 'alpha_f', value: 0.1 },
            { name: 'scale_warmup', value: false },
          ],
          t: '425ba',
          words: 'half a cosine from 1 to alpha_f',
          quantities: [
            {
              name: 'τ',
              formula: '(t - t_warmup) / (t_max - t_warmup)',
              numbers: '(425 - 100) / (21278 - 100)',
              value: 325 / 21178,
            },
          ],
          formula: 'alpha_f + (1 - alpha_f) · (1 + cos(π · τ)) / 2, with τ from 0 to 1',
          numbers: `0.1 + (1 - 0.1) · (1 + cos(π · ${325 / 21178})) / 2`,
          multiplier,
          notes: ['dur is not scaled by the ratio, since max_duration already is.'],
        },
      ],
      multiplier,
      baseLr: 1.2e-4,
      learningRate: evaluate(mpt, run, { from: 425, count: 1, baseLr: 1.2e-4 })[0],
    })
  })

  test('what JSON has no number for is text', async () => {
    const config = file(
      'h.yaml',
      'max_duration: 9ba\nlr: 2\nscheduler: {name: multi_step, milestones: [1ba, 2ba], gamma: 1.0e+200}',
    )
    expect(JSON.parse((await explain(config, '--at', '2', '--json')).stdout)).toMatchObject({
      schedulers: [{ phase: { until: 'Infinity' }, t: null, multiplier: 'Infinity' }],
      learningRate: 'Infinity',
    })
  })
})

test('a batch without a value is told as everywhere', async () => {
  const config = file(
    'r.yaml',
    'max_duration: 99ba\nscheduler: {name: cosine_annealing_warm_restarts, t_0: 4ba, t_mult: 0.5}',
  )
  const { code, stdout, stderr } = await explain(config, '--at', '8')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^scale-schedule: .*r\.yaml: scheduler: .*decayed to 0 at batch 8\..*\n$/)
})
