/**
 * A part's bytes: a pure function of the plan and the part's place in it, whoever computes it and when.
 */
import { ConfigError } from '../../config/errors.js'
import type { ColumnData, Format, TableWriter } from '../formats/format.js'
import { KeptBatches } from '../plan/keep.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Configuration } from '../space/configuration.js'
import { columnsOf, configurationColumns, configurationRows, curveColumns, schemaOf } from './tables.js'
import { fillAt } from './values.js'

/** What a part comes to. */
export interface PartBytes {
  readonly rows: number
  readonly bytes: Uint8Array
}

type CurvesPart = Extract<Part, { kind: 'curves' }>

// Rows that are handed to the writer at a time: large enough for its loops, small beside a part.
const BLOCK_ROWS = 65_536
const BLOCK_CELLS = 2 ** 20

/** Computes a part, evaluating no more than a block at a time. */
export async function computePart(plan: SweepPlan, part: Part, format: Format): Promise<PartBytes> {
  if (part.kind === 'configurations') return configurationsPart(plan, part, format)
  return plan.spec.layout === 'long' ? longPart(plan, part, format) : widePart(plan, part, format)
}

async function configurationsPart(plan: SweepPlan, { from, until }: Part, format: Format): Promise<PartBytes> {
  const columns = configurationColumns(plan)
  const rows = until - from
  const writer = await format.open(schemaOf(plan, columns), { rows })
  for (let start = from; start < until; start += BLOCK_ROWS) {
    const block = [...configurationRows(plan, columns, start, Math.min(start + BLOCK_ROWS, until))]
    await writer.write(columnsOf(block, columns), block.length)
  }
  return { rows, bytes: await writer.finish() }
}

/** One row a value: configuration after configuration, each in the order of its steps. */
async function longPart(plan: SweepPlan, part: CurvesPart, format: Format): Promise<PartBytes> {
  const kept = [...keptOf(plan, part)]
  const rows = kept.reduce((sum, { kept }) => sum + kept.count(part.stepFrom, part.stepUntil), 0)
  const writer = await format.open(schemaOf(plan, curveColumns(plan)), { rows })
  const block = new LongBlock(writer, Math.min(rows, BLOCK_ROWS))
  for (const { configuration, kept: batches } of kept) {
    await block.add(configuration, batches.list(part.stepFrom, part.stepUntil))
  }
  await block.flush()
  return { rows, bytes: await writer.finish() }
}

/** Gathers rows of the long layout, and hands them on whenever the block is full. */
class LongBlock {
  readonly #writer: TableWriter
  readonly #id: Int32Array
  readonly #step: Int32Array
  readonly #lr: Float64Array
  #size = 0

  constructor(writer: TableWriter, rows: number) {
    this.#writer = writer
    this.#id = new Int32Array(rows)
    this.#step = new Int32Array(rows)
    this.#lr = new Float64Array(rows)
  }

  async add(configuration: Configuration, steps: Float64Array): Promise<void> {
    for (let at = 0; at < steps.length; ) {
      const count = Math.min(steps.length - at, this.#id.length - this.#size)
      const [from, until] = [this.#size, this.#size + count]
      const some = steps.subarray(at, at + count)
      this.#id.fill(configuration.id, from, until)
      this.#step.set(some, from)
      fillAt(configuration, some, this.#lr.subarray(from, until))
      this.#size = until
      at += count
      if (this.#size === this.#id.length) await this.flush()
    }
  }

  async flush(): Promise<void> {
    await this.#writer.write([this.#id, this.#step, this.#lr], this.#size)
    this.#size = 0
  }
}

/** One row a step that some configuration keeps, one column a configuration; null where that one does not. */
async function widePart(plan: SweepPlan, part: CurvesPart, format: Format): Promise<PartBytes> {
  const kept = new Map([...keptOf(plan, part)].map((one) => [one.configuration.id, one]))
  const steps = union([...kept.values()].map(({ kept }) => kept.list(part.stepFrom, part.stepUntil)))
  const columns = curveColumns(plan, part)
  const writer = await format.open(schemaOf(plan, columns), { rows: steps.length })
  const size = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / columns.length)))
  for (let at = 0; at < steps.length; at += size) {
    const rows = steps.subarray(at, at + size)
    const block: ColumnData[] = [Int32Array.from(rows)]
    for (let id = part.from; id < part.until; id++) block.push(cellsAt(kept.get(id), rows))
    await writer.write(block, rows.length)
  }
  return { rows: steps.length, bytes: await writer.finish() }
}

/** A column of the wide layout at some steps, of which the configuration may keep only some, or none. */
function cellsAt(one: Kept | undefined, rows: Float64Array): ColumnData {
  const own = one?.kept.list(rows[0]!, rows[rows.length - 1]! + 1) ?? new Float64Array(0)
  const values = new Float64Array(own.length)
  if (one !== undefined) fillAt(one.configuration, own, values)
  if (own.length === rows.length) return values
  const cells = new Array<number | null>(rows.length).fill(null)
  let at = 0
  for (const [row, step] of rows.entries()) if (own[at] === step) cells[row] = values[at++]!
  return cells
}

/** A configuration, and what is kept of it. */
export interface Kept {
  readonly configuration: Configuration
  readonly kept: KeptBatches
}

/** The configurations of a range that have a curve. */
export function* keptOf(plan: SweepPlan, { from, until }: Pick<Part, 'from' | 'until'>): Generator<Kept> {
  for (let id = from; id < until; id++) {
    try {
      const configuration = plan.configuration(id)
      yield { configuration, kept: new KeptBatches(configuration, plan.spec.keep) }
    } catch (error) {
      // Its row in the other table says why.
      if (!(error instanceof ConfigError) || plan.spec.invalid === 'error') throw error
    }
  }
}

/** All steps of several lists, in order, each once. */
function union(lists: readonly Float64Array[]): Float64Array {
  let all = new Float64Array(0)
  for (const list of lists) {
    if (list.length === all.length && list.every((step, index) => step === all[index])) continue
    const merged = new Float64Array(all.length + list.length)
    let [a, b, size] = [0, 0, 0]
    while (a < all.length || b < list.length) {
      const step = Math.min(all[a] ?? Infinity, list[b] ?? Infinity)
      if (all[a] === step) a++
      if (list[b] === step) b++
      merged[size++] = step
    }
    all = merged.subarray(0, size)
  }
  return all
}
