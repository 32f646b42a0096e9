/**
 * Finds the curve of a configuration among the parts of a finished sweep, which are in the order of configurations.
 */
import { LR } from '../../config/locate.js'
import type { TableFile } from '../formats/reading.js'
import type { ColumnData } from '../formats/table.js'
import type { KeptCurve } from '../run/memory.js'
import { ID, STEP, wideColumn, wideName } from '../run/tables.js'

/** Gives parts by their index. */
export interface CurveParts {
  readonly count: number
  open(index: number): Promise<TableFile>
}

/** A stretch of a curve: what one part has of it. */
type Stretch = Omit<KeptCurve, 'configuration'>

/** The first and the last configuration of a part. */
type Ids = readonly [first: number, last: number]

/** Curves by configuration. */
export class CurveFinder {
  readonly #parts: CurveParts
  readonly #isWide: boolean
  readonly #ids: (Ids | undefined)[] = []

  constructor(parts: CurveParts, isWide: boolean) {
    this.#parts = parts
    this.#isWide = isWide
  }

  /** The curve of a configuration; null where it has none. */
  async find(id: number): Promise<KeptCurve | null> {
    let [low, high] = [0, this.#parts.count]
    // The first part that does not end before it.
    while (low < high) {
      const middle = (low + high) >> 1
      if ((await this.#idsOf(middle))[1] < id) low = middle + 1
      else high = middle
    }
    const stretches: Stretch[] = []
    for (let index = low; index < this.#parts.count; index++) {
      const [first, last] = await this.#idsOf(index)
      if (first > id) break
      stretches.push(await this.#stretch(index, id))
      // A configuration may fill several parts.
      if (last > id) break
    }
    const curve = joined(stretches)
    return curve.steps.length === 0 ? null : { configuration: id, ...curve }
  }

  async #idsOf(index: number): Promise<Ids> {
    const cached = this.#ids[index]
    if (cached !== undefined) return cached
    const file = await this.#parts.open(index)
    const ids = this.#isWide ? wideIds(file) : ((await file.read(ID)) as Int32Array)
    const found: Ids = [ids[0] ?? -1, ids[ids.length - 1] ?? -1]
    this.#ids[index] = found
    return found
  }

  async #stretch(index: number, id: number): Promise<Stretch> {
    const file = await this.#parts.open(index)
    return this.#isWide ? wideStretch(file, id) : longStretch(file, id)
  }
}

async function longStretch(file: TableFile, id: number): Promise<Stretch> {
  const ids = (await file.read(ID)) as Int32Array
  const [from, until] = [lowerBound(ids, id), lowerBound(ids, id + 1)]
  const read = async (name: string) =>
    Float64Array.from((await file.read(name)).slice(from, until) as ArrayLike<number>)
  const others: [string, Float64Array][] = []
  for (const name of file.names) {
    if (name === ID || name === STEP || name === LR) continue
    // A configuration that does not schedule it has null in each row.
    if (from < until && (await file.read(name))[from] !== null) others.push([name, await read(name)])
  }
  return { steps: await read(STEP), lr: await read(LR), ...quantitiesOf(others) }
}

const quantitiesOf = (entries: readonly [string, Float64Array][]) =>
  entries.length === 0 ? {} : { quantities: Object.fromEntries(entries) }

const wideIds = ({ names }: TableFile): number[] => names.flatMap((name) => wideColumn(name)?.id ?? [])

/** The rows of a configuration's columns that are not null. */
async function wideStretch(file: TableFile, id: number): Promise<Stretch> {
  const step = await file.read(STEP)
  const lr = await file.read(wideName(LR, id))
  const rows = Array.from(lr.keys()).filter((row) => lr[row] !== null)
  const at = (column: ColumnData) => Float64Array.from(rows, (row) => column[row] as number)
  const others: [string, Float64Array][] = []
  for (const name of file.names) {
    const found = wideColumn(name)
    if (found === null || found.id !== id || found.quantity === LR) continue
    const column = await file.read(name)
    if (rows.length > 0 && column[rows[0]!] !== null) others.push([found.quantity, at(column)])
  }
  return { steps: at(step), lr: at(lr), ...quantitiesOf(others) }
}

/** The first place in sorted numbers at which there is no lesser one. */
function lowerBound(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function joined(stretches: readonly Stretch[]): Stretch {
  if (stretches.length === 1) return stretches[0]!
  const all = (arrayOf: (stretch: Stretch) => Float64Array) => concatenated(stretches.map(arrayOf))
  const names = new Set(stretches.flatMap(({ quantities = {} }) => Object.keys(quantities)))
  const none = new Float64Array(0)
  const valuesOf = (name: string) => all(({ quantities }) => quantities?.[name] ?? none)
  const others = [...names].map((name): [string, Float64Array] => [name, valuesOf(name)])
  return { steps: all(({ steps }) => steps), lr: all(({ lr }) => lr), ...quantitiesOf(others) }
}

function concatenated(arrays: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    whole.set(array, at)
    at += array.length
  }
  return whole
}
