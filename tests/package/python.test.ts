/** Formulas in Python beside the core: a function of one step with `math`, and of all steps with arrays. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { convertTime, evaluate, setWarningHandler, Time, TrainingRun } from 'scale-schedule'
import { expect, test } from 'vitest'
import { numbersOf } from '../../ts/languages/factor.js'
import { programOf } from '../../ts/languages/program.js'
import { writeFunction } from '../../ts/languages/python/function.js'
import type { BuiltinScheduler } from '../../ts/schedulers/builtin.js'
import { anyScheduler } from '../helpers/arbitraries.js'
import { newFolder } from '../helpers/folders.js'
import { runPython } from '../helpers/readers.js'

// NumPy has the functions of jax.numpy that formulas use, under the same names.
const PROGRAM = `
import json, math, sys
from bisect import bisect_right
import numpy

found = []
with open(sys.argv[1]) as file:
    for line in file:
        case = json.loads(line)
        names = {'math': math, 'bisect_right': bisect_right, 'jnp': numpy}
        exec(case['math'] + '\\n\\n' + case['jax'], names)
        steps = numpy.arange(case['count'])
        single = [float(names['one'](step)) for step in range(case['count'])]
        found.append([single, numpy.broadcast_to(names['all'](steps), steps.shape).tolist()])
print(json.dumps(found))
`

test('the formula of any scheduler comes to what the core calculates, step by step and at once', () => {
  const before = setWarningHandler(() => {})
  const time = fc.oneof(
    fc.integer({ min: 0, max: 400 }).map((value) => Time.fromBatch(value)),
    fc.double({ min: 0, max: 1.5, noNaN: true }).map((value) => new Time(value, 'dur')),
  )
  const run = fc
    .record({ end: fc.integer({ min: 10, max: 300 }), scaleScheduleRatio: fc.constantFrom(1, 0.5, 1.7) })
    .map(({ end, scaleScheduleRatio }) => new TrainingRun({ maxDuration: Time.fromBatch(end), scaleScheduleRatio }))
  const cases = fc.sample(fc.tuple(anyScheduler(time), run), { numRuns: 600, seed: 11 }).flatMap(([scheduler, run]) => {
    let alphas: Float64Array
    try {
      alphas = evaluate(scheduler, run, { from: 0 }) as Float64Array
    } catch {
      // One that has no value somewhere is not written for a run.
      return []
    }
    const factors = [scheduler as unknown as BuiltinScheduler]
    const {
      factors: [factor],
      batches,
    } = programOf({ name: '', factors, run, baseLr: 1 } as never, convertTime)
    if (factor?.kind !== 'builtin') throw new Error('A scheduler is a factor.')
    const numbers = numbersOf(factor, 'Python')
    const text = (name: string, flavour: 'math' | 'jax') => writeFunction(name, numbers, batches, flavour).join('\n')
    return [{ type: factor.type, alphas, count: batches, math: text('one', 'math'), jax: text('all', 'jax') }]
  })
  setWarningHandler(before)
  expect(new Set(cases.map(({ type }) => type)).size).toBe(13)
  const file = path.join(newFolder(), 'cases.jsonl')
  writeFileSync(file, cases.map(({ count, math, jax }) => `${JSON.stringify({ count, math, jax })}\n`).join(''))
  const found = runPython(PROGRAM, file) as [number[], number[]][]
  expect(found).toHaveLength(cases.length)
  found.forEach((lists, index) => {
    const { alphas, math, jax } = cases[index]!
    for (const [which, values] of lists.entries()) {
      values.forEach((value, batch) => {
        const expected = alphas[batch]!
        if (!(Math.abs(value - expected) <= 1e-12 * Math.max(1, Math.abs(expected)))) {
          throw new Error(`at ${batch}: ${value} in place of ${expected}\n${which === 0 ? math : jax}`)
        }
      })
    }
  })
})
