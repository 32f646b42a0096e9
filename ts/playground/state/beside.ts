/**
 * Further curves that come with what is read or chosen, under the names that files have for them. Loaded late.
 */
import { FURTHER, type Further, makeSchedule, type Schedule } from './state.js'
import type { Factor } from './tree.js'

/** The quantity that a file calls by a name, `weightDecay` or `weight_decay`; null for one that the page has no curve of. */
export function quantityIn(name: string): Further | null {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return FURTHER.find((each) => each === words) ?? null
}

/** A further curve whose schedulers give its values themselves. */
export const valuesBeside = (of: Schedule, quantity: Further, factors: Factor[]): Schedule => ({
  ...makeSchedule(`${of.name}, ${quantity}`, factors, { ...of.run, baseLr: '1' }),
  quantity,
  of: of.id,
})
