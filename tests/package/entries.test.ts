/**
 * The three entries beside each other: the same API and numbers; how `./wasm` is loaded, and what loading refuses.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import * as core from 'scale-schedule'
import type * as Loaded from 'scale-schedule/wasm'
import { describe, expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { errorFrom } from '../helpers/message.js'

type Api = typeof core
type Input = Parameters<typeof Loaded.init>[0]['module_or_path']

const bytes = new Uint8Array(readFileSync(path.join(DIST, 'wasm/core_bg.wasm')))
const compiled = new WebAssembly.Module(bytes)
const address = `data:application/wasm;base64,${Buffer.from(bytes).toString('base64')}`
const answer = (type: string) => new Response(bytes, { headers: { 'content-type': type } })
// A module that is none of ours: the header alone.
const empty = bytes.slice(0, 8)

let copies = 0
/** A copy of the entry that has loaded nothing yet. */
const fresh = () => import(/* @vite-ignore */ `${DIST}/entries/wasm.js?${copies++}`) as Promise<typeof Loaded>

/** The multiplier of a cosine in the middle of a run. */
function middle({ CosineAnnealingScheduler, TrainingRun }: Api): number {
  return new CosineAnnealingScheduler().resolve(new TrainingRun({ maxDuration: '100ba' })).fill({ from: 50 })[0]!
}

async function rejection(promise: Promise<unknown>): Promise<core.SchedulerError> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(core.SchedulerError.is(error)).toBe(true)
  return error as core.SchedulerError
}

describe('./wasm', () => {
  test.each<[string, () => Input]>([
    ['an address', () => address],
    ['a URL', () => new URL(address)],
    ['a Request', () => new Request(address)],
    ['a Response', () => answer('application/wasm')],
    ['a Response without the type', () => answer('application/octet-stream')],
    ['a promise of a Response', () => fetch(address)],
    ['an ArrayBuffer', () => bytes.slice().buffer],
    ['a typed array', () => bytes],
    ['a part of a buffer', () => new DataView(Uint8Array.from([1, 2, ...bytes, 3]).buffer, 2, bytes.length)],
    ['a compiled module', () => compiled],
  ])('init takes %s', async (_, input) => {
    const api = await fresh()
    await api.init({ module_or_path: input() })
    expect(middle(api)).toBe(0.5)
  })

  test.each<[string, Parameters<typeof Loaded.initSync>[0]['module']]>([
    ['bytes', bytes],
    ['a compiled module', compiled],
  ])('initSync takes %s', async (_, module) => {
    const api = await fresh()
    api.initSync({ module })
    expect(middle(api)).toBe(0.5)
  })

  test('a call before is an error with the cure, and computes nothing', async () => {
    const api = await fresh()
    const error = errorFrom(() => middle(api)) as core.SchedulerError
    expect(error).toBeInstanceOf(api.SchedulerError)
    expect(error.code).toBe('wasm-load')
    expect(error.message).toContain(
      'found a call before init. Await init({ module_or_path }) or call initSync({ module }) first',
    )
    await api.init({ module_or_path: bytes })
    expect(middle(api)).toBe(0.5)
  })

  test('calls at the same time share one promise, and later ones do nothing', async () => {
    const api = await fresh()
    const first = api.init({ module_or_path: answer('application/wasm') })
    expect(api.init({ module_or_path: 'http://localhost:1/never-asked' })).toBe(first)
    await first
    await api.init({ module_or_path: empty })
    api.initSync({ module: empty })
    expect(middle(api)).toBe(0.5)
  })

  test('initSync may overtake init', async () => {
    const api = await fresh()
    const loading = api.init({ module_or_path: fetch(address) })
    api.initSync({ module: compiled })
    expect(middle(api)).toBe(0.5)
    await loading
    expect(middle(api)).toBe(0.5)
  })

  test('what fails says why, and can be repeated', async () => {
    const api = await fresh()
    const failing: [() => Input, code: string, found: RegExp][] = [
      [() => new Response('gone', { status: 404 }), 'wasm-load', /found Error: status 404 from a Response\./],
      [() => new Response('<html>'), 'wasm-load', /found CompileError: /],
      [() => 'no address', 'wasm-load', /found TypeError: .*no address/],
      [() => Promise.reject(new Error('offline')), 'wasm-load', /found Error: offline\./],
      [() => empty, 'wasm-load', /found Error: a module without __wbindgen_start\./],
      [() => undefined as never, 'bad-type', /^module_or_path must be .*; found undefined\./],
    ]
    for (const [input, code, found] of failing) {
      const error = await rejection(api.init({ module_or_path: input() }))
      expect([error.code, error.message]).toEqual([code, expect.stringMatching(found)])
      expect(error.cause === undefined).toBe(code === 'bad-type')
    }
    expect((await rejection((api.init as () => Promise<void>)())).code).toBe('bad-type')
    expect(errorFrom(() => api.initSync({ module: empty }))).toMatchObject({ code: 'wasm-load' })
    expect(errorFrom(() => api.initSync({ module: address as never }))).toMatchObject({ code: 'bad-type' })
    expect(errorFrom(() => middle(api))).toMatchObject({ details: { found: 'a call before init' } })
    await api.init({ module_or_path: bytes })
    expect(middle(api)).toBe(0.5)
  })
})

test('the entries export the same, but for what loads ./wasm', async () => {
  const { stdout } = await inNode(`console.log(Object.keys(await import('${DIST}/entries/bundler.js')).join())`)
  expect(stdout.trim().split(',')).toEqual(Object.keys(core).sort())
  expect(Object.keys(await fresh()).sort()).toEqual([...Object.keys(core), 'init', 'initSync'].sort())
})

test('what bundlers link has what the module imports', async () => {
  const given = (await import(/* @vite-ignore */ `${DIST}/wasm/core_bg.js`)) as Record<string, unknown>
  const asked = WebAssembly.Module.imports(compiled)
  expect(asked.map(({ module, name, kind }) => [module, typeof given[name], kind])).toEqual(
    asked.map(() => ['./core_bg.js', 'function', 'function']),
  )
})

test('objects of one entry work in another', async () => {
  const api = await fresh()
  api.initSync({ module: compiled })
  const run = new core.TrainingRun({ maxDuration: '4ba' })
  const both = [new core.LinearScheduler(), new api.LinearScheduler()]
  expect(Array.from(core.evaluate(both, run))).toEqual([1, 0.5625, 0.25, 0.0625])
  expect(Array.from(api.evaluate(both, run))).toEqual([1, 0.5625, 0.25, 0.0625])
  const error = errorFrom(() => new api.Time(1.5, 'ba'))
  expect(core.SchedulerError.is(error)).toBe(true)
})

/** Runs a module in a Node that links WebAssembly as ES modules. */
const inNode = (text: string) =>
  promisify(execFile)(process.execPath, ['--experimental-wasm-modules', '--input-type=module', '-e', text])

test.each(['index.js', 'entries/wasm.js'])('importing %s does nothing, not even with WebAssembly', async (file) => {
  const { stdout } = await inNode(`
    const names = () => Object.getOwnPropertyNames(globalThis).join()
    for (const name of ['WebAssembly', 'fetch', 'Response', 'URL', 'Buffer']) delete globalThis[name]
    const before = names()
    const { LinearScheduler, SchedulerError, TrainingRun } = await import('${DIST}/${file}')
    const run = new TrainingRun({ maxDuration: '4ba' })
    const scheduler = new LinearScheduler()
    console.log(names() === before)
    try { scheduler.resolve(run) } catch (error) { console.log(SchedulerError.is(error), error.message) }`)
  expect(stdout).toMatch(/^true\ntrue The WebAssembly must be loaded; found .*\. [A-Z].*\.\n$/)
})

test('importing ./bundler starts nothing: the linked module is started at the first use', async () => {
  const { stdout } = await inNode(`
    const { LinearScheduler, TrainingRun } = await import('${DIST}/entries/bundler.js')
    const { __wbindgen_externrefs: table } = await import('${DIST}/wasm/core_bg.wasm')
    const scheduler = new LinearScheduler()
    console.log(table.get(1026) === true)
    scheduler.resolve(new TrainingRun({ maxDuration: '4ba' }))
    console.log(table.get(1026) === true)`)
  expect(stdout).toBe('false\ntrue\n')
})

describe('the outputs of ./bundler', () => {
  /** What a program sees whose server answers the file in a certain way: a line of JSON for each thing that it logs. */
  async function served(answer: string): Promise<unknown[]> {
    const { stdout, stderr } = await inNode(`
      const { allocateOutput, LinearScheduler, TrainingRun } = await import('${DIST}/entries/bundler.js')
      const { readFileSync } = await import('node:fs')
      const bytes = readFileSync('${DIST}/wasm/core_bg.wasm')
      const respond = (body, type, status = 200) => new Response(body, { status, headers: { 'content-type': type } })
      const log = (value) => console.log(JSON.stringify(value))
      const turn = () => new Promise((done) => setTimeout(done, 1))
      process.on('unhandledRejection', (error) => log(String(error)))
      let asked = 0
      // As on a page, where the file has the address of a server.
      globalThis.URL = class extends URL { get protocol() { return 'https:' } }
      globalThis.fetch = async () => { asked++; return (${answer}) }
      const curve = new LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' }))
      curve.fill()
      await turn()
      log(asked)
      const isOwn = () => allocateOutput(4).byteOffset > 0
      log(isOwn())
      for (let tries = 0; tries < ${answer.includes('bytes,') ? 10_000 : 50} && !isOwn(); tries++) await turn()
      log(isOwn())
      log(asked)
      log(Array.from(curve.fill({ out: allocateOutput(4) })))`)
    expect(stderr).not.toMatch(/Error/)
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const values = [1, 0.75, 0.5, 0.25]

  test.each(["respond(bytes, 'application/wasm')", "respond(bytes, 'text/plain')"])(
    'are an instance once the file is compiled, which begins with the first of them: %s',
    async (answer) => expect(await served(answer)).toEqual([0, false, true, 1, values]),
  )

  test.each([
    "respond('gone', 'text/plain', 404)",
    "respond('<!doctype html>', 'text/html')",
    "respond('<!doctype html>', 'application/wasm')",
    "respond(bytes.subarray(0, 8), 'application/wasm')",
    "Promise.reject(new TypeError('refused'))",
    'undefined',
  ])('stay ordinary arrays without a word where it can not be had: %s', async (answer) =>
    expect(await served(answer)).toEqual([0, false, false, 1, values]),
  )

  test('stay ordinary arrays in Node, which asks nobody for the file', async () => {
    const { stdout, stderr } = await inNode(`
      globalThis.fetch = async () => console.log('asked')
      const { allocateOutput } = await import('${DIST}/entries/bundler.js')
      allocateOutput(4)
      await new Promise((done) => setTimeout(done, 50))
      console.log(allocateOutput(4).byteOffset)`)
    expect(stdout).toBe('0\n')
    expect(stderr).not.toMatch(/Error/)
  })
})
