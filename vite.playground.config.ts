/** How the playground is built: static files with relative addresses, the core's module as a file of its own. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import wasm from 'vite-plugin-wasm'
import { sandboxFiles } from './scripts/sandbox-files.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const dist = process.env.SCALE_SCHEDULE_DIST ?? at('./dist')

export default defineConfig({
  root: at('./ts/playground'),
  base: './',
  resolve: {
    alias: [
      { find: /^scale-schedule\/bundler$/, replacement: `${dist}/entries/bundler.js` },
      { find: /^scale-schedule\/core\.wasm/, replacement: `${dist}/wasm/core_bg.wasm` },
      { find: /^scale-schedule\/config$/, replacement: `${dist}/config/index.js` },
    ],
  },
  plugins: [wasm(), sandboxFiles({ folder: at('./ts/playground/sandbox'), dist })],
  worker: { format: 'es', plugins: () => [wasm()] },
  build: {
    outDir: process.env.SCALE_SCHEDULE_PLAYGROUND ?? at('./.build/playground'),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the page's policy has no data: addresses for scripts and modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
