/**
 * The words and formulas of decays that end at t_max, each behind a ramp: a line, a cosine, a power, REX.
 */
import type { Entries } from './entry.js'
import { ALPHA_F, ALPHA_I, RAMP, T_BEGIN, T_MAX } from './options.js'
import { TAU, tau } from './pieces.js'
import {
  ceiling,
  choice,
  difference,
  maximum,
  minimum,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  sum,
  t,
  time,
} from './term.js'
import {
  AT_END,
  halfCosineDown,
  mix,
  NO_TIME,
  RAMP_TO_ONE,
  RAMP_TO_START,
  SINCE_RAMP,
  START,
  UNTIL_BEGIN,
  W,
} from './warmup.js'

const END = time('t_max')
const [ALPHA_START, ALPHA_END] = [option('alpha_i'), option('alpha_f')]
const SINCE = difference(t, START)
const LENGTH = difference(END, START)

const SHIFTED = difference(choice('decay_shift', { none: t, given: sum(t, time('decay_shift')) }), START)
const WAVES = quotient(SHIFTED, LENGTH)

/** How long a decay lasts that starts again for a longer run whenever it ends. */
const PERIOD = choice('cycle', {
  no: LENGTH,
  yes: product(LENGTH, maximum(1, ceiling(quotient(SINCE, LENGTH)))),
})

/** The family. */
export const DECAYS: Entries<
  'LinearDecayScheduler' | 'CosineDecayScheduler' | 'PolynomialDecayScheduler' | 'RexScheduler'
> = {
  LinearDecayScheduler: {
    label: 'Linear decay',
    summary: 'A ramp, then a straight line from alpha_i to alpha_f.',
    options: { t_max: T_MAX, alpha_i: ALPHA_I, alpha_f: ALPHA_F, t_begin: T_BEGIN, ...RAMP },
    formula: [
      RAMP_TO_START,
      UNTIL_BEGIN,
      AT_END,
      {
        words: 'a line from alpha_i to alpha_f',
        quantities: [tau(quotient(SINCE, LENGTH))],
        alpha: sum(ALPHA_START, product(difference(ALPHA_END, ALPHA_START), TAU)),
      },
    ],
  },
  CosineDecayScheduler: {
    label: 'Cosine decay',
    summary: 'A ramp, then half a cosine from alpha_i to alpha_f, or waves of it.',
    options: {
      t_max: T_MAX,
      alpha_i: ALPHA_I,
      alpha_f: ALPHA_F,
      num_cycles: { description: 'How many waves there are until t_max; half a one ends at alpha_f' },
      exponent: { description: 'The power of the cosine' },
      decay_shift: { description: 'By how much the cosine is ahead' },
      after: { description: 'What comes after t_max: hold, or continue with the wave' },
      t_begin: T_BEGIN,
      ...RAMP,
    },
    formula: [
      RAMP_TO_START,
      UNTIL_BEGIN,
      NO_TIME,
      {
        words: 'a cosine between alpha_i and alpha_f',
        quantities: [
          tau(choice('after', { hold: minimum(1, WAVES), continue: WAVES })),
          { name: 'c', is: halfCosineDown(product(product(2, option('num_cycles')), TAU)) },
        ],
        alpha: mix(ALPHA_START, ALPHA_END, power(quantity('c'), option('exponent'))),
      },
    ],
  },
  PolynomialDecayScheduler: {
    label: 'Polynomial decay',
    summary: 'A ramp, then a power of what is left, from alpha_i to alpha_f.',
    options: {
      t_max: T_MAX,
      power: { description: 'The exponent' },
      alpha_i: ALPHA_I,
      alpha_f: ALPHA_F,
      cycle: { description: 'Whether it goes on after t_max, as if t_max were twice, three times as late, and so on' },
      t_begin: T_BEGIN,
      ...RAMP,
    },
    formula: [
      RAMP_TO_START,
      UNTIL_BEGIN,
      NO_TIME,
      {
        words: 'a power of what is left, from alpha_i to alpha_f',
        quantities: [tau(minimum(1, quotient(SINCE, PERIOD)))],
        alpha: mix(ALPHA_START, ALPHA_END, power(difference(1, TAU), option('power'))),
      },
    ],
  },
  RexScheduler: {
    label: 'REX',
    summary: 'A ramp, then the reflected exponential: slowly down at first, fast at the end.',
    options: { t_max: T_MAX, alpha_f: ALPHA_F, ...RAMP },
    formula: [
      RAMP_TO_ONE,
      AT_END,
      {
        words: 'the reflected exponential from 1 to alpha_f',
        quantities: [tau(quotient(SINCE_RAMP, difference(END, W)))],
        alpha: sum(
          ALPHA_END,
          quotient(product(difference(number(1), ALPHA_END), difference(1, TAU)), difference(1, quotient(TAU, 2))),
        ),
      },
    ],
  },
}
