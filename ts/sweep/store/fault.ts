/**
 * What is wrong with a file of a sweep, and what cures it.
 */
import { SweepError, type SweepErrorCode } from '../errors.js'

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

/** The fault as an error. */
export const faultError = ({ code, what, cure }: Fault): SweepError => new SweepError(code, `${what} ${cure}`)

/** What was changed or cut short, and is made again once these names are deleted. */
export const corrupt = (name: string, what: string, names: readonly string[] = [name]): Fault => ({
  code: 'store-corrupt',
  name,
  what,
  cure: `Delete ${names.join(' and ')} and run again.`,
})

/** A failure because something other than a file stands in its place, as `FolderStore` tells it. */
export class BlockedError extends SweepError {
  /** The failure without the name. */
  readonly fault: Omit<Fault, 'name'>

  constructor(what: string, cure: string, options?: ErrorOptions) {
    super('store-blocked', `${what} ${cure}`, options)
    this.fault = { code: this.code, what, cure }
  }
}

/** Whether a store failed because of what stands in place of a file. */
export const isBlocked = (error: unknown): error is BlockedError => error instanceof BlockedError
