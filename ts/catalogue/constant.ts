/**
 * The words and formulas of schedulers that hold one multiplier.
 */
import type { Entries, Piece } from './entry.js'
import { CHECK, SCALE_WARMUP, T_WARMUP } from './options.js'
import { ramp } from './pieces.js'
import { less, number, option, t, time } from './term.js'

const HELD: Piece = { words: 'constant', quantities: [], alpha: option('alpha') }

/** The family. */
export const CONSTANT: Entries<'ConstantScheduler' | 'ConstantWithWarmupScheduler'> = {
  ConstantScheduler: {
    label: 'Constant',
    summary: 'Holds alpha until t_max, then 1.',
    options: { alpha: { description: 'The multiplier' }, t_max: { description: 'How long it holds' } },
    formula: [
      { ...HELD, when: [less(t, time('t_max'))], remark: 'until t_max' },
      {
        ...HELD,
        alpha: number(1),
        remark: 'since t_max is over',
        notes: [{ words: 'ConstantScheduler returns to 1 after t_max, also when alpha is another.' }],
      },
    ],
  },
  ConstantWithWarmupScheduler: {
    label: 'Constant with warm-up',
    summary: 'A ramp to alpha, which then holds.',
    options: {
      t_warmup: T_WARMUP,
      alpha: { description: 'Multiplier after the ramp' },
      t_max: { description: 'Checked against the run only' },
      scale_warmup: SCALE_WARMUP,
      check: CHECK,
    },
    formula: [...ramp('alpha'), { ...HELD, remark: 'whatever t_max is' }],
  },
}
