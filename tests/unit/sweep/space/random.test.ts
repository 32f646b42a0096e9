/** Draws are Philox's, and each follows from seed, name and number alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawsOf, philox, type Words } from '../../../../ts/sweep/space/random.js'

const hex = (words: readonly number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join(' ')

describe('philox', () => {
  // The known answers that Random123 publishes for philox4x32-10.
  test.each<[Words, readonly [number, number], string]>([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the published words for %j and %j', (counter, key, words) => {
    expect(hex(philox(counter, key))).toBe(words)
  })
})

describe('draws', () => {
  test('are these, as another implementation has them', () => {
    const draw = drawsOf(7, 'lr')
    expect([0, 1, 2].map(draw)).toEqual([0.2533290354995207, 0.9971130325438904, 0.7351148895214159])
    expect(drawsOf(2 ** 53 - 1, 'scheduler.t_warmup')(2 ** 40)).toBe(0.534327774418102)
  })

  test('are in [0, 1), evenly, and differ by seed, name and number', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), fc.maxSafeNat(), (seed, name, j) => {
        const u = drawsOf(seed, name)(j)
        expect(u >= 0 && u < 1 && Number.isSafeInteger(u * 2 ** 53)).toBe(true)
      }),
    )
    const draw = drawsOf(0, 'a')
    const bins = new Array(10).fill(0)
    for (let j = 0; j < 100_000; j++) bins[Math.floor(draw(j) * 10)]++
    // Within 4 standard deviations of 10,000.
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(380)
    const all = [drawsOf(0, 'a'), drawsOf(1, 'a'), drawsOf(2 ** 32, 'a'), drawsOf(0, 'b')]
    const values = all.flatMap((each) => [0, 1, 2 ** 32].map(each))
    expect(new Set(values).size).toBe(12)
  })

  test('of two axes are not correlated', () => {
    const [a, b] = [drawsOf(3, 'lr'), drawsOf(3, 'alpha_f')]
    let sum = 0
    for (let j = 0; j < 20_000; j++) sum += (a(j) - 0.5) * (b(j) - 0.5)
    expect(Math.abs((sum / 20_000) * 12)).toBeLessThan(0.03)
  })
})
