// `npm run playground`: installs and builds what is missing, builds the page into .build/playground and serves it.
// `-- --build` only builds it; `-- --port N` serves it there.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CONFIG = path.join(ROOT, 'vite.playground.config.ts')
const PORT = 4173

/** Builds the page, into another folder if one is given, and the package before it where there is none; whether it succeeded. */
export async function buildPlayground(outDir) {
  const dist = process.env.SCALE_SCHEDULE_DIST ?? path.join(ROOT, 'dist')
  const needed = [
    'index.js',
    'entries/wasm.js',
    'config/index.js',
    'frameworks/index.js',
    'match/index.js',
    'wasm/core_bg.wasm',
  ].map((name) => path.join(dist, name))
  if (!needed.every((file) => existsSync(file))) {
    console.error('[setup] building the package')
    const { build } = await import('./build.mjs')
    if (!(await build())) return false
  }
  // Loaded only now: on a fresh clone it has just been installed.
  const { build } = await import('vite')
  await build({ configFile: CONFIG, logLevel: 'warn', ...(outDir === undefined ? {} : { build: { outDir } }) })
  return true
}

/** Serves the page that was built; `close` ends it. */
export async function servePlayground(port = 0) {
  const { preview } = await import('vite')
  const server = await preview({
    configFile: CONFIG,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port, strictPort: false, open: false },
  })
  const { port: chosen } = server.httpServer.address()
  return { url: `http://127.0.0.1:${chosen}/`, close: () => server.close() }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const given = process.argv.slice(2)
  ensureDependencies()
  if (!(await buildPlayground())) process.exit(1)
  if (given.includes('--build')) process.exit(0)
  const at = given.indexOf('--port')
  const { url } = await servePlayground(at < 0 ? PORT : Number(given[at + 1]))
  console.log(`The playground is at ${url} (Ctrl-C ends it)`)
}
