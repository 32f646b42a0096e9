/**
 * What the tests of `sweep` and `search` share: specifications, and what is in a folder.
 */
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LONG as SHORTER } from '../package/sweep/spec.js'
import { file, folder, start } from './command.js'

export const SMALL = {
  name: 'mpt-family',
  base: {
    max_duration: '4800ba',
    scheduler: { name: 'cosine_with_warmup', t_warmup: '100ba', alpha_f: 0.1 },
    optimizer: { lr: 6e-4 },
  },
  grid: { t_warmup: ['50ba', '100ba', '0.1dur'], lr: { logspace: [1e-5, 1e-2, 7] } },
  keep: { every: 100, first: 50 },
}

/** Some seconds of parts to be stopped in. */
export const LONG = { ...SHORTER, grid: { t_warmup: { range: ['100ba', '6000ba', '100ba'] as const } } }

/** A specification as a file of the test's own folder. */
export const specFile = (spec: object, name = 'spec.json'): string => path.basename(file(name, JSON.stringify(spec)))

/** All files of a sweep with their bytes, temporaries too. */
export function filesOf(name: string): Record<string, string> {
  const bytes = (found: string) => readFileSync(path.join(folder, name, found)).toString('base64')
  return Object.fromEntries(namesOf(name).map((found) => [found, bytes(found)]))
}

/** The names of all files of a sweep, which may be running: temporaries come and go. */
function namesOf(name: string): string[] {
  const root = path.join(folder, name)
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort()
}

/** How many parts of a sweep are complete. */
export const partsOf = (name: string): number =>
  namesOf(name).filter((found) => /part-\d+\.\w+\.json$/.test(found)).length

/** Runs the command line, and signals it once `when` holds; again a moment later for each further signal. */
export async function interrupted(args: string[], signals: NodeJS.Signals[], when: (stderr: string) => boolean) {
  const child = start(args)
  const closed = once(child, 'close')
  let [stdout, stderr, at] = ['', '', 0]
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const timer = setInterval(() => {
    if (!when(stderr) && at === 0) return
    if (at === 0) at = performance.now()
    const signal = signals.shift()
    if (signal !== undefined) child.kill(signal)
  }, 10)
  const [code, signal] = (await closed) as [number | null, string | null]
  clearInterval(timer)
  return { code, signal, stdout, stderr, milliseconds: performance.now() - at }
}
