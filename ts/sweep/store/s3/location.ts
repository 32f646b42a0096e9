/**
 * Where a store in a bucket is: `s3://bucket/prefix`.
 */
import { describeValue } from '../../../errors/error.js'
import { SweepError } from '../../errors.js'
import { LONGEST_NAME } from '../store.js'

/** A bucket, and what all keys in it begin with. */
export interface S3Location {
  readonly bucket: string
  /** Without a slash at either end; '' for the whole bucket. */
  readonly prefix: string
}

// The longest key has 1024 bytes, of which the name of a part needs some.
const LONGEST_PREFIX = LONGEST_NAME - 100

/**
 * Reads the URL of a store.
 *
 * @throws SweepError 'store-location'
 */
export function readLocation(url: string): S3Location {
  const [, bucket, path = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(url) ?? []
  const prefix = path.replace(/\/+$/, '')
  const fail = (rule: string, cure: string) =>
    new SweepError('store-location', `${rule}; found ${describeValue(withoutUser(url))}. ${cure}`)
  if (bucket === undefined || bucket.includes('@') || /[?#]/.test(url)) {
    const rule = 'An address in S3 is s3://bucket/prefix, without users, passwords and queries'
    throw fail(rule, 'Leave them to the environment (AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL).')
  }
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket)) {
    const rule = 'A bucket has a name of 3 to 63 letters, digits, dots and hyphens'
    throw fail(rule, 'Write for example s3://my-bucket/sweeps/mpt.')
  }
  const parts = prefix === '' ? [] : prefix.split('/')
  const isGood = parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/\p{Cc}|\p{Surrogate}/u.test(part),
  )
  if (!isGood || Buffer.byteLength(prefix) > LONGEST_PREFIX) {
    const rule = `A prefix has parts between single slashes, none of which is . or .., and at most ${LONGEST_PREFIX} bytes`
    throw fail(rule, 'Write for example s3://my-bucket/sweeps/mpt.')
  }
  return { bucket, prefix }
}

/** The URL without what may be a password. */
const withoutUser = (url: string): string => url.replace(/^(s3:\/\/)[^/]*@/i, '$1…@')
