/**
 * The words and formulas of schedulers that change in steps.
 */
import type { Entries, OptionWords, Piece } from './entry.js'
import { GAMMA, SCALE_WARMUP, T_WARMUP } from './options.js'
import { ramp } from './pieces.js'
import { less, option, power, quantity, quotient, reached, repeated, t, time, truncated } from './term.js'

const MILESTONES: OptionWords = { description: 'When it changes', example: '0.3dur, 0.5dur, 0.9dur' }
const REACHED = reached('milestones', 'milestone')
const GAMMAS: Piece = {
  words: (calculate) => {
    const count = calculate(REACHED)
    return `${count} ${count === 1 ? 'milestone is' : 'milestones are'} reached`
  },
  quantities: [],
  alpha: repeated(option('gamma'), REACHED),
  notes: [
    {
      when: less(1, REACHED),
      words: 'gamma is multiplied again and again, as Composer does; its power may differ in the last place.',
    },
  ],
}

/** The family. */
export const STEP: Entries<'StepScheduler' | 'MultiStepScheduler' | 'MultiStepWithWarmupScheduler'> = {
  StepScheduler: {
    label: 'Step',
    summary: 'Multiplies by gamma at fixed intervals.',
    options: { step_size: { description: 'Time between changes', example: '0.25dur' }, gamma: GAMMA },
    formula: [
      {
        words: 'gamma to the number of whole steps',
        quantities: [{ name: 'n', is: truncated(quotient(t, time('step_size'))) }],
        alpha: power(option('gamma'), quantity('n')),
      },
    ],
  },
  MultiStepScheduler: {
    label: 'Multi-step',
    summary: 'Multiplies by gamma at each milestone.',
    options: { milestones: MILESTONES, gamma: GAMMA },
    formula: [GAMMAS],
  },
  MultiStepWithWarmupScheduler: {
    label: 'Multi-step with warm-up',
    summary: 'A ramp, then gamma at each milestone.',
    options: { t_warmup: T_WARMUP, milestones: MILESTONES, gamma: GAMMA, scale_warmup: SCALE_WARMUP },
    formula: [...ramp(), GAMMAS],
  },
}
