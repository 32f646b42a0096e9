/** Plans as files of any library, and causes against each: what depends on a plan's own length and base. */
import { evaluate, TrainingRun } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { readLog } from '../../../ts/match/log/read.js'
import { matchLog } from '../../../ts/match/match.js'
import { readPlan } from '../../../ts/match/source.js'
import { type Canonical, toScheduler } from '../../golden2/canonical.js'
import { TOOLS } from '../../helpers/training-logs.js'

interface Family {
  readonly text: (total: number) => string
  readonly schedule: (total: number) => Canonical
  readonly base: number
  /** What its trainer writes. */
  readonly tool: string
}

const of = (type: string, params: object): Canonical => ({ type, params: params as Canonical['params'] })

const FAMILIES: Readonly<Record<string, Family>> = {
  "HF's cosine": {
    text: (max_steps) =>
      JSON.stringify({ learning_rate: 3e-4, lr_scheduler_type: 'cosine', warmup_steps: 100, max_steps }),
    schedule: (total) => of('cosine', { t_warmup: 100, t_max: total, after: 'continue' }),
    base: 3e-4,
    tool: 'trainerState',
  },
  "Composer's cosine": {
    text: (total) =>
      `max_duration: ${total}ba\nscheduler: {name: cosine_with_warmup, t_warmup: 100ba, alpha_f: 0.1}\nlr: 0.5\n`,
    schedule: (total) => of('cosine', { t_warmup: 100, t_max: total, alpha_f: 0.1 }),
    base: 0.5,
    tool: 'composerWandb',
  },
  "Megatron's flags": {
    text: (total) =>
      `python pretrain_gpt.py --lr 1.5e-4 --min-lr 1.0e-5 --lr-decay-style cosine --lr-warmup-iters 100 --train-iters ${total} --global-batch-size 64\n`,
    schedule: (total) => of('cosine', { t_warmup: 100, t_max: total, alpha_f: 1e-5 / 1.5e-4 }),
    base: 1.5e-4,
    tool: 'megatron',
  },
  ds_config: {
    text: (total_num_steps) =>
      JSON.stringify({
        optimizer: { type: 'AdamW', params: { lr: 1e-3 } },
        scheduler: {
          type: 'WarmupDecayLR',
          params: { warmup_max_lr: 1e-3, warmup_num_steps: 100, warmup_type: 'linear', total_num_steps },
        },
      }),
    schedule: (total) => of('linear', { t_warmup: 100, t_max: total, alpha_f: 0, shift: -1 }),
    base: 1e-3,
    tool: 'deepspeed',
  },
}

const cases = Object.entries(FAMILIES)

/** The log of a family of a length, of the update that each step is to have. */
function logOf({ schedule, base, tool }: Family, total: number, update = (n: number) => n, last = total): string {
  const { write, offset } = TOOLS[tool]!
  const steps = Array.from({ length: last / 10 }, (_, index) => 10 * (index + 1))
  const at = steps.map((step) => Math.max(0, update(step + offset)))
  const run = new TrainingRun({ maxDuration: `${total}ba` })
  const lrs = evaluate(toScheduler(schedule(total), 'ba'), run, { at, baseLr: base })
  return write(
    steps.map((step, index) => ({ step, lr: lrs[index]! })),
    total,
  )
}

const held = async (log: string, text: string) => {
  const read = readLog(log)
  return matchLog(read, { plan: await readPlan(text, { total: read.total }) })
}

describe.each(cases)('%s', (_, family) => {
  test('is as planned', async () => {
    expect(await held(logOf(family, 1000), family.text(1000))).toMatchObject({
      same: true,
      cause: null,
      firstStep: null,
    })
  })

  test.each([800, 1500])('of %i updates in place of 1000 has another total', async (total) => {
    const answer = await held(logOf(family, total), family.text(1000))
    expect([answer.cause, answer.schedules[0]?.parameters]).toEqual(['total', { total }])
  })

  test('that began again has its warm-up again', async () => {
    const log = logOf(family, 1000, (n) => (n < 400 ? n : n - 400))
    const answer = await held(log, family.text(1000))
    expect([answer.cause, answer.schedules[0]?.parameters]).toEqual(['warmup-restarted', { R: 400 }])
  })

  test('that was stepped by each of four processes is four times too fast', async () => {
    const answer = await held(
      logOf(family, 1000, (n) => 4 * n, 240),
      family.text(1000),
    )
    expect([answer.cause, answer.schedules[0]?.parameters]).toEqual(['accumulation', { k: 4 }])
  })
})

describe('a plan', () => {
  const rows = (lr: (n: number) => number) =>
    Array.from({ length: 20 }, (_, index) => JSON.stringify({ step: index + 1, lr: lr(index + 1) })).join('\n')
  const torch = (kwargs: object, more = {}) =>
    JSON.stringify({ library: 'torch', source: { class: 'torch.optim.lr_scheduler.StepLR', kwargs }, ...more })

  test('that says its library is read, with a base rate or with that of the log', async () => {
    const log = rows((n) => 0.1 * 0.5 ** Math.floor(n / 5))
    expect(await held(log, torch({ step_size: 5, gamma: 0.5 }, { baseLr: 0.1 }))).toMatchObject({ same: true })
    const answer = await held(log, torch({ step_size: 5, gamma: 0.5 }))
    expect(answer).toMatchObject({
      same: true,
      reason: expect.stringMatching(/no base learning rate: the log's 0\.1 /),
    })
    const other = await held(
      rows((n) => 0.07 * 0.5 ** Math.floor(n / 5)),
      torch({ step_size: 5, gamma: 0.5 }, { baseLr: 0.1 }),
    )
    expect([other.cause, other.schedules[0]!.parameters]).toEqual([
      'base-lr',
      { base_lr: 0.07, factor: expect.closeTo(0.7, 12) },
    ])
  })

  test('of several libraries is the one that knows its keys', async () => {
    const flags =
      '--lr 0.1 --min-lr 0.01 --lr-decay-style linear --train-iters 100 --lr-decay-iters 90 --lr-warmup-iters 10'
    expect((await readPlan(`pretrain.py ${flags}`)).library).toBe('megatron-core')
  })

  test('that is none is refused with its name', async () => {
    await expect(readPlan('{"a": 1}', { file: 'p.json' })).rejects.toThrow(/^p\.json: /)
    await expect(readPlan('', { file: 'p.yaml' })).rejects.toThrow(/^p\.yaml: /)
    const wrong = '{"learning_rate": "x", "lr_scheduler_type": "cosine", "max_steps": 10}'
    await expect(readPlan(wrong, { file: 'p.json' })).rejects.toThrow(/^p\.json: .*learning_rate/)
  })
})

describe('runs in one log', () => {
  const plan = {
    scheduler: toScheduler(of('linear', { t_warmup: 10, t_max: 100 }), 'ba'),
    run: new TrainingRun({ maxDuration: '100ba' }),
    baseLr: 1,
  }
  const f = (n: number) => (n < 10 ? n / 10 : (100 - n) / 90)
  const text = (steps: readonly number[], lr: (step: number) => number) =>
    steps.map((step) => `${JSON.stringify({ step, lr: lr(step) })}\n`).join('')
  const all = Array.from({ length: 90 }, (_, index) => index + 1)

  test('are each held against the plan', () => {
    expect(matchLog(text(all, f) + text(all, f), { plan })).toMatchObject({ same: true })
    const late = matchLog(text(all, f) + text(all, (n) => f(n - 1)), { plan })
    expect(late).toMatchObject({ same: false, cause: 'one-step-late', reason: expect.stringMatching(/2 runs.*run 2/) })
  })

  test('that go on after a resume are one', () => {
    const log = text(all.slice(0, 60), f) + text(all.slice(40), f)
    expect(matchLog(log, { plan })).toMatchObject({ same: true })
    const restarted = matchLog(text(all.slice(0, 60), f) + text(all.slice(40), (n) => f(n - 40)), { plan })
    expect(restarted).toMatchObject({
      cause: 'warmup-restarted',
      firstStep: 41,
      schedules: [{ parameters: { R: 40 } }],
    })
  })

  test('in any order of rows are the same', () => {
    expect(matchLog(text([...all].reverse(), f), { plan })).toMatchObject({ same: true })
  })

  test('of which a row is another are explained by nothing', () => {
    const answer = matchLog(
      text(all, (n) => (n === 50 ? 0.9 : 1) * f(n)),
      { plan },
    )
    expect(answer).toMatchObject({ same: false, cause: null, firstStep: 50, identified: false })
  })
})
