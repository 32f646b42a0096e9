/**
 * Connections to Redis, which come back by themselves; a first one that can't be made is told of in words.
 */
import { setTimeout } from 'node:timers/promises'
import type { Cluster, Redis } from 'ioredis'
import { loadPeers, MissingPeers } from '../node/peers.js'
import { SweepError } from '../sweep/errors.js'
import type { Address } from './address.js'

/** The packages of the queue. */
export interface Peers {
  readonly bullmq: typeof import('bullmq')
  readonly ioredis: typeof import('ioredis')
}

/** A connection. */
export type Connection = Redis | Cluster

/**
 * Loads what the queue needs.
 *
 * @param others what else this run needs
 * @throws SweepError 'missing-package', which names all that are missing
 */
export async function loadQueue(others: Readonly<Record<string, () => Promise<unknown>>> = {}): Promise<Peers> {
  try {
    const loads = { bullmq: () => import('bullmq'), ioredis: () => import('ioredis'), ...others }
    const { bullmq, ioredis } = await loadPeers(loads)
    return { bullmq, ioredis: ioredis as unknown as Peers['ioredis'] }
  } catch (error) {
    if (!(error instanceof MissingPeers)) throw error
    throw new SweepError('missing-package', `A sweep on a queue ${error.message}`, { cause: error })
  }
}

/** What a store and metrics need beside it. */
export const otherPeers = (store: string, hasMetrics = false): Record<string, () => Promise<unknown>> => ({
  ...(/^s3:/i.test(store) && { '@aws-sdk/client-s3': () => import('@aws-sdk/client-s3') }),
  ...(hasMetrics && { 'prom-client': () => import('prom-client') }),
})

// A first connection takes no longer; later ones come back for as long as it takes.
const FIRST_MS = 10_000
const LONGEST_WAIT_MS = 2000
const REFUSALS = /\b(?:WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password)\b/i
const OLDEST = [6, 2] as const

/**
 * Connects.
 *
 * @param onTrouble told when the connection was lost, in a few words
 * @throws SweepError 'queue-io', 'queue-denied'
 */
export async function connect(
  { ioredis }: Peers,
  address: Address,
  onTrouble: (found: string) => void,
): Promise<Connection> {
  const { shown, kind, nodes, options } = address
  const common = {
    ...options,
    // Commands wait until the connection is back.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_WAIT_MS),
    reconnectOnError: () => false,
    lazyConnect: true,
  } as const
  const [first] = nodes
  const connection: Connection =
    kind === 'cluster'
      ? new ioredis.Cluster([...nodes], {
          lazyConnect: true,
          redisOptions: common,
          clusterRetryStrategy: common.retryStrategy,
          ...(options.tls && {
            dnsLookup: (host: string, done: (error: null, address: string) => void) => done(null, host),
          }),
        })
      : kind === 'sentinel'
        ? new ioredis.Redis({
            ...common,
            sentinels: nodes.map(({ host, port }) => ({ host, port })),
            ...(options.password && { sentinelPassword: options.password }),
            ...(options.tls && { enableTLSForSentinelMode: true, sentinelTLS: options.tls }),
          })
        : new ioredis.Redis({ ...common, host: first!.host, port: first!.port })
  let last: unknown
  let isOpen = false
  connection.on('error', (error: Error) => {
    last = error
    if (isOpen) onTrouble(wordsOf(error))
  })
  const fail = (code: 'queue-io' | 'queue-denied', found: string, cure: string): SweepError => {
    connection.disconnect()
    return new SweepError(code, `Cannot use Redis at ${shown}: ${found}. ${cure}`)
  }
  const refused = () => last !== undefined && REFUSALS.test(wordsOf(last))
  const denied = () =>
    fail(
      'queue-denied',
      'it refuses the user or the password',
      'Check them, in the URL or in REDIS_USERNAME and REDIS_PASSWORD.',
    )
  connection.connect().catch((error: unknown) => {
    last ??= error
  })
  for (const started = performance.now(); connection.status !== 'ready'; await setTimeout(20)) {
    if (refused()) throw denied()
    if (performance.now() - started > FIRST_MS) {
      const found = last === undefined ? 'it does not answer' : wordsOf(last)
      throw fail('queue-io', found, 'Check the address, and that it runs.')
    }
  }
  try {
    // Managed ones may not show all of it.
    await connection.ping()
    const version = /^redis_version:(\d+)\.(\d+)/m.exec(await connection.info('server'))
    if (version !== null) {
      const [major, minor] = [Number(version[1]), Number(version[2])]
      if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
        throw fail(
          'queue-io',
          `a queue needs Redis ${OLDEST.join('.')} or later; found ${major}.${minor}`,
          'Use a newer one.',
        )
      }
    }
  } catch (error) {
    if (error instanceof SweepError) throw error
    last = error
    if (/NOAUTH|WRONGPASS/.test(wordsOf(error))) throw denied()
  }
  isOpen = true
  return connection
}

/** What Redis answers that it will not do, as a SweepError; any other failure as it is. */
export function queueFailure(shown: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return error
  const isDenied = /NOPERM|can't run this command|NOAUTH|WRONGPASS/.test(error.message)
  const cure = isDenied
    ? 'The guide (docs/cluster.md) lists the commands that a user needs.'
    : 'See what Redis says of itself.'
  return new SweepError(
    isDenied ? 'queue-denied' : 'queue-io',
    `Cannot use Redis at ${shown}: ${wordsOf(error)}. ${cure}`,
    { cause: error },
  )
}

/** An error in a few words, without what it was given. */
export function wordsOf(error: unknown): string {
  const { message = '', code } = error as { message?: string; code?: string }
  const first = error instanceof AggregateError ? wordsOf(error.errors[0]) : ''
  return (message || first || code || String(error)).split('\n')[0]!.slice(0, 200)
}
