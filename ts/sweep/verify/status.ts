/**
 * How far a sweep is, by its store alone: which parts are there and which are missing. Reads no part.
 */

import { shardsOf } from '../run/shard.js'
import { MANIFEST, partsOf } from '../store/manifest.js'
import { openStore } from '../store/open.js'
import { sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { findManifest, findSource } from './source.js'

/** How far a sweep is. */
export interface SweepStatus {
  /** The digest of its plan. */
  readonly plan: string
  /** The version of the package that began it, and that finishes it. */
  readonly begunBy: string
  /** How many parts it has; null where another version planned it, and it has no manifest. */
  readonly parts: number | null
  /** Parts with their sidecars. */
  readonly present: number
  /** The others, by their indexes and names; none where `parts` is null. */
  readonly missing: readonly { readonly index: number; readonly name: string }[]
  /** Of the number of shards that was asked for, those that make what is missing. */
  readonly shards: readonly number[] | null
  /** Whether the manifest is there. */
  readonly manifest: boolean
  /** Whether the manifest and all parts are there. */
  readonly complete: boolean
}

/** What is asked. */
export interface StatusOptions {
  /** Tells which of so many shards make what is missing. */
  shards?: number
}

/**
 * Tells how far a sweep is.
 *
 * @throws SweepError 'not-finished' where there is no sweep, and what the store throws
 *
 * @example
 * ```ts
 * const store = new MemoryStore()
 * const base = { max_duration: '100ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
 * const spec = { base, keep: 'all' as const }
 * for await (const _ of sweep(spec, { store, workers: 0, shard: { index: 2, count: 2 } })) {
 *   // Nothing to do for a part.
 * }
 * const { present, missing, shards } = await sweepStatus(store, { shards: 2 })
 * present // => 1
 * missing // => [{ index: 0, name: 'configurations/part-00000.parquet' }]
 * shards // => [1]
 * ```
 */
export async function sweepStatus(store: string | Store, options: StatusOptions = {}): Promise<SweepStatus> {
  const opened = await openStore(store)
  const manifest = await findManifest(opened)
  const source = await findSource(opened, manifest)
  const names = new Set(await opened.list())
  const listed = manifest !== null && 'plan' in manifest && manifest.plan === source.digest ? partsOf(manifest) : null
  const isPlanned = source.is === 'planned'
  const planned = isPlanned ? source.plan.parts.map(({ name }) => name) : (listed?.map(({ name }) => name) ?? null)
  const missing = (planned ?? []).flatMap((name, index) =>
    names.has(name) && names.has(sidecarName(name)) ? [] : [{ index, name }],
  )
  const found = [...names].filter((name) => name.includes('/') && names.has(sidecarName(name))).length
  const { shards: count } = options
  const indexes = missing.map(({ index }) => index)
  const shards = count === undefined || !isPlanned ? null : shardsOf(source.plan, indexes, count)
  const hasManifest = names.has(MANIFEST)
  return {
    plan: source.digest,
    begunBy: source.begunBy,
    parts: planned?.length ?? null,
    present: planned === null ? found : planned.length - missing.length,
    missing,
    shards,
    manifest: hasManifest,
    complete: listed !== null && missing.length === 0,
  }
}
