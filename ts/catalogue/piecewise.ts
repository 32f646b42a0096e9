/**
 * The words and formulas of schedules by lists of times and values: steps, factors, constants, lines between knots.
 */
import type { Entries, OptionWords } from './entry.js'
import { GAMMA, RAMP, WARMUP_PREFIX } from './options.js'
import {
  atMost,
  choice,
  cosine,
  counted,
  difference,
  floor,
  item,
  less,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  ratio,
  running,
  size,
  sum,
  t,
  time,
} from './term.js'
import { mix, RAMP_TO_ONE, rampTo, SINCE_RAMP } from './warmup.js'

const AT = choice('warmup_prefix', { yes: SINCE_RAMP, no: t })
const REACHED = counted('milestones', 'milestone', AT)
const BOUNDARIES = counted('boundaries', 'boundary', SINCE_RAMP)
const VALUES: OptionWords = { description: 'The multipliers, one after another' }

const KNOTS = counted('knots', 'knot', t)
const NEXT = quantity('next')
const [BEFORE, AFTER] = [item('values', difference(NEXT, 1)), item('values', NEXT)]
const [FROM, TO] = [item('knots', difference(NEXT, 1)), item('knots', NEXT)]
const P = quantity('p')

/** How many, in words. */
const many = (count: number, one: string, several: string) =>
  `${count} ${count === 1 ? `${one} is` : `${several} are`} reached`

/** The family. */
export const PIECEWISE: Entries<
  | 'StepDecayScheduler'
  | 'MultiStepDecayScheduler'
  | 'MultiplicativeScheduler'
  | 'PiecewiseConstantScheduler'
  | 'PiecewiseInterpolateScheduler'
> = {
  StepDecayScheduler: {
    label: 'Step decay',
    summary: 'A ramp, then a factor of gamma at fixed intervals.',
    options: {
      t_step: { description: 'Time between changes', example: '0.25dur' },
      gamma: GAMMA,
      warmup_prefix: WARMUP_PREFIX,
      ...RAMP,
    },
    formula: [
      RAMP_TO_ONE,
      {
        words: 'gamma to the number of whole steps',
        quantities: [{ name: 'n', is: floor(quotient(AT, time('t_step'))) }],
        alpha: power(option('gamma'), quantity('n')),
      },
    ],
  },
  MultiStepDecayScheduler: {
    label: 'Multi-step decay',
    summary: 'A ramp, then a factor of gamma at each milestone.',
    options: {
      milestones: { description: 'When it changes', example: '0.3dur, 0.5dur, 0.9dur' },
      gamma: GAMMA,
      warmup_prefix: WARMUP_PREFIX,
      ...RAMP,
    },
    formula: [
      RAMP_TO_ONE,
      {
        words: (calculate) => many(calculate(REACHED), 'milestone', 'milestones'),
        quantities: [{ name: 'n', is: REACHED }],
        alpha: power(option('gamma'), quantity('n')),
      },
    ],
  },
  MultiplicativeScheduler: {
    label: 'Multiplicative',
    summary: 'A factor for each step, multiplied up.',
    options: { factors: { description: 'The factors, one for each step', example: '0.9, 0.9, 0.9' } },
    formula: [
      {
        words: 'the product of the factors so far',
        quantities: [{ name: 'n', is: floor(quotient(t, ratio)) }],
        alpha: running('factors', quantity('n')),
      },
    ],
  },
  PiecewiseConstantScheduler: {
    label: 'Piecewise constant',
    summary: 'A ramp, then a value between each two boundaries.',
    options: {
      boundaries: { description: 'When the value changes', example: '0.3dur, 0.6dur' },
      values: { ...VALUES, example: '1, 0.3, 0.1' },
      ...RAMP,
    },
    formula: [
      rampTo(item('values', counted('boundaries', 'boundary', number(0))), 'the first value'),
      {
        words: (calculate) => many(calculate(BOUNDARIES), 'boundary', 'boundaries'),
        quantities: [{ name: 'n', is: BOUNDARIES }],
        alpha: item('values', quantity('n')),
      },
    ],
  },
  PiecewiseInterpolateScheduler: {
    label: 'Piecewise, interpolated',
    summary: 'Values at knots, and lines or half cosines between them.',
    options: {
      knots: { description: 'When each value is reached', example: '0ba, 0.3dur, 1dur' },
      values: { ...VALUES, example: '0, 1, 0' },
      interpolate: { description: 'What leads from one to the next: linear or cosine' },
    },
    formula: [
      {
        when: [less(KNOTS, 1)],
        words: 'the first value, before the first knot',
        quantities: [],
        alpha: item('values', number(0)),
      },
      {
        when: [atMost(size('knots'), KNOTS)],
        words: 'the last value, since all knots are reached',
        quantities: [],
        alpha: item('values', difference(size('values'), 1)),
      },
      {
        words: (calculate) => `from value ${calculate(NEXT)} to value ${calculate(NEXT) + 1}`,
        quantities: [
          { name: 'next', is: KNOTS },
          { name: 'p', is: quotient(difference(t, FROM), difference(TO, FROM)) },
        ],
        alpha: choice('interpolate', {
          linear: mix(AFTER, BEFORE, P),
          cosine: sum(AFTER, product(quotient(difference(BEFORE, AFTER), 2), sum(cosine(P), 1))),
        }),
      },
    ],
  },
}
