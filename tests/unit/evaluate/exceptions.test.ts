/** Exceptions that users' functions throw at any depth reach the caller, and every function works after them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ComposerScheduler,
  CosineAnnealingScheduler,
  Curve,
  compileComposerScheduler,
  convertTime,
  envelope,
  evaluate,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  Timestamp,
  TrainingRun,
} from '../../../ts/index.js'
import { runs } from '../../helpers/repetition.js'

const run = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8 })
const cosine = new CosineAnnealingScheduler({ alphaF: 0.1 })
const warm = new LinearWithWarmupScheduler({ tWarmup: '10ba' })
const steps = new MultiStepScheduler({ milestones: ['20ba', '160sp'], gamma: 0.5 })
const state = {
  timestamp: new Timestamp({ batch: 30, sample: 240 }),
  maxDuration: '100ba',
  dataloaderLen: null,
} as const

/** One answer of every function. */
const answers = () => ({
  values: evaluate([cosine, warm, steps], run, { baseLr: 0.3 }).join(),
  mixed: evaluate([cosine, () => 0.5], run, { count: 7 }).join(),
  f32: evaluate(warm, run, { out: new Float32Array(20) }).join(),
  envelope: JSON.stringify(envelope([cosine, warm], run, { columns: 9 })),
  points: [cosine(state), warm(state, 1), steps(state)],
  curve: cosine.resolve(run).fill({ from: 3, count: 5 }).join(),
  at: warm.resolve(run).at(run.batchAt('0.5dur')),
  phases: JSON.stringify(warm.resolve(run).phases()),
  digest: Curve.fromJSON(JSON.stringify(steps.resolve(run))).digest(),
  time: String(convertTime('0.5dur', state)),
  batches: run.batches,
  lr: compileComposerScheduler(cosine, { ...state, optimizers: [{ paramGroups: [{ lr: 2 }] }] }).getLastLr(),
})

class Thrown extends Error {}

/** What a user's function does when it is called: more calls, then an exception or a value. */
interface Deed {
  readonly call: number
  readonly throws: 'error' | 'text' | 'overflow' | 'nothing'
  readonly after: number
  readonly within: readonly Deed[]
}

const { deed } = fc.letrec<{ deed: Deed }>((tie) => ({
  deed: fc.record({
    call: fc.integer({ min: 0, max: 4 }),
    throws: fc.constantFrom('error', 'text', 'overflow', 'nothing'),
    after: fc.integer({ min: 0, max: 12 }),
    within: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('deed'), { maxLength: 2 })),
  }),
}))

function overflow(): number {
  return evaluate(cosine, run, { count: 2 })[1]! + overflow()
}

function act({ call, throws, after, within }: Deed): void {
  let calls = 0
  const own: ComposerScheduler = () => {
    if (calls++ < after) return 1
    for (const deed of within) act(deed)
    if (throws === 'overflow') overflow()
    if (throws === 'text') throw 'a text'
    if (throws === 'error') throw new Thrown('theirs')
    return 1
  }
  if (call === 0) evaluate([cosine, own, warm], run)
  else if (call === 1) evaluate(own, run, { out: new Float64Array(40) })
  else if (call === 2) envelope([own, steps], run, { columns: 5 })
  else if (call === 3) {
    const compiled = compileComposerScheduler(own, { ...state, optimizers: [{ paramGroups: [{ lr: 1 }] }] })
    for (let step = 0; step < 20; step++) compiled.step()
  } else for (let step = 0; step < 20; step++) own({ ...state, timestamp: new Timestamp({ batch: step }) })
}

test('whatever is thrown, and however deep, is what the caller gets, and all that follows is right', () => {
  const expected = answers()
  const seen = { thrown: 0, none: 0 }
  const property = fc.property(deed, (deed) => {
    try {
      act(deed)
      seen.none++
    } catch (error) {
      const isTheirs = error === 'a text' || error instanceof Thrown || error instanceof RangeError
      expect([error, isTheirs]).toEqual([error, true])
      seen.thrown++
    }
    expect(answers()).toEqual(expected)
  })
  fc.assert(property, { numRuns: runs(300) })
  expect(Math.min(seen.thrown, seen.none)).toBeGreaterThan(0)
})
