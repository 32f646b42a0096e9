/**
 * The words and formulas of schedulers that follow half a cosine.
 */
import type { Entries } from './entry.js'
import { ALPHA_F, CHECK, SCALE_WARMUP, T_MAX, T_WARMUP } from './options.js'
import { decay, decayAfterRamp, ramp, TAU, tau } from './pieces.js'
import { between, cosine, difference, interval, option, product, quotient, sum, t, time } from './term.js'

const WORDS = 'half a cosine from 1 to alpha_f'
const BOUNDED_TAU = between(TAU, 0, 1)
const HALF_COSINE = sum(
  option('alpha_f'),
  quotient(product(difference(1, option('alpha_f')), sum(1, cosine(BOUNDED_TAU))), 2),
)
const INTERVAL = interval(time('t_0'), option('t_mult'))

/** The family. */
export const COSINE: Entries<
  'CosineAnnealingScheduler' | 'CosineAnnealingWarmRestartsScheduler' | 'CosineAnnealingWithWarmupScheduler'
> = {
  CosineAnnealingScheduler: {
    label: 'Cosine',
    summary: 'Half a cosine down to alpha_f.',
    options: { t_max: T_MAX, alpha_f: ALPHA_F },
    formula: decay(WORDS, HALF_COSINE),
  },
  CosineAnnealingWarmRestartsScheduler: {
    label: 'Cosine, warm restarts',
    summary: 'Half a cosine that starts again, in intervals that may grow.',
    options: {
      t_0: { description: 'Length of the first interval', example: '0.25dur' },
      t_mult: { description: 'Each interval over the one before' },
      alpha_f: ALPHA_F,
    },
    formula: [
      {
        words: (calculate) => {
          const [number, start, length] = [INTERVAL.number, INTERVAL.start, INTERVAL.length].map(calculate)
          return `half a cosine, in interval ${number! + 1} since the start: from ${start}, ${length} long`
        },
        quantities: [tau(quotient(difference(t, INTERVAL.start), INTERVAL.length))],
        alpha: HALF_COSINE,
      },
    ],
  },
  CosineAnnealingWithWarmupScheduler: {
    label: 'Cosine with warm-up',
    summary: 'A ramp, then half a cosine down to alpha_f.',
    options: { t_warmup: T_WARMUP, t_max: T_MAX, alpha_f: ALPHA_F, scale_warmup: SCALE_WARMUP, check: CHECK },
    formula: [...ramp(), ...decayAfterRamp(WORDS, HALF_COSINE)],
  },
}
