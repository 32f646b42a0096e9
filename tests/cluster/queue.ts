/**
 * What tests of the queue share: specifications, a Redis of each file, drivers and workers, and what they leave.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { newFolder } from '../helpers/folders.js'
import { contents } from '../package/sweep/spec.js'
import { type Command, command, kill, run, type Service, startRedis } from './processes.js'

const scheduler = { name: 'cosine_with_warmup', t_warmup: '10ba', alpha_f: 0.1 }
const optimizer = { lr: 0.001 }

/** Thirteen parts that take no time. */
export const SMALL = {
  base: { max_duration: '4000ba', scheduler, optimizer },
  grid: { t_warmup: ['10ba', '20ba', '30ba', '40ba', '50ba', '100ba'], lr: [0.1, 0.2] },
  keep: 'all' as const,
  part_size: 65536,
}
/** Some forty parts, a second or two in all. */
export const LONG = {
  base: { max_duration: '60000ba', scheduler, optimizer },
  grid: { t_warmup: { range: ['100ba', '4000ba', '100ba'] as const } },
  keep: 'all' as const,
  part_size: 1_000_000,
}
/** A part of some seconds, and one of none. */
export const SLOW = {
  base: { max_duration: '200000000ba', scheduler, optimizer },
  grid: { t_warmup: ['10ba', '20ba', '30ba', '40ba'] },
  keep: { every: 20000 },
}

/** The package's own version. */
export const VERSION: string = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version
export const PREFIX = '{scale-schedule}'
export const QUEUE = `parts-${VERSION}`

export let redis: Service
/** A client of it. */
export let client: Redis
export let url = ''
const running: Command[] = []

/** A Redis for this file, emptied before each test. */
export function withRedis(settings: readonly string[] = []): void {
  beforeAll(async () => {
    redis = await startRedis(newFolder(), settings)
    url = `redis://127.0.0.1:${redis.port}`
    client = new Redis({ port: redis.port, maxRetriesPerRequest: null })
    client.on('error', () => {})
    return () => client.disconnect()
  })
  beforeEach(async () => {
    await client.flushall()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ child }) => kill(child)))
  })
}

const specs = new Map<object, string>()
/** A specification as a file. */
export function specOf(spec: object): string {
  const known = specs.get(spec)
  if (known !== undefined && existsSync(known)) return known
  const file = path.join(newFolder(), 'spec.json')
  writeFileSync(file, JSON.stringify(spec))
  specs.set(spec, file)
  return file
}

/** A path where nothing is yet. */
export const newStore = (name = 'store'): string => path.join(newFolder(), name)

const locals = new Map<object, Record<string, string>>()
/** What one machine makes of a specification. */
export async function local(spec: object): Promise<Record<string, string>> {
  const known = locals.get(spec)
  if (known !== undefined) return known
  const store = newStore('local')
  expect(await run(['sweep', specOf(spec), '-o', store, '--quiet'])).toMatchObject({ code: 0, stderr: '' })
  const found = contents(store)
  locals.set(spec, found)
  return found
}

export const expectSame = async (store: string, spec: object) => expect(contents(store)).toEqual(await local(spec))

const keep = (one: Command): Command => {
  running.push(one)
  return one
}

interface More {
  readonly args?: readonly string[]
  readonly env?: Record<string, string>
  readonly at?: string
  readonly cwd?: string
}

/** Starts a driver. */
export const drive = (spec: object, store: string, { args = ['--quiet'], env, at = url, cwd }: More = {}): Command =>
  keep(command(['sweep', specOf(spec), '-o', store, '--queue', at, ...args], env, cwd))

/** Starts a worker with one thread. */
export const work = ({ args = [], env, at = url, cwd }: More = {}): Command =>
  keep(command(['worker', '--queue', at, '--concurrency', '1', ...args], env, cwd))

export const resume = (store: string, ...args: string[]) => run(['resume', store, '--queue', url, '--quiet', ...args])

/** Expects a driver to end well. */
export async function expectDone(driver: Command): Promise<void> {
  const { code, stderr } = await driver.ended
  expect([code, stderr]).toEqual([0, expect.any(String)])
}

export const hasManifest = (store: string): boolean => existsSync(path.join(store, 'manifest.json'))

/** How many parts are complete. */
export function partsOf(store: string): number {
  if (!existsSync(store)) return 0
  const names = readdirSync(store, { recursive: true }) as string[]
  return names.filter((name) => /part-\d+\.\w+\.json$/.test(name)).length
}

/** The jobs that are in Redis. */
export async function jobs(): Promise<{ id: string; data: string }[]> {
  const found: { id: string; data: string }[] = []
  for (const key of await client.keys('*')) {
    if ((await client.type(key)) !== 'hash') continue
    const data = await client.hget(key, 'data')
    if (data !== null) found.push({ id: key.slice(key.lastIndexOf(':') + 1), data })
  }
  return found
}

/** How many jobs wait, run or wait for a retry. */
export async function pending(): Promise<number> {
  const key = (name: string) => `${PREFIX}:${QUEUE}:${name}`
  const counts = await Promise.all([client.llen(key('wait')), client.llen(key('active')), client.zcard(key('delayed'))])
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The lines of a worker's log. */
export const logOf = ({ said }: Command): { event: string; level: string; [key: string]: unknown }[] =>
  said.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
