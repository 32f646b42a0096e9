/**
 * Where the module comes from in the entry `./bundler`: the bundler links the file as an ES module.
 */
import { SchedulerError } from '../../errors/error.js'
import { CHUNK } from '../chunk.js'
import type { InitOutput } from '../generated/core.js'
import { connect } from '../generated/core_bg.js'
import * as linked from '../generated/core_bg.wasm'

/** With the function that the build adds. */
type Restorable = InitOutput & { restore_stack(): void }

// What else an import of it can give: its address, or nothing.
const found = 'a core_bg.wasm that is not linked as an ES module'
const cure =
  "Use vite-plugin-wasm in Vite, experiments.asyncWebAssembly in webpack, or import 'scale-schedule', which needs neither."

let instance: Restorable | undefined
// Its memory as it was before any use, from the first byte that is not 0.
let memory = new Uint8Array(0)
let start = 0

/**
 * The exports of the one instance, as new. Linked already, started here: on first use. After that, its memory and its
 * stack are put back to where they were.
 */
export function instantiate(): InitOutput {
  if (instance !== undefined) {
    new Uint8Array(instance.memory.buffer).set(memory, start)
    instance.restore_stack()
    return instance
  }
  const wasm = startLinked()
  // Room for the kernel's buffers is made first, so that putting the memory back, however often, asks for no more.
  wasm.reserve(CHUNK)
  wasm.multiply(CHUNK, 1)
  const bytes = new Uint8Array(wasm.memory.buffer)
  start = bytes.findIndex((byte) => byte !== 0)
  memory = bytes.slice(start)
  instance = wasm
  return wasm
}

/** Nothing: the module is linked, and there is no other instance of it. */
export function startAnother(): undefined {}

function startLinked(): Restorable {
  // As a plain object: bundlers make a namespace of getters, which each call would go through.
  const wasm = { ...linked } as unknown as Restorable
  if (wasm.__wbindgen_start === undefined) throw new SchedulerError('wasm-load', { found, cure })
  connect(wasm)
  wasm.__wbindgen_start()
  return wasm
}
