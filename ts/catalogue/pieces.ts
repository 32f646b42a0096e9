/**
 * The pieces that formulas share: a warm-up ramp before anything, and a decay that ends at t_max.
 */
import type { Piece, Quantity, Words } from './entry.js'
import {
  atMost,
  difference,
  different,
  less,
  minimum,
  number,
  option,
  product,
  quantity,
  quotient,
  scaled,
  type Term,
  t,
  time,
} from './term.js'

const T_WARMUP = time('t_warmup')
const T_MAX = time('t_max')
const SLOPE_END = scaled('t_warmup')
const IS_RAMP = less(t, T_WARMUP)

/** τ: how far a ramp or a decay is, from 0 to 1. */
export const TAU = quantity('τ')

/** τ as a quantity. */
export const tau = (is: Term): Quantity => ({ name: 'τ', is })

/** The ramp from 0 up to an option, or to 1 if there is none. */
export function ramp(top?: string): Piece[] {
  const height = minimum(1, TAU)
  const piece = {
    words: `the ramp up to ${top ?? '1'}`,
    alpha: top === undefined ? height : product(height, option(top)),
  }
  const effect = (words: string): Words => {
    return (calculate) =>
      `scale_warmup scales the slope only: the ramp ends at the unscaled t_warmup, ${calculate(T_WARMUP)}, and ${words}.`
  }
  return [
    {
      ...piece,
      when: [IS_RAMP, different(SLOPE_END, T_WARMUP)],
      quantities: [tau(quotient(t, SLOPE_END))],
      notes: [
        { when: less(SLOPE_END, T_WARMUP), words: effect('the value waits at its height until then') },
        { when: less(T_WARMUP, SLOPE_END), words: effect('the value jumps there') },
      ],
    },
    { ...piece, when: [IS_RAMP], quantities: [tau(quotient(t, T_WARMUP))] },
  ]
}

/** A decay from the start to t_max; `alpha` is a term of τ. */
export const decay = (words: string, alpha: Term): Piece[] =>
  untilMax({ words, alpha, quantities: [tau(quotient(t, T_MAX))] })

/** A decay from the end of a ramp to t_max; `alpha` is a term of τ. */
export const decayAfterRamp = (words: string, alpha: Term): Piece[] => [
  {
    when: [atMost(T_MAX, T_WARMUP)],
    words: 'held where the ramp ended',
    quantities: [tau(number(0))],
    alpha,
    notes: [{ words: 't_max is not after t_warmup: the value stays where the ramp ends.' }],
  },
  ...untilMax({ words, alpha, quantities: [tau(quotient(difference(t, T_WARMUP), difference(T_MAX, T_WARMUP)))] }),
]

/** A piece, and what holds once t_max is over: the same terms, which no longer change. */
const untilMax = (piece: Piece): Piece[] => [
  { ...piece, when: [atMost(T_MAX, t)], words: 'held where it ended, since t_max is over' },
  piece,
]
