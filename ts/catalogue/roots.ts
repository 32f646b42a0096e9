/**
 * The words and formulas of inverse roots and powers of the time.
 */
import type { Entries, OptionWords } from './entry.js'
import { RAMP, SCALE_WARMUP, T_MAX, T_WARMUP } from './options.js'
import {
  atMost,
  batch,
  choice,
  difference,
  epoch,
  is,
  less,
  maximum,
  minimum,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  ratio,
  root,
  sum,
  type Term,
  t,
  time,
  truncated,
} from './term.js'
import { mix, RAMP_TO_ONE, W } from './warmup.js'

const RAMP_LENGTH = time('t_warmup')
const T_RAMP: OptionWords = { description: 'Length of the ramp; none, if it is left out' }

/** What batches are at ratio 1: what counts per unit and is no time. */
const X = quotient(t, ratio)
const SHIFTED = sum(t, product(option('shift'), batch))
const X_OF_RAMP = quotient(RAMP_LENGTH, ratio)

/** Hugging Face's, in batches, which the ratio scales as it does any time. */
const DEFAULT_SCALE = product(truncated(product(10_000, ratio)), batch)
const SCALE = quantity('scale')
const scale = {
  name: 'scale',
  is: choice('timescale', {
    given: time('timescale'),
    none: choice('t_warmup', { none: DEFAULT_SCALE, given: RAMP_LENGTH }),
  }),
}
const A = option('alpha_f_decay')
const rootAt = (at: Term): Term =>
  sum(A, quotient(difference(1, A), root(quotient(sum(difference(at, W), SCALE), SCALE))))
const COOLDOWN = time('t_cooldown')
const COOLDOWN_START = maximum(W, difference(time('t_max'), COOLDOWN))
const [COLD, TOP, DONE] = [quantity('start'), quantity('top'), quantity('done')]
const floored = (alpha: Term): Term => choice('alpha_min', { none: alpha, given: maximum(alpha, option('alpha_min')) })
const cooldown = {
  start: { name: 'start', is: COOLDOWN_START },
  top: { name: 'top', is: rootAt(COLD) },
}

const AMPLITUDE = option('amplitude')
const lawAt = (at: Term): Term => minimum(1, product(AMPLITUDE, power(product(option('rate'), at), option('exponent'))))

const ratioTo = (value: Term, scale: Term): Term =>
  quotient(sum(power(value, number(2)), power(scale, number(2))), power(scale, number(2)))
const [B, E] = [time('t_batches'), time('t_epochs')]
const EDEN = choice('t_epochs', {
  none: power(ratioTo(t, B), number(-0.5)),
  given: product(power(ratioTo(t, B), number(-0.25)), power(ratioTo(epoch, E), number(-0.25))),
})

/** The family. */
export const ROOTS: Entries<'InverseSquareRootScheduler' | 'NoamScheduler' | 'PowerLawScheduler' | 'EdenScheduler'> = {
  InverseSquareRootScheduler: {
    label: 'Inverse square root',
    summary: 'A ramp, then the inverse of a square root, and a line at the end.',
    options: {
      timescale: { description: 'Time in which the root grows from 1 to √2; the ramp, or 10,000, if it is left out' },
      alpha_f_decay: { description: 'Multiplier that the root falls to in the end' },
      t_max: T_MAX,
      t_cooldown: { description: 'Length of the line before t_max; the root goes on, if it is left out' },
      alpha_f_cooldown: { description: 'Multiplier at the end of the line' },
      alpha_min: { description: 'Multiplier that it never falls below' },
      t_end: { description: 'When it falls to alpha_min' },
      ...RAMP,
    },
    formula: [
      RAMP_TO_ONE,
      {
        when: [is('t_end', 'given'), less(time('t_end'), t)],
        words: 'alpha_min, since t_end is over',
        quantities: [],
        alpha: choice('alpha_min', { none: number(0), given: option('alpha_min') }),
      },
      {
        when: [is('t_cooldown', 'given'), atMost(COOLDOWN_START, t), atMost(COOLDOWN, 0)],
        words: 'held where the root ended, since the line has no length',
        quantities: [scale, cooldown.start, cooldown.top],
        alpha: floored(TOP),
      },
      {
        when: [is('t_cooldown', 'given'), atMost(COOLDOWN_START, t)],
        words: 'a line from where the root ended to alpha_f_cooldown',
        quantities: [
          scale,
          cooldown.start,
          cooldown.top,
          { name: 'done', is: minimum(1, quotient(difference(t, COLD), COOLDOWN)) },
        ],
        alpha: floored(sum(TOP, product(DONE, difference(option('alpha_f_cooldown'), TOP)))),
      },
      { words: 'the inverse of a square root', quantities: [scale], alpha: floored(rootAt(t)) },
    ],
  },
  NoamScheduler: {
    label: 'Noam',
    summary: 'Up along a line, then down along the inverse of a square root, by the width of a model.',
    options: {
      d_model: { description: 'Width of the model', example: '512' },
      t_warmup: { ...T_WARMUP, description: 'When the top is reached' },
      shift: { description: 'Steps added to the time: 1 where the first is counted as 1' },
      scale_warmup: SCALE_WARMUP,
    },
    formula: [
      {
        when: [less(SHIFTED, RAMP_LENGTH)],
        words: 'the line up',
        quantities: [{ name: 'x', is: quotient(SHIFTED, ratio) }],
        alpha: quotient(product(quantity('x'), power(X_OF_RAMP, number(-1.5))), root(option('d_model'))),
      },
      {
        words: 'the inverse of a square root',
        quantities: [{ name: 'x', is: quotient(SHIFTED, ratio) }],
        alpha: quotient(1, root(product(option('d_model'), quantity('x')))),
      },
    ],
  },
  PowerLawScheduler: {
    label: 'Power law',
    summary: 'A power of the time, up to 1, with a ramp to it.',
    options: {
      amplitude: { description: 'Multiplier of the power', example: '4' },
      rate: { description: 'What the time is multiplied by' },
      exponent: { description: 'The exponent', example: '-0.5' },
      t_warmup: T_RAMP,
      alpha_w: RAMP.alpha_w,
      scale_warmup: RAMP.scale_warmup,
    },
    formula: [
      {
        when: [is('t_warmup', 'given'), less(0, RAMP_LENGTH), atMost(t, RAMP_LENGTH)],
        words: 'the ramp from alpha_w to where the power begins',
        quantities: [
          { name: 'p', is: quotient(t, RAMP_LENGTH) },
          { name: 'top', is: lawAt(X_OF_RAMP) },
        ],
        alpha: mix(quantity('top'), option('alpha_w'), quantity('p')),
      },
      { words: 'a power of the time, at most 1', quantities: [{ name: 'x', is: X }], alpha: lawAt(quantity('x')) },
    ],
  },
  EdenScheduler: {
    label: 'Eden',
    summary: 'Inverse fourth roots of batches and epochs, with a ramp on them.',
    options: {
      t_batches: { description: 'Batches after which it falls', example: '5000ba' },
      t_epochs: { description: 'Epochs after which it falls' },
      t_warmup: T_RAMP,
      alpha_w: RAMP.alpha_w,
      scale_warmup: RAMP.scale_warmup,
    },
    formula: [
      {
        when: [is('t_warmup', 'given'), less(t, RAMP_LENGTH)],
        words: 'inverse roots of the time, times the ramp from alpha_w to 1',
        quantities: [
          { name: 'root', is: EDEN },
          { name: 'ramp', is: mix(number(1), option('alpha_w'), quotient(t, RAMP_LENGTH)) },
        ],
        alpha: product(quantity('root'), quantity('ramp')),
      },
      { words: 'inverse roots of the time', quantities: [], alpha: EDEN },
    ],
  },
}
