/**
 * The ramp that the forms of the field share, and what they are before they decay.
 */
import type { Piece } from './entry.js'
import {
  atMost,
  batch,
  choice,
  cosine,
  difference,
  is,
  less,
  logarithm,
  maximum,
  minimum,
  number,
  option,
  product,
  quantity,
  quotient,
  root,
  sum,
  type Term,
  t,
  time,
} from './term.js'

const LENGTH = time('t_warmup')

/** Where the ramp ends; 0 where there is none. */
export const W: Term = choice('t_warmup', { none: number(0), given: LENGTH })

/** The time since the ramp. */
export const SINCE_RAMP: Term = difference(t, W)

/** Where a decay begins: at `t_begin`, else where the ramp ends. */
export const START: Term = choice('t_begin', { none: W, given: time('t_begin') })

/** From `b` to `a` as q rises from 0 to 1. */
export const mix = (a: Term | number, b: Term | number, q: Term): Term => sum(product(q, difference(a, b)), b)

/** Half a cosine from 0 to 1. */
export const halfCosine = (p: Term): Term => quotient(difference(1, cosine(p)), 2)

/** Half a cosine from 1 to 0. */
export const halfCosineDown = (p: Term): Term => quotient(sum(1, cosine(p)), 2)

const LOGARITHM = quotient(logarithm(sum(quotient(t, batch), 1)), logarithm(quotient(LENGTH, batch)))
const LINEAR = choice('first_step', {
  't/w': quotient(t, LENGTH),
  '(t+1)/w': minimum(1, quotient(sum(t, batch), LENGTH)),
  '(t+1)/(w+1)': quotient(sum(t, batch), sum(LENGTH, batch)),
  't/(w-1)': minimum(1, quotient(t, maximum(batch, difference(LENGTH, batch)))),
})
const P = quantity('p')

/** How far the ramp is, from 0 to 1. */
const FRACTION = choice('warmup', {
  linear: LINEAR,
  cosine: LINEAR,
  '1-sqrt': LINEAR,
  log: minimum(1, LOGARITHM),
})

/** How high. */
const HEIGHT = choice('warmup', {
  linear: P,
  cosine: halfCosine(P),
  '1-sqrt': difference(1, root(difference(1, P))),
  log: P,
})

/** The conditions of a ramp. */
export const IS_RAMP = [is('t_warmup', 'given'), less(t, LENGTH)] as const

/** The ramp from `alpha_w` up to where the schedule starts, which has a name. */
export const rampTo = (top: Term, name: string): Piece => ({
  when: IS_RAMP,
  words: `the ramp from alpha_w to ${name}`,
  quantities: [{ name: 'p', is: FRACTION }],
  alpha: mix(top, option('alpha_w'), HEIGHT),
})

/** The ramp to 1. */
export const RAMP_TO_ONE: Piece = rampTo(number(1), '1')

/** The ramp to `alpha_i`. */
export const RAMP_TO_START: Piece = rampTo(option('alpha_i'), 'alpha_i')

/** What holds until `t_begin`. */
export const UNTIL_BEGIN: Piece = {
  when: [is('t_begin', 'given'), less(t, time('t_begin'))],
  words: 'alpha_i, until t_begin',
  quantities: [],
  alpha: option('alpha_i'),
}

/** What holds where there is no time between the start and `t_max`, and after it. */
export const AT_END: Piece = {
  when: [atMost(time('t_max'), t)],
  words: 'alpha_f, since t_max is over',
  quantities: [],
  alpha: option('alpha_f'),
}

/** Where there is no time between the start of a decay and `t_max`. */
export const NO_TIME: Piece = {
  when: [atMost(time('t_max'), START)],
  words: 'alpha_f, since the decay would end before it starts',
  quantities: [],
  alpha: option('alpha_f'),
}
