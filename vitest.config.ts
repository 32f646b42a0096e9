/** How the tests run: `scale-schedule` means the built package, so that what users install is what is tested. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { findChromium } from './scripts/browsers.mjs'

// Without a browser `npm test` says that the tests in it are left out.
const pages = findChromium() === undefined ? ['tests/playground/**'] : []
const dist = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('./dist', import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^scale-schedule$/, replacement: `${dist}/index.js` },
      { find: /^scale-schedule\/wasm$/, replacement: `${dist}/entries/wasm.js` },
      { find: /^scale-schedule\/config$/, replacement: `${dist}/config/index.js` },
      { find: /^scale-schedule\/sweep$/, replacement: `${dist}/sweep/index.js` },
    ],
  },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'package', include: ['tests/**/*.test.ts'], exclude: ['tests/{consumers,browser}/**', ...pages] },
      },
      {
        extends: true,
        test: { name: 'consumers', include: ['tests/consumers/*.test.ts'], globalSetup: 'tests/consumers/global.ts' },
      },
    ],
  },
})
