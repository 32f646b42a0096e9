/**
 * Where the module's bytes come from: this entry embeds them and instantiates at once, on first use.
 * The only file that differs between entries; says nothing of what the module does.
 */
import { WASM_BASE64 } from './bytes.js'
import * as core from './core.js'

export type Core = typeof core

/** The instantiated exports and their memory. Synchronous: works in Node, workers, bundlers and under a strict CSP. */
export function instantiate(): { core: Core; memory: WebAssembly.Memory } {
  const bytes = decode(WASM_BASE64)
  return { core, memory: core.initSync({ module: bytes }).memory }
}

/** Node's own decoder is ten times as fast as the one that all platforms have. */
function decode(base64: string): Uint8Array<ArrayBuffer> {
  if (typeof Buffer === 'function') return Buffer.from(base64, 'base64')
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
