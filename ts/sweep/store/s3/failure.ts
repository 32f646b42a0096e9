/**
 * Failures of an object store in words: what could not be done, why, and the cure.
 */
import { systemCode } from '../../../node/system.js'
import { SweepError, type SweepErrorCode } from '../../errors.js'

/** What the client throws for an answer of the server. */
export interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

type Cause = readonly [code: SweepErrorCode, why: string, cure: string]

const AGAIN = 'Run again: what is complete is kept.'
const RIGHTS = 'Grant s3:ListBucket on the bucket, s3:GetObject and s3:PutObject on its keys, or use other credentials.'
const CREDENTIALS = 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role gives some.'

const NAMES: { readonly [name: string]: Cause } = {
  NoSuchBucket: ['store-io', 'there is no such bucket', 'Check its name and AWS_ENDPOINT_URL, or make it.'],
  AccessDenied: ['store-denied', 'access is denied', RIGHTS],
  InvalidAccessKeyId: ['store-denied', 'the server does not know the access key', CREDENTIALS],
  SignatureDoesNotMatch: ['store-denied', 'the secret key is not the one of the access key', CREDENTIALS],
  ExpiredToken: ['store-denied', 'the credentials have expired', `Renew them. ${AGAIN}`],
  TokenRefreshRequired: ['store-denied', 'the credentials have expired', `Renew them. ${AGAIN}`],
  CredentialsProviderError: ['store-denied', 'there are no credentials', CREDENTIALS],
  RequestTimeTooSkewed: ['store-denied', "this machine's clock is wrong", 'Set it right.'],
  PermanentRedirect: ['store-location', 'the bucket is in another region', 'Set AWS_REGION to it.'],
  QuotaExceeded: ['store-full', 'the quota is used up', `Free some space there. ${AGAIN}`],
  XMinioStorageFull: ['store-full', 'no space is left', `Free some space there. ${AGAIN}`],
  InsufficientStorage: ['store-full', 'no space is left', `Free some space there. ${AGAIN}`],
  EntityTooLarge: ['store-io', 'the object is larger than the server allows', 'Make part_size smaller.'],
}

/** The cause that an HTTP status alone tells. */
const STATUS: { readonly [status: number]: Cause } = {
  401: NAMES.AccessDenied!,
  403: NAMES.AccessDenied!,
  507: NAMES.InsufficientStorage!,
}

/** The HTTP status of an answer; undefined where there was none. */
export const statusOf = (error: unknown): number | undefined =>
  (error as ServiceError | null)?.$metadata?.httpStatusCode

/** Whether an answer says that there is no such key. */
export const isAbsent = (error: unknown): boolean =>
  statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket' && (error as Error).name !== 'NoSuchUpload'

// Failures on the way to the server, and of its moment.
const PASSING = new Set(
  'ECONNRESET ECONNREFUSED ECONNABORTED EPIPE ETIMEDOUT EAI_AGAIN ENOTFOUND EHOSTUNREACH ENETUNREACH'.split(' '),
)

/** Whether the same may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error)
  if (status !== undefined && status >= 400)
    return status === 429 || status === 408 || (status >= 500 && status !== 501 && status !== 507)
  if (!(error instanceof Error)) return false
  const isOfSocket =
    PASSING.has(systemCode(error) ?? '') || error.name === 'TimeoutError' || error.message === 'socket hang up'
  return isOfSocket || (error instanceof AggregateError && error.errors.some(isPassing))
}

/** The failure as a SweepError. */
export function s3Failure(action: string, error: unknown): SweepError {
  if (error instanceof SweepError) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const status = statusOf(error)
  const system = systemCode(error)
  const known = NAMES[name] ?? (status === undefined ? undefined : STATUS[status])
  const why =
    status === undefined
      ? `the server can't be reached: ${message || system}`
      : `the server says ${name}${message === name || message === '' ? '' : `, ${message}`} (${status})`
  const cure = status === undefined ? `Check the network and AWS_ENDPOINT_URL. ${AGAIN}` : AGAIN
  const [code, found, what] = known ?? ['store-io', why, cure]
  return new SweepError(code, `Cannot ${action}: ${found}. ${what}`, { cause: error })
}
