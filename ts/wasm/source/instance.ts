/**
 * A compiled module as a fresh instance, as often as one is asked for; and how it is compiled from a server's answer.
 */
import type { InitOutput } from '../generated/core.js'
import { __wbindgen_init_externref_table, connect } from '../generated/core_bg.js'

const MEMORY = 'Free memory, or raise the limit of addresses (ulimit -v), of which WebAssembly asks for several GB.'

/** What to do where the module can't be started: about memory where there is none, else what the entry says. */
export const cureOf = (cause: unknown, other: string): string => (cause instanceof RangeError ? MEMORY : other)

const IMPORTS = { './core_bg.js': { __wbindgen_init_externref_table } }
const START = '__wbindgen_start'

/** Starts a fresh instance; it shares nothing with others of the same module. */
export function startInstance(module: WebAssembly.Module): InitOutput {
  const exports = new WebAssembly.Instance(module, IMPORTS).exports as unknown as InitOutput
  connect(exports)
  exports.__wbindgen_start()
  return exports
}

/** A module that starts: one of another kind, or one that the page may not start, fails here. */
export function started(module: WebAssembly.Module): WebAssembly.Module {
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === START)) {
    throw new Error(`a module without ${START}`)
  }
  startInstance(module)
  return module
}

/** Compiles what a server answers, as it arrives where the server calls the file what it is. */
export async function compileAnswer(answer: Response): Promise<WebAssembly.Module> {
  const { ok, status, url, headers } = answer
  if (!ok) throw new Error(`status ${status} from ${url || 'a Response'}`)
  const streams = headers.get('content-type') === 'application/wasm' && 'compileStreaming' in WebAssembly
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer())
}
