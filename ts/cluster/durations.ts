/**
 * Times that workers and drivers keep to, in milliseconds.
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock is kept for so long after it was renewed, is renewed so often, and lost ones are looked for so often. */
export const LOCK_MS = 20_000
export const RENEW_MS = 5000
export const STALLED_MS = 15_000
/** No retry waits longer. */
export const LONGEST_RETRY_MS = 15_000
/** A worker says so often that it is there, and is missed after so long. */
export const HERE_MS = 5000
export const GONE_MS = 20_000

/** How long the n-th retry waits, from 1. */
export const retryAfter = (tries: number): number => Math.min(1000 * 2 ** Math.min(tries - 1, 10), LONGEST_RETRY_MS)

/** Waits for something, but not for longer; nothing is left to wait for once it is done. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController()
  const limit = sleep(milliseconds, undefined, { signal: done.signal }).catch(() => {})
  try {
    await Promise.race([work, limit])
  } finally {
    done.abort()
  }
}
