/** Waiting at most so long: a limit that is not needed keeps no process from its end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { waitAtMost } from '../../../ts/cluster/durations.js'

const timeouts = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

it('leaves no timer when the work is done first', async () => {
  const before = timeouts()
  const work = Promise.resolve()
  const waited = waitAtMost(3_600_000, work)
  expect(timeouts()).toBe(before + 1)
  await waited
  expect(timeouts()).toBe(before)
})

it('waits no longer than it was told', async () => {
  let isDone = false
  const never = sleep(3_600_000, undefined, { ref: false }).then(() => {
    isDone = true
  })
  await waitAtMost(10, never)
  expect(isDone).toBe(false)
})

it('tells how the work failed', async () => {
  const before = timeouts()
  await expect(waitAtMost(3_600_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(timeouts()).toBe(before)
})
