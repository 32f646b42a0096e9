/** The points of a log on the chart: as many as leave the curve to be seen, and all that stand elsewhere. */
import { expect, test } from 'vitest'
import { sparse } from '../../../ts/playground/plan/sparse.js'

const flat = Array.from({ length: 500 }, (_, x) => [x, 50] as const)

test('a long log leaves gaps between its points', () => {
  const found = [...sparse(flat, 10)]
  expect(found).toEqual(flat.filter(([x]) => x % 10 === 0))
})

test('points as far from one another are all drawn', () => {
  expect([...sparse(flat, 1)]).toEqual(flat)
})

test('a point away from the others is never left out', () => {
  const points = flat.map(([x]) => [x, x === 123 ? 90 : 50] as const)
  expect([...sparse(points, 10)]).toContainEqual([123, 90])
})

test('a steep part keeps points all the way', () => {
  const steep = Array.from({ length: 100 }, (_, y) => [y / 100, y] as const)
  expect([...sparse(steep, 10)]).toHaveLength(10)
})
