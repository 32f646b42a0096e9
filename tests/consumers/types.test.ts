/**
 * The types of the entries for consumers: with the two resolutions of today, with and without the types of browsers.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { write } from './project.js'

const COMMON = `import { LinearScheduler, TrainingRun } from 'scale-schedule'
import * as linked from 'scale-schedule/bundler'
import { init, initSync, SchedulerError, type InitInput } from 'scale-schedule/wasm'
const values: Float64Array = new linked.LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' })).fill()
const same: linked.LinearScheduler = new LinearScheduler()
const loading: Promise<void> = init({ module_or_path: '/core.wasm' })
const inputs: InitInput[] = ['/core.wasm', new Uint8Array(8), new ArrayBuffer(8)]
initSync({ module: new Uint8Array(8) })
// @ts-expect-error: it has to be told from where
init()
// @ts-expect-error: a number is no address
init({ module_or_path: 5 })
// @ts-expect-error: an address takes time
initSync({ module: '/core.wasm' })
// @ts-expect-error: no time has this unit, in any entry
new linked.LinearScheduler({ tMax: '10bs' })
export { inputs, loading, SchedulerError, same, values }
`
const BROWSER = `${COMMON}
init({ module_or_path: new URL('/core.wasm', location.href) })
init({ module_or_path: fetch('/core.wasm') })
init({ module_or_path: new Request('/core.wasm') })
initSync({ module: new WebAssembly.Module(new Uint8Array(8)) })
`

test.each([
  ['nodenext', ['es2022'], COMMON],
  ['nodenext', ['es2022', 'dom'], BROWSER],
  ['bundler', ['es2022', 'dom'], BROWSER],
] as const)('%s with %j', async (resolution, lib, text) => {
  const module = resolution === 'bundler' ? 'esnext' : resolution
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module,
    moduleResolution: resolution,
    lib,
    types: [],
  }
  const folder = await write(`types-${resolution}-${lib.length}`, {
    'consumer.ts': text,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
  })
  const tsc = promisify(execFile)(process.execPath, [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder])
  expect((await tsc.catch((error: { stdout: string }) => error)).stdout).toBe('')
})
