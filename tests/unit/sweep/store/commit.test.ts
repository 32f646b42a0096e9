import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commitPart, readSidecar, type Sidecar, verifyPart } from '../../../../ts/sweep/store/commit.js'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { type Manifest, readManifest, writeManifest } from '../../../../ts/sweep/store/manifest.js'
import { MemoryStore } from '../../../../ts/sweep/store/memory.js'
import type { Store } from '../../../../ts/sweep/store/store.js'
import { newFolder } from '../../../helpers/folders.js'

const PLAN = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const NAME = 'curves/part-00000.parquet'
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const text = async (store: Store, name: string) => Buffer.from((await store.get(name))!).toString()
const facts = { rows: 2, plan: PLAN }
const SIDECAR: Sidecar = {
  version: 1,
  name: NAME,
  rows: 2,
  bytes: 3,
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  plan: PLAN,
}

const STORES: readonly (readonly [name: string, open: () => Store])[] = [
  ['MemoryStore', () => new MemoryStore()],
  ['FolderStore', () => new FolderStore(newFolder())],
]

describe.each(STORES)('parts in a %s', (_, open) => {
  test('a part gets a sidecar, in canonical JSON', async () => {
    const store = open()
    expect(await readSidecar(store, NAME, PLAN)).toBe(null)
    expect(await commitPart(store, NAME, bytes('abc'), facts)).toEqual(SIDECAR)
    expect(await text(store, `${NAME}.json`)).toBe(
      `{"bytes":3,"name":"${NAME}","plan":"${PLAN}","rows":2,"sha256":"${SIDECAR.sha256}","version":1}\n`,
    )
    expect(await readSidecar(store, NAME, PLAN)).toEqual(SIDECAR)
    await verifyPart(store, NAME, SIDECAR)
  })

  test('a part of a stopped run, or one that is complete, is taken as it is', async () => {
    const store = open()
    await store.put(NAME, bytes('abc'))
    expect(await readSidecar(store, NAME, PLAN)).toBe(null)
    expect(await commitPart(store, NAME, bytes('abc'), facts)).toEqual(SIDECAR)
    expect(await commitPart(store, NAME, bytes('abc'), facts)).toEqual(SIDECAR)
    expect(await store.list()).toEqual([NAME, `${NAME}.json`])
  })

  test('another part of the name is a conflict, and stays', async () => {
    const store = open()
    await store.put(NAME, bytes('abd'))
    await expect(commitPart(store, NAME, bytes('abc'), facts)).rejects.toMatchObject({
      code: 'store-conflict',
      message: `The part ${NAME} holds the same bytes whoever makes it; found other ones there (SHA-256 a52d159f262b, not ba7816bf8f01). Delete ${NAME} and run again, or choose another folder.`,
    })
    expect(await text(store, NAME)).toBe('abd')
    expect(await store.list()).toEqual([NAME])
  })

  test('another sidecar of the name is a conflict', async () => {
    const store = open()
    await commitPart(store, NAME, bytes('abc'), facts)
    await expect(commitPart(store, NAME, bytes('abc'), { rows: 3, plan: PLAN })).rejects.toMatchObject({
      code: 'store-conflict',
      message: `The sidecar ${NAME}.json tells of the part next to it; found another one (2 rows, SHA-256 ba7816bf8f01, not 3 rows, ba7816bf8f01). Delete ${NAME}.json and run again, or choose another folder.`,
    })
    await expect(commitPart(store, NAME, bytes('abc'), { rows: 2, plan: OTHER })).rejects.toMatchObject({
      code: 'store-conflict',
    })
  })

  test('a sidecar of another plan is a conflict', async () => {
    const store = open()
    await commitPart(store, NAME, bytes('abc'), facts)
    await expect(readSidecar(store, NAME, OTHER)).rejects.toMatchObject({
      code: 'store-conflict',
      message: `All parts in a folder are of one plan, here bbbbbbbbbbbb; found ${NAME}.json of the plan aaaaaaaaaaaa. Choose another folder, or delete what is in this one.`,
    })
  })

  const whole = JSON.stringify(SIDECAR)
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
    [JSON.stringify({ ...SIDECAR, version: 2 }), 'found "{'],
  ])('a sidecar of %j is corrupt', async (content, found) => {
    const store = open()
    await store.put(`${NAME}.json`, bytes(content))
    const failure = await readSidecar(store, NAME, PLAN).catch((error) => error)
    expect(failure.code).toBe('store-corrupt')
    expect(failure.message).toContain('A sidecar is JSON with the name, rows, bytes, sha256 and plan of its part;')
    expect(failure.message).toContain(found)
    expect(failure.message).toContain(`in ${NAME}.json. Delete ${NAME}.json and run again.`)
  })

  test('a part that changed, or is missing, is corrupt', async () => {
    const store = open()
    await expect(verifyPart(store, NAME, SIDECAR)).rejects.toMatchObject({
      code: 'store-corrupt',
      message: `The part ${NAME} has 3 bytes with SHA-256 ba7816bf8f01 by its sidecar; found none. Delete ${NAME}.json and run again.`,
    })
    await store.put(NAME, bytes('abd'))
    await expect(verifyPart(store, NAME, SIDECAR)).rejects.toMatchObject({
      code: 'store-corrupt',
      message: `The part ${NAME} has 3 bytes with SHA-256 ba7816bf8f01 by its sidecar; found 3 bytes with a52d159f262b. Delete ${NAME} and ${NAME}.json and run again.`,
    })
  })
})

const MANIFEST: Manifest = {
  version: 1,
  plan: PLAN,
  spec: { runs: { z: 1, a: 2 } },
  versions: { 'scale-schedule': '0.1.0' },
  format: { name: 'parquet' },
  layout: { partBytes: 64_000_000 },
  tables: {
    configurations: {
      columns: [{ name: 'id', type: 'int32' }],
      parts: [{ name: NAME, rows: 2, bytes: 3, sha256: SIDECAR.sha256 }],
    },
    curves: null,
  },
}

describe.each(STORES)('the manifest in a %s', (_, open) => {
  test('is put once, and the same one is fine', async () => {
    const store = open()
    expect(await readManifest(store)).toBe(null)
    await writeManifest(store, MANIFEST)
    await writeManifest(store, { ...MANIFEST })
    expect(await readManifest(store)).toEqual(MANIFEST)
    // In the order in which it was given, for people to read.
    expect(await text(store, 'manifest.json')).toBe(`${JSON.stringify(MANIFEST, null, 2)}\n`)
  })

  test('another one is a conflict, and stays', async () => {
    const store = open()
    await writeManifest(store, MANIFEST)
    const put = (change: Partial<Manifest>) => writeManifest(store, { ...MANIFEST, ...change }).catch((error) => error)
    expect(await put({ plan: OTHER })).toMatchObject({
      code: 'store-conflict',
      message:
        'A folder holds one sweep; found a manifest.json with another plan (aaaaaaaaaaaa, not bbbbbbbbbbbb). Choose another folder, or delete what is in this one.',
    })
    expect((await put({ versions: {} })).message).toContain('found a manifest.json with another versions.')
    expect(await readManifest(store)).toEqual(MANIFEST)
  })

  test.each([
    '',
    JSON.stringify(MANIFEST).slice(0, 100),
    '{}',
    JSON.stringify({ ...MANIFEST, version: 2 }),
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

test('files that were cut short or changed on the disk are found', async () => {
  const folder = newFolder()
  const store = new FolderStore(folder)
  const sidecar = await commitPart(store, 'part', new Uint8Array(100_000), facts)
  writeFileSync(path.join(folder, 'part'), new Uint8Array(99_999))
  await expect(verifyPart(store, 'part', sidecar)).rejects.toThrow('found 99999 bytes with')
  const changed = new Uint8Array(100_000)
  changed[70_000] = 1
  writeFileSync(path.join(folder, 'part'), changed)
  await expect(verifyPart(store, 'part', sidecar)).rejects.toThrow('found 100000 bytes with')
  writeFileSync(path.join(folder, 'part.json'), '{"version":1,"na')
  await expect(readSidecar(store, 'part', PLAN)).rejects.toThrow('found "{\\"version\\":1,\\"na" in part.json.')
})
