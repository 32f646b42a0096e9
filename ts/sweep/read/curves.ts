/**
 * Finds the curve of a configuration among the parts of a finished sweep, which are in the order of configurations.
 */
import type { TableFile } from '../formats/reading.js'
import type { ColumnData } from '../formats/table.js'
import type { KeptCurve } from '../run/memory.js'
import { ID } from '../run/tables.js'

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
    if (this.#isWide) return wideStretch(await file.read('step'), await file.read(`lr_${id}`))
    const ids = (await file.read(ID)) as Int32Array
    const [from, until] = [lowerBound(ids, id), lowerBound(ids, id + 1)]
    const step = (await file.read('step')) as Int32Array
    const lr = (await file.read('lr')) as Float64Array
    return { steps: Float64Array.from(step.subarray(from, until)), lr: lr.slice(from, until) }
  }
}

const wideIds = ({ names }: TableFile): number[] =>
  names.filter((name) => name !== 'step').map((name) => Number(name.replace('lr_', '')))

/** The rows of a column that are not null. */
function wideStretch(step: ColumnData, column: ColumnData): Stretch {
  const steps: number[] = []
  const lr: number[] = []
  for (let row = 0; row < column.length; row++) {
    const value = column[row]
    if (value === null) continue
    steps.push(step[row] as number)
    lr.push(value as number)
  }
  return { steps: Float64Array.from(steps), lr: Float64Array.from(lr) }
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
  const size = stretches.reduce((sum, { steps }) => sum + steps.length, 0)
  const [steps, lr] = [new Float64Array(size), new Float64Array(size)]
  let at = 0
  for (const stretch of stretches) {
    steps.set(stretch.steps, at)
    lr.set(stretch.lr, at)
    at += stretch.steps.length
  }
  return { steps, lr }
}
