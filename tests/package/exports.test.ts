/** What is exported as Python, run in CPython beside the package's own values: every scheduler, and random trees. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { CosineAnnealingScheduler, createScheduler, evaluate, setWarningHandler, TrainingRun } from 'scale-schedule'
import { exportSchedule } from 'scale-schedule/frameworks'
import { expect, test } from 'vitest'
import type { BuiltinScheduler } from '../../ts/schedulers/builtin.js'
import { SCHEDULER_TYPES } from '../../ts/wasm/table.js'
import { anyTree } from '../helpers/any-tree.js'
import { anyRun } from '../helpers/arbitraries.js'
import { newFolder } from '../helpers/folders.js'
import { runPython } from '../helpers/readers.js'

// A LambdaLR is the optimizer's rate times its function; any other class would be torch's own.
const PROGRAM = `
import json, sys, types

class LambdaLR:
    def __init__(self, optimizer, lr_lambda):
        self.base, self.alpha = optimizer, lr_lambda

class Own:
    def __init__(self, *args, **kwargs):
        pass

module = types.ModuleType('torch.optim.lr_scheduler')
module.LambdaLR = LambdaLR
module.__getattr__ = lambda name: Own
for name in ('torch', 'torch.optim'):
    sys.modules[name] = types.ModuleType(name)
sys.modules['torch.optim.lr_scheduler'] = module

found = []
with open(sys.argv[1]) as file:
    for line in file:
        case = json.loads(line)
        try:
            names = {}
            exec(case['python'], names)
            plain = [float(names['learning_rate'](step)) for step in range(case['count'])]
            names = {'optimizer': case['base']}
            exec(case['torch'], names)
            scheduler = names['scheduler']
            isOwn = isinstance(scheduler, Own)
            torch = None if isOwn else [scheduler.base * float(scheduler.alpha(step)) for step in range(case['count'])]
            found.append([plain, torch])
        except Exception as error:
            raise Exception(f"{error!r}\\n{case['python']}\\n{case['torch']}")
print(json.dumps(found))
`

const BASE = 0.25

interface Case {
  readonly scheduler: BuiltinScheduler
  readonly rates: Float64Array
  readonly python: string
  readonly torch: string
}

/** A schedule in Python; none for one that has no value somewhere. */
function caseOf(scheduler: BuiltinScheduler, run: TrainingRun): Case[] {
  let rates: Float64Array
  // Floats of that size have few digits, so that the order of operations tells.
  if (/e-3\d\d/.test(JSON.stringify(scheduler))) return []
  try {
    if (run.batches > 3000) return []
    rates = evaluate(scheduler, run, { baseLr: BASE })
  } catch {
    return []
  }
  const write = (to: string) => exportSchedule(scheduler, run, { to, baseLr: BASE })
  return [{ scheduler, rates, python: write('python'), torch: write('torch') }]
}

test('every scheduler and 500 random trees come to the same in CPython', () => {
  const before = setWarningHandler(() => {})
  const drawn = fc.sample(fc.tuple(fc.oneof(anyTree(0), anyTree(1), anyTree(3)), anyRun), { numRuns: 4000, seed: 17 })
  // Random ones seldom have a start or a length that fits.
  const cooled = ['linear', 'cosine', '1-sqrt', 'power', 'exp'].flatMap((shape) =>
    ['running', 'frozen'].map((from) => {
      const scheduler = new CosineAnnealingScheduler({ tMax: '150ba' })
      return createScheduler('CooldownScheduler', { scheduler, tCooldown: '30ba', shape, from })
    }),
  )
  const short = new TrainingRun({ maxDuration: '200ba', scaleScheduleRatio: 0.5 })
  const cases = cooled.flatMap((scheduler) => caseOf(scheduler, short))
  const byHand = cases.length
  for (const [scheduler, run] of drawn) if (cases.length < byHand + 600) cases.push(...caseOf(scheduler, run))
  setWarningHandler(before)
  expect(cases.length - byHand).toBe(600)
  const described = JSON.stringify(cases.map(({ scheduler }) => scheduler))
  expect(SCHEDULER_TYPES.filter((type) => !described.includes(`"${type}"`))).toEqual([])
  const file = path.join(newFolder(), 'cases.jsonl')
  const line = ({ rates, python, torch }: Case) =>
    `${JSON.stringify({ base: BASE, count: rates.length, python, torch })}\n`
  writeFileSync(file, cases.map(line).join(''))
  const found = runPython(PROGRAM, file) as [number[], number[] | null][]
  let lambdas = 0
  for (const [index, lists] of found.entries()) {
    const { scheduler, rates, python, torch } = cases[index]!
    const peak = rates.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0)
    for (const [which, values] of lists.entries()) {
      if (values === null) continue
      if (which === 1) lambdas++
      for (const [step, value] of values.entries()) {
        if (Math.abs(value - rates[step]!) <= 1e-12 * Math.max(peak, 1e-300)) continue
        const described = JSON.stringify(scheduler)
        throw new Error(
          `at ${step}: ${value} in place of ${rates[step]}\n${described}\n${which === 0 ? python : torch}`,
        )
      }
    }
  }
  expect(lambdas).toBeGreaterThan(450)
})
