/**
 * What charts are made of: schedulers over runs, curves and values, checked, as the lines of a chart.
 */
import { Curve, type Phase } from '../curve/curve.js'
import { SchedulerError } from '../errors/error.js'
import { asList, evaluate } from '../evaluate/evaluate.js'
import { checkRun, type TrainingRun } from '../run/run.js'
import type { BuiltinScheduler } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { customPath } from '../schedulers/tree.js'
import { checkCount, checkFinite, checkOptions } from '../state/checks.js'
import { type AxisName, type Paced, perBatch } from './axis.js'
import { MOST_LINES, type PlannedLine } from './lines.js'

/** A scheduler as a line of a chart. */
export interface SchedulerLine {
  /** The scheduler; of several in an array the product. */
  scheduler: ComposerScheduler | readonly ComposerScheduler[]
  /** Its run. Default: that of the chart. */
  run?: TrainingRun
  /** What multipliers are multiplied by: the initial learning rate. Default: that of the chart. */
  baseLr?: number
  /** What the legend calls it. Default: the names of its schedulers. */
  name?: string
}

/** A curve as a line of a chart. */
export interface CurveLine {
  /** The curve. */
  curve: Curve
  /** What multipliers are multiplied by: the initial learning rate. Default: that of the chart. */
  baseLr?: number
  /** What the legend calls it. Default 'curve'. */
  name?: string
}

/** Values as a line of a chart: those of a run that was logged, or of anything else. */
export interface ValuesLine {
  /** The values; what is not finite, or no number, leaves a gap. */
  values: ArrayLike<number>
  /** What the legend calls them. Default 'values'. */
  name?: string
  /** The batch of the first value. Default 0. */
  from?: number
  /** From one value to the next, in batches. Default 1. */
  stride?: number
}

/** A line of a chart: a scheduler, a curve or values, bare or with what it is called. */
export type PlotLine = ComposerScheduler | Curve | ArrayLike<number> | SchedulerLine | CurveLine | ValuesLine

/**
 * What a chart shows: one line, several in an array, or several by their names. An array of numbers is one line, and so is
 * an object with the key scheduler, curve or values.
 */
export type PlotInput = PlotLine | readonly PlotLine[] | Readonly<Record<string, PlotLine>>

/** What lines have in common. */
export interface LineOptions {
  /** The run of schedulers that have none of their own. */
  readonly run?: TrainingRun
  readonly baseLr?: number
  readonly from?: number
  readonly to?: number
  readonly axis: AxisName
}

/** The lines of a chart with what is told of them. */
export interface PlannedLines {
  readonly lines: readonly PlannedLine[]
  /** Whether any of them is a learning rate, and whether any is a multiplier. */
  readonly hasLr: boolean
  readonly hasAlpha: boolean
  /** The ends of the runs, each once. */
  readonly durations: readonly string[]
}

/** A line before its range is known. */
interface Source {
  readonly label: string
  /** What decides what a batch is on the x axis; null for what knows of no run. */
  readonly facts: Paced | null
  readonly baseLr?: number
  readonly from: number
  readonly stride: number
  /** How many values there are; Infinity for a scheduler or curve, which has its own end. */
  readonly length: number
  /** The batch at which it ends. */
  end(): number
  values(batch: number, index: number, out: Float64Array): ArrayLike<number>
  phases(): readonly (readonly Phase[])[]
  /** Tells what has no value in a range before anything is drawn. */
  check(from: number, count: number): void
}

const LINES = {
  scheduler: { scheduler: true, run: true, baseLr: true, name: true },
  curve: { curve: true, baseLr: true, name: true },
  values: { values: true, name: true, from: true, stride: true },
} as const

/** Finds the lines and their ranges. */
export function planLines(input: PlotInput, options: LineOptions): PlannedLines {
  const sources = numbered(linesOf(input).map(({ name, line }) => sourceOf(name, line, options)))
  checkCount('The count of lines', sources.length, 1, MOST_LINES)
  const lines = sources.map((source) => planned(source, options))
  if (lines.every(({ count }) => count === 0)) {
    const ends = sources.map((source) => options.to ?? source.end())
    throw new SchedulerError('option-range', {
      option: 'from',
      rule: `before the end, ${Math.max(...ends)}`,
      found: options.from ?? 0,
      cure: 'Use a smaller one.',
    })
  }
  const durations = sources.map(({ facts }) => facts?.maxDuration).filter((time) => time != null)
  return {
    lines,
    hasLr: sources.some(({ baseLr }) => baseLr !== undefined),
    hasAlpha: sources.some(({ length, baseLr }) => length === Infinity && baseLr === undefined),
    durations: [...new Set(durations.map(String))],
  }
}

/** The lines one by one, with their names where they are given by names. */
function linesOf(input: PlotInput): { name?: string; line: unknown }[] {
  if (isLine(input)) return [{ line: input }]
  if (Array.isArray(input)) return Array.from(input, (line) => ({ line }))
  if (typeof input === 'object' && input !== null) {
    return Object.entries(input).map(([name, line]) => ({ name, line }))
  }
  throw wrongLine(input)
}

const isLine = (found: unknown): boolean =>
  typeof found === 'function' || isValues(found) || isCurve(found) || kindOf(found) !== undefined

/** Numbers: in a typed array, or in an array that begins with one. */
const isValues = (found: unknown): found is ArrayLike<number> =>
  (Array.isArray(found) || ArrayBuffer.isView(found)) && typeof (found as unknown as ArrayLike<unknown>)[0] === 'number'

/** Also one of another copy of this package, which is read again. */
const isCurve = (found: unknown): found is Curve =>
  found instanceof Curve || (typeof found === 'object' && found !== null && found.constructor?.name === 'Curve')

/** Which line plain data is, by the first of these keys; undefined for a record of lines and for what is none. */
const kindOf = (found: unknown): keyof typeof LINES | undefined =>
  typeof found === 'object' && found !== null
    ? (Object.keys(LINES) as (keyof typeof LINES)[]).find((kind) => Object.hasOwn(found, kind))
    : undefined

function wrongLine(found: unknown): SchedulerError<'bad-type'> {
  const expected = 'a scheduler, a curve, an array of numbers, or an object with scheduler, curve or values'
  return new SchedulerError('bad-type', { what: 'A line of a chart', expected, found })
}

function sourceOf(given: string | undefined, line: unknown, options: LineOptions): Source {
  if (typeof line === 'function') return schedulerSource(given, { scheduler: line as ComposerScheduler }, options)
  if (isValues(line)) return valuesSource(given, { values: line }, options)
  if (isCurve(line)) return curveSource(given, { curve: line }, options)
  const kind = kindOf(line)
  if (kind === undefined) throw wrongLine(line)
  checkOptions<string>(line, LINES[kind], 'A line of a chart')
  if (kind === 'scheduler') return schedulerSource(given, line as unknown as SchedulerLine, options)
  if (kind === 'curve') return curveSource(given, line as unknown as CurveLine, options)
  return valuesSource(given, line as unknown as ValuesLine, options)
}

function schedulerSource(given: string | undefined, line: SchedulerLine, options: LineOptions): Source {
  const schedulers = asList(line.scheduler)
  for (const found of schedulers) if (typeof found !== 'function') throw wrongLine(found)
  const found = line.run ?? options.run
  if (found === undefined)
    throw new SchedulerError('missing-option', { owner: 'A scheduler in a chart', option: 'run' })
  const run = checkRun(found)
  const baseLr = checkBaseLr(line.baseLr ?? options.baseLr)
  const name = schedulers.map((scheduler) => scheduler.name || 'function').join(' × ')
  const label = nameOf(given ?? line.name, name)
  if (schedulers.every((scheduler) => customPath(scheduler) === null)) {
    const curves = schedulers.map((scheduler) => (scheduler as BuiltinScheduler).resolve(run))
    return { ...curvesSource(label, curves, baseLr), facts: run }
  }
  return {
    label,
    facts: run,
    baseLr,
    from: 0,
    stride: 1,
    length: Infinity,
    end: () => run.batches,
    values: (from, _, out) => evaluate(schedulers, run, { from, count: out.length, out, baseLr }),
    // Of a function nobody knows any.
    phases: () => [],
    check: () => {},
  }
}

function curveSource(given: string | undefined, line: CurveLine, options: LineOptions): Source {
  if (!isCurve(line.curve)) {
    throw new SchedulerError('bad-type', { what: 'curve', expected: 'a Curve', found: line.curve })
  }
  const curve = line.curve instanceof Curve ? line.curve : Curve.fromJSON((line.curve as Curve).toJSON())
  return curvesSource(nameOf(given ?? line.name, 'curve'), [curve], checkBaseLr(line.baseLr ?? options.baseLr))
}

function curvesSource(label: string, curves: readonly Curve[], baseLr: number | undefined): Source {
  const factor = baseLr ?? 1
  return {
    label,
    facts: curves[0]!.facts,
    baseLr,
    from: 0,
    stride: 1,
    length: Infinity,
    end: () => curves[0]!.end,
    values(from, _, out) {
      const range = { from, stride: 1, count: out.length }
      curves[0]!.fillInto(range, curves.length === 1 ? factor : 1, out)
      if (curves.length === 1) return out
      for (const curve of curves.slice(1)) {
        const others = curve.fill(range)
        for (let i = 0; i < out.length; i++) out[i]! *= others[i]!
      }
      for (let i = 0; i < out.length; i++) out[i]! *= factor
      return out
    },
    phases: () => curves.map((curve) => curve.phases({ in: 'ba' })),
    check(from, count) {
      for (const curve of curves) curve.check({ from, stride: 1, count })
    },
  }
}

function valuesSource(given: string | undefined, line: ValuesLine, { run }: LineOptions): Source {
  const { values } = line
  if (!isValues(values)) {
    throw new SchedulerError('bad-type', { what: 'values', expected: 'an array of at least one number', found: values })
  }
  const from = checkCount('from', line.from ?? 0, 0)
  const stride = checkCount('stride', line.stride ?? 1, 1)
  return {
    label: nameOf(given ?? line.name, 'values'),
    facts: run === undefined ? null : checkRun(run),
    from,
    stride,
    length: values.length,
    end: () => from + values.length * stride,
    values(_, index, out) {
      for (let i = 0; i < out.length; i++) {
        const value: unknown = values[index + i]
        out[i] = typeof value === 'number' ? value : Number.NaN
      }
      return out
    },
    phases: () => [],
    check: () => {},
  }
}

function checkBaseLr(found: number | undefined): number | undefined {
  return found === undefined ? undefined : checkFinite('baseLr', found)
}

function nameOf(given: unknown, byDefault: string): string {
  if (given === undefined) return byDefault
  if (typeof given === 'string') return given
  throw new SchedulerError('bad-type', { what: 'name', expected: 'a string', found: given })
}

/** What is called the same gets a number. */
function numbered(sources: readonly Source[]): Source[] {
  const uses = new Map<string, number>()
  return sources.map((source) => {
    const use = (uses.get(source.label) ?? 0) + 1
    uses.set(source.label, use)
    return use === 1 ? source : { ...source, label: `${source.label} ${use}` }
  })
}

/** A line in the range that is shown. */
function planned(source: Source, { from = 0, to = Infinity, axis }: LineOptions): PlannedLine {
  const { label, stride, length, facts } = source
  if (facts === null && axis !== 'batch') {
    throw new SchedulerError('missing-option', { owner: `The axis '${axis}' of values`, option: 'run' })
  }
  const rate = facts === null ? 1 : perBatch(facts, axis)
  // Of the values those whose batches are shown.
  const skipped = Math.max(0, Math.ceil((from - source.from) / stride))
  const end = to === Infinity ? source.end() : length === Infinity ? to : Math.min(to, source.end())
  const first = source.from + skipped * stride
  const count = Math.max(0, Math.ceil((end - first) / stride))
  checkCount('The last batch', first + stride * Math.max(0, count - 1), 0)
  source.check(first, count)
  return {
    label,
    from: first,
    stride,
    count,
    rate,
    values: (index, out) => source.values(first + index * stride, skipped + index, out),
    phases: source.phases,
  }
}
