// Draws docs/schedulers/*.svg, the pictures of the families of schedulers, by the build's own plot: `node scripts/pictures.mjs`.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Where they are. */
export const FOLDER = path.join(ROOT, 'docs/schedulers')

const RUN = { maxDuration: '1000ba', dataloaderLen: 100 }
const ramp = { tWarmup: '100ba' }

/** The lines of each picture, in JSON. */
const PICTURES = {
  composer: {
    title: "Composer's own schedulers",
    lines: {
      linear: { type: 'LinearScheduler' },
      'cosine, warm-up 100ba': { type: 'CosineAnnealingWithWarmupScheduler', ...ramp },
      'polynomial, power 2': { type: 'PolynomialScheduler', power: 2 },
      'multi-step, γ 0.5': { type: 'MultiStepScheduler', milestones: ['0.5dur', '0.75dur'], gamma: 0.5 },
      'exponential, γ 0.8 an epoch': { type: 'ExponentialScheduler', gamma: 0.8 },
    },
  },
  decays: {
    title: 'Decays',
    lines: {
      linear: { type: 'LinearDecayScheduler', ...ramp },
      cosine: { type: 'CosineDecayScheduler', ...ramp },
      'polynomial, power 2': { type: 'PolynomialDecayScheduler', power: 2, ...ramp },
      'exponential, γ 0.5 in 150ba': { type: 'ExponentialDecayScheduler', gamma: 0.5, tDecay: '150ba', ...ramp },
      'inverse time, rate 1 in 150ba': { type: 'InverseTimeDecayScheduler', rate: 1, tDecay: '150ba', ...ramp },
    },
  },
  'warmup-stable-decay': {
    title: 'Warmup, stable, decay',
    lines: Object.fromEntries(
      ['linear', 'cosine', '1-sqrt', 'power', 'exp', 'geometric'].map((decay) => [
        decay,
        { type: 'WarmupStableDecayScheduler', tDecay: '400ba', alphaF: 0.05, decay, ...ramp },
      ]),
    ),
  },
  restarts: {
    title: 'Restarts',
    lines: {
      'cosine, tMult 2': { type: 'CosineRestartsScheduler', t0: '142.857ba', tMult: 2 },
      'polynomial, peaks halved': { type: 'PolynomialRestartsScheduler', t0: '250ba', cycleDecay: 0.5 },
      tanh: { type: 'TanhRestartsScheduler', t0: '500ba' },
      'hard restarts, 3 cycles': { type: 'CosineHardRestartsScheduler', numCycles: 3, ...ramp },
    },
  },
  cycles: {
    title: 'One cycle and triangles',
    lines: {
      'one cycle': { type: 'OneCycleScheduler' },
      'one cycle, three lines': { type: 'OneCycleScheduler', tReturn: '600ba', alphaI: 0.1, anneal: 'linear' },
      triangular2: { type: 'CyclicScheduler', tUp: '125ba', mode: 'triangular2', alphaMin: 0.1 },
      'exp_range, γ 0.998': { type: 'CyclicScheduler', tUp: '125ba', mode: 'exp_range', gamma: 0.998 },
    },
  },
  'inverse-roots': {
    title: 'Inverse roots and powers',
    lines: {
      'inverse square root': { type: 'InverseSquareRootScheduler', ...ramp },
      'with a cooldown': { type: 'InverseSquareRootScheduler', tCooldown: '200ba', ...ramp },
      'power law, exponent −0.51': { type: 'PowerLawScheduler', amplitude: 8, exponent: -0.51, ...ramp },
      'Eden, B 200ba': { type: 'EdenScheduler', tBatches: '200ba', ...ramp },
      'Noam, width 0.04': { type: 'NoamScheduler', dModel: 0.04, ...ramp },
    },
  },
  piecewise: {
    title: 'Piecewise and staged',
    lines: {
      'values between boundaries': {
        type: 'PiecewiseConstantScheduler',
        boundaries: ['0.5dur', '0.8dur'],
        values: [1, 0.316, 0.1],
        ...ramp,
      },
      'lines between knots': {
        type: 'PiecewiseInterpolateScheduler',
        knots: ['0ba', '200ba', '600ba', '1000ba'],
        values: [0.2, 1, 0.7, 0],
      },
      'steps of 250ba, γ 0.5': { type: 'StepDecayScheduler', tStep: '250ba', gamma: 0.5 },
      'milestones, γ 0.3': { type: 'MultiStepDecayScheduler', milestones: ['300ba', '700ba'], gamma: 0.3 },
    },
  },
  'range-test-and-rex': {
    title: 'Range test and REX',
    lines: {
      'range test, 1 a 500ba': { type: 'LrRangeTestScheduler', tStep: '500ba' },
      'in whole steps of 200ba': { type: 'LrRangeTestScheduler', tStep: '200ba', rate: 0.4, staircase: true },
      REX: { type: 'RexScheduler', ...ramp },
    },
  },
  trees: {
    title: 'Trees',
    lines: {
      sequence: {
        type: 'SequenceScheduler',
        at: ['400ba'],
        schedulers: [
          { type: 'WarmupStableDecayScheduler', tDecay: '100ba', alphaF: 0.4, ...ramp },
          { type: 'CosineDecayScheduler', alphaI: 0.4 },
        ],
      },
      'cooldown of restarts': {
        type: 'CooldownScheduler',
        scheduler: { type: 'CosineRestartsScheduler', t0: '150ba', alphaF: 0.5 },
        tCooldown: '200ba',
      },
      'repeated with decay': {
        type: 'RepeatScheduler',
        scheduler: { type: 'LinearDecayScheduler', alphaF: 0.2 },
        every: '250ba',
        decay: 0.7,
      },
    },
  },
}

/** Each picture by its name: an SVG that the entries given make. */
export function pictures({ Scheduler, TrainingRun }, { plot }) {
  const run = new TrainingRun(RUN)
  const drawn = Object.entries(PICTURES).map(([name, { title, lines }]) => {
    const schedulers = Object.entries(lines).map(([label, json]) => [label, Scheduler.fromJSON(json)])
    return [name, plot(Object.fromEntries(schedulers), { run, title, height: 440, phases: false }).svg]
  })
  return Object.fromEntries(drawn)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const load = (name) => import(pathToFileURL(path.join(ROOT, 'dist', name)).href)
  const drawn = pictures(await load('index.js'), await load('plot/index.js'))
  mkdirSync(FOLDER, { recursive: true })
  for (const [name, svg] of Object.entries(drawn)) writeFileSync(path.join(FOLDER, `${name}.svg`), svg)
}
