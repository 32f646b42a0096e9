/**
 * Applications made by bundlers from the installed package: what they compute in Chromium, and in Node.
 */
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { createServer, type InlineConfig, type PluginOption, build as viteBuild } from 'vite'
import wasm from 'vite-plugin-wasm'
import { afterAll, describe, expect, test } from 'vitest'
import { CHROMIUM, closeBrowser, firstLineOf } from './browser.js'
import { PROJECT, page, tool, write } from './project.js'
import { program, programWithOutputs, prove, proveOutputs } from './proof.js'
import { serve } from './server.js'

const require = createRequire(import.meta.url)
// Its types are those of its CommonJS form.
const linkWasm = wasm as unknown as () => PluginOption

const servers: { close(): unknown }[] = []
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await closeBrowser()
})

/** How many files of WebAssembly are in a folder. */
async function countModules(folder: string): Promise<number> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.wasm')).length
}

/** What the page of a folder prints. */
async function visit(folder: string): Promise<string> {
  const server = await serve(folder)
  servers.push(server)
  return firstLineOf(`${server.address}/index.html`)
}

const PLAIN = program()
const LINKED = program('scale-schedule/bundler')
const OUTPUTS = programWithOutputs('scale-schedule/bundler')
const WITH_URL = `import url from 'scale-schedule/core.wasm?url'
${program('scale-schedule/wasm', 'await init({ module_or_path: url })', 'init')}`

describe.skipIf(CHROMIUM === undefined)('Vite', () => {
  const config = (root: string, plugins: PluginOption[]): InlineConfig => ({
    root,
    plugins,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', fs: { allow: [PROJECT] } },
    build: { minify: true },
  })

  test.each([
    ['the package as it is', 'plain', PLAIN, [], prove, 0],
    ['./bundler through vite-plugin-wasm', 'linked', LINKED, [linkWasm()], prove, 1],
    ['outputs of ./bundler', 'outputs', OUTPUTS, [linkWasm()], proveOutputs, 1],
    ['./wasm with the address of the file', 'url', WITH_URL, [], prove, 1],
  ])('%s: served, and built', async (_, name, text, plugins, check, modules) => {
    const root = await write(`vite-${name}`, { 'index.html': page('/main.js'), 'main.js': text })
    const served = await createServer(config(root, plugins))
    servers.push(served)
    await served.listen()
    check(await firstLineOf(served.resolvedUrls!.local[0]!))
    await viteBuild(config(root, plugins))
    check(await visit(path.join(root, 'dist')))
    expect(await countModules(path.join(root, 'dist'))).toBe(modules)
  })
})

interface Stats {
  toString(options: object): string
  hasErrors(): boolean
  hasWarnings(): boolean
}
type Webpack = (options: object, done: (error: Error | null, stats?: Stats) => void) => void

describe.skipIf(CHROMIUM === undefined)('webpack', () => {
  test.each([
    ['the package as it is', 'plain', PLAIN, prove, 0],
    ['./bundler as an asynchronous module', 'linked', LINKED, prove, 1],
    // To webpack a file that is linked and one that is fetched are two.
    ['outputs of ./bundler', 'outputs', OUTPUTS, proveOutputs, 2],
    [
      './wasm with the address of the file',
      'url',
      program(
        'scale-schedule/wasm',
        "await init({ module_or_path: new URL('scale-schedule/core.wasm', import.meta.url) })",
        'init',
      ),
      prove,
      1,
    ],
  ] as const)('%s', async (_, name, text, check, modules) => {
    const folder = await write(`webpack-${name}`, { 'index.html': page('dist/main.js'), 'main.js': text })
    const stats = await new Promise<Stats>((resolve, reject) => {
      const options = {
        context: folder,
        entry: './main.js',
        mode: 'production',
        output: { path: path.join(folder, 'dist'), filename: 'main.js' },
        experiments: { asyncWebAssembly: text.includes('scale-schedule/bundler') },
      }
      const webpack = require(tool('webpack')) as Webpack
      webpack(options, (error, result) => (error ? reject(error) : resolve(result!)))
    })
    expect(stats.hasErrors() || stats.hasWarnings(), stats.toString({ all: false, errors: true, warnings: true })).toBe(
      false,
    )
    check(await visit(folder))
    expect(await countModules(path.join(folder, 'dist'))).toBe(modules)
  })
})

interface Esbuild {
  build(options: object): Promise<{ warnings: unknown[] }>
}

describe('esbuild, minified', () => {
  async function bundle(platform: 'browser' | 'node', format: 'esm' | 'cjs' | 'iife') {
    const name = `esbuild-${platform}-${format}`
    const folder = await write(name, { 'index.html': page('out.js'), 'main.js': PLAIN })
    const outfile = path.join(folder, format === 'cjs' ? 'out.cjs' : 'out.js')
    const { build } = require(tool('esbuild')) as Esbuild
    const entryPoints = [path.join(folder, 'main.js')]
    const made = await build({ entryPoints, outfile, platform, format, bundle: true, minify: true, logLevel: 'silent' })
    expect(made.warnings).toEqual([])
    return { folder, outfile }
  }

  test.skipIf(CHROMIUM === undefined).each(['esm', 'iife'] as const)('for browsers, as %s', async (format) => {
    prove(await visit((await bundle('browser', format)).folder))
  })

  test.each(['esm', 'cjs'] as const)('for Node, as %s', async (format) => {
    const { outfile } = await bundle('node', format)
    prove((await promisify(execFile)(process.execPath, [outfile])).stdout.trim())
  })
})
