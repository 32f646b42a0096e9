/**
 * Starts the worker that evaluates: the page has the core's file already, and a worker would ask for it once more.
 */
import coreUrl from 'scale-schedule/core.wasm?url'

/** The worker that evaluates, with the core's module, which was preloaded for the page; none where that did not come. */
export function startWorker(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  WebAssembly.compileStreaming(fetch(coreUrl)).then(
    (module) => worker.postMessage(module),
    () => worker.postMessage(null),
  )
  return worker
}
