/**
 * The languages that a schedule can be copied in. Loaded after the first curve.
 */
import { toComposer } from './composer.js'
import type { Context, Written } from './context.js'
import { toOptax } from './optax.js'
import { toPyTorch } from './pytorch.js'
import { toTypeScript } from './typescript.js'
import { toYaml } from './yaml.js'

/** By the names that the tabs have. */
export const LANGUAGES: Readonly<Record<string, (context: Context) => Written>> = {
  TypeScript: toTypeScript,
  Composer: toComposer,
  PyTorch: toPyTorch,
  optax: toOptax,
  'llm-foundry YAML': toYaml,
}
