/**
 * Random numbers by counter: draw j of an axis is a function of the seed, the axis's name and j, and of nothing else.
 */
import { createHash } from 'node:crypto'

/** Four 32-bit words. */
export type Words = readonly [number, number, number, number]

// The multipliers of the rounds and the increments of the key, from the paper.
const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** The upper 32 bits of the product of two unsigned 32-bit integers, in halves of 16 bits. */
function upper(a: number, b: number): number {
  const a1 = a >>> 16
  const a0 = a & 0xffff
  const b1 = b >>> 16
  const b0 = b & 0xffff
  const middle = a1 * b0 + ((a0 * b0) >>> 16)
  return (a1 * b1 + Math.floor(middle / 0x10000) + ((middle & 0xffff) + a0 * b1) / 0x10000) >>> 0
}

/**
 * Philox4x32-10: a block of four random words for each counter and key. J. Salmon, M. Moraes, R. Dror and D. Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011); it passes TestU01's BigCrush.
 */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let c0 = counter[0]
  let c1 = counter[1]
  let c2 = counter[2]
  let c3 = counter[3]
  let k0 = key[0]
  let k1 = key[1]
  for (let round = 0; round < 10; round++) {
    const h0 = upper(M0, c0)
    const l0 = Math.imul(M0, c0)
    const h1 = upper(M1, c2)
    c0 = (h1 ^ c1 ^ k0) >>> 0
    c1 = Math.imul(M1, c2) >>> 0
    c2 = (h0 ^ c3 ^ k1) >>> 0
    c3 = l0 >>> 0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  return [c0, c1, c2, c3]
}

/**
 * The draws of an axis: a function from j to a number in [0, 1) with 53 random bits.
 *
 * The key is the seed; the counter is j, 0 and the first 64 bits of the SHA-256 of the name, so that no axis or sample
 * changes the draws of another.
 */
export function drawsOf(seed: number, name: string): (j: number) => number {
  const hash = createHash('sha256').update(name, 'utf8').digest()
  const [n0, n1] = [hash.readUInt32BE(0), hash.readUInt32BE(4)]
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const
  return (j) => {
    const [a, b] = philox([j >>> 0, Math.floor(j / 2 ** 32), n0, n1], key)
    return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53
  }
}
