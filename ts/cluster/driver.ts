/**
 * The driver of a sweep on a queue: enqueues the parts that its store lacks, in waves, looks on until all are done or have
 * failed, and ends the sweep unless a worker has. It may leave at any moment and come back.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Queue } from 'bullmq'
import { ownVersion } from '../node/version.js'
import { SweepError } from '../sweep/errors.js'
import { finish, missingParts } from '../sweep/run/end.js'
import { begin, type PlannedSweep } from '../sweep/run/sweep.js'
import type { Fault } from '../sweep/store/fault.js'
import type { Store } from '../sweep/store/store.js'
import type { Address } from './address.js'
import { connect, type Peers, queueFailure, wordsOf } from './connection.js'
import { GONE_MS, retryAfter, waitAtMost } from './durations.js'
import { isStore } from './job.js'
import { PREFIX, queueName } from './keys.js'
import type { Metrics } from './metrics.js'
import { countWorkers } from './presence.js'
import { checkStore, type Failure, Run, type RunState } from './run.js'

/** How far a run is. */
export interface Progress {
  readonly parts: number
  readonly done: number
  readonly failed: number
}

/** What a driver does. */
export interface DriveOptions {
  readonly peers: Peers
  readonly address: Address
  readonly planned: PlannedSweep
  readonly store: Store
  /** It ends once all parts are enqueued. */
  readonly detach: boolean
  readonly signal: AbortSignal
  readonly metrics: Metrics | null
  readonly onProgress: (progress: Progress) => void
  readonly onFault: (fault: Fault) => void
  /** Told what a person may want to know, such as that no worker is there. */
  readonly onNotice: (notice: string) => void
}

/** How a run has come out for its driver. */
export interface Driven {
  readonly is: 'finished' | 'detached' | 'cancelled' | 'failed'
  readonly parts: number
  readonly failures: readonly Failure[]
}

// Jobs that wait at a time, some megabytes of Redis.
const WAVE = 10_000
const POLL_MS = 300
// What Redis has lost is found out at once; what was lost otherwise, so often.
const LOOK_MS = 30_000
const NOTICE_MS = 60_000

/** Drives a run to its end. */
export async function drive(options: DriveOptions): Promise<Driven> {
  const { peers, address, planned, store, detach, signal, metrics, onProgress, onFault, onNotice } = options
  const { plan } = planned
  checkStore(store.location, isStore)
  const begun = await begin(planned, store, onFault)
  const connection = await connect(peers, address, (found) => onNotice(`Redis is away (${found}); waiting for it.`))
  const queue: Queue = new peers.bullmq.Queue(queueName(), { connection, prefix: PREFIX, skipVersionCheck: true })
  queue.on('error', (error: Error) => onNotice(`The queue says: ${wordsOf(error)}`))
  const run = new Run(connection, { plan: plan.digest, store: store.location })
  const parts = plan.parts.length
  const failures = new Map<number, Failure>()
  let progress: Progress = { parts, done: 0, failed: 0 }
  const stopMetrics = metrics?.serve({
    isReady: () => connection.status === 'ready',
    depth: () => queue.getJobCounts('wait', 'active', 'delayed'),
    progress: () => progress,
  })
  /** Does something with the store, again and again while it is away. */
  const withStore = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof SweepError) || error.code !== 'store-io') throw error
        onNotice(`The store is away; waiting for it: ${error.message}`)
        await sleep(retryAfter(tries), undefined, { signal })
      }
    }
  }
  const missingNow = () => withStore(() => missingParts(store, plan))
  const counts = () => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')

  /** What is still to be enqueued, the next at the end. */
  let waiting: number[] = []
  const look = async (isFirst: boolean): Promise<void> => {
    const missing = (await missingNow()).filter((index) => !failures.has(index))
    if (isFirst) await run.begin(parts, [...missing, ...failures.keys()])
    waiting = missing.reverse()
  }
  const wave = async (): Promise<void> => {
    while (waiting.length > 0) {
      signal.throwIfAborted()
      const room = detach ? WAVE : WAVE - (await queue.getWaitingCount())
      // Not for each that is done.
      if (!detach && room < WAVE / 10) return
      const some = waiting.splice(Math.max(0, waiting.length - room)).reverse()
      await run.enqueue(queue, some)
    }
  }
  const ends = (is: Driven['is']): Driven => ({
    is,
    parts,
    failures: [...failures.values()].sort((a, b) => a.index - b.index),
  })

  const drives = async (): Promise<Driven> => {
    let missing = await missingNow()
    if (missing.length > 0) {
      await look(true)
      await wave()
      if (detach) return ends('detached')
    }
    let nextLook = performance.now() + LOOK_MS
    let nextNotice = performance.now() + GONE_MS / 4
    while (missing.length > failures.size) {
      await sleep(POLL_MS, undefined, { signal })
      const state: RunState = await run.state()
      if (state.is === 'cancelled') return ends('cancelled')
      if (state.failed > failures.size) for (const failure of await run.failures()) failures.set(failure.index, failure)
      progress = { parts, done: Math.max(progress.done, state.done), failed: failures.size }
      onProgress(progress)
      await wave()
      const now = performance.now()
      const isLost = state.is === null
      const isDone = state.done + failures.size >= parts
      let isIdle = false
      if (!isLost && !isDone && waiting.length === 0 && now >= nextLook - LOOK_MS + 5000) {
        const found = await counts()
        isIdle = Object.values(found).every((count) => count === 0)
      }
      if (isLost || isDone || isIdle || now >= nextLook) {
        nextLook = now + LOOK_MS
        missing = await missingNow()
        const left = missing.filter((index) => !failures.has(index))
        progress = { parts, done: parts - missing.length, failed: failures.size }
        // Someone else has ended it, and forgot it.
        if (left.length === 0) break
        if (isLost || isDone) await run.begin(parts, missing)
        if (isLost) for (const failure of failures.values()) await run.markFailed(failure)
        if (waiting.length === 0) waiting = left.reverse()
        await wave()
      }
      if (now >= nextNotice) {
        nextNotice = now + NOTICE_MS
        if ((await countWorkers(connection)) === 0) {
          onNotice(`No worker of version ${ownVersion()} is there. Start some: scale-schedule worker --queue URL`)
        }
      }
    }
    if (failures.size > 0) return ends('failed')
    // Also where the manifest is there: it is compared with what it lists.
    const { finished } = await withStore(() =>
      finish({ ...begun, known: new Map(), trusted: new Set(), patient: true, workers: 0, signal }),
    )
    if (!finished) return drives()
    await run.forget()
    progress = { parts, done: parts, failed: 0 }
    onProgress(progress)
    return ends('finished')
  }
  try {
    return await drives()
  } catch (error) {
    throw queueFailure(address.shown, error)
  } finally {
    stopMetrics?.()
    // It may be away just now.
    await waitAtMost(
      2000,
      queue.close().catch(() => {}),
    )
    connection.disconnect()
  }
}
