/**
 * What the module imports where a bundler links it, as wasm-pack's bundler target has it; keeps its name for that.
 * A file of its own, since the module and its user both import it, and neither may import the other first.
 */
import type { InitOutput } from './core.js'

let wasm: InitOutput

/** Gives the module's exports, which exist only once it is linked. */
export function connect(exports: InitOutput): void {
  wasm = exports
}

/** wasm-bindgen's: the values that every program may refer to. */
export function __wbindgen_init_externref_table(): void {
  const table = wasm.__wbindgen_externrefs
  table.set(0, undefined)
  table.set(1024, undefined)
  table.set(1025, null)
  table.set(1026, true)
  table.set(1027, false)
}
