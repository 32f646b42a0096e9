/**
 * `manifest.json`, which is put last: what a complete sweep is made of.
 */

import { SweepError } from '../errors.js'
import type { ColumnSpec } from '../formats/table.js'
import { canonicalJson } from '../plan/canonical.js'
import { excerpt, isCount, isSha256, parseObject } from './commit.js'
import { short } from './digest.js'
import type { Store } from './store.js'

/** The manifest's name in its store. */
export const MANIFEST = 'manifest.json'

/** A part, as the manifest lists it. */
export interface ManifestPart {
  readonly name: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** A table: its columns with their units, and its parts in order. */
interface ManifestTable {
  readonly columns: readonly ColumnSpec[]
  readonly parts: readonly ManifestPart[]
}

/** A complete sweep. */
export interface Manifest {
  /** Of the manifest's own layout. */
  readonly version: 1
  /** The plan's digest. */
  readonly plan: string
  /** What was asked for. */
  readonly spec: unknown
  /** The packages, and their versions, that decided the bytes. */
  readonly versions: Readonly<Record<string, string>>
  readonly format: unknown
  readonly layout: unknown
  readonly tables: {
    /** In the format that was asked for; in another one than Parquet with a copy in it, which is what is read back. */
    readonly configurations: ManifestTable & { readonly parquet?: readonly ManifestPart[] }
    readonly curves: ManifestTable | null
  }
}

/**
 * Puts the manifest. The same one may be there already.
 *
 * @throws SweepError 'store-conflict' when another one is there
 */
export async function writeManifest(store: Store, manifest: Manifest): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  if ((await store.put(MANIFEST, text)) === 'created') return
  const found = await readManifest(store)
  const key = found === null ? 'plan' : KEYS.find((key) => canonicalJson(found[key]) !== canonicalJson(manifest[key]))
  if (key === undefined) return
  const which = found !== null && key === 'plan' ? ` (${short(found.plan)}, not ${short(manifest.plan)})` : ''
  throw new SweepError(
    'store-conflict',
    `A folder holds one sweep; found a ${MANIFEST} with another ${key}${which}. Choose another folder, or delete what is in this one.`,
  )
}

/**
 * The manifest; null while there is none, and then the sweep is not complete.
 *
 * @throws SweepError 'store-corrupt' when it is cut short or makes no sense
 */
export async function readManifest(store: Store): Promise<Manifest | null> {
  const bytes = await store.get(MANIFEST)
  if (bytes === null) return null
  const found = parseObject(bytes)
  if (found !== null && isManifest(found)) return found
  throw new SweepError(
    'store-corrupt',
    `A manifest is JSON of version 1 with ${KEYS.slice(1).join(', ')}; found ${excerpt(bytes)} in ${MANIFEST}. Delete ${MANIFEST} and run again.`,
  )
}

const KEYS = ['version', 'plan', 'spec', 'versions', 'format', 'layout', 'tables'] as const

function isManifest(found: object): found is Manifest {
  const { version, plan, versions, tables } = found as Record<string, unknown>
  if (version !== 1 || typeof plan !== 'string' || !isObject(versions) || !isObject(tables)) return false
  if (!KEYS.every((key) => key in found)) return false
  const { configurations, curves } = tables
  if (!isTable(configurations) || !(curves === null || isTable(curves))) return false
  const { parquet } = configurations
  return parquet === undefined || (Array.isArray(parquet) && parquet.every(isPart))
}

function isTable(found: unknown): found is Record<string, unknown> {
  if (!isObject(found) || !Array.isArray(found.columns) || !Array.isArray(found.parts)) return false
  const isColumn = (column: unknown) =>
    isObject(column) && typeof column.name === 'string' && typeof column.type === 'string'
  return found.columns.every(isColumn) && found.parts.every(isPart)
}

const isPart = (part: unknown): boolean =>
  isObject(part) && typeof part.name === 'string' && isCount(part.rows) && isCount(part.bytes) && isSha256(part.sha256)

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
