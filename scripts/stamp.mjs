// The stamp of the committed WebAssembly: a hash of everything it is made from.
// `node scripts/stamp.mjs` fails when the committed module is older than its sources.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = [
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'crate/Cargo.toml',
  'crate/examples/layout.rs',
  'scripts/build-wasm.mjs',
  'scripts/toolchain.mjs',
]

/** Where the stamp of the committed module stands. */
export const STAMP_FILE = path.join(ROOT, 'ts/wasm/generated/stamp')

/** A hash of the names and contents of all sources; line ends count as one, whatever the checkout made of them. */
export function sourceStamp() {
  const crate = readdirSync(path.join(ROOT, 'crate/src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  const binaryen = /"node_modules\/binaryen": \{\s*"version": "([^"]+)"/.exec(read('package-lock.json'))?.[1]
  const hash = createHash('sha256').update(`binaryen ${binaryen}\n`)
  for (const file of [...SOURCES, ...crate].sort()) hash.update(`${file}\n${read(file)}\n`)
  return hash.digest('hex')
}

function read(file) {
  return readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const committed = existsSync(STAMP_FILE) ? readFileSync(STAMP_FILE, 'utf8').trim() : 'no stamp'
  if (committed !== sourceStamp()) {
    console.error(
      'ts/wasm/generated must be built from the present sources; found an older build. Run: npm run build:wasm',
    )
    process.exit(1)
  }
  console.log('ts/wasm/generated is built from the present sources')
}
