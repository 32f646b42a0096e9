/**
 * How the command line ends: its exit codes, and the one line that tells what went wrong.
 */
import { ConfigError, oneLine } from '../config/errors.js'
import { SchedulerError } from '../errors.js'

/** The exit codes; `--help` shows them. */
export const EXIT = { ok: 0, wrong: 1, usage: 2, io: 3 } as const

/** A failure with its exit code. */
export class CliError extends Error {
  /** What the process ends with. */
  readonly exitCode: number

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CliError'
    this.exitCode = exitCode
  }
}

/** The reader of the output went away, as `head` does: no failure. */
export class PipeClosed extends Error {}

const SYSTEM: { readonly [code: string]: string } = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  EIO: 'an input/output error',
}

/** The code of an error of the operating system, such as 'ENOENT', or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** A failure to read or write something, in words. */
export function ioError(action: string, error: unknown): CliError {
  const code = systemCode(error)
  const found = (code && SYSTEM[code]) ?? (error instanceof Error ? error.message : String(error))
  return new CliError(EXIT.io, `Cannot ${action}: ${found}${code ? ` (${code})` : ''}.`, { cause: error })
}

/** The one line for standard error, and the exit code. */
export function report(error: unknown): { line: string; exitCode: number } {
  const line = (text: string) => `scale-schedule: ${oneLine(text)}\n`
  if (error instanceof CliError) return { line: line(error.message), exitCode: error.exitCode }
  if (error instanceof ConfigError || error instanceof SchedulerError) {
    return { line: line(error.message), exitCode: EXIT.wrong }
  }
  return { line: line(`Internal error: ${error instanceof Error ? error.message : error}`), exitCode: EXIT.wrong }
}
