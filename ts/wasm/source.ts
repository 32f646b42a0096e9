/**
 * Where the module's bytes come from: this entry embeds them and instantiates at once, on first use.
 * The only file that differs between entries; says nothing of what the module does.
 */
import { WASM_MASK, WASM_SIZE, WASM_TEXT } from './bytes.js'
import { type InitOutput, initSync } from './core.js'

/** The module's exports. Synchronous: works in Node, workers, bundlers and under a strict CSP. */
export function instantiate(): InitOutput {
  return initSync({ module: decode().subarray(0, WASM_SIZE) })
}

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
