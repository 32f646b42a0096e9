/**
 * A store in a folder of the file system.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, lstat, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from '../../node/system.js'
import { storeFailure } from './failure.js'
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

  async put(name: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    const file = this.#fileOf(name)
    return this.#attempt(`write ${file}`, async () => {
      await this.#makeFolder(path.dirname(file))
      const done = (await isThere(file)) ? 'exists' : await this.#create(file, bytes)
      // Also when it exists: the process that put it may not have come this far.
      await sync(path.dirname(file))
      return done
    })
  }

  async get(name: string): Promise<Uint8Array | null> {
    const file = this.#fileOf(name)
    const found = await this.#attempt(`read ${file}`, () => unlessMissing(readFile(file)))
    return found && new Uint8Array(found.buffer, found.byteOffset, found.length)
  }

  async digest(name: string): Promise<Digest | null> {
    const file = this.#fileOf(name)
    return this.#attempt(`read ${file}`, () => unlessMissing(digestFile(file)))
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

  /** Removes what processes that are gone left half-written; never what a living one is writing. */
  async clean(): Promise<void> {
    const found: string[] = []
    await this.#attempt(`clean up ${this.location}`, async () => {
      await walk(this.location, '', (name, isFolder) => {
        if (!isFolder && writerOf(path.posix.basename(name))) found.push(path.join(this.location, name))
        return isFolder
      })
      for (const file of found) {
        const status = await unlessMissing(stat(file))
        if (status === null) continue
        if (isGone(writerOf(path.basename(file))!, Date.now() - status.mtimeMs)) await unlessMissing(unlink(file))
      }
    })
  }

  #fileOf(name: string): string {
    checkName(name)
    return path.join(this.location, name)
  }

  async #create(file: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    const temporary = temporaryFor(file)
    try {
      const handle = await open(temporary, 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      return (await this.#publish(temporary, file)) ? 'created' : 'exists'
    } finally {
      // It is gone already if it was renamed, was never created, or if another machine removed it as a leftover.
      await unlink(temporary).catch(() => {})
    }
  }

  /** Makes a folder whose name lasts, as do those of the folders above it in this store. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true })
    if (this.#lasting.has(folder)) return
    const top = path.resolve(first === undefined ? this.location : path.dirname(first))
    const root = path.resolve(this.location)
    const end = isWithin(root, top) ? top : root
    for (let inner = path.resolve(folder); inner !== end; inner = path.dirname(inner)) await sync(path.dirname(inner))
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
          // Which a folder of the name says too, and then fails.
          await isThere(file)
          return false
        }
        if (code === undefined || !NO_LINKS.has(code)) throw error
      }
    }
    // Not quite exact: of two processes that come here at the same moment, both may create, and the later one's file
    // stays. It is whole, and as parts are the same whoever makes them, nothing is lost.
    if (await isThere(file)) return false
    await rename(temporary, file)
    return true
  }

  async #attempt<T>(action: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      throw storeFailure(action, error)
    }
  }
}

/** Whether a file has the name. Fails for a folder. */
async function isThere(file: string): Promise<boolean> {
  const found = await unlessMissing(lstat(file))
  if (found?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
  return found !== null
}

/** null for what is not there. */
async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** Whether a folder is another one, or somewhere in it. */
const isWithin = (folder: string, other: string): boolean => `${folder}/`.startsWith(`${other}/`.replace('//', '/'))

/** Makes the names in a folder last. */
async function sync(folder: string): Promise<void> {
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

async function digestFile(file: string): Promise<Digest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
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
