/**
 * Where the module comes from in the entry `.`: its bytes are embedded, and instantiated at once on first use.
 * The build exchanges this file for source-bundler.ts or source-init.ts; all else is the same in every entry.
 */
import { SchedulerError } from '../../errors/error.js'
import { WASM_MASK, WASM_SIZE, WASM_TEXT } from '../generated/bytes.js'
import type { InitOutput } from '../generated/core.js'
import { cureOf, startInstance } from './instance.js'

const CURE = "Under a Content-Security-Policy, allow 'wasm-unsafe-eval' in script-src."

let module: WebAssembly.Module | undefined

/** The exports of a fresh instance. Synchronous: works in Node, workers, bundlers and under a strict CSP. */
export function instantiate(): InitOutput {
  try {
    module ??= new WebAssembly.Module(decode().subarray(0, WASM_SIZE))
    return startInstance(module)
  } catch (cause) {
    throw new SchedulerError('wasm-load', { found: String(cause), cure: cureOf(cause, CURE) }, { cause })
  }
}

/** The exports of one more instance beside those that there are. */
export const startAnother: () => InitOutput | undefined = instantiate

/** One character a byte; Node's own decoder saves a millisecond of the loop that runs everywhere. */
function decode(): Uint8Array<ArrayBuffer> {
  if (typeof Buffer === 'function') {
    const bytes = Buffer.from(WASM_TEXT, 'latin1')
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    for (let i = 0; i < words.length; i++) words[i]! ^= WASM_MASK * 0x1010101
    return bytes
  }
  const bytes = new Uint8Array(WASM_TEXT.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = WASM_TEXT.charCodeAt(i) ^ WASM_MASK
  return bytes
}
