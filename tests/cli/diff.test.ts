/** `diff`: equal and different configurations, and exit codes that tell these from trouble. */
import { evaluate, LinearScheduler, TrainingRun } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { cli, file, MPT } from './command.js'

const diff = (...args: string[]) => cli(['diff', ...args])
const linear = (name: string, alpha: number, batches = 100) =>
  file(name, `max_duration: ${batches}ba\nlr: 0.1\nscheduler: {name: linear, alpha_f: ${alpha}}`)

describe('two configurations', () => {
  test('that are equal end with 0', async () => {
    const [a, b] = [
      linear('a.yaml', 0),
      file('b.json', '{"max_duration": "100ba", "lr": 0.1, "scheduler": {"name": "linear", "t_max": "100ba"}}'),
    ]
    expect(await diff(a, b)).toEqual({
      code: 0,
      stderr: '',
      stdout: `a             ${a}: 100 batches\nb             ${b}: 100 batches\nequal         the learning rates of all 100 batches, to the last bit\n`,
    })
    expect((await diff(MPT, MPT)).code).toBe(0)
  })

  test('that differ end with 1, and tell where and by how much', async () => {
    const [a, b] = [linear('a.yaml', 0), linear('b.yaml', 0.5)]
    const { code, stdout, stderr } = await diff(a, b)
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout.split('\n').slice(2)).toEqual([
      'different     99 of 100 batches',
      expect.stringMatching(/^first {9}batch 1: 0\.099 and 0\.0995, 0\.000(5|49)\d* apart \([\d,]+ ulps\)$/),
      expect.stringMatching(/^largest {7}batch 99: 0\.001\d* and 0\.0505\d*, 0\.0495\d* apart \([\d,]+ ulps\)$/),
      '',
    ])
  })

  test('of different lengths differ, also where the rates they share do not', async () => {
    const hold = (name: string, batches: number) =>
      file(name, `max_duration: ${batches}ba\nscheduler: {name: constant_with_warmup, t_warmup: 5ba}`)
    const { code, stdout } = await diff(hold('a.yaml', 1000), hold('b.yaml', 1001))
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(2)).toEqual([
      'lengths       differ by 1 batch',
      'equal         the learning rates of all 1,000 batches, to the last bit',
      '',
    ])
  })

  test('within a tolerance are equal', async () => {
    const [a, b] = [linear('a.yaml', 0.5), linear('b.yaml', 0.5000001)]
    expect((await diff(a, b)).code).toBe(1)
    expect(await diff(a, b, '--tolerance', '1e-6')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('of all 100 batches, within 0.000001 of the larger one'),
    })
    expect((await diff(a, b, '--tolerance', '1e-8')).code).toBe(1)
  })

  test('are scaled by a ratio, and one may come from standard input', async () => {
    const [a, b] = [
      file('a.yaml', 'max_duration: 10ba\nlr: 1\nscheduler: {name: linear, t_max: 1dur}'),
      'max_duration: 10ba\nlr: 1\nscheduler: {name: linear, t_max: 10ba}',
    ]
    for (const ratio of ['0.5', '1', '3']) {
      expect(await cli(['diff', a, '-', '--ssr', ratio], { input: b })).toMatchObject({ code: 0, stderr: '' })
    }
  })

  test('as JSON', async () => {
    const [a, b] = [linear('a.yaml', 0), linear('b.yaml', 1, 50)]
    const { code, stdout } = await diff(a, b, '--json')
    const run = new TrainingRun({ maxDuration: '100ba' })
    const lrs = evaluate(new LinearScheduler(), run, { baseLr: 0.1 })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      equal: false,
      tolerance: 0,
      a: { config: a, name: null, batches: 100 },
      b: { config: b, name: null, batches: 50 },
      compared: 50,
      differing: 49,
      first: { batch: 1, a: lrs[1], b: 0.1, absolute: 0.1 - lrs[1]! },
      largest: { batch: 49, a: lrs[49], b: 0.1, absolute: 0.1 - lrs[49]!, ulps: expect.any(Number) },
    })
    expect(JSON.parse((await diff(a, a, '--json')).stdout)).toMatchObject({ equal: true, first: null, largest: null })
  })

  test('of ten million batches are counted', async () => {
    const [a, b] = [linear('a.yaml', 0, 1e7), linear('b.yaml', 0.25, 1e7)]
    expect((await diff(a, b)).stdout).toContain('different     9,999,999 of 10,000,000 batches')
  })
})

describe('trouble is neither 0 nor 1', () => {
  test.each<[string, () => string[], number, RegExp]>([
    [
      'a wrong configuration',
      () => [MPT, file('w.yaml', 'max_duration: 1ba')],
      4,
      /w\.yaml: scheduler: A configuration needs a scheduler/,
    ],
    [
      'one without a length in batches',
      () => [MPT, file('t.yaml', 'max_duration: 9tok\nscheduler: linear')],
      4,
      /t\.yaml: max_duration: This needs the count of tokens/,
    ],
    ['one that is binary', () => [file('b.yaml', Uint8Array.of(0, 1)), MPT], 4, /A configuration is UTF-8 text/],
    ['one that is missing', () => [MPT, 'none.yaml'], 3, /Cannot read none\.yaml: no such file or folder \(ENOENT\)\./],
    [
      'one that has no value at some batch',
      () => [
        MPT,
        file('r.yaml', 'max_duration: 99ba\nscheduler: {name: cosine_annealing_warm_restarts, t_0: 4ba, t_mult: 0.5}'),
      ],
      4,
      /r\.yaml: scheduler: .*at batch 7\./,
    ],
    ['one only', () => [MPT], 2, /missing required argument 'b'/],
    ['standard input twice', () => ['-', '-'], 2, /Standard input can be read once; found '-' twice\./],
    ['a tolerance of 1', () => [MPT, MPT, '--tolerance', '1'], 2, /It must be a number of at least 0 and below 1\./],
  ])('%s', async (_, args, code, line) => {
    const found = await diff(...args())
    expect([found.code, found.stdout]).toEqual([code, ''])
    expect(found.stderr).toMatch(line)
    expect(found.stderr).toMatch(/^scale-schedule: [^\n]+\n$/)
  })
})
