/**
 * The run of a sweep: what is missing in the store is computed and committed, part by part, the manifest last.
 */
import { availableParallelism } from 'node:os'
import { ownVersion } from '../../node/version.js'
import { checkCount } from '../../state/checks.js'
import { type FormatName, TABLE_FORMAT } from '../formats/registry.js'
import type { Part } from '../plan/parts.js'
import { planSweep, type SweepPlan } from '../plan/plan.js'
import type { SweepSpec } from '../spec/spec.js'
import { checkSpec } from '../spec/spec.js'
import { commitPart, readSidecar, type Sidecar, verifyPart } from '../store/commit.js'
import { type Manifest, type ManifestPart, readManifest, writeManifest } from '../store/manifest.js'
import { openStore } from '../store/open.js'
import { writePlan } from '../store/plan-file.js'
import type { Store } from '../store/store.js'
import { type Encoders, groupParts, loadEncoders } from './part.js'
import { inThisThread, inThreads, type Pool } from './pool.js'
import { configurationColumns, curveColumns } from './tables.js'

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

/** The packages, and their versions, that decide the bytes of a sweep. */
const versionsOf = (encoders: Encoders): Record<string, string> =>
  Object.assign({ 'scale-schedule': ownVersion() }, ...[...encoders.values()].map(({ packages }) => packages))

/** Plans a sweep for running: the versions of what writes its files are part of its digest. */
export async function planFor(spec: SweepSpec, file?: string): Promise<{ plan: SweepPlan; encoders: Encoders }> {
  const encoders = await loadEncoders(checkSpec(spec, file))
  return { plan: planSweep(spec, { file, versions: versionsOf(encoders) }), encoders }
}

/**
 * Runs a sweep: an iterator over its parts, as they are finished. Parts that are in the store already, from a run that
 * was stopped, are compared with their sidecars and not computed again; what comes out is the same to the byte.
 *
 * @throws ConfigError for a wrong specification; SweepError for what the store holds or can't take; the signal's reason
 */
export async function* sweep(spec: SweepSpec, options: SweepOptions): AsyncGenerator<FinishedPart, void> {
  const { signal, onPlan, onProgress, file } = options
  const workers = checkCount('workers', options.workers ?? availableParallelism(), 0)
  signal?.throwIfAborted()
  const { plan, encoders } = await planFor(spec, file)
  onPlan?.(plan)
  const store = await openStore(options.store)
  await store.clean?.()
  await writePlan(store, plan)
  const sidecars: (Sidecar | undefined)[] = []
  const progress = { parts: 0, totalParts: plan.parts.length, resumed: 0, bytes: 0 }
  const done = (index: number, sidecar: Sidecar, resumed: boolean): FinishedPart => {
    sidecars[index] = sidecar
    progress.parts++
    progress.bytes += sidecar.bytes
    if (resumed) progress.resumed++
    onProgress?.({ ...progress })
    return { part: plan.parts[index]!, ...factsOf(sidecar), resumed }
  }
  onProgress?.({ ...progress })
  const missing: number[] = []
  for (const [index, { name }] of plan.parts.entries()) {
    signal?.throwIfAborted()
    const sidecar = await readSidecar(store, name, plan.digest)
    if (sidecar === null) missing.push(index)
    else {
      await verifyPart(store, name, sidecar)
      yield done(index, sidecar, true)
    }
  }
  if (missing.length > 0) {
    const groups = groupParts(plan, missing)
    const threads = Math.min(workers, groups.length)
    const pool = threads === 0 ? inThisThread(plan, encoders) : await inThreads(plan, threads)
    for await (const [index, sidecar] of compute(plan, pool, store, groups, signal)) yield done(index, sidecar, false)
  }
  // One plan may be written down in several ways; the first that came to its end stays.
  if ((await readManifest(store))?.plan === plan.digest) return
  await writeManifest(store, manifestOf(plan, encoders, sidecars as Sidecar[]))
}

/** A part in the store. */
type Committed = [index: number, sidecar: Sidecar]
/** What is being computed and committed, by the first index of each group. */
type Running = Map<number, Promise<Committed[]>>

/** Computes parts and commits them, a bounded number at a time, in the order in which they are ready. */
async function* compute(
  plan: SweepPlan,
  pool: Pool,
  store: Store,
  groups: readonly (readonly number[])[],
  signal: AbortSignal | undefined,
): AsyncGenerator<[index: number, sidecar: Sidecar], void> {
  const { digest, parts } = plan
  const running: Running = new Map()
  const start = (indexes: readonly number[]) => {
    const work = async (): Promise<Committed[]> => {
      const computed = await pool.compute(indexes)
      const committed: Committed[] = []
      for (const [place, index] of indexes.entries()) {
        const { rows, bytes } = computed[place]!
        committed.push([index, await commitPart(store, parts[index]!.name, bytes, { rows, plan: digest })])
      }
      return committed
    }
    running.set(indexes[0]!, work())
  }
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => {})
  try {
    for (const indexes of groups) {
      signal?.throwIfAborted()
      start(indexes)
      // One more than there are workers: none waits while a part is written.
      if (running.size <= pool.size) continue
      yield* await next(running, aborted)
    }
    while (running.size > 0) yield* await next(running, aborted)
  } finally {
    // What is being computed is given up with its worker; what is being committed is let through.
    for (const work of running.values()) work.catch(() => {})
    await pool.close()
    await Promise.allSettled(running.values())
  }
}

async function next(running: Running, aborted: Promise<never>): Promise<Committed[]> {
  const finished = await Promise.race([...running.values(), aborted])
  running.delete(finished[0]![0])
  return finished
}

const factsOf = ({ rows, bytes, sha256 }: Sidecar) => ({ rows, bytes, sha256 })

function manifestOf(plan: SweepPlan, encoders: Encoders, sidecars: readonly Sidecar[]): Manifest {
  const { format } = plan.spec
  const partsOf = (kind: Part['kind'], format: FormatName): ManifestPart[] =>
    plan.parts.flatMap((part, index) =>
      part.kind === kind && part.format === format ? [{ name: part.name, ...factsOf(sidecars[index]!) }] : [],
    )
  const curves = { columns: curveColumns(plan), parts: partsOf('curves', format) }
  const configurations = { columns: configurationColumns(plan), parts: partsOf('configurations', format) }
  const copy = format === TABLE_FORMAT ? {} : { [TABLE_FORMAT]: partsOf('configurations', TABLE_FORMAT) }
  return {
    version: 1,
    plan: plan.digest,
    spec: plan.spec,
    versions: versionsOf(encoders),
    format,
    layout: plan.spec.layout,
    tables: {
      configurations: { ...configurations, ...copy },
      curves: plan.spec.keep === 'summaries' ? null : curves,
    },
  }
}
