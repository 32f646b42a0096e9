/** A queue and an object store together, each of which goes away, and a store that is full. */

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { awayFor } from '../helpers/repetition.js'
import { kill, type Line, run, type Service, startProxy, startS3, until } from './processes.js'
import { drive, expectDone, LONG, local, logOf, pending, SMALL, url, withRedis, work } from './queue.js'
import { awsEnv, clientOf, makeBucket, objects, putObjects } from './s3.js'

withRedis()
const BUCKET = 'sweeps'
let server: Service
let proxy: Line
let s3: S3Client

beforeAll(async () => {
  server = await startS3()
  proxy = await startProxy(() => server.port)
  s3 = clientOf(server.port)
  await makeBucket(s3, BUCKET)
})

const found = (prefix: string) => objects(s3, BUCKET, `${prefix}/`)

test('workers in a bucket, one killed, and the server away for three seconds', async () => {
  const env = awsEnv(proxy.port)
  const store = `s3://${BUCKET}/away`
  const driver = drive(LONG, store, { env })
  const [first, second] = [work({ env }), work({ env })]
  await until('some parts', async () => Object.keys(await found('away')).length > 8)
  await kill(first!.child)
  proxy.cut()
  const kept = await objects(s3, BUCKET)
  await server.stop()
  await sleep(awayFor(3000))
  // It keeps all in memory, and a real one does not.
  await server.start()
  await makeBucket(s3, BUCKET)
  await putObjects(s3, BUCKET, kept)
  proxy.mend()
  await expectDone(driver)
  expect(await found('away')).toEqual(await local(LONG))
  expect(second!.child.exitCode).toBe(null)
  expect((await run(['status', store], env)).code).toBe(0)
})

test('a store that is away for longer than a part is tried uses up none of its attempts', async () => {
  const env = { ...awsEnv(proxy.port), AWS_MAX_ATTEMPTS: '1' }
  const store = `s3://${BUCKET}/long`
  const driver = drive(LONG, store, { env })
  const worker = work({ env })
  await until('some parts', async () => Object.keys(await found('long')).length > 8)
  proxy.cut()
  await until(
    'it was tried more often than that',
    () => logOf(worker).filter(({ event }) => event === 'store-away').length > 6,
  )
  proxy.mend()
  await expectDone(driver)
  expect(await found('long')).toEqual(await local(LONG))
  expect(logOf(worker).filter(({ event }) => event === 'part-failed')).toEqual([])
})

/** A server that says it is full, in front of one that is not. */
const full = { is: false, port: 0 }
const front = createServer((incoming, outgoing) => {
  if (full.is && incoming.method === 'PUT') {
    incoming.resume()
    outgoing.writeHead(507, { 'content-type': 'application/xml' })
    outgoing.end('<Error><Code>XMinioStorageFull</Code><Message>full</Message></Error>')
    return
  }
  const { method, url, headers } = incoming
  const forwarded = request({ port: server.port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(outgoing)
  })
  forwarded.on('error', () => outgoing.destroy())
  incoming.pipe(forwarded)
})
beforeAll(async () => {
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  full.port = (front.address() as AddressInfo).port
})
afterAll(() => {
  front.close()
  front.closeAllConnections()
})

test('a full store is told with the parts that it did not take, and resume goes on once there is room', async () => {
  const env = awsEnv(full.port)
  const store = `s3://${BUCKET}/full`
  const driver = drive(SMALL, store, { env })
  await until('jobs wait', async () => (await pending()) >= 13)
  full.is = true
  const worker = work({ args: ['--concurrency', '4'], env })
  const { code, stderr } = await driver.ended
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^scale-schedule: 13 of 13 parts have failed.*no space is left/),
  ])
  full.is = false
  expect((await run(['resume', store, '--queue', url, '--quiet'], env)).code).toBe(0)
  expect(await found('full')).toEqual(await local(SMALL))
  expect(worker.child.exitCode).toBe(null)
})
