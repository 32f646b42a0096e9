/** What schedules are written as for other libraries: their own classes, what is said of the difference, what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { setWarningHandler } from '../../../ts/errors/warning.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { detect } from '../../../ts/frameworks/detect/detect.js'
import { EXPORT_TARGETS, type ExportOptions, exportSchedule } from '../../../ts/frameworks/export/export.js'
import { steppedRates } from '../../../ts/frameworks/export/targets/drift.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'
import type { ImportedSchedule } from '../../../ts/frameworks/types.js'
import {
  ConstantWithWarmupScheduler,
  CosineAnnealingScheduler,
  CosineAnnealingWithWarmupScheduler,
  CosineDecayScheduler,
  InverseSquareRootScheduler,
  LinearDecayScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  NoamScheduler,
  RexScheduler,
  type State,
  StepScheduler,
  TrainingRun,
  WarmupStableDecayScheduler,
} from '../../../ts/index.js'
import type { ComposerScheduler } from '../../../ts/schedulers/callable.js'
import { epochBatches, type SourceRow, sourceRows } from '../../golden2/sources.js'

beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

const run = new TrainingRun({ maxDuration: '1000ba' })
const warmCosine = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })

const write = (scheduler: ComposerScheduler | ComposerScheduler[], to: string, options: Partial<ExportOptions> = {}) =>
  exportSchedule(scheduler, run, { to, baseLr: 0.01, ...options })

/** The text without its comments. */
const plain = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')

function errorOf(action: () => unknown): SchedulerError {
  try {
    action()
  } catch (error) {
    if (SchedulerError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a target’s own class', () => {
  test.each<[string, ComposerScheduler | ComposerScheduler[], string, string]>([
    [
      'torch',
      new CosineAnnealingScheduler({ alphaF: 0.1 }),
      'CosineAnnealingLR(optimizer, T_max=1000, eta_min=0.001)',
      'rounding drifts',
    ],
    [
      'torch',
      new StepScheduler({ stepSize: '100ba', gamma: 0.5 }),
      'StepLR(optimizer, step_size=100, gamma=0.5)',
      'same',
    ],
    [
      'optax',
      warmCosine,
      'optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.01, warmup_steps=100, decay_steps=1000, end_value=0.001)',
      'In 32 bits',
    ],
    [
      'keras',
      warmCosine,
      'CosineDecay(initial_learning_rate=0, decay_steps=900, alpha=0.1, warmup_target=0.01, warmup_steps=100)',
      'In 32 bits',
    ],
    ['transformers', warmCosine, 'lr_scheduler_type: cosine_with_min_lr', 'Past the end of the run'],
    [
      'transformers',
      new LinearWithWarmupScheduler({ tWarmup: '100ba' }),
      'lr_scheduler_type: linear',
      'same rates at all 1,000 steps',
    ],
    [
      'timm',
      warmCosine,
      'CosineLRScheduler(optimizer, t_initial=900, lr_min=0.001, warmup_prefix=True, warmup_t=100',
      'same',
    ],
    ['megatron', warmCosine, '--lr-decay-style cosine \\', 'same'],
    [
      'megatron',
      new WarmupStableDecayScheduler({ tDecay: '200ba', decay: '1-sqrt' }),
      '--lr-wsd-decay-style minus_sqrt',
      'same',
    ],
    ['deepspeed', new StepScheduler({ stepSize: '100ba' }), '"type": "StepLR"', 'same'],
    ['deepspeed', warmCosine, '"type": "WarmupCosineLR"', 'first and most at step 1, by 0.0001 (1 % of the peak)'],
    ['llm-foundry', warmCosine, 't_warmup: 100ba', 'batch n has the rate of n - 1'],
    ['llm-foundry', new CosineDecayScheduler({ tWarmup: '100ba' }), 'name: cosine_with_warmup', 'same'],
  ])('%s: %#', (to, scheduler, code, remark) => {
    const text = write(scheduler, to)
    expect(text).toContain(code)
    expect(text.replace(/\n# /g, ' ')).toContain(remark)
  })

  test('a product is a chain, a sequence is sequential', () => {
    const product = write([new StepScheduler({ stepSize: '100ba' }), new LinearScheduler({ alphaF: 0.5 })], 'pytorch')
    expect(plain(product)).toBe(
      [
        'from torch.optim.lr_scheduler import ChainedScheduler, LinearLR, StepLR',
        'scheduler = ChainedScheduler([',
        '    StepLR(optimizer, step_size=100, gamma=0.1),',
        '    LinearLR(optimizer, start_factor=1, end_factor=0.5, total_iters=1000),',
        '])',
      ].join('\n'),
    )
  })
})

describe('what comes near', () => {
  test('a step early is told', () => {
    const next = new LinearDecayScheduler({ tWarmup: '100ba', firstStep: '(t+1)/w' })
    const text = write(next, 'transformers')
    expect(plain(text)).toBe('learning_rate: 0.01\nlr_scheduler_type: linear\nwarmup_steps: 100\nmax_steps: 1000')
    expect(text.replace(/\n# /g, ' ')).toContain(
      'differs from the schedule first and most at step 0, by 0.0001 (1 % of the peak); compared at 1,000 steps',
    )
    // Code is the same, so that a formula stands there.
    expect(write(next, 'optax')).toContain('def alpha(step):')
  })

  test('another schedule is not', () => {
    const risen = new LinearDecayScheduler({ tWarmup: '100ba', alphaW: 0.5 })
    expect(errorOf(() => write(risen, 'transformers')).code).toBe('no-counterpart')
  })
})

describe('a formula', () => {
  test('stands where a target has no class', () => {
    expect(write(warmCosine, 'torch')).toContain('scheduler = LambdaLR(optimizer, alpha)')
    expect(write(new RexScheduler(), 'keras')).toContain('class Schedule(LearningRateSchedule):')
    expect(write(new NoamScheduler({ dModel: 512, tWarmup: '100ba' }), 'optax')).toContain('def learning_rate(step):')
    expect(write(warmCosine, 'python')).not.toContain('from torch')
  })

  test.each([
    ['a milestone', { class: 'MultiStepLR', kwargs: { milestones: [2.5, 7] } }],
    ['a milestone below 0', { class: 'MultiStepLR', kwargs: { milestones: [-1, 7] } }],
    ['a step size', { class: 'StepLR', kwargs: { step_size: 2.5 } }],
    ['a length', { class: 'LinearLR', kwargs: { total_iters: 2.5 } }],
    ['a length of another', { class: 'ConstantLR', kwargs: { total_iters: 2.5 } }],
    ['a length of a third', { class: 'PolynomialLR', kwargs: { total_iters: 2.5 } }],
  ])('stands where torch’s steps would not meet %s', (_, source) => {
    const { scheduler, run: own } = importSchedule({ library: 'torch', source, baseLr: 1, total: 10 })
    expect(exportSchedule(scheduler, own, { to: 'torch', baseLr: 1 })).toContain('LambdaLR(optimizer, alpha)')
  })

  test('a function in JavaScript, or times between two steps, are listed', () => {
    const short = new TrainingRun({ maxDuration: '5ba', samplesPerBatch: 2 })
    const halves = (state: State) => 1 / (1 + state.timestamp.batch)
    const listed = exportSchedule(halves, short, { to: 'torch' })
    expect(listed).toContain('1, 0.5, 0.3333333333333333, 0.25,\n    0.2,\n]')
    expect(listed).toContain('is listed')
    const odd = new StepScheduler({ stepSize: '3sp', gamma: 0.5 })
    for (const to of ['torch', 'python', 'optax', 'keras']) {
      expect(exportSchedule(odd, short, { to })).toContain('1, 1, 0.5, 0.25,\n    0.25,\n]')
    }
    // Composer counts samples itself.
    expect(exportSchedule(odd, short, { to: 'composer' })).toContain("StepScheduler(step_size='3sp', gamma=0.5)")
    const long = new TrainingRun({ maxDuration: '100001ba' })
    expect(errorOf(() => exportSchedule(halves, long, { to: 'torch' })).message).toContain('up to 100000 batches')
  })
})

describe('another quantity than the learning rate', () => {
  const momentum = { quantity: 'momentum', baseLr: 0.95 }

  test('is what code names', () => {
    expect(write(warmCosine, 'typescript', momentum)).toContain(
      [
        '// schedule: the momentum of every batch.',
        'export const momentumValues = evaluate(',
        '  {',
        '    momentum: [',
        "      new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 }),",
        '    ],',
        '  },',
        '  run,',
        '  { base: { momentum: 0.95 } },',
        ').momentum',
      ].join('\n'),
    )
    expect(plain(write(warmCosine, 'optax', momentum))).toBe(
      'import optax\nmomentum = optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.95, warmup_steps=100, decay_steps=1000, end_value=0.095)',
    )
    expect(write(warmCosine, 'python', momentum)).toMatch(
      /^# schedule: the momentum of update `step`[\s\S]*\ndef momentum\(step\):\n {4}return 0\.95 \* alpha\(step\)\n$/,
    )
    expect(write(warmCosine, 'torch', momentum)).toMatch(
      /def momentum\(step\):[\s\S]*def set_momentum\(optimizer, step\):\n {4}value = momentum\(step\)\n/,
    )
    for (const to of ['typescript', 'optax', 'python']) {
      expect(write(warmCosine, to, momentum)).not.toMatch(/learning.?rate|\blr\b|\brates\b/i)
    }
  })

  test('has the spelling of its language, and no name that is taken', () => {
    for (const quantity of ['weightDecay', 'weight_decay']) {
      const options = { quantity, baseLr: 0.1 }
      expect(write(warmCosine, 'typescript', options)).toContain('export const weightDecayValues = evaluate(')
      expect(write(warmCosine, 'torch', options)).toContain("        group['weight_decay'] = value\n")
      expect(write(warmCosine, 'python', options)).toContain('the weight decay of update')
    }
    expect(write(warmCosine, 'python', { quantity: 'lambda' })).toContain('def lambda_value(step):')
    expect(write(warmCosine, 'python', { quantity: 'alpha' })).toContain('def alpha_value(step):')
  })

  test('is refused where a target has the learning rate alone', () => {
    for (const { name, label } of EXPORT_TARGETS) {
      if (['typescript', 'torch', 'optax', 'python'].includes(name)) continue
      expect(errorOf(() => write(warmCosine, name, momentum)).message).toContain(
        `${label} is written for the learning rate; found the momentum. Write it for TypeScript, PyTorch, optax or Python.`,
      )
    }
    expect(errorOf(() => write(warmCosine, 'torch', { quantity: '0' })).code).toBe('option-range')
    expect(errorOf(() => write(warmCosine, 'torch', { quantity: 1 as never })).code).toBe('bad-type')
  })

  test('is lr by default', () => {
    for (const { name } of EXPORT_TARGETS) {
      expect(write(warmCosine, name, { quantity: 'lr' })).toBe(write(warmCosine, name))
    }
  })
})

describe('what is refused', () => {
  test('a schedule that is of no kind that the target has', () => {
    for (const to of ['transformers', 'timm', 'megatron', 'llm-foundry']) {
      const error = errorOf(() => write(new RexScheduler(), to))
      expect(error.code).toBe('no-counterpart')
      expect(error.message).toMatch(/; found .*\. [A-Z].*\.$/)
    }
    expect(errorOf(() => write(new InverseSquareRootScheduler({ timescale: '10ba' }), 'deepspeed')).code).toBe(
      'no-counterpart',
    )
  })

  test('wrong options', () => {
    expect(errorOf(() => write(warmCosine, 'magetron')).message).toContain("'megatron'")
    expect(errorOf(() => exportSchedule(warmCosine, run, {} as ExportOptions)).code).toBe('missing-option')
    expect(errorOf(() => write(warmCosine, 'torch', { baseLr: Number.NaN })).code).toBe('not-finite')
    expect(errorOf(() => write(warmCosine, 'torch', { as: 1 } as never)).code).toBe('unknown-option')
    expect(errorOf(() => write({ lr: warmCosine } as never, 'torch')).code).toBe('bad-type')
    const ratio = new TrainingRun({ maxDuration: '1000ba', scaleScheduleRatio: 0.5 })
    const hidden = new ConstantWithWarmupScheduler({ tWarmup: '100ba', scaleWarmup: true })
    // A slope that is scaled beside an end that is not.
    expect(errorOf(() => exportSchedule(hidden, ratio, { to: 'llm-foundry' })).code).toBe('no-counterpart')
  })
})

test('what Composer’s Trainer trains late is told of a run of any length', () => {
  const long = new TrainingRun({ maxDuration: '300000ba' })
  expect(exportSchedule(warmCosine, long, { to: 'composer' })).toMatch(
    /differs\n# first and most at step 1, by 0\.01 \(1 % /,
  )
})

test('a ratio has scaled what is written', () => {
  const half = new TrainingRun({ maxDuration: '1000ba', scaleScheduleRatio: 0.5 })
  expect(exportSchedule(warmCosine, half, { to: 'transformers' })).toContain('warmup_steps: 100\nmax_steps: 500')
  const yaml = exportSchedule(warmCosine, half, { to: 'llm-foundry' })
  expect(yaml).toContain('max_duration: 500ba')
  expect(yaml).not.toContain('scale_schedule_ratio')
})

const TARGETS: Readonly<Record<string, string>> = {
  torch: 'torch',
  optax: 'optax',
  keras: 'keras',
  timm: 'timm',
  transformers: 'transformers',
  deepspeed: 'deepspeed',
  'megatron-core': 'megatron',
  'llm-foundry': 'llm-foundry',
}

function imported(row: SourceRow): ImportedSchedule | null {
  try {
    const { library, source, base_lr: baseLr, total } = row
    return importSchedule({ library, source, baseLr, total: total ?? undefined, epochBatches: epochBatches(row) })
  } catch {
    return null
  }
}

/** Rows of each library, and how many of them that library's own arguments say again. */
const OWN: Readonly<Record<string, number>> = {
  torch: 390,
  optax: 385,
  keras: 173,
  timm: 275,
  transformers: 306,
  deepspeed: 169,
  'megatron-core': 175,
}

test.each(Object.entries(TARGETS))('what was read from %s is written for it', async (library, to) => {
  let same = 0
  for (const row of sourceRows().filter((each) => each.library === library)) {
    const read = imported(row)
    if (read === null) continue
    const { scheduler, run, baseLr } = read
    let text: string
    try {
      text = exportSchedule(scheduler, run, { to, baseLr })
    } catch (error) {
      if (!SchedulerError.is(error, 'no-counterpart')) throw new Error(row.id, { cause: error })
      continue
    }
    if (!text.includes('has the same rates')) continue
    same++
    if (!['transformers', 'deepspeed', 'megatron'].includes(to)) continue
    const { source } = await detect(text)
    const again = importSchedule({ library, source, baseLr, total: run.batches })
    const [before, after] = [
      evaluate(scheduler, run, { baseLr }),
      evaluate(again.scheduler, again.run, { baseLr: again.baseLr }),
    ]
    const peak = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(after.length, row.id).toBe(before.length)
    const odd = before.findIndex((value, step) => !(Math.abs(after[step]! - value) <= 1e-13 * peak))
    expect(odd, `${row.id}\n${text}`).toBe(-1)
  }
  if (library !== 'llm-foundry') expect(same).toBeGreaterThanOrEqual(OWN[library]!)
})

test('the drift of torch’s recursions is its own', () => {
  let rows = 0
  for (const row of sourceRows() as (SourceRow & { recursive?: number[] })[]) {
    if (row.library !== 'torch' || row.recursive === undefined || row.schedule === null) continue
    const read = imported(row)
    if (read === null) continue
    const { run, baseLr } = read
    const rates = steppedRates(shortNames(row.source), baseLr)
    if (rates === null) continue
    rows++
    const values = rates(0, Math.max(...row.steps) + 1)
    for (const [index, step] of row.steps.entries()) {
      const expected = Number(row.recursive[index])
      expect(Math.abs(values[step]! - expected), `${row.id} at ${step}`).toBeLessThanOrEqual(2e-13 * Math.abs(baseLr))
    }
    expect(run.batches).toBeGreaterThan(0)
  }
  expect(rows).toBeGreaterThan(100)
})

/** A source with its classes' short names, and torch's defaults. */
function shortNames(source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { class: name, kwargs, schedulers } = source as { class: string; kwargs: object; schedulers?: object[] }
  const short = name.slice(name.lastIndexOf('.') + 1)
  const defaults: Readonly<Record<string, object>> = {
    LinearLR: { start_factor: 1 / 3, end_factor: 1, total_iters: 5 },
    ConstantLR: { factor: 1 / 3, total_iters: 5 },
    PolynomialLR: { total_iters: 5, power: 1 },
    StepLR: { gamma: 0.1 },
    MultiStepLR: { gamma: 0.1 },
    CosineAnnealingLR: { eta_min: 0 },
  }
  return {
    class: short,
    kwargs: { ...defaults[short], ...kwargs },
    ...(schedulers === undefined ? {} : { schedulers: schedulers.map((part) => shortNames(part as never)) }),
  }
}

test('every target writes every schedule or says why not', () => {
  for (const { name, extension, label } of EXPORT_TARGETS) {
    expect(label).not.toBe('')
    expect(extension).toMatch(/^[a-z]+$/)
    expect(write(warmCosine, name).endsWith('\n')).toBe(true)
  }
})
