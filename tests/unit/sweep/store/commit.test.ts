import { truncateSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type DocumentLimits,
  MANIFEST_LIMITS,
  PLAN_LIMITS,
  SIDECAR_LIMITS,
} from '../../../../ts/sweep/plan/documents.js'
import { commitPart, type Healing } from '../../../../ts/sweep/store/commit.js'
import { digestOf } from '../../../../ts/sweep/store/digest.js'
import type { Fault } from '../../../../ts/sweep/store/fault.js'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { type Manifest, manifestText, readManifest, writeManifest } from '../../../../ts/sweep/store/manifest.js'
import { MemoryStore } from '../../../../ts/sweep/store/memory.js'
import { findPlan } from '../../../../ts/sweep/store/plan-file.js'
import { findSidecar, readSidecar, type Sidecar, sidecarText } from '../../../../ts/sweep/store/sidecar.js'
import type { Store } from '../../../../ts/sweep/store/store.js'
import { newFolder } from '../../../helpers/folders.js'

const PLAN = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const NAME = 'curves/part-00000.parquet'
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const text = async (store: Store, name: string) => Buffer.from((await store.get(name))!).toString()
const SIDECAR: Sidecar = {
  version: 2,
  name: NAME,
  rows: 2,
  bytes: 3,
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  plan: PLAN,
}

/** Puts a part of a text. */
const commit = (store: Store, content: string, healing: Partial<Healing> = {}, { rows = 2, plan = PLAN } = {}) =>
  commitPart(
    store,
    { name: NAME, bytes: bytes(content), facts: { rows, ...digestOf(bytes(content)) }, plan },
    { heals: false, ...healing },
  )

const STORES: readonly (readonly [name: string, open: () => Store])[] = [
  ['MemoryStore', () => new MemoryStore()],
  ['FolderStore', () => new FolderStore(newFolder())],
]

describe.each(STORES)('parts in a %s', (_, open) => {
  test('a part gets a sidecar, in canonical JSON', async () => {
    const store = open()
    expect(await readSidecar(store, NAME, PLAN)).toBe(null)
    expect(await commit(store, 'abc')).toEqual(SIDECAR)
    expect(await text(store, `${NAME}.json`)).toBe(
      `{"bytes":3,"name":"${NAME}","plan":"${PLAN}","rows":2,"sha256":"${SIDECAR.sha256}","version":2}\n`,
    )
    expect(await readSidecar(store, NAME, PLAN)).toEqual(SIDECAR)
  })

  test('a part of a stopped run, or one that is complete, is taken as it is', async () => {
    const store = open()
    await store.put(NAME, bytes('abc'))
    expect(await readSidecar(store, NAME, PLAN)).toBe(null)
    expect(await commit(store, 'abc')).toEqual(SIDECAR)
    expect(await commit(store, 'abc')).toEqual(SIDECAR)
    expect(await store.list()).toEqual([NAME, `${NAME}.json`])
  })

  test('another part of the name is a conflict, and stays', async () => {
    const store = open()
    await store.put(NAME, bytes('abd'))
    await expect(commit(store, 'abc')).rejects.toMatchObject({
      code: 'store-conflict',
      message: `The part ${NAME} holds the same bytes whoever makes it; found other ones there (SHA-256 a52d159f262b, not ba7816bf8f01). Delete ${NAME} and run again, or choose another folder.`,
    })
    expect(await text(store, NAME)).toBe('abd')
    expect(await store.list()).toEqual([NAME])
  })

  test('another sidecar of the name is a conflict', async () => {
    const store = open()
    await commit(store, 'abc')
    for (const facts of [{ rows: 3 }, { plan: OTHER }]) {
      await expect(commit(store, 'abc', {}, facts)).rejects.toMatchObject({
        code: 'store-conflict',
        message: expect.stringMatching(/^The sidecar .* tells of the part next to it; found other ones there/),
      })
    }
  })

  test('in a store of its own, what is damaged is told, removed and put anew', async () => {
    const store = open()
    await store.put(NAME, bytes('abd'))
    await store.put(`${NAME}.json`, bytes('{'))
    const told: string[] = []
    const onFault = ({ name, code, what }: Fault) => told.push(`${name} ${code} ${what.replace(/^.*; /, '')}`)
    expect(await commit(store, 'abc', { heals: true, onFault })).toEqual(SIDECAR)
    expect([await text(store, NAME), await readSidecar(store, NAME, PLAN)]).toEqual(['abc', SIDECAR])
    expect(told).toEqual([
      `${NAME} store-conflict found other ones there (SHA-256 a52d159f262b, not ba7816bf8f01).`,
      expect.stringMatching(/^curves\/part-00000\.parquet\.json store-conflict found other ones there/),
    ])
  })

  test('a store that removes nothing keeps what is damaged, and the cure is told', async () => {
    const inner = open()
    await inner.put(NAME, bytes('abd'))
    const store: Store = {
      location: '',
      put: (...args) => inner.put(...args),
      get: (name) => inner.get(name),
      digest: (name) => inner.digest(name),
      list: () => inner.list(),
    }
    await expect(commit(store, 'abc', { heals: true })).rejects.toThrow(`Delete ${NAME} and run again`)
    expect(await text(inner, NAME)).toBe('abd')
  })

  test('what others put again and again ends with an error', async () => {
    const inner = open()
    const store: Store = {
      location: '',
      put: async () => 'exists',
      get: (name) => inner.get(name),
      digest: async () => digestOf(bytes('other')),
      list: () => inner.list(),
      remove: async () => {},
    }
    await expect(commit(store, 'abc', { heals: true })).rejects.toMatchObject({ code: 'store-conflict' })
    store.digest = async () => null
    await expect(commit(store, 'abc', { heals: true })).rejects.toThrow('deleted in the meantime. Run again.')
  })

  test('a sidecar of another plan is a conflict', async () => {
    const store = open()
    await commit(store, 'abc')
    await expect(readSidecar(store, NAME, OTHER)).rejects.toMatchObject({
      code: 'store-conflict',
      message: `All parts in a folder are of one plan, here bbbbbbbbbbbb; found ${NAME}.json of the plan aaaaaaaaaaaa. Choose another folder, or delete what is in this one.`,
    })
  })

  const whole = JSON.stringify(SIDECAR)
  const piece = { offset: 0, bytes: 3, sha256: SIDECAR.sha256 }
  test.each([
    ['', 'found nothing'],
    [whole.slice(0, 40), 'found "{'],
    [whole.slice(0, -1), 'found "{'],
    ['null', 'found "null"'],
    ['[]', 'found "[]"'],
    ['{}', 'found "{}"'],
    ['\0\0\0', 'found "'],
    [JSON.stringify({ ...SIDECAR, rows: -1 }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, bytes: '3' }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, sha256: 'abc' }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, name: 'another' }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, version: 3 }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, footer: piece }), 'found "{'],
    [JSON.stringify({ ...SIDECAR, footer: piece, chunks: [{ ...piece, offset: -1 }] }), 'found "{'],
  ])('a sidecar of %j is corrupt', async (content, found) => {
    const store = open()
    await store.put(`${NAME}.json`, bytes(content))
    const failure = await readSidecar(store, NAME, PLAN).catch((error) => error)
    expect(failure.code).toBe('store-corrupt')
    expect(failure.message).toContain('A sidecar is JSON with the name, rows, bytes, sha256 and plan of its part;')
    expect(failure.message).toContain(found)
    expect(failure.message).toContain(`in ${NAME}.json. Delete ${NAME}.json and run again.`)
  })

  const plain = sidecarText(SIDECAR)
  test.each([plain.trimEnd(), `${plain}\n`, plain.replace('{', '{ '), plain.replace('{', '{"x":1,'), whole])(
    'a sidecar that is written down otherwise is corrupt: %j',
    async (content) => {
      const store = open()
      await store.put(`${NAME}.json`, bytes(content))
      await expect(readSidecar(store, NAME, PLAN)).rejects.toThrow(
        `A sidecar is written down in one way only; found another in ${NAME}.json. Delete ${NAME}.json and run again.`,
      )
    },
  )
})

const TABLE = 'configurations/part-00000.parquet'
const MANIFEST: Manifest = {
  version: 2,
  plan: PLAN,
  spec: { runs: { z: 1, a: 2 } },
  versions: { 'scale-schedule': '0.1.0' },
  format: { name: 'parquet' },
  layout: { partBytes: 64_000_000 },
  tables: {
    configurations: {
      columns: [{ name: 'id', type: 'int32' }],
      parts: [{ name: TABLE, rows: 2, bytes: 3, sha256: SIDECAR.sha256 }],
    },
    curves: null,
  },
}

const put = (store: Store, change: Partial<Manifest> = {}, heals = false, told: Fault[] = []) =>
  writeManifest(
    store,
    { ...MANIFEST, ...change },
    {
      heals,
      isSame: (spec) => JSON.stringify(spec).length === JSON.stringify(MANIFEST.spec).length,
      onFault: (fault) => told.push(fault),
    },
  )

/** All documents of a store, each with a way to read it. */
const DOCUMENTS: readonly (readonly [
  name: string,
  limits: DocumentLimits,
  read: (store: Store) => Promise<unknown>,
])[] = [
  ['manifest.json', MANIFEST_LIMITS, (store) => readManifest(store)],
  ['plan.json', PLAN_LIMITS, (store) => findPlan(store)],
  [`${NAME}.json`, SIDECAR_LIMITS, (store) => findSidecar(store, NAME, PLAN)],
]

describe.each(DOCUMENTS)('%s', (name, { bytes: most }, read) => {
  const answer = (store: Store) => read(store).then(JSON.stringify, String)

  test('that is larger than a sweep writes it is not even read', async () => {
    const folder = newFolder()
    const store = new FolderStore(folder)
    await store.put(name, bytes('{}'))
    const file = path.join(folder, name)
    truncateSync(file, most)
    expect(await answer(store)).not.toContain('at most')
    for (const size of [most + 1, 1e12]) {
      truncateSync(file, size)
      store.get = () => Promise.reject(new Error('read'))
      expect(await answer(store)).toContain(`The document ${name} has at most ${most / 2 ** 20} MiB; found`)
    }
  })

  test('that is larger in a store that does not tell it is refused once it is read', async () => {
    const inner = new MemoryStore()
    const { put, get, digest, list } = inner
    const methods = [put, get, digest, list].map((method) => method.bind(inner)) as [never, never, never, never]
    const store: Store = { location: '', put: methods[0], get: methods[1], digest: methods[2], list: methods[3] }
    await store.put(name, new Uint8Array(most + 1).fill(32))
    expect(await answer(store)).toContain(`The document ${name} has at most`)
  })
})

// A sidecar has no room for so many.
const SIGNED = DOCUMENTS.filter(([, { bytes: most, signs }]) => most > signs)

test.each(SIGNED)('%s that has more signs is not parsed', async (name, { signs }, read) => {
  const answer = (store: Store) => read(store).then(JSON.stringify, String)
  for (const sign of [',', '{', '[', ':']) {
    const store = new MemoryStore()
    await store.put(name, bytes(sign.repeat(signs)))
    expect(await answer(store)).not.toContain('at most')
    await store.remove(name)
    await store.put(name, bytes(sign.repeat(signs + 1)))
    expect(await answer(store)).toContain(
      `The document ${name} has at most ${signs} braces, brackets, colons and commas; found more.`,
    )
  }
})

describe.each(STORES)('the manifest in a %s', (_, open) => {
  test('is put once, and the same one is fine, also with the specification written down differently', async () => {
    const store = open()
    expect(await readManifest(store)).toBe(null)
    await put(store)
    await put(store)
    await put(store, { spec: { runs: { a: 2, z: 1 } } })
    // In the order in which it was given, for people to read.
    const checksum = digestOf(bytes(JSON.stringify(MANIFEST))).sha256
    expect(await readManifest(store)).toEqual({ ...MANIFEST, checksum })
    expect(await text(store, 'manifest.json')).toBe(`${JSON.stringify({ ...MANIFEST, checksum }, null, 2)}\n`)
  })

  test('of another plan is a conflict, and stays', async () => {
    const store = open()
    await put(store)
    for (const heals of [false, true]) {
      await expect(put(store, { plan: OTHER }, heals)).rejects.toMatchObject({
        code: 'store-conflict',
        message:
          'A folder holds one sweep; found a manifest.json with another plan (aaaaaaaaaaaa, not bbbbbbbbbbbb). Choose another folder, or delete what is in this one.',
      })
    }
    expect(await readManifest(store)).toMatchObject(MANIFEST)
  })

  const part = MANIFEST.tables.configurations.parts[0]!
  const withPart = (change: object): Partial<Manifest> => ({
    tables: {
      ...MANIFEST.tables,
      configurations: { ...MANIFEST.tables.configurations, parts: [{ ...part, ...change }] },
    },
  })
  test.each<[Partial<Manifest>, string]>([
    [{ versions: {} }, 'tells of the parts next to it; found another versions.'],
    [{ version: 1 }, 'tells of the parts next to it; found another version.'],
    [withPart({ rows: 9 }), `tells of the parts next to it; found 9 rows of ${TABLE}, not 2.`],
    [withPart({ bytes: 9 }), `tells of the parts next to it; found another bytes of ${TABLE}.`],
    [withPart({ sha256: OTHER }), `tells of the parts next to it; found another sha256 of ${TABLE}.`],
    [withPart({ more: 1 }), `tells of the parts next to it; found something else about ${TABLE}.`],
    [
      { tables: { ...MANIFEST.tables, curves: { columns: [], parts: [{ ...part, name: NAME }] } } },
      'tells of the parts next to it; found 2 parts, not 1.',
    ],
    [{ spec: {} }, 'has the specification of its plan; found that of another.'],
  ])('of the same plan that says %j is an error, or is put anew', async (change, found) => {
    const store = open()
    await store.put('manifest.json', bytes(manifestText({ ...MANIFEST, ...change })))
    await expect(put(store)).rejects.toMatchObject({
      code: 'store-corrupt',
      message: `A manifest.json ${found} Delete manifest.json and run again.`,
    })
    const told: Fault[] = []
    await put(store, {}, true, told)
    expect(told).toMatchObject([{ name: 'manifest.json', what: `A manifest.json ${found}` }])
    expect(await text(store, 'manifest.json')).toBe(manifestText(MANIFEST))
  })

  test.each<[string, (found: Record<string, unknown>) => string]>([
    ['was formatted', (found) => JSON.stringify(found)],
    ['has its checksum in another place', ({ checksum, ...rest }) => JSON.stringify({ checksum, ...rest }, null, 2)],
  ])('that %s is put anew', async (_, write) => {
    const store = open()
    await store.put('manifest.json', bytes(write(JSON.parse(manifestText(MANIFEST)))))
    expect(await readManifest(store)).toMatchObject(MANIFEST)
    await expect(put(store)).rejects.toThrow('A manifest.json is written down in one way only; found another.')
    await put(store, {}, true)
    expect(await text(store, 'manifest.json')).toBe(manifestText(MANIFEST))
  })

  test.each<[string, (text: string) => string]>([
    ['a number', (text) => text.replace('"rows": 2', '"rows": 3')],
    ['the type of a column', (text) => text.replace('"int32"', '"int64"')],
    ['the specification', (text) => text.replace('"z": 1', '"z": 7')],
    ['the checksum', (text) => text.replace(/"checksum": "./, '"checksum": "g')],
    ['the checksum, which is missing', (text) => text.replace(/,\n {2}"checksum": ".*"/, '')],
  ])('of which %s was changed is not read, and is put anew', async (_, change) => {
    const store = open()
    const changed = change(manifestText(MANIFEST))
    expect(changed).not.toBe(manifestText(MANIFEST))
    await store.put('manifest.json', bytes(changed))
    await expect(readManifest(store)).rejects.toMatchObject({
      code: 'store-corrupt',
      message:
        'A manifest.json ends with the checksum of all else in it; found another one. Delete manifest.json and run again.',
    })
    const told: Fault[] = []
    await put(store, {}, true, told)
    // Another process may have written the specification down differently.
    expect(told.length).toBe(1)
    expect(await text(store, 'manifest.json')).toBe(manifestText(MANIFEST))
  })

  const listing = (names: readonly string[]) => {
    const parts = names.map((name) => ({ ...part, name }))
    return { ...MANIFEST, tables: { configurations: { columns: [], parts }, curves: { columns: [], parts } } }
  }
  test.each<[names: readonly string[], found: string]>([
    [[TABLE, TABLE], `"${TABLE}" in place of configurations/part-00001.`],
    [['configurations/part-00001.csv'], '"configurations/part-00001.csv" in place of configurations/part-00000.'],
    [[NAME], `"${NAME}" in place of configurations/part-00000.`],
    [['../../etc/passwd'], '"../../etc/passwd" in place of configurations/part-00000.'],
    [[`${TABLE}/..`], `"${TABLE}/.." in place of configurations/part-00000.`],
    [['configurations/part-00000'], '"configurations/part-00000" in place of configurations/part-00000.'],
    [['x'.repeat(100_000)], `"${'x'.repeat(77)}..." in place of configurations/part-00000.`],
    [[TABLE], `"${TABLE}" in place of curves/part-00000.`],
  ])('that lists %j is corrupt', async (names, found) => {
    const store = open()
    await store.put('manifest.json', bytes(manifestText(listing(names))))
    await expect(readManifest(store)).rejects.toMatchObject({
      code: 'store-corrupt',
      message: `A manifest.json lists each part once, by its number; found ${found} Delete manifest.json and run again.`,
    })
  })

  test('of version 1 has no checksum', async () => {
    const store = open()
    await store.put('manifest.json', bytes(JSON.stringify({ ...MANIFEST, version: 1 })))
    expect(await readManifest(store)).toEqual({ ...MANIFEST, version: 1 })
  })

  test.each([
    '',
    JSON.stringify(MANIFEST).slice(0, 100),
    '{}',
    JSON.stringify({ ...MANIFEST, version: 3 }),
    JSON.stringify({ ...MANIFEST, tables: { configurations: null, curves: null } }),
    JSON.stringify({ ...MANIFEST, tables: { ...MANIFEST.tables, curves: { columns: [], parts: [{ name: 'a' }] } } }),
    JSON.stringify({ ...MANIFEST, layout: undefined }),
  ])('%j is corrupt', async (content) => {
    const store = open()
    await store.put('manifest.json', bytes(content))
    const failure = await readManifest(store).catch((error) => error)
    expect(failure).toMatchObject({ code: 'store-corrupt' })
    expect(failure.message).toMatch(/^A manifest is JSON .* in manifest\.json\. Delete manifest\.json and run again\.$/)
  })
})
