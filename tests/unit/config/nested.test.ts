/** Schedulers within schedulers in a configuration, and the options that only they have. Resolves none. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import { createScheduler, LinearScheduler, Scheduler } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { findRoot } from '../../../ts/config/read.js'
import { readSchedulers } from '../../../ts/config/schedulers.js'
import { Source } from '../../../ts/config/source.js'
import { parseText } from '../../../ts/config/text.js'
import { messageFrom } from '../../helpers/message.js'

/** The schedulers of a configuration, and where they stand. */
function read(keys: object) {
  const source = new Source('run.yaml', findRoot(parseText(stringify(keys), 'run.yaml'), 'run.yaml'), {})
  return readSchedulers(source)
}
const scheduler = (written: unknown, others: object = {}) => read({ scheduler: written, ...others })[0]!.scheduler
const textOf = (written: unknown, others: object = {}) => String(scheduler(written, others))

const LINE = { name: 'linear', t_max: '100ba' }
const line = new LinearScheduler({ tMax: '100ba' })

describe('a tree', () => {
  const sequence = String(createScheduler('sequence', { schedulers: [line, line], at: ['100ba'] }))
  test.each<[string, unknown]>([
    ['by name', { name: 'sequence', schedulers: [LINE, LINE], at: ['100ba'] }],
    ['by another name', { name: 'sequential', schedulers: [LINE, LINE], at: ['100ba'] }],
    [
      'by type, as JSON',
      { type: 'SequenceScheduler', schedulers: [{ type: 'LinearScheduler', tMax: '100ba' }, LINE], at: ['100ba'] },
    ],
    ['with the name as a key', { sequence: { schedulers: [{ linear: { t_max: '100ba' } }, LINE], at: ['100ba'] } }],
    [
      'with parts',
      { name: 'sequence', schedulers: [{ scheduler: LINE }, { scheduler: LINE, clock: 'inner' }], at: ['100ba'] },
    ],
    [
      'with a clock that is null',
      { name: 'sequence', schedulers: [{ scheduler: LINE, clock: null }, LINE], at: ['100ba'] },
    ],
  ])('may be written %s', (_, written) => {
    expect(textOf(written)).toBe(sequence)
  })

  test('may have parts on the outer clock, names alone, and trees within', () => {
    const written = {
      name: 'product',
      schedulers: [
        'linear',
        {
          name: 'sequence',
          schedulers: ['constant', { scheduler: { clamp: { scheduler: LINE, low: 0.1 } }, clock: 'outer' }],
          at: ['0.5ep'],
        },
      ],
    }
    const clamp = createScheduler('clamp', { scheduler: line, low: 0.1 })
    const parts = [createScheduler('constant'), { scheduler: clamp, clock: 'outer' }]
    const inner = createScheduler('sequence', { schedulers: parts, at: ['0.5ep'] })
    expect(textOf(written)).toBe(String(createScheduler('product', { schedulers: [createScheduler('linear'), inner] })))
  })

  test('is what toJSON wrote, version and all', () => {
    const clamp = createScheduler('clamp', { scheduler: createScheduler('wsd', { tDecay: '0.25ep' }), high: -0 })
    const json = createScheduler('sequence', { schedulers: [{ scheduler: clamp, clock: 'outer' }], at: [] }).toJSON()
    expect(scheduler(json).toJSON()).toEqual(json)
    expect(Scheduler.fromJSON(scheduler(json).toJSON()).toJSON()).toEqual(json)
  })

  test('takes its facts from interpolations', () => {
    const others = {
      part: LINE,
      when: '100ba',
      variables: { parts: ['${part}', { name: 'linear', t_max: '${when}' }] },
    }
    expect(textOf({ name: 'sequence', schedulers: '${variables.parts}', at: ['${when}'] }, others)).toBe(sequence)
  })
})

test.each<[object, string]>([
  [{ name: 'linear_decay', t_max: '38.6ba' }, "tMax: '38.6ba'"],
  [{ name: 'linear_decay', t_max: { value: 38.6, unit: 'ba' } }, "tMax: '38.6ba'"],
  [{ name: 'linear_decay', t_max: '38.0ba', t_begin: null }, "tMax: '38ba', alphaI: 1, alphaF: 0, tBegin: null"],
  [{ name: 'linear_decay', t_begin: '0.5ep' }, "tBegin: '0.5ep'"],
  [
    { name: 'linear_decay', t_warmup: '5ba', warmup: '1-sqrt', first_step: '(t+1)/w' },
    "warmup: '1-sqrt', firstStep: '(t+1)/w'",
  ],
  [{ name: 'exponential_decay', gamma: 0.5, t_decay: '1ep', alpha_f: null }, 'alphaF: null'],
  [{ name: 'exponential_decay', gamma: 0.5, t_decay: '1ep', alpha_f: -0.5 }, 'alphaF: -0.5'],
  [{ name: 'multi_step_decay', milestones: ['1.5ep', { value: 2, unit: 'ep' }] }, "milestones: ['1.5ep', '2ep']"],
  [{ name: 'multiplicative', factors: [1, 0.5, '-0'] }, 'factors: [1, 0.5, -0]'],
  [{ name: 'one_cycle', anneal: 'linear' }, "anneal: 'linear'"],
  [{ name: 'inverse_sqrt', timescale: '10ba' }, "timescale: '10ba'"],
  [{ name: 'with_warmup', scheduler: 'linear', t_warmup: '1.5ep', start: 'together' }, "start: 'together'"],
])('%j has %s', (written, text) => {
  expect(textOf(written)).toContain(text)
})

const at = (schedulers: unknown, times: unknown = ['5ba']) => ({ name: 'sequence', schedulers, at: times })
const deep = (levels: number): unknown => (levels === 1 ? 'linear' : { name: 'affine', scheduler: deep(levels - 1) })

test.each<[unknown, string]>([
  [
    at([LINE, { name: 'lineer' }]),
    'scheduler.schedulers[1].name: A scheduler has a known name; found "lineer". Write linear.',
  ],
  [
    at([LINE, { name: 'linear', t_mx: '5ba' }]),
    'scheduler.schedulers[1].t_mx: LinearScheduler takes alpha_i, alpha_f, t_max; found "t_mx". Write t_max.',
  ],
  [at([LINE, { name: 'linear', t_max: 'soon' }]), 'scheduler.schedulers[1].t_max: A time is written as'],
  [
    at([{ scheduler: { name: 'step' } }, LINE]),
    'scheduler.schedulers[0].scheduler.step_size: StepScheduler needs step_size; found none. Add step_size.',
  ],
  [at([{ step: {} }, LINE]), 'scheduler.schedulers[0].step.step_size: StepScheduler needs step_size; found none.'],
  [
    at([{ scheduler: LINE, clock: 'other' }, LINE]),
    'scheduler.schedulers[0].clock: The clock of a part is inner or outer; found "other". Write one of the two.',
  ],
  [
    at([{ scheduler: LINE, clok: 'outer' }, LINE]),
    'scheduler.schedulers[0].clok: A part takes scheduler, clock; found "clok". Write clock.',
  ],
  [at([LINE, 5]), 'scheduler.schedulers[1]: Must be a mapping of keys; found 5.'],
  [at(LINE), 'scheduler.schedulers: Must be a list of schedulers; found an object.'],
  [at([LINE]), 'scheduler.at: at must be one time fewer than there are schedulers, 1; found an array of length 1.'],
  [at([]), 'scheduler.schedulers: schedulers must be at least one scheduler; found an array of length 0. Add one.'],
  [at([LINE, LINE], ['5parsec']), 'scheduler.at[0]: A time is written as'],
  [
    { name: 'clamp', scheduler: { name: 'stretch', scheduler: LINE, factor: 0 } },
    'scheduler.scheduler.factor: factor must be above 0; found 0.',
  ],
  [{ name: 'clamp', scheduler: LINE, low: 'x' }, 'scheduler.low: Must be a finite number; found "x".'],
  [{ name: 'clamp', scheduler: LINE, low: 1, high: 0 }, 'scheduler.low: low must be at most high, 0; found 1.'],
  [{ name: 'clamp' }, 'scheduler.scheduler: ClampScheduler needs scheduler; found none. Add scheduler.'],
  [{ name: 'clamp', scheduler: null }, 'scheduler.scheduler: Must be a mapping of keys; found null.'],
  [{ name: 'cooldown', scheduler: LINE }, 'scheduler.t_start: t_start must be given, or else tCooldown; found null.'],
  [
    { name: 'wsd', decay: 'liner' },
    "scheduler.decay: decay must be one of 'linear', 'cosine', '1-sqrt', 'power', 'exp', 'geometric'; found \"liner\". Write 'linear'.",
  ],
  [{ name: 'wsd', t_decay: 5 }, 'scheduler.t_decay: Must be a time as text: a number and its unit; found 5.'],
  [
    { name: 'wsd', t_decay: { value: '5', unit: 'ba' } },
    'scheduler.t_decay: A time in \'ba\' must be a number; found "5".',
  ],
  [{ name: 'wsd', t_decay: null }, 'scheduler.t_decay: Must be a time as text'],
  [{ name: 'multiplicative', factors: [1, 'x'] }, 'scheduler.factors[1]: Must be a finite number; found "x".'],
  [{ name: 'multiplicative', factors: 0.5 }, 'scheduler.factors: Must be a list of numbers; found 0.5.'],
  [
    { type: 'WarmupStableDecayScheduler', version: 2 },
    'scheduler.version: version must be 1, or left out; found 2. Read it with the release',
  ],
  [{ name: 'wsd', version: 1 }, 'scheduler.version: WarmupStableDecayScheduler takes'],
])('%j: %s', (written, line) => {
  expect(messageFrom(() => scheduler(written)).slice(0, line.length + 10)).toBe(`run.yaml: ${line}`)
})

test('levels have an end, also where interpolations make them', () => {
  expect(textOf(deep(64))).toContain('LinearScheduler')
  expect(messageFrom(() => scheduler(deep(65)))).toContain(
    'Schedulers stand in one another at most 64 deep; found more. Leave some out.',
  )
  const levels = Array.from({ length: 30 }, (_, i) => [
    `a${i}`,
    { name: 'product', schedulers: [`\${a${i + 1}}`, `\${a${i + 1}}`] },
  ])
  const wide = { ...Object.fromEntries(levels), a30: 'linear' }
  expect(messageFrom(() => scheduler('${a0}', wide))).toContain(
    'A scheduler has at most 10000 in it, itself included; found more.',
  )
})
