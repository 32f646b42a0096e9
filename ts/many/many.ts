/**
 * Many schedules of one class: options as columns, a run each or one for all; their values as a matrix, or their
 * summaries. Makes no scheduler for a row that has a curve.
 */
import { allocate, checkRangeOptions, RANGE_OPTIONS, type Range, type RangeOptions } from '../curve/range.js'
import { SchedulerError } from '../errors/error.js'
import { evaluate } from '../evaluate/evaluate.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import { kindOf } from '../schedulers/kinds/kinds.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { CHUNK } from '../wasm/chunk.js'
import { encodePace, encodeTime } from '../wasm/encode.js'
import { type Field, type FieldKind, fieldsOf, numberOf, SCHEDULER_TYPES, type SchedulerType } from '../wasm/table.js'
import type { Values } from '../wasm/values.js'
import { Numbers } from './numbers.js'
import { configurations, configurationValues, FIELDS, ROWS } from './rows.js'

/** A built-in class, by its options. */
export type SchedulerClass<Options> = new (options: Options) => BuiltinScheduler

/** Options of which each has a value for all rows, or a column: a value for each. */
export type OptionColumns<Options> = {
  readonly [K in keyof Options]:
    | Options[K]
    | readonly NonNullable<Options[K]>[]
    | (number extends Options[K] ? Float64Array | Float32Array : never)
}

/** How many schedules are evaluated. */
export interface ManyOptions {
  /** The initial learning rate: one for all rows, or one for each. Default 1. */
  baseLr?: number | ArrayLike<number>
  /** Whether a row without a curve is an error (default), or is NaN throughout. */
  invalid?: 'error' | 'nan'
}

/** Which batches of each row, and where the values go. */
export interface EvaluateManyOptions<Out extends Values = Values> extends ManyOptions, RangeOptions<Out> {}

/** What the rows amount to, a column each; steps are batches, and NaN where no batch is such. */
export interface Summaries {
  /** How long each run is. */
  readonly batches: Float64Array
  /** The highest learning rate. */
  readonly peak: Float64Array
  /** The first batch that has it. */
  readonly peakStep: Float64Array
  /** The learning rate of the last batch. */
  readonly final: Float64Array
  /** The lowest. */
  readonly minimum: Float64Array
  /** The exact sum over all batches, rounded once. */
  readonly area: Float64Array
  /** The exact mean, rounded once. */
  readonly mean: Float64Array
  /** The first batch with at least half of the peak. */
  readonly halfPeakStep: Float64Array
  /** The largest change from one batch to the next. */
  readonly largestJump: Float64Array
  /** The first batch after such a change. */
  readonly largestJumpStep: Float64Array
  /** Where the warm-up ends. */
  readonly warmupEnd: Float64Array
}

/**
 * The values of many schedules: a row each, one after another, `count` values a row. Each value is that of `evaluate` with
 * a scheduler made for the row, bit for bit.
 *
 * @param Class - a built-in class
 * @param columns - its options: each a value for all rows, or an array with a value for each (of milestones, which are
 * arrays, an array of arrays)
 * @param runs - one for all rows, or one for each
 * @param options - `baseLr`, `invalid`, and as for `evaluate` `from`, `stride`, `count` (default: to the end of the longest
 * run) and `out` (default a new Float64Array of rows × count)
 * @throws what the class and `resolve` throw, with `row` among the details; `bad-type` for columns of different lengths,
 * `out-length`
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '100ba' })
 * const columns = { tWarmup: ['10ba', '50ba'], alphaF: [0.1, 0] } as const
 * const values = evaluateMany(LinearWithWarmupScheduler, columns, run, { count: 4, stride: 25 })
 * Array.from(values) // => [0, 0.85, 0.6000000000000001, 0.35, 0, 0.5, 1, 0.5]
 * ```
 */
export function evaluateMany<Options>(
  Class: SchedulerClass<Options>,
  columns: OptionColumns<Options>,
  runs: TrainingRun | readonly TrainingRun[],
  options?: EvaluateManyOptions<Float64Array>,
): Float64Array
export function evaluateMany<Options, Out extends Values>(
  Class: SchedulerClass<Options>,
  columns: OptionColumns<Options>,
  runs: TrainingRun | readonly TrainingRun[],
  options: EvaluateManyOptions<Out>,
): Out
export function evaluateMany<Options>(
  Class: SchedulerClass<Options>,
  columns: OptionColumns<Options>,
  runs: TrainingRun | readonly TrainingRun[],
  options: EvaluateManyOptions = {},
): Values {
  checkOptions(options, { ...RANGE_OPTIONS, baseLr: true, invalid: true }, 'evaluateMany')
  const many = new Many(Class, columns, runs, options)
  const { out, ...range } = options
  const { from, stride, count } = checkRangeOptions(range, () => many.batches())
  const total = checkCount('rows times count', many.rows * count, 0, 2 ** 32 - 1)
  if (out !== undefined && out.length < total)
    throw new SchedulerError('out-length', { needed: total, found: out.length })
  // Written once all rows are known to have curves.
  const target = out === undefined || many.mayThrow ? allocate(total) : out
  const width = 1 + count
  // Of long rows a scheduler each costs nothing beside their values, and the module needs no room for a whole row.
  if (count > CHUNK) {
    for (let row = 0; row < many.rows; row++) {
      many.fill(row, { from, stride, count }, target.subarray(row * count, (row + 1) * count))
    }
  }
  for (let first = count > CHUNK ? many.rows : 0; first < many.rows; ) {
    const rows = Math.min(many.rows - first, Math.max(1, Math.floor(CHUNK / width)))
    const found = configurationValues(many.encode(first, rows), from, stride, count)
    const failed: number[] = []
    for (let row = 0; row < rows; row++) {
      const at = row * width
      if (found[at] !== 0) failed.push(first + row)
      // Of what failed, NaN.
      target.set(found.subarray(at + 1, at + width), (first + row) * count)
    }
    for (const row of failed) many.refuse(row, { from, stride, count })
    first += rows
  }
  if (out === undefined || target === out) return target
  out.set(target)
  return out
}

/**
 * What many schedules amount to over their whole runs, a column for each fact.
 *
 * @param Class - a built-in class
 * @param columns - as for `evaluateMany`
 * @param runs - one for all rows, or one for each
 * @param options - `baseLr` and `invalid`
 * @throws as `evaluateMany`
 *
 * @example
 * ```ts
 * const runs = ['100ba', '200ba'].map((maxDuration) => new TrainingRun({ maxDuration: maxDuration as '100ba' }))
 * const { batches, area, peakStep } = summarizeMany(LinearWithWarmupScheduler, { tWarmup: '50ba' }, runs, { baseLr: 0.5 })
 * Array.from(batches) // => [100, 200]
 * Array.from(area) // => [25, 50]
 * Array.from(peakStep) // => [50, 50]
 * ```
 */
export function summarizeMany<Options>(
  Class: SchedulerClass<Options>,
  columns: OptionColumns<Options>,
  runs: TrainingRun | readonly TrainingRun[],
  options: ManyOptions = {},
): Summaries {
  checkOptions(options, { baseLr: true, invalid: true }, 'summarizeMany')
  const many = new Many(Class, columns, runs, options)
  const entries = Object.entries(FACTS).map(([name, at]) => ({
    name,
    at,
    values: allocate(many.rows),
  }))
  for (let first = 0; first < many.rows; first += ROWS) {
    const rows = Math.min(many.rows - first, ROWS)
    const found = configurations(many.encode(first, rows), 1, true)
    const width = found.length / rows
    for (let row = 0; row < rows; row++) {
      if (found[row * width] !== 0) many.refuse(first + row)
      for (const { at, values } of entries) values[first + row] = found[row * width + at]!
    }
  }
  return Object.fromEntries(entries.map(({ name, values }) => [name, values])) as unknown as Summaries
}

/** What of a row is told, at its place. */
const { error, warned, boundaries, ...told } = FIELDS
const FACTS: { readonly [K in keyof Summaries]: number } = told

type Row = (row: number) => readonly number[]

/** Rows of options and runs, as numbers when they are asked for. */
class Many<Options> {
  /** How many there are. */
  readonly rows: number
  /** Whether a row without a curve is an error. */
  readonly mayThrow: boolean
  readonly #class: SchedulerClass<Options>
  readonly #baseLr: number | ArrayLike<number>
  readonly #columns: Readonly<Record<string, unknown>>
  readonly #runs: TrainingRun | readonly TrainingRun[]
  readonly #pieces: readonly (readonly number[] | Row)[]
  readonly #numbers = new Numbers()

  constructor(
    Class: SchedulerClass<Options>,
    columns: OptionColumns<Options>,
    runs: TrainingRun | readonly TrainingRun[],
    { baseLr = 1, invalid = 'error' }: ManyOptions,
  ) {
    if (invalid !== 'error' && invalid !== 'nan') {
      throw new SchedulerError('bad-type', { what: 'invalid', expected: "'error' or 'nan'", found: invalid })
    }
    this.#class = Class
    this.#baseLr = baseLr
    this.#columns = columns as Readonly<Record<string, unknown>>
    this.#runs = isRuns(runs) ? runs : checkRun(runs)
    this.mayThrow = invalid === 'error'
    this.rows = this.#count(baseLr)
    if (this.rows === 0) {
      this.#pieces = []
      return
    }
    // One is made: it refuses what is no option, and knows its own name.
    const type = this.#alone(0).name as SchedulerType
    const lr: readonly number[] | Row =
      typeof baseLr === 'number'
        ? [checkFinite('baseLr', baseLr)]
        : (row) => [checkFinite(`baseLr[${row}]`, baseLr[row]!)]
    this.#pieces = [
      isRuns(runs) ? (row) => runOf(checkRun(runs[row])) : runOf(runs),
      lr,
      [numberOf(type)],
      ...fieldsOf(type).map((field) => this.#piece(field)),
    ]
  }

  /** The batches of the longest run. */
  batches(): number {
    if (!isRuns(this.#runs)) return this.#runs.batches
    return this.#runs.reduce((most, run) => Math.max(most, checkRun(run).batches), 0)
  }

  /** Rows as the numbers that the module reads. */
  encode(first: number, rows: number): Float64Array {
    for (let row = first; row < first + rows; row++) {
      for (const piece of this.#pieces) this.#numbers.put(typeof piece === 'function' ? piece(row) : piece)
    }
    return this.#numbers.take()
  }

  /** The values of a row by a scheduler of its own; NaN where rows may be without a curve. */
  fill(row: number, range: Range, out: Values): void {
    try {
      const run = isRuns(this.#runs) ? this.#runs[row]! : this.#runs
      const baseLr = typeof this.#baseLr === 'number' ? this.#baseLr : this.#baseLr[row]!
      evaluate(this.#alone(row), checkRun(run), { ...range, out, baseLr })
    } catch (error) {
      if (this.mayThrow || !SchedulerError.is(error)) throw atRow(row, error)
      out.fill(Number.NaN)
    }
  }

  /** Throws the error of a row, unless rows may be without a curve. */
  refuse(row: number, range?: Range): void {
    if (!this.mayThrow) return
    try {
      const run = isRuns(this.#runs) ? this.#runs[row]! : this.#runs
      const curve = this.#alone(row).resolve(run)
      curve.check(range ?? { from: 0, stride: 1, count: run.batches })
    } catch (error) {
      throw atRow(row, error)
    }
  }

  /** The scheduler of a row. */
  #alone(row: number): BuiltinScheduler {
    const entries = Object.entries(this.#columns).map(([name, value]) => [
      name,
      this.#isColumn(name, value) ? value[row] : value,
    ])
    try {
      return new this.#class(Object.fromEntries(entries) as Options)
    } catch (error) {
      throw atRow(row, error)
    }
  }

  #piece({ name, kind, byDefault }: Field): readonly number[] | Row {
    const { check, encode } = kindOf(kind)
    const given = this.#columns[name]
    if (!this.#isColumn(name, given)) return encode(check(name, given === undefined ? byDefault : given))
    return (row) => encode(check(`${name}[${row}]`, given[row] === undefined ? byDefault : given[row]))
  }

  /** Of an option that is a list, such as milestones, one list is one value, and a list of such lists a column. */
  #isColumn(name: string, value: unknown): value is ArrayLike<unknown> {
    if (LISTS.has(name)) return Array.isArray(value) && value.length > 0 && value.every(isArrayOrView)
    return isColumnOfNumbers(value) || Array.isArray(value)
  }

  /** How many rows: all columns have as many. */
  #count(baseLr: number | ArrayLike<number>): number {
    const columns = Object.entries(this.#columns).filter(([name, value]) => this.#isColumn(name, value))
    const lengths = columns.map(([name, value]) => [name, (value as ArrayLike<unknown>).length] as [string, number])
    if (isRuns(this.#runs)) lengths.push(['runs', this.#runs.length])
    if (typeof baseLr !== 'number') lengths.push(['baseLr', baseLr.length])
    const [first, ...others] = lengths
    const other = others.find(([, length]) => length !== first![1])
    if (other !== undefined) {
      const what = `${other[0]}, a column,`
      const expected = `as long as ${first![0]}, ${first![1]}`
      throw new SchedulerError('bad-type', { what, expected, found: other[1] })
    }
    return first?.[1] ?? 1
  }
}

const isColumnOfNumbers = (value: unknown) => value instanceof Float64Array || value instanceof Float32Array
const isArrayOrView = (value: unknown) => Array.isArray(value) || ArrayBuffer.isView(value)

const LIST_KINDS: ReadonlySet<FieldKind> = new Set(['times', 'exacts', 'numbers', 'schedulers', 'parts'])
/** The options that are lists, whichever scheduler has them. */
const LISTS: ReadonlySet<string> = new Set(
  SCHEDULER_TYPES.flatMap((type) => fieldsOf(type).flatMap(({ name, kind }) => (LIST_KINDS.has(kind) ? [name] : []))),
)

const isRuns = (runs: unknown): runs is readonly TrainingRun[] => Array.isArray(runs)

/** A run as the crate's `configurations` reads it: max_duration before it is scaled, ratio, pace. */
const runOf = (run: TrainingRun): readonly number[] => {
  const { unscaled, scaleScheduleRatio, pace } = checkRun(run)
  return [...encodeTime(unscaled), scaleScheduleRatio, ...encodePace(pace)]
}

/** An error of a row, which its details and its message name. */
function atRow(row: number, error: unknown): unknown {
  if (!SchedulerError.is(error) || 'row' in error.details) return error
  return new SchedulerError(error.code, { ...error.details, row } as never, { cause: error })
}
