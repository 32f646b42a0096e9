// The two files in which code of the user's runs on the page, as a plugin of Vite: the worker as a classic script, and the
// frame whose policy has nothing but the hash of its own script, blobs and WebAssembly.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const ID = 'virtual:sandbox-files'

/** Emits the files, and gives their places from the page as the module `virtual:sandbox-files`. */
export function sandboxFiles({ folder, dist }) {
  return {
    name: 'sandbox-files',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return undefined
      const emit = (name, ending, source) => {
        const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
        const fileName = `assets/${name}-${hash}.${ending}`
        this.emitFile({ type: 'asset', fileName, source })
        return JSON.stringify(`./${fileName}`)
      }
      const host = emit('host', 'js', await hostOf(folder, dist))
      const frame = emit('frame', 'html', frameOf(readFileSync(path.join(folder, 'frame.js'), 'utf8')))
      return `export const host = ${host}, frame = ${frame}`
    },
  }
}

async function hostOf(folder, dist) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    resolve: { alias: [{ find: /^scale-schedule\/(bundler|wasm)$/, replacement: `${dist}/entries/wasm.js` }] },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry: path.join(folder, 'host.ts'), formats: ['iife'], name: 'host' },
    },
  })
  return output[0].code
}

function frameOf(script) {
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'`
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Sandbox</title><script>${script}</script>`
}
