/**
 * A compiled module as a fresh instance, as often as one is asked for.
 */
import type { InitOutput } from '../generated/core.js'
import { __wbindgen_init_externref_table, connect } from '../generated/core_bg.js'

const MEMORY = 'Free memory, or raise the limit of addresses (ulimit -v), of which WebAssembly asks for several GB.'

/** What to do where the module can't be started: about memory where there is none, else what the entry says. */
export const cureOf = (cause: unknown, other: string): string => (cause instanceof RangeError ? MEMORY : other)

const IMPORTS = { './core_bg.js': { __wbindgen_init_externref_table } }

/** Starts a fresh instance; it shares nothing with others of the same module. */
export function startInstance(module: WebAssembly.Module): InitOutput {
  const exports = new WebAssembly.Instance(module, IMPORTS).exports as unknown as InitOutput
  connect(exports)
  exports.__wbindgen_start()
  return exports
}
