/**
 * How the command line ends: its exit codes, and the one line that tells what went wrong.
 */
import { ConfigError, oneLine } from '../../config/errors.js'
import { SchedulerError } from '../../errors/error.js'
import { systemCode } from '../../node/system.js'
import type { SweepError } from '../../sweep/errors.js'
import { cutGiven, LONGEST_WORD } from './given.js'

/** The exit codes; `--help` shows them. In `diff` and `match`, 1 says that two differ, and a wrong one is 4. */
export const EXIT = { ok: 0, wrong: 1, different: 1, usage: 2, io: 3, wrongInDiff: 4, incomplete: 5 } as const

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
  EMFILE: 'too many open files; raise their limit (ulimit -n)',
  ENFILE: 'the system has too many open files; close some',
  ENOMEM: 'not enough memory',
  EIO: 'an input/output error',
}

/** A failure to read or write something, in words. */
export function ioError(action: string, error: unknown): CliError {
  const code = systemCode(error)
  const found = (code && SYSTEM[code]) ?? (error instanceof Error ? error.message : String(error))
  return new CliError(EXIT.io, `Cannot ${action}: ${found}${code ? ` (${code})` : ''}.`, { cause: error })
}

// By its name: commands without a sweep must not load its code.
const isSweepError = (error: unknown): error is SweepError => error instanceof Error && error.name === 'SweepError'

/** A PNG that can't be drawn here; by its name, for the same reason. */
const isPlotError = (error: unknown): error is Error => error instanceof Error && error.name === 'PlotError'

/** A log that can't be read; by its name, for the same reason. */
const isLogError = (error: unknown): error is Error => error instanceof Error && error.name === 'LogError'

const IO_CODES = /^(?:missing-package|not-finished|store-.+|queue-.+)$/

/** What to tell of an error, and the exit code. */
export function failureOf(error: unknown): { message: string; exitCode: number } {
  const { message, exitCode } = wholeFailure(error)
  return { message: cutGiven(message, LONGEST_WORD), exitCode }
}

function wholeFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof CliError) return { message: error.message, exitCode: error.exitCode }
  if (error instanceof ConfigError || error instanceof SchedulerError) {
    return { message: error.message, exitCode: EXIT.wrong }
  }
  if (isSweepError(error)) return { message: error.message, exitCode: IO_CODES.test(error.code) ? EXIT.io : EXIT.wrong }
  if (isLogError(error)) return { message: error.message, exitCode: EXIT.wrong }
  if (isPlotError(error)) return { message: error.message, exitCode: EXIT.io }
  const system = SYSTEM[systemCode(error) ?? '']
  if (system !== undefined) return { message: ioError('go on', error).message, exitCode: EXIT.io }
  return { message: `Internal error: ${error instanceof Error ? error.message : error}`, exitCode: EXIT.wrong }
}

/** Where 1 says that two differ, something that is wrong needs another code. */
export function withDiffCode(error: unknown): unknown {
  if (error instanceof PipeClosed) return error
  const { message, exitCode } = failureOf(error)
  return exitCode === EXIT.wrong ? new CliError(EXIT.wrongInDiff, message, { cause: error }) : error
}

/** The one line for standard error, and the exit code. */
export function report(error: unknown): { line: string; exitCode: number } {
  const { message, exitCode } = failureOf(error)
  return { line: `scale-schedule: ${oneLine(message)}\n`, exitCode }
}
