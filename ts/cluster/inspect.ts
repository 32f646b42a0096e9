/**
 * What a queue has of a run, and the end of what waits there.
 */
import type { Queue } from 'bullmq'
import type { Address } from './address.js'
import { type Connection, connect, type Peers, queueFailure, wordsOf } from './connection.js'
import { jobId, type PartJob } from './job.js'
import { PREFIX, queueName } from './keys.js'
import { countWorkers } from './presence.js'
import { type Failure, Run } from './run.js'

/** What the queue of this version has of a run. */
export interface QueueStatus {
  /** Parts that wait, run or wait for a retry. */
  readonly queued: number
  readonly cancelled: boolean
  readonly failures: readonly Failure[]
  /** Of this version, whatever they work at. */
  readonly workers: number
  /** Jobs of all runs of this version. */
  readonly jobs: { readonly waiting: number; readonly active: number; readonly delayed: number }
}

// Commands that are on their way at a time.
const AT_A_TIME = 500

/** Does something with a connection and its queue, and closes both. */
async function using<T>(
  peers: Peers,
  address: Address,
  work: (connection: Connection, queue: Queue) => Promise<T>,
): Promise<T> {
  const connection = await connect(peers, address, () => {})
  const queue: Queue = new peers.bullmq.Queue(queueName(), { connection, prefix: PREFIX, skipVersionCheck: true })
  queue.on('error', (error: Error) => void wordsOf(error))
  try {
    return await work(connection, queue)
  } catch (error) {
    throw queueFailure(address.shown, error)
  } finally {
    await queue.close().catch(() => {})
    connection.disconnect()
  }
}

/** Tells what the queue has of a run, of which these parts are missing in the store. */
export const queueStatus = (
  peers: Peers,
  address: Address,
  { plan, store, missing }: Pick<PartJob, 'plan' | 'store'> & { readonly missing: readonly number[] },
): Promise<QueueStatus> =>
  using(peers, address, async (connection, queue) => {
    const run = new Run(connection, { plan, store })
    let queued = 0
    await inRounds(missing, async (index) => {
      const found = await connection.exists(queue.toKey(jobId(run.job(index))))
      queued += found
    })
    const { wait = 0, active = 0, delayed = 0 } = await queue.getJobCounts('wait', 'active', 'delayed')
    return {
      queued,
      cancelled: !(await run.goesOn()),
      failures: await run.failures(),
      workers: await countWorkers(connection),
      jobs: { waiting: wait, active, delayed },
    }
  })

/** Removes what waits of a run; what runs is finished. How many were removed. */
export const cancelRun = (
  peers: Peers,
  address: Address,
  { plan, store, missing }: Pick<PartJob, 'plan' | 'store'> & { readonly missing: readonly number[] },
): Promise<number> =>
  using(peers, address, async (connection, queue) => {
    const run = new Run(connection, { plan, store })
    // First, so that no driver and no worker enqueues them again.
    await run.cancel()
    let removed = 0
    await inRounds(missing, async (index) => {
      // One that runs is locked, and stays.
      const count = await queue.remove(jobId(run.job(index))).catch(() => 0)
      removed += Number(count)
    })
    return removed
  })

async function inRounds(indexes: readonly number[], work: (index: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < indexes.length; from += AT_A_TIME) {
    await Promise.all(indexes.slice(from, from + AT_A_TIME).map(work))
  }
}
