/**
 * A schedule for Composer's Trainer: its own classes, functions of the batch, and lists of values where there is no formula.
 */
import { isInPython } from '../../../catalogue/index.js'
import { writeComposer } from '../../../languages/composer.js'
import { writeListed } from '../../../languages/python/listed.js'
import { writeTree } from '../../../languages/python/tree.js'
import { compare } from '../compare.js'
import { sizeWords } from '../remarks.js'
import type { Exported } from '../schedule.js'
import { commentOf, LISTED } from './python.js'

/** Writes it. */
export function writeForComposer(schedule: Exported): string {
  const { batches } = schedule
  const stepped = schedule.stepped('Composer', (factor) => {
    if (!isInPython(factor.type)) writeTree('alpha', factor, batches, 'math', 'Composer')
  })
  const listed = (index: number, name: string) => {
    const { values } = stepped[index]!
    return values === null ? null : writeListed(name, values, 'math')
  }
  const isListed = stepped.some(({ values }) => values !== null)
  const comment = commentOf([...(isListed ? [LISTED] : []), ...trainedLate(schedule)])
  return writeComposer(schedule.programWith(stepped), listed, comment)
}

/** What Composer's Trainer makes of the curve: it steps schedulers before its timestamp moves on. */
export function trainedLate(schedule: Exported): string[] {
  const rates = (from: number, count: number) => schedule.rates(from, count)
  const late = (from: number, count: number) =>
    from === 0 ? Float64Array.of(...rates(0, 1), ...(count > 1 ? rates(0, count - 1) : [])) : rates(from - 1, count)
  const words = sizeWords(compare(rates, late, schedule.batches, 0))
  return words === null
    ? []
    : [
        `The Trainer steps schedulers before its timestamp moves on: batch n has the rate of n - 1, which differs ${words}.`,
      ]
}
