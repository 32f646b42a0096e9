/**
 * The targets of exports, a line each.
 */
import { writeJson } from '../../../languages/json.js'
import { writeTypeScript } from '../../../languages/typescript.js'
import type { Exported } from '../schedule.js'
import { writeDeepSpeed, writeMegatron, writeTimm, writeTransformers } from './arguments.js'
import { writeForComposer } from './composer.js'
import { writeKeras } from './keras.js'
import { writeLlmFoundry } from './llm-foundry.js'
import { writeOptax } from './optax.js'
import { writePlain } from './plain.js'
import { writeTorch } from './torch.js'

/** A target. */
export interface Target {
  /** What people call it. */
  readonly label: string
  /** The ending of its files. */
  readonly extension: string
  /** Other names of it. */
  readonly aliases: readonly string[]
  /** Whether it takes any quantity that is scheduled, and not the learning rate alone. */
  readonly takesAny: boolean
  /** Writes a schedule; throws a NoCounterpart where the target can't say it. */
  write(schedule: Exported): string
}

const target = (label: string, extension: string, aliases: readonly string[], write: Target['write']): Target => ({
  label,
  extension,
  aliases,
  takesAny: false,
  write,
})

const ofAny = (...given: Parameters<typeof target>): Target => ({ ...target(...given), takesAny: true })

export const TARGETS = {
  typescript: ofAny('TypeScript', 'ts', ['ts'], ({ program, quantity }) => writeTypeScript(program, quantity)),
  composer: target('Composer', 'py', ['mosaicml'], writeForComposer),
  torch: ofAny('PyTorch', 'py', ['pytorch'], writeTorch),
  optax: ofAny('optax', 'py', ['jax'], writeOptax),
  keras: target('keras', 'py', ['tensorflow', 'tf.keras'], writeKeras),
  transformers: target('transformers', 'yaml', ['hf', 'huggingface', 'trl'], writeTransformers),
  timm: target('timm', 'py', ['pytorch-image-models'], writeTimm),
  deepspeed: target('DeepSpeed', 'json', ['ds'], writeDeepSpeed),
  megatron: target('Megatron-LM', 'sh', ['megatron-core', 'megatron-lm', 'nemo'], writeMegatron),
  'llm-foundry': target('llm-foundry', 'yaml', ['llmfoundry', 'yaml'], writeLlmFoundry),
  python: ofAny('Python', 'py', ['py'], writePlain),
  json: target('JSON', 'json', [], ({ program }) => writeJson(program)),
} as const satisfies Record<string, Target>

/** The name of a target. */
export type ExportTarget = keyof typeof TARGETS
