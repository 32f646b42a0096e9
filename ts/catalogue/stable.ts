/**
 * The words and formula of a ramp, a stable phase and a decay.
 */
import type { Entries, Piece } from './entry.js'
import { ALPHA_F, RAMP } from './options.js'
import { TAU } from './pieces.js'
import {
  choice,
  difference,
  is,
  less,
  maximum,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  root,
  sum,
  type Term,
  t,
  time,
} from './term.js'
import { AT_END, halfCosineDown, mix, RAMP_TO_ONE, SINCE_RAMP } from './warmup.js'

const [END, DECAY] = [time('t_max'), time('t_decay')]
const FLOOR = option('alpha_f')

const slowness = sum(1, quotient(SINCE_RAMP, time('stable_timescale')))
const STABLE = choice('stable', {
  constant: number(1),
  rsqrt: maximum(quotient(1, root(slowness)), FLOOR),
  power: maximum(power(slowness, difference(0, option('stable_power'))), FLOOR),
})

/** From 1 to 0 as p rises from 0 to 1, but for the cosine of other waves than half a one. */
export const declines = (p: Term, exponent: Term, ratio: Term) => ({
  linear: difference(1, p),
  '1-sqrt': difference(1, root(p)),
  power: difference(1, power(p, exponent)),
  exp: quotient(difference(power(ratio, p), ratio), difference(1, ratio)),
})

const LEFT = choice('decay', {
  ...declines(TAU, option('decay_power'), option('decay_ratio')),
  cosine: halfCosineDown(product(product(2, option('num_cycles')), TAU)),
  geometric: power(FLOOR, TAU),
})

const decay: Piece = {
  words: 'the decay to alpha_f',
  quantities: [
    { name: 'τ', is: quotient(sum(difference(t, END), DECAY), DECAY) },
    { name: 's', is: STABLE },
    { name: 'left', is: LEFT },
  ],
  alpha: mix(quantity('s'), FLOOR, quantity('left')),
}

/** The family. */
export const STABLE_DECAY: Entries<'WarmupStableDecayScheduler'> = {
  WarmupStableDecayScheduler: {
    label: 'Warm-up, stable, decay',
    summary: 'A ramp, a stable phase, and a decay at the end.',
    options: {
      t_max: { description: 'Where the decay ends' },
      t_decay: { description: 'Length of the decay' },
      decay: { description: 'How it decays: linear, cosine, 1-sqrt, power, exp or geometric' },
      alpha_f: ALPHA_F,
      decay_power: { description: 'The exponent of a decay by a power' },
      decay_ratio: { description: 'How far an exponential falls before it is stretched to reach alpha_f' },
      num_cycles: { description: 'How many waves a cosine has; half a one ends at alpha_f' },
      stable: { description: 'What the stable phase is: constant, rsqrt or power' },
      stable_timescale: { description: 'Time in which a stable root or power changes from 1 to that of 2' },
      stable_power: { description: 'The exponent of a stable power' },
      ...RAMP,
    },
    formula: [
      RAMP_TO_ONE,
      AT_END,
      { when: [less(t, difference(END, DECAY))], words: 'the stable phase', quantities: [], alpha: STABLE },
      {
        when: [is('decay', 'geometric')],
        words: 'alpha_f to the power of the time since the decay began',
        quantities: [decay.quantities[0]!],
        alpha: LEFT,
      },
      decay,
    ],
  },
}
