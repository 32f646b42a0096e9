/**
 * The entry for bundlers that link WebAssembly as ES modules: the core API, whose module is a file of its own.
 */
export * from '../index.js'
