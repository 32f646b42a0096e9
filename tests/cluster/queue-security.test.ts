/** Hostile jobs, stores that a worker may not write to, passwords and TLS. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Queue } from 'bullmq'
import { describe, expect, test } from 'vitest'
import { newFolder } from '../helpers/folders.js'
import { contents } from '../package/sweep/spec.js'
import { kill, run, startRedis, until } from './processes.js'
import {
  client,
  drive,
  expectDone,
  expectSame,
  jobs,
  logOf,
  newStore,
  PREFIX,
  partsOf,
  pending,
  QUEUE,
  redis,
  SMALL,
  specOf,
  url,
  VERSION,
  withRedis,
  work,
} from './queue.js'

withRedis()

/** A queue to put into what nobody should. */
const openQueue = () =>
  new Queue(QUEUE, { prefix: PREFIX, connection: { port: redis.port, maxRetriesPerRequest: null } })

/** A run whose jobs wait, and the data of one of them. */
async function waiting(store: string) {
  const driver = drive(SMALL, store)
  await until('jobs wait', async () => (await pending()) >= 13)
  const [job] = await jobs()
  return { driver, data: JSON.parse(job!.data) as Record<string, unknown> }
}

describe('hostile jobs', () => {
  test('harm nothing: the worker lives, the run ends as it would, and nothing is made elsewhere', async () => {
    const store = newStore()
    const elsewhere = newFolder()
    const { driver, data } = await waiting(store)
    const queue = openQueue()
    const hostile: unknown[] = [
      ...[-1, 13, 1e9, 0.5, 2 ** 53, '0', '../../etc/passwd', null, [], {}].map((index) => ({ ...data, index })),
      ...[
        '',
        '/',
        '..',
        '/etc',
        '/dev/null',
        elsewhere,
        `${elsewhere}/new`,
        `${store}/../x`,
        `${store}/`,
        `${store}\0`,
        'x',
        's3://b/../c',
        'http://127.0.0.1:1/x',
        5,
        'x'.repeat(1e5),
      ].map((at) => ({ ...data, store: at })),
      ...['', '0'.repeat(64), 'f'.repeat(63), null].map((plan) => ({ ...data, plan })),
      ...[
        null,
        [],
        'text',
        5,
        {},
        { ...data, more: 1 },
        { ...data, version: '99.0.0' },
        JSON.parse('{"__proto__": {"x": 1}}'),
      ],
    ]
    for (const [at, one] of hostile.entries())
      await queue.add(`name-${at}`, one, { jobId: `hostile-${at}`, attempts: 1000, lifo: true })
    // What is no JSON at all.
    await client.hset(`${PREFIX}:${QUEUE}:hostile-0`, 'data', '{"cut":')
    const before = readdirSync('/').sort()
    const worker = work()
    await expectDone(driver)
    await until('all are gone', async () => (await pending()) === 0, 110_000)
    await expectSame(store, SMALL)
    expect([readdirSync(elsewhere), readdirSync('/').sort(), worker.child.exitCode]).toEqual([[], before, null])
    const refused = logOf(worker).filter(({ event }) => event === 'refused')
    expect(refused.length).toBe(hostile.length)
    expect(refused.find(({ job }) => job === `hostile-${hostile.length - 2}`)?.why).toBe('it is of another version')
    await queue.close()
  })

  test('the same part delivered many times is made once', async () => {
    const store = newStore()
    const { driver } = await waiting(store)
    const queue = openQueue()
    const all = (await jobs()).map(({ data }) => JSON.parse(data))
    for (let round = 0; round < 5; round++) {
      for (const [at, data] of all.entries()) await queue.add('part', data, { jobId: `again-${round}-${at}` })
    }
    const workers = [work(), work()]
    await expectDone(driver)
    await until('all are gone', async () => (await pending()) === 0)
    await expectSame(store, SMALL)
    for (const { child } of workers) expect(child.exitCode).toBe(null)
    await queue.close()
  })

  test('nothing is made in a store without the plan of the job', async () => {
    const store = newStore()
    const { driver, data } = await waiting(store)
    const [none, empty, other, damaged, linked] = [
      newStore('none'),
      newFolder(),
      newStore('other'),
      newFolder(),
      newFolder(),
    ]
    const otherSpec = { ...SMALL, grid: { lr: [0.5] } }
    expect((await run(['sweep', specOf(otherSpec), '-o', other, '--shard', '1/2', '--quiet'])).code).toBe(0)
    writeFileSync(path.join(damaged, 'plan.json'), '{"version":2,"plan":"')
    symlinkSync(path.join(store, 'plan.json'), path.join(linked, 'plan.json'))
    const before = [other, damaged].map(contents)
    const queue = openQueue()
    for (const [at, place] of [none, empty, other, damaged, linked].entries()) {
      await queue.add('part', { ...data, store: place }, { jobId: `place-${at}`, lifo: true })
    }
    work()
    await expectDone(driver)
    await until('all are gone', async () => (await pending()) === 0, 110_000)
    expect([existsSync(none), readdirSync(empty), [other, damaged].map(contents)]).toEqual([false, [], before])
    await expectSame(store, SMALL)
    await queue.close()
  })

  test('--store is kept by whole names, and not got around by dots and links', async () => {
    const root = newFolder()
    const [allowed, beside] = [path.join(root, 'in'), path.join(root, 'in-other')]
    for (const folder of [allowed, beside]) mkdirSync(folder)
    const [inside, outside] = [path.join(allowed, 'store'), path.join(beside, 'store')]
    const drivers = [drive(SMALL, inside), drive(SMALL, outside)]
    await until('jobs wait', async () => (await pending()) >= 26)
    symlinkSync(outside, path.join(allowed, 'link'))
    const data = JSON.parse((await jobs())[0]!.data)
    const queue = openQueue()
    for (const [at, store] of [`${allowed}/../in-other/store`, path.join(allowed, 'link')].entries()) {
      await queue.add('part', { ...data, store }, { jobId: `around-${at}`, lifo: true })
    }
    const worker = work({ args: ['--store', path.join(root, 'nowhere'), '--store', allowed] })
    await expectDone(drivers[0]!)
    expect([partsOf(outside), worker.child.exitCode]).toEqual([0, null])
    await kill(worker.child)
    work({ args: ['--store', beside] })
    await expectDone(drivers[1]!)
    for (const store of [inside, outside]) await expectSame(store, SMALL)
    await queue.close()
  })
})

describe('a password', () => {
  const SECRET = 'p4ss-w0rd'

  test('is used, and shown nowhere', async () => {
    const guarded = await startRedis(newFolder(), ['--requirepass', SECRET])
    const at = `redis://:${SECRET}@127.0.0.1:${guarded.port}`
    const store = newStore()
    const worker = work({ at })
    const driver = drive(SMALL, store, { at, args: [] })
    await expectDone(driver)
    await guarded.stop()
    await until('the worker says that it is away', () => logOf(worker).some(({ event }) => event === 'redis-away'))
    worker.child.kill('SIGTERM')
    await worker.ended
    for (const { said } of [worker, driver]) expect(said.stdout + said.stderr).not.toContain(SECRET)
  })

  test('that is wrong, or in a wrong URL, is told of in a line without it', async () => {
    const guarded = await startRedis(newFolder(), ['--requirepass', 'right'])
    const store = newStore()
    await run(['sweep', specOf(SMALL), '-o', store, '--shard', '1/2', '--quiet'])
    const here = `127.0.0.1:${guarded.port}`
    for (const [at, code] of [
      [`redis://:${SECRET}@${here}`, 3],
      [`redis://user:${SECRET}@${here}/0`, 3],
      [`redis://${here}`, 3],
      [`redis://:${SECRET}@`, 2],
      [`redis://:${SECRET}@host:99999`, 2],
      [`redos://:${SECRET}@${here}`, 2],
      [`redis://:${SECRET}@${here}/x`, 2],
      [`redis://:%${SECRET}@${here}`, 2],
    ] as const) {
      const ended = await run(['status', store, '--queue', at])
      expect([ended.code, ended.stdout, ended.stderr], at).toEqual([
        code,
        '',
        expect.stringMatching(/^scale-schedule: [^\n]+\n$/),
      ])
      expect(ended.stderr).not.toContain(SECRET)
    }
  })

  test('goes over TLS, with a private authority alone', async () => {
    const at = newFolder()
    const openssl = (...args: string[]) => expect(spawnSync('openssl', args, { cwd: at }).status).toBe(0)
    const days = ['-days', '2']
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      ...days,
      '-subj',
      '/CN=tests',
    )
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 's.key', '-out', 's.csr', '-subj', '/CN=localhost')
    writeFileSync(path.join(at, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
    openssl(
      'x509',
      '-req',
      '-in',
      's.csr',
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-out',
      's.crt',
      ...days,
      '-extfile',
      'names',
    )
    const of = (name: string) => path.join(at, name)
    // The port of plain connections is closed.
    const plain = await startRedis(newFolder(), ['--tls-port', '0'])
    await plain.stop()
    const safe = await startRedis(newFolder(), [
      ...['--tls-port', String(plain.port), '--tls-cert-file', of('s.crt'), '--tls-key-file', of('s.key')],
      ...['--tls-ca-cert-file', of('ca.crt'), '--tls-auth-clients', 'no'],
    ])
    const tls = `rediss://localhost:${plain.port}`
    const store = newStore()
    work({ at: tls, args: ['--redis-ca', of('ca.crt')] })
    await expectDone(drive(SMALL, store, { at: tls, args: ['--quiet', '--redis-ca', of('ca.crt')] }))
    await expectSame(store, SMALL)
    const refused = await run(['status', store, '--queue', tls])
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/certificate/)])
    expect((await run(['status', store, '--queue', url, '--redis-ca', of('ca.crt')])).code).toBe(2)
    expect((await run(['status', store, '--queue', tls, '--redis-ca', of('none')])).code).toBe(2)
    await safe.stop()
  })
})

test('the version of a job is that of the package', async () => {
  await waiting(newStore())
  expect(JSON.parse((await jobs())[0]!.data).version).toBe(VERSION)
})
