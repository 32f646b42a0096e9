/** Values in columns, beside brute force. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Outline, type Point } from '../../../ts/plot/outline.js'
import { simplify } from '../../../ts/plot/simplify.js'

const filled = (values: readonly number[], columns: number, options?: object, parts = [values.length || 1]) => {
  const outline = new Outline(columns, { step: columns / values.length, ...options })
  let first = 0
  for (let part = 0; first < values.length; part++) {
    const size = parts[part % parts.length]!
    outline.add(first, values.slice(first, first + size))
    first += size
  }
  return outline
}

const number = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, 1, Infinity, Number.NaN))
const numbers = fc.array(number, { minLength: 1, maxLength: 300 })
const columns = fc.integer({ min: 1, max: 60 })

describe('an outline', () => {
  test('has the lowest and the highest value of each column, as brute force finds them', () => {
    fc.assert(
      fc.property(numbers, columns, (values, count) => {
        const { low, high } = filled(values, count).held()
        const points = filled(values, count).lines().flat()
        for (let column = 0; column < count; column++) {
          const own = values.filter(
            (value, index) =>
              Number.isFinite(value) && Math.min(count - 1, Math.floor(index * (count / values.length))) === column,
          )
          if (own.length === 0) continue
          expect([low[column], high[column]]).toEqual([Math.min(...own), Math.max(...own)])
          const drawn = points.filter(({ x }) => Math.min(count - 1, Math.floor(x)) === column).map(({ y }) => y)
          expect(drawn.length).toBeLessThanOrEqual(4)
          expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...own), Math.max(...own)])
          expect([drawn[0], drawn.at(-1)]).toEqual([own[0], own.at(-1)])
        }
      }),
    )
  })

  test('has every value where there are no more values than columns', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        const [line, ...others] = filled(values, 60).lines()
        expect(others).toEqual([])
        expect(line!.map(({ y }) => y)).toEqual(values)
        line!.forEach(({ x }, index) => {
          expect(x).toBeCloseTo((index * 60) / values.length, 9)
        })
      }),
    )
  })

  test('does not depend on how the values come', () => {
    fc.assert(
      fc.property(
        numbers,
        columns,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (values, count, parts) => {
          const [one, many] = [filled(values, count), filled(values, count, {}, parts)]
          expect(many.lines()).toEqual(one.lines())
          expect(many.held()).toEqual(one.held())
          expect(many.range()).toEqual(one.range())
        },
      ),
    )
  })

  test('keeps a spike of one value among a million', () => {
    const outline = new Outline(100, { step: 100 / 1e6 })
    const values = new Float64Array(1000).fill(1)
    for (let first = 0; first < 1e6; first += 1000) {
      values[500] = first === 777_000 ? 2 : 1
      outline.add(first, values)
    }
    expect(outline.range()).toEqual([1, 2])
    const { high } = outline.held()
    expect(
      Array.from(high)
        .map((value, column) => (value === 2 ? column : -1))
        .filter((column) => column >= 0),
    ).toEqual([77])
    expect(
      outline
        .lines()
        .flat()
        .find(({ y }) => y === 2)!.x,
    ).toBeCloseTo(77.75, 9)
  })

  test('is interrupted by what is not shown', () => {
    const ys = (lines: Point[][]) => lines.map((line) => line.map(({ y }) => y))
    expect(ys(filled([1, Infinity, 2, 3], 4).lines())).toEqual([[1], [2, 3]])
    expect(ys(filled([Number.NaN, 1, 2], 3).lines())).toEqual([[1, 2]])
    expect(ys(filled([1, 0, -1, 2], 4, { accepts: (value: number) => value > 0 }).lines())).toEqual([[1], [2]])
    expect(filled([Infinity], 3).range()).toBe(null)
    expect(filled([Infinity], 3).lines()).toEqual([])
    expect(filled([], 3).lines()).toEqual([])
  })

  test('holds a value until the next, and the last one until its end', () => {
    const { low, high } = filled([1, 3, 2], 9).held()
    expect(Array.from(low)).toEqual([1, 1, 1, 3, 3, 3, 2, 2, 2])
    expect(high).toEqual(low)
    const short = new Outline(10, { start: 2, step: 2 })
    short.add(0, [5, 6])
    expect(Array.from(short.held().high)).toEqual([
      Number.NaN,
      Number.NaN,
      5,
      5,
      6,
      6,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect(Array.from(filled([1, Infinity, 1], 9).held().high)).toEqual([
      1,
      1,
      1,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      1,
      1,
      1,
    ])
  })
})

describe('a simplified line', () => {
  const lines = fc.array(fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: 0, max: 50 }) }), {
    maxLength: 40,
  })

  test('keeps its ends, leaves out only what is near, and is drawn of its own points', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0.01, max: 3, noNaN: true }), (line, distance) => {
        const kept = simplify(line, distance)
        expect(kept.every((point) => line.includes(point))).toBe(true)
        if (line.length === 0) return
        expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)])
        for (const point of line) expect(distanceTo(point, kept)).toBeLessThanOrEqual(distance + 1e-9)
      }),
    )
  })

  test('has two points where it is straight, and all where it is not', () => {
    const straight = Array.from({ length: 1000 }, (_, x) => ({ x, y: 2 * x }))
    expect(simplify(straight, 0.01)).toEqual([straight[0], straight.at(-1)])
    const zigzag = Array.from({ length: 100 }, (_, x) => ({ x, y: x % 2 }))
    expect(simplify(zigzag, 0.1)).toEqual(zigzag)
  })

  function distanceTo(point: Point, line: readonly Point[]): number {
    if (line.length === 1) return Math.hypot(point.x - line[0]!.x, point.y - line[0]!.y)
    return Math.min(
      ...line.slice(1).map((b, index) => {
        const a = line[index]!
        const [dx, dy] = [b.x - a.x, b.y - a.y]
        const squared = dx * dx + dy * dy
        const along =
          squared === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared))
        return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy)
      }),
    )
  }
})
