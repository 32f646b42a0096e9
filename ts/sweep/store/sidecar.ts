/**
 * The sidecar of a part: facts with which the part, and each piece of it, can be checked. Kept next to it, as `NAME.json`.
 */
import { describeValue } from '../../errors/error.js'
import { canonicalJson } from '../plan/canonical.js'
import { SIDECAR_LIMITS } from '../plan/documents.js'
import { apart, digestOf } from './digest.js'
import { bytesOrFault, corrupt, type Fault, FaultError, OTHER_PLAN } from './fault.js'
import type { Digest, Store } from './store.js'

/** Some bytes of a part, which can be fetched and checked by themselves. */
export interface Piece extends Digest {
  /** Where it begins. */
  readonly offset: number
}

/** What is known of a part, in whichever format it is. */
export interface PartFacts extends Digest {
  /** How many rows its table has. */
  readonly rows: number
  /** Of Parquet: the metadata at the end, with its length and the magic number. */
  readonly footer?: Piece
  /** Of Parquet: the chunks of columns as the footer lists them, row group by row group. */
  readonly chunks?: readonly Piece[]
}

/** A part's sidecar. */
export interface Sidecar extends PartFacts {
  /** Of the sidecar's own layout. The first had no pieces. */
  readonly version: 1 | 2
  readonly name: string
  /** The digest of the plan that the part belongs to. */
  readonly plan: string
}

/** The name of a part's sidecar. */
export const sidecarName = (name: string): string => `${name}.json`

/** The sidecar of a part. */
export const sidecarOf = (name: string, facts: PartFacts, plan: string): Sidecar => {
  const { rows, bytes, sha256, footer, chunks } = facts
  const pieces = footer === undefined || chunks === undefined ? {} : { footer, chunks }
  return { version: 2, name, rows, bytes, sha256, ...pieces, plan }
}

/** The one text that a sidecar is written down as. */
export const sidecarText = (sidecar: Sidecar): string => `${canonicalJson(sidecar)}\n`

/** Length and checksum of a sidecar. */
export const sidecarDigest = (sidecar: Sidecar): Digest => digestOf(Buffer.from(sidecarText(sidecar)))

/** What is found where a part's sidecar has to be: nothing, a sidecar, or something else. */
export type FoundSidecar = null | { readonly sidecar: Sidecar } | { readonly fault: Fault }

/**
 * Looks for a part's sidecar.
 *
 * @param plan the digest of the plan that it has to belong to
 * @throws SweepError 'store-conflict' when it is of another plan
 */
export async function findSidecar(store: Store, name: string, plan: string): Promise<FoundSidecar> {
  const file = sidecarName(name)
  const wrong = (what: string) => ({ fault: corrupt(file, what) })
  const bytes = await bytesOrFault(store, file, SIDECAR_LIMITS)
  if (bytes === null || 'fault' in bytes) return bytes
  const found = parseObject(bytes)
  if (found === null || !isSidecar(found) || found.name !== name) {
    return wrong(
      `A sidecar is JSON with the name, rows, bytes, sha256 and plan of its part; found ${excerpt(bytes)} in ${file}.`,
    )
  }
  if (found.plan !== plan) {
    const [own, other] = apart(plan, found.plan)
    throw new FaultError({
      code: 'store-conflict',
      name: file,
      what: `All parts in a folder are of one plan, here ${own}; found ${file} of the plan ${other}.`,
      cure: OTHER_PLAN,
    })
  }
  // Nothing is read from it that would not be written so.
  if (sidecarText(found) !== Buffer.from(bytes).toString()) {
    return wrong(`A sidecar is written down in one way only; found another in ${file}.`)
  }
  return { sidecar: found }
}

/**
 * A part's sidecar; null while there is none, and then the part is not complete.
 *
 * @param plan the digest of the plan that it has to belong to
 * @throws SweepError 'store-corrupt' when it is cut short or makes no sense, 'store-conflict' when it is of another plan
 */
export async function readSidecar(store: Store, name: string, plan: string): Promise<Sidecar | null> {
  const found = await findSidecar(store, name, plan)
  if (found === null) return null
  if ('fault' in found) throw new FaultError(found.fault)
  return found.sidecar
}

/** Bytes as an object of JSON; null when they are none. */
export function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isObject(found) && !Array.isArray(found) ? found : null
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

/** Whether a value is the length and the checksum of something. */
export const isDigest = (value: unknown): value is Digest =>
  isObject(value) && isCount(value.bytes) && isSha256(value.sha256)

/** Whether a value is a piece of a part. */
export const isPiece = (value: unknown): value is Piece =>
  isDigest(value) && isCount((value as unknown as Record<string, unknown>).offset)

/** Whether a value is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function isSidecar(found: object): found is Sidecar {
  const { version, name, rows, plan, footer, chunks } = found as Record<string, unknown>
  if (version !== 1 && version !== 2) return false
  const hasPieces = isPiece(footer) && Array.isArray(chunks) && chunks.every(isPiece)
  if (!hasPieces && !(footer === undefined && chunks === undefined)) return false
  return typeof name === 'string' && isCount(rows) && isDigest(found) && isSha256(plan)
}
