/**
 * A worker: takes jobs from the queue, has threads make their parts, and ends a sweep when it has made the last one. This
 * thread only speaks to Redis; it neither computes nor writes.
 */
import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, Queue } from 'bullmq'
import { ownVersion } from '../node/version.js'
import { SweepError } from '../sweep/errors.js'
import type { Address } from './address.js'
import { type Connection, connect, type Peers, wordsOf } from './connection.js'
import { HERE_MS, LOCK_MS, LONGEST_RETRY_MS, RENEW_MS, retryAfter, STALLED_MS, waitAtMost } from './durations.js'
import { isWithin, type PartJob, readJob, runId } from './job.js'
import { PREFIX, queueName, VERSIONS, waitingKey } from './keys.js'
import type { Log } from './log.js'
import type { Metrics } from './metrics.js'
import { missWorker, showWorker } from './presence.js'
import { ATTEMPTS, Run } from './run.js'
import { openThreads } from './threads.js'

/** How a worker works. */
export interface WorkerOptions {
  readonly peers: Peers
  readonly address: Address
  /** Parts at a time, a thread each. */
  readonly concurrency: number
  /** The stores that it may write to, and all within them; none for all. */
  readonly stores: readonly string[]
  /** It ends after so long without work, in milliseconds; null for never. */
  readonly exitWhenIdle: number | null
  /** How long it may finish what it does when it is ended, in milliseconds. */
  readonly drain: number
  /** Ends it. */
  readonly signal: AbortSignal
  readonly log: Log
  readonly metrics: Metrics | null
}

// A machine may die as often as it likes.
const MOST_STALLED = 1_000_000_000
// Of a store in which no plan was ever seen here; half a minute in all.
const MOST_LOOKS = 6
const OTHERS_MS = 60_000
const FIRST_OTHERS_MS = 5000

class HandedBack extends Error {}

/** Works until it is ended or idle. */
export async function work(options: WorkerOptions): Promise<'idle' | 'ended'> {
  const { peers, address, concurrency, exitWhenIdle, drain, signal, log, metrics } = options
  const { bullmq } = peers
  const connection = await connect(peers, address, (found) => log('warn', 'redis-away', { found }))
  const threads = await openThreads(concurrency)
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const common = { connection, prefix: PREFIX, skipVersionCheck: true } as const
  const queue: Queue = new bullmq.Queue(queueName(), common)
  const onError = (error: Error) => log('warn', 'queue-error', { found: wordsOf(error) })
  queue.on('error', onError)

  /** Runs of which a plan was seen in the store: when it is not there later, the store is away. */
  const seen = new Set<string>()
  const isAllowed = await allowedStores(options.stores)
  let active = 0
  let lastBusy = performance.now()
  let handBack: (reason: HandedBack) => void = () => {}
  const handedBack = new Promise<never>((_, reject) => {
    handBack = reject
  })
  handedBack.catch(() => {})

  const refuse = (job: Job, why: string): never => {
    log('warn', 'refused', { job: String(job.id).slice(0, 60), why })
    throw new bullmq.UnrecoverableError(why)
  }
  /** Tries a job again later, which uses up no attempt. */
  const later = async (job: Job, token: string, wait: number): Promise<never> => {
    await job.moveToDelayed(Date.now() + wait, token)
    throw new bullmq.DelayedError()
  }
  /** What fails because the store is away; where no plan was ever seen, only for a while. */
  const away = async (job: Job, token: string, data: PartJob, found: string): Promise<never> => {
    const isKnown = seen.has(runId(data))
    if (!isKnown && job.attemptsStarted >= MOST_LOOKS) return refuse(job, found)
    const wait = retryAfter(job.attemptsStarted)
    log('warn', 'store-away', { store: data.store, index: data.index, found, retryInMs: wait })
    return later(job, token, wait)
  }

  const handle = async (job: Job, token: string): Promise<void> => {
    const data = readJob(job.data)
    if (typeof data === 'string') return refuse(job, data)
    const { store, plan, index } = data
    if (!(await isAllowed(store))) {
      // Another worker may be allowed to.
      if (job.attemptsStarted >= MOST_LOOKS) return refuse(job, 'its store is none of --store')
      return later(job, token, retryAfter(job.attemptsStarted))
    }
    const run = new Run(connection, data)
    if (!(await run.goesOn())) {
      log('info', 'cancelled', { store, index })
      return undefined
    }
    const started = performance.now()
    const outcome = await threads.run({ store, plan, index }).catch((error: unknown) => error as Error)
    if (outcome instanceof Error) {
      const { message } = outcome
      if (outcome instanceof SweepError && outcome.code === 'store-io') return away(job, token, data, message)
      const tries = job.attemptsMade + 1
      log('error', 'part-failed', { store, index, tries, of: ATTEMPTS, found: message })
      if (tries < ATTEMPTS) throw outcome
      metrics?.failed()
      await run.markFailed({ index, message })
      throw new bullmq.UnrecoverableError(message)
    }
    if (outcome.is === 'absent') return away(job, token, data, 'there is no plan.json in its store')
    if (outcome.is === 'refused') return refuse(job, outcome.why)
    if (outcome.is === 'ended') return undefined
    seen.add(runId(data))
    const { name, made, rows, bytes, parts } = outcome
    const ms = Math.round(performance.now() - started)
    log('info', 'part', { store, index, name, made, rows, bytes, ms })
    if (made) metrics?.done(rows, ms / 1000)
    if ((await run.markDone(index)) >= parts) await end(run, data)
    return undefined
  }

  /** Ends a sweep of which all parts seem to be there. */
  const end = async (run: Run, { store, plan }: PartJob): Promise<void> => {
    const outcome = await threads.run({ store, plan, index: null })
    if (outcome.is !== 'ended') return
    if (outcome.finished) {
      log('info', 'finished', { store, plan })
      await run.forget()
      return
    }
    await run.unmark(outcome.missing)
    if (await run.goesOn()) await run.enqueue(queue, outcome.missing)
  }

  const attend = async (job: Job, token = ''): Promise<void> => {
    active++
    try {
      await Promise.race([handle(job, token), handedBack])
    } catch (error) {
      if (!(error instanceof HandedBack)) throw error
      await job.moveToWait(token)
      log('info', 'handed-back', { job: job.id })
      throw new bullmq.WaitingError()
    } finally {
      active--
      lastBusy = performance.now()
    }
  }

  /** What is no JSON becomes a job without data, which is refused. */
  class Worker extends bullmq.Worker {
    override createJob(...[raw, jobId]: Parameters<InstanceType<typeof bullmq.Worker>['createJob']>): Job {
      try {
        return super.createJob(raw, jobId) as Job
      } catch {
        return super.createJob({ name: 'none', data: '{}', opts: '{}', timestamp: '0' } as never, jobId) as Job
      }
    }
  }
  const worker = new Worker(queueName(), attend, {
    ...common,
    concurrency,
    lockDuration: LOCK_MS,
    lockRenewTime: RENEW_MS,
    stalledInterval: STALLED_MS,
    maxStalledCount: MOST_STALLED,
    runRetryDelay: 1000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    settings: { backoffStrategy: (attempts: number) => retryAfter(attempts) },
  })
  worker.on('error', onError)
  worker.on('stalled', (job) => {
    log('warn', 'stalled', { job, found: 'its worker died or stood still; it is taken over' })
    metrics?.stalled()
  })
  const stopMetrics = metrics?.serve({
    isReady: () => connection.status === 'ready',
    depth: () => queue.getJobCounts('wait', 'active', 'delayed'),
  })
  log('info', 'ready', { id, version: ownVersion(), concurrency, redis: address.shown })

  let reason: 'idle' | 'ended' = 'ended'
  let [nextHere, nextOthers] = [0, performance.now() + FIRST_OTHERS_MS]
  const quietly = (work: Promise<unknown>) => work.catch((error: unknown) => onError(error as Error))
  while (!signal.aborted) {
    const now = performance.now()
    // Nobody is idle who can't be reached.
    if (active > 0 || connection.status !== 'ready') lastBusy = now
    if (exitWhenIdle !== null && now - lastBusy >= exitWhenIdle) {
      reason = 'idle'
      break
    }
    if (connection.status === 'ready' && now >= nextHere) {
      nextHere = now + HERE_MS
      quietly(showWorker(connection, id))
    }
    if (connection.status === 'ready' && now >= nextOthers) {
      nextOthers = now + OTHERS_MS
      if (active === 0) quietly(tellOthers(connection, log))
    }
    await sleep(100, undefined, { signal }).catch(() => {})
  }

  log('info', 'ending', { reason: reason === 'idle' ? 'no work' : 'a signal', active })
  await worker.pause(true)
  for (const until = performance.now() + drain; active > 0 && performance.now() < until; ) await sleep(20)
  handBack(new HandedBack())
  // What can't be told to Redis is taken over when its lock ends.
  await waitAtMost(LONGEST_RETRY_MS / 3, closeAll())
  return reason

  async function closeAll(): Promise<void> {
    while (active > 0) await sleep(10)
    await quietly(missWorker(connection, id))
    await quietly(worker.close())
    await quietly(queue.close())
    await threads.close()
    stopMetrics?.()
    connection.disconnect()
  }
}

/** Tells of jobs that wait for workers of other versions, where none wait for this one. */
async function tellOthers(connection: Connection, log: Log): Promise<void> {
  const own = ownVersion()
  if ((await connection.llen(waitingKey(own))) > 0) return
  for (const version of await connection.smembers(VERSIONS)) {
    const waiting = version === own ? 0 : await connection.llen(waitingKey(version))
    if (waiting > 0)
      log('warn', 'other-version', { found: `${waiting} jobs wait for workers of version ${version}; this is ${own}` })
  }
}

/** Whether stores are among these, links followed. */
async function allowedStores(stores: readonly string[]): Promise<(store: string) => Promise<boolean>> {
  if (stores.length === 0) return async () => true
  const isUrl = (store: string) => /^[a-z\d]+:\/\//.test(store)
  return async (store) => {
    if (!isWithin(store, stores)) return false
    if (isUrl(store)) return true
    const real = await realpath(store).catch(() => null)
    // What is not there has no plan either.
    if (real === null) return true
    const folders = stores.filter((prefix) => !isUrl(prefix))
    return isWithin(real, await Promise.all(folders.map((prefix) => realpath(prefix).catch(() => prefix))))
  }
}
