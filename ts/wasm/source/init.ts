/**
 * Where the module comes from in the entry `./wasm`: from its user, who fetches or compiles the file beforehand.
 */
import { SchedulerError } from '../../errors/error.js'
import type { InitOutput } from '../generated/core.js'
import { compileAnswer, cureOf, started, startInstance } from './instance.js'

/** A global class as a type, also where its library of types is not loaded. */
type Global<Name extends PropertyKey, In = typeof globalThis> =
  In extends Record<Name, { prototype: infer T }> ? T : never
type Module = typeof globalThis extends { WebAssembly: infer W } ? Global<'Module', W> & object : never

/** The module, or what it is compiled from at once. */
export type SyncInitInput = ArrayBuffer | ArrayBufferView | Module

/** Where the module is found, its answer from there, or the module. */
export type InitInput = string | Global<'URL'> | Global<'Request'> | Global<'Response'> | SyncInitInput

const CURE =
  "Check the file's address, and that it is the core.wasm of this version; under a Content-Security-Policy, allow 'wasm-unsafe-eval' in script-src."
const NOT_YET = {
  found: 'a call before init',
  cure: "Await init({ module_or_path }) or call initSync({ module }) first, or import 'scale-schedule', which needs neither.",
}
const EXPECTED = 'an address, a Request, a Response, bytes or a WebAssembly.Module'

let ready: WebAssembly.Module | undefined
let pending: Promise<void> | undefined

/**
 * The exports of a fresh instance, once init has the module.
 *
 * @internal Public types then need none of a browser's.
 */
export function instantiate(): InitOutput {
  if (ready === undefined) throw new SchedulerError('wasm-load', NOT_YET)
  return startInstance(ready)
}

/**
 * The exports of one more instance beside those that there are.
 *
 * @internal
 */
export const startAnother: () => InitOutput | undefined = instantiate

/**
 * Loads the WebAssembly of this entry: await it once, before anything is computed. Calls share one promise; after a
 * success they do nothing, after a failure the next one tries again.
 *
 * @param options `module_or_path` is where `scale-schedule/core.wasm` is served (a URL, or a Request), the Response from
 *   there, its bytes, or a compiled WebAssembly.Module; or a promise of one of these.
 */
export function init(options: { module_or_path: InitInput | PromiseLike<InitInput> }): Promise<void> {
  pending ??= load(options).catch((cause) => {
    pending = undefined
    throw failure(cause)
  })
  return pending
}

/** As {@link init}, at once: from bytes, or from a compiled module such as a worker is sent. */
export function initSync(options: { module: SyncInitInput }): void {
  if (ready !== undefined) return
  const given: unknown = options?.module
  try {
    ready = started(compileSync(given))
  } catch (cause) {
    throw failure(cause)
  }
}

async function load(options: { module_or_path: InitInput | PromiseLike<InitInput> }): Promise<void> {
  if (ready !== undefined) return
  const module = started(await compile(await options?.module_or_path))
  // Meanwhile initSync may have been called.
  ready ??= module
}

function compileSync(given: unknown): WebAssembly.Module {
  if (kindOf(given) === 'Module') return given as WebAssembly.Module
  const bytes = bytesOf(given)
  if (bytes === undefined) throw badType('module', 'bytes or a WebAssembly.Module', given)
  return new WebAssembly.Module(bytes)
}

async function compile(given: unknown): Promise<WebAssembly.Module> {
  const kind = kindOf(given)
  if (kind === 'Module') return given as WebAssembly.Module
  if (kind === 'String' || kind === 'URL' || kind === 'Request') return compile(await fetch(given as string))
  const bytes = bytesOf(given)
  if (bytes !== undefined) return WebAssembly.compile(bytes)
  if (kind !== 'Response') throw badType('module_or_path', EXPECTED, given)
  return compileAnswer(given as Response)
}

/** The class of an object, also of one of another realm. */
const kindOf = (value: unknown): string => Object.prototype.toString.call(value).replace(/^.*[ .]|\]$/g, '')

/** Bytes as every engine takes them: not all take a DataView. */
function bytesOf(value: unknown): ArrayBuffer | Uint8Array<ArrayBuffer> | undefined {
  if (kindOf(value) === 'ArrayBuffer') return value as ArrayBuffer
  if (!ArrayBuffer.isView(value)) return undefined
  return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)
}

/** What the platform refuses, as the error that users see. */
function failure(cause: unknown): SchedulerError {
  if (cause instanceof SchedulerError) return cause
  return new SchedulerError('wasm-load', { found: String(cause), cure: cureOf(cause, CURE) }, { cause })
}

const badType = (what: string, expected: string, found: unknown) =>
  new SchedulerError('bad-type', { what, expected, found })
