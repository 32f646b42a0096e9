/** The licences in THIRD-PARTY-LICENSES.md are of the versions that are used. (The gate compares the whole file.) */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
const text = read('THIRD-PARTY-LICENSES.md')
const rows = [...text.matchAll(/^\| (\S+) \| (\S+) \| (.+) \| (WebAssembly|page|package) \|$/gm)].map(
  ([, name, version, licence, where]) => ({ name: name!, version: version!, licence: licence!, where: where! }),
)
const of = (where: string) => rows.filter((row) => row.where === where)
const namesIn = (where: string) => of(where).map(({ name }) => name)

/** Versions of a crate in Cargo.lock. */
const locked = (name: string): string[] =>
  [...read('Cargo.lock').matchAll(/^name = "(.+)"\nversion = "(.+)"/gm)]
    .filter((one) => one[1] === name)
    .map((one) => one[2]!)

test('all that the crate asks for in WebAssembly, and all that the page imports, has a row', () => {
  const manifest = ['crate', 'crate/tables']
    .map((crate) => read(`${crate}/Cargo.toml`).replace(/\[dev-dependencies\][\s\S]*/, ''))
    .join('\n')
  const asked = [...manifest.matchAll(/^([\w-]+) = (?:\{ version|"=?\d)/gm)].map(([, name]) => name!)
  const direct = asked.filter((name) => !['version', 'edition', 'rust-version'].includes(name))
  expect(direct).toEqual(expect.arrayContaining(['wasm-bindgen', 'parquet', 'snap']))
  expect(namesIn('WebAssembly')).toEqual(expect.arrayContaining(direct))
  expect(namesIn('page')).toEqual(expect.arrayContaining(['hyparquet-writer', 'yaml', 'zod']))
  expect(namesIn('package')).toEqual(['fzstd'])
})

describe.each(rows)('$name $version', ({ name, version, licence, where }) => {
  test('is the version that is used, under a licence that fits Apache-2.0, and its text is there', () => {
    const used =
      where !== 'WebAssembly' ? [JSON.parse(read(`node_modules/${name}/package.json`)).version] : locked(name)
    expect(used).toContain(version)
    expect(licence).toMatch(/\b(MIT|ISC|Apache-2\.0|BSD-\d-Clause|0BSD|Zlib)\b/)
    const [, section] = text.split(`\n## ${name} ${version}\n`)
    expect(section).toMatch(/^\n```text\n[\s\S]{300,}?\n```/)
  })
})
