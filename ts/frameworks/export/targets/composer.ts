/**
 * A schedule for Composer's Trainer: its own classes, functions of the batch, and lists of values where there is no formula.
 */
import { isInPython } from '../../../catalogue/index.js'
import { writeComposer } from '../../../languages/composer.js'
import type { DescribedFactor } from '../../../languages/factor.js'
import { writeListed } from '../../../languages/python/listed.js'
import { writeTree } from '../../../languages/python/tree.js'
import { compare } from '../compare.js'
import { sizeWords } from '../remarks.js'
import type { Exported } from '../schedule.js'
import { commentOf, LISTED } from './python.js'

/** Writes it. */
export function writeForComposer(schedule: Exported): string {
  const { batches, schedulers } = schedule
  const stepped = schedulers.map((_, index) =>
    schedule.steppedAt<DescribedFactor | Float64Array>(
      index,
      'Composer',
      (factor) => {
        if (!isInPython(factor.type)) writeTree('alpha', factor, batches, 'math', 'Composer')
        return factor
      },
      (values) => values,
    ),
  )
  const isList = (one: DescribedFactor | Float64Array): one is Float64Array => one instanceof Float64Array
  const listed = (index: number, name: string) => {
    const one = stepped[index]!
    return isList(one) ? writeListed(name, one, 'math') : null
  }
  const comment = commentOf([...(stepped.some(isList) ? [LISTED] : []), ...trainedLate(schedule)])
  const program = schedule.programWith(stepped.map((one) => (isList(one) ? null : one)))
  return writeComposer(program, listed, comment)
}

/** What Composer's Trainer makes of the curve: it steps schedulers before its timestamp moves on. */
export function trainedLate(schedule: Exported): string[] {
  const rates = (from: number, count: number) => schedule.rates(from, count)
  const late = (from: number, count: number) => {
    if (from > 0) return rates(from - 1, count)
    const values = rates(0, count)
    values.copyWithin(1, 0, count - 1)
    return values
  }
  const words = sizeWords(compare(rates, late, schedule.batches, 0))
  return words === null
    ? []
    : [
        `The Trainer steps schedulers before its timestamp moves on: batch n has the rate of n - 1, which differs ${words}.`,
      ]
}
