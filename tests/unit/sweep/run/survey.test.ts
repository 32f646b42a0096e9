/** Stores that tell of all their names at once: fewer questions, and nothing that was changed is passed over. */
import { MemoryStore, type Store, sweep, verifySweep } from 'scale-schedule/sweep'
import { expect, test } from 'vitest'
import { digestOf } from '../../../../ts/sweep/store/digest.js'
import { watch } from '../../../../ts/sweep/store/watch.js'

const base = { max_duration: '30000ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
const SPEC = { base, keep: 'all' as const, part_size: '64KiB' }
const PART = 'curves/part-00001.parquet'

/** A bucket in memory, which counts what it is asked. */
class Bucket extends MemoryStore {
  readonly asked: string[] = []
  /** What happens before the next look at all names; once. */
  before: (() => Promise<void>) | null = null

  async #told(name: string): Promise<string | null> {
    const bytes = await super.get(name)
    return bytes && digestOf(bytes).sha256
  }
  override async put(name: string, bytes: Uint8Array, onPut?: (identity: string) => void) {
    const done = await super.put(name, bytes)
    if (done === 'created') onPut?.(digestOf(bytes).sha256)
    return done
  }
  override async get(name: string) {
    this.asked.push(`get of ${name}`)
    return super.get(name)
  }
  override async size(name: string) {
    this.asked.push(`size of ${name}`)
    return super.size(name)
  }
  async identity(name: string) {
    this.asked.push(`identity of ${name}`)
    return this.#told(name)
  }
  async entries() {
    this.asked.push('all')
    const change = this.before
    this.before = null
    await change?.()
    const all = await super.list()
    return new Map(
      await Promise.all(
        all.map(async (name) => {
          return [name, { bytes: (await super.size(name))!, identity: (await this.#told(name))! }] as const
        }),
      ),
    )
  }
  count(what: RegExp): number {
    return this.asked.filter((one) => what.test(one)).length
  }
}

async function run(store: Store, options: object = {}): Promise<string[]> {
  const faults: string[] = []
  const onFault = ({ name }: { name: string }) => void faults.push(name)
  for await (const _ of sweep(SPEC, { store, workers: 0, onFault, ...options })) {
    // Only what is in the store is of interest.
  }
  return faults
}

async function bytesOf(store: MemoryStore): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of await store.list()) found[name] = Buffer.from((await store.get(name))!).toString('base64')
  return found
}

test('a sweep asks them of all names at once, and of none by itself', async () => {
  const store = new Bucket()
  expect(await run(store)).toEqual([])
  const parts = (await store.list('c')).length
  expect(parts).toBeGreaterThan(6)
  // What is asked is of the plan and of the manifest.
  expect(store.asked.filter((one) => /parquet/.test(one))).toEqual([])
  expect(store.count(/^all$/)).toBe(2)
  const plain = new MemoryStore()
  await run(plain)
  expect(await bytesOf(store)).toEqual(await bytesOf(plain))
})

test('what is changed before the last look is found and made anew', async () => {
  const store = new Bucket()
  const faults: string[] = []
  let rounds = 0
  for await (const _ of sweep(SPEC, { store, workers: 0, onFault: ({ name }) => void faults.push(name) })) {
    // After all were looked at first, so that it happens at the last look.
    if (rounds++ > 0) continue
    store.before = async () => {
      const bytes = (await store.get(PART))!
      bytes[10]! ^= 1
      await store.remove(PART)
      await store.put(PART, bytes)
    }
  }
  expect(faults).toEqual([PART])
  const plain = new MemoryStore()
  await run(plain)
  expect(await bytesOf(store)).toEqual(await bytesOf(plain))
})

test('a second run reads what is there, and makes what a look at all names does not have', async () => {
  const store = new Bucket()
  await run(store)
  const before = await bytesOf(store)
  await store.remove(PART)
  await store.remove(`${PART}.json`)
  await store.remove('manifest.json')
  store.asked.length = 0
  expect(await run(store)).toEqual([])
  expect(store.count(/^(identity|size) of .*parquet/)).toBe(0)
  expect(await bytesOf(store)).toEqual(before)
  expect((await verifySweep(store, { workers: 0 })).faults).toEqual([])
})

test('a name that was put or removed since, or is asked for again, is looked at by itself', async () => {
  const bucket = new Bucket()
  const store = watch(bucket)
  await store.put('a', new Uint8Array(3))
  await bucket.put('b', new Uint8Array(4))
  expect([...(await store.survey())!.keys()]).toEqual(['a', 'b'])
  expect([await store.size!('b'), bucket.count(/^size/)]).toEqual([4, 0])
  await bucket.remove('b')
  await bucket.put('b', new Uint8Array(5))
  expect([await store.size!('b'), bucket.count(/^size/)]).toEqual([5, 1])
  expect(await store.isUnchanged('b')).toBe(true)
  await store.remove!('a')
  expect(await store.size!('a')).toBeNull()
})
