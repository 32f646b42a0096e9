/**
 * Parts computed anew and compared: all of them, or a sample.
 */
import { groupParts } from '../run/part.js'
import { inThisThread, inThreads } from '../run/pool.js'
import { apart } from '../store/digest.js'
import { corrupt } from '../store/fault.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { ExamineOptions } from './finding.js'
import type { Source } from './source.js'

/** Groups of parts in a sample: each takes some tenths of a second. */
const SAMPLE = 8

/**
 * Computes parts that are whole anew.
 *
 * @param sidecars those of the parts that are whole, at their indexes
 * @returns how many were computed, and how many of them are other ones in the store
 */
export async function recompute(
  { plan, encoders }: Extract<Source, { is: 'planned' }>,
  sidecars: readonly (Sidecar | undefined)[],
  { deep, workers, signal, tell }: ExamineOptions,
): Promise<{ count: number; wrong: number }> {
  const whole = plan.parts.flatMap((_, index) => (sidecars[index] === undefined ? [] : [index]))
  const all = groupParts(plan, whole)
  const groups = deep ? all : sampleOf(all)
  const threads = Math.min(workers, groups.length)
  const pool = threads === 0 ? inThisThread(plan, encoders) : await inThreads(plan, threads)
  let [count, wrong] = [0, 0]
  const check = async (indexes: readonly number[]) => {
    const computed = await pool.compute(indexes)
    for (const [place, index] of indexes.entries()) {
      count++
      const { name } = plan.parts[index]!
      const [right, found] = [computed[place]!.facts.sha256, sidecars[index]!.sha256]
      if (right === found) continue
      wrong++
      const what = `The part ${name} has the SHA-256 ${apart(right, found).join(' by the plan; found ')}.`
      tell({ fault: corrupt(name, what, [name, sidecarName(name)]), isOwn: true, part: name })
    }
  }
  const left = groups.values()
  const work = async () => {
    for (const indexes of left) {
      signal?.throwIfAborted()
      await check(indexes)
    }
  }
  try {
    // As many at a time as there are threads, and one that waits.
    await Promise.all(Array.from({ length: pool.size + 1 }, work))
  } finally {
    await pool.close()
  }
  return { count, wrong }
}

/** The first, the last, and some others at random, in order. */
function sampleOf<T>(all: readonly T[]): readonly T[] {
  if (all.length <= SAMPLE) return all
  const chosen = new Set([0, all.length - 1])
  while (chosen.size < SAMPLE) chosen.add(Math.floor(Math.random() * all.length))
  return [...chosen].sort((a, b) => a - b).map((index) => all[index]!)
}
