/** What is exported to optax, run by optax and JAX in 64 bits: rows of optax and keras, and random trees. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { type ComposerScheduler, evaluate, setWarningHandler, type TrainingRun } from 'scale-schedule'
import { exportSchedule, importSchedule } from 'scale-schedule/frameworks'
import { expect, test } from 'vitest'
import { python } from '../../scripts/jax.mjs'
import { sourceRows } from '../golden2/sources.js'
import { anyTree } from '../helpers/any-tree.js'
import { anyRun } from '../helpers/arbitraries.js'
import { newFolder } from '../helpers/folders.js'

const PROGRAM = `
import json, sys
import jax, numpy

jax.config.update('jax_enable_x64', True)
found = []
with open(sys.argv[1]) as file:
    for line in file:
        case = json.loads(line)
        try:
            names = {}
            exec(case['text'], names)
            steps = jax.numpy.arange(case['count'])
            # Some of optax's own take one step at a time.
            rate = lambda step: jax.numpy.asarray(names['learning_rate'](step), 'float64')
            rates = numpy.asarray(jax.vmap(rate)(steps))
            single = float(names['learning_rate'](case['count'] // 2))
            found.append([rates.tolist(), single])
        except Exception as error:
            raise Exception(f"{error!r}\\n{case['text']}")
print(json.dumps(found))
`

interface Case {
  readonly id: string
  readonly rates: Float64Array
  readonly text: string
}

const ROWS_OF_EACH = 2

function cases(): Case[] {
  const found: Case[] = []
  const add = (id: string, scheduler: ComposerScheduler, run: TrainingRun, baseLr: number) => {
    let rates: Float64Array
    try {
      if (run.batches > 1000) return
      rates = evaluate(scheduler, run, { baseLr })
    } catch {
      // One that has no value somewhere.
      return
    }
    found.push({ id, rates, text: exportSchedule(scheduler, run, { to: 'optax', baseLr }) })
  }
  const seen = new Map<string, number>()
  for (const { id, library, source, base_lr: baseLr, total } of sourceRows()) {
    const kind = id.replace(/-\d+$/, '')
    const count = seen.get(kind) ?? 0
    if ((library !== 'optax' && library !== 'keras') || count === ROWS_OF_EACH) continue
    seen.set(kind, count + 1)
    try {
      const read = importSchedule({ library, source, baseLr, total: total ?? undefined })
      add(id, read.scheduler, read.run, read.baseLr)
    } catch {
      // What the library refuses.
    }
  }
  const trees = fc.tuple(fc.oneof(anyTree(0), anyTree(1), anyTree(3)), anyRun)
  for (const [scheduler, run] of fc.sample(trees, { numRuns: 120, seed: 5 })) {
    const described = JSON.stringify(scheduler)
    // Floats of that size have few digits, so that the order of operations tells.
    if (!/e-3\d\d/.test(described)) add(described, scheduler, run, 0.25)
  }
  return found
}

test('they come to the same', () => {
  const before = setWarningHandler(() => {})
  const all = cases()
  setWarningHandler(before)
  expect(all.length).toBeGreaterThan(60)
  const file = path.join(newFolder(), 'cases.jsonl')
  writeFileSync(file, all.map(({ rates, text }) => `${JSON.stringify({ count: rates.length, text })}\n`).join(''))
  const done = spawnSync(python(), ['-c', PROGRAM, file], { encoding: 'utf8', maxBuffer: 1 << 30 })
  expect(done.status, done.stderr).toBe(0)
  const found = JSON.parse(done.stdout) as [number[], number][]
  let own = 0
  for (const [index, [values, single]] of found.entries()) {
    const { id, rates, text } = all[index]!
    if (text.includes('optax has the same rates')) own++
    const peak = rates.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0)
    const isSame = (value: number, step: number) =>
      Math.abs(value - rates[step]!) <= 1e-12 * Math.max(peak, Number.MIN_VALUE)
    const odd = values.findIndex((value, step) => !isSame(value, step))
    expect(odd, `${id}: ${values[odd]} in place of ${rates[odd]}\n${text}`).toBe(-1)
    expect(isSame(single, Math.floor(rates.length / 2)), text).toBe(true)
  }
  expect(own).toBeGreaterThan(20)
})
