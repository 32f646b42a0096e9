/** Looks for parts that others have put, where these may not be seen at once. */
import { MemoryStore, planSweep, sweep } from 'scale-schedule/sweep'
import { beforeAll, describe, expect, test } from 'vitest'
import { missingAfterWaiting } from '../../../../ts/sweep/run/end.js'

const base = { max_duration: '30000ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
const SPEC = { base, keep: 'all' as const, part_size: '64KiB' }
const plan = planSweep(SPEC)
const names: string[] = []

beforeAll(async () => {
  const store = new MemoryStore()
  for await (const _ of sweep(SPEC, { store, workers: 0 })) {
    // Only its names are of interest.
  }
  names.push(...(await store.list('c')))
})

/** A store whose looks show more each time, and in which what others put may not be seen for some seconds. */
class Lagging extends MemoryStore {
  looks = 0
  readonly #shown: readonly number[]
  constructor(shown: readonly number[]) {
    super()
    this.#shown = shown
  }
  async lag() {
    return 4000
  }
  override async list() {
    return names.slice(0, this.#shown[Math.min(this.looks++, this.#shown.length - 1)])
  }
}

describe('a shard', () => {
  test.each<[string, number[], number]>([
    ['looks once where all is there', [Number.POSITIVE_INFINITY], 1],
    ['looks again, and gives up when nothing has come', [4, 4, 4], 3],
    ['looks on for as long as more comes', [4, 6, Number.POSITIVE_INFINITY], 3],
  ])('%s', async (_, shown, looks) => {
    const store = new Lagging(shown)
    const missing = await missingAfterWaiting(store, plan, { patient: false })
    expect([store.looks, missing.length === 0]).toEqual([looks, shown.at(-1) === Number.POSITIVE_INFINITY])
  })
})

test('--finish looks for as long as something may not be seen', async () => {
  const store = new Lagging([4, 4, 4, Number.POSITIVE_INFINITY])
  expect(await missingAfterWaiting(store, plan, { patient: true })).toEqual([])
  expect(store.looks).toBe(4)
})

test('where all is seen at once nobody waits', async () => {
  const started = performance.now()
  expect(await missingAfterWaiting(new MemoryStore(), plan, { patient: true })).toEqual([...plan.parts.keys()])
  expect(performance.now() - started).toBeLessThan(900)
})
