/** The order in which a specification is written down. */
import { expect, test } from 'vitest'
import { planSweep } from '../../../../ts/sweep/plan/plan.js'
import { checkSpec } from '../../../../ts/sweep/spec/spec.js'

/** An interpolation. */
const ref = (key: string) => ['$', '{', key, '}'].join('')
const text = (spec: object) => JSON.stringify(checkSpec(spec))
const scheduler = { t_warmup: '10ba', name: 'cosine_with_warmup', alpha_f: 0.1 }
const base = { scheduler, optimizer: { lr: 0.1, betas: { b: 1, a: 2 } }, max_duration: '100ba' }

test('keys are sorted, to the innermost', () => {
  const spec = JSON.parse(text({ keep: { first: 1, every: 2 }, base }))
  expect(Object.keys(spec)).toEqual([...Object.keys(spec)].sort())
  expect(JSON.stringify(spec.base)).toBe(
    '{"max_duration":"100ba","optimizer":{"betas":{"a":2,"b":1},"lr":0.1},"scheduler":{"alpha_f":0.1,"name":"cosine_with_warmup","t_warmup":"10ba"}}',
  )
  expect(JSON.stringify(spec.keep)).toBe('{"every":2,"first":1}')
})

test('bases and axes keep their order, which numbers the configurations', () => {
  const bases = { z: base, a: base }
  const axes = { ssr: { uniform: [1, 2] }, alpha_f: { uniform: [0, 1] } }
  const spec = { bases, grid: { t_warmup: ['1ba'], lr: [1, 2] }, random: { seed: 1, axes, samples: 2 } }
  const found = checkSpec(spec)
  expect([found.bases, found.grid, found.random!.axes].map((one) => Object.keys(one!))).toEqual([
    ['z', 'a'],
    ['t_warmup', 'lr'],
    ['ssr', 'alpha_f'],
  ])
  expect(Object.keys(found.random!)).toEqual(['axes', 'samples', 'seed'])
})

test.each<[string, object]>([
  ['a mapping', { schedulers: { step: { step_size: '10ba', gamma: 0.3 }, exponential: { gamma: 0.7 }, linear: null } }],
  [
    'a mapping that another value refers to',
    {
      x: { step: ref('s'), linear: ref('l'), exponential: ref('e') },
      s: { step_size: '10ba', gamma: 0.3 },
      l: { alpha_f: 0.1 },
      e: { gamma: 0.7 },
      schedulers: ref('x'),
    },
  ],
])('schedulers that multiply keep theirs, in %s', (_, schedulers) => {
  const spec = { base: { optimizer: { lr: 1 }, max_duration: '100ba', dataloader_len: 50, ...schedulers } }
  const names = (spec: object) => planSweep(spec).space.bases[0]!.schedulers.map(({ type }) => type)
  expect(names(spec)).toEqual(names(JSON.parse(text(spec))))
  expect(planSweep(spec).digest).toBe(planSweep(JSON.parse(text(spec))).digest)
  expect(names(spec)[0]).toBe('StepScheduler')
  expect(text(JSON.parse(text(spec)))).toBe(text(spec))
})
