/**
 * The words and formulas of schedulers that decay exponentially.
 */
import type { Entries } from './entry.js'
import { option, power, quantity, quotient, t, time } from './term.js'

/** The family. */
export const EXPONENTIAL: Entries<'ExponentialScheduler'> = {
  ExponentialScheduler: {
    label: 'Exponential',
    summary: 'Decays smoothly by gamma in each period.',
    options: {
      gamma: { description: 'Factor in each period', example: '0.5' },
      decay_period: { description: 'Length of a period' },
    },
    formula: [
      {
        words: 'gamma to the number of periods',
        quantities: [{ name: 'n', is: quotient(t, time('decay_period')) }],
        alpha: power(option('gamma'), quantity('n')),
      },
    ],
  },
}
