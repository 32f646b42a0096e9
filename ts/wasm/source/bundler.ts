/**
 * Where the module comes from in the entry `./bundler`: the bundler links the file as an ES module.
 */
import { SchedulerError } from '../../errors/error.js'
import type { InitOutput } from '../generated/core.js'
import { connect } from '../generated/core_bg.js'
import * as linked from '../generated/core_bg.wasm'

// What else an import of it can give: its address, or nothing.
const found = 'a core_bg.wasm that is not linked as an ES module'
const cure =
  "Use vite-plugin-wasm in Vite, experiments.asyncWebAssembly in webpack, or import 'scale-schedule', which needs neither."

/** The module's exports. Linked already, started here: on first use. */
export function instantiate(): InitOutput {
  // As a plain object: bundlers make a namespace of getters, which each call would go through.
  const wasm = { ...linked } as unknown as InitOutput
  if (wasm.__wbindgen_start === undefined) throw new SchedulerError('wasm-load', { found, cure })
  connect(wasm)
  wasm.__wbindgen_start()
  return wasm
}
