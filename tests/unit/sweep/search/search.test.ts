/** The search among configurations: every operator, every order, and what is missing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TableRow } from '../../../../ts/sweep/index.js'
import { MemoryStore, readSweep, searchSweep, sweep } from '../../../../ts/sweep/index.js'
import { parseColumns } from '../../../../ts/sweep/search/order.js'
import { encodeRows } from '../../../../ts/sweep/search/rows.js'
import { runs } from '../../../helpers/repetition.js'

const ROWS: TableRow[] = [
  { id: 0, lr: 1e-3, area: 10, name: 'a', half: 5 },
  { id: 1, lr: 1e-4, area: 12, name: 'b', half: null },
  { id: 2, lr: 1e-3, area: 11, name: 'A', half: 0 },
  { id: 3, lr: 1e-2, area: Number.NaN, name: 'c', half: 7 },
  { id: 4, lr: 1e-4, area: null, name: '', half: -0 },
  { id: 5, lr: 1e-4, area: Number.POSITIVE_INFINITY, name: '10ba', half: 5 },
]

const found = async (options: Parameters<typeof searchSweep>[1], rows: Iterable<TableRow> = ROWS) =>
  (await searchSweep(rows, options)).rows.map(({ id }) => id)

describe('where', () => {
  test.each<[string, number[]]>([
    ['lr = 1e-3', [0, 2]],
    ['lr == 0.001', [0, 2]],
    ['lr != 1e-3', [1, 3, 4, 5]],
    ['lr < 1e-3', [1, 4, 5]],
    ['lr <= 1e-3', [0, 1, 2, 4, 5]],
    ['lr > 1e-3', [3]],
    ['lr >= 1e-3', [0, 2, 3]],
    ['area between 10 and 12', [0, 1, 2]],
    ['area between 10 and 12 and lr < 1e-3', [1]],
    ['area not between 10 and 12 and lr < 1', [3, 4, 5]],
    ['id in (1, 3, 5)', [1, 3, 5]],
    ['id not in (1, 3, 5)', [0, 2, 4]],
    ["name in ('a', 'A')", [0, 2]],
    ["name = 'a' or name = ''", [0, 4]],
    ["name = '10ba'", [5]],
    ["not (name = 'a')", [1, 2, 3, 4, 5]],
    ['lr * 1000 + 1 = 2', [0, 2]],
    ['area - id > 10', [1, 5]],
    ['area / 2 = 5', [0]],
    ['id % 2 = 1', [1, 3, 5]],
    // What is missing is neither equal nor unequal, and NaN is as IEEE 754 has it.
    ['area > 0', [0, 1, 2, 5]],
    ['area != 11', [0, 1, 3, 5]],
    ['half = 0', [2, 4]],
    ['half != 0', [0, 3, 5]],
    ['half + 1 > 0', [0, 2, 3, 4, 5]],
    ['area = area', [0, 1, 2, 5]],
  ])('%s', async (where, ids) => {
    expect(await found({ where })).toEqual(ids)
  })

  test.each<[string, string]>([
    ['aera > 1', 'The names are id, lr, area, name, half; found "aera" at character 1. Write area.'],
    ['lr > 100ba', 'A value here is a number or a text; found "100ba" at character 6. Write it in batches.'],
    ['lr >', 'A value stands here; found its end at character 5. Write a name,'],
    ['lr', 'A condition is true or false; found a number, 0.001, at character 1. Compare it'],
    ["lr = 'a'", 'Both sides of = are numbers or times, or both are texts; found a number, 0.001, and'],
  ])('refuses %s', async (where, message) => {
    await expect(searchSweep(ROWS, { where })).rejects.toThrow(message)
  })
})

describe('sort', () => {
  test.each<[string, number[]]>([
    ['lr', [1, 4, 5, 0, 2, 3]],
    ['-lr', [3, 0, 2, 1, 4, 5]],
    ['area', [0, 2, 1, 5, 3, 4]],
    ['-area', [5, 1, 2, 0, 3, 4]],
    ['half', [2, 4, 0, 5, 3, 1]],
    ['-half', [3, 0, 5, 2, 4, 1]],
    ['name', [4, 5, 2, 0, 1, 3]],
    [' -lr , id', [3, 0, 2, 1, 4, 5]],
    ['lr,-id', [5, 4, 1, 2, 0, 3]],
    ['lr,-area', [5, 1, 4, 2, 0, 3]],
  ])('%s', async (sort, ids) => {
    expect(await found({ sort })).toEqual(ids)
  })

  test.each<[string, string]>([
    ['lrr', 'The columns are id, lr, area, name, half; found "lrr" at character 1. Write lr.'],
    ['lr, -aera', 'found "aera" at character 5. Write area.'],
    ['lr,', 'found "" at character 4.'],
    ['', 'found "" at character 1.'],
    ['--lr', 'found "-lr" at character 1. Write lr.'],
  ])('refuses %j', async (sort, message) => {
    await expect(searchSweep(ROWS, { sort })).rejects.toThrow(message)
  })
})

test('top takes the first, and tells how many there are', async () => {
  const { rows, ...counts } = await searchSweep(ROWS, { where: 'lr < 1e-2', sort: '-id', top: 2 })
  expect([rows.map(({ id }) => id), counts]).toEqual([[5, 4], { matches: 5, searched: 6 }])
  expect(await found({ top: 0 })).toEqual([])
  expect(await found({ top: 99 })).toHaveLength(6)
  await expect(searchSweep(ROWS, { top: -1 })).rejects.toMatchObject({ code: 'integer-range' })
})

test('no rows match nothing, but a text that is no condition is refused', async () => {
  expect(await searchSweep([], { where: 'a > 1', sort: 'b' })).toEqual({ rows: [], matches: 0, searched: 0 })
  await expect(searchSweep([], { where: 'a >' })).rejects.toThrow('A value stands here')
})

test('is the sort of all rows, however many there are', async () => {
  const cell = fc.oneof(fc.constant(null), fc.constant(Number.NaN), fc.integer({ min: 0, max: 9 }))
  const rows = fc.array(fc.record({ a: cell, b: cell }), { maxLength: 3000 })
  const last = (value: number | null) => value === null || Number.isNaN(value)
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(20), async (cells, top) => {
      const all = cells.map((row, id) => ({ id, ...row }))
      const by = (key: 'a' | 'b', sign: number) => (x: (typeof all)[0], y: (typeof all)[0]) => {
        const [p, q] = [x[key], y[key]]
        return last(p) || last(q) ? Number(last(p)) - Number(last(q)) : sign * (p! - q!)
      }
      const expected = [...all].sort((x, y) => by('a', -1)(x, y) || by('b', 1)(x, y) || x.id - y.id)
      expect(await found({ sort: '-a,b', top }, all)).toEqual(expected.slice(0, top).map(({ id }) => id))
    }),
    { numRuns: runs(30) },
  )
})

test('a finished sweep is searched by its own columns', async () => {
  const store = new MemoryStore()
  const base = { max_duration: '100ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
  for await (const _ of sweep({ base, grid: { lr: [1, 2, 4], alpha_f: [0, 1] } }, { store, workers: 0 }));
  const reader = await readSweep(store)
  // The same budget by another way: a high rate that falls, and half of it that is held.
  const { rows } = await searchSweep(reader, { where: 'area between 195 and 205', sort: 'area' })
  expect(rows.map(({ lr, alpha_f, area }) => [lr, alpha_f, area])).toEqual([
    [2, 1, 200],
    [4, 0, 202],
  ])
  await expect(searchSweep(reader, { where: 'learning_rate > 1' })).rejects.toThrow('The names are configuration, lr,')
})

test('columns are chosen by name, each once', () => {
  expect(parseColumns('b, a,b', ['a', 'b'])).toEqual(['b', 'a'])
  expect(() => parseColumns('a,bb', ['a', 'b'])).toThrow('The columns are a, b; found "bb" at character 3. Write b.')
})

test('rows are text for other programs, in full', async () => {
  const columns = [
    { name: 'id', type: 'int32' as const },
    { name: 'x', type: 'float64' as const, nullable: true },
    { name: 'text', type: 'text' as const, nullable: true },
  ]
  const rows = [
    { id: 1, x: 0.1 + 0.2, text: 'a,"b"' },
    { id: 2, x: null, text: null },
    { id: 3, x: Number.NaN, text: '' },
  ]
  expect(await encodeRows(rows, columns, 'csv')).toBe('id,x,text\n1,0.30000000000000004,"a,""b"""\n2,,\n3,NaN,""\n')
  expect(JSON.parse(await encodeRows(rows, columns, 'json'))).toEqual([rows[0], rows[1], { ...rows[2], x: 'NaN' }])
  expect(await encodeRows(rows.slice(0, 1), columns, 'ndjson')).toBe(
    '{"id":1,"x":0.30000000000000004,"text":"a,\\"b\\""}\n',
  )
  expect(await encodeRows([], columns, 'json')).toBe('[]\n')
})
