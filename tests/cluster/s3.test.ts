/** Sweeps in a bucket: the same bytes as in a folder, whatever the server does meanwhile. */

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { openStore, readSweep, searchSweep, sweep, verifySweep } from 'scale-schedule/sweep'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder } from '../helpers/folders.js'
import { contents, LONG, runSweep, SMALL } from '../package/sweep/spec.js'
import { command, type Line, run, type Service, startProxy, startS3, until } from './processes.js'
import { awsEnv, clientOf, makeBucket, objects, putObjects } from './s3.js'

const BUCKET = 'sweeps'
let server: Service
let proxy: Line
let client: S3Client
let env: Record<string, string>
let made = 0

beforeAll(async () => {
  server = await startS3()
  proxy = await startProxy(() => server.port)
  client = clientOf(server.port)
  await makeBucket(client, BUCKET)
  env = awsEnv(proxy.port)
  Object.assign(process.env, env)
})

/** A prefix of a test's own. */
const newPrefix = () => `run-${made++}/mpt`
const url = (prefix: string) => `s3://${BUCKET}/${prefix}`
const found = (prefix: string) => objects(client, BUCKET, `${prefix}/`)

/** A specification as a file, and what one machine makes of it in a folder. */
async function local(spec: object): Promise<{ file: string; expected: Record<string, string> }> {
  const folder = newFolder()
  const file = path.join(folder, 'spec.json')
  writeFileSync(file, JSON.stringify(spec))
  const out = path.join(folder, 'out')
  expect(await run(['sweep', file, '-o', out, '--quiet'])).toMatchObject({ code: 0, stderr: '' })
  return { file, expected: contents(out) }
}

describe('a sweep in a bucket', () => {
  test('has the bytes that it has in a folder, and is searched, verified and told of', async () => {
    const { file, expected } = await local(SMALL)
    const prefix = newPrefix()
    expect(await run(['sweep', file, '-o', url(prefix), '--quiet'], env)).toMatchObject({ code: 0, stderr: '' })
    expect(await found(prefix)).toEqual(expected)
    const verified = await run(['verify', url(prefix), '--deep', '--json'], env)
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([0, expect.objectContaining({ faults: 0, whole: 2 })])
    const status = await run(['status', url(prefix), '--json'], env)
    expect([status.code, JSON.parse(status.stdout)]).toEqual([0, expect.objectContaining({ complete: true, parts: 2 })])
    const search = await run(['search', url(prefix), '--sort', '-area', '--top', '1', '--format', 'json'], env)
    expect([search.code, JSON.parse(search.stdout).length]).toEqual([0, 1])
  })

  test('goes on where it was stopped, and makes anew what is damaged', async () => {
    const { file, expected } = await local(LONG)
    const prefix = newPrefix()
    const stopped = command(['sweep', file, '-o', url(prefix), '--quiet'], env)
    await until('some parts', async () => Object.keys(await found(prefix)).length > 6)
    stopped.child.kill('SIGKILL')
    await stopped.ended
    const [part] = Object.keys(await found(prefix)).filter((name) => /^curves.*parquet\.json$/.test(name))
    const damaged = part!.replace('.json', '')
    await putObjects(client, BUCKET, { [damaged]: 'AAAA' }, `${prefix}/`)
    const { code, stderr } = await run(['sweep', file, '-o', url(prefix), '--quiet'], env)
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${damaged} is made anew`)])
    expect(await found(prefix)).toEqual(expected)
  })

  test('is made by shards at once', async () => {
    const { file, expected } = await local(LONG)
    const prefix = newPrefix()
    const all = [1, 2, 3, 4].map((shard) =>
      run(['sweep', file, '-o', url(prefix), '--quiet', '--shard', `${shard}/4`], env),
    )
    for (const ended of await Promise.all(all)) expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(await found(prefix)).toEqual(expected)
  })

  test('of another plan is refused, and changes nothing', async () => {
    const { file, expected } = await local(SMALL)
    const prefix = newPrefix()
    await run(['sweep', file, '-o', url(prefix), '--quiet'], env)
    const other = await local({ ...SMALL, keep: 'all' })
    const { code, stderr } = await run(['sweep', other.file, '-o', url(prefix)], env)
    expect([code, stderr]).toEqual([3, expect.stringContaining('A folder holds one sweep; found that of the plan')])
    expect(await found(prefix)).toEqual(expected)
  })
})

describe('a server that is', () => {
  test('slow makes the sweep slow, and no other', async () => {
    const { file, expected } = await local(SMALL)
    const prefix = newPrefix()
    proxy.delay = 300
    try {
      expect(await run(['sweep', file, '-o', url(prefix), '--quiet'], env)).toMatchObject({ code: 0, stderr: '' })
    } finally {
      proxy.delay = 0
    }
    expect(await found(prefix)).toEqual(expected)
  })

  test('away for three seconds, and comes back with what it had, costs nothing else', async () => {
    const { file, expected } = await local(LONG)
    const prefix = newPrefix()
    const going = command(['sweep', file, '-o', url(prefix), '--quiet'], env)
    await until('some parts', async () => Object.keys(await found(prefix)).length > 6)
    proxy.cut()
    const kept = await objects(client, BUCKET)
    await server.stop()
    await sleep(3000)
    // It keeps all in memory, and a real one does not.
    await server.start()
    await makeBucket(client, BUCKET)
    await putObjects(client, BUCKET, kept)
    proxy.mend()
    expect(await going.ended).toMatchObject({ code: 0, stderr: '' })
    expect(await found(prefix)).toEqual(expected)
  })

  test('not there is told in a line', async () => {
    const { file } = await local(SMALL)
    const nowhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '2' }
    const { code, stderr } = await run(['sweep', file, '-o', url(newPrefix())], nowhere)
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /^scale-schedule: Cannot read s3:.*plan\.json: the server can't be reached: .*ECONNREFUSED.*Check the network/,
      ),
    ])
  })
})

describe('a name', () => {
  test('is put once by twenty at the same time', async () => {
    const bytes = new Uint8Array(1000).fill(1)
    const prefix = newPrefix()
    const stores = await Promise.all(Array.from({ length: 20 }, () => openStore(url(prefix))))
    const results = await Promise.all(stores.map((store) => store.put('plan.json', bytes)))
    expect(results.filter((result) => result === 'created')).toHaveLength(1)
    expect(await stores[1]!.get('plan.json')).toEqual(bytes)
  })

  test('is put once in pieces where it is large, and pieces that came to nothing are given up', async () => {
    const bytes = Buffer.alloc(40 * 2 ** 20, 'some bytes ')
    const prefix = newPrefix()
    const store = await openStore(url(prefix))
    expect(await store.put('plan.json', bytes)).toBe('created')
    expect(await (await openStore(url(prefix))).put('plan.json', Buffer.alloc(40 * 2 ** 20, 1))).toBe('exists')
    expect(await store.size!('plan.json')).toBe(bytes.length)
    expect(Buffer.from((await store.get('plan.json'))!).equals(bytes)).toBe(true)
    expect((await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${prefix}/plan.json` }))).ETag).toMatch(
      /-3"$/,
    )
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
    expect(Uploads).toEqual([])
  })

  test('that other bytes have is a conflict', async () => {
    const prefix = newPrefix()
    const { expected, file } = await local(SMALL)
    const name = 'curves/part-00000.parquet'
    await putObjects(client, BUCKET, { [name]: expected[name]!.replace(/^..../, 'AAAA') }, `${prefix}/`)
    const { code, stderr } = await run(['sweep', file, '-o', url(prefix)], env)
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`The part ${name} holds the same bytes whoever makes it`),
    ])
    expect(Object.keys(await found(prefix))).not.toContain('manifest.json')
  })

  test('has what a store tells of it: bytes, some of them, length, digest, tag; and null where there is none', async () => {
    const store = await openStore(url(newPrefix()))
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251)
    let told: string | undefined
    expect(await store.put('a/b', bytes, (identity) => (told = identity))).toBe('created')
    expect(await store.put('a/b', bytes)).toBe('exists')
    expect(await store.list()).toEqual(['a/b'])
    expect(await store.list('a/')).toEqual(['a/b'])
    expect(await store.list('b')).toEqual([])
    expect(await store.identity!('a/b')).toBe(told)
    expect([...(await store.entries!())]).toEqual([['a/b', { bytes: 1000, identity: told }]])
    expect(await store.digest('a/b')).toMatchObject({ bytes: 1000 })
    expect(await store.range!('a/b', 10, 3)).toEqual(bytes.slice(10, 13))
    expect(await store.range!('a/b', 998, 10)).toEqual(bytes.slice(998))
    expect(await store.range!('a/b', 2000, 10)).toBeNull()
    await store.remove!('a/b')
    expect(
      await Promise.all([store.get('a/b'), store.size!('a/b'), store.identity!('a/b'), store.digest('a/b')]),
    ).toEqual([null, null, null, null])
    await store.remove!('a/b')
    await expect(store.put('../x', bytes)).rejects.toMatchObject({ code: 'store-name' })
  })

  test('beyond a thousand is listed too', async () => {
    const prefix = newPrefix()
    const all = Object.fromEntries(
      Array.from({ length: 1100 }, (_, index) => [`a/${String(index).padStart(4, '0')}`, '']),
    )
    await putObjects(client, BUCKET, all, `${prefix}/`)
    await putObjects(client, BUCKET, { 'a/.hidden': '', 'a/': '' }, `${prefix}/`)
    expect(await (await openStore(url(prefix))).list()).toEqual(Object.keys(all))
  })
})

/** A server that answers in its own way, and what it was asked. */
class FakeServer {
  readonly asked: string[] = []
  readonly #server: Server
  constructor(answer: (asked: { method: string; path: string; condition: string | undefined }) => [number, string?]) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '' } = request
        const where = url.replace(/\?.*/, '')
        this.asked.push(`${method} ${where}`)
        const [status, code = 'Any'] = answer({ method, path: where, condition: request.headers['if-none-match'] })
        response.setHeader('content-type', 'application/xml').setHeader('etag', '"1"').statusCode = status
        if (url.includes('list-type=2') && status === 404 && code === 'NoSuchKey') {
          response.statusCode = 200
          response.end('<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>')
          return
        }
        const error = `<Error><Code>${code}</Code><Message>as told</Message></Error>`
        response.end(status >= 400 && method !== 'HEAD' ? error : undefined)
      })
    })
  }
  async start(): Promise<Record<string, string>> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return awsEnv((this.#server.address() as AddressInfo).port)
  }
  stop() {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

describe('another server', () => {
  const servers: FakeServer[] = []
  afterAll(() => {
    for (const server of servers) server.stop()
  })
  const start = async (answer: ConstructorParameters<typeof FakeServer>[0]) => {
    const server = new FakeServer(answer)
    servers.push(server)
    return { server, env: await server.start() }
  }

  test('that ignores the condition is found out with plan.json, and no other key is made', async () => {
    const { server, env } = await start(({ method }) =>
      method === 'PUT' ? [200] : method === 'GET' ? [404, 'NoSuchKey'] : [404],
    )
    const { file } = await local(SMALL)
    const { code, stderr } = await run(['sweep', file, '-o', 's3://bucket/x', '--workers', '0'], env)
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('found s3://bucket/x/plan.json put twice, as the server ignores that condition'),
    ])
    const puts = server.asked.filter((line) => !line.startsWith('GET') && !line.startsWith('HEAD'))
    expect(puts).toEqual(['PUT /bucket/x/plan.json', 'PUT /bucket/x/plan.json'])
  })

  test('that asks to try again is asked again', async () => {
    let conflicts = 0
    const { env } = await start(({ method, path: asked, condition }) => {
      if (method !== 'PUT') return [404, 'NoSuchKey']
      expect(condition).toBe('*')
      if (asked.endsWith('a') && conflicts++ < 3) return [409, 'ConditionalRequestConflict']
      return [200]
    })
    const before = { ...process.env }
    Object.assign(process.env, env)
    try {
      const store = await openStore('s3://bucket/x')
      expect(await store.put('a', new Uint8Array(3))).toBe('created')
      expect(conflicts).toBe(4)
    } finally {
      Object.assign(process.env, before)
    }
  })

  test.each<[number, string, string]>([
    [403, 'AccessDenied', 'access is denied. Grant s3:ListBucket'],
    [403, 'InvalidAccessKeyId', 'the server does not know the access key'],
    [507, 'XMinioStorageFull', 'no space is left'],
    [404, 'NoSuchBucket', 'there is no such bucket'],
    [400, 'Strange', 'the server says Strange, as told (400)'],
  ])('that answers %i %s is told of in a line', async (status, name, words) => {
    const { env } = await start(({ method }) =>
      method === 'PUT' || name !== 'XMinioStorageFull' ? [status, name] : [404, 'NoSuchKey'],
    )
    const { file } = await local(SMALL)
    const once = { ...env, AWS_MAX_ATTEMPTS: '1' }
    const { code, stderr } = await run(['sweep', file, '-o', 's3://bucket/x', '--quiet'], once)
    expect([code, stderr]).toEqual([3, expect.stringContaining(words)])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('secret')
  })
})

test.each([
  's3://',
  's3://ab',
  's3://user:hunter2@bucket/x',
  's3://bucket/a//b',
  's3://bucket/../b',
  's3://bucket/a?x=1',
  's3://bu cket/a',
])('the address %s is refused in a line, without what may be a password', async (address) => {
  const error = await openStore(address).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'store-location' })
  expect(String(error)).not.toContain('hunter2')
})

describe('a search in a bucket', () => {
  const GRID = { ...SMALL, grid: { ...SMALL.grid, ssr: { linspace: [0.5, 2, 2000] as const } } }

  test('reads footers and the columns that it needs, and compares them with their digests', async () => {
    const prefix = newPrefix()
    for await (const _ of sweep(GRID, { store: url(prefix), workers: 0 })) {
      // The table is what counts.
    }
    const name = 'configurations/part-00000.parquet'
    const whole = (await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${name}` })))
      .ContentLength!
    const store = await openStore(url(prefix))
    const read: [string, number][] = []
    const counting = new Proxy(store, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (key === 'range') {
          return async (...args: [string, number, number]) => {
            read.push([args[0], args[2]])
            return target.range!(...args)
          }
        }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const options = { where: 'area > 0', sort: '-peak', top: 3, columns: ['configuration', 'peak'] }
    const ranged = await searchSweep(await readSweep(counting), options)
    const bytes = read.reduce((sum, [, bytes]) => sum + bytes, 0)
    expect(new Set(read.map(([name]) => name))).toEqual(new Set([name]))
    expect(bytes).toBeLessThan(whole / 2)
    const folder = newFolder()
    await runSweep(GRID, { store: folder, workers: 0 })
    expect(ranged).toEqual(await searchSweep(await readSweep(folder), options))
    expect((await searchSweep(await readSweep(store), { where: 'ssr > 1' })).rows).toEqual(
      (await searchSweep(await readSweep(folder), { where: 'ssr > 1' })).rows,
    )
    expect(await (await readSweep(store)).curve(7)).toEqual(await (await readSweep(folder)).curve(7))

    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${name}` }))
    const changed = Buffer.from(await Body!.transformToByteArray())
    const plan = (await readSweep(folder)).columns.findIndex((column) => column.name === 'peak')
    const { chunks } = JSON.parse(Buffer.from((await store.get(`${name}.json`))!).toString())
    changed[chunks[plan].offset + 20]! ^= 1
    await putObjects(client, BUCKET, { [name]: changed.toString('base64') }, `${prefix}/`)
    await expect(searchSweep(await readSweep(url(prefix)), options)).rejects.toMatchObject({ code: 'store-corrupt' })
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${name}` }))
    await expect(searchSweep(await readSweep(url(prefix)), options)).rejects.toMatchObject({ code: 'store-corrupt' })
    expect((await verifySweep(url(prefix), { workers: 0, repair: true })).repaired).toBeGreaterThan(0)
    expect(await searchSweep(await readSweep(url(prefix)), options)).toEqual(ranged)
  })
})
