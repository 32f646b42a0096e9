/**
 * Times on clocks that are not the run's, in words: on their own, and on that of the run.
 */
import type { Clock } from '../../engine/messages.js'
import { countText } from '../numbers.js'

/** Options that say when something is; any other time is a length. */
const MOMENTS: ReadonlySet<string> = new Set([
  ...['t_max', 't_warmup', 'milestones', 't_begin', 't_end', 't_peak', 't_return'],
  ...['boundaries', 'knots', 'at', 'by', 't_start'],
])

/** Since when a scheduler is on its clock: the batch in short, and in words. */
export function sinceText({ start, isRepeated }: Clock): { readonly short: string; readonly long: string } {
  if (start === null) return { short: 'own clock', long: 'On a clock of its own' }
  const batch = countText(start)
  if (isRepeated) return { short: `from ${batch} ↻`, long: `From batch ${batch}, again and again` }
  return { short: `from ${batch}`, long: `From batch ${batch} of the run` }
}

/** An option's times on a clock; null where none is known. */
export function timesText(key: string, { isRepeated, times }: Clock): string | null {
  const known = times[key] ?? []
  if (known.length === 0) return null
  const list = known.map(({ own }) => countText(own)).join(', ')
  if (!MOMENTS.has(key)) return `${list} ${list === '1' ? 'batch' : 'batches'}`
  const told = `batch ${list} ${isRepeated ? 'of each cycle' : 'of its own clock'}`
  const onRun = known.flatMap(({ run }) => (run === null ? [] : [countText(run)]))
  if (onRun.length < known.length) return told
  return `${told}, ${onRun.join(', ')} of the run${isRepeated ? ' the first time' : ''}`
}
