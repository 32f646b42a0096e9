// The library that is preloaded to make one system call fail: built, asked for the calls, and set up.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './sweep.mjs'

/** Builds it; its path. */
export function buildLibrary(folder) {
  const library = path.join(folder, 'inject.so')
  const source = fileURLToPath(new URL('inject.c', import.meta.url))
  const args = ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, source, '-ldl']
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The library that makes system calls fail can't be built: ${stderr}`)
  return library
}

/** Variables for one thread that touches files, so that calls have an order. */
const preloaded = (library, folder) => ({ LD_PRELOAD: library, UV_THREADPOOL_SIZE: '1', FAULT_ROOT: folder })

/** Variables that do something at the call with this index. */
export const faultAt = (library, folder, index, action) => ({
  ...preloaded(library, folder),
  FAULT_AT: String(index + 1),
  FAULT_DO: String(action),
})

/** The calls of a run that change files, in order, each with its path where it has one. */
export async function callsOf(library, spec, folder) {
  const log = `${folder}.calls`
  const { code, stderr } = await run(spec, folder, { env: { ...preloaded(library, folder), FAULT_LOG: log } })
  if (code !== 0) throw new Error(`The sweep under the library ended with ${code}: ${stderr}`)
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  return lines.map((line) => ({ call: line.split(' ')[0], path: line.slice(line.indexOf(' ') + 1) }))
}
