/** Forms where libraries say nothing: at a ratio, on counters that batches add more to, with options of ours. */
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../ts/catalogue/index.js'
import { type Facts, pieceAt } from '../../../ts/catalogue/value.js'
import type { SchedulerType } from '../../../ts/wasm/table.js'
import { factsOf } from '../../helpers/canonical.js'

const W = { t_warmup: 80, t_max: 800 }
const line = 'LinearDecayScheduler'
const [eight, half] = [{ batch: 8 }, { ratio: 0.5 }]

test.each<[SchedulerType, params: object, t: number, changes: Partial<Facts>, alpha: number]>([
  // What one batch adds is what a first step is.
  [line, { ...W, first_step: '(t+1)/w' }, 0, eight, 8 / 80],
  [line, { ...W, first_step: '(t+1)/w' }, 72, eight, 1],
  [line, { ...W, first_step: '(t+1)/w' }, 76, eight, 1],
  [line, { ...W, first_step: '(t+1)/(w+1)' }, 16, eight, 24 / 88],
  [line, { ...W, first_step: 't/(w-1)' }, 36, eight, 0.5],
  [line, { ...W, t_warmup: 4, first_step: 't/(w-1)' }, 2, eight, 2 / 8],
  [line, { ...W, warmup: 'log' }, 72, eight, 1],
  [line, { ...W, warmup: 'log' }, 8, eight, Math.log(2) / Math.log(10)],
  [line, { ...W, warmup: 'log', first_step: '(t+1)/w' }, 8, eight, Math.log(2) / Math.log(10)],
  // What is counted per unit, and is no time, is counted at ratio 1.
  ['MultiplicativeScheduler', { factors: [0.5, 0.5, 0.5] }, 1, half, 0.25],
  ['MultiplicativeScheduler', { factors: [0.5, 0.5, 0.5] }, 9, half, 0.125],
  ['PowerLawScheduler', { amplitude: 2, rate: 3, exponent: -0.5 }, 50, half, 2 / Math.sqrt(300)],
  ['PowerLawScheduler', { amplitude: 2, exponent: -0.5, t_warmup: 50 }, 25, half, 0.1],
  ['NoamScheduler', { d_model: 4, t_warmup: 50 }, 25, half, 0.5 * 0.5 * 100 ** -0.5],
  ['NoamScheduler', { d_model: 4, t_warmup: 50 }, 200, half, 0.5 * 400 ** -0.5],
  ['CyclicScheduler', { t_up: 10, mode: 'exp_range', gamma: 0.9 }, 5, half, 0.5 * 0.9 ** 10],
  // What is left out.
  ['CyclicScheduler', { t_up: 10, alpha_min: 0.2 }, 15, {}, 0.6],
  ['CyclicScheduler', { t_up: 10, alpha_min: 0.2, t_warmup: 4 }, 2, {}, 0.1],
  ['CyclicScheduler', { t_up: 10, alpha_min: 0.2, alpha_max: 2.2, t_warmup: 4 }, 9, {}, 1.2],
  ['InverseSquareRootScheduler', {}, 30_000, {}, 0.5],
  ['InverseSquareRootScheduler', {}, 15_000, half, 0.5],
  ['InverseSquareRootScheduler', {}, 240_000, eight, 0.5],
  ['InverseSquareRootScheduler', { t_warmup: 10 }, 40, {}, 0.5],
  ['InverseSquareRootScheduler', { t_warmup: 0, t_end: 20 }, 21, {}, 0],
  ['PiecewiseConstantScheduler', { boundaries: [10, 20], values: [4, 2, 1], t_warmup: 8 }, 4, {}, 2],
  ['PiecewiseConstantScheduler', { boundaries: [10, 20], values: [4, 2, 1], t_warmup: 8 }, 17, {}, 4],
  ['PiecewiseConstantScheduler', { boundaries: [10, 20], values: [4, 2, 1], t_warmup: 8 }, 18, {}, 2],
  ['MultiStepDecayScheduler', { milestones: [20, 10], gamma: 0.5, t_warmup: 8 }, 18, {}, 0.5],
  ['PiecewiseInterpolateScheduler', { knots: [10, 20], values: [1, 3] }, 5, {}, 1],
  ['PiecewiseInterpolateScheduler', { knots: [10, 20], values: [1, 3] }, 15, {}, 2],
  ['OneCycleScheduler', { t_peak: 10, t_end: 20, alpha_i: 0, alpha_f: 0, stairs_up: 2 }, 6, {}, 0.5],
  ['OneCycleScheduler', { t_peak: 10, t_end: 20, alpha_i: 0, alpha_f: 0, stairs_down: 2 }, 11, {}, 0.5],
  ['WarmupStableDecayScheduler', { t_max: 100, t_decay: 20, decay: 'power', decay_power: 3 }, 90, {}, 1 - 0.125],
  // A decay without any time.
  [line, { t_max: 50, t_warmup: 80, alpha_f: 0.25 }, 79, {}, 0.25 * (79 / 80) + (79 / 80) * 0.75],
  [line, { t_max: 50, t_warmup: 80, alpha_f: 0.25 }, 80, {}, 0.25],
  ['CosineDecayScheduler', { t_max: 50, t_warmup: 80, alpha_f: 0.25, after: 'continue' }, 99, {}, 0.25],
  ['PolynomialDecayScheduler', { t_max: 50, t_begin: 60, alpha_f: 0.25 }, 59, {}, 1],
  ['PolynomialDecayScheduler', { t_max: 50, t_begin: 60, alpha_f: 0.25 }, 60, {}, 0.25],
  ['WarmupStableDecayScheduler', { t_max: 50, t_warmup: 50, t_decay: 20, alpha_f: 0.25 }, 50, {}, 0.25],
])('%s of %j at %d', (type, params, t, changes, alpha) => {
  const at = pieceAt(CATALOGUE[type].formula, { ...factsOf(type, params as Record<string, unknown>, t), ...changes })
  expect(at.calculate(at.piece.alpha)).toBeCloseTo(alpha, 14)
})
