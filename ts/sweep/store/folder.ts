/**
 * A store in a folder of the file system.
 */
import type { BigIntStats } from 'node:fs'
import { link, lstat, open, readdir, rename, rmdir, stat, statfs, unlink } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from '../../node/system.js'
import { InTheWay, storeFailure } from './failure.js'
import {
  blockerOf,
  bytesOfFile,
  dateBack,
  digestOfFile,
  identityIfStill,
  identityOfFile,
  makeFolders,
  sizeOfFile,
  syncFolder,
  unlessMissing,
} from './files.js'
import { checkName, type Digest, type Store } from './store.js'
import { isGone, temporaryFor, writerOf } from './temporaries.js'

/** How a folder is used. */
export interface FolderStoreOptions {
  /**
   * Whether the file system has hard links, which put a name exactly once. Found out by itself; false does without
   * them from the start.
   */
  readonly hardLinks?: boolean
}

// What `link` says where there are no hard links, as on FAT and on some network shares.
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

// NFS keeps attributes of folders for 60 seconds unless it is told otherwise.
const LONGEST_LAG = 65_000
// File systems that no other machine writes to, by the numbers that Linux has for them: ext, XFS, Btrfs, tmpfs, overlay, ZFS, F2FS.
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0x858458f6])

/** Files in a folder, which is made when it is needed. Any number of processes may put at the same time. */
export class FolderStore implements Store {
  /** The path of the folder, as it was given. */
  readonly location: string
  readonly #options: FolderStoreOptions
  /** Folders whose names are on the disk, and stay there after a crash. */
  readonly #lasting = new Set<string>()

  constructor(folder: string, options: FolderStoreOptions = {}) {
    this.location = folder
    this.#options = options
  }

  async put(name: string, bytes: Uint8Array, onPut?: (identity: string) => void): Promise<'created' | 'exists'> {
    const file = this.#fileOf(name)
    return this.#attempt(
      `write ${file}`,
      async () => {
        await this.#makeFolder(path.dirname(file))
        const written = (await sizeOfFile(file)) === null ? await this.#create(file, bytes) : null
        // Also when it exists: the process that put it may not have come this far.
        await syncFolder(path.dirname(file))
        // What somebody else put there meanwhile exists.
        const identity = written === null ? null : await identityIfStill(file, written)
        if (identity === null) return 'exists'
        onPut?.(identity)
        return 'created'
      },
      name,
    )
  }

  async get(name: string): Promise<Uint8Array | null> {
    const file = this.#fileOf(name)
    return this.#attempt(`read ${file}`, () => bytesOfFile(file), name)
  }

  async size(name: string): Promise<number | null> {
    const file = this.#fileOf(name)
    return this.#attempt(`read ${file}`, () => sizeOfFile(file), name)
  }

  /** The file's device, number, length and dates. */
  async identity(name: string): Promise<string | null> {
    const file = this.#fileOf(name)
    return this.#attempt(`read ${file}`, () => identityOfFile(file), name)
  }

  async digest(name: string): Promise<Digest | null> {
    const file = this.#fileOf(name)
    return this.#attempt(`read ${file}`, () => digestOfFile(file), name)
  }

  async list(prefix = ''): Promise<string[]> {
    const names: string[] = []
    await this.#attempt(`list ${this.location}`, () =>
      walk(this.location, '', (name, isFolder) => {
        const isHidden = path.posix.basename(name).startsWith('.')
        if (isFolder) return !isHidden && (`${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`))
        if (!isHidden && name.startsWith(prefix)) names.push(name)
        return false
      }),
    )
    return names.sort()
  }

  /** Also a link, which stays what it leads to, a named pipe, and a folder that is empty; no other folder. */
  async remove(name: string): Promise<void> {
    const file = this.#fileOf(name)
    await this.#attempt(`remove ${file}`, async () => {
      const found = await unlessMissing(lstat(file))
      if (found?.isDirectory()) await unlessFull(file, rmdir(file))
      else if (found !== null) await unlessMissing(unlink(file))
    })
  }

  /** Where the file system is shared, its clients may keep what they know of a folder for a minute. */
  async lag(): Promise<number> {
    try {
      if (process.platform !== 'linux') return 0
      return LOCAL.has((await statfs(this.location)).type) ? 0 : LONGEST_LAG
    } catch {
      // What is not there, or tells nothing, has nothing to wait for.
      return 0
    }
  }

  /**
   * Removes what processes that are gone left half-written; never what a living one is writing, but at the end of a sweep: of
   * another machine nobody can tell whether it lives, and then all names are taken.
   */
  async clean(isEnd = false): Promise<void> {
    const found: string[] = []
    await this.#attempt(`clean up ${this.location}`, async () => {
      await walk(this.location, '', (name, isFolder) => {
        if (!isFolder && writerOf(path.posix.basename(name))) found.push(path.join(this.location, name))
        return isFolder
      })
      for (const file of found) {
        const status = await unlessMissing(stat(file))
        if (status === null) continue
        if (isEnd || isGone(writerOf(path.basename(file))!, Date.now() - status.mtimeMs))
          await unlessMissing(unlink(file))
      }
    })
  }

  #fileOf(name: string): string {
    checkName(name)
    return path.join(this.location, name)
  }

  /** Writes a file; null when its name was taken meanwhile. */
  async #create(file: string, bytes: Uint8Array): Promise<BigIntStats | null> {
    for (let attempt = 1; ; attempt++) {
      const temporary = temporaryFor(file)
      let isWritten = false
      try {
        const written = await this.#write(temporary, bytes)
        isWritten = true
        return (await this.#publish(temporary, file)) ? written : null
      } catch (error) {
        // Another process came to the end of the sweep meanwhile, and removed what was half-written: it puts the file, or
        // is as far as this one.
        if (systemCode(error) !== 'ENOENT') throw error
        if ((await sizeOfFile(file)) !== null) return null
        if (!isWritten || attempt === MOST_ATTEMPTS) throw error
      } finally {
        // It is gone already if it was renamed, was never created, or if another machine removed it as a leftover.
        await unlink(temporary).catch(() => {})
      }
    }
  }

  async #write(temporary: string, bytes: Uint8Array): Promise<BigIntStats> {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(bytes)
      await dateBack(handle)
      await handle.sync()
      const written = await handle.stat({ bigint: true })
      if (written.size !== BigInt(bytes.length)) {
        throw new Error(`the system kept ${written.size} of ${bytes.length} bytes`)
      }
      return written
    } finally {
      await handle.close()
    }
  }

  /** Makes a folder whose name lasts, as do those of the folders above it in this store. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await makeFolders(folder)
    if (first === undefined && this.#lasting.has(folder)) return
    const top = path.resolve(first === undefined ? this.location : path.dirname(first))
    const root = path.resolve(this.location)
    const end = isWithin(root, top) ? top : root
    for (let inner = path.resolve(folder); inner !== end; inner = path.dirname(inner))
      await syncFolder(path.dirname(inner))
    this.#lasting.add(folder)
  }

  /** Gives a whole file its name; false when the name is taken. */
  async #publish(temporary: string, file: string): Promise<boolean> {
    if (this.#options.hardLinks !== false) {
      try {
        await link(temporary, file)
        return true
      } catch (error) {
        const code = systemCode(error)
        if (code === 'EEXIST') {
          // Which anything of the name says, and then fails unless it is a file.
          await sizeOfFile(file)
          return false
        }
        if (code === undefined || !NO_LINKS.has(code)) throw error
      }
    }
    // Not quite exact: of two processes that come here at the same moment, both may create, and the later one's file
    // stays. It is whole, and as parts are the same whoever makes them, nothing is lost.
    if ((await sizeOfFile(file)) !== null) return false
    await rename(temporary, file)
    return true
  }

  async #attempt<T>(action: string, run: () => Promise<T>, name?: string): Promise<T> {
    try {
      return await run()
    } catch (error) {
      const folder = name === undefined ? this.location : path.dirname(this.#fileOf(name))
      const told = systemCode(error) === 'ENOTDIR' ? await blockerOf(folder) : null
      throw storeFailure(action, told ?? error, name)
    }
  }
}

// Each is lost only to another process that is at the end of the same sweep.
const MOST_ATTEMPTS = 100

/** Whether a folder is another one, or somewhere in it. */
const isWithin = (folder: string, other: string): boolean => `${folder}/`.startsWith(`${other}/`.replace('//', '/'))

/** What keeps a folder from being removed. */
async function unlessFull(folder: string, result: Promise<void>): Promise<void> {
  try {
    await result
  } catch (error) {
    const isFull = ['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')
    throw isFull ? new InTheWay('a folder that is not empty', folder, 'file') : error
  }
}

/** Shows all files and folders by their names in the store; enters the folders for which `enter` returns true. */
async function walk(folder: string, above: string, enter: (name: string, isFolder: boolean) => boolean): Promise<void> {
  const entries = await unlessFileAtTop(above, readdir(folder, { withFileTypes: true }))
  for (const entry of entries ?? []) {
    const name = `${above}${entry.name}`
    if (!entry.isFile() && !entry.isDirectory()) continue
    if (enter(name, entry.isDirectory())) await walk(path.join(folder, entry.name), `${name}/`, enter)
  }
}

/** A folder that is not there, or no longer, is empty; but the store's own is no file. */
async function unlessFileAtTop<T>(above: string, result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || (code === 'ENOTDIR' && above !== '')) return null
    throw error
  }
}
