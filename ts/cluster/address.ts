/**
 * Where a Redis is: its URL, and what of it may be shown.
 */
import { readFileSync } from 'node:fs'
import type { RedisOptions } from 'ioredis'
import { SweepError } from '../sweep/errors.js'

/** A server. */
export interface Node {
  readonly host: string
  readonly port: number
}

/** How a Redis is connected to. */
export interface Address {
  /** For messages: without user and password. */
  readonly shown: string
  readonly kind: 'one' | 'cluster' | 'sentinel'
  /** Of a cluster or of its sentinels; the first one alone of a single server. */
  readonly nodes: readonly Node[]
  readonly options: RedisOptions
}

/** What is not in the URL. */
export interface AddressOptions {
  /** The file of a private certificate authority. */
  readonly ca?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>>
}

const SCHEME = /^(redis|rediss)(?:\+(cluster|sentinel))?:\/\//
const PORTS = { one: 6379, cluster: 6379, sentinel: 26379 } as const

/**
 * Reads `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS; with `+cluster` and `+sentinel` several hosts are
 * separated by commas, and the path of the latter is the name of the master. User and password may be in REDIS_USERNAME and
 * REDIS_PASSWORD.
 *
 * @throws SweepError 'queue-location', which shows nothing of what may be a password
 */
export function readAddress(url: string, { ca, env = process.env }: AddressOptions = {}): Address {
  const wrong = (found: string) => {
    const rule =
      'A queue is at redis://host:port/database, or rediss:// with TLS (+cluster or +sentinel after it for several hosts)'
    return new SweepError('queue-location', `${rule}; found ${found}. Write for example redis://localhost:6379.`)
  }
  const [scheme, protocol, several] = SCHEME.exec(url) ?? []
  if (scheme === undefined) throw wrong('another beginning')
  const kind = (several ?? 'one') as Address['kind']
  const rest = url.slice(scheme.length)
  // A password may have an @ that is not encoded.
  const at = rest.lastIndexOf('@')
  const [, hosts = '', path = ''] = /^([^/?#]*)(?:\/([^?#]*))?$/.exec(rest.slice(at + 1)) ?? []
  const nodes = hosts.split(',').map((host): Node => {
    const [, name, bare, port] = /^(?:\[([0-9a-f:]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(host) ?? []
    const number = port === undefined ? PORTS[kind] : Number(port)
    if ((name ?? bare) === undefined || number < 1 || number > 65_535) throw wrong('a host or a port that is none')
    return { host: (name ?? bare)!, port: number }
  })
  if (kind === 'one' && nodes.length > 1) throw wrong('several hosts')
  const isName = kind === 'sentinel'
  if (isName ? path === '' : !/^(?:0|[1-9]\d{0,4})?$/.test(path)) {
    throw wrong(isName ? 'no name of the master' : 'a database that is no number')
  }
  const { username, password } = userIn(at < 0 ? '' : rest.slice(0, at), env, wrong)
  const tls = protocol === 'rediss' ? { tls: { ...(ca !== undefined && { ca: certificateIn(ca) }) } } : {}
  if (protocol === 'redis' && ca !== undefined) throw wrong('a certificate authority, but no TLS (rediss://)')
  return {
    shown: `${scheme}${hosts}${path === '' ? '' : `/${path}`}`,
    kind,
    nodes,
    options: {
      ...(username && { username }),
      ...(password && { password }),
      ...tls,
      ...(isName ? { name: path } : { db: path === '' ? 0 : Number(path) }),
    },
  }
}

function userIn(
  user: string,
  env: NonNullable<AddressOptions['env']>,
  wrong: (found: string) => SweepError,
): { username: string | undefined; password: string | undefined } {
  const colon = user.indexOf(':')
  const [name, word] = colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)]
  try {
    return {
      username: decodeURIComponent(name) || env.REDIS_USERNAME,
      password: decodeURIComponent(word) || env.REDIS_PASSWORD,
    }
  } catch {
    throw wrong('a user or a password with a % that is not encoded (%25)')
  }
}

function certificateIn(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const found = `none that can be read at ${file}`
    throw new SweepError(
      'queue-location',
      `--redis-ca names the file of a certificate; found ${found}. Check the path.`,
      { cause: error },
    )
  }
}
