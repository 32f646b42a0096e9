/**
 * The words and formulas of schedulers that follow a power: of the fraction of training left, or of the time since a ramp.
 */
import type { Entries } from './entry.js'
import { ALPHA_F, CHECK, SCALE_WARMUP, T_MAX, T_WARMUP } from './options.js'
import { decay, decayAfterRamp, ramp, TAU, tau } from './pieces.js'
import {
  atMost,
  difference,
  less,
  maximum,
  minimum,
  option,
  power,
  product,
  quantity,
  quotient,
  sum,
  type Term,
  t,
  time,
} from './term.js'

const WORDS = 'a power of what is left'
const POWER_OF_REST = sum(
  option('alpha_f'),
  product(difference(1, option('alpha_f')), power(difference(1, minimum(1, TAU)), option('power'))),
)

const [WARMUP, SCALE, COOLDOWN] = [time('t_warmup'), time('t_scale'), time('t_cooldown')]
const COOLDOWN_START = maximum(WARMUP, difference(time('t_max'), COOLDOWN))
const START = quantity('start')

/** How much slower than at the end of the ramp: the root of this is divided by. */
const slowness = (at: Term) => tau(quotient(sum(at, difference(SCALE, WARMUP)), SCALE))
const INVERSE_ROOT = sum(
  option('alpha_f_decay'),
  product(quotient(1, power(TAU, 0.5)), difference(1, option('alpha_f_decay'))),
)

/** The family. */
export const POLYNOMIAL: Entries<
  'PolynomialScheduler' | 'PolynomialWithWarmupScheduler' | 'InverseSquareRootWithWarmupScheduler'
> = {
  PolynomialScheduler: {
    label: 'Polynomial',
    summary: 'A power of the fraction that is left.',
    options: { power: { description: 'The exponent', example: '2' }, t_max: T_MAX, alpha_f: ALPHA_F },
    formula: decay(WORDS, POWER_OF_REST),
  },
  PolynomialWithWarmupScheduler: {
    label: 'Polynomial with warm-up',
    summary: 'A ramp, then a power of the fraction that is left.',
    options: {
      t_warmup: T_WARMUP,
      power: { description: 'The exponent' },
      t_max: T_MAX,
      alpha_f: ALPHA_F,
      scale_warmup: SCALE_WARMUP,
      check: CHECK,
    },
    formula: [...ramp(), ...decayAfterRamp(WORDS, POWER_OF_REST)],
  },
  InverseSquareRootWithWarmupScheduler: {
    label: 'Inverse square root with warm-up',
    summary: 'A ramp, then the inverse of a square root, and a line at the end.',
    module: 'llmfoundry.optim',
    options: {
      t_warmup: T_WARMUP,
      t_scale: { description: 'Time in which the root grows from 1 to √2', example: '100ba' },
      t_cooldown: { description: 'Length of the line before t_max', example: '0ba' },
      t_max: T_MAX,
      alpha_f_decay: { description: 'Multiplier that the root falls to in the end' },
      alpha_f_cooldown: { description: 'Multiplier at the end of the line' },
    },
    formula: [
      {
        when: [less(t, WARMUP)],
        words: 'the ramp up to 1',
        quantities: [tau(quotient(t, WARMUP))],
        alpha: minimum(1, TAU),
      },
      {
        when: [less(t, COOLDOWN_START)],
        words: 'the inverse of a square root',
        quantities: [slowness(t)],
        alpha: INVERSE_ROOT,
      },
      {
        when: [atMost(COOLDOWN, 0), atMost(0, COOLDOWN)],
        words: 'held where the root ended, since there is no cooldown',
        quantities: [{ name: 'start', is: COOLDOWN_START }, slowness(START)],
        alpha: INVERSE_ROOT,
      },
      {
        words: 'a line from where the root ended to alpha_f_cooldown',
        quantities: [
          { name: 'start', is: COOLDOWN_START },
          slowness(START),
          { name: 'top', is: INVERSE_ROOT },
          { name: 'done', is: minimum(1, quotient(difference(t, START), COOLDOWN)) },
        ],
        alpha: sum(quantity('top'), product(quantity('done'), difference(option('alpha_f_cooldown'), quantity('top')))),
      },
    ],
  },
}
