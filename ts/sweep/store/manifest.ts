/**
 * `manifest.json`, which is put last: what a complete sweep is made of.
 */

import { createHash } from 'node:crypto'
import { describeValue } from '../../errors/error.js'
import type { ColumnSpec } from '../formats/table.js'
import { canonicalJson } from '../plan/canonical.js'
import { MANIFEST_LIMITS } from '../plan/documents.js'
import { putOwn } from './commit.js'
import { apart } from './digest.js'
import { bytesOrFault, corrupt, type Fault, FaultError, OTHER_PLAN } from './fault.js'
import { excerpt, isCount, isDigest, isObject, isPiece, isSha256, type Piece, parseObject } from './sidecar.js'
import type { Digest, Store } from './store.js'

/** The manifest's name in its store. */
export const MANIFEST = 'manifest.json'

/** A part, as the manifest lists it. */
export interface ManifestPart extends Digest {
  readonly name: string
  readonly rows: number
  /** Of Parquet: the footer of the part. Its other pieces are in the sidecar. */
  readonly footer?: Piece
  /** Its sidecar's; those of version 1 are not known. */
  readonly sidecar?: Digest
}

/** A table: its columns with their units, and its parts in order. */
interface ManifestTable {
  readonly columns: readonly ColumnSpec[]
  readonly parts: readonly ManifestPart[]
}

/** A complete sweep. As it is written down, its version 2 also has the `checksum` of all that stands before it. */
export interface Manifest {
  /** Of the manifest's own layout. */
  readonly version: 1 | 2
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

/** How a manifest is put. */
export interface ManifestOptions {
  /** Whether another one of the same plan is removed; otherwise it is an error that tells the cure. */
  readonly heals: boolean
  /** Whether a specification that is written down differently is of the same plan. */
  readonly isSame: (spec: unknown) => boolean
  /** Told what is removed, and put anew. */
  readonly onFault?: (fault: Fault) => void
}

/**
 * Puts the manifest. The same one may be there already.
 *
 * @throws SweepError 'store-conflict' when one of another plan is there
 */
export async function writeManifest(store: Store, manifest: Manifest, options: ManifestOptions): Promise<void> {
  const fault = await manifestFault(store, manifest, options.isSame)
  if (fault === 'none') return
  if (fault !== null) {
    if (!options.heals || store.remove === undefined) throw new FaultError(fault)
    options.onFault?.(fault)
    await store.remove(MANIFEST)
  }
  try {
    await putOwn(store, MANIFEST, Buffer.from(manifestText(manifest)), {
      heals: false,
      rule: 'A folder holds one sweep',
    })
  } catch (error) {
    // Another process came to its end first, and may have written the specification down differently.
    if ((await manifestFault(store, manifest, options.isSame)) !== 'none') throw error
  }
}

/**
 * What is wrong with the manifest that is there: 'none' for nothing, null where there is no manifest.
 *
 * @throws SweepError 'store-conflict' when it is of another plan
 */
export async function manifestFault(
  store: Store,
  expected: Manifest,
  isSame: (spec: unknown) => boolean,
): Promise<Fault | 'none' | null> {
  const found = await findManifest(store)
  if (found === null || 'what' in found) return found
  const { manifest, isSound, isPlain } = found
  if (manifest.plan !== expected.plan) {
    const plans = apart(manifest.plan, expected.plan).join(', not ')
    throw new FaultError({
      code: 'store-conflict',
      name: MANIFEST,
      what: `A folder holds one sweep; found a ${MANIFEST} with another plan (${plans}).`,
      cure: OTHER_PLAN,
    })
  }
  const key = KEYS.find((key) => key !== 'spec' && canonicalJson(manifest[key]) !== canonicalJson(expected[key]))
  const wrong = (what: string): Fault => corrupt(MANIFEST, what)
  if (key !== undefined) {
    return wrong(`A ${MANIFEST} tells of the parts next to it; found ${differenceIn(manifest, expected, key)}.`)
  }
  if (!isSame(manifest.spec)) {
    return wrong(`A ${MANIFEST} has the specification of its plan; found that of another.`)
  }
  if (!isSound) return changed
  return isPlain() ? 'none' : wrong(`A ${MANIFEST} is written down in one way only; found another.`)
}

/** What is other in two manifests. */
function differenceIn(found: Manifest, expected: Manifest, key: (typeof KEYS)[number]): string {
  if (key !== 'tables') return `another ${key}`
  const [wrong, right] = [partsOf(found), partsOf(expected)]
  const at = right.findIndex((part, index) => canonicalJson(part) !== canonicalJson(wrong[index] ?? null))
  if (at < 0) return wrong.length > right.length ? `${wrong.length} parts, not ${right.length}` : 'other columns'
  const [part, own] = [wrong[at], right[at]!]
  const other =
    part && (Object.keys(own) as (keyof ManifestPart)[]).find((k) => canonicalJson(part[k]) !== canonicalJson(own[k]))
  if (other === undefined) return `something else about ${own.name}`
  return other === 'rows' ? `${part!.rows} rows of ${own.name}, not ${own.rows}` : `another ${other} of ${own.name}`
}

/** All parts that a manifest lists. */
export const partsOf = ({ tables }: Manifest): ManifestPart[] => [
  ...tables.configurations.parts,
  ...(tables.configurations.parquet ?? []),
  ...(tables.curves?.parts ?? []),
]

/** In the order in which it was given, for people to read. */
export function manifestText(manifest: Manifest): string {
  const { checksum: _, ...rest } = manifest as Manifest & { checksum?: unknown }
  return `${JSON.stringify({ ...rest, checksum: checksumOf(manifest) }, null, 2)}\n`
}

/** What the manifest ends with; version 1 had none. */
function checksumOf(manifest: Manifest): string | undefined {
  if (manifest.version === 1) return undefined
  return createHash('sha256')
    .update(JSON.stringify({ ...manifest, checksum: undefined }))
    .digest('hex')
}

/**
 * The manifest; null while there is none, and then the sweep is not complete.
 *
 * @throws SweepError 'store-corrupt' when it is cut short, was changed, or makes no sense
 */
export async function readManifest(store: Store): Promise<Manifest | null> {
  const found = await findManifest(store)
  if (found === null) return null
  if ('what' in found) throw new FaultError(found)
  const { manifest, isSound } = found
  if (isSound) return manifest
  throw new FaultError(changed)
}

const changed = corrupt(MANIFEST, `A ${MANIFEST} ends with the checksum of all else in it; found another one.`)

/** A manifest as it is found. */
interface FoundManifest {
  readonly manifest: Manifest
  /** Whether it says what it did when it was written. */
  readonly isSound: boolean
  /** Whether it is written down in the one way there is. */
  readonly isPlain: () => boolean
}

/** What is found where the manifest has to be: nothing, a manifest, or what is wrong. */
async function findManifest(store: Store): Promise<null | FoundManifest | Fault> {
  const bytes = await bytesOrFault(store, MANIFEST, MANIFEST_LIMITS)
  if (bytes !== null && 'fault' in bytes) return bytes.fault
  if (bytes === null) return null
  const found = parseObject(bytes)
  if (found !== null && isManifest(found)) {
    const stranger = strangerIn(found)
    if (stranger !== undefined) return corrupt(MANIFEST, stranger)
    const isSound = found.checksum === checksumOf(found)
    return { manifest: found, isSound, isPlain: () => manifestText(found) === Buffer.from(bytes).toString() }
  }
  const what = `A manifest is JSON of version 1 or 2 with ${KEYS.slice(1).join(', ')}; found ${excerpt(bytes)} in ${MANIFEST}.`
  return corrupt(MANIFEST, what)
}

const KEYS = ['version', 'plan', 'spec', 'versions', 'format', 'layout', 'tables'] as const

function isManifest(found: object): found is Manifest & { readonly checksum?: unknown } {
  const { version, plan, versions, tables } = found as Record<string, unknown>
  if ((version !== 1 && version !== 2) || !isSha256(plan) || !isObject(versions) || !isObject(tables)) return false
  if (!KEYS.every((key) => key in found)) return false
  const { configurations, curves } = tables
  if (!isTable(configurations) || !(curves === null || isTable(curves))) return false
  const { parquet } = configurations
  return parquet === undefined || (Array.isArray(parquet) && parquet.every(isPart))
}

/** What is wrong with the names that a manifest lists: they are those of all parts, in order. */
function strangerIn({ tables: { configurations, curves } }: Manifest): string | undefined {
  const lists = [
    ['configurations', configurations.parts],
    ['configurations', configurations.parquet ?? []],
    ['curves', curves?.parts ?? []],
  ] as const
  for (const [folder, parts] of lists) {
    for (const [index, { name }] of parts.entries()) {
      const stem = `${folder}/part-${String(index).padStart(5, '0')}`
      if (name.startsWith(stem) && /^\.[a-z]+$/.test(name.slice(stem.length))) continue
      return `A ${MANIFEST} lists each part once, by its number; found ${describeValue(name)} in place of ${stem}.`
    }
  }
  return undefined
}

function isTable(found: unknown): found is Record<string, unknown> {
  if (!isObject(found) || !Array.isArray(found.columns) || !Array.isArray(found.parts)) return false
  const isColumn = (column: unknown) =>
    isObject(column) && typeof column.name === 'string' && typeof column.type === 'string'
  return found.columns.every(isColumn) && found.parts.every(isPart)
}

const isPart = (part: unknown): boolean =>
  isObject(part) &&
  typeof part.name === 'string' &&
  isCount(part.rows) &&
  isDigest(part) &&
  (part.footer === undefined || isPiece(part.footer)) &&
  (part.sidecar === undefined || isDigest(part.sidecar))
