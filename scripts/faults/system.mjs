// Faults of the system: the process is killed before each call that changes files, or the call fails.
import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { callsOf, faultAt } from './library.mjs'
import { judge, settle } from './settle.mjs'
import { run } from './sweep.mjs'

const ERRORS = { EIO: 5, ENOSPC: 28, EPERM: 1 }

/** What is there before the run that faults happen to. */
const STARTS = {
  'a fresh run': () => {},
  'a run that mends': (folder, whole) => {
    cpSync(whole, folder, { recursive: true })
    truncateSync(path.join(folder, 'curves/part-00000.csv'), 1000)
    writeFileSync(path.join(folder, 'configurations/part-00000.csv.json'), '{')
    writeFileSync(path.join(folder, 'manifest.json'), '{}')
  },
}

/** All cases, each with its kind, its name and a function that gives what is wrong or null. */
export async function systemCases({ root, spec, whole, expected, library }) {
  const cases = []
  for (const [start, prepare] of Object.entries(STARTS)) {
    const counted = path.join(root, `counted-${cases.length}`)
    prepare(counted, whole)
    const calls = await callsOf(library, spec, counted)
    for (const [index, { call }] of calls.entries()) {
      const actions = { kill: 'kill', ...ERRORS, ...(call === 'write' ? { short: 'short' } : {}) }
      for (const [action, value] of Object.entries(actions)) {
        const act = async (folder) => {
          prepare(folder, whole)
          const ended = await run(spec, folder, { env: faultAt(library, folder, index, value) })
          if (action === 'kill' && ended.signal !== 'SIGKILL') return `it was not killed: ${ended.stderr}`
          if (action === 'short' && ended.code !== 0) return `a short write is no failure: ${ended.stderr}`
          return judge(ended, folder, expected) ?? (await settle(spec, folder, expected))
        }
        cases.push({
          kind: `${start}: ${action}`,
          call,
          name: `${start}: ${action} at call ${index + 1}, ${call}`,
          act,
        })
      }
    }
    rmSync(counted, { recursive: true })
  }
  return cases
}
