/**
 * Where values go: standard output, or a file that appears whole or not at all.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, unlinkSync } from 'node:fs'
import { type FileHandle, open, readlink, realpath, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from '../../node/system.js'
import { ioError, PipeClosed } from './failure.js'
import { openPipe } from './pipe.js'
import { onInterrupt } from './signals.js'

/** Takes text or bytes piece by piece; `write` resolves when there is room for more. */
export interface Sink {
  /** Bytes written so far. */
  readonly bytes: number
  /** @throws CliError, or PipeClosed when the reader went away */
  write(text: string | Uint8Array): Promise<void>
  /** Makes what was written final. */
  finish(): Promise<void>
  /** Leaves nothing behind; for use when `finish` is not reached. Synchronous, as a signal handler needs it. */
  discard(): void
}

/** Writes to a stream and waits until it has taken the text. */
export function writeTo(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      if (!error) resolve()
      else if (systemCode(error) === 'EPIPE' || systemCode(error) === 'ERR_STREAM_DESTROYED') reject(new PipeClosed())
      else reject(ioError('write to standard output', error))
    }
    try {
      stream.write(text, done)
    } catch (error) {
      done(error as Error)
    }
  })
}

/** Writes to standard output as long as someone reads it: what is done goes on, and the exit code tells how it ended. */
export function whileRead(): (text: string) => Promise<void> {
  let isRead = true
  return async (text) => {
    if (!isRead) return
    try {
      await writeTo(process.stdout, text)
    } catch (error) {
      if (!(error instanceof PipeClosed)) throw error
      isRead = false
    }
  }
}

/** Writes all there is into a sink: it appears whole, or nothing is left behind. */
export async function writeWhole(sink: Sink, content: string | Uint8Array): Promise<void> {
  try {
    await sink.write(content)
    await sink.finish()
  } catch (error) {
    sink.discard()
    throw error
  }
}

/** The sink of an option: standard output where it is left out, or '-'. */
export const toOutput = async (output: string | undefined): Promise<Sink> =>
  output === undefined || output === '-' ? toStdout() : await toFile(output)

/** Standard output. */
export function toStdout(): Sink {
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    async write(text) {
      await writeTo(process.stdout, text)
      bytes += Buffer.byteLength(text)
    },
    finish: async () => {},
    discard: () => {},
  }
}

/**
 * A file. What is there stays until `finish`, which puts the new one in its place at once. A device or a pipe can't be
 * replaced by a file; it is written to as it is, a pipe from when somebody reads it.
 *
 * @throws CliError when it can't be written
 */
export async function toFile(file: string): Promise<Sink> {
  const target = await writing(file, () => findTarget(file))
  if (target.kind === 'pipe') return toPipe(file)
  const folder = path.dirname(target.path)
  const temporary =
    target.kind === 'device'
      ? null
      : path.join(folder, `.${path.basename(file).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`)
  let open_: FileHandle | null = null
  let left: string | null = null
  const discard = () => {
    release()
    open_?.close().catch(() => {})
    open_ = null
    if (left === null) return
    try {
      unlinkSync(left)
    } catch {
      // It is gone already.
    }
    left = null
  }
  const release = onInterrupt(discard)
  const handle = await writing(file, async () => {
    if (temporary === null) return open(target.path, 'w')
    // Made at once: a signal while another thread makes it would leave it behind.
    closeSync(openSync(temporary, 'wx', target.mode))
    left = temporary
    return open(temporary, 'r+')
  }).catch((error) => {
    discard()
    throw error
  })
  open_ = handle
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    async write(text) {
      await writing(file, () => handle.writeFile(text))
      bytes += Buffer.byteLength(text)
    },
    async finish() {
      await writing(file, async () => {
        if (temporary) await handle.sync()
        open_ = null
        await handle.close()
        if (temporary) await rename(temporary, target.path)
        left = null
        release()
      })
    },
    discard,
  }
}

/** A named pipe, whose reader may go away as that of standard output. */
async function toPipe(file: string): Promise<Sink> {
  const pipe = await writing(file, () => openPipe(file))
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    async write(text) {
      await writing(file, async () => {
        try {
          await pipe.write(text)
        } catch (error) {
          throw systemCode(error) === 'EPIPE' ? new PipeClosed() : error
        }
      })
      bytes += Buffer.byteLength(text)
    },
    finish: async () => pipe.close(),
    discard: pipe.close,
  }
}

/** Does something on the way into a file. */
async function writing<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw error instanceof PipeClosed ? error : ioError(`write ${file}`, error)
  }
}

/**
 * Finds out whether a file can be written, and leaves nothing behind; for before a long calculation.
 *
 * @throws CliError when it can't
 */
export async function probeFile(file: string): Promise<void> {
  const kind = await findTarget(file).then(
    (target) => target.kind,
    () => 'file',
  )
  // What reads a pipe would take the probe for the whole.
  if (kind === 'file') (await toFile(file)).discard()
}

interface Target {
  readonly kind: 'file' | 'pipe' | 'device'
  readonly path: string
  /** The rights of a file that is there, or is to be made. */
  readonly mode: number
}

/** The file behind links, so that a link stays one; and whether it is something other than a file. */
async function findTarget(file: string, links = 40): Promise<Target> {
  try {
    const found = await stat(file)
    if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    // A pipe that a shell gives as /dev/fd/63 is a link to no name.
    if (!found.isFile()) return { kind: found.isFIFO() ? 'pipe' : 'device', path: file, mode: 0 }
    return { kind: 'file', path: await realpath(file), mode: found.mode & 0o777 }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    // A link to a file that is not there yet.
    const link = await readlink(file).catch(() => null)
    if (link !== null && links > 0) return findTarget(path.resolve(path.dirname(file), link), links - 1)
    return { kind: 'file', path: path.resolve(file), mode: 0o666 }
  }
}
