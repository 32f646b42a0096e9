/**
 * What is wrong with a file of a sweep, and what cures it.
 */
import { SweepError, type SweepErrorCode } from '../errors.js'
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

/** The bytes under a name, null where there are none; or what stands in the way of them. */
export async function bytesOrFault(store: Store, name: string): Promise<Uint8Array | null | { readonly fault: Fault }> {
  try {
    return await store.get(name)
  } catch (error) {
    if (isBlocked(error)) return { fault: error.fault }
    throw error
  }
}

/** Whether a store failed because of what stands in place of a file. */
export const isBlocked = (error: unknown): error is FaultError =>
  error instanceof FaultError && error.code === 'store-blocked'
