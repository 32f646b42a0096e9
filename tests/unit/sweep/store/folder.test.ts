import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { OURSELVES, temporaryFor } from '../../../../ts/sweep/store/temporaries.js'
import { newFolder } from '../../../helpers/folders.js'
import { sized } from '../../../helpers/repetition.js'
import { bundleStore, bytes, filesIn, programOf, resultOf, start } from './processes.js'

let bundle = ''
beforeAll(async () => {
  bundle = await bundleStore()
})

test('of many processes that put a name at once, exactly one creates it', async () => {
  const folder = newFolder()
  const rounds = sized(40, 10)
  const statements = (who: number) => `
    const store = new FolderStore(${JSON.stringify(folder)})
    const done = []
    // All start a round at the same moment, as near as clocks tell.
    for (let i = 0; i < ${rounds}; i++) {
      while (Date.now() < ${Date.now() + 1500} + 25 * i) {}
      done.push(await store.put('round/' + i, new Uint8Array(100_000).fill(${who})))
    }
    return done`
  const results = (await Promise.all(
    [1, 2, 3].map((who) => resultOf(start(programOf(bundle, statements(who))))),
  )) as string[][]
  for (let i = 0; i < rounds; i++) {
    const creators = [1, 2, 3].filter((_, who) => results[who]![i] === 'created')
    expect(creators).toHaveLength(1)
    const found = readFileSync(path.join(folder, 'round', String(i)))
    expect([found.length, new Set(found)]).toEqual([100_000, new Set(creators)])
  }
  expect(filesIn(folder)).toHaveLength(rounds)
})

test('whatever is written under a name changes its identity, even at once and with the same length', async () => {
  const folder = newFolder()
  const store = new FolderStore(folder)
  const at = (name: string) => path.join(folder, name)
  expect(await store.identity('none')).toBe(null)
  for (let i = 0; i < sized(200, 50); i++) {
    const name = `put-${i}`
    await store.put(name, bytes('first'))
    const before = await store.identity(name)
    writeFileSync(at(name), 'other')
    expect(await store.identity(name)).not.toBe(before)
  }
  // Not one that it put itself.
  for (let i = 0; i < 10; i++) {
    const name = `mine-${i}`
    writeFileSync(at(name), 'first')
    const before = await store.identity(name)
    writeFileSync(at(name), 'other')
    expect(await store.identity(name)).not.toBe(before)
  }
  expect(await store.identity('put-0')).toBe(await store.identity('put-0'))
  mkdirSync(at('folder'))
  await expect(store.identity('folder')).rejects.toMatchObject({ code: 'store-blocked' })
})

test('other files in the folder are no names', async () => {
  const folder = newFolder()
  const store = new FolderStore(folder)
  await store.put('a/b', bytes(''))
  writeFileSync(path.join(folder, '.DS_Store'), '')
  mkdirSync(path.join(folder, '.git'))
  writeFileSync(path.join(folder, '.git', 'config'), '')
  writeFileSync(temporaryFor(path.join(folder, 'a', 'c')), '')
  symlinkSync(folder, path.join(folder, 'a', 'loop'))
  expect(await store.list()).toEqual(['a/b'])
})

test('temporaries of processes that are gone are cleaned up, those of living ones stay', async () => {
  const folder = newFolder()
  mkdirSync(path.join(folder, 'curves'))
  const at = (name: string) => path.join(folder, name)
  const long = Date.now() / 1000 - 3700
  const make = (name: string, writer: { host: string; pid: number }, isOld: boolean) => {
    const file = temporaryFor(at(name), writer)
    writeFileSync(file, 'half')
    if (isOld) utimesSync(file, long, long)
    return path.relative(folder, file)
  }
  const dead = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => dead.on('close', resolve))
  const living = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  try {
    const { host } = OURSELVES
    const stay = [
      make('by a living process', { host, pid: living.pid! }, false),
      make('by a living process, long ago', { host, pid: living.pid! }, true),
      make('by init, which may not be signalled by all', { host, pid: 1 }, true),
      make('by ourselves', OURSELVES, false),
      make('elsewhere', { host: '00000000', pid: dead.pid! }, false),
    ]
    make('by a dead process', { host, pid: dead.pid! }, false)
    make('curves/by a dead process', { host, pid: dead.pid! }, true)
    make('by our process id, before us', OURSELVES, true)
    make('elsewhere, long ago', { host: '00000000', pid: living.pid! }, true)
    writeFileSync(at('.hidden.tmp'), '')
    const store = new FolderStore(folder)
    await store.put('whole', bytes('whole'))
    await store.clean()
    expect(filesIn(folder)).toEqual([...stay, '.hidden.tmp', 'whole'].sort())
    expect(await store.list()).toEqual(['whole'])
  } finally {
    living.kill()
  }
})

test('cleaning up a folder that is not there does nothing', async () => {
  const folder = path.join(newFolder(), 'none')
  await new FolderStore(folder).clean()
  expect(existsSync(folder)).toBe(false)
})

test('a process that is killed while it puts leaves nothing under the name', async () => {
  const folder = newFolder()
  const endless = `
    const store = new FolderStore(${JSON.stringify(folder)})
    const large = new Uint8Array(200_000_000)
    process.stdout.write('begun')
    for (let i = 0; ; i++) await store.put('part-' + i, large)`
  const child = start(programOf(bundle, endless))
  await new Promise((resolve) => child.stdout!.once('data', resolve))
  while (filesIn(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.on('close', resolve))
  const store = new FolderStore(folder)
  for (const name of await store.list()) expect((await store.digest(name))!.bytes).toBe(200_000_000)
  await store.clean()
  expect(filesIn(folder)).toEqual(await store.list())
})
