/**
 * The lines of a chart on one x axis: evaluated chunk by chunk into outlines, with the phases that all of them share.
 */
import type { Phase } from '../curve/curve.js'
import type { PhaseSpan } from './bands.js'
import { Outline } from './outline.js'

/** A line before it is evaluated. */
export interface PlannedLine {
  /** What the legend calls it. */
  readonly label: string
  /** The batch of its first value. */
  readonly from: number
  /** From one value to the next, in batches. */
  readonly stride: number
  /** How many values it has. */
  readonly count: number
  /** How far along the x axis a batch leads. */
  readonly rate: number
  /** Its values from index `first` on, as many as `out` holds; in `out`, or elsewhere. */
  values(first: number, out: Float64Array): ArrayLike<number>
  /** Its phases in batches, of each factor; none where it has no such. */
  phases(): readonly (readonly Phase[])[]
}

/** A line as a chart draws it. */
export interface DrawnLine {
  readonly label: string
  readonly outline: Outline
}

/** The most lines of a chart. */
export const MOST_LINES = 1000

// Large enough that a resolved curve costs nothing, small enough to stay in a cache.
const CHUNK = 65_536

/** The ends of the x axis: from the first batch of all to the end of the longest. */
export function domainOf(lines: readonly PlannedLine[]): [number, number] {
  const visible = lines.filter(({ count }) => count > 0)
  const low = Math.min(...visible.map(({ from, rate }) => from * rate))
  const high = Math.max(...visible.map(({ from, count, stride, rate }) => (from + count * stride) * rate))
  return [low, high]
}

/**
 * Evaluates a line into as many columns; stops after each chunk, and tells how many values it had.
 *
 * @param domain - the ends of the x axis
 * @param log - only what is above 0 is kept
 */
export function* outlining(
  { from, stride, count, rate, values }: PlannedLine,
  [low, high]: readonly [number, number],
  columns: number,
  log: boolean,
): Generator<number, Outline> {
  const accepts = log ? (value: number) => value > 0 && value < Infinity : undefined
  const start = ((from * rate - low) * columns) / (high - low)
  const outline = new Outline(columns, { start, step: (columns * rate * stride) / (high - low), accepts })
  const chunk = new Float64Array(Math.min(CHUNK, count))
  for (let first = 0; first < count; first += CHUNK) {
    const out = chunk.subarray(0, Math.min(CHUNK, count - first))
    outline.add(first, values(first, out))
    yield out.length
  }
  return outline
}

/** The phases of all lines on the x axis; none where they differ, as a band would be wrong for some of them. */
export function sharedPhases(lines: readonly PlannedLine[]): PhaseSpan[] {
  const [first = [], ...others] = lines.filter(({ count }) => count > 0).map(spansOf)
  return others.every((spans) => areSame(spans, first)) ? first : []
}

/** The phases of the visible part of a line, on the x axis; of several schedulers those of the product. */
function spansOf(line: PlannedLine): PhaseSpan[] {
  const { from, stride, count, rate } = line
  const parts = line.phases()
  const end = from + count * stride
  const ends = [...new Set(parts.flat().map(({ until }) => Math.min(until, end)))].sort((a, b) => a - b)
  return ends.map((until, index) => ({
    name: parts.map((phases) => phases.find((phase) => phase.until >= until)!.name).join(' × '),
    from: (ends[index - 1] ?? 0) * rate,
    until: until * rate,
  }))
}

const areSame = (a: readonly PhaseSpan[], b: readonly PhaseSpan[]): boolean =>
  a.length === b.length &&
  a.every(({ name, from, until }, index) => {
    const other = b[index]!
    return name === other.name && from === other.from && until === other.until
  })
