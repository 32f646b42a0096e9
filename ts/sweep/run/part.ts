/**
 * The bytes of parts: a pure function of the plan and a part's place in it, whoever computes it and when.
 */
import { ConfigError } from '../../config/errors.js'
import type { Encoder } from '../formats/format.js'
import { loadEncoder } from '../formats/load.js'
import { type FormatName, tableFormats } from '../formats/registry.js'
import type { ColumnData, ColumnSpec, TableSchema, TableWriter } from '../formats/table.js'
import { KeptBatches } from '../plan/keep.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Configuration } from '../space/configuration.js'
import type { CompleteSpec } from '../spec/types.js'
import type { PartFacts } from '../store/sidecar.js'
import { configurationData } from './configurations.js'
import { factsOf } from './facts.js'
import { longNumbers, wideNumbers } from './numbers.js'
import { configurationColumns, curveColumns, schemaOf } from './tables.js'
import { fillAt, type Product, productOf } from './values.js'

/** What a part comes to. */
export interface PartBytes {
  readonly bytes: Uint8Array
  readonly facts: PartFacts
}

/** A table as a file. */
interface Table {
  readonly rows: number
  readonly bytes: Uint8Array
}

/** What writes the formats of a sweep. */
export type Encoders = ReadonlyMap<FormatName, Encoder>

/**
 * Loads what writes the files of a sweep.
 *
 * @throws SweepError 'missing-package' when an optional package is not installed
 */
export async function loadEncoders({ format }: Pick<CompleteSpec, 'format'>): Promise<Encoders> {
  const entries = tableFormats(format).map(async (name): Promise<[FormatName, Encoder]> => {
    return [name, await loadEncoder(name)]
  })
  return new Map(await Promise.all(entries))
}

type CurvesPart = Extract<Part, { kind: 'curves' }>

// Rows that are handed to the writer at a time: large enough for its loops, small beside a part.
const BLOCK_ROWS = 65_536
const BLOCK_CELLS = 2 ** 20

/**
 * The parts that are computed together: those of the same rows in several formats, which are evaluated once.
 *
 * @param indexes of parts, in order
 */
export function groupParts(plan: SweepPlan, indexes: readonly number[]): number[][] {
  const groups: number[][] = []
  let last: Part | undefined
  for (const index of indexes) {
    const part = plan.parts[index]!
    if (part.kind === 'configurations' && last?.kind === part.kind && last.from === part.from)
      groups.at(-1)!.push(index)
    else groups.push([index])
    last = part
  }
  return groups
}

/** Computes parts that `groupParts` put together, evaluating no more than a block at a time. */
export async function computeParts(
  plan: SweepPlan,
  indexes: readonly number[],
  encoders: Encoders,
): Promise<PartBytes[]> {
  const parts = indexes.map((index) => plan.parts[index]!)
  const tables = await tablesOf(plan, parts, encoders)
  return Promise.all(
    tables.map(async ({ rows, bytes }, place) => ({ bytes, facts: await factsOf(parts[place]!.format, bytes, rows) })),
  )
}

async function tablesOf(plan: SweepPlan, parts: readonly Part[], encoders: Encoders): Promise<Table[]> {
  const [first] = parts
  if (first?.kind !== 'curves') return configurationParts(plan, parts, encoders)
  const encoder = encoders.get(first.format)!
  return [await (plan.spec.layout === 'long' ? longPart : widePart)(plan, first, encoder)]
}

async function configurationParts(plan: SweepPlan, parts: readonly Part[], encoders: Encoders): Promise<Table[]> {
  const columns = configurationColumns(plan)
  const { from, until } = parts[0]!
  const rows = until - from
  const schema = schemaOf(plan, columns)
  const writers = await Promise.all(parts.map(({ format }) => encoders.get(format)!.open(schema, { rows })))
  for (let start = from; start < until; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, until)
    const block = configurationData(plan, start, end)
    for (const writer of writers) await writer.write(block, end - start)
  }
  return Promise.all(writers.map(async (writer) => ({ rows, bytes: await writer.finish() })))
}

/** One row a value: configuration after configuration, each in the order of its steps. */
async function longPart(plan: SweepPlan, part: CurvesPart, encoder: Encoder): Promise<Table> {
  const kept = [...keptOf(plan, part)]
  const rows = kept.reduce((sum, { kept }) => sum + kept.count(part.stepFrom, part.stepUntil), 0)
  const schema = schemaOf(plan, curveColumns(plan))
  if (encoder.openCurves !== undefined && plan.quantities.length === 0) {
    const writer = await encoder.openCurves(schema)
    for (const { configuration, kept: batches } of kept) {
      writer.addLong(longNumbers(configuration, batches.ranges(part.stepFrom, part.stepUntil)))
    }
    return { rows, bytes: await writer.finish() }
  }
  const writer = await encoder.open(schema, { rows })
  const block = new LongBlock(writer, Math.min(rows, BLOCK_ROWS), quantityColumns(schema))
  for (const { configuration, kept: batches } of kept) {
    await block.add(configuration, batches.list(part.stepFrom, part.stepUntil))
  }
  await block.flush()
  return { rows, bytes: await writer.finish() }
}

/** The columns of a table of the long layout that are of other quantities. */
const quantityColumns = ({ columns }: TableSchema): readonly ColumnSpec[] => columns.slice(3)

/** Gathers rows of the long layout, and hands them on whenever the block is full. */
class LongBlock {
  readonly #writer: TableWriter
  readonly #id: Int32Array
  readonly #step: Int32Array
  readonly #lr: Float64Array
  readonly #others: readonly { readonly spec: ColumnSpec; readonly data: Float64Array | (number | null)[] }[]
  #size = 0

  constructor(writer: TableWriter, rows: number, others: readonly ColumnSpec[]) {
    this.#writer = writer
    this.#id = new Int32Array(rows)
    this.#step = new Int32Array(rows)
    this.#lr = new Float64Array(rows)
    this.#others = others.map((spec) => {
      return { spec, data: spec.nullable ? new Array<number | null>(rows).fill(null) : new Float64Array(rows) }
    })
  }

  async add(configuration: Configuration, steps: Float64Array): Promise<void> {
    for (let at = 0; at < steps.length; ) {
      const count = Math.min(steps.length - at, this.#id.length - this.#size)
      const [from, until] = [this.#size, this.#size + count]
      const some = steps.subarray(at, at + count)
      this.#id.fill(configuration.id, from, until)
      this.#step.set(some, from)
      fillAt(configuration, some, this.#lr.subarray(from, until))
      for (const { spec, data } of this.#others) {
        const product = productOf(configuration, spec.name)
        if (data instanceof Float64Array) fillAt(product!, some, data.subarray(from, until))
        else if (product === undefined) data.fill(null, from, until)
        else {
          const values = new Float64Array(count)
          fillAt(product, some, values)
          for (let i = 0; i < count; i++) data[from + i] = values[i]!
        }
      }
      this.#size = until
      at += count
      if (this.#size === this.#id.length) await this.flush()
    }
  }

  async flush(): Promise<void> {
    const others = this.#others.map(({ data }) => data)
    await this.#writer.write([this.#id, this.#step, this.#lr, ...others], this.#size)
    this.#size = 0
  }
}

/** One row a step that some configuration keeps, one column a configuration; null where that one does not. */
async function widePart(plan: SweepPlan, part: CurvesPart, encoder: Encoder): Promise<Table> {
  const kept = new Map([...keptOf(plan, part)].map((one) => [one.configuration.id, one]))
  if (encoder.openCurves !== undefined && plan.quantities.length === 0) {
    const writer = await encoder.openCurves(schemaOf(plan, curveColumns(plan, part)))
    const columns = Array.from({ length: part.until - part.from }, (_, index) => {
      const one = kept.get(part.from + index)
      return one === undefined ? null : longNumbers(one.configuration, one.kept.ranges(part.stepFrom, part.stepUntil))
    })
    const rows = writer.addWide(wideNumbers(part, columns))
    return { rows, bytes: await writer.finish() }
  }
  const steps = union([...kept.values()].map(({ kept }) => kept.list(part.stepFrom, part.stepUntil)))
  const columns = curveColumns(plan, part)
  const writer = await encoder.open(schemaOf(plan, columns), { rows: steps.length })
  const size = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / columns.length)))
  for (let at = 0; at < steps.length; at += size) {
    const rows = steps.subarray(at, at + size)
    const block: ColumnData[] = [Int32Array.from(rows)]
    for (let id = part.from; id < part.until; id++) {
      const one = kept.get(id)
      block.push(cellsAt(one, one?.configuration, rows))
      for (const name of plan.quantities) block.push(cellsAt(one, one && productOf(one.configuration, name), rows))
    }
    await writer.write(block, rows.length)
  }
  return { rows: steps.length, bytes: await writer.finish() }
}

/** A column of the wide layout at some steps, of which the configuration may keep only some, or none. */
function cellsAt(one: Kept | undefined, product: Product | undefined, rows: Float64Array): ColumnData {
  if (one === undefined || product === undefined) return new Array<null>(rows.length).fill(null)
  const own = one.kept.list(rows[0]!, rows[rows.length - 1]! + 1)
  const values = new Float64Array(own.length)
  fillAt(product, own, values)
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
      yield { configuration, kept: KeptBatches.of(configuration, plan.spec.keep) }
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
