/**
 * What users install: the packed tarball, in an empty project, imported, type-checked, and run as a command.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'

const run = promisify(execFile)
const npm = (args: string[], cwd: string) => run('npm', args, { cwd, shell: process.platform === 'win32' })
const bin = (name: string) => path.join(ROOT, 'node_modules/.bin', name)

let folder: string
let project: string
let tarball: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scale-schedule-'))
  project = path.join(folder, 'project')
  await mkdir(project)
  // The tests run on a build already; packing must not build again beneath the other files.
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT)
  tarball = path.join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz'))!)
  await writeFile(path.join(project, 'package.json'), '{ "name": "project", "private": true, "type": "module" }')
  await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], project)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a file of the project with Node. */
async function node(name: string, text: string): Promise<string> {
  await writeFile(path.join(project, name), text)
  return (await run(process.execPath, [name], { cwd: project })).stdout.trim()
}

test('it imports as an ES module', async () => {
  const text = `import { CosineAnnealingScheduler, TrainingRun } from 'scale-schedule'
    const run = new TrainingRun({ maxDuration: '100ba' })
    console.log(new CosineAnnealingScheduler().resolve(run).fill({ from: 50, count: 1 })[0])`
  expect(await node('esm.js', text)).toBe('0.5')
})

test('its presets evaluate with its core', async () => {
  const text = `import { evaluate } from 'scale-schedule'
    import { preset } from 'scale-schedule/presets'
    const { schedulers, run, baseLr } = preset('mpt-7b')
    console.log(evaluate(schedulers, run, { at: [100], baseLr })[0])`
  expect(await node('presets.js', text)).toBe('0.00012')
})

test('it is required from CommonJS through Node itself', async () => {
  const text = `const { LinearScheduler, TrainingRun } = require('scale-schedule')
    const run = new TrainingRun({ maxDuration: '100ba' })
    console.log(new LinearScheduler().resolve(run).fill({ from: 25, count: 1 })[0])`
  expect(await node('cjs.cjs', text)).toBe('0.75')
})

test('it runs in a worker thread, and a curve goes there as JSON', async () => {
  const text = `import { isMainThread, Worker, workerData, parentPort } from 'node:worker_threads'
    import { Curve, LinearScheduler, TrainingRun } from 'scale-schedule'
    if (isMainThread) {
      const curve = new LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' }))
      const worker = new Worker(new URL(import.meta.url), { workerData: curve.toJSON() })
      worker.on('message', (values) => console.log(Array.from(values).join()))
    } else parentPort.postMessage(Curve.fromJSON(workerData).fill())`
  expect(await node('worker.js', text)).toBe('1,0.75,0.5,0.25')
})

test('a consumer type-checks in strict mode, and a misspelt time does not compile', async () => {
  const text = `import { type ComposerScheduler, compileComposerScheduler, evaluate, LinearScheduler, type State, Timestamp, TrainingRun } from 'scale-schedule'
    const milestones = ['10ep', '0.5dur'] as const
    const halve: ComposerScheduler = (state: State) => (state.timestamp.epoch < 10 ? 1 : 0.5)
    const line = new LinearScheduler({ tMax: milestones[1] })
    const state: State = { timestamp: new Timestamp(), maxDuration: '20ep', dataloaderLen: 5, optimizers: [{ paramGroups: [{ lr: 1 }] }] }
    const lrs: number[] = compileComposerScheduler([line, halve], state).getLastLr()
    const values: Float32Array = evaluate(line, new TrainingRun({ maxDuration: '9ba' }), { out: new Float32Array(9) })
    // @ts-expect-error: no unit is called bs
    new LinearScheduler({ tMax: '10bs' })
    // @ts-expect-error: a plain number has no unit
    new LinearScheduler({ tMax: 10 })
    console.log(lrs, values, line(state))\n`
  await writeFile(path.join(project, 'consumer.ts'), text)
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2022', 'dom'],
    types: [],
  }
  const config = { compilerOptions: options, files: ['consumer.ts'] }
  await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify(config))
  const tsc = run(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project])
  expect((await tsc.catch((error: { stdout: string }) => error)).stdout).toBe('')
})

test('it writes a sweep in Parquet, in threads, and reads it back', async () => {
  const text = `import { readSweep, sweep } from 'scale-schedule/sweep'
    const base = { max_duration: '9ba', scheduler: 'linear', lr: 0.5 }
    for await (const _ of sweep({ base, keep: 'all' }, { store: 'swept', workers: 2 }));
    const { lr } = await (await readSweep('swept')).curve(0)
    console.log(lr.length, lr[0])`
  expect(await node('sweep.js', text)).toBe('9 0.5')
})

test('its command runs', async () => {
  const { stdout } = await run(path.join(project, 'node_modules/.bin/scale-schedule'), ['--version'])
  const manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'))
  expect(stdout.trim()).toBe(manifest.version)
})

test('attw and publint find nothing wrong', async () => {
  // Each exits with another code than 0, which rejects, when it finds anything.
  // The file of the module has no types: it is served, or read as bytes.
  const options = ['--profile', 'esm-only', '--no-emoji', '--exclude-entrypoints', 'core.wasm']
  const types = await run(bin('attw'), [tarball, ...options], { cwd: ROOT })
  expect(types.stdout).toContain('OK (ESM)')
  const lint = await run(bin('publint'), ['run', tarball, '--strict'], { cwd: ROOT })
  expect(lint.stdout).toContain('All good!')
})

test('it holds what it needs and nothing else', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball])
  const files = stdout.trim().split('\n')
  const expected =
    /^package\/(package\.json|(README|CHANGELOG|SECURITY|THIRD-PARTY-LICENSES)\.md|LICENSE|examples\/(?:(?:cluster|run)\/)?[\w-]+\.(?:yaml|json|csv|sh)|schema\/(sweep|scheduler)\.schema\.json|dist\/.*\.(js|d\.ts)|dist\/(wasm\/core_bg|sweep\/tables)\.wasm)$/
  expect(files.filter((file) => !expected.test(file))).toEqual([])
  expect(files).toContain('package/dist/chunks/core.js')
  expect(files).toEqual(
    expect.arrayContaining(['package/LICENSE', 'package/CHANGELOG.md', 'package/examples/mpt-7b.yaml']),
  )
})

test('who does not spread sweeps installs nothing for it', async () => {
  const manifest = JSON.parse(await readFile(path.join(project, 'node_modules/scale-schedule/package.json'), 'utf8'))
  expect(Object.keys(manifest.dependencies)).toEqual([
    'cli-progress',
    'commander',
    'hyparquet',
    'piscina',
    'smol-toml',
    'yaml',
  ])
  const peers = Object.keys(manifest.peerDependencies)
  expect(peers).toEqual(expect.arrayContaining(['@aws-sdk/client-s3', 'bullmq', 'ioredis', 'prom-client']))
  expect(Object.entries(manifest.peerDependenciesMeta)).toEqual(peers.map((name) => [name, { optional: true }]))
  for (const name of ['@aws-sdk/client-s3', 'bullmq', 'ioredis', 'prom-client']) {
    expect(existsSync(path.join(project, 'node_modules', name))).toBe(false)
  }
  // Each is told of in a line, with the one command that installs all that are missing.
  const failed = await run(path.join(project, 'node_modules/.bin/scale-schedule'), [
    ...['worker', '--queue', 'redis://127.0.0.1:1', '--store', 's3://bucket/x', '--metrics', '9464'],
  ]).catch((error: { code: number; stderr: string }) => error)
  expect(failed).toMatchObject({
    code: 3,
    stderr:
      'scale-schedule: A sweep on a queue needs the optional packages bullmq, ioredis, @aws-sdk/client-s3 and prom-client; found none that are installed. Run: npm install bullmq@6 ioredis@6 @aws-sdk/client-s3@3 prom-client@15\n',
  })
})
