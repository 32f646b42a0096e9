/**
 * The options of commands that use a queue.
 */
import { type Command, InvalidArgumentError } from 'commander'
import type { Address } from '../../cluster/address.js'
import type { MetricsAddress } from '../../cluster/metrics.js'
import { CliError, EXIT } from './failure.js'

/** What they give. */
export interface QueueOptions {
  queue?: string
  redisCa?: string
}

/** Adds where the queue is. */
export const withQueue = (command: Command): Command =>
  command
    .option('--queue <url>', 'redis://[user:password@]host:port, rediss:// with TLS (default: SCALE_SCHEDULE_QUEUE)')
    .option('--redis-ca <file>', 'the certificate of a private authority, for rediss://')

/** Where a queue is that has to be given. */
export async function addressOf({ queue = process.env.SCALE_SCHEDULE_QUEUE, redisCa }: QueueOptions): Promise<Address> {
  if (queue === undefined || queue === '') {
    throw new CliError(
      EXIT.usage,
      'A queue is needed; found no --queue. Add --queue redis://HOST:PORT, or set SCALE_SCHEDULE_QUEUE.',
    )
  }
  const { readAddress } = await import('../../cluster/address.js')
  try {
    return readAddress(queue, { ca: redisCa })
  } catch (error) {
    // The parser of options would repeat the URL, in which a password may be.
    if ((error as { code?: unknown }).code !== 'queue-location') throw error
    throw new CliError(EXIT.usage, (error as Error).message, { cause: error })
  }
}

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A time such as 60s, in milliseconds. */
export function parseDuration(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})(ms|s|m|h)?$/.exec(text.trim()) ?? []
  if (digits !== undefined) return Number(digits) * UNITS[unit]!
  throw new InvalidArgumentError('It must be a time such as 60s, 5m or 500ms.')
}

/** Where metrics are served: a port, or host:port. */
export function parseMetrics(text: string): MetricsAddress {
  const [, host = '127.0.0.1', digits] = /^(?:([A-Za-z0-9.-]+|\[[0-9a-f:]+\]):)?(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits)
  if (port >= 1 && port <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port }
  throw new InvalidArgumentError('It must be a port, or host:port such as 0.0.0.0:9464.')
}
