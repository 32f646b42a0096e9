/** Explanations of trees: each part that is on, on its own clock, and what all of it comes to. */
import { expect, test } from 'vitest'
import { type ExplainedScheduler, explainScheduler } from '../../../../ts/cli/commands/explain/explanation.js'
import { sightOf } from '../../../../ts/cli/commands/explain/sights.js'
import { explanationLines } from '../../../../ts/cli/commands/explain/text.js'
import { Time } from '../../../../ts/index.js'
import type { TrainingRun } from '../../../../ts/run/run.js'
import type { BuiltinScheduler } from '../../../../ts/schedulers/builtin.js'
import { described } from '../../../helpers/described.js'
import { TREES } from '../../../helpers/trees.js'

const explained = (scheduler: BuiltinScheduler, run: TrainingRun, batch: number) =>
  explainScheduler(scheduler, sightOf(run, batch))

const treeOf = (name: string) => TREES.find((tree) => tree.name === name)!

test.each(TREES)('$name comes to what it is by hand, at every batch', ({ scheduler, run, alpha }) => {
  for (let batch = 0; batch < run.batches; batch++) {
    const found = explained(scheduler, run, batch).multiplier
    if (!(Math.abs(found - alpha(batch)) <= 1e-14)) expect([batch, found]).toEqual([batch, alpha(batch)])
  }
})

/** The parts of an explanation, in a line each. */
const partsOf = ({ parts }: ExplainedScheduler): string[] =>
  parts.flatMap((part) => [
    `${part.path}${part.place === null ? '' : `, ${part.place}`}: ${part.t === null ? 'no time' : `${part.t.value} ${part.t.unit}`}`,
    ...partsOf(part),
  ])

test.each<[name: string, batch: number, parts: string[]]>([
  ['a product', 5, ['schedulers[0]: 5 ba', 'schedulers[1]: 5 ba', 'schedulers[2]: 5 ba']],
  ['one after another', 29, ['schedulers[0], part 1 of 3: 29 ba']],
  ['one after another', 30, ['schedulers[1], part 2 of 3, since 30 ba: 0 ba']],
  ['one after another', 75, ['schedulers[2], part 3 of 3, since 60 ba: 15 ba']],
  ['one after another by samples', 5, ['schedulers[0], part 1 of 2: 40 sp']],
  ['one after another by samples', 35, ['schedulers[1], part 2 of 2, since 240 sp: 5 ba']],
  ['a part on the outer clock', 40, ['schedulers[1], part 2 of 2, since 30 ba, on the outer clock: 40 ba']],
  [
    'a sequence within one',
    25,
    ['schedulers[0], part 1 of 2: 25 ba', 'schedulers[0].schedulers[1], part 2 of 2, since 20 ba: 5 ba'],
  ],
  ['a later part', 5, ['scheduler, before its start: 0 ba']],
  ['a later part', 25, ['scheduler: 5 ba']],
  ['an earlier part', 25, ['scheduler: 45 ba']],
  ['a repeated part', 60, ['scheduler, cycle 3: 10 ba']],
  ['a part that is repeated twice', 60, ['scheduler, at the end of cycle 2: 25 ba']],
  ['a frozen cooldown', 90, ['scheduler, where the cooldown starts: 80 ba']],
  ['a cooldown', 100, []],
  ['a ramp before', 5, ['scheduler, at its start: 0 ba']],
  ['a ramp before', 15, ['scheduler: 5 ba']],
  ['a ramp together', 5, ['scheduler: 5 ba']],
])('the parts of %s at %d', (name, batch, parts) => {
  const { scheduler, run } = treeOf(name)
  expect(partsOf(explained(scheduler, run, batch))).toEqual(parts)
})

test('a part that would come on when the run is over never does', () => {
  const { run } = treeOf('one after another')
  const [first, second] = [described('LinearDecayScheduler', {}), described('ConstantScheduler', {})]
  const parts = (at: string) => {
    const sequence = described('SequenceScheduler', { schedulers: [first, second], at: [at] })
    return partsOf(explained(sequence, run, 100))
  }
  expect(parts('100ba')).toEqual(['schedulers[0], part 1 of 2: 100 ba'])
  expect(parts('808sp')).toEqual(['schedulers[0], part 1 of 2: 800 sp'])
  expect(parts('99ba')).toEqual(['schedulers[1], part 2 of 2, since 99 ba: 1 ba'])
})

test('parts are further in than their node, with their own times', () => {
  const { scheduler, run } = treeOf('one after another')
  const explanation = explained(scheduler, run, 45)
  const config = { file: 'f', name: null, run, schedulers: [scheduler], baseLr: 1, hasLr: true }
  const { multiplier } = explanation
  const whole = {
    config,
    batch: 45,
    schedulers: [explanation],
    multiplier,
    learningRate: multiplier,
    quantities: [],
  } as never
  expect(explanationLines(whole, Time.fromBatch(45), { unicode: true }).slice(4, -2).join('\n')).toBe(`
SequenceScheduler
  what          the part that is on
  t             45 ba
  at            30ba → 30 ba (not scaled)
                0.6dur → 60 ba (0.6 × 100 ba = 60)
  α             s
                = 0.5
    schedulers[1]: LinearDecayScheduler, part 2 of 3, since 30 ba
      what          a line from alpha_i to alpha_f
      t             15 ba
      t_max         1dur → 30 ba (1 × 30 ba = 30)
      alpha_i       1
      alpha_f       0
      t_begin       none
      t_warmup      none
      alpha_w       0
      warmup        linear
      first_step    t/w
      scale_warmup  false
      τ             t / t_max = 15 / 30 = 0.5
      α             alpha_i + (alpha_f - alpha_i) · τ
                    = 1 + (0 - 1) · 0.5
                    = 0.5`)
})
