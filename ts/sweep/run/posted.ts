/**
 * Errors on their way between threads, where all that is posted loses its class.
 */
import { type ErrorCode, type ErrorDetails, SchedulerError } from '../../errors/error.js'
import { systemCode } from '../../node/system.js'
import { SweepError, type SweepErrorCode } from '../errors.js'

/** An error as it is posted. */
interface PostedError {
  readonly posted: 'SweepError' | 'SchedulerError' | 'Error'
  readonly code: string
  readonly message: string
  /** Of a SchedulerError: numbers, flags, and the texts of all else. */
  readonly details: Readonly<Record<string, unknown>>
}

/** An error to post: one that has a code as plain data, any other as it is. */
export function toPosted(error: unknown): unknown {
  const post = (posted: PostedError['posted'], code: string, details: PostedError['details'] = {}): PostedError => ({
    posted,
    code,
    message: (error as Error).message,
    details,
  })
  if (error instanceof SweepError) return post('SweepError', error.code)
  if (SchedulerError.is(error)) return post('SchedulerError', error.code, plain(error.details))
  const code = systemCode(error)
  return code === undefined || !(error instanceof Error) ? error : post('Error', code)
}

const plain = (details: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? String(value) : value,
    ]),
  )

/** The error that was posted. */
export function fromPosted(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('posted' in error)) return error
  const { posted, code, message, details } = error as PostedError
  if (posted === 'SweepError') return new SweepError(code as SweepErrorCode, message)
  if (posted === 'SchedulerError') return new SchedulerError(code as ErrorCode, details as ErrorDetails[ErrorCode])
  return Object.assign(new Error(message), { code })
}
