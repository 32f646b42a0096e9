/**
 * Every row that another library made, from that library's own source.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SchedulerError } from '../../../ts/errors/error.js'
import { setWarningHandler } from '../../../ts/errors/warning.js'
import { evaluate } from '../../../ts/evaluate/evaluate.js'
import { importSchedule } from '../../../ts/frameworks/import/import.js'
import type { ImportedSchedule } from '../../../ts/frameworks/types.js'
import { epochBatches, type SourceRow, sourceRows } from '../../golden2/sources.js'

// Rows of llm-foundry have warm-ups of no length.
beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

const ROWS = sourceRows()
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

function differences(row: SourceRow): string[] {
  const found: string[] = []
  const { scheduler, run, baseLr, others, unmatched } = read(row)
  if (baseLr !== row.base_lr) found.push(`baseLr ${baseLr}, not ${row.base_lr}`)
  const unit = row.unit ?? 'ba'
  const at = row.steps.map((step) => `${step}${unit}` as const)
  const isTold = (step: number) => unmatched.some((one) => one.step !== undefined && one.step <= step)
  const compare = (what: string, values: ArrayLike<number>, expected: readonly (number | string)[]) => {
    const wanted = expected.map(Number)
    const tolerance = (row.accumulates ? 1e-11 : 1e-14) * Math.max(...wanted.map(Math.abs))
    for (const [index, step] of row.steps.entries()) {
      if (Math.abs(values[index]! - wanted[index]!) <= tolerance) continue
      if (row.schedule === null && isTold(step)) continue
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
  if (row.error?.step !== undefined && !isTold(row.error.step)) found.push(`error at ${row.error.step} not told`)
  if (row.library_only !== undefined) {
    const { steps, expected: own } = row.library_only
    const values = evaluate(scheduler, run, { at: steps.map((step) => `${step}${unit}` as const), baseLr })
    const tolerance = 1e-14 * Math.max(...(row.expected ?? []).map((value) => Math.abs(Number(value))))
    const odd = steps.findIndex((_, index) => Math.abs(values[index]! - Number(own[index])) > tolerance)
    if (odd >= 0 && !isTold(steps[odd]!)) found.push(`the difference at ${steps[odd]} is not told`)
  }
  return found
}

test.each(LIBRARIES)('the rows of %s are read from its own sources', (library) => {
  const rows = ROWS.filter((row) => row.library === library)
  const wrong: string[] = []
  for (const row of rows) {
    if (row.error?.at === 'init') {
      if (isUntellable(row)) continue
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
  expect(rows.length).toBeGreaterThan(5)
})
