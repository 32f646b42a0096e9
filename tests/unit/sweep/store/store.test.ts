import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { MemoryStore } from '../../../../ts/sweep/store/memory.js'
import type { Store } from '../../../../ts/sweep/store/store.js'
import { newFolder } from '../../../helpers/folders.js'
import { runs } from '../../../helpers/repetition.js'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const text = (found: Uint8Array | null) => (found === null ? null : Buffer.from(found).toString())
const folder = () => path.join(newFolder(), 'made', 'when needed')

const STORES: readonly (readonly [name: string, open: () => Store])[] = [
  ['MemoryStore', () => new MemoryStore()],
  ['FolderStore', () => new FolderStore(folder())],
  ['FolderStore without hard links', () => new FolderStore(folder(), { hardLinks: false })],
]

describe.each(STORES)('%s', (_, open) => {
  test('keeps what is put first', async () => {
    const store = open()
    expect(await store.put('a', bytes('first'))).toBe('created')
    expect(await store.put('a', bytes('second'))).toBe('exists')
    expect(text(await store.get('a'))).toBe('first')
  })

  test('has nothing at first, and under no other name', async () => {
    const store = open()
    expect([await store.get('a'), await store.digest('a'), await store.list()]).toEqual([null, null, []])
    await store.put('a/b', bytes(''))
    expect([await store.get('a/c'), await store.digest('a/b/c'), await store.get('b')]).toEqual([null, null, null])
    expect(await store.get('a/b')).toEqual(new Uint8Array())
  })

  test('keeps its own copy', async () => {
    const store = open()
    const mine = bytes('abc')
    await store.put('a', mine)
    mine.fill(0)
    const found = await store.get('a')
    expect(text(found)).toBe('abc')
    found!.fill(0)
    expect(text(await store.get('a'))).toBe('abc')
  })

  test('lists names by their prefix, sorted', async () => {
    const store = open()
    const names = ['b', 'a/z', 'a/10', 'a/9', 'ab', 'a/b/c', 'ä', 'Z', 'a-']
    for (const name of names) await store.put(name, bytes(name))
    expect(await store.list()).toEqual([...names].sort())
    expect(await store.list('a/')).toEqual(['a/10', 'a/9', 'a/b/c', 'a/z'])
    expect(await store.list('a')).toEqual(['a-', 'a/10', 'a/9', 'a/b/c', 'a/z', 'ab'])
    expect(await store.list('a/b/c')).toEqual(['a/b/c'])
    expect(await store.list('a/b/c/d')).toEqual([])
    expect(await store.list('none')).toEqual([])
  })

  test('knows length and SHA-256', async () => {
    const store = open()
    await store.put('a', bytes('abc'))
    expect(await store.digest('a')).toEqual({
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
    const large = new Uint8Array(5_000_000).fill(7)
    await store.put('large', large)
    expect((await store.digest('large'))!.bytes).toBe(5_000_000)
    expect(Buffer.compare((await store.get('large'))!, large)).toBe(0)
  })

  test('creates a name once for all who put at the same time', async () => {
    const store = open()
    const done = await Promise.all(['a', 'b', 'c', 'd'].map((who) => store.put('folder/name', bytes(who))))
    // Without hard links it is not that exact.
    if (!_.includes('without')) expect(done.filter((how) => how === 'created')).toHaveLength(1)
    expect(['a', 'b', 'c', 'd']).toContain(text(await store.get('folder/name')))
    expect(await store.list()).toEqual(['folder/name'])
  })

  test.each(['', '/a', 'a/', 'a//b', '.', '..', '../a', 'a/../b', './a', '.a', 'a/.b', 'a\\b', 'a\nb', 'a\0', 'C:/a'])(
    'refuses the name %j',
    async (name) => {
      const store = open()
      for (const action of [() => store.put(name, bytes('')), () => store.get(name), () => store.digest(name)]) {
        await expect(action()).rejects.toMatchObject({
          code: 'store-name',
          message: expect.stringMatching(
            /^A name in a store is a relative path with '\/'.*; found ".*"\. Choose a name/,
          ),
        })
      }
    },
  )

  test('is a map whose entries never change', async () => {
    // Few names, so that they meet; none is a folder of another.
    const name = fc.constantFrom('a', 'b.json', 'c/a', 'c/b', 'd/e/f', 'ü', 'a b')
    const action = fc.oneof(
      fc.record({ put: name, content: fc.uint8Array({ maxLength: 9 }) }),
      fc.record({ get: name }),
      fc.record({ prefix: fc.constantFrom('', 'a', 'c', 'c/', 'd/e', 'x') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const store = open()
        const model = new Map<string, Uint8Array>()
        for (const step of actions) {
          if ('put' in step) {
            expect(await store.put(step.put, step.content)).toBe(model.has(step.put) ? 'exists' : 'created')
            if (!model.has(step.put)) model.set(step.put, step.content)
          } else if ('get' in step) {
            const found = await store.get(step.get)
            expect(found && [...found]).toEqual(model.has(step.get) ? [...model.get(step.get)!] : null)
          } else {
            const names = [...model.keys()].filter((key) => key.startsWith(step.prefix)).sort()
            expect(await store.list(step.prefix)).toEqual(names)
          }
        }
      }),
      { numRuns: runs(40) },
    )
  })
})
