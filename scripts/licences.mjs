// The licences of what is compiled into the WebAssembly, or bundled into the page or the package: `node scripts/licences.mjs`
// checks that THIRD-PARTY-LICENSES.md is what they come to, `--write` writes it. Needs cargo, and a built package.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import wasm from 'vite-plugin-wasm'
import { BUNDLED } from './build.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FILE = path.join(ROOT, 'THIRD-PARTY-LICENSES.md')

/** The crates that the module is linked from: without macros and build scripts, which run at compile time. */
function crates() {
  const args = ['metadata', '--format-version', '1', '--locked', '--filter-platform', 'wasm32-unknown-unknown']
  const done = spawnSync('cargo', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (done.status !== 0) throw new Error(`cargo metadata failed: ${done.error ?? done.stderr}`)
  const { packages, resolve, workspace_members: members } = JSON.parse(done.stdout)
  const packageOf = new Map(packages.map((one) => [one.id, one]))
  const nodeOf = new Map(resolve.nodes.map((node) => [node.id, node]))
  const isMacro = (id) => packageOf.get(id).targets.some(({ kind }) => kind.includes('proc-macro'))
  const found = new Set()
  const visit = (id) => {
    for (const { pkg, dep_kinds: kinds } of nodeOf.get(id).deps) {
      if (found.has(pkg) || isMacro(pkg) || !kinds.some(({ kind }) => kind === null)) continue
      if (!members.includes(pkg)) found.add(pkg)
      visit(pkg)
    }
  }
  members.forEach(visit)
  return [...found].map((id) => {
    const { name, version, license, authors, manifest_path: manifest } = packageOf.get(id)
    return { name, version, license, authors, folder: path.dirname(manifest), where: 'WebAssembly' }
  })
}

/** The packages of which something is in the page, by a build of it that is not written. */
async function pagePackages() {
  const names = new Set()
  const collect = {
    name: 'collect-packages',
    generateBundle(_, bundle) {
      for (const { modules = {} } of Object.values(bundle)) {
        for (const [id, { renderedLength }] of Object.entries(modules)) {
          const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? bundledIn(id)
          if (name !== undefined && renderedLength > 0) names.add(name)
        }
      }
    },
  }
  await build({
    configFile: path.join(ROOT, 'vite.playground.config.ts'),
    mode: 'production',
    logLevel: 'error',
    plugins: [collect],
    worker: { format: 'es', plugins: () => [wasm(), collect] },
    build: { write: false },
  })
  return [...names].map((name) => npmPackage(name, 'page'))
}

/** The package that a chunk of the built package is. */
const bundledIn = (id) => BUNDLED.find((name) => id.endsWith(`/dist/chunks/${name}.js`))

function npmPackage(name, where) {
  const folder = path.join(ROOT, 'node_modules', name)
  const { version, license, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return { name, version, license, authors: [author?.name ?? author], folder, where }
}

// For packages that say they are under it and bring no text.
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** The text of a package's licence; of several to choose from, the MIT licence, else the first; with AND, all parts. */
function textOf({ name, license, authors, folder }) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying)/i.test(file))
  const file = files.find((file) => /mit/i.test(file)) ?? files.sort()[0]
  if (file === undefined) {
    if (/\bMIT\b/.test(license)) return `Copyright (c) ${authors.join(', ')}\n\n${MIT}`
    throw new Error(`${name} has no file with its licence in ${folder}`)
  }
  const others = / AND /.test(license) ? files.filter((one) => !/mit|apache/i.test(one)) : []
  const read = (one) => readFileSync(path.join(folder, one), 'utf8').replaceAll('\r\n', '\n').trim()
  return [file, ...others].map(read).join('\n\n')
}

function documentOf(packages) {
  const sorted = packages.sort((a, b) => (a.where + a.name < b.where + b.name ? 1 : -1)).reverse()
  const rows = sorted.map(({ name, version, license, where }) => `| ${name} | ${version} | ${license} | ${where} |`)
  const texts = sorted.map((one) => `## ${one.name} ${one.version}\n\n\`\`\`text\n${textOf(one)}\n\`\`\``)
  return `# Third-party licences

What is compiled into the WebAssembly, or bundled into the page that \`npm run playground\` builds or into the package, as
zod is into both. Its other dependencies are installed beside it, with their own licences. Made by
\`node scripts/licences.mjs --write\`.

The WebAssembly also has parts of Rust's own library (core, alloc, compiler_builtins; copyright The Rust Project
Contributors; MIT OR Apache-2.0), used under the Apache License 2.0, whose text is in LICENSE.

| package | version | licence | where |
| --- | --- | --- | --- |
${rows.join('\n')}

${texts.join('\n\n')}
`
}

const inPage = await pagePackages()
const inPackage = BUNDLED.filter((name) => inPage.every((one) => one.name !== name))
const text = documentOf([...crates(), ...inPage, ...inPackage.map((name) => npmPackage(name, 'package'))])
if (process.argv.includes('--write')) writeFileSync(FILE, text)
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error('THIRD-PARTY-LICENSES.md is not up to date. Run node scripts/licences.mjs --write.')
  process.exit(1)
}
