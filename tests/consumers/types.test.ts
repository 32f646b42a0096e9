/**
 * The types of the entries for consumers: with the two resolutions of today, with and without the types of browsers.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { write } from './project.js'

const COMMON = `import { LinearScheduler, MultiStepScheduler, ScaleScheduleError, type State, Timestamp, TrainingRun } from 'scale-schedule'
import { ConfigError } from 'scale-schedule/config'
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
// @ts-expect-error: a scheduler takes no wall-clock time
new LinearScheduler({ tMax: '10sec' })
// @ts-expect-error: nor does any of its milestones
new MultiStepScheduler({ milestones: ['1ep', '10sec'] })
// @ts-expect-error: the length of a run is no part of it
new TrainingRun({ maxDuration: '0.5dur' })
const run = new TrainingRun({ maxDuration: '10sec' })
const state: State = { timestamp: new Timestamp(), maxDuration: '4ba' }
const phase: 'warmup' | 'hold' | 'linear' | 'error' | undefined = new LinearScheduler().resolve(run).phases().map(({ name }) => name)
  .find((name) => name === 'warmup' || name === 'hold' || name === 'linear' || name === 'error')
// @ts-expect-error: no phase is called so
new LinearScheduler().resolve(run).phases()[0]?.name === 'ramp'
function timeOf(error: unknown): string {
  if (SchedulerError.is(error, 'no-dataloader-len')) return error.details.time.toString()
  // @ts-expect-error: only of some codes is there a time
  if (SchedulerError.is(error)) return error.details.time.toString()
  if (ConfigError.prototype instanceof ScaleScheduleError && error instanceof ScaleScheduleError) return error.message
  return ''
}
export { phase, state, timeOf }
export { inputs, loading, SchedulerError, same, values }
`
// A sweep's options have an AbortSignal, which the types of Node and of browsers know.
const BROWSER = `import { plot } from 'scale-schedule/plot'
import { sweep } from 'scale-schedule/sweep'
${COMMON}
// @ts-expect-error: a specification is not any object
const notASpec: Parameters<typeof sweep>[0] = { bases: 5 }
const svg: string = plot(new LinearScheduler(), { run: new TrainingRun({ maxDuration: '4ba' }) }).svg
// @ts-expect-error: no chart is made as that
plot([1, 2], { format: 'pdf' })
export { notASpec, svg }
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
