/**
 * What a bundle carries: only what it uses of the core, and nothing of what the package depends on.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tool, write } from './project.js'

interface Bundle {
  outputFiles: { text: string; path: string }[]
  metafile: { inputs: Record<string, unknown> }
}
interface Esbuild {
  build(options: object): Promise<Bundle>
}

/** The files that a program's bundle is made of, as paths in the package, and its text. */
async function bundle(name: string, text: string): Promise<{ inputs: string[]; text: string }> {
  const { build } = createRequire(import.meta.url)(tool('esbuild')) as Esbuild
  const folder = await write('shake', { [`${name}.js`]: text })
  const entryPoints = [path.join(folder, `${name}.js`)]
  const external = ['*.wasm']
  const options = { entryPoints, external, bundle: true, format: 'esm', write: false, metafile: true }
  const made = await build({ ...options, outdir: folder, logLevel: 'silent' })
  const inPackage = (file: string) => file.split('/node_modules/')[1]
  const inputs = Object.keys(made.metafile.inputs).flatMap((file) => inPackage(`/${file}`) ?? [])
  return { inputs: inputs.sort(), text: made.outputFiles[0]!.text }
}

const USES_ONE = (entry: string) => `import { LinearScheduler, TrainingRun } from '${entry}'
  console.log(new LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' })).fill())`

test.each([
  [
    'scale-schedule',
    ['chunks/bytes.js', 'chunks/core.js', 'chunks/questions.js', 'index.js'].map(
      (file) => `scale-schedule/dist/${file}`,
    ),
  ],
  ['scale-schedule/wasm', ['scale-schedule/dist/entries/wasm.js']],
  ['scale-schedule/bundler', ['scale-schedule/dist/entries/bundler.js', 'scale-schedule/dist/wasm/core_bg.js']],
])('a program with one scheduler of %s carries the core, and of it what it uses', async (entry, files) => {
  const made = await bundle(`one-${entry.replace('/', '-')}`, USES_ONE(entry))
  expect(made.inputs).toEqual(files)
  expect(made.text).toContain('LinearScheduler = class ')
  // A scheduler that is not used goes too, though its name stays in the table of the module's numbers.
  expect(made.text).not.toMatch(/LambdaLR|setWarningHandler|StepScheduler = class |first-batch-at-zero/)
})

test('the configuration reader brings its own packages, and no command line', async () => {
  const text = `import { readConfig } from 'scale-schedule/config'\nconsole.log(readConfig)`
  const packages = new Set((await bundle('config', text)).inputs.map((file) => file.split('/')[0]))
  expect([...packages].sort()).toEqual(['scale-schedule', 'yaml'])
})

test('charts bring no package and no command line', async () => {
  const text = `import { plot } from 'scale-schedule/plot'\nconsole.log(plot([1, 2]).svg)`
  const { inputs } = await bundle('plot', text)
  expect(new Set(inputs.map((file) => file.split('/')[0]))).toEqual(new Set(['scale-schedule']))
  expect(inputs.filter((file) => /cli|sweep|config/.test(file))).toEqual([])
})

test.each(['scale-schedule', 'scale-schedule/wasm', 'scale-schedule/bundler'])(
  'an import of %s that is not used leaves nothing',
  async (entry) => {
    const text = `import { LinearScheduler } from '${entry}'\nconsole.log('nothing of it')\n`
    expect((await bundle(`none-${entry.replace('/', '-')}`, text)).text.trim()).toMatch(
      /^\/\/ .*\nconsole\.log\("nothing of it"\);$/,
    )
  },
)
