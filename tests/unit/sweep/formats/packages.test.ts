import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { loadOptional } from '../../../../ts/sweep/formats/packages.js'
import { ROOT } from '../../../helpers/examples.js'
import { newFolder } from '../../../helpers/folders.js'

const installed = (name: string): string =>
  JSON.parse(readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version

/** The formats as one file with all packages left out, as in the built package. */
async function bundleInto(folder: string): Promise<string> {
  const bundle = await rolldown({
    input: path.join(ROOT, 'ts/sweep/formats/load.ts'),
    platform: 'neutral',
    external: [/^node:/, /^[a-z@]/],
  })
  const file = path.join(folder, 'load.mjs')
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  return file
}

const run = (file: string, expression: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { loadEncoder } = await import(${JSON.stringify(file)})
        console.log(JSON.stringify(await (async () => ${expression})()))`,
      ],
      { encoding: 'utf8' },
    ),
  )

test('formats name the packages that decide their bytes, with the installed versions', async () => {
  const packagesOf = async (...args: Parameters<typeof loadEncoder>) => (await loadEncoder(...args)).packages
  const version = (...names: string[]) => Object.fromEntries(names.map((name) => [name, installed(name)]))
  expect(await packagesOf('arrow')).toEqual(version('apache-arrow', 'flatbuffers'))
  for (const name of ['parquet', 'csv', 'ndjson', 'npy'] as const) expect(await packagesOf(name)).toEqual({})
})

test('a bundle finds the packages, and the versions', async () => {
  mkdirSync(path.join(ROOT, '.build'), { recursive: true })
  const folder = mkdtempSync(path.join(ROOT, '.build', 'formats-'))
  const found = run(await bundleInto(folder), "(await loadEncoder('arrow')).packages")
  rmSync(folder, { recursive: true })
  expect(found).toEqual({ 'apache-arrow': installed('apache-arrow'), flatbuffers: installed('flatbuffers') })
})

test('without the optional packages there is one clear error, and the other formats work', async () => {
  const file = await bundleInto(newFolder())
  const failure = (args: string) => run(file, `loadEncoder(${args}).catch((e) => [e.name, e.code, e.message])`)
  expect(failure("'arrow'")).toEqual([
    'SweepError',
    'missing-package',
    'Arrow files are written by the package apache-arrow; it is not installed. Run: npm install apache-arrow',
  ])
  expect(run(file, "(await loadEncoder('csv')).packages")).toEqual({})
})

test('what goes wrong inside an optional package is told as it is', async () => {
  const inside = Object.assign(new Error("Cannot find package 'tslib' imported from it"), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  await expect(loadOptional('apache-arrow', 'Arrow files', () => Promise.reject(inside))).rejects.toBe(inside)
})

test('a bundle without the file of the module says so', async () => {
  const found = run(
    await bundleInto(newFolder()),
    "(await loadEncoder('parquet')).open({ columns: [{ name: 'a', type: 'int32' }] }, { rows: 0 }).catch((e) => [e.code, e.message])",
  )
  expect(found).toEqual([
    'wasm-load',
    expect.stringMatching(
      /no such file.+ Install scale-schedule again, and keep its files together; or free some memory\.$/,
    ),
  ])
})
