/** How the tests run in real browsers: rows of other programs, laws, trees' bits, and the digests that Node computed just before. */
import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import type { BrowserInstanceOption } from 'vitest/node'
import { CHROMIUM_ARGS, findChromium, findFirefox } from './scripts/browsers.mjs'
import { repetition } from './scripts/testing/repetition.mjs'
import { firefox } from './tests/browser/firefox.js'

const dist = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('./dist', import.meta.url))
const rowsText = fileURLToPath(new URL('./tests/browser/rows-text.ts', import.meta.url))

/** Those that are there; `npm test` names what is left out. */
function instances(): BrowserInstanceOption[] {
  const [chromium, other] = [findChromium(), findFirefox()]
  const launchOptions = { executablePath: chromium, args: CHROMIUM_ARGS }
  return [
    ...(chromium ? [{ browser: 'chromium' as const, provider: playwright({ launchOptions }) }] : []),
    ...(other ? [{ browser: 'firefox' as const, provider: firefox(other) }] : []),
  ]
}

export default defineConfig({
  cacheDir: '.build/vite-browser',
  resolve: {
    alias: [
      { find: /^scale-schedule$/, replacement: `${dist}/index.js` },
      { find: /^scale-schedule\/config$/, replacement: `${dist}/config/index.js` },
      { find: /^\.\/rows-text\.js$/, replacement: rowsText },
    ],
  },
  server: { fs: { allow: ['.', dist] } },
  // Found at once: what is found late makes pages load anew, amid tests.
  optimizeDeps: { include: ['fast-check', 'yaml'] },
  test: {
    include: ['tests/package/{golden,golden2,laws,tree-laws,trees}.test.ts', 'tests/browser/*.test.ts'],
    globalSetup: 'tests/browser/node-digests.ts',
    setupFiles: ['tests/helpers/properties.ts'],
    reporters: ['default', './scripts/testing/reporter.mjs'],
    provide: { repetition },
    testTimeout: 300_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: instances(),
      // A browser starts in seconds, but not where two others do.
      connectTimeout: 300_000,
    },
  },
})
