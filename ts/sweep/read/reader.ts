/**
 * A finished sweep, read back from its store: its table of configurations, and its curves.
 */
import { shortened } from '../../config/errors.js'
import { checkCount } from '../../state/checks.js'
import { SweepError } from '../errors.js'
import type { Format } from '../formats/format.js'
import type { TableFacts, TableFile } from '../formats/reading.js'
import { FORMAT_NAMES, type FormatName, formatOf, TABLE_FORMAT } from '../formats/registry.js'
import type { ColumnData, ColumnSpec } from '../formats/table.js'
import type { KeptCurve } from '../run/memory.js'
import type { Cell, ConfigurationRow, TableRow } from '../run/rows.js'
import { wideColumn } from '../run/tables.js'
import { apart, digestOf, short } from '../store/digest.js'
import { MANIFEST, type Manifest, type ManifestPart, partsOf, readManifest } from '../store/manifest.js'
import { openStore } from '../store/open.js'
import { sidecarName } from '../store/sidecar.js'
import type { Digest, Store } from '../store/store.js'
import { checkClaims, checkForm } from './claims.js'
import { CurveFinder } from './curves.js'
import { openPart } from './part.js'
import { isPieceable, isRanged, openPieces } from './pieces.js'

/**
 * Opens a finished sweep by its manifest, in a folder or in a store of one's own. What is read of it is compared with the
 * manifest first, and nothing else.
 *
 * @throws SweepError 'not-finished' where there is no manifest, 'store-corrupt' for one that makes no sense
 */
export async function readSweep(store: string | Store): Promise<SweepReader> {
  const opened = await openStore(store)
  const manifest = await readManifest(opened)
  if (manifest !== null) return new SweepReader(opened, manifest)
  throw new SweepError(
    'not-finished',
    `A finished sweep has a ${MANIFEST}; found none in ${opened.location}. Check the path, or run the sweep to its end first.`,
  )
}

/** Open parts that are kept: neighbours in the order of configurations are read from the same one. */
const OPEN_PARTS = 2

/** A finished sweep. */
export class SweepReader {
  /** The digest of its plan. */
  readonly plan: string
  /** What was asked for, complete; `planSweep` takes it. */
  readonly spec: unknown
  /** The format of its files. */
  readonly format: FormatName
  /** Whether curves are rows for values, or columns for configurations. */
  readonly layout: 'long' | 'wide'
  /** The columns of the table of configurations. */
  readonly columns: readonly ColumnSpec[]
  /** How many configurations there are. */
  readonly size: number
  readonly #store: Store
  readonly #manifest: Manifest
  readonly #finder: CurveFinder
  /** The parts that were opened last, the latest at the end. */
  readonly #open = new Map<string, Promise<TableFile>>()

  /** @internal Readers come from `readSweep`. */
  constructor(store: Store, manifest: Manifest) {
    checkForm(manifest)
    const { plan, spec, format, layout, tables } = manifest
    this.plan = plan
    this.spec = spec
    this.format = format
    this.layout = layout
    this.columns = tables.configurations.columns
    this.size = tables.configurations.parts.reduce((sum, { rows }) => sum + rows, 0)
    this.#store = store
    this.#manifest = manifest
    const parts = tables.curves?.parts ?? []
    const open = (index: number) => this.#part(parts[index]!)
    this.#finder = new CurveFinder({ count: parts.length, open }, layout === 'wide')
  }

  /** The rows of the table of configurations, in order, with all columns or these. */
  async *rows(columns?: readonly string[]): AsyncGenerator<ConfigurationRow, void> {
    for await (const { file, rows } of this.tables()) {
      const rowAt = await rowsOf(file, columns)
      for (let row = 0; row < rows; row++) yield rowAt(row) as ConfigurationRow
    }
  }

  /** @internal The parts of the table of configurations, in order, of which columns are read when they are asked for. */
  async *tables(): AsyncGenerator<{ readonly file: TableFile; readonly rows: number }, void> {
    const { format, parts } = this.#table()
    for (const part of parts)
      yield { file: await this.#read(part, format, { columns: this.columns, isWide: false }), rows: part.rows }
  }

  /**
   * What was kept of a configuration's curve; null for one without a curve, and where `keep` was 'summaries'.
   *
   * @throws SchedulerError 'integer-range' for a number that no configuration has; SweepError 'not-readable' for files of
   *   CSV, NDJSON and NPY, which other programs read, and for what is damaged
   */
  async curve(id: number): Promise<KeptCurve | null> {
    checkCount('The number of a configuration', id, 0, this.size - 1)
    if (this.#manifest.tables.curves === null) return null
    this.#checkReadable()
    return this.#finder.find(id)
  }

  /**
   * Compares every part and its sidecar with what the manifest says.
   *
   * @throws SweepError 'store-corrupt' when one is missing or changed
   */
  async verify(): Promise<void> {
    for (const part of partsOf(this.#manifest)) {
      checkDigest(part.name, part, await this.#store.digest(part.name))
      const file = sidecarName(part.name)
      if (part.sidecar !== undefined) checkDigest(part.name, part.sidecar, await this.#store.digest(file), file)
    }
  }

  /** The parts that the rows of configurations are read from. */
  #table(): { format: FormatName; parts: readonly ManifestPart[] } {
    const { parts, parquet } = this.#manifest.tables.configurations
    if (parquet !== undefined) return { format: TABLE_FORMAT, parts: parquet }
    if (formatOf(this.format).read !== null) return { format: this.format, parts }
    const version = String(this.#manifest.versions['scale-schedule'] ?? 'an unknown version')
    throw new SweepError(
      'not-readable',
      `The table of configurations is read from its copy in Parquet; found none, as scale-schedule ${shortened(version)} wrote ${this.format} alone. Run the same sweep again into another folder, or search this one with DuckDB or Python.`,
    )
  }

  #checkReadable(): void {
    if (formatOf(this.format).read !== null) return
    const readable = FORMAT_NAMES.filter((name) => formatOf(name).read !== null).join(' and ')
    const { library, read } = formatOf(this.format).opening.python
    throw new SweepError(
      'not-readable',
      `Curves are read back from ${readable} files; found ${this.format}. Open them with ${library} (${read}), or run the sweep with format ${TABLE_FORMAT}.`,
    )
  }

  #part(part: ManifestPart): Promise<TableFile> {
    const { name } = part
    const { columns } = this.#manifest.tables.curves!
    const file = this.#open.get(name) ?? this.#read(part, this.format, { columns, isWide: this.layout === 'wide' })
    this.#open.delete(name)
    this.#open.set(name, file)
    // A failure is not kept: it may be of the moment.
    file.catch(() => this.#open.delete(name))
    if (this.#open.size > OPEN_PARTS) this.#open.delete(this.#open.keys().next().value!)
    return file
  }

  async #read(part: ManifestPart, format: FormatName, claimed: Claimed): Promise<TableFile> {
    const { name, rows } = part
    const facts = { rows, column: columnsIn(claimed) }
    const open = (await this.#inPieces(part, format, facts)) ?? (await this.#whole(part, format, facts))
    const file = await openPart(format, open, name)
    checkClaims(name, file.described, { plan: this.plan, ...claimed })
    return cached(file)
  }

  async #whole(part: ManifestPart, format: FormatName, facts: TableFacts): Promise<() => Promise<TableFile>> {
    const { name } = part
    const bytes = await this.#store.get(name)
    if (bytes === null) {
      throw new SweepError('store-corrupt', `The manifest lists the part ${name}; found none. ${cureOf(name)}`)
    }
    checkDigest(name, part, digestOf(bytes))
    const open = await formatOf(format).read!()
    return () => open(bytes, facts)
  }

  /** Where the store, the format and the manifest allow that only what is needed of a part is read. */
  async #inPieces(
    part: ManifestPart,
    format: FormatName,
    facts: TableFacts,
  ): Promise<(() => Promise<TableFile>) | null> {
    const { readPieces } = formatOf(format) as Format
    if (readPieces === undefined || !isRanged(this.#store) || !isPieceable(part)) return null
    const [open, pieces] = await Promise.all([readPieces(), openPieces(this.#store, part, checkDigest)])
    return () => open(pieces, facts)
  }
}

/** What the manifest says of the columns of a table's parts. */
interface Claimed {
  readonly columns: readonly ColumnSpec[]
  /** Whether parts have columns for single configurations beside those. */
  readonly isWide: boolean
}

/** The columns of a part, by those that the manifest lists. */
function columnsIn({ columns, isWide }: Claimed): TableFacts['column'] {
  const specs = new Map(columns.map((column) => [column.name, column]))
  const isOfOne = (name: string) => isWide && wideColumn(name) !== null
  return (name) => specs.get(name) ?? (isOfOne(name) ? { name, type: 'float64', nullable: true } : undefined)
}

/** @internal The rows of a file by their places, with these columns. */
export async function rowsOf(
  { names: all, read }: TableFile,
  names: readonly string[] = all,
): Promise<(row: number) => TableRow> {
  const columns = await Promise.all(names.map((name) => read(name)))
  return (row) => {
    const cells: Record<string, Cell> = {}
    for (let i = 0; i < names.length; i++) cells[names[i]!] = columns[i]![row]!
    return cells
  }
}

const cureOf = (name: string): string => `Delete ${name} and ${name}.json and run the sweep again.`

/** Refuses other bytes than the manifest lists, in a part or in another file that belongs to it. */
function checkDigest(part: string, expected: Digest, found: Digest | null, file = part): void {
  const { bytes, sha256 } = expected
  if (found?.bytes === bytes && found.sha256 === sha256) return
  const [right, wrong] = found === null ? [short(sha256), ''] : apart(sha256, found.sha256)
  const actual = found === null ? 'none' : `${found.bytes} bytes with ${wrong}`
  const what = `The ${file === part ? 'part' : 'sidecar'} ${file} has ${bytes} bytes with SHA-256 ${right}`
  throw new SweepError('store-corrupt', `${what} by the manifest; found ${actual}. ${cureOf(part)}`)
}

/** Keeps the columns that were read. */
function cached({ described, names, read }: TableFile): TableFile {
  const columns = new Map<string, Promise<ColumnData>>()
  return {
    described,
    names,
    read(name) {
      const column = columns.get(name) ?? read(name)
      columns.set(name, column)
      return column
    },
  }
}
