/**
 * The values of functions for code that lists them. They are asked for some at a time: what takes its sandbox long must not
 * end it.
 */
import type { FunctionValues } from '../engine/messages.js'
import type { Schedule } from '../state/state.js'
import type { Shared } from './shared.js'

// So long they may take in all, and so long a few of them should.
const LONGEST = 2_000
const SLICE = 100
const FIRST = 64
const MOST = 16_384

/**
 * The values of each factor that has a function in it, at all batches; null where they take too long.
 *
 * @param isOver - whether nobody needs them any more
 */
export async function valuesOf(
  { client }: Pick<Shared, 'client'>,
  schedule: Schedule,
  batches: number,
  isOver: () => boolean,
): Promise<FunctionValues | null> {
  const begun = performance.now()
  let all: (Float64Array | null)[] = []
  let count = FIRST
  for (let from = 0; from < batches; ) {
    const asked = performance.now()
    if (asked - begun > LONGEST || isOver()) return null
    const some = await client.ask('values', { schedule, from, count: Math.min(count, batches - from) })
    if (from === 0) all = some.map((values) => (values === null ? null : new Float64Array(batches)))
    for (const [index, values] of some.entries()) if (values !== null) all[index]?.set(values, from)
    from += count
    count = Math.max(FIRST, Math.min(MOST, Math.round((count * SLICE) / Math.max(1, performance.now() - asked))))
  }
  return all
}
