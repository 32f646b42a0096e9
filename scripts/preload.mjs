// Links in the page to what its worker asks for, as a plugin of Vite: so that it comes beside the page's own files, and not
// behind them.

/** Adds links for the files of the worker that evaluates, and for the core's module. */
export function preloadWorker() {
  return {
    name: 'preload-worker',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const files = Object.keys(bundle).filter((name) =>
          /^assets\/(?:(?:worker|core)-[^/]+\.js|core_bg-[^/]+\.wasm)$/.test(name),
        )
        return files.map((name) => ({
          tag: 'link',
          injectTo: 'head',
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${name}` },
        }))
      },
    },
  }
}
