/**
 * Arrays that the package allocates: they get the same bits as any other, wherever in one, and never move.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import fc from 'fast-check'
import {
  allocateOutput,
  evaluate,
  MultiStepScheduler,
  MultiStepWithWarmupScheduler,
  setWarningHandler,
  TrainingRun,
  type Values,
} from 'scale-schedule'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyRange, anyRun, anyScheduler } from '../helpers/arbitraries.js'
import { DIST } from '../helpers/dist.js'
import { runs } from '../helpers/repetition.js'
import { codeFrom, valueOrCode } from '../helpers/thrown.js'

beforeAll(() => {
  setWarningHandler(() => {})
})
afterAll(() => {
  setWarningHandler(null)
})

const KINDS = { f64: Float64Array, f32: Float32Array }
const SIZE = 40_000
const bytes = ({ buffer, byteOffset, byteLength }: Values) => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
const isSame = (a: Values, b: Values) => bytes(a).equals(bytes(b))

test('it is zeros, of the kind and the length that were asked for, within memory of its own', () => {
  for (const kind of ['f64', 'f32'] as const) {
    for (const count of [0, 1, 3, 8192, 100_001]) {
      const out = allocateOutput(count, kind)
      expect(out).toBeInstanceOf(KINDS[kind])
      expect(out.length).toBe(count)
      expect(out.every((value) => value === 0)).toBe(true)
      expect(out.buffer.byteLength).toBeLessThan(out.byteOffset + out.byteLength + 65_536)
      expect(out.byteOffset).toBeLessThan(800_000)
    }
  }
  expect(allocateOutput(2)).toBeInstanceOf(Float64Array)
})

test.each([
  [-1, 'f64', 'integer-range'],
  [1.5, 'f64', 'integer-range'],
  [2 ** 32, 'f64', 'integer-range'],
  ['3', 'f64', 'bad-type'],
  [3, 'f16', 'bad-type'],
  [3, 'toString', 'bad-type'],
  [3, null, 'bad-type'],
])('a count of %s and a kind of %s are refused with %s', (count, kind, code) => {
  expect(codeFrom(() => allocateOutput(count as number, kind as 'f64'))).toBe(code)
})

test('it can be copied, and no transfer takes it away', () => {
  const out = allocateOutput(3).fill(2)
  try {
    // Browsers throw; Node makes a copy of all the memory.
    structuredClone(out, { transfer: [out.buffer as ArrayBuffer] })
  } catch (error) {
    expect((error as Error).name).toBe('DataCloneError')
  }
  expect(Array.from(out)).toEqual([2, 2, 2])
  const copy = out.slice()
  expect(Array.from(structuredClone(copy, { transfer: [copy.buffer as ArrayBuffer] }))).toEqual([2, 2, 2])
})

describe('a range has the same bits in it as in any other array', () => {
  const outputs = { f64: allocateOutput(SIZE), f32: allocateOutput(SIZE, 'f32') }

  test('of any product, at any place, and nothing else changes', () => {
    let compared = 0
    const property = fc.property(
      fc.array(anyScheduler(), { minLength: 1, maxLength: 3 }),
      anyRun,
      anyRange,
      fc.constantFrom(1, 1, 0.1, -3, 0, 1e300),
      fc.record({ kind: fc.constantFrom('f64', 'f32'), at: fc.integer({ min: 0, max: 700 }), long: fc.boolean() }),
      (schedulers, run, range, baseLr, { kind, at, long }) => {
        const count = long ? SIZE - 700 : range.count
        const options = { ...range, count, baseLr }
        const whole: Values = outputs[kind].fill(7)
        const expected: Values = new KINDS[kind](SIZE).fill(7)
        const into = (values: Values) =>
          valueOrCode(() => evaluate(schedulers, run, { ...options, out: values }).length)
        expect(into(whole.subarray(at, at + count))).toBe(into(expected.subarray(at, at + count)))
        expect(isSame(whole, expected)).toBe(true)
        expect(outputs[kind].length).toBe(SIZE)
        if (expected[at] !== 7) compared++
      },
    )
    fc.assert(property, { numRuns: runs(1000) })
    expect(compared).toBeGreaterThan(0)
  })

  test('f32 values are the f64 values rounded, here and there', () => {
    const property = fc.property(anyScheduler(), anyRun, anyRange, fc.boolean(), (scheduler, run, range, long) => {
      const count = long ? SIZE : range.count
      const values = valueOrCode(() => scheduler.resolve(run).fill({ ...range, count }))
      if (typeof values === 'string') return
      const rounded = Float32Array.from(values)
      for (const out of [outputs.f32.subarray(0, count), new Float32Array(count)]) {
        expect(isSame(scheduler.resolve(run).fill({ ...range, count, out }), rounded)).toBe(true)
      }
    })
    fc.assert(property, { numRuns: runs(1000) })
  })

  test('as another kind of view of the same memory', () => {
    const run = new TrainingRun({ maxDuration: '1000ba' })
    const curve = new MultiStepScheduler({ milestones: ['0.5dur'] }).resolve(run)
    const { buffer, byteOffset } = outputs.f64
    const out = new Float32Array(buffer as ArrayBuffer, byteOffset + 4, 1000)
    expect(isSame(curve.fill({ out }), Float32Array.from(curve.fill()))).toBe(true)
  })
})

test('curves of any number of milestones are written, and the memory never moves', () => {
  const batches = 50_000
  const run = new TrainingRun({ maxDuration: `${batches}ba` })
  const stepsOf = (count: number, gamma: number) =>
    new MultiStepScheduler({
      milestones: Array.from({ length: count }, (_, index) => `${(index * 7919) % batches}ba` as const),
      gamma,
    })
  const warmup = new MultiStepWithWarmupScheduler({ tWarmup: '100ba', milestones: ['300ba', '4000ba'], gamma: 0.3 })
  const out = allocateOutput(batches)
  const { buffer } = out
  for (const count of [0, 1, 100, 240, 245, 250, 251, 252, 253, 254, 255, 256, 257, 1000, 30_000]) {
    for (const gamma of [0.999, 0.9991, 1]) {
      const curve = stepsOf(count, gamma).resolve(run)
      expect(isSame(curve.fill({ out }), curve.fill())).toBe(true)
      const factors = [stepsOf(count, gamma), warmup, stepsOf(count, 0.9999)]
      expect(isSame(evaluate(factors, run, { out, baseLr: 3 }), evaluate(factors, run, { baseLr: 3 }))).toBe(true)
    }
    expect(out.buffer).toBe(buffer)
    expect(out.length).toBe(batches)
  }
})

/** What a program that has the package as `lib` logs as JSON, in a Node of its own. */
function inNode(program: string, flags: readonly string[] = []): unknown {
  const start = `const lib = await import(${JSON.stringify(path.join(DIST, 'index.js'))})\n`
  const args = [...flags, '--input-type=module', '-e', start + program]
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 280_000 })
  expect(done.stderr).toBe('')
  return JSON.parse(done.stdout)
}

test('arrays that nobody has any more are freed, and so many are made as are asked for', () => {
  const program = `
    const curve = new lib.LinearScheduler().resolve(new lib.TrainingRun({ maxDuration: '1000000ba' }))
    const made = 60
    let freed = 0
    const registry = new FinalizationRegistry(() => freed++)
    const kept = lib.allocateOutput(1e6)
    for (let i = 0; i < made; i++) {
      const out = lib.allocateOutput(1e6)
      curve.fill({ out })
      registry.register(out.buffer, 0)
    }
    for (let tries = 0; tries < 50 && freed < made; tries++) {
      globalThis.gc()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    curve.fill({ out: kept })
    console.log(JSON.stringify({ left: made - freed, last: kept.at(-1), external: process.memoryUsage().arrayBuffers < 40e6 }))
  `
  // The last one may still be in a register.
  expect(inNode(program, ['--expose-gc'])).toEqual({
    left: expect.toSatisfy((left: number) => left <= 1),
    last: 1 - 999_999 / 1e6,
    external: true,
  })
})

test('beside its values an array takes a fraction of a megabyte', () => {
  const program = `
    const outputs = []
    const count = 2 ** 17
    lib.allocateOutput(count)
    globalThis.gc()
    const before = process.memoryUsage().rss
    for (let i = 0; i < 100; i++) outputs.push(lib.allocateOutput(count).fill(1))
    globalThis.gc()
    console.log(JSON.stringify((process.memoryUsage().rss - before) / outputs.length - 8 * count))
  `
  expect(inNode(program, ['--expose-gc'])).toBeLessThan(500_000)
})
