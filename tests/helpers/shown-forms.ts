/** The schedules that logs without a plan are tried with, by family: written here, and from golden rows. */
import { type Canonical, FILES, type Row, rowsOf } from '../golden2/canonical.js'
import { type Shown, shown } from './shown-logs.js'

const of = (type: string, params: object): Canonical => ({ type, params: params as Canonical['params'] })

const RESTARTS = ['cosine_hard_restarts', 'cosine_restarts']

/** torch's arguments of one cycle. */
function oneCycle(total: number, pct: number, div: number, finalDiv: number, anneal: string, threePhase: boolean) {
  const phases = threePhase ? { t_return: 2 * pct * total - 2 } : {}
  const alphas = { alpha_i: 1 / div, alpha_f: 1 / div / finalDiv }
  return of('one_cycle', { t_peak: pct * total - 1, ...phases, t_end: total - 1, ...alphas, anneal })
}

const wave = (params: object) => of('cosine', { after: 'continue', ...params })

/** Of each family some that people train with. */
export const SHOWN: Readonly<Record<string, readonly Shown[]>> = {
  'one cycle, cosine': [
    shown('one_cycle', oneCycle(1000, 0.3, 25, 1e4, 'cosine', false), 0.1, 1000),
    shown('one_cycle', oneCycle(2000, 0.25, 10, 100, 'cosine', false), 3e-4, 2000),
    shown('one_cycle', oneCycle(1500, 0.1, 4, 10, 'cosine', false), 0.01, 1500),
  ],
  'one cycle, cosine, three phases': [
    shown('one_cycle', oneCycle(1000, 0.3, 25, 1e4, 'cosine', true), 0.1, 1000),
    shown('one_cycle', oneCycle(2000, 0.4, 10, 100, 'cosine', true), 3e-4, 2000),
  ],
  'one cycle, linear': [
    shown('one_cycle', oneCycle(1000, 0.3, 25, 1e4, 'linear', false), 0.1, 1000),
    shown('one_cycle', oneCycle(2000, 0.25, 10, 100, 'linear', false), 3e-4, 2000),
  ],
  'one cycle, linear, three phases': [
    shown('one_cycle', oneCycle(1000, 0.3, 25, 1e4, 'linear', true), 0.1, 1000),
    shown('one_cycle', oneCycle(2000, 0.45, 10, 100, 'linear', true), 3e-4, 2000),
  ],
  triangular: [
    shown('cyclic', of('cyclic', { t_up: 100, alpha_min: 0.1 }), 0.01, 1000),
    shown('cyclic', of('cyclic', { t_up: 200, t_down: 300, alpha_min: 0.01 }), 0.1, 2000),
    shown('cyclic', of('cyclic', { t_up: 73, alpha_min: 0.25 }), 0.006, 1100),
  ],
  triangular2: [
    shown('cyclic', of('cyclic', { t_up: 100, alpha_min: 0.1, mode: 'triangular2' }), 0.01, 1000),
    shown('cyclic', of('cyclic', { t_up: 150, t_down: 250, alpha_min: 0.2, mode: 'triangular2' }), 0.1, 2000),
  ],
  exp_range: [
    shown('cyclic', of('cyclic', { t_up: 100, alpha_min: 0.1, mode: 'exp_range', gamma: 0.999 }), 0.01, 1000),
    shown(
      'cyclic',
      of('cyclic', { t_up: 200, t_down: 300, alpha_min: 0.01, mode: 'exp_range', gamma: 0.9995 }),
      0.1,
      2000,
    ),
  ],
  'hard restarts': [
    shown(RESTARTS, of('cosine_hard_restarts', { t_warmup: 100, t_max: 1000, num_cycles: 3 }), 3e-4, 1000),
    shown(RESTARTS, of('cosine_hard_restarts', { t_warmup: 100, t_max: 2000, num_cycles: 4 }), 1e-3, 2000),
    shown(RESTARTS, of('cosine_hard_restarts', { t_max: 1000, num_cycles: 4 }), 1e-3, 1000),
    shown(RESTARTS, of('cosine_hard_restarts', { t_warmup: 60, t_max: 1234, num_cycles: 5 }), 5e-5, 1234),
    shown(RESTARTS, of('cosine_hard_restarts', { t_warmup: 50, t_max: 1000, num_cycles: 2 }), 5e-5, 1000),
  ],
  restarts: [
    shown(RESTARTS, of('cosine_restarts', { t_0: 250, t_warmup: 50, alpha_f: 0.1 }), 1e-3, 1000),
    shown(RESTARTS, of('cosine_restarts', { t_0: 100, t_mult: 2, alpha_f: 0.01 }), 0.1, 1500),
    shown(RESTARTS, of('cosine_restarts', { t_0: 200, cycle_decay: 0.7, alpha_f: 0.05 }), 0.1, 1000),
  ],
  'cosine of several waves': [
    shown('cosine_decay', wave({ t_warmup: 100, t_max: 1000, num_cycles: 1.5 }), 3e-4, 1000),
    shown('cosine_decay', wave({ t_warmup: 100, t_max: 2000, num_cycles: 2 }), 1e-3, 2000),
    shown('cosine_decay', wave({ t_max: 1000, num_cycles: 2.5, alpha_f: 0.1 }), 1e-3, 1000),
    shown('cosine_decay', wave({ t_warmup: 50, t_max: 1000, num_cycles: 1 }), 1e-3, 1000),
    shown('cosine_decay', wave({ t_warmup: 50, t_max: 1000, num_cycles: 0.25 }), 1e-3, 1000),
    shown('cosine_decay', wave({ t_max: 200 }), 0.1, 1000),
  ],
  'exponential with a ramp': [
    shown('exponential_decay', of('exponential', { t_warmup: 100, gamma: 0.5, t_decay: 300 }), 0.01, 1000),
    shown('exponential_decay', of('exponential', { t_warmup: 100, gamma: 0.999, t_decay: 1 }), 3e-4, 1500),
    shown(
      'exponential_decay',
      of('exponential', { t_warmup: 50, gamma: 0.96, t_decay: 100, alpha_w: 0.1 }),
      1e-3,
      1000,
    ),
  ],
  'steps with a ramp': [
    shown(
      ['exponential_decay', 'step_decay'],
      of('exponential', { gamma: 0.9, t_decay: 100, staircase: true }),
      0.01,
      1000,
    ),
    shown(
      ['exponential_decay', 'step_decay'],
      of('exponential', { t_warmup: 100, gamma: 0.5, t_decay: 200, staircase: true }),
      0.01,
      1000,
    ),
    shown(['exponential_decay', 'step_decay'], of('step', { t_warmup: 50, t_step: 300, gamma: 0.1 }), 0.1, 1200),
    shown('multi_step_decay', of('multi_step', { t_warmup: 50, milestones: [300, 700, 900], gamma: 0.1 }), 0.1, 1200),
    shown(
      ['exponential_decay', 'step_decay'],
      of('step', { t_warmup: 50, t_step: 300, gamma: 0.1, warmup_prefix: false }),
      0.1,
      1200,
    ),
  ],
  'ramps of other kinds': [
    shown('cosine_decay', of('cosine', { t_warmup: 200, t_max: 1000, alpha_f: 0.1, warmup: 'cosine' }), 1e-3, 1000),
    shown('cosine_decay', of('cosine', { t_warmup: 200, t_max: 1000, warmup: '1-sqrt' }), 1e-3, 1000),
    shown('cosine_decay', of('cosine', { t_warmup: 200, t_max: 1000, warmup: 'log' }), 1e-3, 1000),
    shown('linear_decay', of('linear', { t_warmup: 200, t_max: 1000, warmup: 'cosine' }), 3e-4, 1000),
    shown('linear_decay', of('linear', { t_warmup: 200, t_max: 1000, warmup: 'log' }), 3e-4, 1000),
    shown('wsd', of('wsd', { t_warmup: 150, t_max: 1000, t_decay: 300, warmup: '1-sqrt' }), 3e-4, 1000),
    shown(['constant_with_warmup', 'piecewise_constant'], of('constant', { t_warmup: 200, warmup: 'log' }), 3e-4, 1000),
    shown(
      ['constant_with_warmup', 'piecewise_constant'],
      of('constant', { t_warmup: 200, warmup: 'cosine' }),
      3e-4,
      1000,
    ),
  ],
  'ramps from above zero': [
    shown('linear_decay', of('linear', { t_warmup: 100, t_max: 1000, alpha_w: 0.1 }), 3e-4, 1000),
    shown('cosine_decay', of('cosine', { t_warmup: 137, t_max: 1000, alpha_w: 0.01, alpha_f: 0.1 }), 1e-3, 1000),
    shown('cosine_decay', of('cosine', { t_warmup: 200, t_max: 1000, alpha_w: 0.2, warmup: 'cosine' }), 1e-3, 1000),
    shown(['constant_with_warmup', 'piecewise_constant'], of('constant', { t_warmup: 120, alpha_w: 0.1 }), 1e-3, 1000),
    shown('wsd', of('wsd', { t_warmup: 130, t_max: 1000, t_decay: 300, alpha_w: 0.1, alpha_f: 0.1 }), 3e-4, 1000),
    shown('polynomial_decay', of('polynomial', { t_warmup: 130, t_max: 1000, power: 2, alpha_w: 0.1 }), 3e-4, 1000),
  ],
  'known before': [
    shown(['constant', 'constant_with_warmup'], of('constant', {}), 0.1, 1000),
    shown(['constant', 'constant_with_warmup'], of('constant', { t_warmup: 60 }), 0.1, 1000),
    shown('linear_decay', of('linear', { t_warmup: 100, t_max: 1000 }), 3e-4, 1000),
    shown('cosine_decay', of('cosine', { t_max: 1000 }), 1e-3, 1000),
    shown('cosine_decay', of('cosine', { t_warmup: 100, t_max: 1000, alpha_f: 0.1 }), 6e-4, 1000),
    shown(
      'cosine_decay',
      of('cosine', { t_warmup: 33, t_max: 1000, alpha_f: 0.1, first_step: '(t+1)/(w+1)' }),
      6e-4,
      1000,
    ),
    shown('wsd', of('wsd', { t_warmup: 100, t_max: 1000, t_decay: 200, decay: 'cosine', alpha_f: 0.1 }), 1e-3, 1000),
    shown('wsd', of('wsd', { t_max: 1000, t_decay: 200, decay: '1-sqrt' }), 1e-3, 1000),
    shown('inverse_square_root', of('inverse_sqrt', { t_warmup: 100, timescale: 100 }), 1e-3, 1000),
    shown('polynomial_decay', of('polynomial', { t_max: 1000, power: 2 }), 0.1, 1000),
    shown('rex', of('rex', { t_max: 1000 }), 0.1, 1000),
    shown('exponential_decay', of('exponential', { gamma: 0.5, t_decay: 200 }), 0.01, 1000),
    shown(['step_decay', 'exponential_decay'], of('step', { t_step: 300, gamma: 0.1 }), 0.1, 1000),
    shown('multi_step_decay', of('multi_step', { milestones: [300, 700, 800], gamma: 0.1 }), 0.1, 1000),
    shown(RESTARTS, of('cosine_restarts', { t_0: 250 }), 0.1, 1000),
  ],
}

interface Golden extends Row {
  readonly total: number | null
}

/** Golden rows of all libraries by type, at most so many of each. */
export function goldenShown(most: number): Record<string, Shown[]> {
  const found: Record<string, Shown[]> = {}
  const taken: Record<string, number> = {}
  for (const file of FILES) {
    const rows = rowsOf(file) as Golden[]
    for (const [index, row] of rows.entries()) {
      const { schedule, unit = 'ba', epochs, total, steps, base_lr } = row
      const length = total ?? steps.at(-2)!
      if (schedule === null || unit !== 'ba' || epochs !== undefined || length < 60 || length > 30000) continue
      const key = `${file} ${schedule.type}`
      if (index % 3 !== 0 || (taken[key] ?? 0) >= most) continue
      taken[key] = (taken[key] ?? 0) + 1
      found[schedule.type] ??= []
      found[schedule.type]!.push(shown(namesOf(schedule.type), schedule, base_lr, length))
    }
  }
  return found
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  linear: ['linear_decay'],
  cosine: ['cosine_decay'],
  polynomial: ['polynomial_decay'],
  exponential: ['exponential_decay'],
  step: ['step_decay'],
  multi_step: ['multi_step_decay'],
  inverse_sqrt: ['inverse_square_root'],
  constant: ['constant', 'constant_with_warmup', 'piecewise_constant'],
  cosine_restarts: RESTARTS,
  cosine_hard_restarts: RESTARTS,
}

const namesOf = (type: string): readonly string[] => NAMES[type] ?? [type]
