/** Stores by their location. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { SweepError } from '../../../../ts/sweep/errors.js'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { MemoryStore } from '../../../../ts/sweep/store/memory.js'
import { openStore } from '../../../../ts/sweep/store/open.js'
import { newFolder } from '../../../helpers/folders.js'

test.each(['out', './a b', '/tmp/x', 'C:\\sweeps', 'C:/sweeps', 'a:b', 's3:/one-slash', '//server/share', '学習'])(
  'the path %j is a folder',
  async (location) => {
    const store = await openStore(location)
    expect([store instanceof FolderStore, store.location]).toEqual([true, location])
  },
)

test('a file URL is a folder', async () => {
  const folder = path.join(newFolder(), 'a b')
  const store = await openStore(pathToFileURL(folder).href)
  expect(store.location).toBe(folder)
  await store.put('a', new Uint8Array(1))
  expect(await new FolderStore(folder).list()).toEqual(['a'])
})

test('a store is given back as it is', async () => {
  const store = new MemoryStore()
  expect(await openStore(store)).toBe(store)
  expect(store.location).toBe('memory')
})

test.each(['', 's4://bucket/sweep', 'https://example.org/sweep', 'constructor://x'])(
  'the location %j is refused in one line',
  async (location) => {
    const error = await openStore(location).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(SweepError)
    expect(error).toMatchObject({
      code: 'store-location',
      message: `A sweep is kept in a folder, given by its path or as file://, or in a bucket, as s3://; found ${JSON.stringify(location)}. Write the path of a folder.`,
    })
  },
)
