/**
 * What is recorded of a version: runs, schedulers, curves, links and sweeps that between them have every class, option,
 * kind of formula and kind of failure.
 */

/** The options of training runs; the other cases name one by its place. */
export const RUNS = [
  { maxDuration: '1000ba' },
  { maxDuration: '90ep', dataloaderLen: 626, samplesPerBatch: 2048 },
  { maxDuration: '10ep', dataloaderLen: 49, scaleScheduleRatio: 0.7, epochsPerIteration: 3, secondsPerBatch: 0.25 },
  { maxDuration: '300000000tok', samplesPerBatch: 256, tokensPerSample: 2048, scaleScheduleRatio: 1.5 },
  { maxDuration: '123457sp', samplesPerBatch: 100 },
  { maxDuration: '30iter', epochsPerIteration: 2, dataloaderLen: 7 },
  { maxDuration: '3600sec', secondsPerBatch: 0.333333 },
  { maxDuration: '9007199254740991tok', samplesPerBatch: 4, tokensPerSample: 8 },
  { maxDuration: '5ep' },
]

/** Class, options, run, range. */
export const SCHEDULERS = [
  ['StepScheduler', { stepSize: '10ep' }, 1, { stride: 3001 }],
  ['StepScheduler', { stepSize: '100ba', gamma: -0.5 }, 0, { stride: 93 }],
  ['MultiStepScheduler', { milestones: ['30ep', '0.75dur', '50000ba'] }, 1, { stride: 3001 }],
  ['MultiStepScheduler', { milestones: [], gamma: 0.3 }, 0, { count: 2 }],
  ['MultiStepScheduler', { milestones: ['1ba', '2ba', '3ba'], gamma: 1e200 }, 0, { count: 6 }],
  ['ConstantScheduler', {}, 0, { count: 3, stride: 499 }],
  ['ConstantScheduler', { alpha: 0.25, tMax: '20ba' }, 0, { from: 18, count: 4 }],
  ['LinearScheduler', {}, 0, { stride: 97 }],
  ['LinearScheduler', { alphaI: 0.1, alphaF: -0, tMax: '0.5dur' }, 2, { stride: 31 }],
  ['ExponentialScheduler', { gamma: 0.9 }, 1, { stride: 3001 }],
  ['ExponentialScheduler', { gamma: 0.5, decayPeriod: '777sp' }, 4, { stride: 111 }],
  ['ExponentialScheduler', { gamma: 10, decayPeriod: '1ba' }, 0, { from: 300, count: 20 }],
  ['ExponentialScheduler', { gamma: -0.5, decayPeriod: '2ba' }, 0, { count: 3 }],
  ['CosineAnnealingScheduler', {}, 0, { stride: 97 }],
  ['CosineAnnealingScheduler', { tMax: '90ep', alphaF: 0.1 }, 1, { stride: 3001 }],
  ['CosineAnnealingWarmRestartsScheduler', { t0: '100ba' }, 0, { stride: 41 }],
  ['CosineAnnealingWarmRestartsScheduler', { t0: '1ep', tMult: 1.5, alphaF: 0.05 }, 2, { stride: 17 }],
  ['CosineAnnealingWarmRestartsScheduler', { t0: '10ba', tMult: 0.5 }, 0, { count: 40 }],
  ['PolynomialScheduler', { power: 0.5 }, 0, { stride: 97 }],
  ['PolynomialScheduler', { power: 3, tMax: '250000000tok', alphaF: 0.01 }, 3, { stride: 53 }],
  ['PolynomialScheduler', { power: -1, tMax: '1000ba' }, 0, { from: 998, count: 4 }],
  ['MultiStepWithWarmupScheduler', { tWarmup: '1ep', milestones: ['4ep', '6ep'], gamma: 0.2 }, 2, { stride: 13 }],
  ['ConstantWithWarmupScheduler', { tWarmup: '2iter', alpha: 0.5 }, 5, { stride: 9 }],
  ['LinearWithWarmupScheduler', { tWarmup: '10000000tok', alphaF: 0.1, tMax: '400000000tok' }, 3, { stride: 53 }],
  ['LinearWithWarmupScheduler', { tWarmup: '100ba', tMax: '0.5dur', scaleWarmup: true }, 0, { count: 3 }],
  ['CosineAnnealingWithWarmupScheduler', { tWarmup: '8ep' }, 1, { stride: 3001 }],
  ['CosineAnnealingWithWarmupScheduler', { tWarmup: '100ba', scaleWarmup: true, alphaF: 0.1 }, 3, { stride: 53 }],
  ['CosineAnnealingWithWarmupScheduler', { tWarmup: '0ba' }, 0, { stride: 97 }],
  ['CosineAnnealingWithWarmupScheduler', { tWarmup: '0.1dur' }, 8, { count: 2 }],
  ['PolynomialWithWarmupScheduler', { tWarmup: '0.05dur' }, 1, { stride: 3001 }],
  ['PolynomialWithWarmupScheduler', { tWarmup: '1ba', power: 1.5, tMax: '1000ba', alphaF: 0.3 }, 0, { stride: 97 }],
]

/** As schedulers; some have no value at some steps. */
export const CURVES = [
  ...SCHEDULERS,
  ['MultiStepWithWarmupScheduler', { tWarmup: '10ba', milestones: ['1ep'], gamma: 0.5 }, 0, { count: 9 }],
  ['CosineAnnealingWarmRestartsScheduler', { t0: '100ba', tMult: -1 }, 0, { from: 90, count: 12 }],
  ['StepScheduler', { stepSize: '1ba', gamma: 1e300 }, 0, { count: 3 }],
  ['LinearScheduler', {}, 7, { from: 281474976710000, count: 4, stride: 123 }],
]

const step = ({ makeStep }, type, options) => makeStep(type, options)
const stepOf = (code) => ({ kind: 'function', code, held: false })
const state = (schedules, rest = {}) => ({
  schedules,
  active: schedules[0].id,
  axis: 'ba',
  log: false,
  view: null,
  ...rest,
})

/** States of the playground, from the makers of a page. */
export const LINKS = [
  // Every class as a new page has it, and then with every option changed.
  ...SCHEDULERS.map(([type]) => type)
    .filter((type, index, types) => types.indexOf(type) === index)
    .map((type) => (page) => state([page.makeSchedule(type, [step(page, type)], {})])),
  ...Object.entries({
    StepScheduler: { step_size: '7ep', gamma: '0.7' },
    MultiStepScheduler: { milestones: '1ep, 2ep', gamma: '0.3' },
    ConstantScheduler: { alpha: '0.2', t_max: '7ba' },
    LinearScheduler: { alpha_i: '0.3', alpha_f: '0.7', t_max: '0.5dur' },
    ExponentialScheduler: { gamma: '0.99', decay_period: '3ba' },
    CosineAnnealingScheduler: { t_max: '900ba', alpha_f: '0.2' },
    CosineAnnealingWarmRestartsScheduler: { t_0: '100ba', t_mult: '1.5', alpha_f: '0.1' },
    PolynomialScheduler: { power: '0.5', t_max: '900ba', alpha_f: '0.2' },
    MultiStepWithWarmupScheduler: { t_warmup: '9ba', milestones: '10ba', gamma: '0.6', scale_warmup: 'true' },
    ConstantWithWarmupScheduler: { t_warmup: '9ba', alpha: '0.6', t_max: '90ba', scale_warmup: 'true' },
    LinearWithWarmupScheduler: { t_warmup: '9ba', alpha_i: '2', alpha_f: '0.1', t_max: '2ep', scale_warmup: 'true' },
    CosineAnnealingWithWarmupScheduler: { t_warmup: '9ba', t_max: '2ep', alpha_f: '0.3', scale_warmup: 'true' },
    PolynomialWithWarmupScheduler: { t_warmup: '9ba', power: '3', t_max: '2ep', alpha_f: '0.4', scale_warmup: 'true' },
  }).map(
    ([type, options]) =>
      (page) =>
        state([
          page.makeSchedule('options', [step(page, type, options)], { maxDuration: '2ep', dataloaderLen: '500' }),
        ]),
  ),
  // Functions and several schedulers, which multiply.
  (page) =>
    state([
      page.makeSchedule(
        'a function',
        [stepOf('(state, ssr) => (state.timestamp.epoch < 10 * ssr ? 1 : 0.5)'), step(page, 'LinearScheduler')],
        { maxDuration: '20ep', dataloaderLen: '100', baseLr: '0.1' },
      ),
    ]),
  // Several schedules, each option of a run, a part in view, words that are wrong, and letters outside of ASCII.
  (page) => {
    const schedules = [
      page.makeSchedule('MPT-7B', [step(page, 'CosineAnnealingWithWarmupScheduler', { alpha_f: '0.1' })], {
        maxDuration: '63900ba',
        samplesPerBatch: '1024',
        tokensPerSample: '2048',
        baseLr: '1.2e-4',
      }),
      { ...page.makeSchedule('Größe ∞ 🎛', [], { scaleScheduleRatio: '0.5', maxDuration: '9zz' }, 3), visible: false },
      page.makeSchedule('all of a run', [step(page, 'ConstantScheduler', { alpha: 'much' })], {
        maxDuration: '4iter',
        dataloaderLen: '10',
        samplesPerBatch: '3',
        tokensPerSample: '5',
        baseLr: '2',
        scaleScheduleRatio: '1.5',
        epochsPerIteration: '7',
        secondsPerBatch: '0.5',
      }),
    ]
    return state(schedules, { active: schedules[2].id, axis: 'tok', log: true, view: [100.5, 2000.25] })
  },
  ...['ep', 'sp', 'dur'].map((axis) => (page) => state([page.makeSchedule(axis, [], {})], { axis })),
]

const SMALL = {
  name: 'small',
  base: {
    max_duration: '4ep',
    dataloader_len: 10,
    schedulers: [
      { name: 'cosine_annealing_with_warmup', t_warmup: '3ba', alpha_f: 0.1 },
      { name: 'multi_step', milestones: ['2ep'], gamma: 0.5 },
    ],
    optimizer: { lr: 0.3 },
  },
  // The last warm-up ends after the run: no curve, and its row has the error.
  grid: { t_warmup: ['2ba', '1ep', '4sp'], ssr: [0.5, 1] },
  random: { samples: 1, seed: 3, axes: { lr: { log_uniform: [1e-4, 1] } } },
  invalid: 'record',
  keep: { every: 7, first: 3, around_boundaries: 1 },
}

/** Specifications of sweeps by the names of their folders; one that is 'begun' is left after its first part. */
export const SWEEPS = {
  parquet: { ...SMALL, format: 'parquet' },
  'parquet-wide': { ...SMALL, format: 'parquet', layout: 'wide' },
  'parquet-wasm': { ...SMALL, format: 'parquet', writer: 'parquet-wasm' },
  'parquet-parts': { ...SMALL, format: 'parquet', keep: 'all', part_size: 65_536, grid: { ssr: [0.5, 300] } },
  'parquet-summaries': { ...SMALL, format: 'parquet', keep: 'summaries' },
  arrow: { ...SMALL, format: 'arrow' },
  csv: { ...SMALL, format: 'csv' },
  'csv-wide': { ...SMALL, format: 'csv', layout: 'wide' },
  ndjson: { ...SMALL, format: 'ndjson' },
  npy: { ...SMALL, format: 'npy' },
  'npy-wide': { ...SMALL, format: 'npy', layout: 'wide' },
  begun: { ...SMALL, format: 'parquet' },
  'begun-csv': { ...SMALL, format: 'csv' },
}
