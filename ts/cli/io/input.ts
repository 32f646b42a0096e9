/**
 * The text of a configuration, or of another file that is read. Knows nothing of what it says.
 */
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readlink, stat } from 'node:fs/promises'
import { MOST_BYTES } from '../../config/limits.js'
import { systemCode } from '../../node/system.js'
import { CliError, EXIT, ioError } from './failure.js'

/** What a file is to be, as messages call it, and how large it may be. */
export interface Expected {
  readonly what: string
  readonly mostBytes: number
}

const CONFIGURATION: Expected = { what: 'A configuration', mostBytes: MOST_BYTES }

/**
 * Reads a file, or standard input for '-'.
 *
 * @throws CliError when it can't be read (exit code 3), or is no UTF-8 text (1)
 */
export async function readText(file: string, expected: Expected = CONFIGURATION): Promise<string> {
  const { what, mostBytes } = expected
  const name = file === '-' ? 'standard input' : file
  let bytes: Buffer
  try {
    bytes = await readBytes(file, expected)
  } catch (error) {
    throw error instanceof CliError ? error : ioError(`read ${name}`, error)
  }
  if (bytes.length > mostBytes) {
    throw new CliError(
      EXIT.wrong,
      `${name}: ${what} has at most ${mostBytes / 2 ** 20} MiB; found more. Check the path.`,
    )
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Falls through: bytes that are no UTF-8.
  }
  throw new CliError(EXIT.wrong, `${name}: ${what} is UTF-8 text; found a binary file. Check the path.`)
}

async function readBytes(file: string, { what, mostBytes }: Expected): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  const add = (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    return size <= mostBytes
  }
  // As a socket it can't be opened by its name.
  if (file === '-' || file === '/dev/stdin') {
    for await (const chunk of process.stdin) if (!add(chunk)) break
  } else {
    const handle = await openFile(file, what)
    try {
      while (add(await readChunk(handle)) && chunks.at(-1)!.length > 0);
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') throw error
      const rule = `${what} is a file with an end; found one that has to be waited for`
      throw new CliError(EXIT.io, `Cannot read ${file}: ${rule}. Check the path.`, { cause: error })
    } finally {
      await handle.close()
    }
  }
  return Buffer.concat(chunks)
}

/**
 * Opens what is a file: opening a pipe would wait until somebody writes to it, and a device may never end. Nor may what
 * the system calls a file, such as its own log: what would have to be waited for is an error. The open files of this
 * process are taken as they are: a shell gives `<(command)` as one.
 */
async function openFile(file: string, what: string): Promise<FileHandle> {
  if (/^\/(?:dev\/fd\/\d|proc\/self\/fd\/\d)/.test(file)) return open(file)
  const found = await stat(file).catch(async (error: unknown) => {
    throw systemCode(error) === 'ENOENT' ? await danglingLink(file, error) : error
  })
  // Windows has no such flag.
  if (found.isFile() || found.isDirectory()) return open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const kind = found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device'
  const cure = found.isFIFO() ? `Pass it as standard input: - < ${file}` : 'Check the path'
  throw new CliError(EXIT.io, `Cannot read ${file}: ${what} is a file; found ${kind}. ${cure}.`)
}

/** The error for a link to nothing, which is there and can't be found; else the error that was. */
async function danglingLink(file: string, error: unknown): Promise<unknown> {
  const link = await lstat(file).catch(() => null)
  if (!link?.isSymbolicLink()) return error
  const target = await readlink(file)
  return new CliError(
    EXIT.io,
    `Cannot read ${file}: it is a link to ${target}, which does not exist. Make that file, or name another one.`,
    { cause: error },
  )
}

async function readChunk(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2 ** 16), 0, 2 ** 16, null)
  return buffer.subarray(0, bytesRead)
}
