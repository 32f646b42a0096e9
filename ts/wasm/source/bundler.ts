/**
 * Where the module comes from in the entry `./bundler`: the bundler links the file as an ES module. That is one instance
 * alone; for more, the same file is compiled once, in the background.
 */
import { SchedulerError } from '../../errors/error.js'
import { CHUNK } from '../chunk.js'
import type { InitOutput } from '../generated/core.js'
import { connect } from '../generated/core_bg.js'
import * as linked from '../generated/core_bg.wasm'
import { compileAnswer, started, startInstance } from './instance.js'

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
// The module of more instances, if there is one yet.
let module: WebAssembly.Module | undefined
let isAsked = false

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

/**
 * The exports of one more instance, once the module is compiled, which begins when one is first asked for. Until then
 * there is none, and never one where the file can't be had.
 */
export function startAnother(): InitOutput | undefined {
  if (!isAsked) compile().catch(() => {})
  isAsked = true
  return module && startInstance(module)
}

/** By itself, as no way of linking gives the module of what it linked. */
async function compile(): Promise<void> {
  // As bundlers recognize it, from where the entry is in dist/: they put the file beside what they make.
  const url = new URL('../wasm/core_bg.wasm', import.meta.url)
  // Not from a disk: Node and pages refuse that, and Deno would ask its user for a permission.
  if (url.protocol !== 'file:') module = started(await compileAnswer(await fetch(url)))
}

function startLinked(): Restorable {
  // As a plain object: bundlers make a namespace of getters, which each call would go through.
  const wasm = { ...linked } as unknown as Restorable
  if (wasm.__wbindgen_start === undefined) throw new SchedulerError('wasm-load', { found, cure })
  connect(wasm)
  wasm.__wbindgen_start()
  return wasm
}
