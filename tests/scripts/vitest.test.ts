/** Test files whose process dies or hangs are named, count as failures, and take no other file with them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVitest } from '../../scripts/testing/vitest.mjs'
import { ROOT } from '../helpers/examples.js'
import { newFolder } from '../helpers/folders.js'

const FILES = {
  good: "test('is good', () => {})",
  wrong: "test('is wrong', () => { throw new Error('wrong') })",
  broken: "throw new Error('broken'); test('is never there', () => {})",
  'loops-in-a-test': "test('loops', () => { for (;;); })",
  'loops-when-loaded': "for (;;); test('is never there', () => {})",
  aborts: "test('aborts', () => process.abort())",
  exits: "test('exits', () => process.exit(0))",
  'is-killed': "test('is killed', () => { process.kill(process.pid, 'SIGKILL'); for (;;); })",
  'fills-memory':
    "test('fills memory', () => { const kept = []; for (;;) kept.push(new Array(1e7).fill(kept.length)) })",
}

// Within the repository, so that they find vitest.
const folders: string[] = []
let found: Awaited<ReturnType<typeof runVitest>>

/** Runs files of the given texts, as the projects of this repository run. */
async function run(files: Record<string, string>, env: Record<string, string>, ...reporters: string[]) {
  mkdirSync(path.join(ROOT, '.build'), { recursive: true })
  const made = mkdtempSync(path.join(ROOT, '.build/made-'))
  folders.push(made)
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(made, `${name}.test.ts`), `import { test } from 'vitest'\n${text}\n`)
  }
  const settings = {
    root: ROOT,
    test: {
      name: 'made',
      include: [`${made}/*.test.ts`],
      pool: 'forks',
      maxWorkers: 2,
      execArgv: ['--max-old-space-size=100'],
      setupFiles: [path.join(ROOT, 'tests/helpers/worker.ts')],
      reporters: [path.join(ROOT, 'scripts/testing/reporter.mjs'), ...reporters],
    },
  }
  const config = path.join(made, 'vitest.config.mjs')
  writeFileSync(config, `export default ${JSON.stringify(settings)}`)
  return runVitest(['--config', config], { env, show: false })
}

const short = (file: string) => path.basename(file, '.test.ts')

beforeAll(async () => {
  found = await run(FILES, { FILE_LIMIT: '10' })
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('of files of every kind', () => {
  test('those that die or hang are named with the reason', () => {
    const died = /^was never reported: its process died$/
    const hung = /^did not end within 10 s \(FILE_LIMIT\), so its process was ended$/
    expect(Object.fromEntries(found.lost.map(({ file, why }) => [short(file), why]))).toEqual({
      'loops-in-a-test': expect.stringMatching(hung),
      'loops-when-loaded': expect.stringMatching(hung),
      aborts: expect.stringMatching(died),
      'is-killed': expect.stringMatching(died),
      'fills-memory': expect.stringMatching(died),
    })
    for (const { file, why } of found.lost) expect(found.text).toContain(`FAIL ${file} ${why}`)
  })

  test('those that fail are told with their tests', () => {
    expect(Object.fromEntries(found.failures.map(({ file, test }) => [short(file), test]))).toEqual({
      wrong: 'is wrong',
      broken: '(the file itself)',
      exits: 'exits',
    })
  })

  test('each counts as a failure, and the others pass', () => {
    expect([found.passed, found.failed]).toEqual([1, 8])
    expect(found.code).not.toBe(0)
  })
})

test('where vitest itself ends early, all that was planned is named', async () => {
  // A reporter runs in vitest's own process.
  const end = path.join(newFolder(), 'end.mjs')
  writeFileSync(end, 'export default class { onTestModuleEnd() { process.kill(process.pid, "SIGKILL") } }')
  const files = { first: "test('is good', () => {})", second: "test('waits', () => new Promise(() => {}))" }
  const early = await run(files, { FILE_LIMIT: '60' }, end)
  expect(early.passed + early.failed).toBe(2)
  expect(early.lost.map(({ file }) => short(file))).toContain('second')
  expect(early.lost[0]!.why).toBe('was never reported: vitest itself did not end well')
})
