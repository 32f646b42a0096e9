/**
 * The cut of a sweep into parts: files that are computed and written one by one. Decided by the plan alone, never by the
 * machine, so that any worker makes the same bytes.
 */
import { ConfigError } from '../../config/errors.js'
import { type FormatName, formatOf, tableFormats } from '../formats/registry.js'
import type { CompleteSpec } from '../spec/types.js'
import type { KeptBatches } from './keep.js'

/** A file of a sweep. */
export type Part =
  /** The parameters and summaries of the configurations from `from` up to `until` (not included). */
  | {
      readonly kind: 'configurations'
      readonly name: string
      readonly format: FormatName
      readonly from: number
      readonly until: number
    }
  /** Their kept batches from `stepFrom` up to `stepUntil` (not included), as far as each run goes. */
  | {
      readonly kind: 'curves'
      readonly name: string
      readonly format: FormatName
      readonly from: number
      readonly until: number
      readonly stepFrom: number
      readonly stepUntil: number
    }

/** Raw bytes of a kept value: configuration and step as int32, and the float64; in the wide layout the float64 alone. */
export const VALUE_BYTES = { long: 16, wide: 8 } as const
/** Raw bytes of a value of each quantity more. */
const OTHER_BYTES = 8
/** The most steps that a part of summaries evaluates: some tenths of a second. */
const PART_STEPS = 1e8
/** The most configurations of a part. */
const PART_CONFIGURATIONS = 65_536
/** Cuts between steps are multiples of this: some pages of a file. */
export const STEP_GRAIN = 2048
/** The most parts of a sweep: the manifest lists all of them. */
export const MOST_PARTS = 100_000

/** What a column of the learning rate takes of the header of an .npy file, and what its name leaves of that. */
const COLUMN = 23
const COLUMN_TEXT = 21

/** The configurations that are gathered for a part. */
interface Group {
  from: number
  count: number
  /** The longest run. */
  steps: number
  /** Kept values in all. */
  values: number
  /** Of wide rows: the most regular batches, and all batches that only some configurations keep. */
  regular: number
  others: number
}

/** Cuts configurations into parts as they come, each as late as the limits allow. */
export class PartCutter {
  readonly parts: Part[] = []
  readonly #spec: CompleteSpec
  readonly #file: string
  readonly #names: { [kind: string]: number } = { configurations: 0, curves: 0 }
  /** Raw bytes of a kept batch of a configuration. */
  readonly #bytes: number
  /** How many columns of the wide layout a configuration takes, as wide as those of the learning rate. */
  readonly #columns: number
  #next = 0
  #summaries = { from: 0, steps: 0 }
  #group: Group

  /** @param others - what is scheduled beside the learning rate */
  constructor(spec: CompleteSpec, file: string, others: readonly string[] = []) {
    this.#spec = spec
    this.#file = file
    this.#bytes = VALUE_BYTES[spec.layout] + OTHER_BYTES * others.length
    // Where a format limits columns it is the header, in which their names are.
    this.#columns = 1 + others.reduce((sum, name) => sum + Math.max(1, (COLUMN_TEXT + name.length) / COLUMN), 0)
    this.#group = groupAt(0)
  }

  /**
   * Adds the next configuration: its length, what is kept of it (null where it has no curve), and how many quantities are
   * summarized.
   */
  add(batches: number, kept: KeptBatches | null, quantities = 1): void {
    const id = this.#next++
    const { from, steps } = this.#summaries
    const work = batches * quantities
    if (id > from && (steps + work > PART_STEPS || id - from >= PART_CONFIGURATIONS)) this.#closeSummaries(id)
    this.#summaries.steps += work
    if (this.#spec.keep === 'summaries') return
    const one: Group = { ...groupAt(id), count: 1 }
    if (kept !== null) {
      const values = kept.count()
      Object.assign(one, { steps: batches, values, regular: kept.regular, others: values - kept.regular })
    }
    const both = merged(this.#group, one)
    if (this.#fits(both)) {
      this.#group = both
      return
    }
    this.#closeCurves()
    if (this.#fits(one)) this.#group = one
    else {
      this.#split(id, batches, kept!)
      this.#group = groupAt(id + 1)
    }
  }

  /** The parts, once all configurations are there: those of the summaries first. */
  finish(): Part[] {
    if (this.#next > this.#summaries.from) this.#closeSummaries(this.#next)
    this.#closeCurves()
    return [...this.parts].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'configurations' ? -1 : 1))
  }

  #fits({ count, values, regular, others }: Group): boolean {
    const { format, layout, part_size: size } = this.#spec
    if (layout === 'long') return count <= PART_CONFIGURATIONS && values * this.#bytes <= size
    return count * this.#columns <= formatOf(format).mostWideColumns && (regular + others) * count * this.#bytes <= size
  }

  /** A configuration that fills several parts by itself. */
  #split(id: number, batches: number, kept: KeptBatches): void {
    const most = Math.floor(this.#spec.part_size / this.#bytes)
    for (let from = 0; from < batches; ) {
      // The last multiple up to which no more values are kept than a part holds.
      let [low, high] = [Math.floor(from / STEP_GRAIN) + 1, Math.ceil(batches / STEP_GRAIN)]
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if (kept.count(from, middle * STEP_GRAIN) <= most) low = middle
        else high = middle - 1
      }
      const until = Math.min(low * STEP_GRAIN, batches)
      this.#pushCurves({ from: id, until: id + 1, stepFrom: from, stepUntil: until })
      from = until
    }
  }

  #closeSummaries(until: number): void {
    const { from } = this.#summaries
    const name = this.#name('configurations')
    for (const format of tableFormats(this.#spec.format)) {
      this.#push({ kind: 'configurations', name: `${name}.${formatOf(format).extension}`, format, from, until })
    }
    this.#summaries = { from: until, steps: 0 }
  }

  #closeCurves(): void {
    const { from, count, steps } = this.#group
    this.#group = groupAt(this.#next)
    if (steps === 0) return
    this.#pushCurves({ from, until: from + count, stepFrom: 0, stepUntil: steps })
  }

  #pushCurves(range: { from: number; until: number; stepFrom: number; stepUntil: number }): void {
    const { format } = this.#spec
    const name = `${this.#name('curves')}.${formatOf(format).extension}`
    this.#push({ kind: 'curves', name, format, ...range })
  }

  #push(part: Part): void {
    if (this.parts.length >= MOST_PARTS) {
      const reason = `A sweep has at most ${MOST_PARTS} parts; found more. Raise part_size, or keep fewer batches.`
      throw new ConfigError(this.#file, ['part_size'], reason)
    }
    this.parts.push(part)
  }

  /** Without the extension. */
  #name(folder: Part['kind']): string {
    const number = String(this.#names[folder]!++).padStart(5, '0')
    return `${folder}/part-${number}`
  }
}

const groupAt = (from: number): Group => ({ from, count: 0, steps: 0, values: 0, regular: 0, others: 0 })

const merged = (a: Group, b: Group): Group => ({
  from: a.count === 0 ? b.from : a.from,
  count: a.count + b.count,
  steps: Math.max(a.steps, b.steps),
  values: a.values + b.values,
  regular: Math.max(a.regular, b.regular),
  others: a.others + b.others,
})
