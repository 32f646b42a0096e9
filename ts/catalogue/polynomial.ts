/**
 * The words and formulas of schedulers that follow a power of the fraction of training left.
 */
import type { Entries } from './entry.js'
import { ALPHA_F, SCALE_WARMUP, T_MAX, T_WARMUP } from './options.js'
import { decay, decayAfterRamp, ramp, TAU } from './pieces.js'
import { difference, minimum, option, power, product, sum } from './term.js'

const WORDS = 'a power of what is left'
const POWER_OF_REST = sum(
  option('alpha_f'),
  product(difference(1, option('alpha_f')), power(difference(1, minimum(1, TAU)), option('power'))),
)

/** The family. */
export const POLYNOMIAL: Entries<'PolynomialScheduler' | 'PolynomialWithWarmupScheduler'> = {
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
    },
    formula: [...ramp(), ...decayAfterRamp(WORDS, POWER_OF_REST)],
  },
}
