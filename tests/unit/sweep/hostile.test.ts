/** What comes from outside and was changed at random is read as what it says, or refused in one clear error. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../ts/config/errors.js'
import { readConfig } from '../../../ts/config/read.js'
import { setWarningHandler } from '../../../ts/errors/warning.js'
import { planSweep, SweepPlan } from '../../../ts/sweep/plan/plan.js'
import { readSpec, type SweepSpec } from '../../../ts/sweep/spec/spec.js'
import { mutated, mutatedText } from '../../helpers/mutation.js'
import { runs } from '../../helpers/repetition.js'

const SPEC: SweepSpec = {
  name: 'hostile',
  bases: {
    a: { max_duration: '300ba', scheduler: { name: 'cosine_with_warmup', t_warmup: '30ba', alpha_f: 0.1 }, lr: 0.1 },
    b: {
      max_duration: '3ep',
      dataloader_len: 50,
      schedulers: [{ name: 'step', step_size: '1ep' }],
      optimizer: { lr: 1 },
    },
  },
  grid: { ssr: { linspace: [0.5, 2, 3] }, lr: [0.1, 0.2] },
  random: { samples: 3, seed: 1, axes: { max_duration: { choice: ['100ba', '90ba'] } } },
  where: ['lr < 1', 'ssr between 0.4 and 3'],
  keep: { every: 10, first: 3, around_boundaries: 2 },
  invalid: 'record',
}
const YAML = `a: &a {lr: 0.1, x: [1, 2]}
max_duration: 100ba
scheduler:
  name: cosine_with_warmup
  t_warmup: \${b}
  alpha_f: 1.0e-1
b: 10ba
optimizer: {<<: *a, name: decoupled_adamw}
scale_schedule_ratio: 0.5
`
const SWEEP = `base:
  max_duration: 1000ba
  scheduler: {name: linear_with_warmup, t_warmup: 10ba}
  optimizer: {lr: \${oc.env:LR,0.1}}
grid:
  t_warmup: [10ba, 20ba, 0.1dur]
  lr: {logspace: [1e-5, 1e-2, 4]}
where: [t_warmup < 0.2 * max_duration]
keep: {every: 100}
`

/** Time of the processor in seconds that something takes: other processes do not count. */
function seconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

// Five are promised; what else runs in this process counts too.
const MOST_SECONDS = 15

/** Does something with hostile input: an error has to be a ConfigError of one line, and it has to end soon; the error. */
function errorOf(work: () => void): unknown {
  let failure: unknown
  const took = seconds(() => {
    try {
      work()
    } catch (error) {
      failure = error
    }
  })
  expect(took).toBeLessThan(MOST_SECONDS)
  if (failure === undefined) return undefined
  expect(failure).toBeInstanceOf(ConfigError)
  expect((failure as Error).message).toMatch(/^[^\p{Cc}\u2028\u2029]{10,2000}$/u)
  return failure
}

/** The same, whatever the error. */
const survives = (work: () => void): void => void errorOf(work)

beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

describe('input that was changed at random', () => {
  test('a plan is the one that planning makes, or refused', () => {
    const made = planSweep(SPEC).toJSON()
    let [refused, read] = [0, 0]
    const property = fc.property(mutated(made), fc.boolean(), (json, asText) => {
      let plan: SweepPlan | undefined
      survives(() => {
        plan = SweepPlan.fromJSON(asText ? JSON.stringify(json) : json)
      })
      if (plan === undefined) refused++
      else {
        read++
        const again = planSweep(plan.spec, { file: plan.space.file })
        expect({ ...plan.toJSON(), digest: '' }).toEqual({ ...again.toJSON(), digest: '' })
      }
    })
    fc.assert(property, { numRuns: runs(400) })
    expect(refused).toBeGreaterThan(read)
  })

  test('a specification is planned, or refused', () => {
    const property = fc.property(mutated(SPEC), (json) => survives(() => planSweep(json as SweepSpec)))
    fc.assert(property, { numRuns: runs(400) })
  })

  test('a configuration as text is read, or refused', () => {
    const texts = mutatedText(YAML, JSON.stringify({ max_duration: '9ba', scheduler: { name: 'linear' }, lr: 1 }))
    fc.assert(
      fc.property(texts, (text) => survives(() => readConfig(text, { env: { HOME: '/' } }))),
      { numRuns: runs(400) },
    )
  })

  test('a specification as text is read and planned, or refused', () => {
    const texts = mutatedText(SWEEP, JSON.stringify(SPEC))
    fc.assert(
      fc.property(texts, (text) => survives(() => planSweep(readSpec(text, { env: { LR: '0.5' } })))),
      { numRuns: runs(400) },
    )
  })
})

describe('data that is shared', () => {
  /** A value that has itself twice in each of so many levels. */
  const shared = (join: (inner: unknown) => unknown, levels: number) => {
    let value: unknown = 1
    for (let level = 0; level < levels; level++) value = join(value)
    return value
  }
  const JOINS = {
    'in mappings': (inner: unknown) => ({ x: inner, y: inner }),
    'in lists': (inner: unknown) => [inner, inner],
  }

  test.each(Object.entries(JOINS))('%s is refused once it is too much', (_, join) => {
    const plan = (levels: number) => {
      const base = { max_duration: '10ba', scheduler: 'linear', lr: 1, other: shared(join, levels) }
      return errorOf(() => planSweep({ base } as SweepSpec))
    }
    expect(String(plan(40))).toContain('A specification has at most 4194304 values; found more.')
    expect(plan(10)).toBeUndefined()
  })

  test.each(Object.entries(JOINS))('%s is no part of a plan', (_, join) => {
    const json = { ...planSweep(SPEC).toJSON(), parts: shared(join, 40) }
    expect(String(errorOf(() => SweepPlan.fromJSON(json)))).toContain('parts of a plan follow from its specification')
  })
})
