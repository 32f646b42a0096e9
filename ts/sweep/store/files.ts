/**
 * Files and folders as a store needs them: only regular files are read, and nothing that stands in their place is waited
 * for, followed or taken for one.
 */
import { createHash } from 'node:crypto'
import { type BigIntStats, constants, type StatsBase } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { systemCode } from '../../node/system.js'
import { InTheWay } from './failure.js'
import type { Digest } from './store.js'

type Stats = StatsBase<number | bigint>

// Windows knows neither, and has neither named pipes nor such links in folders.
const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants

const CHUNK = 1 << 20
// What one call of the system takes is limited.
const MOST_AT_ONCE = 1 << 30

/** The length of a regular file; null where nothing is. Fails for anything else. */
export async function sizeOfFile(file: string): Promise<number | null> {
  const found = await unlessMissing(lstat(file))
  if (found === null) return null
  checkFile(file, found)
  return found.size
}

// No clock by which files are dated is slower.
const TICK_MS = 20

/**
 * Which regular file stands there, and when it was last written to; null where nothing is. Fails for anything else. What is
 * written to it from now on changes it, even at once.
 */
export async function identityOfFile(file: string): Promise<string | null> {
  for (let tries = 0; ; tries++) {
    const found = await unlessMissing(lstat(file, { bigint: true }))
    if (found === null) return null
    checkFile(file, found)
    const age = Date.now() - Number(found.mtimeNs / 1_000_000n)
    // What is written within the same tick gets the same date.
    if (age < 0 || age >= TICK_MS || tries === MOST_WAITS) return identityIn(found)
    await setTimeout(TICK_MS)
  }
}

const identityIn = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join(' ')

// Somebody writes to it all the time.
const MOST_WAITS = 3

/** Dates a file that was just written as no later write will. */
export async function dateBack(handle: FileHandle): Promise<void> {
  const now = Date.now()
  try {
    await handle.utimes(now / 1000, (now - 2 * TICK_MS + Math.random()) / 1000)
  } catch {
    // Where the file system takes no dates, its own have to do.
  }
}

/** The identity of the file that had these facts, if a path leads to it and it is unchanged; else null. */
export async function identityIfStill(file: string, had: BigIntStats): Promise<string | null> {
  const found = await unlessMissing(lstat(file, { bigint: true }))
  const keys = ['dev', 'ino', 'size', 'mtimeNs'] as const
  return found !== null && keys.every((key) => found[key] === had[key]) ? identityIn(found) : null
}

/** The bytes of a regular file, as many as it has when it is opened; null where nothing is. */
export async function bytesOfFile(file: string): Promise<Uint8Array | null> {
  return withFile(file, async (handle, size) => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, MOST_AT_ONCE))
      // It was cut short meanwhile.
      if (bytesRead === 0) return bytes.slice(0, at)
      at += bytesRead
    }
    return bytes
  })
}

/** Length and checksum of a regular file, a piece at a time; null where nothing is. */
export async function digestOfFile(file: string): Promise<Digest | null> {
  return withFile(file, async (handle) => {
    const hash = createHash('sha256')
    const buffer = new Uint8Array(CHUNK)
    let bytes = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK)
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
      hash.update(buffer.subarray(0, bytesRead))
      bytes += bytesRead
    }
  })
}

/** Opens a file for reading, if it is one: what is in its place may have changed since it was looked at. */
async function withFile<T>(file: string, read: (handle: FileHandle, size: number) => Promise<T>): Promise<T | null> {
  if ((await sizeOfFile(file)) === null) return null
  const handle = await unlessMissing(open(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW))
  if (handle === null) return null
  try {
    const found = await handle.stat()
    checkFile(file, found)
    return await read(handle, found.size)
  } finally {
    await handle.close()
  }
}

function checkFile(file: string, found: Stats): void {
  if (!found.isFile()) throw new InTheWay(kindOf(found), file, 'file')
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isSymbolicLink()) return 'a symbolic link'
  if (found.isFIFO()) return 'a named pipe'
  if (found.isSocket()) return 'a socket'
  return found.isFile() ? 'a file' : 'a device'
}

/** Makes a folder and those above it; the first that was made, or undefined. */
export async function makeFolders(folder: string): Promise<string | undefined> {
  const missing: string[] = []
  // From the nearest that is there: a folder of the system tells less about why it makes none far below.
  for (let above = folder; !(await isFolder(above)); above = path.dirname(above)) missing.unshift(above)
  for (const next of missing) {
    try {
      await mkdir(next)
    } catch (error) {
      const code = systemCode(error)
      // As below /proc, which makes none.
      if (code === 'ENOENT' && (await isFolder(path.dirname(next)))) throw new NotSupported()
      if (code !== 'EEXIST' || !(await isFolder(next))) throw error
    }
  }
  return missing[0]
}

/** What stands in place of a folder or of one above it; null where nothing does. */
export async function blockerOf(folder: string): Promise<InTheWay | null> {
  try {
    for (let above = folder; !(await isFolder(above)); above = path.dirname(above)) {
      // The next one above.
    }
  } catch (error) {
    if (error instanceof InTheWay) return error
  }
  return null
}

/** What a file system says that has no such operation; some say that the folder is not there. */
class NotSupported extends Error {
  readonly code = 'ENOTSUP'
}

/** Whether a folder is there; fails for what stands in its place. */
async function isFolder(folder: string): Promise<boolean> {
  const found = await unlessMissing(stat(folder))
  if (found?.isDirectory()) return true
  if (found !== null) throw new InTheWay(kindOf(found), folder, 'folder')
  const link = await unlessMissing(lstat(folder))
  if (link?.isSymbolicLink()) throw new InTheWay('a symbolic link that leads nowhere', folder, 'folder')
  return false
}

/** null for what is not there. */
export async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** Makes the names in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and keeps their names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // File systems that know no such thing say so.
    if (systemCode(error) !== 'EINVAL' && systemCode(error) !== 'ENOTSUP') throw error
  } finally {
    await handle.close()
  }
}
