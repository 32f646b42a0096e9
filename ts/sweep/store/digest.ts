/**
 * Length and SHA-256 of bytes.
 */
import { createHash } from 'node:crypto'
import type { Digest } from './store.js'

/** Length and SHA-256. */
export const digestOf = (bytes: Uint8Array): Digest => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** The first digits of a SHA-256, enough to distinguish two. */
export const short = (sha256: string): string => sha256.slice(0, 12)

/** The first digits of two different SHA-256, enough to distinguish them. */
export function apart(a: string, b: string): [a: string, b: string] {
  let digits = short(a).length
  while (digits < a.length && a.slice(0, digits) === b.slice(0, digits)) digits++
  return [a.slice(0, digits), b.slice(0, digits)]
}
