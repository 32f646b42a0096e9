/**
 * A compiled module as a fresh instance, as often as one is asked for.
 */
import type { InitOutput } from '../generated/core.js'
import { __wbindgen_init_externref_table, connect } from '../generated/core_bg.js'

const IMPORTS = { './core_bg.js': { __wbindgen_init_externref_table } }

/** Starts a fresh instance; it shares nothing with others of the same module. */
export function startInstance(module: WebAssembly.Module): InitOutput {
  const exports = new WebAssembly.Instance(module, IMPORTS).exports as unknown as InitOutput
  connect(exports)
  exports.__wbindgen_start()
  return exports
}
