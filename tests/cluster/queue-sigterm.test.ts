/** Workers and drivers on a queue that are ended by SIGTERM: nothing is lost, and no attempt is used up. */
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { until } from './processes.js'
import { drive, expectDone, expectSame, LONG, logOf, newStore, partsOf, SLOW, withRedis, work } from './queue.js'

withRedis()

test('SIGTERM in the middle of a part lets it be finished', async () => {
  const store = newStore()
  const driver = drive(SLOW, store)
  const worker = work({ args: ['--drain', '100s'] })
  await until('it is ready', () => logOf(worker).some(({ event }) => event === 'ready'))
  await sleep(1000)
  worker.child.kill('SIGTERM')
  expect(await worker.ended).toMatchObject({ code: 143, signal: null })
  const log = logOf(worker)
  expect(log.filter(({ event }) => event === 'handed-back')).toEqual([])
  expect(partsOf(store)).toBe(log.filter(({ event }) => event === 'part').length)
  work()
  await expectDone(driver)
  await expectSame(store, SLOW)
})

test('SIGTERM without time hands the part back, to be taken at once, and uses up no attempt', async () => {
  const store = newStore()
  const driver = drive(SLOW, store)
  // More often than a part has attempts.
  for (let round = 0; round < 6; round++) {
    const worker = work({ args: ['--drain', '0s'] })
    await until('it is ready', () => logOf(worker).some(({ event }) => event === 'ready'))
    await sleep(600)
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toMatchObject({ code: 143, signal: null })
  }
  const worker = work()
  await expectDone(driver)
  expect(logOf(worker).filter(({ event }) => event === 'stalled' || event === 'part-failed')).toEqual([])
  await expectSame(store, SLOW)
  expect(readdirSync(`${store}/curves`).filter((name) => name.startsWith('.'))).toEqual([])
})

test('SIGTERM of a driver leaves what waits, and it comes back', async () => {
  const store = newStore()
  const driver = drive(LONG, store)
  const worker = work()
  await until('some parts', () => partsOf(store) >= 3)
  driver.child.kill('SIGTERM')
  expect(await driver.ended).toMatchObject({ code: 143, stderr: expect.stringContaining('Stopped: workers go on') })
  await expectDone(drive(LONG, store))
  await expectSame(store, LONG)
  expect(worker.child.exitCode).toBe(null)
})
