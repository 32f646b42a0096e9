// `npm run test:unit -- [name]`: the tests that run from the sources, without a build and without a browser; with a
// name, those of the files whose path has it.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { packWasm } from './pack-wasm.mjs'

const GENERATED = fileURLToPath(new URL('../ts/wasm/generated', import.meta.url))

ensureDependencies()
packWasm(path.join(GENERATED, 'core_bg.wasm'), path.join(GENERATED, 'bytes.ts'))
const { runVitest } = await import('./testing/vitest.mjs')
const { passed, failed } = await runVitest(['--project', 'unit', ...process.argv.slice(2)])
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
