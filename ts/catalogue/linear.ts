/**
 * The words and formulas of schedulers that follow a straight line.
 */
import type { Entries } from './entry.js'
import { ALPHA_F, CHECK, SCALE_WARMUP, T_MAX, T_WARMUP } from './options.js'
import { decay, decayAfterRamp, ramp, TAU } from './pieces.js'
import { difference, minimum, option, product, sum } from './term.js'

const WORDS = 'a line from alpha_i to alpha_f'
const LINE = sum(option('alpha_i'), product(minimum(1, TAU), difference(option('alpha_f'), option('alpha_i'))))

/** The family. */
export const LINEAR: Entries<'LinearScheduler' | 'LinearWithWarmupScheduler'> = {
  LinearScheduler: {
    label: 'Linear',
    summary: 'A straight line from alpha_i to alpha_f.',
    options: { alpha_i: { description: 'Multiplier at the start' }, alpha_f: ALPHA_F, t_max: T_MAX },
    formula: decay(WORDS, LINE),
  },
  LinearWithWarmupScheduler: {
    label: 'Linear with warm-up',
    summary: 'A ramp to alpha_i, then a line to alpha_f.',
    options: {
      t_warmup: T_WARMUP,
      alpha_i: { description: 'Multiplier after the ramp' },
      alpha_f: ALPHA_F,
      t_max: T_MAX,
      scale_warmup: SCALE_WARMUP,
      check: CHECK,
    },
    formula: [...ramp('alpha_i'), ...decayAfterRamp(WORDS, LINE)],
  },
}
