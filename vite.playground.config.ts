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
  /\/ts\/(playground\/(?!chart\/(?:labels|marks|placement|trace)\b|panel\/(?:note|table)|share\/|sandbox\/|handles\/|summary\/|plan\/|style\/media|state\/(?:beside|descriptions|link|numbered|order|published|written))|plot\/(ticks|theme|scale|labels|text)\b|wasm\/|state\/time\/float|catalogue\/(?!settle|value|parts|restarts|index\.ts\?))|preload-helper/
const codeSplitting = { groups: [{ name: 'first', test: FIRST }] }

/** The same of the worker that evaluates. */
const WORKER =
  /\/ts\/(playground\/(?!engine\/(clocks|program|files|handles|plan|resume|pinned|summary)|state\/written)|wasm\/|state\/|errors\/|run\/|curve\/|schedulers\/|evaluate\/|entries\/bundler)|core_bg/

/** The core from its sources, as the page has some of these besides; its module is linked, as in the entry for bundlers. */
const BUNDLER = at('./ts/entries/bundler.ts')
const linkedCore = {
  name: 'linked-core',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === './source/embedded.js' ? at('./ts/wasm/source/bundler.ts') : null),
}

/** The core without what evaluates functions, which the worker that evaluates has none of: they are the sandbox's. */
const withoutFunctions = {
  name: 'without-functions',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id.endsWith('/mixed/mixed.js') ? at('./ts/playground/engine/functions.ts') : null),
}

/**
 * What two plugins have for more cases than there are here: chunks have nothing to load beside them, as the styles are one
 * file, and the module is never within an address.
 */
const HELPERS: Readonly<Record<string, string>> = {
  '\0vite/preload-helper.js': 'export const __vitePreload = (load) => Promise.resolve().then(load)',
  '/__vite-plugin-wasm-helper': `export default async (imports, url) => {
    // The page has it already, and hands it over; else it is asked for here.
    const { data } = await new Promise((resolve) => addEventListener('message', resolve, { once: true }))
    if (data) return (await WebAssembly.instantiate(data, imports)).exports
    const answer = await fetch(url)
    const isWasm = answer.headers.get('content-type')?.startsWith('application/wasm')
    const { instance } = isWasm
      ? await WebAssembly.instantiateStreaming(answer, imports)
      : await WebAssembly.instantiate(await answer.arrayBuffer(), imports)
    return instance.exports
  }`,
}
const shortHelpers = {
  name: 'short-helpers',
  enforce: 'pre' as const,
  load: (id: string) => HELPERS[id] ?? null,
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
    shortHelpers,
    wasm(),
    wordsOnly(at('./ts/catalogue/index.ts')),
    preloadWorker(),
    sandboxFiles({ folder: at('./ts/playground/sandbox'), dist }),
  ],
  worker: {
    format: 'es',
    plugins: () => [shortHelpers, wasm(), linkedCore, withoutFunctions, textWorker(BUNDLER, dist)],
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
