// The page's worker of texts, as a plugin of Vite: one file, so that nothing more is asked of the network once it is there.
// It has the core that the readers and writers of the package have, whose module is embedded, in place of the linked one.

const WORKER = '/engine/text-worker.ts'

/** Bundles that worker so, and leaves the other one as it is. */
export function textWorker(bundler, dist) {
  let isTexts = false
  return {
    name: 'text-worker',
    enforce: 'pre',
    configResolved({ bundleChain = [] }) {
      isTexts = bundleChain.some((id) => id.split('?')[0].endsWith(WORKER))
    },
    resolveId: (id) => (isTexts && id === bundler ? `${dist}/index.js` : null),
    outputOptions: (options) => (isTexts ? { ...options, codeSplitting: false } : options),
  }
}
