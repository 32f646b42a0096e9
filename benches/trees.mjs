// What do combinators cost beside the schedules that they combine?
import {
  AffineScheduler,
  ClampScheduler,
  CooldownScheduler,
  CosineAnnealingScheduler,
  CosineDecayScheduler,
  ExponentialScheduler,
  LinearScheduler,
  MaximumScheduler,
  MinimumScheduler,
  MultiStepScheduler,
  PolynomialScheduler,
  ProductScheduler,
  RepeatScheduler,
  SequenceScheduler,
  ShiftScheduler,
  StretchScheduler,
  TrainingRun,
  WithWarmupScheduler,
} from '../dist/index.js'
import { COUNT, COUNT_TEXT, interleave, marked, pair, table } from './harness.mjs'

/** A tree of five combinators costs at most so many times what its leaves do. */
const MUST = 1.3

const run = new TrainingRun({ maxDuration: `${COUNT}ba` })
const out = new Float64Array(COUNT)
const cosine = new CosineAnnealingScheduler({ alphaF: 0.1 })
const line = new LinearScheduler({ alphaF: 0.5 })
const steps = new MultiStepScheduler({ milestones: ['0.3dur', '0.6dur', '0.9dur'], gamma: 0.5 })
const power = new PolynomialScheduler({ power: 2, alphaF: 0.1 })
const exponential = new ExponentialScheduler({ gamma: 0.96, decayPeriod: `${COUNT / 100}ba` })
const waves = new CosineDecayScheduler({ numCycles: 2.5 })
const tenth = COUNT / 10

/** Each tree with its leaves, and the part of the run over which each is read. */
const TREES = {
  'affine(clamp(warm-up(cooldown(cosine × line))))': {
    tree: new AffineScheduler({
      scheduler: new ClampScheduler({
        scheduler: new WithWarmupScheduler({
          scheduler: new CooldownScheduler({
            scheduler: new ProductScheduler({ schedulers: [cosine, line] }),
            tCooldown: '0.1dur',
          }),
          tWarmup: `${COUNT / 100}ba`,
        }),
        low: 0.01,
      }),
      scale: 0.9,
      offset: 0.001,
    }),
    leaves: [
      [cosine, 1],
      [line, 1],
    ],
  },
  'minimum(maximum(cosine, line), shift(stretch(affine(power))))': {
    tree: new MinimumScheduler({
      schedulers: [
        new MaximumScheduler({ schedulers: [cosine, line] }),
        new ShiftScheduler({
          scheduler: new StretchScheduler({
            scheduler: new AffineScheduler({ scheduler: power, scale: 2 }),
            factor: 1.5,
          }),
          by: `${tenth}ba`,
        }),
      ],
    }),
    leaves: [
      [cosine, 1],
      [line, 1],
      [power, 1],
    ],
  },
  'sequence(warm-up(waves), repeat(clamp(exponential)), cooldown(steps))': {
    tree: new SequenceScheduler({
      schedulers: [
        new WithWarmupScheduler({ scheduler: waves, tWarmup: `${tenth / 10}ba` }),
        new RepeatScheduler({
          scheduler: new ClampScheduler({ scheduler: exponential, low: 0.01 }),
          every: `${tenth}ba`,
        }),
        new CooldownScheduler({ scheduler: steps, tCooldown: '0.1dur' }),
      ],
      at: ['0.4dur', '0.8dur'],
    }),
    leaves: [
      [waves, 0.4],
      [exponential, 0.4],
      [steps, 0.2],
    ],
  },
  'clamp(affine(maximum(minimum(cosine, power × exponential), line)))': {
    tree: new ClampScheduler({
      scheduler: new AffineScheduler({
        scheduler: new MaximumScheduler({
          schedulers: [
            new MinimumScheduler({
              schedulers: [cosine, new ProductScheduler({ schedulers: [power, exponential] })],
            }),
            line,
          ],
        }),
        scale: 0.5,
      }),
      high: 0.9,
    }),
    leaves: [
      [cosine, 1],
      [power, 1],
      [exponential, 1],
      [line, 1],
    ],
  },
}

const rows = Object.entries(TREES).map(([name, { tree, leaves }]) => {
  let round = 0
  const probe = () => out[(round++ * 7919) % COUNT]
  const parts = leaves.map(([leaf, share]) => ({ leaf, out: out.subarray(0, COUNT * share) }))
  const times = interleave(name, {
    leaves() {
      for (const { leaf, out } of parts) leaf.resolve(run).fill({ out })
      return probe()
    },
    tree() {
      tree.resolve(run).fill({ out })
      return probe()
    },
  })
  return [name, pair(times.leaves), pair(times.tree), marked(times.tree.min / times.leaves.min, MUST, { atMost: true })]
})
console.log(`**Trees of five combinators, f64**, ${COUNT_TEXT} values, ms as minimum / median\n`)
console.log(`${table(['tree', 'its leaves', 'the tree', `× of its leaves (≤ ${MUST})`], rows)}\n`)
