/**
 * What is wrong with a file of a sweep, and what cures it.
 */
import { SweepError, type SweepErrorCode } from '../errors.js'
import { type DocumentLimits, excessOf, signsIn } from '../plan/documents.js'
import type { Store } from './store.js'

/** Something in a store that is not as the sweep wrote it. */
export interface Fault {
  /** What an error of it has. */
  readonly code: SweepErrorCode
  /** The name of the file. */
  readonly name: string
  /** One sentence: the rule, and what was found. */
  readonly what: string
  /** What a person does about it. */
  readonly cure: string
}

/** What cures a folder that two sweeps are in. */
export const OTHER_PLAN = 'Choose another folder, or delete what is in this one.'

/** A fault as an error. */
export class FaultError extends SweepError {
  /** What it tells. */
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.code, `${fault.what} ${fault.cure}`, options)
    this.fault = fault
  }
}

/** What was changed or cut short, and is made again once these names are deleted. */
export const corrupt = (name: string, what: string, names: readonly string[] = [name]): Fault => ({
  code: 'store-corrupt',
  name,
  what,
  cure: `Delete ${names.join(' and ')} and run again.`,
})

/**
 * The bytes of a document of JSON, null where there are none; or what stands in the way of them, or that they are more than a
 * sweep writes, which are not read where the store tells how many there are.
 */
export async function bytesOrFault(
  store: Store,
  name: string,
  most: DocumentLimits,
): Promise<Uint8Array | null | { readonly fault: Fault }> {
  const tooLarge = (found: Partial<DocumentLimits>): { readonly fault: Fault } | null => {
    const excess = excessOf(found, most)
    return excess === undefined ? null : { fault: corrupt(name, `The document ${name} has ${excess}.`) }
  }
  try {
    const known = tooLarge({ bytes: (await store.size?.(name)) ?? 0 })
    if (known !== null) return known
    const bytes = await store.get(name)
    return bytes && (tooLarge({ bytes: bytes.length, signs: signsIn(bytes, most.signs) }) ?? bytes)
  } catch (error) {
    if (isBlocked(error)) return { fault: error.fault }
    throw error
  }
}

/** Whether a store failed because of what stands in place of a file. */
export const isBlocked = (error: unknown): error is FaultError =>
  error instanceof FaultError && error.code === 'store-blocked'
