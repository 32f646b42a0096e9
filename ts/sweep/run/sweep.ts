/**
 * The run of a sweep: what is missing in the store is computed and committed, part by part, the manifest last.
 */
import { availableParallelism } from 'node:os'
import { checkCount } from '../../state/checks.js'
import { SweepError } from '../errors.js'
import type { Part } from '../plan/parts.js'
import { planSweep, type SweepPlan } from '../plan/plan.js'
import type { SweepSpec } from '../spec/spec.js'
import { checkSpec } from '../spec/spec.js'
import { type Healing, removeFaulty } from '../store/commit.js'
import type { Fault } from '../store/fault.js'
import { MANIFEST, partsOf, readManifest, writeManifest } from '../store/manifest.js'
import { openStore } from '../store/open.js'
import { writePlan } from '../store/plan-file.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { watch } from '../store/watch.js'
import { compute } from './compute.js'
import { examinePart } from './facts.js'
import { lookAgain } from './last-look.js'
import { type Encoders, loadEncoders } from './part.js'
import { listing, manifestOf, versionsOf } from './whole.js'

/** How a sweep is run. */
export interface SweepOptions {
  /** Where its files go: a folder, or a store of one's own. */
  store: string | Store
  /** Worker threads; default the processors there are. 0 computes in this thread. */
  workers?: number
  /** Ends the sweep between parts; what is committed stays, and the same call goes on from there. */
  signal?: AbortSignal
  /** Told the plan, before anything is written. */
  onPlan?: (plan: SweepPlan) => void
  /** Told before the first part and after each. */
  onProgress?: (progress: SweepProgress) => void
  /**
   * Told what is wrong with a file of this sweep, which is then removed and made anew: it was changed, cut short, deleted,
   * or something else stands in its place.
   */
  onFault?: (fault: Fault) => void
  /** Compares the lengths of parts alone with their sidecars, and does not read their bytes. Default false. */
  trust?: boolean
  /** What messages call the specification. Default 'sweep'. */
  file?: string
}

/** How far a sweep is. */
export interface SweepProgress {
  /** Parts that are in the store. */
  readonly parts: number
  /** All there are. */
  readonly totalParts: number
  /** Parts that an earlier run had left. */
  readonly resumed: number
  /** Bytes of the parts in the store. */
  readonly bytes: number
}

/** A part that is in the store, whole. */
export interface FinishedPart {
  /** Which one. */
  readonly part: Part
  /** How many rows its table has. */
  readonly rows: number
  /** The length of the file. */
  readonly bytes: number
  /** Of the file, in hex. */
  readonly sha256: string
  /** Whether an earlier run had left it. */
  readonly resumed: boolean
}

/** Plans a sweep for running: the versions of what writes its files are part of its digest. */
export async function planFor(spec: SweepSpec, file?: string): Promise<{ plan: SweepPlan; encoders: Encoders }> {
  const encoders = await loadEncoders(checkSpec(spec, file))
  return { plan: planSweep(spec, { file, versions: versionsOf(encoders) }), encoders }
}

/**
 * Runs a sweep: an iterator over its parts, as they are finished. Parts that are in the store already, from a run that
 * was stopped, are compared with their sidecars and not computed again; what is damaged is removed and made anew, where the
 * store can remove. What comes out is the same to the byte.
 *
 * @throws ConfigError for a wrong specification; SweepError for what the store holds or can't take; the signal's reason
 */
export async function* sweep(spec: SweepSpec, options: SweepOptions): AsyncGenerator<FinishedPart, void> {
  const { signal, onPlan, onProgress, onFault, file, trust } = options
  const workers = checkCount('workers', options.workers ?? availableParallelism(), 0)
  signal?.throwIfAborted()
  const { plan, encoders } = await planFor(spec, file)
  onPlan?.(plan)
  const store = watch(await openStore(options.store))
  await store.clean?.()
  const isSame = (found: unknown) => isSamePlan(found, plan, encoders)
  const { isOwn, text } = await writePlan(store, plan, { isSame, onFault })
  const healing: Healing = { heals: isOwn, onFault }
  const sidecars: (Sidecar | undefined)[] = []
  const progress = { parts: 0, totalParts: plan.parts.length, resumed: 0, bytes: 0 }
  const done = (index: number, sidecar: Sidecar, resumed: boolean): FinishedPart => {
    sidecars[index] = sidecar
    progress.parts++
    progress.bytes += sidecar.bytes
    if (resumed) progress.resumed++
    onProgress?.({ ...progress })
    const { rows, bytes, sha256 } = sidecar
    return { part: plan.parts[index]!, rows, bytes, sha256, resumed }
  }
  onProgress?.({ ...progress })
  const listed = await namesListed(store, plan)
  const missing: number[] = []
  for (const [index, part] of plan.parts.entries()) {
    signal?.throwIfAborted()
    const found = await examinePart(store, part, { plan: plan.digest, compare: trust ? 'length' : 'contents' })
    if (found.is === 'whole') {
      yield done(index, found.sidecar, true)
      continue
    }
    if (found.is === 'faulty') await removeFaulty(store, found, healing)
    else if (listed.has(part.name)) onFault?.(unlisted(part.name))
    missing.push(index)
  }
  const work = { plan, encoders, store, workers, healing, signal }
  for await (const [index, sidecar] of compute({ ...work, indexes: missing })) yield done(index, sidecar, false)
  const trusted = new Set(trust ? plan.parts.keys() : [])
  for (const index of missing) trusted.delete(index)
  await lookAgain({ ...work, sidecars: sidecars as Sidecar[], trusted, planText: text, isSame })
  const manifest = manifestOf(plan, encoders, (sidecars as Sidecar[]).map(listing))
  await writeManifest(store, manifest, { ...healing, isSame })
}

/** Whether a specification that was written down is another way to say a plan. */
export function isSamePlan(spec: unknown, plan: SweepPlan, encoders: Encoders): boolean {
  // In the same order of keys, which is that of the axes.
  if (JSON.stringify(spec) === JSON.stringify(plan.spec)) return true
  try {
    const other = planSweep(spec as SweepSpec, { versions: versionsOf(encoders) })
    // What is written down is complete.
    return other.digest === plan.digest && JSON.stringify(other.spec) === JSON.stringify(spec)
  } catch {
    return false
  }
}

/** The parts that a manifest of the plan lists; none while there is no such manifest. */
async function namesListed(store: Store, plan: SweepPlan): Promise<ReadonlySet<string>> {
  try {
    const manifest = await readManifest(store)
    if (manifest?.plan === plan.digest) return new Set(partsOf(manifest).map(({ name }) => name))
  } catch (error) {
    // It is told at the end, where it is put anew.
    if (!(error instanceof SweepError)) throw error
  }
  return new Set()
}

/** A part that the manifest lists, and that is not complete. */
export const unlisted = (name: string): Fault => ({
  code: 'store-corrupt',
  name: sidecarName(name),
  what: `The ${MANIFEST} lists the part ${name}; found no ${sidecarName(name)}.`,
  cure: 'Run again.',
})
