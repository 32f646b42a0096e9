import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FolderStore } from '../../../../ts/sweep/store/folder.js'
import { newFolder } from '../../../helpers/folders.js'
import { bundleStore, bytes, filesIn, programOf, resultOf, start } from './processes.js'

const failureOf = (action: Promise<unknown>): Promise<unknown> =>
  action.then(() => 'no failure').catch((error) => error)

const mayMount = tryToMount()

let bundle = ''
beforeAll(async () => {
  bundle = await bundleStore()
})

test('a file or a folder in the way', async () => {
  const folder = newFolder()
  mkdirSync(path.join(folder, 'taken'))
  writeFileSync(path.join(folder, 'file'), '')
  const store = new FolderStore(folder)
  const cure = 'Move it out of the way and run again, or choose another folder.'
  expect(await failureOf(store.put('taken', bytes('')))).toMatchObject({
    code: 'store-blocked',
    message: `Cannot write ${folder}/taken: a folder stands where a file has to be. ${cure}`,
  })
  expect(await failureOf(store.get('taken'))).toMatchObject({ code: 'store-blocked' })
  for (const name of ['file/a/b', 'file/a']) {
    expect(await failureOf(store.put(name, bytes('')))).toMatchObject({
      code: 'store-blocked',
      message: `Cannot write ${folder}/${name}: a file stands where a folder has to be, at ${folder}/file. ${cure}`,
    })
  }
  const inFile = new FolderStore(path.join(folder, 'file'))
  expect(await failureOf(inFile.list())).toMatchObject({
    code: 'store-blocked',
    message: `Cannot list ${folder}/file: a file stands where a folder has to be, at ${folder}/file. ${cure}`,
  })
  expect(await failureOf(inFile.put('a', bytes('')))).toMatchObject({ code: 'store-blocked' })
  expect(filesIn(folder)).toEqual(['file'])
})

const KINDS: readonly (readonly [kind: string, make: (place: string) => void])[] = [
  ['a folder', (place) => mkdirSync(place)],
  ['a symbolic link', (place) => symlinkSync('elsewhere', place)],
  ['a symbolic link', (place) => symlinkSync('none', place)],
  ['a symbolic link', (place) => symlinkSync('/dev/zero', place)],
  ...(process.platform === 'linux'
    ? [
        ['a named pipe', (place: string) => void execFileSync('mkfifo', [place])] as const,
        ...(isMaker()
          ? [['a device', (place: string) => void execFileSync('mknod', [place, 'c', '1', '5'])] as const]
          : []),
      ]
    : []),
]

/** Whether this process may make devices. */
function isMaker(): boolean {
  try {
    execFileSync('mknod', [path.join(newFolder(), 'zero'), 'c', '1', '5'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

test.each(KINDS)('%s in place of a file is neither read nor written, and can be removed (%#)', async (kind, make) => {
  const folder = newFolder()
  writeFileSync(path.join(folder, 'elsewhere'), 'kept')
  make(path.join(folder, 'part'))
  const store = new FolderStore(folder)
  for (const [verb, action] of [
    ['read', () => store.get('part')],
    ['read', () => store.digest('part')],
    ['read', () => store.size('part')],
    ['write', () => store.put('part', bytes('x'))],
  ] as const) {
    expect(await failureOf(action())).toMatchObject({
      code: 'store-blocked',
      message: `Cannot ${verb} ${folder}/part: ${kind} stands where a file has to be. Move it out of the way and run again, or choose another folder.`,
    })
  }
  expect(filesIn(folder).filter((name) => name.startsWith('.'))).toEqual([])
  await store.remove('part')
  expect(await store.put('part', bytes('x'))).toBe('created')
  expect(readFileSync(path.join(folder, 'elsewhere'), 'utf8')).toBe('kept')
})

test('a folder that is not empty is never removed', async () => {
  const folder = newFolder()
  const store = new FolderStore(folder)
  await store.put('taken/by', bytes('x'))
  expect(await failureOf(store.remove('taken'))).toMatchObject({
    code: 'store-blocked',
    message: `Cannot remove ${folder}/taken: a folder that is not empty stands where a file has to be. Move it out of the way and run again, or choose another folder.`,
  })
  expect(filesIn(folder)).toEqual(['taken/by'])
})

test.each(KINDS.slice(2))('%s in place of a folder is named (%#)', async (kind, make) => {
  const folder = newFolder()
  make(path.join(folder, 'curves'))
  const what = kind === 'a symbolic link' ? /a device|a symbolic link that leads nowhere/ : kind
  for (const store of [new FolderStore(folder), new FolderStore(path.join(folder, 'curves'))]) {
    expect(await store.get('curves/part')).toBe(null)
    const failure = (await failureOf(store.put('curves/part', bytes('x')))) as Error
    expect(failure).toMatchObject({ code: 'store-blocked', message: expect.stringMatching(what) })
    expect(failure.message).toContain(` stands where a folder has to be, at ${folder}/curves. Move it out of the way`)
  }
})

test('a link to a folder is one', async () => {
  const [folder, other] = [newFolder(), newFolder()]
  symlinkSync(other, path.join(folder, 'curves'))
  expect(await new FolderStore(folder).put('curves/part', bytes('x'))).toBe('created')
  expect(filesIn(other)).toEqual(['part'])
})

// The kernel's own tables are a file system that takes no folders, also where none may be mounted.
test.runIf(process.platform === 'linux')('a new folder below what takes none tells why', async () => {
  expect(await failureOf(new FolderStore('/proc/a/new/one').put('part', bytes('x')))).toMatchObject({
    code: 'store-denied',
    message:
      'Cannot write /proc/a/new/one/part: the file system does no such thing there (ENOTSUP). Choose another folder.',
  })
})

test.runIf(mayMount)('a new folder below a file system that is read-only', async () => {
  const place = newFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', place])
  try {
    expect(await failureOf(new FolderStore(`${place}/a/b`).put('part', bytes('x')))).toMatchObject({
      code: 'store-denied',
      message: `Cannot write ${place}/a/b/part: the file system is read-only (EROFS). Choose a folder that can be written.`,
    })
  } finally {
    execFileSync('umount', [place])
  }
})

/** Whether this process may mount. */
function tryToMount(): boolean {
  const place = newFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'pipe' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  }
}

test('a name that is too long for the file system', async () => {
  const folder = newFolder()
  const failure = await failureOf(new FolderStore(folder).put('x'.repeat(300), bytes('')))
  expect(failure).toMatchObject({
    code: 'store-io',
    message: expect.stringContaining('the path is too long (ENAMETOOLONG). Choose a folder with a shorter path.'),
  })
  expect(await new FolderStore(folder).put('y'.repeat(255), bytes(''))).toBe('created')
  expect(filesIn(folder)).toEqual(['y'.repeat(255)])
})

// A disk of 1 MB: a real one where this process may mount it, otherwise a limit on the size of its files, which fails
// in the same places with EFBIG.
const disk = newFolder()
const isMounted = mayMount
if (isMounted) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
})

test(`a full disk (${isMounted ? 'a tmpfs of 1 MB' : 'a file size limit of 1 MB, as mounting is not allowed'})`, async () => {
  const store = new FolderStore(disk)
  await store.put('small', new Uint8Array(500_000))
  const failure: unknown = isMounted
    ? await failureOf(store.put('curves/large', new Uint8Array(600_000)))
    : await limited(`return new FolderStore(${JSON.stringify(disk)}).put('curves/large', new Uint8Array(1_500_000))`)
  expect(failure).toMatchObject({
    code: 'store-full',
    message: isMounted
      ? `Cannot write ${disk}/curves/large: no space is left on the device (ENOSPC). Free some space there or choose another folder, then run again: what is complete is kept.`
      : `Cannot write ${disk}/curves/large: the file would be larger than the system allows (EFBIG). Make the parts smaller.`,
  })
  expect(filesIn(disk)).toEqual(['small'])
  expect(await store.put('small too', new Uint8Array(100_000))).toBe('created')
})

/** Runs statements in a process whose files may have 1 MB. */
async function limited(statements: string): Promise<unknown> {
  const file = path.join(newFolder(), 'limited.mjs')
  writeFileSync(file, programOf(bundle, statements, "process.on('SIGXFSZ', () => {})"))
  // In blocks of 512 bytes.
  const text = execFileSync('sh', ['-c', 'ulimit -f 2048; exec "$0" "$1"', process.execPath, file])
  return JSON.parse(text.toString())
}

// Root may write everywhere, so as root another user's process has to try.
const isRoot = process.getuid?.() === 0
const run = (statements: string) =>
  resultOf(start(programOf(bundle, statements, isRoot ? 'process.setgid(65534); process.setuid(65534)' : '')))

test(`a folder that may not be written (${isRoot ? 'by a process of the user 65534' : 'its mode is 555'})`, async () => {
  const folder = newFolder()
  await new FolderStore(folder).put('here', bytes('here'))
  if (!isRoot) chmodSync(folder, 0o555)
  const statements = (name: string) =>
    `return new FolderStore(${JSON.stringify(folder)}).put('${name}', new Uint8Array(9))`
  try {
    for (const name of ['part', 'curves/part']) {
      expect(await run(statements(name))).toEqual({
        code: 'store-denied',
        message: `Cannot write ${folder}/${name}: permission is denied (EACCES). Grant the right to it, or choose another folder.`,
      })
    }
    // What is there already can be told without a right to write.
    expect(await run(statements('here'))).toBe('exists')
  } finally {
    chmodSync(folder, 0o755)
  }
  expect(filesIn(folder)).toEqual(['here'])
})

test(`a file that may not be read (${isRoot ? 'by a process of the user 65534' : 'its mode is 000'})`, async () => {
  const folder = newFolder()
  await new FolderStore(folder).put('secret', bytes('x'))
  chmodSync(path.join(folder, 'secret'), 0)
  expect(await run(`return new FolderStore(${JSON.stringify(folder)}).digest('secret')`)).toMatchObject({
    code: 'store-denied',
    message: expect.stringContaining(`Cannot read ${folder}/secret: permission is denied (EACCES).`),
  })
})
