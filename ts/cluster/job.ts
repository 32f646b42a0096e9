/**
 * A job of the queue: one part of a plan, to be put into one store. What comes from Redis is checked before it is used.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { ownVersion } from '../node/version.js'
import { isCount, isObject, isSha256 } from '../sweep/store/sidecar.js'

/** What a job holds; less than a kilobyte. */
export interface PartJob {
  /** The digest of the plan. */
  readonly plan: string
  /** Of the part in the plan. */
  readonly index: number
  /** The absolute path of a folder, or a URL. */
  readonly store: string
  /** Of the package that enqueued it. */
  readonly version: string
}

/** What all jobs are called. */
export const JOB_NAME = 'part'
/** The most bytes of a job. */
export const LARGEST_JOB = 1000
/** The most characters of a store. */
const LONGEST_STORE = 700

const hash = (...words: readonly (string | number)[]): string =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32)

/** Stands for a plan in a store. */
export const runId = ({ plan, store }: Pick<PartJob, 'plan' | 'store'>): string => hash(plan, store)

/** The id of a job: the same part has the same, so that it is enqueued once. */
export const jobId = ({ plan, store, index }: PartJob): string => `p-${hash(plan, store, index)}`

/** The data of a job, or why they are none, in a few words that repeat nothing of them. */
export function readJob(data: unknown): PartJob | string {
  if (!isObject(data)) return 'its data are no object'
  let length: number
  try {
    length = Buffer.byteLength(JSON.stringify(data))
  } catch {
    return 'its data are no JSON'
  }
  if (length > LARGEST_JOB) return `its data have more than ${LARGEST_JOB} bytes`
  const { plan, index, store, version, ...others } = data
  if (Object.keys(others).length > 0) return 'its data have other keys than plan, index, store, version'
  if (version !== ownVersion()) return 'it is of another version'
  if (!isSha256(plan)) return 'its plan is no digest'
  if (!isCount(index)) return 'its index is no number of a part'
  if (typeof store !== 'string' || !isStore(store)) return 'its store is no absolute path and no URL of a store'
  return { plan, index, store, version }
}

/** Whether a store is written in the one way that drivers write it. */
export function isStore(store: string): boolean {
  if (store.length === 0 || store.length > LONGEST_STORE || /\p{Cc}/u.test(store)) return false
  if (/^s3:\/\//.test(store)) return !/\/\/|\/\.{1,2}(?:\/|$)|\/$|[?#@]/.test(store.slice('s3://'.length))
  return path.isAbsolute(store) && path.resolve(store) === store && store !== path.parse(store).root
}

/** Whether a store is one of these, or within one. */
export const isWithin = (store: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => store === prefix || store.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`))
