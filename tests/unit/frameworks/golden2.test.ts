/**
 * Every row that another library made, from that library's own source.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { setWarningHandler } from '../../../ts/errors/warning.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'
import { LIBRARIES as LIBRARIES_READ } from '../../../ts/frameworks/import/registry.js'
import type { ImportedSchedule, Library } from '../../../ts/frameworks/types.js'
import { epochBatches, type SourceRow, sourceRows } from '../../golden2/sources.js'
import { ROOT } from '../../helpers/examples.js'

// Rows of llm-foundry have warm-ups of no length.
beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

const ROWS = sourceRows()
const PAGE = readFileSync(path.join(ROOT, 'docs/frameworks.md'), 'utf8')
const LIBRARIES = [...new Set(ROWS.map((row) => row.library))]

const read = (row: SourceRow): ImportedSchedule =>
  importSchedule({
    library: row.library,
    source: row.source,
    baseLr: row.base_lr,
    total: row.total ?? undefined,
    epochBatches: epochBatches(row),
  })

/** Rows whose difference Python sees and JSON doesn't: 1 is no float, 5.0 no integer. */
const UNTELLABLE = new Set(['pct_start', 'warmup_num_steps'])

function isUntellable({ source, error }: SourceRow): boolean {
  if (error?.at !== 'init') return false
  const text = JSON.stringify(source)
  return [...UNTELLABLE].some((key) => new RegExp(`"${key}":(1|5)[,}]`).test(text))
}

/** How many rows of a library have which outcome, as docs/frameworks.md tells it. */
const counts = { equal: 0, told: 0, refused: 0, untellable: 0 }

function differences(row: SourceRow): string[] {
  const found: string[] = []
  let isTold = false
  const { scheduler, run, baseLr, others, unmatched } = read(row)
  if (baseLr !== row.base_lr) found.push(`baseLr ${baseLr}, not ${row.base_lr}`)
  const unit = row.unit ?? 'ba'
  const at = row.steps.map((step) => `${step}${unit}` as const)
  const isToldAt = (step: number) => unmatched.some((one) => one.step !== undefined && one.step <= step)
  const compare = (what: string, values: ArrayLike<number>, expected: readonly (number | string)[]) => {
    const wanted = expected.map(Number)
    const tolerance = (row.accumulates ? 1e-11 : 1e-14) * Math.max(...wanted.map(Math.abs))
    for (const [index, step] of row.steps.entries()) {
      if (Math.abs(values[index]! - wanted[index]!) <= tolerance) continue
      if (row.schedule === null && isToldAt(step)) {
        isTold = true
        continue
      }
      found.push(`${what} at ${step}: ${values[index]}, not ${wanted[index]}`)
      break
    }
  }
  if (row.expected !== undefined) compare('lr', evaluate(scheduler, run, { at, baseLr }), row.expected)
  for (const [key, second] of [
    ['momentum', row.momentum],
    ['weightDecay', row.weight_decay],
  ] as const) {
    if (second === undefined) continue
    const other = others[key]
    if (other === undefined) found.push(`no ${key}`)
    else compare(key, evaluate(other, run, { at }), second.expected)
  }
  if (row.schedule === null && unmatched.length === 0) found.push('nothing unmatched')
  if (row.error?.step !== undefined && !isToldAt(row.error.step)) found.push(`error at ${row.error.step} not told`)
  if (row.library_only !== undefined) {
    const { steps, expected: own } = row.library_only
    const values = evaluate(scheduler, run, { at: steps.map((step) => `${step}${unit}` as const), baseLr })
    const tolerance = 1e-14 * Math.max(...(row.expected ?? []).map((value) => Math.abs(Number(value))))
    const odd = steps.findIndex((_, index) => Math.abs(values[index]! - Number(own[index])) > tolerance)
    if (odd >= 0 && !isToldAt(steps[odd]!)) found.push(`the difference at ${steps[odd]} is not told`)
  }
  counts[isTold ? 'told' : 'equal']++
  return found
}

test.each(LIBRARIES)('the rows of %s are read from its own sources', (library) => {
  const rows = ROWS.filter((row) => row.library === library)
  const wrong: string[] = []
  Object.assign(counts, { equal: 0, told: 0, refused: 0, untellable: 0 })
  for (const row of rows) {
    if (row.error?.at === 'init') {
      if (isUntellable(row)) {
        counts.untellable++
        continue
      }
      counts.refused++
      try {
        read(row)
        wrong.push(`${row.id}: is not refused`)
      } catch (error) {
        if (!SchedulerError.is(error)) wrong.push(`${row.id}: ${error}`)
      }
      continue
    }
    try {
      const found = differences(row)
      if (found.length > 0) wrong.push(`${row.id}: ${found.join('; ')}`)
    } catch (error) {
      wrong.push(`${row.id}: ${(error as Error).stack?.slice(0, 600)}`)
    }
  }
  expect(wrong).toEqual([])
  const { version } = LIBRARIES_READ[library as Library]
  const { equal, told, refused, untellable } = counts
  expect(PAGE).toContain(
    `| ${library} | ${version} | ${rows.length} | ${equal} | ${told} | ${refused} | ${untellable} |`,
  )
})
