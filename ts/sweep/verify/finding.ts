/**
 * What verifying finds, and how it is asked for.
 */
import { type Fault, FaultError } from '../store/fault.js'

/** A fault that was found. */
export interface Finding {
  readonly fault: Fault
  /** Whether a run of the sweep mends it. */
  readonly isOwn: boolean
  /** A part that has to be removed before: all that is written about it agrees with it, so that a run would let it be. */
  readonly part?: string
}

/** How a sweep is examined. */
export interface ExamineOptions {
  readonly deep: boolean
  readonly workers: number
  readonly signal: AbortSignal | undefined
  readonly tell: (finding: Finding) => void
}

/** How much was examined: parts that there are to be, that are whole, and that were computed anew. */
export interface Looked {
  readonly parts: number
  readonly whole: number
  readonly recomputed: number
}

/** A fault that is found, also where it is thrown. */
export async function faultIn(examine: () => Promise<Fault | null>): Promise<Fault | null> {
  try {
    return await examine()
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
}
