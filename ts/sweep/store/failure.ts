/**
 * Failures of the file system in words: what could not be done, why, and the cure.
 */
import { systemCode } from '../../node/system.js'
import { SweepError, type SweepErrorCode } from '../errors.js'
import { FaultError } from './fault.js'

type Cause = readonly [code: SweepErrorCode, why: string, cure: string]

const FULL = 'Free some space there or choose another folder, then run again: what is complete is kept.'
const DENIED = 'Grant the right to it, or choose another folder.'
const BLOCKED = 'Move it out of the way and run again, or choose another folder.'
const AGAIN = 'Run again: what is complete is kept.'

const CAUSES: { readonly [system: string]: Cause } = {
  ENOSPC: ['store-full', 'no space is left on the device', FULL],
  EDQUOT: ['store-full', 'the disk quota is used up', FULL],
  EFBIG: ['store-full', 'the file would be larger than the system allows', 'Make the parts smaller.'],
  EACCES: ['store-denied', 'permission is denied', DENIED],
  EPERM: ['store-denied', 'the operation is not permitted', DENIED],
  EROFS: ['store-denied', 'the file system is read-only', 'Choose a folder that can be written.'],
  ENOTSUP: ['store-denied', 'the file system does no such thing there', 'Choose another folder.'],
  ENOTDIR: ['store-blocked', 'a part of the path is a file, not a folder', BLOCKED],
  EEXIST: ['store-blocked', 'a file stands where a folder has to be', BLOCKED],
  EISDIR: ['store-blocked', 'a folder stands where a file has to be', BLOCKED],
  ENAMETOOLONG: ['store-io', 'the path is too long', 'Choose a folder with a shorter path.'],
  ELOOP: ['store-io', 'too many symbolic links follow each other', 'Choose another folder.'],
  EMFILE: ['store-io', 'too many files are open', 'Use fewer workers, or raise the limit on open files.'],
  ENFILE: ['store-io', 'too many files are open', 'Use fewer workers, or raise the limit on open files.'],
  ENOENT: ['store-io', 'the folder vanished in the meantime', AGAIN],
  EIO: ['store-io', 'the device reports an input/output error', 'Check the device, or choose another folder.'],
}

/** Something stands where a file or a folder has to be. */
export class InTheWay extends Error {
  constructor(what: string, place: string, expected: 'file' | 'folder') {
    super(`${what} stands where a ${expected} has to be${expected === 'file' ? '' : `, at ${place}`}`)
  }
}

/** The failure as a SweepError that tells of a name in the store; one that is such already stays as it is. */
export function storeFailure(action: string, error: unknown, name = ''): SweepError {
  if (error instanceof SweepError) return error
  if (error instanceof InTheWay) {
    const what = `Cannot ${action}: ${error.message}.`
    return new FaultError({ code: 'store-blocked', name, what, cure: BLOCKED }, { cause: error })
  }
  const system = systemCode(error)
  const cause = system === undefined ? undefined : CAUSES[system]
  const [code, why, cure] = cause ?? ['store-io', error instanceof Error ? error.message : String(error), AGAIN]
  const found = cause === undefined ? why : `${why} (${system})`
  return new SweepError(code, `Cannot ${action}: ${found}. ${cure}`, { cause: error })
}
