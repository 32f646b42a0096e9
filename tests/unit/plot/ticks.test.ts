/** Round places on an axis, their labels, and scales. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countLabel, valueLabel } from '../../../ts/plot/labels.js'
import { linearDomain, linearScale, logDomain, logScale } from '../../../ts/plot/scale.js'
import { linearTicks, logTicks } from '../../../ts/plot/ticks.js'

describe('linear ticks', () => {
  test.each<[low: number, high: number, most: number, finest: number, ticks: number[]]>([
    [0, 10, 11, 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [0, 10, 10, 0, [0, 2, 4, 6, 8, 10]],
    [0, 10, 6, 0, [0, 2, 4, 6, 8, 10]],
    [0, 10, 5, 0, [0, 5, 10]],
    [0, 10, 2, 0, [0, 10]],
    [0, 10, 1, 0, [0]],
    [0, 0.3, 4, 0, [0, 0.1, 0.2, 0.3]],
    [0, 1.2e-4, 7, 0, [0, 2e-5, 4e-5, 6e-5, 8e-5, 1e-4, 1.2e-4]],
    [0, 63_900, 8, 1, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]],
    [0, 3, 9, 1, [0, 1, 2, 3]],
    [0, 3, 9, 0, [0, 0.5, 1, 1.5, 2, 2.5, 3]],
    [-1, 1, 5, 0, [-1, -0.5, 0, 0.5, 1]],
    [7, 8, 2, 1, [7, 8]],
    [100.5, 101.5, 9, 1, [101]],
    [5, 5, 9, 0, [5]],
    [0, 9e15, 4, 1, [0, 5e15]],
    [0, 5e-324, 3, 0, [0, 5e-324]],
    // The finest step, 1e-4, would lead beyond 2^53 steps from 0.
    [9.5e11, 9.5e11 + 2 ** -13, 5, 0, [9.5e11]],
    [-9.5e11 - 2 ** -13, -9.5e11, 5, 0, [-9.5e11]],
    [2 ** 53, 2 ** 53 + 2, 5, 0, []],
    [9.5e11, 9.5e11 + 0.01, 5, 0, [9.5e11, 9.5e11 + 0.005, 9.5e11 + 0.01]],
    [-1, 1, 0, 0, []],
    [-1, 1, Number.NaN, 0, []],
    [-1, 1, 3, Number.NaN, []],
    [-1, 1, 3, Infinity, []],
    [Number.NaN, 1, 3, 0, []],
    [0, Infinity, 3, 0, [0]],
    [-Number.MAX_VALUE / 2, Number.MAX_VALUE / 2, 1, 0, [0]],
  ])('from %d to %d, at most %d, no finer than %d', (low, high, most, finest, ticks) => {
    expect(linearTicks(low, high, most, finest)).toEqual(ticks)
  })

  test('are round, within the ends, evenly spaced, and never more than fit', () => {
    const number = fc.double({ min: -1e12, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 30 }), (a, b, most) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const ticks = linearTicks(low, high, most)
        expect(ticks.length).toBeLessThanOrEqual(most)
        for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true)
        // Where the values hardly differ, or are below the normal doubles, a quotient is no measure.
        if (ticks.length < 2 || high - low < Math.max(1e-290, 1e-9 * Math.max(-low, high))) return
        const step = ticks[1]! - ticks[0]!
        // 1, 2 or 5 times a power of ten, but for rounding where the values are large beside the step.
        const factor = Number((step / 10 ** Math.floor(Math.log10(step * 1.000001))).toPrecision(2))
        expect([1, 2, 5]).toContain(factor)
        for (let i = 1; i < ticks.length; i++) expect((ticks[i]! - ticks[i - 1]!) / step).toBeCloseTo(1, 3)
      }),
    )
  })
})

describe('ticks of any range', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
  const any = fc.double()
  // Two ends that are some doubles apart, where steps are about to be too fine.
  const near = fc.tuple(finite, fc.integer({ min: 0, max: 40 })).map(([low, steps]): [number, number] => {
    const unit = Math.max(Math.abs(low) * Number.EPSILON, Number.MIN_VALUE)
    return [low, low + steps * unit]
  })
  const inOrder = (ticks: readonly number[], low: number, high: number, most: number) => {
    expect(ticks.length).toBeLessThanOrEqual(most)
    ticks.forEach((tick, i) => {
      expect(tick >= low && tick <= high).toBe(true)
      if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!)
    })
  }

  test('increase, stay within the ends, and are at most as many as asked for', () => {
    const ends = fc.oneof(
      near,
      fc.tuple(finite, finite).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
    )
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 30 }), fc.constantFrom(0, 1), ([low, high], most, finest) => {
        inOrder(linearTicks(low, high, most, finest), low, high, most)
        if (low > 0) inOrder(logTicks(low, high, most), low, high, most)
      }),
    )
  })

  test('come to an end for any numbers', () => {
    fc.assert(
      fc.property(any, any, any, any, (low, high, most, finest) => {
        expect(linearTicks(low, high, most, finest).length).toBeLessThanOrEqual(10_000)
        expect(logTicks(low, high, most).length).toBeLessThanOrEqual(10_000)
      }),
    )
  })
})

describe('logarithmic ticks', () => {
  test.each<[low: number, high: number, most: number, ticks: number[]]>([
    [1, 1000, 10, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]],
    [1, 1000, 8, [1, 3, 10, 30, 100, 300, 1000]],
    [1, 1000, 4, [1, 10, 100, 1000]],
    [1, 1000, 3, [1, 100]],
    [1e-12, 1e-4, 9, [1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]],
    [1e-12, 1e-4, 5, [1e-12, 1e-10, 1e-8, 1e-6, 1e-4]],
    [2.1, 4.9, 8, [2.5, 3, 3.5, 4, 4.5]],
    [3, 3.3, 5, [3, 3.1, 3.2, 3.3]],
  ])('from %d to %d, at most %d', (low, high, most, ticks) => {
    expect(logTicks(low, high, most)).toEqual(ticks)
  })

  test('are within the ends and never more than fit', () => {
    const exponent = fc.double({ min: -300, max: 300, noNaN: true })
    fc.assert(
      fc.property(exponent, exponent, fc.integer({ min: 1, max: 20 }), (a, b, most) => {
        const [low, high] = [10 ** Math.min(a, b), 10 ** Math.max(a, b)]
        const ticks = logTicks(low, high, most)
        expect(ticks.length).toBeLessThanOrEqual(most)
        for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true)
      }),
    )
  })
})

describe('labels', () => {
  test.each<[number, string]>([
    [0, '0'],
    [1, '1'],
    [0.5, '0.5'],
    [999, '999'],
    [1000, '1k'],
    [12_000, '12k'],
    [1_500_000, '1.5M'],
    [1e11, '100B'],
    [2.5e12, '2.5T'],
    [9e15, '9000T'],
    [5e17, '5e17'],
    [-2000, '-2k'],
    [0.30000000000000004, '0.3'],
  ])('count %d: %s', (value, label) => expect(countLabel(value)).toBe(label))

  test.each<[number, number, string]>([
    [0, 1, '0'],
    [0.1, 1, '0.1'],
    [0.0005, 0.002, '0.0005'],
    [1.2e-4, 1.2e-4, '1.2e-4'],
    [1e-4, 1.2e-4, '1e-4'],
    [0.00001, 0.5, '0.00001'],
    [2e-6, 2e-6, '2e-6'],
    [1e6, 1e6, '1e6'],
    [-0.5, 1, '-0.5'],
  ])('value %d of at most %d: %s', (value, largest, label) => expect(valueLabel(value, largest)).toBe(label))
})

describe('scales', () => {
  test('place values, also beyond their ends', () => {
    const scale = linearScale([0, 10], [100, 0])
    expect([0, 5, 10, 20].map(scale.place)).toEqual([100, 50, 0, -100])
    const log = logScale([1, 100], [0, 50])
    expect([1, 10, 100].map(log.place)).toEqual([0, 25, 50])
    expect(log.place(0)).toBe(-Infinity)
  })

  test('span what is there', () => {
    expect(linearDomain([])).toEqual([0, 1])
    expect(linearDomain([[0, 0]])).toEqual([0, 1])
    expect(linearDomain([[0.5, 1]])).toEqual([0, 1.05])
    expect(linearDomain([[-2, -1]])).toEqual([-2.1, 0])
    const huge = linearDomain([[-Number.MAX_VALUE, Number.MAX_VALUE]])
    expect(linearScale(huge, [0, 100]).place(0)).toBe(50)
    expect(linearScale(huge, [0, 100]).ticks(5)).toContain(0)
    expect(logDomain([[1e-30, 1]])[0]).toBeGreaterThan(1e-9)
    expect(logDomain([[2, 2]])).toEqual([2 / 1.05, 2.1])
    expect(logDomain([[5e-324, 5e-324]])[0]).toBeGreaterThan(0)
  })
})
