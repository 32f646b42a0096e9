/**
 * Intervals between restarts in Python: a list of them, of which the last one repeats.
 */
import { intervalsUntil, type RestartInterval } from '../../catalogue/restarts.js'
import type { IntervalPart } from '../../catalogue/term.js'
import { NoCounterpart } from '../program.js'
import { ARRAYS, countUpTo, type Flavour } from './notation.js'

// More intervals that all differ would be no program to read.
const MOST_RESTARTS = 500

/** What intervals are made of. */
export interface Intervals {
  readonly first: number
  readonly growth: number
  /** Where the run ends. */
  readonly batches: number
  /** Whether lengths are truncated. */
  readonly isWhole: boolean
  /** The variable that counts from the first one's start. */
  readonly at: string
}

/** Assigns the parts of the interval that holds the step to variables of their names. */
export function assignInterval(
  { first, growth, batches, isWhole, at }: Intervals,
  parts: ReadonlySet<IntervalPart['part']>,
  flavour: Flavour,
): string[] {
  const list = intervalsUntil(batches, first, growth, MOST_RESTARTS, isWhole)
  if (list === null) {
    throw new NoCounterpart(
      `Restarts in Python are a list of intervals, at most ${MOST_RESTARTS} that differ, each longer than 0; found a first one of ${first} batches that grows by ${growth}. Change one of them, or use Composer’s own scheduler.`,
    )
  }
  const [only, ...others] = list
  if (others.length === 0) {
    const { length } = only!
    if (Number.isInteger(length)) {
      return [
        `length = ${length}`,
        ...(parts.has('number') ? [`number = ${at} // length`] : []),
        `start = ${at} // length * length`,
      ]
    }
    // A quotient of floats may be rounded over a bound, or short of it.
    const floored = `${flavour === 'math' ? 'math' : ARRAYS[flavour].module}.floor(${at} / length)`
    const one = (condition: string) => (flavour === 'keras' ? `ops.cast(${condition}, step.dtype)` : `(${condition})`)
    return [
      `length = ${length}`,
      `number = ${floored}`,
      `number = number + ${one(`${at} >= (number + 1) * length`)} - ${one(`${at} < number * length`)}`,
      'start = number * length',
    ]
  }
  const chosen = (part: keyof RestartInterval) => {
    const column = list.map((each) => each[part])
    return flavour === 'math' ? `[${column.join(', ')}][which]` : ARRAYS[flavour].take(column, 'which')
  }
  return [
    `which = ${countUpTo[flavour](
      list.map(({ start }) => start),
      at,
    )} - 1`,
    `length = ${chosen('length')}`,
    `start = ${chosen('start')}`,
    // Nothing is added but in the last interval, after which others of its length follow.
    ...(parts.has('number') ? [`number = ${chosen('number')} + (${at} - start) // length`] : []),
    `start = start + (${at} - start) // length * length`,
  ]
}
