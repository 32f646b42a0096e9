/**
 * Whether functions may be called at every batch: what takes long is ended with its sandbox, and its curve with it.
 */
import { evaluate } from 'scale-schedule/bundler'
import type { Built } from './build.js'
import { PlacedError } from './place.js'

// Some less than a sandbox waits.
const MOST_TIME = 1_200
const SAMPLE = 500

/** Looks at some of the batches, and throws where a look at each of them, so many times, would take too long. */
export function checkCalls({ schedulers, run, hasFunctions }: Built, times: number): void {
  if (!hasFunctions) return
  const stride = Math.max(1, Math.floor(run.batches / SAMPLE))
  const before = Date.now()
  evaluate(schedulers, run, { count: Math.ceil(run.batches / stride), stride })
  const all = (Date.now() - before) * stride * times
  if (all <= MOST_TIME) return
  throw new PlacedError(
    `A function is looked at batch by batch where that takes at most ${MOST_TIME} ms; found about ${all} ms. Make it faster, or the run shorter.`,
    {},
  )
}
