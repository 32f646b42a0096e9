/**
 * Sources that are wrong: at every key of every class a wrong type, an odd value, a missing or an unknown key, and nesting
 * without end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { setWarningHandler } from '../../../ts/errors/warning.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'
import type { ImportedSchedule } from '../../../ts/frameworks/types.js'
import { epochBatches, type SourceRow, sourceRows } from '../../golden2/sources.js'

// biome-ignore lint/suspicious/noExplicitAny: what is given is wrong on purpose
type Any = any

beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

/** One row of each class, function, type and style. */
const FIRST: readonly SourceRow[] = (() => {
  const seen = new Map<string, SourceRow>()
  for (const row of sourceRows()) {
    if (row.error !== undefined || row.expected === undefined) continue
    const { class: type, fn, kwargs, config, flags } = row.source as Any
    const name = type ?? fn ?? config?.scheduler?.type ?? config?.decay_method ?? flags?.['--lr-scheduler']
    seen.set([row.library, name, kwargs?.name, kwargs?.sched, flags?.['--lr-decay-style']].join(' '), row)
  }
  return [...seen.values()]
})()

const options = (row: SourceRow, source: unknown = row.source) => ({
  library: row.library,
  source,
  baseLr: row.base_lr,
  total: row.total ?? undefined,
  epochBatches: epochBatches(row),
})

/** The mappings of keys in a source, each with how it is reached in a copy. */
function mappingsOf({ source }: SourceRow): [string, (source: Any) => Any][] {
  const all: [string, (source: Any) => Any][] = [
    ['kwargs', (one) => one.kwargs],
    ['kwargs.scheduler_specific_kwargs', (one) => one.kwargs?.scheduler_specific_kwargs],
    ['kwargs.lr_scheduler_kwargs', (one) => one.kwargs?.lr_scheduler_kwargs],
    ['flags', (one) => one.flags],
    ['config.scheduler.params', (one) => one.config?.scheduler?.params],
    ['config', (one) => (one.config?.scheduler === undefined ? one.config : undefined)],
  ]
  return all.filter(([, reach]) => typeof reach(source) === 'object' && reach(source) !== null)
}

/** Each row with one key changed. */
function* changed(values: readonly unknown[]): Generator<{ row: SourceRow; source: Any; path: string; was: unknown }> {
  for (const row of FIRST) {
    for (const [where, reach] of mappingsOf(row)) {
      for (const key of Object.keys(reach(row.source))) {
        for (const value of values) {
          const source = structuredClone(row.source)
          reach(source)[key] = value
          yield { row, source, path: `${where}.${key}`, was: reach(row.source)[key] }
        }
      }
    }
  }
}

/** The error of an import, or of its first steps; null where there are values. */
function outcomeOf(row: SourceRow, source: unknown): SchedulerError | ImportedSchedule {
  let error: unknown
  try {
    const imported = importSchedule(options(row, source))
    const values = evaluate(imported.scheduler, imported.run, { at: [0, 1, 2], baseLr: imported.baseLr })
    expect(values).toHaveLength(3)
    return imported
  } catch (thrown) {
    error = thrown
  }
  if (!SchedulerError.is(error)) throw new Error(`${row.id}: ${(error as Error).stack}; of ${JSON.stringify(source)}`)
  const { message } = error
  const isClear = message.length < 1500 && !/\n|\[object|\bundefined\b|NaNba/.test(message)
  if (!isClear) throw new Error(`${row.id}: ${message}; of ${JSON.stringify(source)}`)
  return error
}

test('a value of a wrong type is told at its path, at every key', () => {
  let tried = 0
  for (const { row, source, path, was } of changed(['abc', {}, [[]]])) {
    const found = outcomeOf(row, source)
    tried++
    if (typeof was !== 'number') continue
    const told = SchedulerError.is(found) ? found.message : JSON.stringify(found.unmatched)
    expect(told, `${row.id} ${path}`).toContain(path.slice(path.lastIndexOf('.') + 1).replace(/^--/, ''))
  }
  expect(tried).toBeGreaterThan(500)
})

test('odd values are values or clear errors, at every key', () => {
  const odd = [
    null,
    true,
    -1,
    0,
    1e308,
    -1e308,
    Number.MAX_VALUE,
    2 ** 53,
    2 ** 60,
    1e-320,
    Number.NaN,
    '',
    '1',
    [],
    [1],
  ]
  for (const { row, source } of changed(odd)) outcomeOf(row, source)
})

test('a key that is missing is a default, or an error', () => {
  for (const { row, source } of changed([undefined])) outcomeOf(row, source)
})

test('a key that is not known is refused or told, never passed over', () => {
  for (const row of FIRST) {
    for (const [where, reach] of mappingsOf(row)) {
      // Command lines and the configurations of whole trainings have many.
      if (where === 'flags' || (where === 'config' && row.library === 'OpenNMT-py')) continue
      const source = structuredClone(row.source)
      reach(source).no_such_key = 1
      const found = outcomeOf(row, source)
      const told = SchedulerError.is(found) ? found.message : JSON.stringify(found.unmatched)
      expect(told, `${row.id} ${where}`).toContain(`${where}.no_such_key`)
    }
  }
})

test('anything may stand in place of the source, the library and the options', () => {
  const wrong = [
    undefined,
    null,
    1,
    '',
    [],
    {},
    true,
    () => 1,
    Symbol('s'),
    10n,
    { class: 5 },
    { class: '__proto__', kwargs: {} },
    { fn: 'toString', kwargs: {} },
    { class: 'constructor' },
  ]
  for (const row of FIRST) {
    for (const source of wrong) {
      // Where all keys have defaults, and others may be there, any mapping is one.
      if (typeof source === 'object' && source !== null) outcomeOf(row, source)
      else expect(() => importSchedule({ ...options(row, source), source }), String(source)).toThrow(SchedulerError)
    }
  }
  const source = { class: 'StepLR', kwargs: { step_size: 3 } }
  for (const library of [undefined, null, '', 'torsh', '__proto__', 5, {}]) {
    expect(() => importSchedule({ library, source } as Any)).toThrow(SchedulerError)
  }
  for (const more of [
    { baseLr: 'x' },
    { baseLr: Number.NaN },
    { total: -1 },
    { total: 1.5 },
    { epochBatches: 0 },
    { totals: 5 },
  ]) {
    expect(() => importSchedule({ library: 'torch', source, baseLr: 1, ...more } as Any)).toThrow(SchedulerError)
  }
  for (const given of [undefined, null, 'x', [], 5]) expect(() => importSchedule(given as Any)).toThrow(SchedulerError)
})

describe('nesting', () => {
  const leaf = { class: 'StepLR', kwargs: { step_size: 3 } }
  const nested = (levels: number, within: unknown, around: (one: Any) => Any) => {
    let all = within
    for (let level = 0; level < levels; level++) all = around(all)
    return all
  }
  test.each<[string, string, unknown]>([
    [
      'two in each, 40 deep',
      'torch',
      nested(40, leaf, (one) => ({ class: 'SequentialLR', schedulers: [one, one], kwargs: { milestones: [1] } })),
    ],
    ['100,000 deep', 'torch', nested(100_000, leaf, (one) => ({ class: 'ChainedScheduler', schedulers: [one] }))],
    [
      'joined 100,000 deep',
      'optax',
      nested(100_000, { fn: 'constant_schedule', kwargs: { value: 1 } }, (one) => ({
        fn: 'join_schedules',
        schedules: [one],
        kwargs: { boundaries: [] },
      })),
    ],
    [
      'composed 100,000 deep',
      'fvcore',
      nested(100_000, {}, (one) => ({
        class: 'CompositeParamScheduler',
        schedulers: [one],
        kwargs: { lengths: [1], interval_scaling: ['fixed'] },
      })),
    ],
    ['200,000 wide', 'torch', { class: 'ChainedScheduler', schedulers: Array(200_000).fill(leaf) }],
  ])('%s is one clear error', (_, library, source) => {
    expect(() => importSchedule({ library, source, baseLr: 1, total: 10 })).toThrow(SchedulerError)
  })

  test('in a circle is one clear error', () => {
    const circle: Any = { class: 'ChainedScheduler', schedulers: [] }
    circle.schedulers.push(circle)
    expect(() => importSchedule({ library: 'torch', source: circle, baseLr: 1 })).toThrow(SchedulerError)
  })

  test('20 deep is read', () => {
    const source = nested(20, leaf, (one) => ({ class: 'ChainedScheduler', schedulers: [one] }))
    const { scheduler, run } = importSchedule({ library: 'torch', source, baseLr: 1, total: 10 })
    expect(Array.from(evaluate(scheduler, run, { at: [0, 3] }))).toEqual([1, 0.1])
  })
})

test('an error tells the path, the value and the key that is meant', () => {
  const of =
    (kwargs: object, more: object = {}) =>
    () =>
      importSchedule({ library: 'torch', source: { class: 'StepLR', kwargs, ...more }, baseLr: 1 })
  expect(of({ step_size: 'abc' })).toThrow('kwargs.step_size must be a number; found "abc". Pass a number.')
  expect(of({ step_sise: 3 })).toThrow(/takes the options step_size; found "kwargs\.step_sise"/)
  expect(of({ step_size: 3, gamma: 0.5, gama: 0.5 })).toThrow(/found "kwargs\.gama"/)
  expect(of({ step_size: 'x'.repeat(1e6) })).toThrow(/^.{1,400}$/)
  const parts = [
    { class: 'StepLR', kwargs: { step_size: 3 } },
    { class: 'StepLR', kwargs: { step_size: [] } },
  ]
  const sequence = { class: 'SequentialLR', schedulers: parts, kwargs: { milestones: [5] } }
  expect(() => importSchedule({ library: 'torch', source: sequence, baseLr: 1 })).toThrow(
    /^schedulers\[1\]\.kwargs\.step_size must be a number; found an array/,
  )
})
