/** Formulas of the field's forms and of nodes in Python beside what libraries return, step by step and at once. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { builtinsOf } from '../../ts/languages/factor.js'
import { type Factor, NoCounterpart, programOf } from '../../ts/languages/program.js'
import { writeTree } from '../../ts/languages/python/tree.js'
import { convertTime as convert } from '../../ts/run/convert.js'
import { canonicalCurves, canonicalFactor } from '../helpers/canonical.js'
import { newFolder } from '../helpers/folders.js'
import { runPython } from '../helpers/readers.js'
import { TREES } from '../helpers/trees.js'

// NumPy has the functions of jax.numpy that formulas use, under the same names.
const PROGRAM = `
import json, math, sys
from bisect import bisect_right
import numpy

numpy.seterr(all='ignore')
found = []
with open(sys.argv[1]) as file:
    for line in file:
        case = json.loads(line)
        names = {'math': math, 'bisect_right': bisect_right, 'jnp': numpy}
        try:
            exec(case['math'] + '\\n\\n' + case['jax'], names)
            steps = numpy.array(case['steps'])
            single = [float(names['one'](step)) for step in case['steps']]
            found.append([single, numpy.broadcast_to(names['every'](steps), steps.shape).tolist()])
        except Exception as error:
            raise Exception(f"{error!r}\\n{case['math']}\\n{case['jax']}")
print(json.dumps(found))
`

interface Case {
  readonly id: string
  readonly steps: readonly number[]
  readonly numbers: readonly number[]
  readonly tolerance: number
  readonly math: string
  readonly jax: string
}

/** A case of a factor in Python; none where a part begins between two steps. */
function caseOf(of: Omit<Case, 'math' | 'jax'>, factor: Factor): Case[] {
  const [described] = builtinsOf([factor], 'Python')
  const batches = Math.max(...of.steps) + 1
  const text = (name: string, flavour: 'math' | 'jax') =>
    writeTree(name, described!, batches, flavour, 'Python').join('\n')
  try {
    return [{ ...of, math: text('one', 'math'), jax: text('every', 'jax') }]
  } catch (error) {
    if (error instanceof NoCounterpart) return []
    throw error
  }
}

/** Runs cases in Python, both ways. */
function compare(cases: readonly Case[]): void {
  const file = path.join(newFolder(), 'cases.jsonl')
  writeFileSync(file, cases.map(({ steps, math, jax }) => `${JSON.stringify({ steps, math, jax })}\n`).join(''))
  const found = runPython(PROGRAM, file) as [number[], number[]][]
  expect(found).toHaveLength(cases.length)
  for (const [index, lists] of found.entries()) {
    const { id, steps, numbers, tolerance, math, jax } = cases[index]!
    for (const [which, values] of lists.entries()) {
      for (const [place, value] of values.entries()) {
        const expected = numbers[place]!
        if (Number.isNaN(expected) || Math.abs(value - expected) <= tolerance) continue
        throw new Error(`${id} at ${steps[place]}: ${value} in place of ${expected}\n${which === 0 ? math : jax}`)
      }
    }
  }
}

test('of what libraries return, they come to the same', () => {
  const cases = canonicalCurves().flatMap(({ id, schedule, base, steps, expected, epochs, accumulates }) => {
    // A program counts epochs by their length, which these rows have not.
    const countsEpochs = epochs !== undefined && schedule.params.t_epochs !== undefined
    if (countsEpochs || steps.some((step) => !Number.isInteger(step))) return []
    const numbers = expected.map((value) => (typeof value === 'number' ? value / base : Number.NaN))
    const largest = Math.max(...numbers.filter((value) => !Number.isNaN(value)).map((value) => Math.abs(value)))
    const tolerance = (accumulates ? 1e-11 : 1e-12) * largest
    return caseOf({ id, steps, numbers, tolerance }, canonicalFactor(schedule))
  })
  expect(cases.length).toBeGreaterThan(2000)
  compare(cases)
})

test('of trees, they come to what these are by hand', () => {
  const cases = TREES.flatMap(({ name, scheduler, run, alpha }) => {
    const { factors, batches } = programOf({ name, factors: [scheduler], run, baseLr: 1 }, convert)
    const steps = Array.from({ length: batches }, (_, batch) => batch)
    return caseOf({ id: name, steps, numbers: steps.map(alpha), tolerance: 1e-13 }, factors[0]!)
  })
  expect(cases).toHaveLength(TREES.length)
  compare(cases)
})
