// Writes the JSON Schemas of schema/, of a sweep's specification and of schedulers: `node scripts/schema.mjs`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDER = path.join(ROOT, 'schema')
const SCHEMAS = [
  { file: 'sweep.schema.json', source: 'ts/sweep/spec/schema.ts', make: 'specJsonSchema' },
  { file: 'scheduler.schema.json', source: 'ts/catalogue/schema.ts', make: 'schedulerJsonSchema' },
]

// Bundled in memory, so that it needs no build and is never older than its source; the core's bytes are not needed, nor
// what is loaded on demand.
const reduced = {
  name: 'reduced',
  resolveId: (id) => (id.endsWith('/bytes.js') ? '\0bytes' : null),
  resolveDynamicImport: (id) => ({ id, external: true }),
  load: (id) => (id === '\0bytes' ? '' : null),
}

mkdirSync(FOLDER, { recursive: true })
for (const { file, source, make } of SCHEMAS) {
  const bundle = await rolldown({
    input: path.join(ROOT, source),
    platform: 'node',
    // Of the exports that stand in for the bytes it would warn.
    logLevel: 'silent',
    plugins: [reduced],
    shimMissingExports: true,
    treeshake: { moduleSideEffects: false },
  })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  await bundle.close()
  const module = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)
  writeFileSync(path.join(FOLDER, file), JSON.stringify(module[make]()))
}
const biome = path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
process.exitCode = spawnSync(process.execPath, [biome, 'format', '--write', FOLDER], {
  cwd: ROOT,
  stdio: 'inherit',
}).status
