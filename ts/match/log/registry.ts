/**
 * The kinds of logs that are read, in the order in which they are tried: a line each.
 */
import { composer } from './composer.js'
import { csv, tensorboard, wandb } from './csv.js'
import { deepspeed } from './deepspeed.js'
import { megatron } from './megatron.js'
import { ndjson } from './ndjson.js'
import { trainerState } from './trainer-state.js'
import type { LogReader } from './types.js'

export const LOG_READERS: readonly LogReader[] = [
  trainerState,
  megatron,
  deepspeed,
  composer,
  tensorboard,
  wandb,
  ndjson,
  csv,
]
