// The two entries that find their module in another way: the core once more, with another file in place of source/embedded.ts.
// Each is one file beside the one copy of the module.
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { LINE_BREAKS } from './lines.mjs'

/**
 * How every file of the package is written: names of functions and classes stay, as stack traces show them, and
 * statements have lines of their own, as Node shows the line that threw.
 */
export const WRITTEN = {
  format: 'esm',
  plugins: [LINE_BREAKS],
  minify: { compress: true, mangle: { toplevel: true, keepNames: true }, codegen: { removeWhitespace: true } },
}

const ENTRIES = [
  { name: 'entries/bundler', from: 'entries/bundler', source: 'bundler' },
  { name: 'entries/wasm', from: 'entries/wasm', source: 'init' },
  // What the module itself imports, where a bundler links it.
  { name: 'wasm/core_bg', from: 'wasm/generated/core_bg', source: 'embedded' },
]

/** Writes them, the module, and what the module imports. */
export async function buildEntries(sources, out) {
  // Loaded only now: on a fresh clone it has just been installed.
  const { rolldown } = await import('rolldown')
  for (const { name, from, source } of ENTRIES) {
    const input = path.join(sources, `${from}.ts`)
    const plugins = [exchange(sources, source), linked(input)]
    const treeshake = { moduleSideEffects: false }
    const bundle = await rolldown({ input: { [name]: input }, platform: 'neutral', plugins, treeshake })
    await bundle.write({ ...WRITTEN, dir: out, entryFileNames: '[name].js' })
    await bundle.close()
  }
  copyFileSync(path.join(sources, 'wasm/generated/core_bg.wasm'), path.join(out, 'wasm/core_bg.wasm'))
}

/** Where the core asks for source/embedded.ts, it gets another. */
function exchange(sources, source) {
  const file = path.join(sources, 'wasm/source', `${source}.ts`)
  return { name: 'exchange', resolveId: (id) => (id === './source/embedded.js' ? file : null) }
}

/** What bundlers link stays outside: the module, and the file that it imports. */
function linked(input) {
  const isOutside = (id) => id.endsWith('/core_bg.wasm') || (id.endsWith('/core_bg.js') && input.endsWith('bundler.ts'))
  const resolveId = (id) => (isOutside(id) ? { id: `../wasm/${path.basename(id)}`, external: true } : null)
  return { name: 'linked', resolveId }
}
