/** Trees of schedulers, each with what it has to come to at a batch, calculated by hand. */
import { TrainingRun } from '../../ts/run/run.js'
import type { BuiltinScheduler } from '../../ts/schedulers/builtin.js'
import { described } from './described.js'

/** A tree in a run, and its multiplier by the batch. */
export interface Tree {
  readonly name: string
  readonly scheduler: BuiltinScheduler
  readonly run: TrainingRun
  alpha(t: number): number
}

const RUN = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8, dataloaderLen: 10 })
const HALF = new TrainingRun({ maxDuration: '200ba', samplesPerBatch: 8, dataloaderLen: 10, scaleScheduleRatio: 0.5 })
const EPOCHS = new TrainingRun({ maxDuration: '10ep', samplesPerBatch: 8, dataloaderLen: 10 })

const line = (options: object = {}) => described('LinearDecayScheduler', { ...options })
const step = described('StepDecayScheduler', { t_step: '10ba', gamma: 0.5 })
const cosine = described('CosineDecayScheduler', { alpha_f: 0.1 })
const sequence = (at: string[], ...schedulers: unknown[]) => described('SequenceScheduler', { schedulers, at })
const cooldown = (options: object) => described('CooldownScheduler', { scheduler: step, ...options })
const warm = (options: object) =>
  described('WithWarmupScheduler', { scheduler: line(), t_warmup: '10ba', alpha_w: 0.1, ...options })

/** A line from 1 to 0. */
const fall = (t: number, length: number) => Math.max(0, 1 - t / length)
const halves = (t: number) => 0.5 ** Math.floor(t / 10)
const wave = (t: number) => 0.1 + (0.9 * (1 + Math.cos((Math.PI * t) / 100))) / 2
const rise = (t: number) => 0.1 + (0.9 * t) / 10
/** The cooldown of halves, by what is left of them. */
const cooled =
  (left: (p: number) => number, from = halves) =>
  (t: number) =>
    t < 80 ? halves(t) : left((t - 80) / 20) * (from(t) - 0.05) + 0.05

const tree = (name: string, scheduler: BuiltinScheduler, alpha: Tree['alpha'], run = RUN): Tree => ({
  name,
  scheduler,
  run,
  alpha,
})

/** All of them. */
export const TREES: readonly Tree[] = [
  tree(
    'a product',
    described('ProductScheduler', { schedulers: [step, cosine, line()] }),
    (t) => halves(t) * wave(t) * fall(t, 100),
  ),
  tree('the minimum', described('MinimumScheduler', { schedulers: [line(), cosine] }), (t) =>
    Math.min(fall(t, 100), wave(t)),
  ),
  tree('the maximum', described('MaximumScheduler', { schedulers: [line(), cosine] }), (t) =>
    Math.max(fall(t, 100), wave(t)),
  ),
  tree('bounds', described('ClampScheduler', { scheduler: line(), low: 0.2, high: 0.7 }), (t) =>
    Math.min(0.7, Math.max(0.2, fall(t, 100))),
  ),
  tree('a bound', described('ClampScheduler', { scheduler: line(), high: 0.7 }), (t) => Math.min(0.7, fall(t, 100))),
  tree(
    'a line of a line',
    described('AffineScheduler', { scheduler: line(), scale: -2, offset: 3 }),
    (t) => 3 - 2 * fall(t, 100),
  ),
  tree('one after another', sequence(['30ba', '0.6dur'], line(), line(), line()), (t) =>
    t < 30 ? fall(t, 30) : t < 60 ? fall(t - 30, 30) : fall(t - 60, 40),
  ),
  tree('one after another by samples', sequence(['240sp'], line(), line({ alpha_i: 0.5, t_warmup: '10ba' })), (t) =>
    t < 30 ? fall(t, 30) : t < 40 ? (t - 30) / 20 : 0.5 * fall(t - 40, 60),
  ),
  tree(
    'one after another, in epochs',
    sequence(['2ep'], line(), line()),
    (t) => (t < 20 ? fall(t, 20) : fall(t - 20, 80)),
    EPOCHS,
  ),
  tree('a part on the outer clock', sequence(['30ba'], line(), { scheduler: cosine, clock: 'outer' }), (t) =>
    t < 30 ? fall(t, 30) : wave(t),
  ),
  tree('a sequence within one', sequence(['50ba'], sequence(['20ba'], line(), line()), step), (t) =>
    t < 20 ? fall(t, 20) : t < 50 ? fall(t - 20, 30) : halves(t - 50),
  ),
  tree('a later part', described('ShiftScheduler', { scheduler: line(), by: '20ba' }), (t) =>
    fall(Math.max(0, t - 20), 80),
  ),
  tree('an earlier part', described('ShiftScheduler', { scheduler: line(), by: '-20ba' }), (t) => fall(t + 20, 120)),
  tree(
    'a longer run',
    described('StretchScheduler', {
      scheduler: described('ProductScheduler', { schedulers: [line(), step] }),
      factor: 2,
    }),
    (t) => fall(t, 200) * 0.5 ** Math.floor(t / 20),
  ),
  tree(
    'a repeated part',
    described('RepeatScheduler', { scheduler: line(), every: '25ba', decay: 0.5 }),
    (t) => 0.5 ** Math.floor(t / 25) * fall(t % 25, 25),
  ),
  tree(
    'a part that is repeated twice',
    described('RepeatScheduler', { scheduler: line({ alpha_f: 0.2 }), every: '25ba', times: 2, decay: 0.5 }),
    (t) => (t < 50 ? 0.5 ** Math.floor(t / 25) * (1 - (0.8 * (t % 25)) / 25) : 0.5 * 0.2),
  ),
  tree(
    'a cooldown',
    cooldown({ t_start: '80ba', alpha_f: 0.05 }),
    cooled((p) => 1 - p),
  ),
  tree(
    'a frozen cooldown',
    cooldown({ t_cooldown: '20ba', alpha_f: 0.05, from: 'frozen' }),
    cooled(
      (p) => 1 - p,
      () => halves(80),
    ),
  ),
  tree(
    'a cooldown along a cosine',
    cooldown({ t_start: '0.8dur', alpha_f: 0.05, shape: 'cosine' }),
    cooled((p) => (1 + Math.cos(Math.PI * p)) / 2),
  ),
  tree(
    'a cooldown along a root',
    cooldown({ t_start: '80ba', alpha_f: 0.05, shape: '1-sqrt' }),
    cooled((p) => 1 - Math.sqrt(p)),
  ),
  tree(
    'a cooldown along a power',
    cooldown({ t_start: '80ba', alpha_f: 0.05, shape: 'power', decay_power: 3 }),
    cooled((p) => 1 - p ** 3),
  ),
  tree(
    'an exponential cooldown',
    cooldown({ t_start: '80ba', alpha_f: 0.05, shape: 'exp', decay_ratio: 0.2 }),
    cooled((p) => (0.2 ** p - 0.2) / 0.8),
  ),
  tree('a ramp before', warm({}), (t) => (t < 10 ? rise(t) : fall(t - 10, 90))),
  tree('a ramp over', warm({ start: 'over' }), (t) => (t < 10 ? rise(t) : fall(t, 100))),
  tree('a ramp together', warm({ start: 'together' }), (t) => (t < 10 ? rise(t) : 1) * fall(t, 100)),
  tree(
    'a ramp before a repeated sequence that is shifted',
    described('ShiftScheduler', {
      by: '5ba',
      scheduler: warm({
        scheduler: described('RepeatScheduler', { every: '20ba', scheduler: sequence(['0.5dur'], line(), step) }),
      }),
    }),
    (t) => {
      const inner = Math.max(0, t - 5)
      if (inner < 10) return rise(inner)
      const x = (inner - 10) % 20
      return x < 10 ? fall(x, 10) : halves(x - 10)
    },
  ),
  tree(
    'a scaled sequence',
    sequence(['60ba'], line(), line({ t_warmup: '10ba' })),
    (t) => (t < 30 ? fall(t, 30) : t < 40 ? (t - 30) / 10 : fall(t - 40, 60)),
    HALF,
  ),
  tree('a scaled ramp', warm({ scale_warmup: true }), (t) => (t < 5 ? 0.1 + (0.9 * t) / 5 : fall(t - 5, 95)), HALF),
]
