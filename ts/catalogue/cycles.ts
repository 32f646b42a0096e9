/**
 * The words and formulas of what falls and starts again, behind a ramp: cosines, powers, hyperbolic tangents.
 */
import type { Entries, OptionWords, Piece, Quantity } from './entry.js'
import { ALPHA_F, RAMP, T_MAX, WARMUP_PREFIX } from './options.js'
import {
  atMost,
  choice,
  cycle,
  difference,
  floor,
  is,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  sum,
  type Term,
  t,
  tanh,
  time,
} from './term.js'
import { halfCosineDown, RAMP_TO_ONE, rampTo, SINCE_RAMP, W } from './warmup.js'

const AT = choice('warmup_prefix', { yes: SINCE_RAMP, no: t })
const cycleAt = (at: Term) => cycle(at, time('t_0'), option('t_mult'))
const CYCLE = cycleAt(AT)

/** How far a cycle is, from 0 to 1. */
const progressAt = (at: Term) => quotient(difference(at, cycleAt(at).start), cycleAt(at).length)
const [X, C] = [quantity('x'), quantity('c')]
const progress: Quantity = { name: 'x', is: quotient(difference(AT, CYCLE.start), CYCLE.length) }
const bent = power(X, option('k'))

const FLOOR = option('alpha_f')

/** The value by what is left of the cycle, from 1 to 0. */
function valueBy(left: Term, number: Term): Term {
  const fallen = power(option('cycle_decay'), number)
  const plain = sum(FLOOR, product(difference(1, FLOOR), left))
  return choice('decay_applies', {
    peak: sum(FLOOR, product(difference(fallen, FLOOR), left)),
    amplitude: sum(FLOOR, product(product(difference(1, FLOOR), fallen), left)),
    all: product(fallen, plain),
  })
}

/** The pieces of what starts again; `left` is a term of x. */
const restarting = (words: string, left: Term, ramps: readonly Piece[] = [RAMP_TO_ONE]): Piece[] => [
  ...ramps,
  {
    when: [is('cycle_limit', 'given'), atMost(option('cycle_limit'), CYCLE.number)],
    words: 'alpha_f, since all cycles are over',
    quantities: [],
    alpha: FLOOR,
  },
  {
    words: (calculate) => {
      const [number, start, length] = [CYCLE.number, CYCLE.start, CYCLE.length].map(calculate)
      return `${words}, in cycle ${number! + 1}: from ${start}, ${length} long`
    },
    quantities: [progress, { name: 'c', is: left }],
    alpha: valueBy(C, CYCLE.number),
  },
]

const T_0: OptionWords = { description: 'Length of the first cycle', example: '0.25dur' }
const CYCLES = {
  t_mult: { description: 'Each cycle over the one before' },
  cycle_decay: { description: 'Factor in each cycle' },
  decay_applies: { description: 'What that factor lowers: the peak, the amplitude above alpha_f, or all' },
  cycle_limit: { description: 'How many cycles there are, after which alpha_f holds' },
} as const satisfies Readonly<Record<string, OptionWords>>
const K: OptionWords = { description: 'The power of the progress in a cycle' }

/** What is left in a cycle of a hyperbolic tangent, by its progress. */
const tangent = (x: Term): Term =>
  quotient(difference(1, tanh(sum(product(option('lb'), difference(1, x)), product(option('ub'), x)))), 2)
const RAMP_END = progressAt(W)
/** A ramp that the cycles begin with goes up to where they are at its end. */
const RAMP_TO_TANGENT: Piece = {
  ...rampTo(valueBy(tangent(quantity('end')), cycleAt(W).number), 'where the tangent is at its end'),
  when: [...RAMP_TO_ONE.when!, is('warmup_prefix', 'no')],
  quantities: [...RAMP_TO_ONE.quantities, { name: 'end', is: RAMP_END }],
}

/** The family. */
export const CYCLES_AGAIN: Entries<
  'CosineHardRestartsScheduler' | 'CosineRestartsScheduler' | 'PolynomialRestartsScheduler' | 'TanhRestartsScheduler'
> = {
  CosineHardRestartsScheduler: {
    label: 'Cosine, hard restarts',
    summary: 'A ramp, then half cosines down to 0, so many until t_max.',
    options: { t_max: T_MAX, num_cycles: { description: 'How many cycles there are' }, ...RAMP },
    formula: [
      RAMP_TO_ONE,
      { when: [atMost(time('t_max'), t)], words: '0, since t_max is over', quantities: [], alpha: number(0) },
      {
        words: 'half a cosine, one of several until t_max',
        quantities: [
          { name: 'n', is: quotient(product(option('num_cycles'), SINCE_RAMP), difference(time('t_max'), W)) },
          { name: 'x', is: difference(quantity('n'), floor(quantity('n'))) },
        ],
        alpha: halfCosineDown(X),
      },
    ],
  },
  CosineRestartsScheduler: {
    label: 'Cosine, restarts',
    summary: 'A ramp, then half cosines that start again, with peaks that may fall.',
    options: { t_0: T_0, ...CYCLES, k: K, alpha_f: ALPHA_F, warmup_prefix: WARMUP_PREFIX, ...RAMP },
    formula: restarting('half a cosine', halfCosineDown(bent)),
  },
  PolynomialRestartsScheduler: {
    label: 'Polynomial, restarts',
    summary: 'A ramp, then powers of what is left, which start again.',
    options: {
      t_0: T_0,
      power: { description: 'The exponent' },
      ...CYCLES,
      k: K,
      alpha_f: ALPHA_F,
      warmup_prefix: WARMUP_PREFIX,
      ...RAMP,
    },
    formula: restarting('a power of what is left', power(difference(1, bent), option('power'))),
  },
  TanhRestartsScheduler: {
    label: 'Tanh, restarts',
    summary: 'A ramp, then hyperbolic tangents, which start again.',
    options: {
      t_0: T_0,
      lb: { description: 'Where the tangent starts' },
      ub: { description: 'Where the tangent ends' },
      ...CYCLES,
      alpha_f: ALPHA_F,
      warmup_prefix: WARMUP_PREFIX,
      ...RAMP,
    },
    formula: restarting('a hyperbolic tangent', tangent(X), [RAMP_TO_TANGENT, RAMP_TO_ONE]),
  },
}
