/** Every golden row of Time, TimeUnit and Timestamp, through the public names; a row is left out only by golden/skip.ts. */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { SchedulerError, scaleMaxDuration, Time, Timestamp } from 'scale-schedule'
import { expect, test } from 'vitest'
import { codeOf } from '../golden/errors.js'
import { type GoldenRow, skipReason } from '../golden/skip.js'

// biome-ignore lint/suspicious/noExplicitAny: the rows also hold what the types refuse
type Any = any
interface Row extends GoldenRow {
  op: string
  args: Any[]
}

const ROWS: Row[] = readFileSync(new URL('../golden/time.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** A value of a row: {"int": 5}, {"time": {…}}, {"list": […]} and so on. */
function decode(tagged: Any): Any {
  const [tag, x] = Object.entries<Any>(tagged)[0]!
  if (tag === 'time') return new Time(toNumber(x.value), x.unit)
  if (tag === 'timestamp') return new Timestamp(camelCase(x))
  if (tag === 'int' || tag === 'float' || tag === 'seconds') return toNumber(x)
  if (tag === 'str' || tag === 'unit') return x
  if (tag === 'none') return null
  if (tag === 'list') return x.map(decode)
  if (tag === 'dict') return Object.fromEntries(Object.entries(x).map(([key, value]) => [key, decode(value)]))
  throw new Error(`unknown tag ${tag}`)
}

// NaN and the infinities are texts in the rows.
const toNumber = (x: number | string) => (typeof x === 'string' ? Number(x) : x)
const fromNumber = (x: number) => (Number.isFinite(x) ? x : String(x))

const camelCase = (options: object): Any =>
  Object.fromEntries(Object.entries(options).map(([k, v]) => [k.replace(/_(.)/g, (_, c) => c.toUpperCase()), v]))

/** A result in the form of a row. */
function encode(x: unknown): Any {
  if (x instanceof Time) return { time: { value: fromNumber(x.value), unit: x.unit, str: x.toTimestring() } }
  if (x instanceof Timestamp) return { timestamp: x.stateDict() }
  if (x === null) return { none: true }
  if (typeof x === 'boolean') return { bool: x }
  if (typeof x === 'string') return { str: x }
  return x
}

/** Without the `repr` of Python. */
function expectation(expected: Any): Any {
  if (expected === null || typeof expected !== 'object' || Array.isArray(expected)) return expected
  const { repr: _, ...rest } = expected
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, expectation(value)]))
}

function sequence(options: object, steps: Any[]) {
  let timestamp = new Timestamp(camelCase(options))
  const states = steps.map(({ step, ...rest }) => {
    timestamp = timestamp[camelName(step) as 'toNextBatch'](rest)
    return timestamp.stateDict()
  })
  return { states }
}
const camelName = (name: string) => Object.keys(camelCase({ [name]: 0 }))[0]!

const UNITS = ['iter', 'ep', 'ba', 'sp', 'tok', 'sec'] as const
const OPS: Record<string, (...args: Any[]) => unknown> = {
  from_timestring: (s) => Time.fromTimestring(s),
  from_timedelta: (s) => Time.fromTimedelta(s),
  time_init: (value, unit) => new Time(value, unit),
  time_unit: (unit) => ({ unit: new Time(0, unit).unit }),
  from_input: (i, unit) => Time.fromInput(i, unit),
  ensure_time: (i, unit) => Time.fromInput(i, unit),
  to_timestring: (time) => time.toTimestring(),
  str: (time) => `${time}`,
  neg: (time) => time.neg(),
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  truediv: (a, b) => a.div(b),
  mod: (a, b) => a.mod(b),
  eq: (a, b) => a.equals(b),
  ne: (a, b) => !a.equals(b),
  lt: (a, b) => a.lt(b),
  le: (a, b) => a.lte(b),
  gt: (a, b) => a.gt(b),
  ge: (a, b) => a.gte(b),
  scale_max_duration_by_ssr: (ssr, maxDuration) => scaleMaxDuration(maxDuration, ssr),
  timestamp_init: (options) => new Timestamp(camelCase(options)),
  timestamp_get: (options, unit) => new Timestamp(camelCase(options)).get(unit),
  timestamp_get_all: (options) => {
    const timestamp = new Timestamp(camelCase(options))
    return Object.fromEntries(UNITS.map((unit) => [unit, encode(timestamp.get(unit))]))
  },
  timestamp_copy: (options, changes) => new Timestamp(camelCase(options)).copy(camelCase(changes)),
  timestamp_load_state_dict: (options, state) => new Timestamp(camelCase(options)).loadStateDict(state),
  timestamp_sequence: sequence,
}

/** What is wrong with this package's answer to a row, or undefined. */
function mistake(row: Row): string | undefined {
  const code = row.error && codeOf(row.error)
  if (row.error && code === undefined) return `no code for ${row.error.kind}: ${row.error.message}`
  let actual: unknown
  try {
    actual = encode(OPS[row.op]!(...row.args.map(decode)))
  } catch (error) {
    if (!(error instanceof SchedulerError)) return `not a SchedulerError: ${error}`
    return error.code === code ? undefined : `expected ${code ?? JSON.stringify(row.expected)}, threw ${error.message}`
  }
  const expected = code ?? expectation(row.expected)
  if (isDeepStrictEqual(actual, expected)) return undefined
  return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
}

const run = ROWS.filter((row) => skipReason(row) === undefined)
const leftOut: Record<string, number> = {}
for (const row of ROWS) {
  const reason = skipReason(row)
  if (reason !== undefined) leftOut[reason] = (leftOut[reason] ?? 0) + 1
}

test('every operation of the rows that are run is known', () => {
  expect(Object.keys(OPS)).toEqual(expect.arrayContaining([...new Set(run.map((row) => row.op))]))
})

test.each(Object.keys(OPS))('%s answers as Composer does', (op) => {
  const mistakes = run
    .filter((row) => row.op === op)
    .map((row) => [row.id, JSON.stringify(row.args).slice(0, 200), mistake(row)])
    .filter(([, , wrong]) => wrong !== undefined)
  expect(mistakes).toEqual([])
})

test('every exception of the rows has a code', () => {
  expect(ROWS.filter((row) => row.error && codeOf(row.error) === undefined).map((row) => row.error)).toEqual([])
})

test('most rows are run, and the rest is left out by a rule', () => {
  console.log(`golden rows of time: ${run.length} run, left out by rule:`, leftOut)
  expect(run.length).toBeGreaterThan(0.6 * ROWS.length)
})
