/**
 * The golden rows that are left out, each by a rule that looks at the row alone, never at what this package makes of it.
 */
import { type ComposerError, codeOf } from './errors.js'

/** What the rules look at: any row of any golden file. */
export interface GoldenRow {
  id: string
  op?: string
  args?: readonly unknown[]
  time?: unknown
  scheduler?: { readonly type: string; readonly [option: string]: unknown }
  state?: { readonly max_duration: unknown; readonly dataloader_len: number | null }
  timestamps?: unknown
  expected?: unknown
  error?: ComposerError
}

/** The rules, by the reason that a summary shows. The first that fits a row counts. */
const RULES: readonly (readonly [reason: string, fits: (row: GoldenRow) => boolean])[] = [
  ['operation without a public name here', (row) => NO_PUBLIC_NAME.has(row.op ?? '')],
  ['integer beyond 2^53 - 1', (row) => some(numbersOf(row), isBigInteger)],
  ['Python bool', (row) => some(row.args, (value, key) => (key === 'bool' || key === 'value') && value === true)],
  ['left operand is no Time or Timestamp', (row) => OPERATORS.has(row.op ?? '') && !isTimeOrTimestamp(row.args?.[0])],
  ['TypeError that only tells 5.0 from 5', (row) => WHOLE_FLOAT.test(row.error?.message ?? '')],
  [
    'digits that are not ASCII',
    (row) => some(row.args, (value) => typeof value === 'string' && OTHER_DIGIT.test(value)),
  ],
  ['bad time string, refused at construction here', (row) => hasBadTimeString(row) && !isTimeStringError(row.error)],
]

/** Why a row is left out, or undefined for a row that is to be run. */
export function skipReason(row: GoldenRow): string | undefined {
  return RULES.find(([, fits]) => fits(row))?.[0]
}

const NO_PUBLIC_NAME: ReadonlySet<string> = new Set([
  ...['verify_wct', 'hash_equal', 'timestamp_repr', 'timestamp_hash'],
  ...['pos', 'abs', 'int', 'float', 'bool', 'repr', 'floordiv', 'pow'],
])
const OPERATORS: ReadonlySet<string> = new Set([
  ...['add', 'sub', 'mul', 'truediv', 'mod', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'],
])
const WHOLE_FLOAT = /^value -?\d+(\.0|(\.\d+)?e\+\d+) is of type <class 'float'>/
const OTHER_DIGIT = /(?![0-9])\p{Nd}/u

const isTimeOrTimestamp = (arg: unknown) =>
  typeof arg === 'object' && arg !== null && ('time' in arg || 'timestamp' in arg)

/** All that a row gives and expects, without the texts of errors. */
function numbersOf({ args, time, scheduler, state, timestamps, expected }: GoldenRow) {
  return { args, time, scheduler, state, timestamps, expected }
}

/** Whether a value below `part`, with the key it stands under (that of its list, in a list), passes the test. */
function some(part: unknown, test: (value: unknown, key: string) => boolean, key = ''): boolean {
  if (typeof part !== 'object' || part === null) return test(part, key)
  return Object.entries(part).some(([k, value]) => some(value, test, Array.isArray(part) ? key : k))
}

/** The files hold such integers as strings of digits, or within time strings; what is tagged `str` is a text. */
function isBigInteger(value: unknown, key: string): boolean {
  if (typeof value !== 'string') return false
  if (/^-?\d{16,}$/.test(value) && key !== 'str') return true
  const match = TIME_STRING.exec(value)
  if (match === null || match[2]!.toLowerCase() === 'dur') return false
  const number = Math.abs(numberIn(match))
  return number > Number.MAX_SAFE_INTEGER && Number.isFinite(number)
}

// A coarse grammar of its own for what the schedulers' rows hold, so that no mistake of the parser can hide here.
const TIME_STRING = /^\s*([+-]?[\d_]*\.?\d+(?:e[+-]?\d+)?)\s*(iter|ep|ba|sp|tok|dur|sec)$/i
const WALL_CLOCK = /^(\d+h)?(\d+m)?(\d+s)?$|^[1-5]$/
const numberIn = (match: RegExpExecArray) => Number(match[1]!.replaceAll('_', ''))

function isBadTimeString(text: string): boolean {
  if (WALL_CLOCK.test(text)) return false
  const match = TIME_STRING.exec(text)
  return match === null || (match[2]!.toLowerCase() !== 'dur' && !Number.isInteger(numberIn(match)))
}

function hasBadTimeString({ scheduler }: GoldenRow): boolean {
  const { type: _, ...options } = scheduler ?? { type: '' }
  return some(options, (value, key) => key !== 'unit' && typeof value === 'string' && isBadTimeString(value))
}

/** Whether Composer reports the string as well, at every timestamp. */
function isTimeStringError(error: ComposerError | undefined): boolean {
  return error !== undefined && ['time-string', 'integer-units', 'not-finite'].includes(codeOf(error) ?? '')
}
