/** `verify`: what it tells, its exit codes, and what it mends. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cli, failure, folder, LINUX, start } from './command.js'
import { filesOf, LONG, SMALL, specFile } from './sweep-command.js'

const at = (name: string) => path.join(folder, 'out', name)
const run = (...args: string[]) => cli(['sweep', specFile(SMALL), '-o', 'out', '--quiet', '--workers', '0', ...args])
const verify = (...args: string[]) => cli(['verify', 'out', '--workers', '0', ...args])
const PART = 'curves/part-00000.parquet'

test('a whole sweep', async () => {
  expect(await run()).toEqual({ code: 0, stdout: '', stderr: '' })
  const { code, stdout, stderr } = await verify()
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    /^folder {10}out\nplan {12}[0-9a-f]{64}\nparts {11}2 of 2 were whole\ncomputed anew {3}2 of 2 parts\nfaults {10}none\n$/,
  )
})

test('a line for each fault, which the printed cure mends', async () => {
  await run()
  const undisturbed = filesOf('out')
  truncateSync(at(PART), 100)
  appendFileSync(at('configurations/part-00000.parquet.json'), ' ')
  const { code, stdout } = await verify()
  expect(code).toBe(1)
  const [first, second] = stdout.split('\n')
  expect(first).toBe(
    'A sidecar is written down in one way only; found another in configurations/part-00000.parquet.json. Delete configurations/part-00000.parquet.json and run again.',
  )
  expect(second).toMatch(
    /^The part curves\/part-00000\.parquet has \d+ bytes with SHA-256 [0-9a-f]{12} by its sidecar; found 100 bytes with [0-9a-f]{12}\. Delete curves\/part-00000\.parquet and curves\/part-00000\.parquet\.json and run again\.$/,
  )
  expect(stdout).toContain('faults          2, of which 2 are left\n')
  for (const [, one, other] of stdout.matchAll(/ Delete (\S+)(?: and (\S+))? and run again\.$/gm)) {
    for (const name of [one, other]) if (name !== undefined) unlinkSync(at(name))
  }
  await run()
  expect(filesOf('out')).toEqual(undisturbed)
})

test('--repair', async () => {
  await run()
  const undisturbed = filesOf('out')
  truncateSync(at(PART), 100)
  unlinkSync(at('plan.json'))
  const { code, stdout } = await verify('--repair', '--deep')
  expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'faults          2, of which none is left'])
  expect(filesOf('out')).toEqual(undisturbed)
})

test('--json tells events, and the exit code what is left', async () => {
  await run()
  truncateSync(at(PART), 100)
  writeFileSync(at('curves/part-00001.parquet'), '')
  const { code, stdout } = await verify('--json', '--repair')
  expect(code).toBe(1)
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events).toEqual([
    { event: 'fault', name: PART, code: 'store-corrupt', found: expect.any(String), cure: expect.any(String) },
    {
      event: 'fault',
      name: 'curves/part-00001.parquet',
      code: 'store-conflict',
      found: "A sweep's folders have the files of its plan alone; found curves/part-00001.parquet.",
      cure: 'Move it out of the way.',
    },
    {
      event: 'done',
      folder: 'out',
      plan: expect.stringMatching(/^[0-9a-f]{64}$/),
      finished: true,
      parts: 2,
      whole: 1,
      recomputed: 1,
      by: null,
      faults: 2,
      repaired: 1,
    },
  ])
})

test('where there is no sweep, and for wrong usage', async () => {
  expect(await verify()).toEqual(
    failure(3, 'A sweep has a plan.json or a manifest.json; found neither in out. Check the path.'),
  )
  const { code, stdout } = await verify('--json')
  expect([code, JSON.parse(stdout)]).toMatchObject([3, { event: 'error', exitCode: 3, code: 'not-finished' }])
  expect((await cli(['verify'])).code).toBe(2)
  expect((await cli(['verify', 'out', '--deeply'])).code).toBe(2)
})

test('a reader of the output that goes away changes no exit code', async () => {
  await run()
  truncateSync(at(PART), 100)
  const child = start(['verify', 'out', '--workers', '0'])
  child.stdout!.destroy()
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
})

test('Ctrl-C ends it', async () => {
  const spec = specFile(LONG)
  await cli(['sweep', spec, '-o', 'out', '--quiet'])
  // What is told of the first part says that the work on the others has begun.
  truncateSync(at('configurations/part-00000.parquet'), 100)
  const child = start(['verify', 'out', '--deep', '--workers', '1'])
  child.stdout!.once('data', () => child.kill('SIGINT'))
  const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])))
  expect(ended).toEqual([null, 'SIGINT'])
})

test('sweep tells what it makes anew, in a line or an event; --trust does not read', async () => {
  await run()
  const undisturbed = filesOf('out')
  const damage = () => {
    truncateSync(at(PART), 100)
    appendFileSync(at(PART), Buffer.alloc(Buffer.from(undisturbed[PART]!, 'base64').length - 100))
  }
  damage()
  expect(await run('--trust')).toEqual({ code: 0, stdout: '', stderr: '' })
  const quiet = await run()
  expect(quiet).toMatchObject({ code: 0, stdout: '' })
  expect(quiet.stderr).toMatch(
    /^scale-schedule: curves\/part-00000\.parquet is made anew: The part curves\/part-00000\.parquet has \d+ bytes with .*\n$/,
  )
  expect(filesOf('out')).toEqual(undisturbed)
  damage()
  const json = await cli(['sweep', specFile(SMALL), '-o', 'out', '--json'])
  const faults = json.stdout.split('\n').filter((line) => line.startsWith('{"event":"fault"'))
  expect(faults.map((line) => JSON.parse(line))).toEqual([
    { event: 'fault', name: PART, found: expect.stringContaining('by its sidecar; found') },
  ])
  expect(filesOf('out')).toEqual(undisturbed)
})

test.runIf(LINUX)('named pipes in place of files and folders are never waited for', async () => {
  await run()
  const undisturbed = filesOf('out')
  for (const name of [PART, `${PART}.json`, 'manifest.json', 'plan.json']) {
    unlinkSync(at(name))
    execFileSync('mkfifo', [at(name)])
    expect((await verify()).code).toBe(1)
    if (name === 'manifest.json') expect((await cli(['search', 'out'])).code).toBe(3)
    expect((await run()).code).toBe(0)
    expect(filesOf('out')).toEqual(undisturbed)
  }
  rmSync(at('curves'), { recursive: true })
  execFileSync('mkfifo', [at('curves')])
  const { code, stderr } = await run()
  expect(code).toBe(3)
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    'scale-schedule: Cannot write out/curves/part-00000.parquet: a named pipe stands where a folder has to be, at out/curves. Move it out of the way and run again, or choose another folder.',
  )
  unlinkSync(at('curves'))
  expect((await run()).code).toBe(0)
  expect(filesOf('out')).toEqual(undisturbed)
  rmSync(at(''), { recursive: true })
  execFileSync('mkfifo', [at('')])
  for (const ended of [await run(), await verify(), await cli(['search', 'out'])]) expect(ended.code).toBe(3)
  unlinkSync(path.join(folder, 'out'))
  mkdirSync(at(''))
  expect(existsSync(at('plan.json'))).toBe(false)
})
