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
    unmask(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), (WASM_MASK * 0x1010101) | 0)
    return bytes
  }
  const bytes = new Uint8Array(WASM_TEXT.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = WASM_TEXT.charCodeAt(i) ^ WASM_MASK
  return bytes
}

/**
 * Takes the mask off. This runs once, mostly before V8 compiles it, so what counts is how little is interpreted: eight
 * words a turn, signed as none then needs an object, take 0.45 ms for 68 kB; one unsigned word a turn takes 0.94.
 */
function unmask(words: Int32Array, mask: number): void {
  const whole = words.length & -8
  for (let i = 0; i < whole; i += 8) {
    words[i]! ^= mask
    words[i + 1]! ^= mask
    words[i + 2]! ^= mask
    words[i + 3]! ^= mask
    words[i + 4]! ^= mask
    words[i + 5]! ^= mask
    words[i + 6]! ^= mask
    words[i + 7]! ^= mask
  }
  for (let i = whole; i < words.length; i++) words[i]! ^= mask
}
