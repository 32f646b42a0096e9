/**
 * The libraries whose schedules are read, a line each. One that `Library` names and that is missing here doesn't compile.
 */
import type { Library } from '../types.js'
import { deepspeed } from './deepspeed.js'
import { fairseq } from './fairseq.js'
import { fvcore } from './fvcore.js'
import { icefall } from './icefall.js'
import { keras } from './keras.js'
import type { LibraryReader } from './library.js'
import { llmFoundry } from './llm-foundry.js'
import { lmEngine } from './lm-engine.js'
import { megatron } from './megatron.js'
import { moddedNanoGPT } from './modded-nanogpt.js'
import { nanochat } from './nanochat.js'
import { nanoGPT } from './nanogpt.js'
import { openNMT } from './opennmt.js'
import { optax } from './optax.js'
import { pytorchOptimizer } from './pytorch-optimizer.js'
import { timm } from './timm.js'
import { torch } from './torch/torch.js'
import { torchtitan } from './torchtitan.js'
import { transformers } from './transformers.js'

export const LIBRARIES: Readonly<Record<Library, LibraryReader>> = {
  torch,
  transformers,
  timm,
  optax,
  keras,
  fvcore,
  deepspeed,
  'megatron-core': megatron,
  'llm-foundry': llmFoundry,
  torchtitan,
  nanoGPT,
  nanochat,
  'modded-nanogpt': moddedNanoGPT,
  fairseq,
  'OpenNMT-py': openNMT,
  icefall,
  'lm-engine': lmEngine,
  'pytorch-optimizer': pytorchOptimizer,
}
