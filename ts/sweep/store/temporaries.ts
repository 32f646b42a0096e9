/**
 * Names of the files that a store is still writing, and which of them are left over.
 */
import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'

/** Who writes a temporary file. */
export interface Writer {
  /** Stands for the machine: process ids of another say nothing here. */
  readonly host: string
  readonly pid: number
}

// No writer takes that long for a file.
const HOUR = 3_600_000

const PATTERN = /^\..+\.tmp-([0-9a-f]{8})-(\d+)-[0-9a-f]+$/s

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** The writer that this process is. */
export const OURSELVES: Writer = { host: HOST, pid: process.pid }

/** Where to write a file before it gets its name: next to it, hidden, and nobody else's. */
export function temporaryFor(file: string, { host, pid }: Writer = OURSELVES): string {
  // Long names are cut, as the temporary one has to fit into the file system as well.
  const name = `.${path.basename(file).slice(0, 60)}.tmp-${host}-${pid}-${randomBytes(6).toString('hex')}`
  return path.join(path.dirname(file), name)
}

/** The writer of a temporary file; null for any other file. */
export function writerOf(name: string): Writer | null {
  const match = PATTERN.exec(name)
  return match === null ? null : { host: match[1]!, pid: Number(match[2]) }
}

/**
 * Whether a writer is gone. One on this machine is while its process is not alive; one elsewhere, or in another
 * container, can only be judged by the age of its file, and so can one that had our own process id before us.
 */
export function isGone(writer: Writer, ageInMs: number): boolean {
  const isHere = writer.host === OURSELVES.host && writer.pid !== OURSELVES.pid
  return isHere ? !isAlive(writer.pid) : ageInMs > HOUR
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, but is not ours to signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
