/**
 * Blocks of configurations: resolved, checked over their whole runs and, where asked, summarized, in one call of the
 * module for each block and without an object for each configuration. Tells no error: of one that has no curve only that.
 */
import { SchedulerError } from '../../errors/error.js'
import { configurations, FIELDS, ROWS } from '../../many/rows.js'
import { ROW } from '../../wasm/generated/layout.js'
import type { Space } from './axes.js'
import { ConfigurationEncoder } from './encoding.js'

/** Rows of consecutive configurations of one base. */
export class Block {
  /** The first configuration. */
  readonly from: number
  /** The one after the last. */
  readonly until: number
  readonly #numbers: Float64Array
  readonly #width: number

  constructor(from: number, until: number, numbers: Float64Array) {
    this.from = from
    this.until = until
    this.#numbers = numbers
    this.#width = numbers.length / (until - from)
  }

  /** A number of a configuration's row. */
  value(id: number, field: keyof typeof FIELDS): number {
    return this.#numbers[(id - this.from) * this.#width + FIELDS[field]]!
  }

  /** Where pieces of its curves end, in batches: not in order, also those past its end. */
  boundaries(id: number): Float64Array {
    const start = (id - this.from) * this.#width + ROW
    return this.#numbers.subarray(start, start + this.value(id, 'boundaries'))
  }
}

/**
 * Evaluates the configurations from `from` up to `until` (not included).
 *
 * @param combinationOf - the combination of a configuration
 * @param summarized - whether rows have more than where their curves end
 */
export function* evaluateBlocks(
  space: Space,
  from: number,
  until: number,
  combinationOf: (id: number) => number,
  summarized: boolean,
): Generator<Block, void> {
  const encoder = new ConfigurationEncoder(space)
  for (let start = from; start < until; ) {
    const base = encoder.baseOf(combinationOf(start))
    let end = start
    for (; end < Math.min(until, start + ROWS); end++) {
      const combination = combinationOf(end)
      if (encoder.baseOf(combination) !== base) break
      encoder.add(combination)
    }
    const schedulers = encoder.schedulers[base]!
    yield new Block(start, end, rowsOf(encoder.take(), end - start, schedulers, summarized))
    start = end
  }
}

function rowsOf(numbers: Float64Array, rows: number, schedulers: number, summarized: boolean): Float64Array {
  try {
    return configurations(numbers, schedulers, summarized)
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== 'bad-type') throw error
    // Something lacks a value that the module needs: whoever makes the configuration alone is told what.
    return new Float64Array(rows * ROW).fill(1)
  }
}
