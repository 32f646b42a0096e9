/**
 * The text of a configuration file. Knows nothing of what it says.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { CliError, EXIT, ioError } from './failure.js'

// Far above any configuration; so that a device or a model's weights given by mistake are not read to the end.
const LARGEST = 8 * 2 ** 20

/**
 * Reads a file, or standard input for '-'.
 *
 * @throws CliError when it can't be read (exit code 3), or is no UTF-8 text (1)
 */
export async function readText(file: string): Promise<string> {
  const name = file === '-' ? 'standard input' : file
  let bytes: Buffer
  try {
    bytes = await readBytes(file)
  } catch (error) {
    throw ioError(`read ${name}`, error)
  }
  if (bytes.length > LARGEST) {
    throw new CliError(
      EXIT.wrong,
      `${name}: A configuration has at most ${LARGEST / 2 ** 20} MiB; found more. Check the path.`,
    )
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Falls through: bytes that are no UTF-8.
  }
  throw new CliError(EXIT.wrong, `${name}: A configuration is UTF-8 text; found a binary file. Check the path.`)
}

async function readBytes(file: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  const add = (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    return size <= LARGEST
  }
  if (file === '-') {
    for await (const chunk of process.stdin) if (!add(chunk)) break
  } else {
    const handle = await open(file)
    try {
      while (add(await readChunk(handle)) && chunks.at(-1)!.length > 0);
    } finally {
      await handle.close()
    }
  }
  return Buffer.concat(chunks)
}

async function readChunk(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2 ** 16), 0, 2 ** 16, null)
  return buffer.subarray(0, bytesRead)
}
