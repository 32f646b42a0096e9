/**
 * The entry whose module its user loads, from wherever it is served: the core API with `init` and `initSync`.
 */
export * from '../index.js'
export { type InitInput, init, initSync, type SyncInitInput } from '../wasm/source/init.js'
