/** How the tests run: a project for each thing that is tested, from the sources up to what users install. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { repetition } from './scripts/testing/repetition.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const dist = process.env.SCALE_SCHEDULE_DIST ?? at('./dist')

/** The package's entries in a folder: of sources, or of a build. */
const entries = (folder: string, ending: string) => [
  { find: /^scale-schedule$/, replacement: `${folder}/index${ending}` },
  { find: /^scale-schedule\/wasm$/, replacement: `${folder}/entries/wasm${ending}` },
  { find: /^scale-schedule\/config$/, replacement: `${folder}/config/index${ending}` },
  { find: /^scale-schedule\/frameworks$/, replacement: `${folder}/frameworks/index${ending}` },
  { find: /^scale-schedule\/match$/, replacement: `${folder}/match/index${ending}` },
  { find: /^scale-schedule\/many$/, replacement: `${folder}/many/index${ending}` },
  { find: /^scale-schedule\/plot$/, replacement: `${folder}/plot/index${ending}` },
  { find: /^scale-schedule\/presets$/, replacement: `${folder}/presets/index${ending}` },
  { find: /^scale-schedule\/sweep$/, replacement: `${folder}/sweep/index${ending}` },
  { find: /^scale-schedule\/train$/, replacement: `${folder}/train/index${ending}` },
]
const built = { alias: entries(dist, '.js') }
const worker = at('./tests/helpers/worker.ts')
const properties = at('./tests/helpers/properties.ts')

export default defineConfig({
  test: {
    // For what hangs, not for what is slow: a machine may be busy, or a third as fast.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One second, as vitest has it, is less than a busy machine may take to read a file.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: availableParallelism(),
    // A process each: what loops for ever or dies takes no other file with it.
    pool: 'forks',
    reporters: ['default', at('./scripts/testing/reporter.mjs')],
    provide: { repetition },
    projects: [
      {
        extends: true,
        resolve: { alias: entries(at('./ts'), '.ts') },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/package/laws.test.ts'],
          setupFiles: [worker, properties],
          // The sources are loaded once for a process, not once for a file.
          isolate: false,
        },
      },
      {
        extends: true,
        resolve: built,
        test: { name: 'package', include: ['tests/package/**/*.test.ts'], setupFiles: [worker, properties] },
      },
      {
        extends: true,
        resolve: built,
        test: { name: 'cli', include: ['tests/cli/**/*.test.ts'], setupFiles: [worker] },
      },
      {
        extends: true,
        resolve: built,
        test: {
          name: 'cluster',
          include: ['tests/cluster/**/*.test.ts'],
          setupFiles: [worker],
          // They wait for locks to end and for services to come back, which takes longer on a loaded machine.
          testTimeout: 600_000,
          maxWorkers: 4,
        },
      },
      {
        extends: true,
        resolve: built,
        test: {
          name: 'playground',
          include: ['tests/playground/**/*.test.ts'],
          globalSetup: 'tests/playground/global.ts',
          setupFiles: [worker],
        },
      },
      {
        extends: true,
        resolve: built,
        test: {
          name: 'consumers',
          include: ['tests/consumers/*.test.ts'],
          globalSetup: 'tests/consumers/global.ts',
          setupFiles: [worker],
        },
      },
      {
        extends: true,
        resolve: built,
        test: { name: 'exports', include: ['tests/exports/**/*.test.ts'], setupFiles: [worker] },
      },
      {
        extends: true,
        test: { name: 'scripts', include: ['tests/scripts/*.test.ts'], setupFiles: [worker] },
      },
    ],
  },
})
