/**
 * Every golden row of a scheduler and of the time conversion, through the public API, against the real Composer and llm-foundry.
 */
import { convertTime, SchedulerError, setWarningHandler, type Time } from 'scale-schedule'
import { afterAll, describe, expect, test } from 'vitest'
import { codeOf } from '../golden/errors.js'
import {
  type RowTime,
  type RowValue,
  rowsOf,
  type SchedulerRow,
  toNumber,
  toScheduler,
  toState,
  toTime,
  toTimestamps,
  ulps,
} from '../golden/rows.js'
import { type GoldenRow, skipReason } from '../golden/skip.js'

/** What docs/fidelity.md promises of the rows; all other schedulers are equal to the last bit. */
const PROMISES: [RegExp, (row: SchedulerRow, found: number, value: number) => boolean][] = [
  [/^Exponential/, (_, found, value) => ulps(found, value) <= 1],
  [
    /^Polynomial/,
    ({ scheduler }, found, value) => {
      const span = Math.max(Math.abs(value), 1 - Number(scheduler.alpha_f ?? 0))
      return Math.abs(found - value) <= 4 * 2 ** (Math.floor(Math.log2(span)) - 52)
    },
  ],
  [/^Cosine/, (_, found, value) => Math.abs(found - value) <= 5e-16],
]

/** How far values were from Composer's: by ulps for each scheduler, and the largest difference. */
const histogram = new Map<string, { ulps: number[]; largest: number }>()
const skipped = new Map<string, number>()
let run = 0

/** Counts a row as run, or as left out by a rule. */
function isRun(row: GoldenRow): boolean {
  const reason = skipReason(row)
  if (reason === undefined) run += 1
  else skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
  return reason === undefined
}

/** The value, or the code of the SchedulerError; any other exception fails the test. */
function outcome(compute: () => number): number | string {
  try {
    return compute()
  } catch (error) {
    if (error instanceof SchedulerError) return error.code
    throw error
  }
}

function check(row: SchedulerRow, index: number, found: number | string, expected: RowValue): void {
  const where = `${row.id} ${row.scheduler.type} at timestamp ${index}`
  if (typeof expected === 'object') {
    const code = 'complex' in expected ? 'complex-value' : codeOf(expected.error)
    expect(found, where).toBe(code)
    return
  }
  const value = toNumber(expected)
  expect(typeof found, `${where}: ${found}, not ${value}`).toBe('number')
  const distance = found === value ? 0 : ulps(found as number, value)
  const error = Math.abs((found as number) - value)
  const seen = histogram.get(row.scheduler.type) ?? { ulps: [], largest: 0 }
  seen.ulps.push(distance)
  seen.largest = Math.max(seen.largest, error)
  histogram.set(row.scheduler.type, seen)
  if (distance === 0) return
  const promise = PROMISES.find(([types]) => types.test(row.scheduler.type))
  expect(promise?.[1](row, found as number, value) ?? false, `${where}: ${found}, not ${value}`).toBe(true)
}

function runScheduler(row: SchedulerRow): void {
  const heard: string[] = []
  setWarningHandler((message) => heard.push(message))
  const all = (what: RowValue) => toTimestamps(row).map(() => what)
  const expected = row.expected ?? all({ error: row.error! })
  let scheduler: ReturnType<typeof toScheduler>
  try {
    scheduler = toScheduler(row.scheduler)
  } catch (error) {
    // Refused at construction, where Composer refuses there or later, at every timestamp.
    expect((error as SchedulerError).code, row.id).toBe(row.error && codeOf(row.error))
    return
  }
  toTimestamps(row).forEach((timestamp, index) => {
    const found = outcome(() => scheduler(toState(row, timestamp), toNumber(row.ssr)))
    check(row, index, found, expected[index]!)
  })
  expect(heard.length, `${row.id}: warnings`).toBe(row.warns === true ? 1 : 0)
}

describe.each(['composer_tests', 'random_public', 'edge_cases', 'llmfoundry_state'])('%s', (file) => {
  test.each([...group(file)])('%s has the values, errors and warnings of the original', (_, rows) => {
    for (const row of rows.filter(isRun)) runScheduler(row)
  })
})

function group(file: string): Map<string, SchedulerRow[]> {
  const byType = new Map<string, SchedulerRow[]>()
  for (const row of rowsOf<SchedulerRow>(file)) {
    byType.set(row.scheduler.type, [...(byType.get(row.scheduler.type) ?? []), row])
  }
  return byType
}

interface ConvertRow extends GoldenRow {
  time: RowTime
  state: SchedulerRow['state']
  ssr: number | string
  expected?: { value: number; unit: string }
}

test('convert_time converts as Composer does', () => {
  for (const row of rowsOf<ConvertRow>('convert_time').filter(isRun)) {
    const compute = () => {
      const { timestamp: _, ...state } = toState(row)
      const time: Time = convertTime(toTime(row.time) as Time, state, toNumber(row.ssr))
      return `${time.value} ${time.unit}`
    }
    const expected = row.error ? codeOf(row.error) : `${row.expected!.value} ${row.expected!.unit}`
    expect(outcome(compute as never), row.id).toBe(expected)
  }
})

afterAll(() => {
  setWarningHandler(null)
  const reasons = [...skipped].map(([reason, count]) => `${count} ${reason}`)
  console.log(`golden rows run: ${run}; left out: ${reasons.join(', ')}`)
  const bounds = [0, 1, 2, 4, 16, Number.POSITIVE_INFINITY]
  const within = (distances: number[], bound: number) => distances.filter((distance) => distance <= bound).length
  console.table(
    [...histogram].map(([scheduler, { ulps: distances, largest }]) => ({
      scheduler,
      ...Object.fromEntries(bounds.map((bound) => [`<= ${bound} ulp`, within(distances, bound)])),
      'largest difference': largest,
    })),
  )
})

test('nearly all rows are run, and the rest is left out by a rule', () => {
  const leftOut = [...skipped.values()].reduce((sum, count) => sum + count, 0)
  expect(leftOut).toBeLessThan(0.05 * run)
})
