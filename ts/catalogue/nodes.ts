/**
 * The words and formulas of nodes: what they make of the multipliers of their parts.
 */
import type { Entries, Entry, OptionWords, Piece } from './entry.js'
import { RAMP } from './options.js'
import { TAU, tau } from './pieces.js'
import { declines } from './stable.js'
import {
  all,
  atMost,
  choice,
  difference,
  floor,
  is,
  less,
  maximum,
  minimum,
  number,
  option,
  part,
  power,
  product,
  quantity,
  quotient,
  sum,
  type Term,
  t,
  time,
} from './term.js'
import { halfCosineDown, mix, rampTo } from './warmup.js'

const PARTS: OptionWords = { description: 'The parts' }
const PART: OptionWords = { description: 'The part' }
const S = part()

/** The entry of a node that combines what all parts give. */
const combined = (label: string, summary: string, how: 'product' | 'minimum' | 'maximum'): Entry<'schedulers'> => ({
  label,
  summary,
  options: { schedulers: PARTS },
  formula: [{ words: `the ${how} of all parts`, quantities: [], alpha: all(how) }],
})

/** What a part gives at a moment of its own. */
const asItIs = (words: string): Piece => ({ words, quantities: [], alpha: S })

const RAISED = choice('low', { none: S, given: maximum(S, option('low')) })

const EVERY = time('every')
const K = quantity('k')
const repeats = (count: Term, of: Term): Term => product(power(option('decay'), count), of)

const T_END = time('t_end')
const COOLDOWN_START = choice('t_start', {
  given: time('t_start'),
  none: maximum(0, difference(T_END, time('t_cooldown'))),
})
const LEFT = choice('shape', {
  ...declines(TAU, option('decay_power'), option('decay_ratio')),
  cosine: halfCosineDown(TAU),
})

const FROM_START = rampTo(part('0'), 'where the part starts')
const ON_PART = rampTo(number(1), '1')

/** The family. */
export const NODES: Entries<
  | 'ProductScheduler'
  | 'MinimumScheduler'
  | 'MaximumScheduler'
  | 'ClampScheduler'
  | 'AffineScheduler'
  | 'SequenceScheduler'
  | 'ShiftScheduler'
  | 'StretchScheduler'
  | 'RepeatScheduler'
  | 'CooldownScheduler'
  | 'WithWarmupScheduler'
> = {
  ProductScheduler: combined('Product', 'All parts multiplied.', 'product'),
  MinimumScheduler: combined('Minimum', 'The least of all parts.', 'minimum'),
  MaximumScheduler: combined('Maximum', 'The greatest of all parts.', 'maximum'),
  ClampScheduler: {
    label: 'Clamp',
    summary: 'A part within bounds.',
    options: {
      scheduler: PART,
      low: { description: 'The least multiplier' },
      high: { description: 'The greatest multiplier' },
    },
    formula: [
      {
        words: 'the part within bounds',
        quantities: [],
        alpha: choice('high', { none: RAISED, given: minimum(RAISED, option('high')) }),
      },
    ],
  },
  AffineScheduler: {
    label: 'Affine',
    summary: 'A part times a factor plus a number.',
    options: {
      scheduler: PART,
      scale: { description: 'The factor' },
      offset: { description: 'What is added' },
    },
    formula: [
      {
        words: 'the part times scale plus offset',
        quantities: [],
        alpha: sum(product(S, option('scale')), option('offset')),
      },
    ],
  },
  SequenceScheduler: {
    label: 'Sequence',
    summary: 'One part after another, each on a clock and a run of its own.',
    options: { schedulers: PARTS, at: { description: 'When the next part begins', example: '0.5dur' } },
    formula: [asItIs('the part that is on')],
  },
  ShiftScheduler: {
    label: 'Shift',
    summary: 'A part that begins later, or had begun before.',
    options: {
      scheduler: PART,
      by: { description: 'How much later it begins; how much earlier, if negative', example: '100ba' },
    },
    formula: [asItIs('the part at its own time')],
  },
  StretchScheduler: {
    label: 'Stretch',
    summary: 'A part for a longer or a shorter run.',
    options: { scheduler: PART, factor: { description: 'How many times as long the run is', example: '2' } },
    formula: [asItIs('the part in a run of another length')],
  },
  RepeatScheduler: {
    label: 'Repeat',
    summary: 'A part again and again.',
    options: {
      scheduler: PART,
      every: { description: 'Length of a cycle', example: '0.25dur' },
      times: { description: 'How many cycles there are; it goes on for ever, if it is left out' },
      decay: { description: 'Factor in each cycle' },
    },
    formula: [
      {
        when: [is('times', 'given'), atMost(product(option('times'), EVERY), t)],
        words: 'where the last cycle ended',
        quantities: [],
        alpha: repeats(difference(option('times'), 1), part('every')),
      },
      {
        words: (calculate) => `cycle ${calculate(K) + 1}`,
        quantities: [{ name: 'k', is: floor(quotient(t, EVERY)) }],
        alpha: repeats(K, S),
      },
    ],
  },
  CooldownScheduler: {
    label: 'Cooldown',
    summary: 'A part that is brought down at its end.',
    options: {
      scheduler: PART,
      t_start: { description: 'Where the cooldown starts' },
      t_cooldown: { description: 'Length of the cooldown, in place of t_start', example: '0.2dur' },
      t_end: { description: 'Where the cooldown ends' },
      alpha_f: { description: 'Multiplier at the end, and after it' },
      shape: { description: 'How it is brought down: linear, cosine, 1-sqrt, power or exp' },
      decay_power: { description: 'The exponent of a cooldown by a power' },
      decay_ratio: { description: 'How far an exponential falls before it is stretched to reach alpha_f' },
      from: { description: 'What is brought down: the running part, or it frozen where the cooldown starts' },
    },
    formula: [
      { ...asItIs('the part, before the cooldown'), when: [less(t, COOLDOWN_START), less(t, T_END)] },
      {
        when: [atMost(T_END, t)],
        words: 'alpha_f, since the cooldown is over',
        quantities: [],
        alpha: option('alpha_f'),
      },
      {
        words: 'the cooldown from the part to alpha_f',
        quantities: [
          { name: 'start', is: COOLDOWN_START },
          tau(quotient(difference(t, quantity('start')), difference(T_END, quantity('start')))),
          { name: 'left', is: LEFT },
        ],
        alpha: mix(choice('from', { running: S, frozen: part('t_start') }), option('alpha_f'), quantity('left')),
      },
    ],
  },
  WithWarmupScheduler: {
    label: 'With warm-up',
    summary: 'A ramp before a part, or on it.',
    options: {
      scheduler: PART,
      ...RAMP,
      t_warmup: { description: 'Length of the ramp', example: '100ba' },
      start: { description: 'Where the part begins: after the ramp, over it, or together with it' },
    },
    formula: [
      {
        ...ON_PART,
        when: [...ON_PART.when!, is('start', 'together')],
        words: 'the part, times the ramp from alpha_w to 1',
        alpha: product(ON_PART.alpha, S),
      },
      FROM_START,
      asItIs('the part, after the ramp'),
    ],
  },
}
