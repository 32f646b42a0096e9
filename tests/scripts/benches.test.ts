/** The tables of the benches: what the page shows is what is kept, and each names the processor it was measured on. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { chartOf } from '../../benches/chart.mjs'
import { slugOf } from '../../benches/processor.mjs'
import { pageOf } from '../../benches/report.mjs'
import { blocksOf, keep, markdownOf, RESULTS, type Result, readResults } from '../../benches/results.mjs'
import { ROOT } from '../helpers/examples.js'
import { newFolder } from '../helpers/folders.js'

const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const result = (node: string, cell: string): Result => ({
  node,
  machine: '2 cores',
  date: '2026-01-02',
  load: 0.1,
  blocks: ['ms', { head: ['shape', 'ms'], rows: [['line', cell]] }],
})

describe('benches/results', () => {
  test('is what benches/README.md and docs/bench.svg are made of', () => {
    const page = textOf('benches/README.md')
    expect(pageOf(page, readResults())).toBe(page)
    expect(chartOf(readResults())).toBe(textOf('docs/bench.svg'))
  })

  test('has a file for each processor, under its name', () => {
    const names = readResults().map(({ processor }) => `${slugOf(processor)}.json`)
    expect(names).toEqual(readdirSync(RESULTS).sort())
  })

  test('has as many cells in each row as its head', () => {
    const results = readResults().flatMap(({ benches }) => Object.values(benches).flatMap(Object.values)) as Result[]
    const tables = results.flatMap(({ blocks }) => blocks).filter((block) => typeof block !== 'string')
    expect(tables.length).toBeGreaterThan(5)
    expect(tables.filter(({ head, rows }) => rows.some((row) => row.length !== head.length))).toEqual([])
  })
})

test.each([
  ['AMD EPYC, family 25, model 17', 'amd-epyc-25-17'],
  ['Intel(R) Xeon(R) Processor @ 2.60GHz, family 6, model 143', 'intel-xeon-2-60ghz-6-143'],
  ['Apple M1 Pro', 'apple-m1-pro'],
])('%s is kept as %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('Markdown becomes blocks and is made of them again', () => {
  const markdown = 'ms as\nminimum\n\n| shape | ms |\n| --- | ---: |\n| line |  |\n| hold | 1.0 ✓ |\n\n**f32**'
  const rows = [
    ['line', ''],
    ['hold', '1.0 ✓'],
  ]
  expect(blocksOf(markdown)).toEqual(['ms as\nminimum', { head: ['shape', 'ms'], rows }, '**f32**'])
  expect(markdownOf(blocksOf(markdown))).toBe(markdown)
})

test('a result takes the place of the one with its processor, bench and version, and of no other', () => {
  const folder = newFolder()
  const [a, b] = [
    { folder, name: 'AMD A' },
    { folder, name: 'Intel B' },
  ]
  keep('fill', result('20.1.0', '1.0'), a)
  keep('fill', result('24.1.0', '2.0'), a)
  keep('point', result('20.1.0', '3.0'), a)
  keep('fill', result('20.1.0', '4.0'), b)
  const before = readResults(folder)
  keep('fill', result('20.2.0', '5.0'), a)
  const after = readResults(folder)
  expect(after[0]!.benches.fill!['20']).toEqual(result('20.2.0', '5.0'))
  after[0]!.benches.fill!['20'] = result('20.1.0', '1.0')
  expect(after).toEqual(before)
})

describe('a page', () => {
  const page = 'Text\n\n<!-- bench:fill -->\n\nold\n\n<!-- /bench:fill -->\n\nMore\n'

  test('has the tables of every processor and version, each under its name', () => {
    const folder = newFolder()
    keep('fill', result('20.1.0', '1.0'), { folder, name: 'AMD A' })
    keep('fill', result('24.1.0', '2.0'), { folder, name: 'AMD A' })
    keep('fill', result('20.1.0', '4.0'), { folder, name: 'Intel B' })
    const table = (name: string, cell: string) =>
      `**${name}**\n(2 cores; 2026-01-02; load at the start 0.1)\n\nms\n\n| shape | ms |\n| --- | ---: |\n| line | ${cell} |\n`
    const tables = [table('AMD A; Node 20.1.0', '1.0'), table('AMD A; Node 24.1.0', '2.0')]
    expect(pageOf(page, readResults(folder))).toBe(
      `Text\n\n<!-- bench:fill -->\n\n${[...tables, table('Intel B; Node 20.1.0', '4.0')].join('\n')}\n<!-- /bench:fill -->\n\nMore\n`,
    )
  })

  test('without a place for a bench is an error', () => {
    expect(() => pageOf(page, [{ processor: 'A', benches: { other: { 20: result('20.1.0', '1') } } }])).toThrow(
      'benches/README.md has no place for other: <!-- bench:other --> …',
    )
  })
})
