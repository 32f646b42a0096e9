/** Damaged sweeps: the same call again names each fault, and ends with the bytes of a sweep that nothing happened to. */
import { cpSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { setWarningHandler } from '../../../../ts/errors/warning.js'
import { canonicalJson } from '../../../../ts/sweep/plan/canonical.js'
import { newFolder } from '../../../helpers/folders.js'
import { runs, sized } from '../../../helpers/repetition.js'
import { contents, DAMAGES } from '../damages.js'
import {
  ALL_FORMS,
  type Fault,
  FolderStore,
  MemoryStore,
  type Store,
  type SweepSpec,
  sweep,
  verifySweep,
} from '../read/reading.js'

beforeAll(() => void setWarningHandler(() => {}))

const base = {
  max_duration: '90ba',
  scheduler: { name: 'cosine_with_warmup', t_warmup: '9ba' },
  optimizer: { lr: 0.3 },
}
const SPEC: SweepSpec = {
  bases: { 'a,\n"b"': base, c: { ...base, max_duration: '9000ba' } },
  grid: { alpha_f: [0, 0.5] },
  keep: 'all',
  part_size: '64KiB',
}

interface Outcome {
  readonly faults: Fault[]
  readonly resumed: number
  readonly parts: number
}

async function run(spec: SweepSpec, store: Store | string, trust = false): Promise<Outcome> {
  const faults: Fault[] = []
  let [resumed, parts] = [0, 0]
  const options = { store, workers: 0, trust, onFault: (fault: Fault) => void faults.push(fault) }
  for await (const part of sweep(spec, options)) {
    parts++
    if (part.resumed) resumed++
  }
  return { faults, resumed, parts }
}

/** In the small size, one of each kind: with pieces, read whole by this package, and not read back. */
const FORMS = ALL_FORMS.filter((_, index) => sized(1, 0) === 1 || index % 4 === 0)

describe.each(FORMS)('%j', (form) => {
  const spec = { ...SPEC, ...form }
  const whole = newFolder()
  let undisturbed: Record<string, string>
  let parts: string[]

  beforeAll(async () => {
    await run(spec, whole)
    undisturbed = contents(whole)
    parts = Object.keys(undisturbed).filter((name) => /part-\d+\.\w+$/.test(name))
  })

  test('a sweep that nothing happened to has no fault', async () => {
    expect(parts.length).toBeGreaterThan(2)
    for (const trust of [false, true]) {
      expect(await run(spec, whole, trust)).toEqual({ faults: [], resumed: parts.length, parts: parts.length })
    }
    expect(contents(whole)).toEqual(undisturbed)
  })

  test.each(Object.entries(DAMAGES))('a file that is %s is named, and made anew', async (_, damage) => {
    const [first, last] = [parts[0]!, parts.at(-1)!]
    const names = [first, `${last}.json`, 'manifest.json', `${first}.json`, last]
    for (const name of names.slice(0, sized(5, 3))) {
      const folder = newFolder()
      cpSync(whole, folder, { recursive: true })
      damage(path.join(folder, name))
      const { faults, parts: told } = await run(spec, folder)
      rmSync(path.join(folder, path.dirname(name), '.kept'), { force: true })
      expect(contents(folder)).toEqual(undisturbed)
      expect(told).toBe(parts.length)
      // A manifest that is deleted is one that was not written yet.
      if (_ === 'deleted' && name === 'manifest.json') expect(faults).toEqual([])
      else expect(faults).toMatchObject([{ what: expect.stringContaining(name.replace(/\.json$/, '')) }])
    }
  })

  test('parts that are swapped are made anew', async () => {
    const [one, other] = parts.slice(-2) as [string, string]
    const folder = newFolder()
    cpSync(whole, folder, { recursive: true })
    const at = (name: string) => path.join(folder, name)
    for (const end of ['', '.json']) {
      renameSync(at(`${one}${end}`), at(`kept${end}`))
      renameSync(at(`${other}${end}`), at(`${one}${end}`))
      renameSync(at(`kept${end}`), at(`${other}${end}`))
      expect((await run(spec, folder)).faults.length).toBe(2)
      expect(contents(folder)).toEqual(undisturbed)
    }
  })

  test('a sidecar that tells another number of rows, or other pieces, is made anew', async () => {
    for (const part of [parts[0]!, parts.at(-1)!]) {
      const file = path.join(whole, `${part}.json`)
      const text = readFileSync(file, 'utf8')
      const changes = [
        text.replace(/"rows":(\d+)/, (_, rows) => `"rows":${Number(rows) + 1}`),
        text.replace(/"version":2/, '"version":1'),
        ...(text.includes('chunks')
          ? [
              text.replace(/"offset":(\d+)/, (_, at) => `"offset":${Number(at) + 1}`),
              text.replace(/"chunks":\[.*?\],/, '"chunks":[],'),
              text.replace(/"chunks":.*?\}\],"footer":\{.*?\},/, ''),
              text.replace(/"footer":\{"bytes":\d+/, '"footer":{"bytes":9'),
            ]
          : []),
      ]
      for (const change of changes) {
        expect(change).not.toBe(text)
        writeFileSync(file, change)
        expect((await run(spec, whole)).faults).toMatchObject([{ name: `${part}.json`, code: 'store-corrupt' }])
        expect(contents(whole)).toEqual(undisturbed)
      }
    }
  })
})

describe('the plan', () => {
  const folder = newFolder()
  const file = path.join(folder, 'plan.json')
  let undisturbed: Record<string, string>
  beforeAll(async () => {
    await run(SPEC, folder)
    undisturbed = contents(folder)
  })

  test.each(Object.entries(DAMAGES))(
    'that is %s is made anew where parts or manifest tell whose it is',
    async (kind, damage) => {
      damage(file)
      const { faults } = await run(SPEC, folder)
      rmSync(path.join(folder, '.kept'), { force: true })
      expect(contents(folder)).toEqual(undisturbed)
      if (kind === 'deleted') expect(faults).toEqual([])
      else expect(faults).toMatchObject([{ name: 'plan.json' }])
    },
  )

  test('that has another specification, version or layout of the same digest is made anew', async () => {
    const text = readFileSync(file, 'utf8')
    for (const change of [
      text.replace('"max_duration":"90ba"', '"max_duration":"91ba"'),
      text.replace('"package":"', '"package":"9'),
      text.replace('"version":2', '"version":1'),
      text.replace('{', '{ '),
    ]) {
      expect(change).not.toBe(text)
      writeFileSync(file, change)
      expect((await run(SPEC, folder)).faults).toMatchObject([{ name: 'plan.json' }])
      expect(contents(folder)).toEqual(undisturbed)
    }
  })

  test('that says the same in another way stays', async () => {
    const spec = { ...SPEC, name: 'another title' }
    expect(await run(spec, folder)).toMatchObject({ faults: [] })
    expect(contents(folder)).toEqual(undisturbed)
  })

  test.each(Object.entries(DAMAGES).filter(([kind]) => kind !== 'deleted'))(
    'that is %s where nothing tells whose it is has a cure',
    async (_, damage) => {
      const folder = newFolder()
      writeFileSync(path.join(folder, 'plan.json'), readFileSync(file))
      damage(path.join(folder, 'plan.json'))
      const error = await run(SPEC, folder).catch((error) => error)
      rmSync(path.join(folder, '.kept'), { force: true })
      if (error instanceof Error) {
        expect(error.message).toMatch(/Delete plan\.json and run again\.$|Move it out of the way and run again/)
        rmSync(path.join(folder, 'plan.json'), { recursive: true })
        await run(SPEC, folder)
      }
      expect(contents(folder)).toEqual(undisturbed)
    },
  )

  test('of another sweep, and its parts, are never removed', async () => {
    const other = { ...SPEC, keep: 'summaries' as const }
    for (const name of ['plan.json', 'manifest.json']) {
      await expect(run(other, folder)).rejects.toMatchObject({ code: 'store-conflict' })
      unlinkSync(path.join(folder, name))
    }
    await expect(run(other, folder)).rejects.toThrow('All parts in a folder are of one plan')
    expect(Object.keys(contents(folder)).length).toBe(Object.keys(undisturbed).length - 2)
    // Nor are those without a sidecar, which may be anyone's.
    for (const name of Object.keys(contents(folder))) if (name.endsWith('.json')) unlinkSync(path.join(folder, name))
    const left = contents(folder)
    await expect(run(other, folder)).rejects.toMatchObject({ code: 'store-conflict' })
    expect(contents(folder)).toMatchObject(left)
  })
})

test('with trust, lengths alone are compared', async () => {
  const folder = newFolder()
  await run(SPEC, folder)
  const undisturbed = contents(folder)
  const part = path.join(folder, 'curves/part-00000.parquet')
  DAMAGES['one bit altered']!(part)
  expect((await run(SPEC, folder, true)).faults).toEqual([])
  expect((await run(SPEC, folder)).faults).toMatchObject([{ name: 'curves/part-00000.parquet' }])
  for (const [kind, what] of [
    ['cut short', /has \d+ bytes by its sidecar; found \d+ bytes\.$/],
    ['deleted', /has \d+ bytes by its sidecar; found none\.$/],
    ['replaced by a folder', /a folder stands/],
  ] as const) {
    DAMAGES[kind]!(part)
    expect((await run(SPEC, folder, true)).faults).toMatchObject([{ what: expect.stringMatching(what) }])
    expect(contents(folder)).toEqual(undisturbed)
  }
})

test('a store that removes nothing tells the cure, which helps', async () => {
  const inner = new MemoryStore()
  await run(SPEC, inner)
  const names = await inner.list()
  const whole = new Map(await Promise.all(names.map(async (name) => [name, (await inner.get(name))!] as const)))
  const store: Store = {
    location: inner.location,
    put: (name, bytes) => inner.put(name, bytes),
    get: (name) => inner.get(name),
    digest: (name) => inner.digest(name),
    list: (prefix) => inner.list(prefix),
  }
  expect((await run(SPEC, store)).faults).toEqual([])
  for (const name of names) {
    await inner.remove(name)
    await inner.put(name, whole.get(name)!.slice(0, -3))
    const { message } = (await run(SPEC, store).catch((error) => error)) as Error
    const cure = /Delete (\S+)(?: and (\S+))? and run again\.$/.exec(message)!
    for (const damaged of cure.slice(1)) if (damaged !== undefined) await inner.remove(damaged)
    expect((await run(SPEC, store)).parts).toBe(whole.size / 2 - 1)
    for (const [name, bytes] of whole) expect(Buffer.compare((await inner.get(name))!, bytes)).toBe(0)
  }
})

describe('while it runs', () => {
  /** What a run says when something is done once so many parts are done, and one of them where it is named. */
  async function disturbed(
    store: Store | string,
    after: number,
    disturb: () => unknown,
    { trust = false, name }: { trust?: boolean; name?: string } = {},
  ): Promise<Fault[]> {
    const faults: Fault[] = []
    // Parts are done in any order.
    const awaited = name === undefined || name === 'plan.json' ? undefined : name.replace(/\.json$/, '')
    let [done, isThere, isDisturbed] = [0, awaited === undefined, false]
    const onFault = (fault: Fault) => void faults.push(fault)
    for await (const { part } of sweep(SPEC, { store, workers: 0, trust, onFault })) {
      isThere ||= part.name === awaited
      if (++done < after || !isThere || isDisturbed) continue
      isDisturbed = true
      await disturb()
    }
    return faults
  }

  const whole = newFolder()
  let undisturbed: Record<string, string>
  let total: number
  beforeAll(async () => {
    total = (await run(SPEC, whole)).parts
    undisturbed = contents(whole)
  })

  const names = ['configurations/part-00000.parquet', 'configurations/part-00000.parquet.json', 'plan.json']

  describe.each(names)('%s', (name) => {
    test.each(Object.entries(DAMAGES))('that is %s is found before the manifest, and made anew', async (_, damage) => {
      for (const after of [3, 1].slice(0, sized(2, 1))) {
        const folder = newFolder()
        const faults = await disturbed(folder, after, () => damage(path.join(folder, name)), { name })
        rmSync(path.join(folder, path.dirname(name), '.kept'), { force: true })
        expect(faults.map(({ name }) => name)).toEqual([name])
        expect(contents(folder)).toEqual(undisturbed)
      }
    })

    test('is found in a store that tells no identities', async () => {
      for (const change of [
        null,
        (bytes: Uint8Array) => bytes.slice(1),
        (bytes: Uint8Array) => bytes.map((b) => b ^ 1),
      ]) {
        const store = new MemoryStore()
        const faults = await disturbed(
          store,
          2,
          async () => {
            const bytes = (await store.get(name))!
            await store.remove(name)
            if (change !== null) await store.put(name, change(bytes))
          },
          { name },
        )
        expect(faults).toMatchObject([{ name }])
        for (const kept of Object.keys(undisturbed)) {
          expect([kept, (await store.digest(kept))?.sha256]).toEqual([kept, undisturbed[kept]])
        }
      }
    })
  })

  test.each([
    ['moved away', (folder: string) => renameSync(folder, `${folder}-elsewhere`)],
    ['deleted', (folder: string) => rmSync(folder, { recursive: true })],
  ])('a folder that is %s is made again, with all that was in it', async (_, disturb) => {
    for (const inner of ['.', 'curves', 'configurations']) {
      const folder = newFolder()
      // When none is being put: that would be an error with its cure.
      const faults = await disturbed(folder, total, () => disturb(path.resolve(folder, inner)))
      expect(faults.map(({ what }) => what)).toContainEqual(expect.stringMatching(/; found none\.$/))
      const found = contents(folder)
      for (const name of Object.keys(found)) if (name.includes('-elsewhere')) delete found[name]
      expect(found).toEqual(undisturbed)
    }
  })

  test('a plan that says the same in other words is not the one that the run began with', async () => {
    const folder = newFolder()
    const file = path.join(folder, 'plan.json')
    const faults = await disturbed(folder, 1, () => {
      writeFileSync(file, readFileSync(file, 'utf8').replace(',"part_size"', ',"name":"a title","part_size"'))
    })
    expect(faults).toMatchObject([{ what: 'The plan.json of a run stays as it began; found another one.' }])
    expect(contents(folder)).toEqual(undisturbed)
  })

  test('the plan of another sweep in its place is an error, and there is no manifest', async () => {
    const other = newFolder()
    await run({ ...SPEC, keep: 'summaries' }, other)
    const folder = newFolder()
    const swap = () => cpSync(path.join(other, 'plan.json'), path.join(folder, 'plan.json'))
    await expect(disturbed(folder, 1, swap)).rejects.toMatchObject({
      code: 'store-conflict',
      message: expect.stringMatching(/^A folder holds one sweep; found that of the plan/),
    })
    expect(Object.keys(contents(folder))).not.toContain('manifest.json')
  })

  test('what was not changed is not read again', async () => {
    const folder = newFolder()
    const read: string[] = []
    class Counting extends FolderStore {
      override get(name: string) {
        read.push(name)
        return super.get(name)
      }
      override digest(name: string) {
        read.push(name)
        return super.digest(name)
      }
    }
    for (const trust of [undefined, true, false]) {
      let done = 0
      for await (const _ of sweep(SPEC, { store: new Counting(folder), workers: 0, trust })) {
        if (++done === total) read.length = 0
      }
      expect(new Set(read)).toEqual(new Set(['plan.json', 'manifest.json']))
    }
    const victim = path.join(folder, 'curves/part-00001.parquet')
    let done = 0
    for await (const _ of sweep(SPEC, { store: new Counting(folder), workers: 0 })) {
      if (++done === 1) read.length = 0
      // Only when it was read last.
      if (done === 3) writeFileSync(victim, readFileSync(victim))
    }
    expect(read.filter((name) => name === 'curves/part-00001.parquet').length).toBe(2)
    expect(contents(folder)).toEqual(undisturbed)
  })

  test('with trust, what is altered while it runs is found as well', async () => {
    const folder = newFolder()
    cpSync(whole, folder, { recursive: true })
    const name = 'curves/part-00000.parquet'
    const faults = await disturbed(folder, total, () => DAMAGES['one bit altered']!(path.join(folder, name)), {
      trust: true,
    })
    expect(faults).toMatchObject([{ name }])
    expect(contents(folder)).toEqual(undisturbed)
  })

  test('with trust, a store that tells no identities reads no part that was there', async () => {
    const store = new MemoryStore()
    await run(SPEC, store)
    const read: string[] = []
    store.digest = async (name) => {
      read.push(name)
      return MemoryStore.prototype.digest.call(store, name)
    }
    await run(SPEC, store, true)
    expect(read).toEqual([])
    await run(SPEC, store)
    expect(read.length).toBeGreaterThan(0)
  })

  test.each([false, true])('a store that keeps other bytes than it is given, removing: %s', async (removes) => {
    const inner = new MemoryStore()
    const store: Store = {
      location: 'elsewhere',
      put: (name, bytes) => inner.put(name, name.startsWith('curves') ? bytes.map((b) => b ^ 1) : bytes),
      get: (name) => inner.get(name),
      digest: (name) => inner.digest(name),
      list: (prefix) => inner.list(prefix),
      ...(removes && { remove: (name: string) => inner.remove(name) }),
    }
    await expect(run(SPEC, store)).rejects.toThrow(
      removes ? /Find out what else writes into elsewhere, then run again\.$/ : /Delete curves\/\S+ and run again\.$/,
    )
    expect(await inner.get('manifest.json')).toBe(null)
  })

  test('what is deleted again and again ends with an error, and without a manifest', async () => {
    const store = new MemoryStore()
    const put = store.put.bind(store)
    store.put = async (name, bytes) => {
      const done = await put(name, bytes)
      if (name === 'curves/part-00000.parquet.json') await store.remove('curves/part-00000.parquet')
      return done
    }
    await expect(run(SPEC, store)).rejects.toMatchObject({
      code: 'store-io',
      message:
        'What is put stays; found curves/part-00000.parquet changed or deleted again and again. Find out what else writes into memory, then run again.',
    })
    expect(await store.get('manifest.json')).toBe(null)
  })
})

describe('whatever is done to a file', () => {
  const files = new Map<string, Uint8Array>()
  beforeAll(async () => {
    const store = new MemoryStore()
    await run(SPEC, store)
    for (const name of await store.list()) files.set(name, (await store.get(name))!)
  })

  /** Some bytes in place of others. */
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(20),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom('null', '-1', '1e400', '{}', '"', '],', '0000').map((text) => Buffer.from(text)),
    ),
  })

  /** Another value somewhere in JSON, written down as the sweep would. */
  const value = fc.record({ place: fc.nat(), value: fc.jsonValue() })

  test('it is a fault, and the same call ends with the same bytes, or tells that it is another sweep', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.oneof(fc.array(edit, { minLength: 1, maxLength: 3 }), value),
        async (which, change) => {
          const name = [...files.keys()][which % files.size]!
          const whole = files.get(name)!
          const store = new MemoryStore()
          for (const [other, bytes] of files) await store.put(other, other === name ? changed(bytes, change) : bytes)
          const { faults } = await verifySweep(store, { workers: 0 })
          expect(faults.length > 0).toBe(Buffer.compare(changed(whole, change), whole) !== 0)
          try {
            await run(SPEC, store)
          } catch (error) {
            expect(error).toMatchObject({ code: 'store-conflict' })
            expect((error as Error).message).toMatch(
              /Choose another folder, or delete what is in this one\.$|, or choose another folder\.$/,
            )
            expect(Buffer.compare((await store.get(name))!, changed(whole, change))).toBe(0)
            for (const other of await store.list()) await store.remove(other)
            await run(SPEC, store)
          }
          for (const [other, bytes] of files) {
            expect([other, Buffer.compare((await store.get(other))!, bytes)]).toEqual([other, 0])
          }
          expect((await store.list()).length).toBe(files.size)
        },
      ),
      { numRuns: runs(200) },
    )
  })
})

type Change = readonly { at: number; remove: number; insert: Uint8Array }[] | { place: number; value: unknown }

function changed(bytes: Uint8Array, change: Change): Uint8Array {
  if (!('place' in change)) {
    return change.reduce((now, { at, remove, insert }) => {
      const from = Math.floor(at * now.length)
      return Buffer.concat([now.subarray(0, from), insert, now.subarray(from + remove)])
    }, bytes)
  }
  const text = Buffer.from(bytes).toString()
  // Of a part, which is no JSON, the beginning.
  if (!text.startsWith('{')) return Buffer.concat([Buffer.from(JSON.stringify(change.value)), bytes])
  const places: [holder: Record<string, unknown>, key: string][] = []
  const json = JSON.parse(text, function (this: Record<string, unknown>, key, inner) {
    places.push([this, key])
    return inner
  })
  const [holder, key] = places[change.place % (places.length - 1)]!
  holder[key] = change.value
  if (text.includes('"chunks"')) return Buffer.from(`${canonicalJson(json)}\n`)
  return Buffer.from(`${text.includes('\n  ') ? JSON.stringify(json, null, 2) : JSON.stringify(json)}\n`)
}
