/**
 * Verifies a sweep: every byte against sidecars, manifest and plan, and some of it against what is computed anew.
 */
import { availableThreads } from '../../node/threads.js'
import { checkCount } from '../../state/checks.js'
import { sweep } from '../run/sweep.js'
import type { SweepSpec } from '../spec/types.js'
import { type Fault, FaultError } from '../store/fault.js'
import { openStore } from '../store/open.js'
import { otherVersion } from '../store/plan-file.js'
import { sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import type { Finding } from './finding.js'
import { examineForeign } from './foreign.js'
import { examinePlanned } from './planned.js'
import { findManifest, findSource } from './source.js'

/** How a sweep is verified. */
export interface VerifyOptions {
  /** Computes all parts anew; otherwise a sample of them: the first, the last, and some others at random. Default false. */
  deep?: boolean
  /** Mends what is wrong, by the steps of `sweep`; so an unfinished sweep in which something is wrong is also finished. */
  repair?: boolean
  /** Worker threads; default as many as quotas allow, at most the processors there are. 0 computes in this thread. */
  workers?: number
  /** Ends it between parts. */
  signal?: AbortSignal
  /** Told each fault as it is found. */
  onFault?: (fault: Fault) => void
}

/** What was found. */
export interface Verification {
  /** The digest of the sweep's plan. */
  readonly plan: string
  /** Whether the sweep has come to its end: it has a manifest. */
  readonly finished: boolean
  /** How many parts the sweep has. */
  readonly parts: number
  /** Parts that are there and whole. */
  readonly whole: number
  /** Parts that were computed anew, and compared. */
  readonly recomputed: number
  /** Who decided the bytes, where this version can't compute them anew; else null. */
  readonly by: string | null
  /** What is wrong. */
  readonly faults: readonly Fault[]
  /** How many of the faults were mended. */
  readonly repaired: number
}

/**
 * Verifies a finished or unfinished sweep. Without `repair`, nothing is changed.
 *
 * @throws SweepError 'not-finished' where there is no sweep, 'store-conflict' for a repair of what is another version's or
 *   of several sweeps, and what the store throws
 *
 * @example
 * ```ts
 * const store = new MemoryStore()
 * const base = { max_duration: '100ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
 * for await (const _ of sweep({ base, grid: { ssr: [1, 2] } }, { store, workers: 0 })) {
 *   // Nothing to do for a part.
 * }
 * const { faults, recomputed } = await verifySweep(store, { workers: 0 })
 * faults.length // => 0
 * recomputed // => 1
 * ```
 */
export async function verifySweep(store: string | Store, options: VerifyOptions = {}): Promise<Verification> {
  const { repair = false, signal, onFault, deep = false } = options
  const workers = checkCount('workers', options.workers ?? availableThreads(), 0)
  const opened = await openStore(store)
  const manifest = await findManifest(opened)
  const source = await findSource(opened, manifest)
  const found: Finding[] = []
  const tell = (finding: Finding) => {
    found.push(finding)
    onFault?.(finding.fault)
  }
  const looked =
    source.is === 'planned'
      ? await examinePlanned(opened, source, manifest, { deep, workers, signal, tell })
      : await examineForeign(opened, source, manifest, { signal, tell })
  const faults = found.map(({ fault }) => fault)
  let repaired = 0
  if (repair && found.some(({ isOwn }) => isOwn)) {
    if (source.is === 'foreign') throw otherVersion(source.by.replace('scale-schedule@', ''))
    await mend(opened, found, source.spec, { workers, signal })
    repaired = found.filter(({ isOwn }) => isOwn).length
  }
  const by = source.is === 'foreign' ? source.by : null
  return { plan: source.digest, finished: manifest !== null, ...looked, by, faults, repaired }
}

/** Removes what a run would take for whole, and runs. */
async function mend(
  store: Store,
  found: readonly Finding[],
  spec: SweepSpec,
  options: { readonly workers: number; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const conflict = found.find(({ fault, isOwn }) => isOwn && fault.code === 'store-conflict')
  if (conflict !== undefined) throw new FaultError(conflict.fault)
  for (const { fault, part } of found) {
    if (part === undefined) continue
    if (store.remove === undefined) throw new FaultError(fault)
    await store.remove(sidecarName(part))
    await store.remove(part)
  }
  for await (const _ of sweep(spec, { store, ...options })) {
    // What is made anew was told as a fault.
  }
}
