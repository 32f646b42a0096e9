/**
 * Parts are computed and committed, a bounded number at a time.
 */
import type { SweepPlan } from '../plan/plan.js'
import { commitPart, type Healing } from '../store/commit.js'
import type { Sidecar } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { type Encoders, groupParts } from './part.js'
import { inThisThread, inThreads } from './pool.js'

/** What is computed, and how. */
export interface ComputeOptions {
  readonly plan: SweepPlan
  readonly encoders: Encoders
  readonly store: Store
  /** Worker threads; 0 computes in this thread. */
  readonly workers: number
  readonly healing: Healing
  readonly signal: AbortSignal | undefined
  /** Of parts, in order. */
  readonly indexes: readonly number[]
}

/** A part in the store. */
export type Committed = [index: number, sidecar: Sidecar]
/** What is being computed and committed, by the first index of each group. */
type Running = Map<number, Promise<Committed[]>>

/** Computes parts and commits them, a bounded number at a time, in the order in which they are ready. */
export async function* compute({
  plan,
  encoders,
  store,
  workers,
  healing,
  signal,
  indexes: wanted,
}: ComputeOptions): AsyncGenerator<Committed, void> {
  const { digest, parts } = plan
  const groups = groupParts(plan, wanted)
  const threads = Math.min(workers, groups.length)
  const pool = threads === 0 ? inThisThread(plan, encoders) : await inThreads(plan, threads)
  const running: Running = new Map()
  const start = (indexes: readonly number[]) => {
    const work = async (): Promise<Committed[]> => {
      const computed = await pool.compute(indexes)
      const committed: Committed[] = []
      for (const [place, index] of indexes.entries()) {
        const part = { name: parts[index]!.name, plan: digest, ...computed[place]! }
        committed.push([index, await commitPart(store, part, healing)])
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
