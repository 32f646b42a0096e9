/**
 * The factors of a schedule as functions of the step in Python, for targets that are written in it.
 */
import { importsOf } from '../../../languages/python/function.js'
import { writeListed } from '../../../languages/python/listed.js'
import type { Flavour } from '../../../languages/python/notation.js'
import { writeTree } from '../../../languages/python/tree.js'
import type { Exported } from '../schedule.js'

/** Functions of the step that multiply. */
export interface Functions {
  /** Their names. */
  readonly names: readonly string[]
  /** Each, two lines apart. */
  readonly code: readonly string[]
  /** What they import of Python's own. */
  readonly modules: readonly string[]
  /** Whether one is a list of values. */
  readonly isListed: boolean
}

/** The functions of all factors, or of those for which there is no other text. */
export function functionsOf(
  schedule: Exported,
  flavour: Flavour,
  library: string,
  isNeeded = (_: number) => true,
): Functions {
  const { batches, schedulers } = schedule
  const names = schedulers.map((_, index) => (schedulers.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  let isListed = false
  const code = names.flatMap((name, index): string[] => {
    if (!isNeeded(index)) return []
    const lines = schedule.steppedAt(
      index,
      library,
      (factor) => writeTree(name, factor, batches, flavour, library),
      (values) => {
        isListed = true
        return writeListed(name, values, flavour)
      },
    )
    return [...lines, '', '']
  })
  return { names, code, modules: importsOf(code), isListed }
}

/** The product of functions at a step. */
export const productOf = (names: readonly string[], step = 'step'): string =>
  names.map((name) => `${name}(${step})`).join(' * ')

/** The function of the step that gives the values of a schedule, of those of its factors. */
export const definitionOf = ({ quantity, baseLr }: Exported, names: readonly string[]): string[] => [
  `def ${quantity.python}(step):`,
  `    return ${baseLr} * ${productOf(names)}`,
]

/** Lines of a comment, none longer than a screen. */
export function commentOf(remarks: readonly string[]): string[] {
  return remarks.flatMap((remark) => {
    const lines: string[] = []
    let line = '#'
    for (const word of remark.split(/\s+/)) {
      if (line.length + word.length + 1 > 110 && line !== '#') {
        lines.push(line)
        line = '#'
      }
      line += ` ${word}`
    }
    return [...lines, line]
  })
}

/** What is said of values that are listed. */
export const LISTED = 'What has no formula in steps is listed, a multiplier for each batch.'
