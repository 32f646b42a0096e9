/**
 * The words and formulas of what falls, or rises, without an end: by a factor for each period, over the time, with it.
 */
import type { Entries, Piece } from './entry.js'
import { ALPHA_I, RAMP, STAIRCASE, T_BEGIN } from './options.js'
import {
  choice,
  difference,
  floor,
  is,
  less,
  maximum,
  minimum,
  option,
  power,
  product,
  quantity,
  quotient,
  sum,
  type Term,
  t,
  time,
} from './term.js'
import { RAMP_TO_START, SINCE_RAMP, START, UNTIL_BEGIN } from './warmup.js'

/** n: how many periods have passed, or how many whole ones. */
const periods = (since: Term, length: string) => {
  const all = quotient(since, time(length))
  return { name: 'n', is: choice('staircase', { no: all, yes: floor(all) }) }
}
const N = quantity('n')

const EXPONENTIAL: Piece = {
  words: 'alpha_i times gamma to the number of periods',
  quantities: [periods(difference(t, START), 't_decay')],
  alpha: product(option('alpha_i'), power(option('gamma'), N)),
}
const BOUND = option('alpha_f')

/** The family. */
export const FALLS: Entries<'ExponentialDecayScheduler' | 'InverseTimeDecayScheduler' | 'LrRangeTestScheduler'> = {
  ExponentialDecayScheduler: {
    label: 'Exponential decay',
    summary: 'A ramp, then a factor of gamma in each period, down to alpha_f.',
    options: {
      gamma: { description: 'Factor in each period', example: '0.5' },
      t_decay: { description: 'Length of a period', example: '0.25dur' },
      alpha_i: ALPHA_I,
      alpha_f: { description: 'Multiplier that it stops at' },
      staircase: STAIRCASE,
      t_begin: T_BEGIN,
      ...RAMP,
    },
    formula: [
      RAMP_TO_START,
      UNTIL_BEGIN,
      {
        ...EXPONENTIAL,
        when: [is('alpha_f', 'given'), less(option('gamma'), 1)],
        alpha: maximum(EXPONENTIAL.alpha, BOUND),
      },
      { ...EXPONENTIAL, when: [is('alpha_f', 'given')], alpha: minimum(EXPONENTIAL.alpha, BOUND) },
      EXPONENTIAL,
    ],
  },
  InverseTimeDecayScheduler: {
    label: 'Inverse time',
    summary: 'A ramp, then one over one plus the time.',
    options: {
      t_decay: { description: 'Length of a period', example: '0.25dur' },
      rate: { description: 'What each period adds below the fraction', example: '1' },
      staircase: STAIRCASE,
      alpha_i: ALPHA_I,
      ...RAMP,
    },
    formula: [
      RAMP_TO_START,
      {
        words: 'alpha_i over one plus rate times the periods',
        quantities: [periods(SINCE_RAMP, 't_decay')],
        alpha: quotient(option('alpha_i'), sum(1, product(option('rate'), N))),
      },
    ],
  },
  LrRangeTestScheduler: {
    label: 'Range test',
    summary: 'Rises along a line, or in stairs, to find the rate that is too high.',
    options: {
      t_step: { description: 'Length of a period', example: '0.1dur' },
      rate: { description: 'What each period adds' },
      staircase: STAIRCASE,
    },
    formula: [
      {
        words: 'one plus rate times the periods',
        quantities: [periods(t, 't_step')],
        alpha: sum(1, product(option('rate'), N)),
      },
    ],
  },
}
