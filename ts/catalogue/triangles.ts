/**
 * The words and formulas of what goes up and down: once, or again and again.
 */
import type { Entries, Piece } from './entry.js'
import { ALPHA_F, RAMP } from './options.js'
import {
  atMost,
  ceiling,
  choice,
  cosine,
  difference,
  floor,
  is,
  less,
  minimum,
  option,
  power,
  product,
  quantity,
  quotient,
  ratio,
  sum,
  type Term,
  t,
  time,
} from './term.js'
import { mix, rampTo, SINCE_RAMP } from './warmup.js'

const [START, PEAK, END] = [option('alpha_i'), option('alpha_m'), option('alpha_f')]
const [T_PEAK, T_RETURN, T_END] = [time('t_peak'), time('t_return'), time('t_end')]
const P = quantity('p')

/** How a leg leads from one multiplier to another. */
const along = (from: Term, to: Term): Term =>
  choice('anneal', {
    linear: mix(to, from, P),
    cosine: sum(to, product(quotient(difference(from, to), 2), sum(cosine(P), 1))),
  })

/** A leg from one multiplier to another; in stairs, if an option says how many, along a line. */
const leg = (words: string, p: Term, from: Term, to: Term, stairs?: string): Omit<Piece, 'when'> => ({
  words,
  quantities: [{ name: 'p', is: p }],
  alpha: stairs === undefined ? along(from, to) : choice(stairs, { none: along(from, to), given: mix(to, from, P) }),
})

/** How far between two times. */
const between = (from: Term, to: Term): Term => quotient(difference(t, from), difference(to, from))

const RISE = quotient(t, T_PEAK)
const rise = choice('stairs_up', {
  none: RISE,
  given: quotient(floor(product(RISE, option('stairs_up'))), option('stairs_up')),
})
/** Stairs down are counted from below. */
const fall = (p: Term): Term =>
  choice('stairs_down', {
    none: p,
    given: quotient(ceiling(product(p, option('stairs_down'))), option('stairs_down')),
  })

const [LOW, HIGH, GAMMA] = [option('alpha_min'), option('alpha_max'), option('gamma')]
const UP = time('t_up')
const DOWN = choice('t_down', { none: UP, given: time('t_down') })
const CYCLE = quantity('cycle')
const S = quantity('s')
const FALLEN = power(GAMMA, CYCLE)
const BOTTOM = choice('shrink_min', { no: LOW, yes: product(LOW, FALLEN) })

/** The family. */
export const TRIANGLES: Entries<'OneCycleScheduler' | 'CyclicScheduler'> = {
  OneCycleScheduler: {
    label: 'One cycle',
    summary: 'Up to a peak, down again, and on to alpha_f.',
    options: {
      t_peak: { description: 'When the peak is reached' },
      t_return: { description: 'When it is back at alpha_i; it goes straight to alpha_f, if it is left out' },
      t_end: { description: 'When it is at alpha_f' },
      alpha_i: { description: 'Multiplier at the start' },
      alpha_m: { description: 'Multiplier at the peak' },
      alpha_f: ALPHA_F,
      anneal: { description: 'What leads from one to the next: linear or cosine' },
      stairs_up: { description: 'How many stairs lead up' },
      stairs_down: { description: 'How many stairs lead down' },
      t_decay: { description: 'Length of a period of the decay after t_end' },
      rate: { description: 'How fast that decay is' },
    },
    formula: [
      { ...leg('up to the peak', rise, START, PEAK, 'stairs_up'), when: [less(0, T_PEAK), atMost(t, T_PEAK)] },
      {
        ...leg('back to alpha_i', fall(between(T_PEAK, T_RETURN)), PEAK, START, 'stairs_down'),
        when: [is('t_return', 'given'), atMost(t, T_RETURN)],
      },
      {
        ...leg('on to alpha_f', between(T_RETURN, T_END), START, END),
        when: [is('t_return', 'given'), less(t, T_END)],
      },
      { ...leg('down to alpha_f', fall(between(T_PEAK, T_END)), PEAK, END, 'stairs_down'), when: [less(t, T_END)] },
      {
        when: [is('t_decay', 'given')],
        words: 'alpha_f over one plus rate times the periods since t_end',
        quantities: [{ name: 'n', is: quotient(difference(t, T_END), time('t_decay')) }],
        alpha: quotient(END, sum(1, product(option('rate'), quantity('n')))),
      },
      { words: 'alpha_f, since t_end is over', quantities: [], alpha: END },
    ],
  },
  CyclicScheduler: {
    label: 'Cyclic',
    summary: 'Triangles, one after another.',
    options: {
      t_up: { description: 'How long it rises', example: '0.1dur' },
      t_down: { description: 'How long it falls; as long as it rises, if it is left out' },
      alpha_min: { description: 'Multiplier at the bottom' },
      alpha_max: { description: 'Multiplier at the top' },
      mode: { description: 'How the top changes: triangular, triangular2, exp_range or shrink' },
      gamma: { description: 'Factor in each step, or in each cycle' },
      shrink_min: { description: 'Whether the bottom shrinks as well' },
      ...RAMP,
    },
    formula: [
      rampTo(LOW, 'alpha_min'),
      {
        words: (calculate) => `triangle ${calculate(CYCLE) + 1}`,
        quantities: [
          { name: 'length', is: sum(UP, DOWN) },
          { name: 'cycle', is: floor(quotient(SINCE_RAMP, quantity('length'))) },
          { name: 'x', is: difference(SINCE_RAMP, product(CYCLE, quantity('length'))) },
          {
            name: 's',
            is: minimum(quotient(quantity('x'), UP), quotient(difference(quantity('length'), quantity('x')), DOWN)),
          },
        ],
        alpha: choice('mode', {
          triangular: mix(HIGH, LOW, S),
          triangular2: sum(LOW, quotient(product(difference(HIGH, LOW), S), power(2, CYCLE))),
          exp_range: sum(LOW, product(product(difference(HIGH, LOW), S), power(GAMMA, quotient(SINCE_RAMP, ratio)))),
          shrink: mix(product(HIGH, FALLEN), BOTTOM, S),
        }),
      },
    ],
  },
}
