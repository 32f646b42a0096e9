// Writes schema/sweep.schema.json, the JSON Schema of a sweep's specification: `node scripts/schema.mjs`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FILE = path.join(ROOT, 'schema/sweep.schema.json')

// Bundled in memory, so that it needs no build and is never older than its source; the core's bytes are not needed, nor
// what is loaded on demand.
const reduced = {
  name: 'reduced',
  resolveId: (id) => (id.endsWith('/bytes.js') ? '\0bytes' : null),
  resolveDynamicImport: (id) => ({ id, external: true }),
  load: (id) => (id === '\0bytes' ? '' : null),
}
const bundle = await rolldown({
  input: path.join(ROOT, 'ts/sweep/spec/schema.ts'),
  platform: 'node',
  // Of the exports that stand in for the bytes it would warn.
  logLevel: 'silent',
  plugins: [reduced],
  shimMissingExports: true,
  treeshake: { moduleSideEffects: false },
})
const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
await bundle.close()
const { specJsonSchema } = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)

mkdirSync(path.dirname(FILE), { recursive: true })
writeFileSync(FILE, JSON.stringify(specJsonSchema()))
const biome = path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
process.exitCode = spawnSync(process.execPath, [biome, 'format', '--write', FILE], {
  cwd: ROOT,
  stdio: 'inherit',
}).status
