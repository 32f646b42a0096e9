/**
 * Parts with a sidecar, which is put last: a part that has one is whole, and can be checked against it.
 */
import { describeValue } from '../../errors/error.js'
import { SweepError } from '../errors.js'
import { canonicalJson } from '../plan/canonical.js'
import { digestOf, short } from './digest.js'
import type { Store } from './store.js'

/** Facts about a part, with which it can be verified; kept next to it, as `NAME.json`. */
export interface Sidecar {
  /** Of the sidecar's own layout. */
  readonly version: 1
  readonly name: string
  readonly rows: number
  /** The part's length. */
  readonly bytes: number
  /** Of the part; 64 hex digits. */
  readonly sha256: string
  /** The digest of the plan that the part belongs to. */
  readonly plan: string
}

/** The name of a part's sidecar. */
const sidecarName = (name: string): string => `${name}.json`

/**
 * Puts a part and its sidecar. One of the same bytes may be there already, from a run that was stopped or from another
 * process; it stays.
 *
 * @throws SweepError 'store-conflict' when something else is there, and what the store throws
 */
export async function commitPart(
  store: Store,
  name: string,
  bytes: Uint8Array,
  facts: { readonly rows: number; readonly plan: string },
): Promise<Sidecar> {
  const { rows, plan } = facts
  const sidecar: Sidecar = { version: 1, name, rows, ...digestOf(bytes), plan }
  if ((await store.put(name, bytes)) === 'exists') {
    const found = await store.digest(name)
    if (found === null) throw vanished(name)
    if (found.sha256 !== sidecar.sha256) {
      throw new SweepError(
        'store-conflict',
        `The part ${name} holds the same bytes whoever makes it; found other ones there (SHA-256 ${short(found.sha256)}, not ${short(sidecar.sha256)}). Delete ${name} and run again, or choose another folder.`,
      )
    }
  }
  const text = Buffer.from(`${canonicalJson(sidecar)}\n`)
  if ((await store.put(sidecarName(name), text)) === 'exists') {
    const found = await readSidecar(store, name, plan)
    if (found === null) throw vanished(sidecarName(name))
    if (canonicalJson(found) !== canonicalJson(sidecar)) {
      throw new SweepError(
        'store-conflict',
        `The sidecar ${sidecarName(name)} tells of the part next to it; found another one (${found.rows} rows, SHA-256 ${short(found.sha256)}, not ${rows} rows, ${short(sidecar.sha256)}). Delete ${sidecarName(name)} and run again, or choose another folder.`,
      )
    }
  }
  return sidecar
}

/**
 * A part's sidecar; null while there is none, and then the part is not complete.
 *
 * @param plan the digest of the plan that it has to belong to
 * @throws SweepError 'store-corrupt' when it is cut short or makes no sense, 'store-conflict' when it is of another plan
 */
export async function readSidecar(store: Store, name: string, plan: string): Promise<Sidecar | null> {
  const file = sidecarName(name)
  const bytes = await store.get(file)
  if (bytes === null) return null
  const found = parseObject(bytes)
  if (found === null || !isSidecar(found) || found.name !== name) {
    throw new SweepError(
      'store-corrupt',
      `A sidecar is JSON with the name, rows, bytes, sha256 and plan of its part; found ${excerpt(bytes)} in ${file}. Delete ${file} and run again.`,
    )
  }
  if (found.plan !== plan) {
    throw new SweepError(
      'store-conflict',
      `All parts in a folder are of one plan, here ${short(plan)}; found ${file} of the plan ${short(found.plan)}. Choose another folder, or delete what is in this one.`,
    )
  }
  return found
}

/**
 * Reads a part and compares it with its sidecar.
 *
 * @throws SweepError 'store-corrupt' when the part is missing, of another length, or of other bytes
 */
export async function verifyPart(store: Store, name: string, sidecar: Sidecar): Promise<void> {
  const found = await store.digest(name)
  if (found?.bytes === sidecar.bytes && found.sha256 === sidecar.sha256) return
  const expected = `${sidecar.bytes} bytes with SHA-256 ${short(sidecar.sha256)}`
  const actual = found === null ? 'none' : `${found.bytes} bytes with ${short(found.sha256)}`
  const cure = `Delete ${found === null ? '' : `${name} and `}${sidecarName(name)} and run again.`
  throw new SweepError('store-corrupt', `The part ${name} has ${expected} by its sidecar; found ${actual}. ${cure}`)
}

/** Bytes as an object of JSON; null when they are none. */
export function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(Buffer.from(bytes).toString())
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : null
  } catch {
    return null
  }
}

/** The beginning of a text as a message shows it. */
export const excerpt = (bytes: Uint8Array): string =>
  bytes.length === 0 ? 'nothing' : describeValue(Buffer.from(bytes.subarray(0, 60)).toString())

/** Whether a value counts something. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** Whether a value is a SHA-256 in hex digits. */
export const isSha256 = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

function isSidecar(found: object): found is Sidecar {
  const { version, name, rows, bytes, sha256, plan } = found as Record<string, unknown>
  return (
    version === 1 &&
    typeof name === 'string' &&
    isCount(rows) &&
    isCount(bytes) &&
    isSha256(sha256) &&
    typeof plan === 'string'
  )
}

const vanished = (name: string) =>
  new SweepError('store-io', `What is put stays; found ${name} deleted in the meantime. Run again.`)
