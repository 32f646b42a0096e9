/**
 * All presets as data, those of a group together.
 */
import { DEEPSEEK } from './deepseek.js'
import type { DescribedPreset } from './described.js'
import { GPT_3 } from './gpt-3.js'
import { LLAMA } from './llama.js'
import { MPT } from './mpt.js'
import { TRANSFORMERS } from './transformers.js'
import { VISION } from './vision.js'

export const ALL: readonly DescribedPreset[] = [...MPT, ...GPT_3, ...LLAMA, ...DEEPSEEK, ...TRANSFORMERS, ...VISION]

/** The names of all. */
export const presetNames = (): string[] => ALL.map(({ name }) => name)
