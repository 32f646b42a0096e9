/** Sweeps on a queue: what is enqueued, who ends them, and what they leave. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { awayFor } from '../helpers/repetition.js'
import { contents } from '../package/sweep/spec.js'
import { freePort, kill, run, until } from './processes.js'
import {
  client,
  drive,
  expectDone,
  expectSame,
  hasManifest,
  jobs,
  LONG,
  logOf,
  newStore,
  PREFIX,
  partsOf,
  pending,
  QUEUE,
  redis,
  resume,
  SMALL,
  specOf,
  url,
  VERSION,
  withRedis,
  work,
} from './queue.js'

withRedis()

const waits = (count: number) => until(`${count} jobs wait`, async () => (await pending()) >= count)

describe('a run', () => {
  test('of a driver and two workers has the bytes of one machine, and leaves no job', async () => {
    const store = newStore()
    const workers = [work({ args: ['--exit-when-idle', '2s'] }), work({ args: ['--exit-when-idle', '2s'] })]
    await expectDone(drive(LONG, store))
    await expectSame(store, LONG)
    for (const { ended } of workers) expect((await ended).code).toBe(0)
    expect([await jobs(), await pending()]).toEqual([[], 0])
    const made = workers.flatMap(logOf).filter(({ event, made }) => event === 'part' && made)
    // Each part once, by whichever worker.
    expect(made.map(({ index }) => index).sort()).toEqual([...new Set(made.map(({ index }) => index))].sort())
    expect(made.length).toBe(41)
    expect(workers.flatMap(logOf).some(({ event }) => event === 'finished')).toBe(true)
  })

  test('has jobs of less than a kilobyte with a digest, an index, a store and a version, under keys of one prefix', async () => {
    const store = newStore()
    drive(SMALL, store)
    await waits(13)
    const plan = JSON.parse(readFileSync(path.join(store, 'plan.json'), 'utf8')).plan
    const found = (await jobs()).map(({ data }) => JSON.parse(data)).sort((a, b) => a.index - b.index)
    expect(found).toEqual(Array.from({ length: 13 }, (_, index) => ({ plan, index, store, version: VERSION })))
    for (const { data } of await jobs()) expect(Buffer.byteLength(data)).toBeLessThan(1000)
    const keys = await client.keys('*')
    expect(keys.filter((key) => !key.startsWith(`${PREFIX}:`))).toEqual([])
  })

  test('enqueued again and by two drivers has each part once', async () => {
    const store = newStore()
    const drivers = [drive(SMALL, store), drive(SMALL, store)]
    await waits(13)
    expect((await resume(store, '--detach')).code).toBe(0)
    await sleep(1000)
    expect(await pending()).toBe(13)
    work()
    for (const driver of drivers) await expectDone(driver)
    await expectSame(store, SMALL)
  })

  test('of one plan into two stores at once, and into a third later', async () => {
    const stores = ['a', 'b'].map(newStore)
    const drivers = stores.map((store) => drive(SMALL, store))
    work()
    for (const driver of drivers) await expectDone(driver)
    for (const store of stores) await expectSame(store, SMALL)
    const third = newStore('c')
    await expectDone(drive(SMALL, third))
    await expectSame(third, SMALL)
  })

  test('in a relative folder is where the driver stands', async () => {
    const store = newStore()
    work({ cwd: '/' })
    await expectDone(drive(SMALL, path.basename(store), { cwd: path.dirname(store) }))
    await expectSame(store, SMALL)
  })

  test('goes on without its driver, and a worker writes the manifest', async () => {
    const store = newStore()
    const driver = drive(SMALL, store)
    await waits(13)
    await kill(driver.child)
    work()
    await until('the manifest', () => hasManifest(store))
    await expectSame(store, SMALL)
    expect((await run(['status', store])).code).toBe(0)
    expect((await resume(store)).code).toBe(0)
  })

  test('is one that the user of the guide may do', async () => {
    const guide = readFileSync(path.join(ROOT, 'docs/cluster.md'), 'utf8')
    const [, rules] = /^user sweeps on >PASSWORD ([\s\S]*?)^```/m.exec(guide)!
    await client.call('ACL', 'SETUSER', 'sweeps', 'reset', 'on', '>secret-word', ...rules!.trim().split(/\s+/))
    const store = newStore()
    const env = { REDIS_USERNAME: 'sweeps', REDIS_PASSWORD: 'secret-word' }
    const worker = work({ env })
    await expectDone(drive(LONG, store, { env }))
    await expectSame(store, LONG)
    const denied = (await client.call('ACL', 'LOG')) as unknown[]
    expect(denied).toEqual([])
    for (const args of [
      ['status', store],
      ['cancel', store],
    ]) {
      expect((await run([...args, '--queue', url], env)).code).toBe(0)
    }
    expect(worker.said.stdout).not.toContain('secret-word')
    await client.call('ACL', 'DELUSER', 'sweeps')
  })
})

describe('Redis', () => {
  test('that is restarted in mid-run costs nothing', async () => {
    const store = newStore()
    const driver = drive(LONG, store)
    const worker = work()
    await until('some parts', () => partsOf(store) >= 5)
    await redis.stop('SIGTERM')
    await sleep(awayFor(2000))
    await redis.start()
    await expectDone(driver)
    await expectSame(store, LONG)
    expect(worker.child.exitCode).toBe(null)
  })

  test('that is emptied in mid-run costs nothing', async () => {
    const store = newStore()
    const driver = drive(LONG, store)
    const worker = work()
    await until('some parts', () => partsOf(store) >= 2)
    await client.flushall()
    await expectDone(driver)
    await expectSame(store, LONG)
    expect(worker.child.exitCode).toBe(null)
  })

  test('that is emptied while nobody looks on is filled again by resume', async () => {
    const store = newStore()
    const driver = drive(SMALL, store)
    await waits(13)
    await kill(driver.child)
    await client.flushall()
    work()
    expect((await run(['status', store])).code).toBe(5)
    expect((await resume(store)).code).toBe(0)
    await expectSame(store, SMALL)
  })
})

describe('status, cancel and resume', () => {
  test('cancel removes what waits of that store and no more, the driver ends with 5, and resume goes on', async () => {
    const [store, other] = [newStore('a'), newStore('b')]
    const driver = drive(LONG, store)
    drive(SMALL, other)
    await waits(54)
    const status = await run(['status', store, '--queue', url, '--json'])
    expect([status.code, JSON.parse(status.stdout)]).toEqual([
      5,
      expect.objectContaining({ queue: expect.objectContaining({ queued: 41, cancelled: false, failures: [] }) }),
    ])
    const { code, stdout } = await run(['cancel', store, '--queue', url])
    expect([code, stdout]).toEqual([0, expect.stringContaining('41 waiting parts were removed')])
    expect(await pending()).toBe(13)
    expect(await driver.ended).toMatchObject({ code: 5, stderr: expect.stringContaining('was cancelled') })
    expect((await run(['status', store, '--queue', url])).stdout).toContain('cancelled')
    work()
    expect((await resume(store)).code).toBe(0)
    await expectSame(store, LONG)
  })

  test('resume makes again what was lost after the end', async () => {
    const store = newStore()
    work()
    await expectDone(drive(SMALL, store))
    for (const name of ['curves/part-00003.parquet', 'curves/part-00003.parquet.json']) rmSync(path.join(store, name))
    expect((await run(['status', store])).code).toBe(5)
    expect((await resume(store)).code).toBe(0)
    await expectSame(store, SMALL)
  })

  test('a part that fails for a reason of its own is tried, then reported, and the others go on', async () => {
    const store = newStore()
    // Something that nobody may remove stands where a part goes.
    const blocked = path.join(store, 'curves/part-00003.parquet')
    mkdirSync(path.join(blocked, 'kept'), { recursive: true })
    writeFileSync(path.join(blocked, 'kept/file'), 'of another')
    const worker = work()
    const { code, stderr } = await drive(SMALL, store).ended
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^scale-schedule: 1 of 13 parts have failed, and all others are there: curves\/part-00003\.parquet \(/,
      ),
    ])
    expect([partsOf(store), hasManifest(store)]).toEqual([12, false])
    expect(
      logOf(worker)
        .filter(({ event }) => event === 'part-failed')
        .map(({ tries }) => tries),
    ).toEqual([1, 2, 3, 4, 5])
    const status = await run(['status', store, '--queue', url, '--json'])
    expect(JSON.parse(status.stdout).queue.failures).toMatchObject([{ index: 4 }])
    rmSync(blocked, { recursive: true })
    expect((await resume(store)).code).toBe(0)
    await expectSame(store, SMALL)
  })

  test.each(['resume', 'cancel', 'status'])(
    '%s of a place that is no store is told in a line, and makes nothing',
    async (name) => {
      const store = newStore()
      const { code, stderr } = await run([name, store, '--queue', url])
      expect([code, stderr]).toEqual([3, expect.stringMatching(/^scale-schedule: [^\n]+\n$/)])
      expect(partsOf(store)).toBe(0)
    },
  )
})

test('jobs of another version are for its workers: this one tells of them, and the driver that none of its own is there', async () => {
  const other = new Redis({ port: redis.port, keyPrefix: `${PREFIX}:` })
  await other.sadd('versions', '99.0.0')
  await other.rpush('parts-99.0.0:wait', 'a', 'b')
  const driver = drive(SMALL, newStore(), { args: [] })
  await until('the driver says so', () => /No worker of version/.test(driver.said.stderr))
  await kill(driver.child)
  await other.del(`${QUEUE}:wait`)
  const worker = work()
  await until('the worker says so', () =>
    logOf(worker).some(
      ({ event, found }) => event === 'other-version' && /2 jobs wait for workers of version 99/.test(String(found)),
    ),
  )
  expect(await other.llen('parts-99.0.0:wait')).toBe(2)
  other.disconnect()
})

test('workers and drivers serve metrics and their health', async () => {
  const [atWorker, atDriver] = [await freePort(), await freePort()]
  const store = newStore()
  const driver = drive(LONG, store, { args: ['--quiet', '--metrics', String(atDriver)] })
  await waits(41)
  const get = async (port: number, what: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/${what}`)
    return [response.status, await response.text()] as const
  }
  expect((await get(atDriver, 'metrics'))[1]).toMatch(/^scale_schedule_queue_depth\{state="wait"\} 41$/m)
  const worker = work({ args: ['--metrics', String(atWorker)] })
  await expectDone(driver)
  const [status, text] = await get(atWorker, 'metrics')
  expect([status, text]).toEqual([200, expect.stringMatching(/^scale_schedule_parts_done_total 41$/m)])
  expect(text).toMatch(/^scale_schedule_queue_depth\{state="wait"\} 0$/m)
  expect(await get(atWorker, 'health')).toEqual([200, '{"status":"ok"}\n'])
  await redis.stop()
  await until('it is not well', async () => (await get(atWorker, 'health'))[0] === 503)
  await redis.start()
  await until('it is well', async () => (await get(atWorker, 'health'))[0] === 200)
  worker.child.kill('SIGTERM')
  expect((await worker.ended).code).toBe(143)
  expect(contents(store)).not.toEqual({})
})

test('wrong usage is told in a line', async () => {
  for (const args of [
    ['worker'],
    ['worker', '--queue', 'http://x'],
    ['worker', '--queue', url, '--exit-when-idle', 'x'],
    ['worker', '--queue', url, '--concurrency', '0'],
    ['worker', '--queue', url, '--metrics', '0'],
    ['sweep', specOf(SMALL), '-o', newStore(), '--queue', url, '--shard', '1/2'],
    ['resume', newStore()],
  ]) {
    expect(await run(args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^scale-schedule: [^\n]+\n$/),
    })
  }
})
