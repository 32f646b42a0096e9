/** `match`: a log against its plan, what fits without one, and exit codes that tell these from trouble. */
import { describe, expect, test } from 'vitest'
import { ndjson, trainerState } from '../helpers/training-logs.js'
import { cli, file, MPT } from './command.js'

const match = (...args: string[]) => cli(['match', ...args])
const rate = (n: number) => 3e-4 * (n < 100 ? n / 100 : (1000 - n) / 900)
const rows = (update: (step: number) => number) =>
  Array.from({ length: 50 }, (_, index) => ({ step: 20 * (index + 1), lr: rate(update(20 * (index + 1))) }))
const plan = (max_steps = 1000) =>
  file('args.json', JSON.stringify({ learning_rate: 3e-4, lr_scheduler_type: 'linear', warmup_steps: 100, max_steps }))
const configuration = () =>
  file('plan.yaml', 'max_duration: 1000ba\nlr: 3e-4\nscheduler: {name: linear_with_warmup, t_warmup: 100ba}\n')

describe('a log', () => {
  test('that is as planned ends with 0, and tells which update was read', async () => {
    for (const [update, name] of [
      [0, 'f(s)'],
      [-1, 'f(s − 1)'],
    ] as const) {
      const log = file(
        'log.json',
        trainerState(
          rows((s) => s + update),
          1000,
        ),
      )
      const { code, stdout, stderr } = await match(log, plan())
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain(`every rate is as planned, read as ${name}\n`)
    }
  })

  test('that differs ends with 1, and tells why, the first step and both rates', async () => {
    const log = file(
      'log.ndjson',
      ndjson(
        rows((s) => s - 1),
        1000,
      ),
    )
    expect(await match(log, configuration())).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringMatching(
        /different {5}one step late: .*\nfirst {9}step 20: 0\.0000\d+ was logged, 0\.0000\d+ planned\n/,
      ),
    })
  })

  test('without a plan is identified, and its configuration is read by curve', async () => {
    const log = file(
      'log.ndjson',
      ndjson(
        rows((s) => s),
        1000,
      ),
    )
    const { code, stdout } = await match(log, '--json')
    const { schedules, ...answer } = JSON.parse(stdout)
    expect([code, answer]).toEqual([
      0,
      { same: null, cause: null, firstStep: null, largest: null, identified: true, reason: null },
    ])
    expect(schedules[0]).toMatchObject({
      name: 'linear_decay',
      parameters: { base_lr: 3e-4, t_warmup: 100, t_max: 1000 },
    })
    const curve = await cli(['curve', '-', '--at', '20,500', '--format', 'json'], { input: schedules[0].configuration })
    expect(JSON.parse(curve.stdout).map(({ lr }: { lr: number }) => lr)).toEqual([
      expect.closeTo(rate(20), 15),
      expect.closeTo(rate(500), 15),
    ])
  })

  test('or a plan may come from standard input', async () => {
    const text = ndjson(
      rows((s) => s),
      1000,
    )
    expect((await cli(['match', '-', configuration()], { input: text })).code).toBe(0)
    const args = '{"learning_rate": 3e-4, "lr_scheduler_type": "linear", "warmup_steps": 100, "max_steps": 1000}'
    expect((await cli(['match', file('log.ndjson', text), '-'], { input: args })).code).toBe(0)
  })
})

test('the object has these keys, and what explains the log as configurations', async () => {
  const log = file(
    'log.ndjson',
    ndjson(
      rows((s) => Math.min(1000, 4 * s)),
      1000,
    ),
  )
  const { code, stdout } = await match(log, configuration(), '--json')
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      same: false,
      cause: 'accumulation',
      firstStep: 20,
      largest: expect.any(Number),
      schedules: [
        { name: 'f(k·s)', parameters: { k: 4 }, residual: expect.any(Number), configuration: expect.any(String) },
      ],
      identified: true,
      reason: 'The schedule was stepped 4 times an update.',
    },
  ])
})

test('a ratio of the plan is told, and the total beside it', async () => {
  const ratio = file(
    'half.yaml',
    'max_duration: 1000ba\nscale_schedule_ratio: 0.5\nlr: 3e-4\nscheduler: {name: linear_with_warmup, t_warmup: 100ba}\n',
  )
  const { stdout } = await match(
    file(
      'log.ndjson',
      ndjson(
        rows((s) => s),
        1000,
      ),
    ),
    ratio,
    '--json',
  )
  const { cause, schedules } = JSON.parse(stdout)
  expect([cause, schedules.map(({ parameters }: { parameters: unknown }) => parameters)]).toEqual([
    'ssr',
    [{ ssr: 1 }, { total: 1000 }],
  ])
})

test('what a log says of its length is held against the plan', async () => {
  const log = file('log.json', trainerState(rows((s) => s).slice(0, 20), 1200))
  expect((await match(log, plan())).stdout).toContain('1000 updates are planned, the log says 1200.')
})

describe('trouble is neither 0 nor 1', () => {
  test.each<[string, () => string[], number, RegExp]>([
    ['a log that is missing', () => ['none.csv', MPT], 3, /Cannot read none\.csv: no such file or folder/],
    [
      'a plan that is missing',
      () => [
        file(
          'l.ndjson',
          ndjson(
            rows((s) => s),
            9,
          ),
        ),
        'none.yaml',
      ],
      3,
      /none\.yaml/,
    ],
    ['no log', () => [file('l.txt', 'hello\n'), MPT], 4, /l\.txt: A log is one of: .*; found "hello"\./],
    ['an event file', () => [file('events.out.tfevents.1', Uint8Array.of(0, 1)), MPT], 4, /Export it: in TensorBoard/],
    ['a binary log', () => [file('l.csv', Uint8Array.of(0, 1)), MPT], 4, /l\.csv: A log is UTF-8 text; found a binary/],
    ['a log without rates', () => [file('l.csv', 'step,loss\n1,2\n')], 4, /found none\. Name the rate with --column/],
    [
      'rates that differ',
      () => [file('l.csv', 'step,lr-A/group0,lr-A/group1\n1,0.5,0.25\n')],
      4,
      /found several that differ: "lr-A\/group0", "lr-A\/group1"\. Choose one with --column\./,
    ],
    [
      'no plan',
      () => [
        file(
          'l.ndjson',
          ndjson(
            rows((s) => s),
            9,
          ),
        ),
        file('p.json', '{"a": 1}'),
      ],
      4,
      /p\.json: /,
    ],
    [
      'a wrong plan',
      () => [
        file(
          'l.ndjson',
          ndjson(
            rows((s) => s),
            9,
          ),
        ),
        file('p.yaml', 'max_duration: 1ba\n'),
      ],
      4,
      /p\.yaml: scheduler: A configuration needs a scheduler/,
    ],
    ['standard input twice', () => ['-', '-'], 2, /Standard input can be read once/],
    ['no argument', () => [], 2, /missing required argument 'log'/],
  ])('%s', async (_, args, code, line) => {
    for (const more of [[], ['--json']]) {
      const found = await match(...args(), ...more)
      expect([found.code, found.stdout]).toEqual([code, ''])
      expect(found.stderr).toMatch(line)
      expect(found.stderr).toMatch(/^scale-schedule: [^\n]+\n$/)
    }
  })
})
