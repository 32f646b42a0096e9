/** Where two runs part, beside brute force; distances in ulps. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRuns, ulpsBetween } from '../../../../ts/cli/commands/diff/difference.js'
import { readConfig } from '../../../../ts/config/read.js'
import { evaluate } from '../../../../ts/index.js'

const linear = (alpha: number, batches = 100, lr = 1) =>
  readConfig(`{max_duration: ${batches}ba, lr: ${lr}, scheduler: {name: linear, alpha_f: ${alpha}}}`)

describe('ulps', () => {
  test.each<[number, number, bigint]>([
    [1, 1, 0n],
    [0, -0, 0n],
    [1, 1 + Number.EPSILON, 1n],
    [1, 1 - Number.EPSILON / 2, 1n],
    [0, 5e-324, 1n],
    [-5e-324, 5e-324, 2n],
    [0.1 + 0.2, 0.3, 1n],
    [1, 2, 2n ** 52n],
    [Number.MAX_VALUE, Infinity, 1n],
    [-1, 1, 2n * 0x3ff0_0000_0000_0000n],
  ])('between %d and %d: %d', (a, b, distance) => {
    expect(ulpsBetween(a, b)).toBe(distance)
    expect(ulpsBetween(b, a)).toBe(distance)
  })
})

describe('two runs', () => {
  test('are compared batch by batch, as brute force does it', async () => {
    const part = fc.double({ min: -2, max: 2, noNaN: true })
    await fc.assert(
      fc.asyncProperty(part, part, fc.constantFrom(0, 1e-3, 0.1, 0.9), async (a, b, tolerance) => {
        const configs = [linear(a), linear(b)] as const
        const [left, right] = configs.map(({ schedulers, run }) => evaluate(schedulers, run))
        const apart = Array.from(left!, (value, batch) => ({
          batch,
          a: value,
          b: right![batch]!,
          absolute: Math.abs(value - right![batch]!),
        })).filter(({ a, b, absolute }) => absolute > tolerance * Math.max(Math.abs(a), Math.abs(b)))
        const found = await compareRuns(configs, tolerance)
        expect(found).toMatchObject({ batches: [100, 100], compared: 100, differing: apart.length })
        const most = apart.reduce((most, { absolute }) => Math.max(most, absolute), 0)
        const [first] = apart
        if (first === undefined) expect([found.first, found.largest]).toEqual([null, null])
        else {
          expect(found.first).toEqual({ ...first, ulps: ulpsBetween(first.a, first.b) })
          expect(found.largest).toMatchObject(apart.find(({ absolute }) => absolute === most)!)
        }
      }),
    )
  })

  test('of different lengths are compared where both are', async () => {
    const holds = (batches: number) =>
      readConfig(`{max_duration: ${batches}ba, scheduler: {name: constant_with_warmup, t_warmup: 5ba}}`)
    expect(await compareRuns([holds(100), holds(90)], 0)).toEqual({
      batches: [100, 90],
      compared: 90,
      differing: 0,
      first: null,
      largest: null,
      others: new Map(),
    })
  })

  test('differ wherever only one of them is infinite, whatever the tolerance', async () => {
    const steep = (gamma: number) =>
      readConfig(`{max_duration: 5ba, scheduler: {name: multi_step, milestones: [1ba, 2ba], gamma: ${gamma}}}`)
    expect(await compareRuns([steep(1e200), steep(1e200)], 0)).toMatchObject({ differing: 0 })
    const { first, largest, differing } = await compareRuns([steep(1e200), steep(1e10)], 0.999_999)
    expect(differing).toBe(4)
    expect([first!.batch, largest!.batch, largest!.absolute]).toEqual([1, 2, Infinity])
  })

  test('of ten million batches need no array as long as they are', async () => {
    const before = process.memoryUsage().arrayBuffers
    let done = 0
    const long = (alpha: number) => linear(alpha, 10_000_000)
    const found = await compareRuns([long(0.1), long(0.1000001)], 0, (count) => {
      done = count
    })
    expect([found.compared, done]).toEqual([10_000_000, 10_000_000])
    expect(found.largest!.batch).toBe(9_999_999)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6)
  })
})
