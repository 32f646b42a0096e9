// The stamps of the committed WebAssembly: for each module a hash of everything it is made from.
// `node scripts/stamp.mjs` fails when a committed module is older than its sources.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SHARED = [
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'crate/Cargo.toml',
  'scripts/build-wasm.mjs',
  'scripts/toolchain.mjs',
]

/** The modules: the crate of each, what else it is made from, and the folder that has it, with its stamp. */
export const MODULES = {
  core: { crate: 'crate', sources: ['crate/src', 'crate/examples/layout.rs'], folder: 'ts/wasm/generated' },
  tables: {
    crate: 'crate/tables',
    sources: ['crate/src', 'crate/tables/src', 'crate/tables/Cargo.toml'],
    folder: 'ts/sweep/formats/parquet/generated',
  },
}

/** Where the stamp of a committed module stands. */
export const stampFile = (name) => path.join(ROOT, MODULES[name].folder, 'stamp')

/** A hash of the names and contents of all sources of a module; line ends count as one, whatever the checkout made of them. */
export function sourceStamp(name) {
  const files = MODULES[name].sources.flatMap(filesOf)
  const binaryen = /"node_modules\/binaryen": \{\s*"version": "([^"]+)"/.exec(read('package-lock.json'))?.[1]
  const hash = createHash('sha256').update(`binaryen ${binaryen}\n`)
  for (const file of [...SHARED, ...files].sort()) hash.update(`${file}\n${read(file)}\n`)
  return hash.digest('hex')
}

/** A file, or all that are in a folder. */
function filesOf(source) {
  if (path.extname(source) !== '') return [source]
  return readdirSync(path.join(ROOT, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
}

function read(file) {
  return readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, { folder }] of Object.entries(MODULES)) {
    const committed = existsSync(stampFile(name)) ? readFileSync(stampFile(name), 'utf8').trim() : 'no stamp'
    if (committed !== sourceStamp(name)) {
      console.error(`${folder} must be built from the present sources; found an older build. Run: npm run build:wasm`)
      process.exit(1)
    }
  }
  console.log('the WebAssembly is built from the present sources')
}
