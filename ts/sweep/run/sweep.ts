/**
 * The run of a sweep: what is missing in the store is computed and committed, part by part, the manifest last.
 */
import { availableThreads } from '../../node/threads.js'
import { checkCount } from '../../state/checks.js'
import { SweepError } from '../errors.js'
import type { Part } from '../plan/parts.js'
import { planSweep, type SweepPlan } from '../plan/plan.js'
import type { SweepSpec } from '../spec/spec.js'
import { checkSpec } from '../spec/spec.js'
import { removeFaulty } from '../store/commit.js'
import type { Fault } from '../store/fault.js'
import { MANIFEST, partsOf, readManifest } from '../store/manifest.js'
import { openStore } from '../store/open.js'
import { writePlan } from '../store/plan-file.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { watch } from '../store/watch.js'
import { compute } from './compute.js'
import { endSweep, finish, missingAfterWaiting, type SweepEnd } from './end.js'
import { type Examined, examinePart } from './facts.js'
import type { LookOptions } from './last-look.js'
import { type Encoders, loadEncoders } from './part.js'
import { checkShard, partsOfShard, type Shard } from './shard.js'
import { versionsOf } from './whole.js'

/** How a sweep is run. */
export interface SweepOptions {
  /** Where its files go: a folder, or a store of one's own. */
  store: string | Store
  /** Worker threads; default as many as quotas allow, at most the processors there are. 0 computes in this thread. */
  workers?: number
  /** Makes the parts of this shard alone; whichever shard finds all parts there puts the manifest. Default: all parts. */
  shard?: Shard
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
  /** Told at the end whether the manifest is there, and which parts of other shards are not. */
  onEnd?: (end: SweepEnd) => void
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

/** A plan, and what writes its files. */
export interface PlannedSweep {
  readonly plan: SweepPlan
  readonly encoders: Encoders
}

/** Plans a sweep for running: the versions of what writes its files are part of its digest. */
export async function planFor(spec: SweepSpec, file?: string): Promise<PlannedSweep> {
  const encoders = await loadEncoders(checkSpec(spec, file))
  return { plan: planSweep(spec, { file, versions: versionsOf(encoders) }), encoders }
}

/** A plan and its store, as far as a run has begun. */
interface Begun extends Pick<LookOptions, 'plan' | 'encoders' | 'store' | 'healing' | 'isSame' | 'planText'> {}

/** Opens the store of a plan, and puts plan.json there unless it is. */
export async function begin(
  { plan, encoders }: Pick<Begun, 'plan' | 'encoders'>,
  opened: Store,
  onFault?: (fault: Fault) => void,
): Promise<Begun> {
  const store = watch(opened)
  await store.clean?.()
  const isSame = (found: unknown) => isSamePlan(found, plan, encoders)
  const { isOwn, text } = await writePlan(store, plan, { isSame, onFault })
  return { plan, encoders, store, isSame, planText: text, healing: { heals: isOwn, onFault } }
}

/**
 * Runs a sweep: an iterator over its parts, as they are finished. Parts that are in the store already, from a run that
 * was stopped, are compared with their sidecars and not computed again; what is damaged is removed and made anew, where the
 * store can remove. What comes out is the same to the byte.
 *
 * @throws ConfigError for a wrong specification; SweepError for what the store holds or can't take; the signal's reason
 */
export async function* sweep(spec: SweepSpec, options: SweepOptions): AsyncGenerator<FinishedPart, void> {
  const { signal, onPlan, onProgress, onFault, onEnd, file, trust } = options
  const workers = checkCount('workers', options.workers ?? availableThreads(), 0)
  const shard = options.shard && checkShard(options.shard)
  signal?.throwIfAborted()
  const planned = await planFor(spec, file)
  const { plan, encoders } = planned
  onPlan?.(plan)
  const indexes = shard === undefined ? [...plan.parts.keys()] : partsOfShard(plan, shard)
  const begun = await begin(planned, await openStore(options.store), onFault)
  const { store, healing } = begun
  const known = new Map<number, Sidecar>()
  const progress = { parts: 0, totalParts: indexes.length, resumed: 0, bytes: 0 }
  const done = (index: number, sidecar: Sidecar, resumed: boolean): FinishedPart => {
    known.set(index, sidecar)
    progress.parts++
    progress.bytes += sidecar.bytes
    if (resumed) progress.resumed++
    onProgress?.({ ...progress })
    const { rows, bytes, sha256 } = sidecar
    return { part: plan.parts[index]!, rows, bytes, sha256, resumed }
  }
  onProgress?.({ ...progress })
  const listed = await namesListed(store, plan)
  const there = await store.survey()
  const missing: number[] = []
  for (const index of indexes) {
    const part = plan.parts[index]!
    signal?.throwIfAborted()
    const isThere = there === null || there.has(sidecarName(part.name))
    const found: Examined = !isThere
      ? { is: 'missing' }
      : await examinePart(store, part, { plan: plan.digest, compare: trust ? 'length' : 'contents' })
    if (found.is === 'whole') {
      yield done(index, found.sidecar, true)
      continue
    }
    if (found.is === 'faulty') await removeFaulty(store, found, healing)
    else if (listed.has(part.name)) onFault?.(unlisted(part.name))
    missing.push(index)
  }
  const work = { ...begun, encoders, workers, signal }
  for await (const [index, sidecar] of compute({ ...work, indexes: missing })) yield done(index, sidecar, false)
  const trusted = new Set(trust ? indexes : [])
  for (const index of missing) trusted.delete(index)
  if (shard === undefined) {
    await endSweep({ ...work, sidecars: [...plan.parts.keys()].map((index) => known.get(index)!), trusted })
    onEnd?.({ finished: true, missing: [] })
  } else onEnd?.(await finish({ ...work, known, trusted, patient: false }))
}

/** How a sweep that shards have made is finished. */
export interface FinishSweepOptions extends Pick<SweepOptions, 'store' | 'signal' | 'onPlan' | 'onFault' | 'file'> {
  /** Worker threads, for parts that are damaged; as of `sweep`. */
  workers?: number
}

/**
 * Puts the manifest of a sweep if all its parts are there, and makes none. On file systems whose clients may not see at once
 * what others have put, it looks again for a minute.
 *
 * @throws as `sweep` does
 */
export async function finishSweep(spec: SweepSpec, options: FinishSweepOptions): Promise<SweepEnd> {
  const { signal, onPlan, onFault, file } = options
  const workers = checkCount('workers', options.workers ?? availableThreads(), 0)
  const planned = await planFor(spec, file)
  onPlan?.(planned.plan)
  const opened = await openStore(options.store)
  const missing = await missingAfterWaiting(opened, planned.plan, { patient: true, signal })
  // Nothing is put where there is nothing to finish.
  if (missing.length > 0) return { finished: false, missing: missing.map((index) => planned.plan.parts[index]!.name) }
  const begun = await begin(planned, opened, onFault)
  return finish({ ...begun, workers, signal, known: new Map(), trusted: new Set(), patient: true })
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
