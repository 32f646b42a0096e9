/**
 * Blocks of configurations: resolved, checked over their whole runs and, where asked, summarized, in one call of the
 * module for each block and without an object for each configuration. Tells no error: of one that has no curve only that.
 */
import { LR } from '../../config/locate.js'
import { SchedulerError } from '../../errors/error.js'
import { configurations, FIELDS, ROWS } from '../../many/rows.js'
import { ERRORS, ROW } from '../../wasm/generated/layout.js'
import type { Space } from './axes.js'
import { ConfigurationEncoder } from './encoding.js'
import { quantitiesOf } from './quantities.js'

/** The numbers of errors that an end of a formula may be, and of none. */
const UNSURE: ReadonlySet<number> = new Set([
  0,
  ...ERRORS.flatMap(([code], index) => (code === 'counter-missing' || code === 'integer-range' ? [index + 1] : [])),
])

/** Rows of consecutive configurations of one base, for each quantity that it schedules. */
export class Block {
  /** The first configuration. */
  readonly from: number
  /** The one after the last. */
  readonly until: number
  /** The quantities, the learning rate first. */
  readonly quantities: readonly string[]
  readonly #rows: ReadonlyMap<string, Float64Array>
  // Apart, as most blocks are asked for nothing else, and for each number by itself.
  readonly #rate: Float64Array

  constructor(from: number, until: number, rows: ReadonlyMap<string, Float64Array>) {
    this.from = from
    this.until = until
    this.quantities = [...rows.keys()]
    this.#rows = rows
    this.#rate = rows.get(LR)!
  }

  /** Whether a configuration has a curve of each quantity. */
  isValid(id: number): boolean {
    return this.quantities.every((quantity) => this.value(id, 'error', quantity) === 0)
  }

  /**
   * Whether what keeps a configuration from a row may be no more than an end of a formula that can't be told in batches:
   * it has a curve all the same if it can be made alone.
   */
  isUnsure(id: number): boolean {
    return this.quantities.every((quantity) => UNSURE.has(this.value(id, 'error', quantity)))
  }

  /** A number of a configuration's row. */
  value(id: number, field: keyof typeof FIELDS, quantity = LR): number {
    const numbers = this.#numbersOf(quantity)
    return numbers[this.#start(id, numbers) + FIELDS[field]]!
  }

  /** Where pieces of its curves of a quantity end, in batches: not in order, also those past its end. */
  boundaries(id: number, quantity = LR): Float64Array {
    const numbers = this.#numbersOf(quantity)
    const start = this.#start(id, numbers) + ROW
    return numbers.subarray(start, start + this.value(id, 'boundaries', quantity))
  }

  /** Those of all quantities. */
  allBoundaries(id: number): readonly number[] | Float64Array {
    if (this.quantities.length === 1) return this.boundaries(id)
    return this.quantities.flatMap((quantity) => [...this.boundaries(id, quantity)])
  }

  #numbersOf(quantity: string): Float64Array {
    return quantity === LR ? this.#rate : this.#rows.get(quantity)!
  }

  #start(id: number, numbers: Float64Array): number {
    return ((id - this.from) * numbers.length) / (this.until - this.from)
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
  const encoders = [LR, ...quantitiesOf(space.bases)].map((name) => {
    return { name, encoder: new ConfigurationEncoder(space, name) }
  })
  const { encoder: first } = encoders[0]!
  for (let start = from; start < until; ) {
    const base = first.baseOf(combinationOf(start))
    let end = start
    while (end < Math.min(until, start + ROWS) && first.baseOf(combinationOf(end)) === base) end++
    const rows = new Map<string, Float64Array>()
    for (const { name, encoder } of encoders) {
      const schedulers = encoder.schedulers[base]!
      if (schedulers === 0) continue
      for (let id = start; id < end; id++) encoder.add(combinationOf(id))
      rows.set(name, rowsOf(encoder.take(), end - start, schedulers, summarized))
    }
    yield new Block(start, end, rows)
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
