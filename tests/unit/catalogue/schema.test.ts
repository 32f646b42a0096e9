/** The JSON Schema of schedulers: that of the sources, what toJSON writes, and nothing that is wrong. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { schedulerJsonSchema } from '../../../ts/catalogue/schema.js'
import { readConfig } from '../../../ts/config/read.js'
import {
  LinearDecayScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  Scheduler,
  StepScheduler,
} from '../../../ts/index.js'
import { type FieldKind, fieldsOf, SCHEDULER_TYPES, type SchedulerType, wordsOf } from '../../../ts/wasm/table.js'
import { ROOT } from '../../helpers/examples.js'

const written = JSON.parse(readFileSync(path.join(ROOT, 'schema/scheduler.schema.json'), 'utf8'))
const schema = z.fromJSONSchema(written)
const isValid = (json: unknown) => schema.safeParse(JSON.parse(JSON.stringify(json))).success

/** A value for an option that has to be given. */
const GIVEN: { readonly [K in FieldKind]?: unknown } = {
  number: 0.5,
  time: '10ba',
  times: ['10ba', '0.5dur'],
  exact: '38.6ba',
  exacts: ['38.6ba'],
  numbers: [1, 0.5],
  scheduler: { type: 'LinearScheduler' },
  schedulers: [{ type: 'LinearScheduler' }, { type: 'StepDecayScheduler', tStep: '0.5ep' }],
  parts: [{ type: 'LinearScheduler' }, { scheduler: { type: 'LinearScheduler' }, clock: 'outer' }],
}

/** What the options of some classes need beside each other, or beyond their kinds. */
const BESIDE: { readonly [T in SchedulerType]?: object } = {
  CooldownScheduler: { tCooldown: '10ba' },
  PiecewiseInterpolateScheduler: { values: [1] },
  InverseSquareRootWithWarmupScheduler: { tWarmup: '10ba' },
}

const minimal = (type: SchedulerType) => ({
  type,
  ...Object.fromEntries(
    fieldsOf(type)
      .filter(({ byDefault }) => byDefault === undefined)
      .map(({ name, kind }) => [name, GIVEN[kind]]),
  ),
  ...BESIDE[type],
})

test('is that of the sources; node scripts/schema.mjs writes it', () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(schedulerJsonSchema())))
})

test.each(SCHEDULER_TYPES)('takes what is written of a %s, and what is left out', (type) => {
  const json = minimal(type)
  expect(isValid(json)).toBe(true)
  const full = Scheduler.fromJSON(json).toJSON()
  expect(isValid(full)).toBe(true)
  for (const { name, kind } of fieldsOf(type)) {
    for (const word of wordsOf(kind) ?? []) expect(isValid({ ...full, [name]: word })).toBe(true)
    expect(isValid({ ...full, [name]: { no: 'option' } }), name).toBe(false)
  }
})

test('takes every tree of the reference', () => {
  const rows = readFileSync(path.join(ROOT, 'tests/trees/trees.jsonl'), 'utf8').trim().split('\n')
  const trees = rows.flatMap((row) => {
    const { tree } = JSON.parse(row)
    try {
      return readConfig(JSON.stringify({ max_duration: '40ba', scheduler: tree })).schedulers
    } catch {
      // Some are there for their errors.
      return []
    }
  })
  expect(trees.length).toBeGreaterThan(300)
  expect(trees.filter((tree) => !isValid(tree)).map(String)).toEqual([])
})

test('takes any time and number', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
  const fraction = fc.oneof(
    fc.record({
      value: fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8),
      unit: fc.constantFrom('ba', 'ep', 'tok'),
    }),
    fc.record({ value: finite, unit: fc.constant('dur') }),
  )
  fc.assert(
    fc.property(finite, fraction, (alphaI, tMax) => {
      const scheduler = new LinearDecayScheduler({ alphaI, tMax: tMax as never })
      return isValid(scheduler)
    }),
  )
  expect(isValid(new LinearScheduler({ alphaI: -0, tMax: '1e-7dur' }))).toBe(true)
  expect(isValid(new LinearWithWarmupScheduler({ tWarmup: '1ba', scaleWarmup: 'fixed' }))).toBe(true)
  expect(isValid(new StepScheduler({ stepSize: '9007199254740991tok' }))).toBe(true)
})

test.each<[string, unknown]>([
  ['no object', 'linear'],
  ['no type', {}],
  ['an unknown type', { type: 'LinealScheduler' }],
  ['a missing option', { type: 'StepScheduler' }],
  ['an unknown option', { type: 'LinearScheduler', t_max: '1dur' }],
  ['a time without a unit', { type: 'LinearScheduler', tMax: 5 }],
  ["a fraction in Composer's class", { type: 'LinearScheduler', tMax: '38.6ba' }],
  ['a number as text', { type: 'LinearScheduler', alphaF: '0.1' }],
  ['null where it says nothing', { type: 'LinearDecayScheduler', alphaF: null }],
  ['an unknown word', { type: 'CosineDecayScheduler', after: 'rise' }],
  ['a later version', { type: 'LinearScheduler', version: 2 }],
  ['no parts', { type: 'ProductScheduler', schedulers: [] }],
  ['a wrong part', { type: 'ProductScheduler', schedulers: [{ type: 'LinearScheduler' }, { type: 'StepScheduler' }] }],
  [
    'a wrong clock',
    { type: 'SequenceScheduler', at: [], schedulers: [{ scheduler: { type: 'LinearScheduler' }, clock: 'own' }] },
  ],
  [
    'a clock outside a sequence',
    { type: 'ProductScheduler', schedulers: [{ scheduler: { type: 'LinearScheduler' }, clock: 'outer' }] },
  ],
])('refuses %s, as Scheduler.fromJSON does', (_, json) => {
  expect(isValid(json)).toBe(false)
  expect(() => Scheduler.fromJSON(json)).toThrow()
})

test('refuses wall-clock time, which no run takes of a scheduler', () => {
  expect(isValid({ type: 'LinearScheduler', tMax: '10sec' })).toBe(false)
})

test('describes every option', () => {
  for (const type of SCHEDULER_TYPES) {
    for (const [name, option] of Object.entries(written.definitions[type].properties)) {
      if (name !== 'type') expect((option as { description: string }).description, `${type}.${name}`).toMatch(/\.$/)
    }
  }
})
