/**
 * A schedule in columns for the chart: at once from a sample, then from every batch, stopping for later questions.
 */
import type { Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { type Built, build } from './build.js'
import type { Against, Columns } from './messages.js'
import { PlacedError, placed } from './place.js'
import { comparison, lowHighOf, type Source, sourceOf } from './source.js'

/** A range of batches to draw. */
export interface Wanted {
  readonly schedule: Schedule
  readonly against?: Against
  readonly from: number
  readonly count: number
  readonly columns: number
}

// Below, every batch is looked at in a few milliseconds.
const SMALL = 200_000
// The first slice; the next are as long as takes a few milliseconds, so that what is asked meanwhile is soon answered.
const SLICE = 50_000
const SLICE_TIME = 8
// So few batches for each column are drawn one by one: in columns of one or two a line would be stairs.
const FEW = 4
// What takes longer says how far it is.
const MOMENT = 500
const EACH = 200
// A drag asks again with the next frame: what it will drop is not begun.
const PAUSE = 40
// As many are looked at within seconds; of more, some of each column.
const MOST = 1_000_000_000
const OF_EACH_COLUMN = 64
// A function takes some hundred nanoseconds a batch.
const MOST_CALLS = 6_000

/**
 * Draws a range of batches. `partial` gets early results; `done`, after a moment, what part of the batches was looked
 * at; `isOver` says whether a later question took its place. Null when it did.
 */
export async function draw(
  wanted: Wanted,
  partial: (columns: Columns) => void,
  done: (part: number) => void,
  isOver: () => Promise<boolean>,
): Promise<Columns | null> {
  const { schedule, from } = wanted
  try {
    const { hasFunctions, source } = drawn(wanted)
    // What ends sooner has no values behind its end.
    const count = Math.max(1, Math.min(wanted.count, source.batches - from))
    const columns = count <= FEW * wanted.columns ? count : Math.max(1, wanted.columns)
    const lowHigh = (first: number, many: number, wide: number) => source.lowHigh(first, many, wide)
    const end = lowHigh(from + count - 1, 1, 1).low[0]!
    const sampled = (most: number) => ({ ...sample(source, from, count, columns, most), end })
    if (hasFunctions && count > MOST_CALLS) return sampled(MOST_CALLS)
    if (count <= SMALL) return { from, count, ...lowHigh(from, count, columns), stride: 1, end }
    if (!source.isFast) return sampled(columns * OF_EACH_COLUMN)
    partial(sampled(columns * 2))
    if (count > MOST) return sampled(columns * OF_EACH_COLUMN)
    await pause()
    const low = new Float64Array(columns)
    const high = new Float64Array(columns)
    const first = (column: number) => Math.floor((column * count) / columns)
    let each = Math.max(1, Math.floor((columns * SLICE) / count))
    let next = Date.now() + MOMENT
    for (let column = 0; column < columns; ) {
      if (await isOver()) return null
      const begun = performance.now()
      if (Date.now() > next) {
        next = Date.now() + EACH
        done(column / columns)
      }
      const until = Math.min(columns, column + each)
      const start = first(column)
      const part = lowHigh(from + start, first(until) - start, until - column)
      low.set(part.low, column)
      high.set(part.high, column)
      column = until
      const time = performance.now() - begun
      if (time < SLICE_TIME) each *= 2
      else if (time > 2 * SLICE_TIME) each = Math.max(1, each >> 1)
    }
    return { from, count, low, high, stride: 1, end }
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE))

/** What is drawn: a schedule, or one held against another. */
function drawn({ schedule, against }: Wanted): { readonly hasFunctions: boolean; readonly source: Source } {
  const built = build(schedule)
  if (against === undefined) return { hasFunctions: built.hasFunctions, source: sourceOf(built) }
  return { hasFunctions: false, source: comparison(built, other(against), against) }
}

/** What is wrong with the other one is told with it, and is no place of this one. */
function other({ schedule }: Against): Built {
  try {
    return build(schedule)
  } catch (error) {
    throw new PlacedError(messageOf(error), {})
  }
}

/** Some batches of each column, evenly spread. */
function sample(source: Source, from: number, count: number, columns: number, most: number): Omit<Columns, 'end'> {
  const stride = Math.max(1, Math.ceil(count / most))
  const values = source.values(from, Math.ceil(count / stride), stride)
  return { from, count, ...lowHighOf(values, Math.min(columns, values.length)), stride }
}
