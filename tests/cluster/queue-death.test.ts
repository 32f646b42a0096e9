/** What dies or stands still while a sweep is on a queue: the bytes are those of one machine. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SEED } from '../helpers/repetition.js'
import { kill, until } from './processes.js'
import { drive, expectDone, expectSame, LONG, logOf, newStore, SLOW, withRedis, work } from './queue.js'

withRedis()

test('workers that are killed at random moments', async () => {
  const store = newStore()
  const driver = drive(LONG, store)
  let seed = SEED
  for (let round = 0; round < 4; round++) {
    const worker = work()
    await until('it works', () => logOf(worker).some(({ event }) => event === 'part'))
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    await sleep(seed % 150)
    await kill(worker.child)
  }
  work()
  await expectDone(driver)
  await expectSame(store, LONG)
})

test('a part whose worker is killed is taken over within a minute, as often as that happens', async () => {
  const store = newStore()
  const driver = drive(SLOW, store)
  for (let round = 0; round < 2; round++) {
    const worker = work()
    await until('it waits for what is locked, or works', () => logOf(worker).some(({ event }) => event === 'ready'))
    await sleep(1500)
    await kill(worker.child)
  }
  const worker = work()
  const started = performance.now()
  await until('it works', () => logOf(worker).some(({ event, made }) => event === 'part' && made))
  expect(performance.now() - started).toBeLessThan(90_000)
  await expectDone(driver)
  await expectSame(store, SLOW)
})

test('a worker that stands still for longer than its lock, and then goes on', async () => {
  const store = newStore()
  const driver = drive(SLOW, store)
  const slow = work()
  await until('it is ready', () => logOf(slow).some(({ event }) => event === 'ready'))
  await sleep(1500)
  slow.child.kill('SIGSTOP')
  work()
  await expectDone(driver)
  slow.child.kill('SIGCONT')
  await sleep(3000)
  await expectSame(store, SLOW)
  expect(slow.child.exitCode).toBe(null)
})
