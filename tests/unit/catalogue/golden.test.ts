/** Formulas against what the libraries of the field return, type by type. */
import { expect, test } from 'vitest'
import { CLASSES, canonicalAt, canonicalCurves } from '../../helpers/canonical.js'

const CURVES = canonicalCurves()
const TYPES = [...new Set(CURVES.map(({ schedule }) => schedule.type))].sort()

test('every canonical type has rows, and each is a class or a node', () => {
  expect(TYPES).toEqual([...Object.keys(CLASSES), 'cooldown', 'product', 'sequential'].sort())
})

test.each(TYPES)('the formula of %s comes to what libraries return', (type) => {
  let compared = 0
  for (const { id, schedule, base, steps, expected, epochs, accumulates } of CURVES) {
    if (schedule.type !== type) continue
    const numbers = expected.filter((value) => typeof value === 'number')
    const tolerance = (accumulates ? 1e-11 : 1e-12) * Math.max(...numbers.map((value) => Math.abs(value)))
    for (const [index, value] of expected.entries()) {
      if (typeof value !== 'number') continue
      const found = base * canonicalAt(schedule, steps[index]!, epochs?.[index] ?? 0)
      compared++
      // Not expect, which takes longer than the formulas.
      if (Math.abs(found - value) <= tolerance) continue
      throw new Error(`${id} at ${steps[index]}: ${found} in place of ${value}, of ${JSON.stringify(schedule)}`)
    }
  }
  expect(compared).toBeGreaterThan(100)
})
