/**
 * The search among the configurations of a sweep: the rows for which a condition holds, in an order, as many as wanted.
 */
import { checkCount } from '../../state/checks.js'
import { parseExpression } from '../expression/expression.js'
import { rowsOf, SweepReader } from '../read/reader.js'
import type { Cell, ConfigurationRow, TableRow } from '../run/rows.js'
import { type Compare, parseOrder } from './order.js'

/** What is searched for. */
export interface SearchOptions {
  /** A condition on the columns, such as 'area between 10 and 12 and final < 1e-6'. Default: all rows. */
  where?: string
  /** Columns separated by commas; '-' before a name sorts in descending order. Default: as in the table. */
  sort?: string
  /** The most rows. Default: all. */
  top?: number
  /**
   * The columns that rows have, where it is a reader that is searched, beside those of the condition and the order; then no
   * others are read. Default: all.
   */
  columns?: readonly string[]
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
  const { where, sort, columns } = options
  const top = options.top === undefined ? Number.POSITIVE_INFINITY : checkCount('top', options.top, 0)
  if (source instanceof SweepReader && top < Number.POSITIVE_INFINITY) {
    // The rows of a reader are those of R's default.
    return searchColumns(source, searchFor(where, sort, namesOf(source)), top, columns) as Promise<unknown> as Promise<
      SearchResult<R>
    >
  }
  const isReader = source instanceof SweepReader
  let search = isReader ? searchFor(where, sort, namesOf(source)) : undefined
  const first = new First<R>(top)
  let [matches, searched] = [0, 0]
  const read = columns && [...new Set([...columns, ...(search?.names ?? [])])]
  // The rows of a reader are those of R's default.
  const rows = isReader ? (source.rows(read) as AsyncIterable<TableRow> as AsyncIterable<R>) : source
  for await (const row of rows) {
    search ??= searchFor(where, sort, Object.keys(row))
    searched++
    if (!search.holds(row)) continue
    matches++
    if (first.mayStay(row, search.compare)) first.add(row, search.compare)
  }
  // Also where there are no rows, a text that is no condition is refused.
  search ??= searchFor(where, sort, undefined)
  return { rows: first.finish(search.compare), matches, searched }
}

const ROW = Symbol('row')

/** What conditions and orders look at of a row that may be among the first, and how the rest of it is read. */
type Candidate = TableRow & { readonly [ROW]: () => Promise<TableRow> }

/** Searches a table of which only the columns are read that are looked at; whole rows are made of the first ones. */
async function searchColumns(
  reader: SweepReader,
  { holds, compare, names }: Search,
  top: number,
  shown?: readonly string[],
) {
  const first = new First<Candidate>(top)
  let [matches, searched] = [0, 0]
  for await (const { file, rows } of reader.tables()) {
    const columns = await Promise.all(names.map((name) => file.read(name)))
    const cells: Record<string, Cell> = {}
    let rowAt: ReturnType<typeof rowsOf> | undefined
    searched += rows
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < names.length; i++) cells[names[i]!] = columns[i]![row]!
      if (!holds(cells)) continue
      matches++
      if (!first.mayStay(cells, compare)) continue
      const whole = async () => {
        rowAt ??= rowsOf(file, shown)
        return (await rowAt)(row)
      }
      first.add({ ...cells, [ROW]: whole }, compare)
    }
  }
  const rows = await Promise.all(first.finish(compare).map((candidate) => candidate[ROW]()))
  return { rows, matches, searched }
}

const namesOf = ({ columns }: SweepReader): string[] => columns.map(({ name }) => name)

/** A condition and an order, and the columns that they look at. */
interface Search {
  readonly holds: (row: TableRow) => boolean
  readonly compare: Compare | null
  readonly names: readonly string[]
}

function searchFor(
  where: string | undefined,
  sort: string | undefined,
  columns: readonly string[] | undefined,
): Search {
  const order = sort === undefined ? null : parseOrder(sort, columns)
  const compare = order?.compare ?? null
  if (where === undefined) return { holds: () => true, compare, names: order?.names ?? [] }
  const expression = parseExpression(where, { known: columns, times: false })
  let row: TableRow = {}
  const batches = () => Number.NaN
  const scope = { value: (name: string) => row[name] ?? null, batches }
  const holds = (next: TableRow): boolean => {
    row = next
    return expression.test(scope)
  }
  return { holds, compare, names: [...new Set([...expression.names, ...(order?.names ?? [])])] }
}

/** The first rows in an order, found without keeping all of them. */
class First<R extends TableRow> {
  readonly #top: number
  #rows: R[] = []
  /** The last of the first ones so far. */
  #last: R | undefined

  constructor(top: number) {
    this.#top = top
  }

  /** Whether a row that comes now may be among them: of equal ones, those that came first stay. */
  mayStay(row: TableRow, compare: Compare | null): boolean {
    if (this.#rows.length < this.#top) return true
    if (compare === null || this.#top === 0) return false
    return this.#last === undefined || compare(row, this.#last) < 0
  }

  add(row: R, compare: Compare | null): void {
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
    if (this.#rows.length === this.#top) this.#last = this.#rows.at(-1)
  }
}
