/**
 * The words of options that several schedulers have.
 */
import type { OptionWords } from './entry.js'

export const T_WARMUP: OptionWords = { description: 'Length of the ramp from 0', example: '100ba' }
export const SCALE_WARMUP: OptionWords = { description: 'The ratio scales the slope of the ramp' }
export const T_MAX: OptionWords = { description: 'Where the decay ends' }
export const ALPHA_F: OptionWords = { description: 'Multiplier at the end' }
export const GAMMA: OptionWords = { description: 'Factor at each change' }
