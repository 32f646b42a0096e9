/**
 * A function of the step in Python that needs nothing but Python.
 */
import type { Exported } from '../schedule.js'
import { commentOf, definitionOf, functionsOf, LISTED } from './python.js'

/** Writes it. */
export function writePlain(schedule: Exported): string {
  const { names, code, modules, isListed } = functionsOf(schedule, 'math', 'Python')
  return [
    ...commentOf([
      `${schedule.name}: the ${schedule.quantity.words} of update ${'`step`'}, which counts from 0.`,
      ...(isListed ? [LISTED] : []),
    ]),
    ...modules,
    '',
    '',
    ...code,
    ...definitionOf(schedule, names),
    '',
  ].join('\n')
}
