/**
 * The words of options that several schedulers have.
 */
import type { OptionWords } from './entry.js'

export const T_WARMUP: OptionWords = { description: 'Length of the ramp from 0', example: '100ba' }
export const SCALE_WARMUP: OptionWords = { description: 'The ratio scales the slope of the ramp' }
export const CHECK: OptionWords = { description: 'What comes of a t_max that ends before max_duration' }
export const T_MAX: OptionWords = { description: 'Where the decay ends' }
export const ALPHA_F: OptionWords = { description: 'Multiplier at the end' }
export const GAMMA: OptionWords = { description: 'Factor at each change' }
export const T_BEGIN: OptionWords = { description: 'Until when alpha_i holds, in place of a ramp' }
export const ALPHA_I: OptionWords = { description: 'Multiplier at the start of the decay' }
export const STAIRCASE: OptionWords = { description: 'Whether only whole periods count' }
export const WARMUP_PREFIX: OptionWords = { description: 'Whether the time counts from the end of the ramp' }

/** The options of a ramp that every form of the field has. */
export const RAMP = {
  t_warmup: { description: 'Length of the ramp; none, if it is left out' },
  alpha_w: { description: 'Multiplier at the start of the ramp' },
  warmup: { description: 'How the ramp rises: linear, cosine, 1-sqrt or log' },
  first_step: { description: 'How far the ramp is at its first step: t/w, (t+1)/w, (t+1)/(w+1) or t/(w-1)' },
  scale_warmup: { description: 'Whether the ratio scales the ramp' },
} as const satisfies Readonly<Record<string, OptionWords>>
