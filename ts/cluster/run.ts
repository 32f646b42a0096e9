/**
 * What Redis knows of a run: which parts are done and which have failed. It may be lost at any moment, and nothing with it.
 */
import type { Queue } from 'bullmq'
import { ownVersion } from '../node/version.js'
import { SweepError } from '../sweep/errors.js'
import type { Connection } from './connection.js'
import { JOB_NAME, jobId, LARGEST_JOB, type PartJob, runId } from './job.js'
import { runKeys, VERSIONS } from './keys.js'

/** A part that has failed. */
export interface Failure {
  readonly index: number
  readonly message: string
}

/** How far a run is. */
export interface RunState {
  /** Null where Redis knows nothing of it: it has not begun, has ended, or Redis was emptied. */
  readonly is: 'running' | 'cancelled' | null
  readonly done: number
  readonly failed: number
}

// Jobs that are put in one round.
const AT_A_TIME = 500
// Longer than any run is left alone for.
const KEPT_SECONDS = 30 * 86_400
const LONGEST_MESSAGE = 500
/** How often a part that fails for a reason of its own is tried. */
export const ATTEMPTS = 5

/** A plan in a store, as the queue knows it. */
export class Run {
  readonly plan: string
  readonly store: string
  readonly #keys: ReturnType<typeof runKeys>
  readonly #connection: Connection

  constructor(connection: Connection, { plan, store }: Pick<PartJob, 'plan' | 'store'>) {
    this.plan = plan
    this.store = store
    this.#connection = connection
    this.#keys = runKeys(runId({ plan, store }))
  }

  /** Begins it, or goes on: what has failed or was cancelled is forgotten. */
  async begin(parts: number, missing: readonly number[]): Promise<void> {
    const { state, done, failed } = this.#keys
    const bits = Buffer.alloc(Math.ceil(parts / 8))
    for (let index = 0; index < parts; index++) bits[index >> 3]! |= 0x80 >> (index & 7)
    for (const index of missing) bits[index >> 3]! &= ~(0x80 >> (index & 7))
    // What is done meanwhile is counted when the store is looked at.
    await this.#connection.multi().sadd(VERSIONS, ownVersion()).set(state, 'running').set(done, bits).del(failed).exec()
  }

  async state(): Promise<RunState> {
    const { state, done, failed } = this.#keys
    const [is, count, failures] = await Promise.all([
      this.#connection.get(state),
      this.#connection.bitcount(done),
      this.#connection.hlen(failed),
    ])
    return { is: is as RunState['is'], done: count, failed: failures }
  }

  async failures(): Promise<Failure[]> {
    const found = await this.#connection.hgetall(this.#keys.failed)
    return Object.entries(found)
      .map(([index, message]) => ({ index: Number(index), message }))
      .sort((a, b) => a.index - b.index)
  }

  /** Counts a part as done; how many are, and whether the run goes on. */
  async markDone(index: number): Promise<number> {
    const { done, failed } = this.#keys
    const results = await this.#connection
      .multi()
      .setbit(done, index, 1)
      .bitcount(done)
      .hdel(failed, String(index))
      // What ends after its run leaves nothing for long.
      .expire(done, KEPT_SECONDS)
      .exec()
    return Number(results?.[1]?.[1] ?? 0)
  }

  /** Takes back that parts are done. */
  async unmark(indexes: readonly number[]): Promise<void> {
    for (const index of indexes) await this.#connection.setbit(this.#keys.done, index, 0)
  }

  async markFailed({ index, message }: Failure): Promise<void> {
    await this.#connection.hset(this.#keys.failed, String(index), message.slice(0, LONGEST_MESSAGE))
  }

  /** Whether it goes on; also where Redis knows nothing of it. */
  async goesOn(): Promise<boolean> {
    return (await this.#connection.get(this.#keys.state)) !== 'cancelled'
  }

  async cancel(): Promise<void> {
    await this.#connection.set(this.#keys.state, 'cancelled')
  }

  /** Forgets it: the store tells that it has ended. */
  async forget(): Promise<void> {
    await this.#connection.del(...Object.values(this.#keys))
  }

  /** Enqueues parts; one that waits or runs stays as it is. */
  async enqueue(queue: Queue, indexes: readonly number[]): Promise<void> {
    for (let from = 0; from < indexes.length; from += AT_A_TIME) {
      await queue.addBulk(
        indexes.slice(from, from + AT_A_TIME).map((index) => {
          const data = this.job(index)
          const opts = {
            jobId: jobId(data),
            attempts: ATTEMPTS,
            backoff: { type: 'custom' },
            removeOnComplete: true,
            removeOnFail: true,
          }
          return { name: JOB_NAME, data, opts }
        }),
      )
    }
  }

  job(index: number): PartJob {
    return { plan: this.plan, index, store: this.store, version: ownVersion() }
  }
}

/**
 * Refuses a store with so long a name that a job could not hold it.
 *
 * @throws SweepError 'store-location'
 */
export function checkStore(store: string, isStore: (store: string) => boolean): void {
  if (isStore(store) && Buffer.byteLength(JSON.stringify(store)) < LARGEST_JOB - 250) return
  throw new SweepError(
    'store-location',
    `A store on a queue is an absolute path or s3://bucket/prefix of at most 700 characters; found another. Choose a shorter one.`,
  )
}
