/**
 * What a schedule is written for on the page: the targets of exports, as its tabs name them.
 */
import type { ExportTarget } from '../../frameworks/export/targets/registry.js'

/** What tabs call each target, in their order. */
export const TARGETS = {
  typescript: 'TypeScript',
  composer: 'Composer',
  torch: 'PyTorch',
  optax: 'optax',
  'llm-foundry': 'llm-foundry YAML',
  json: 'JSON',
  keras: 'Keras',
  transformers: 'Transformers',
  timm: 'timm',
  deepspeed: 'DeepSpeed',
  megatron: 'Megatron',
  python: 'Python',
} as const satisfies Record<ExportTarget, string>

/** Each target, in that order. */
export const TARGET_NAMES = Object.keys(TARGETS) as ExportTarget[]

/** Those that list the values of what has no formula; the others take no functions, or the code itself. */
export const LISTING: ReadonlySet<ExportTarget> = new Set(['composer', 'torch', 'optax', 'keras', 'python'])
