/**
 * The built command line, run in a folder that each test has for itself.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { CosineAnnealingWithWarmupScheduler, TrainingRun } from 'scale-schedule'
import { afterAll, beforeEach } from 'vitest'
import { DIST } from '../helpers/dist.js'

export const MPT = fileURLToPath(new URL('../../examples/mpt-7b.yaml', import.meta.url))
export const RESNET = fileURLToPath(new URL('../../examples/resnet50-two-schedulers.yaml', import.meta.url))
export const LINUX = process.platform === 'linux'

/** What MPT is. */
export const mptRun = new TrainingRun({ maxDuration: '63900ba' })
export const mpt = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })

const root = mkdtempSync(path.join(tmpdir(), 'scale-schedule-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let made = 0

/** The present test's folder. */
export let folder = ''
beforeEach(() => {
  folder = path.join(root, String(made++))
  mkdirSync(folder)
})

/** A file in the test's own folder. */
export function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

export type Stdout = 'pipe' | number

/** Starts the command line. */
export const start = (args: string[], stdout: Stdout = 'pipe', env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [path.join(DIST, 'cli/main.js'), ...args], {
    cwd: folder,
    stdio: ['pipe', stdout, 'pipe'],
    env: { ...process.env, NO_UNICODE: '', LC_ALL: 'C.UTF-8', ...env },
  })

/** Runs the command line to its end. */
export async function cli(args: string[], { input = '', stdout = 'pipe' as Stdout, env = {} } = {}) {
  const child = start(args, stdout, env)
  const taken = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      taken[name] += text
    })
  }
  child.stdin!.on('error', () => {}).end(input)
  const [code] = await once(child, 'close')
  return { code: code as number, ...taken }
}

/** Runs `curve`. */
export const curve = (...args: string[]) => cli(['curve', ...args])

/** What a failed command leaves. */
export const failure = (code: number, line: string) => ({ code, stdout: '', stderr: `scale-schedule: ${line}\n` })
