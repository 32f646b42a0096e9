/** How the playground is built: static files with relative addresses, the core's module as a file of its own. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import wasm from 'vite-plugin-wasm'
import { preloadWorker } from './scripts/preload.mjs'
import { sandboxFiles } from './scripts/sandbox-files.mjs'
import { textWorker } from './scripts/text-worker.mjs'
import { wordsOnly } from './scripts/words.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const dist = process.env.SCALE_SCHEDULE_DIST ?? at('./dist')

/**
 * What is needed before the first curve, as one file, which is smaller than many: all of the page and of what it imports
 * but what is loaded later.
 */
const FIRST =
  /\/ts\/(playground\/(?!share\/|sandbox\/|handles\/|summary\/|plan\/|state\/(?:link|published|written))|plot\/(ticks|theme|scale|labels|text)\b|wasm\/|state\/time\/float|catalogue\/(?!settle|value|parts|restarts))|preload-helper/
const codeSplitting = { groups: [{ name: 'first', test: FIRST }] }

/** The same of the worker that evaluates. */
const WORKER =
  /\/ts\/(playground\/(?!engine\/(files|handles|plan|resume|pinned|summary)|state\/written)|languages\/(program|lengths|segments)|wasm\/|state\/|errors\/|run\/|curve\/|schedulers\/|evaluate\/|entries\/bundler)|core_bg/

/** The core from its sources, as the page has some of these besides; its module is linked, as in the entry for bundlers. */
const BUNDLER = at('./ts/entries/bundler.ts')
const linkedCore = {
  name: 'linked-core',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === './source/embedded.js' ? at('./ts/wasm/source/bundler.ts') : null),
}

export default defineConfig({
  root: at('./ts/playground'),
  base: './',
  resolve: {
    alias: [
      { find: /^scale-schedule\/bundler$/, replacement: BUNDLER },
      { find: /^scale-schedule\/core\.wasm/, replacement: `${dist}/wasm/core_bg.wasm` },
      { find: /^scale-schedule\/config$/, replacement: `${dist}/config/index.js` },
      { find: /^scale-schedule\/frameworks$/, replacement: `${dist}/frameworks/index.js` },
      { find: /^scale-schedule\/match$/, replacement: `${dist}/match/index.js` },
    ],
  },
  plugins: [
    wasm(),
    wordsOnly(at('./ts/catalogue/index.ts')),
    preloadWorker(),
    sandboxFiles({ folder: at('./ts/playground/sandbox'), dist }),
  ],
  worker: {
    format: 'es',
    plugins: () => [wasm(), linkedCore, textWorker(BUNDLER, dist)],
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'core', test: WORKER }] } } },
  },
  build: {
    outDir: process.env.SCALE_SCHEDULE_PLAYGROUND ?? at('./.build/playground'),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the page's policy has no data: addresses for scripts and modules.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting } },
  },
})
