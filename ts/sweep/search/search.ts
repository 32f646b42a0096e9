/**
 * The search among the configurations of a sweep: the rows for which a condition holds, in an order, as many as wanted.
 */
import { checkCount } from '../../state/checks.js'
import { parseExpression } from '../expression/expression.js'
import { SweepReader } from '../read/reader.js'
import type { ConfigurationRow, TableRow } from '../run/rows.js'
import { type Compare, parseOrder } from './order.js'

/** What is searched for. */
export interface SearchOptions {
  /** A condition on the columns, such as 'area between 10 and 12 and final < 1e-6'. Default: all rows. */
  where?: string
  /** Columns separated by commas; '-' before a name sorts in descending order. Default: as in the table. */
  sort?: string
  /** The most rows. Default: all. */
  top?: number
}

/** What was found. */
export interface SearchResult<R = ConfigurationRow> {
  /** The first of the rows that match, in order. */
  readonly rows: readonly R[]
  /** How many match in all. */
  readonly matches: number
  /** How many there are. */
  readonly searched: number
}

/**
 * Searches the configurations of a finished sweep, or rows such as `sweepInMemory` gives. What is missing compares as
 * false; sorting is stable, with what is missing and NaN last.
 *
 * @example
 * ```ts
 * // Two ways to spend the same budget of learning rate.
 * const base = { max_duration: '100ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
 * const { configurations } = sweepInMemory({ base, grid: { lr: [1, 2, 4], alpha_f: [0, 1] } })
 * const { rows } = await searchSweep(configurations, { where: 'area between 195 and 205', sort: '-area' })
 * rows.map(({ lr, alpha_f, area }) => [lr, alpha_f, area]) // => [[4, 0, 202], [2, 1, 200]]
 * ```
 * @throws ExpressionError for a wrong condition, and for names that are no columns
 */
export async function searchSweep<R extends TableRow = ConfigurationRow>(
  source: SweepReader | Iterable<R> | AsyncIterable<R>,
  options: SearchOptions = {},
): Promise<SearchResult<R>> {
  const { where, sort } = options
  const top = options.top === undefined ? Number.POSITIVE_INFINITY : checkCount('top', options.top, 0)
  const isReader = source instanceof SweepReader
  let search = isReader ? searchFor(where, sort, namesOf(source)) : undefined
  const first = new First<R>(top)
  let [matches, searched] = [0, 0]
  // The rows of a reader are those of R's default.
  const rows = isReader ? (source.rows() as AsyncIterable<TableRow> as AsyncIterable<R>) : source
  for await (const row of rows) {
    search ??= searchFor(where, sort, Object.keys(row))
    searched++
    if (!search.holds(row)) continue
    matches++
    first.add(row, search.compare)
  }
  // Also where there are no rows, a text that is no condition is refused.
  search ??= searchFor(where, sort, undefined)
  return { rows: first.finish(search.compare), matches, searched }
}

const namesOf = ({ columns }: SweepReader): string[] => columns.map(({ name }) => name)

function searchFor(where: string | undefined, sort: string | undefined, columns: readonly string[] | undefined) {
  const compare = sort === undefined ? null : parseOrder(sort, columns)
  if (where === undefined) return { holds: () => true, compare }
  const expression = parseExpression(where, { known: columns, times: false })
  let row: TableRow = {}
  const batches = () => Number.NaN
  const scope = { value: (name: string) => row[name] ?? null, batches }
  const holds = (next: TableRow): boolean => {
    row = next
    return expression.test(scope)
  }
  return { holds, compare }
}

/** The first rows in an order, found without keeping all of them. */
class First<R extends TableRow> {
  readonly #top: number
  #rows: R[] = []

  constructor(top: number) {
    this.#top = top
  }

  add(row: R, compare: Compare | null): void {
    if (compare === null && this.#rows.length >= this.#top) return
    this.#rows.push(row)
    // Seldom enough that sorting costs little; rows that are equal stay in the order in which they came.
    if (this.#rows.length >= 2 * this.#top + 1000) this.#cut(compare)
  }

  finish(compare: Compare | null): R[] {
    this.#cut(compare)
    return this.#rows
  }

  #cut(compare: Compare | null): void {
    if (compare !== null) this.#rows.sort(compare)
    if (this.#rows.length > this.#top) this.#rows.length = this.#top
  }
}
