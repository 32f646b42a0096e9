/**
 * Parts are put with a sidecar, which is put last: a part that has one is whole, and can be checked against it.
 */
import { SweepError } from '../errors.js'
import { apart, digestOf } from './digest.js'
import { type Fault, FaultError, isBlocked } from './fault.js'
import { type PartFacts, type Sidecar, sidecarName, sidecarOf, sidecarText } from './sidecar.js'
import type { Digest, Store } from './store.js'

/** What is done about something else under a name that is this sweep's own. */
export interface Healing {
  /** Whether it is removed, and put anew; otherwise it is an error that tells the cure. */
  readonly heals: boolean
  /** Told each that is removed. */
  readonly onFault?: (fault: Fault) => void
}

// Each time, someone else has put something else there, or removed what was.
const MOST_TRIES = 3

/**
 * Puts a part and its sidecar. One of the same bytes may be there already, from a run that was stopped or from another
 * process; it stays.
 *
 * @param part.plan the digest of the plan that the part belongs to
 * @throws SweepError 'store-conflict' when something else is there and stays there, and what the store throws
 */
export async function commitPart(
  store: Store,
  part: { readonly name: string; readonly bytes: Uint8Array; readonly facts: PartFacts; readonly plan: string },
  healing: Healing,
): Promise<Sidecar> {
  const { name, bytes, facts, plan } = part
  const sidecar = sidecarOf(name, facts, plan)
  await putOwn(store, name, bytes, {
    ...healing,
    expected: facts,
    rule: `The part ${name} holds the same bytes whoever makes it`,
  })
  const text = Buffer.from(sidecarText(sidecar))
  const file = sidecarName(name)
  await putOwn(store, file, text, { ...healing, rule: `The sidecar ${file} tells of the part next to it` })
  return sidecar
}

interface PutOptions extends Healing {
  /** Length and checksum of the bytes, where they are known. */
  readonly expected?: Digest
  /** Why no other bytes may be under the name. */
  readonly rule: string
}

/** Puts bytes under a name that no other bytes may have. */
export async function putOwn(store: Store, name: string, bytes: Uint8Array, options: PutOptions): Promise<void> {
  const { heals, onFault, rule, expected = digestOf(bytes) } = options
  for (let attempt = 1; ; attempt++) {
    const fault = await putOnce(store, name, bytes, expected, rule)
    if (fault === null) return
    if (fault === 'vanished') {
      if (attempt === MOST_TRIES) throw vanished(name)
      continue
    }
    if (!heals || store.remove === undefined || attempt === MOST_TRIES) throw new FaultError(fault)
    onFault?.(fault)
    await store.remove(name)
  }
}

/** Null when the bytes are there now; otherwise what is there. */
async function putOnce(
  store: Store,
  name: string,
  bytes: Uint8Array,
  expected: Digest,
  rule: string,
): Promise<Fault | 'vanished' | null> {
  try {
    if ((await store.put(name, bytes)) === 'created') return null
    const found = await store.digest(name)
    if (found === null) return 'vanished'
    if (found.bytes === expected.bytes && found.sha256 === expected.sha256) return null
    const [wrong, right] = apart(found.sha256, expected.sha256)
    const what = `${rule}; found other ones there (SHA-256 ${wrong}, not ${right}).`
    const cure = `Delete ${name} and run again, or choose another folder.`
    return { code: 'store-conflict', name, what, cure }
  } catch (error) {
    if (isBlocked(error)) return error.fault
    throw error
  }
}

/**
 * Removes what is wrong, so that it can be put again.
 *
 * @throws SweepError with the cure where that can't be done here
 */
export async function removeFaulty(
  store: Store,
  { fault, remove }: { readonly fault: Fault; readonly remove: readonly string[] },
  { heals, onFault }: Healing,
): Promise<void> {
  if (!heals || store.remove === undefined) throw new FaultError(fault)
  onFault?.(fault)
  for (const name of remove) await store.remove(name)
}

const vanished = (name: string) =>
  new SweepError('store-io', `What is put stays; found ${name} deleted in the meantime. Run again.`)
