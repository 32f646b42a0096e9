/** `sweep` that can't be: one line that says what is wrong, and an exit code of its kind. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { sized } from '../helpers/repetition.js'
import { cli, failure, file, folder, LINUX } from './command.js'
import { SMALL, specFile } from './sweep-command.js'

const sweep = (...args: string[]) => cli(['sweep', ...args])
const isRoot = process.getuid?.() === 0

describe('a specification', () => {
  test('is missing', async () => {
    expect(await sweep('none.yaml')).toEqual(failure(3, 'Cannot read none.yaml: no such file or folder (ENOENT).'))
  })

  test.each<[string, object, RegExp]>([
    ['has a wrong key', { ...SMALL, gird: {} }, /^scale-schedule: spec\.json: .*"?gird"?.*Write grid\.\n$/],
    ['has a wrong value', { ...SMALL, grid: { lr: ['low'] } }, /^scale-schedule: spec\.json: grid\.lr\[0\]: .+\.\n$/],
    [
      'has a configuration without a curve',
      { ...SMALL, grid: { t_warmup: ['1ep'] } },
      /^scale-schedule: spec\.json: .+\.\n$/,
    ],
    ['has a writer', { ...SMALL, writer: 'parquet-wasm' }, /: writer: Parquet is written by .+ Remove writer\.$/m],
  ])('%s', async (_, spec, line) => {
    const { code, stdout, stderr } = await sweep(specFile(spec))
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(line)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect(readdirSync(folder)).toEqual(['spec.json'])
  })

  test('is wrong, as an event', async () => {
    const { code, stdout, stderr } = await sweep(specFile({ ...SMALL, keep: 'some' }), '--json')
    const event = JSON.parse(stdout)
    expect([code, event]).toEqual([1, { event: 'error', exitCode: 1, code: null, message: event.message }])
    expect(stderr).toBe(`scale-schedule: ${event.message}\n`)
  })
})

describe('a folder', () => {
  test('is that of another plan', async () => {
    const spec = specFile(SMALL)
    await sweep(spec, '-o', 'out', '--quiet')
    const { code, stderr } = await sweep(spec, '-o', 'out', '--keep', 'all')
    expect(code).toBe(3)
    expect(stderr).toMatch(/^scale-schedule: A folder holds one sweep; found that of the plan .*Choose another folder/)
    const event = JSON.parse(
      (await sweep(spec, '-o', 'out', '--keep', 'all', '--json')).stdout.trimEnd().split('\n').at(-1)!,
    )
    expect(event).toMatchObject({ event: 'error', exitCode: 3, code: 'store-conflict' })
  })

  test('is a file', async () => {
    file('out', '')
    const { code, stderr } = await sweep(specFile(SMALL), '-o', 'out')
    expect(code).toBe(3)
    expect(stderr).toBe(
      'scale-schedule: Cannot clean up out: a file stands where a folder has to be, at out. Move it out of the way and run again, or choose another folder.\n',
    )
  })

  test.runIf(isRoot)('may not be written', () => {
    specFile(SMALL)
    mkdirSync(path.join(folder, 'mine'))
    chmodSync(path.join(folder, 'mine'), 0o755)
    chmodSync(path.dirname(folder), 0o755)
    const args = [path.join(DIST, 'cli/main.js'), 'sweep', 'spec.json', '-o', 'mine/out']
    // Root may write everywhere, so somebody else tries.
    const found = spawnSync(process.execPath, args, { cwd: folder, uid: 65_534, gid: 65_534, encoding: 'utf8' })
    expect([found.status, found.stdout]).toEqual([3, ''])
    expect(found.stderr).toBe(
      'scale-schedule: Cannot write mine/out/plan.json: permission is denied (EACCES). Grant the right to it, or choose another folder.\n',
    )
    expect(existsSync(path.join(folder, 'mine/out'))).toBe(false)
  })
})

// A thread opens files of its own, and what it throws comes as a copy.
test.runIf(LINUX).each(sized([26, 27, 28, 29, 30, 31, 32], [27, 29, 32]))(
  'of at most %i open files is done, or told in a line with its cure',
  (most) => {
    const script = `ulimit -n ${most}; exec "$@"`
    const sweep = [path.join(DIST, 'cli/main.js'), 'sweep', specFile(SMALL), '-o', 'out', '--workers', '2', '--quiet']
    const args = ['-c', script, 'bash', process.execPath, ...sweep]
    const { status, stderr } = spawnSync('bash', args, { cwd: folder, encoding: 'utf8' })
    if (status === 0) return
    expect(status).toBe(3)
    expect(stderr).toMatch(/^scale-schedule: Cannot .*EMFILE.*\n$/)
    expect(stderr).toMatch(/[Rr]aise (?:the|their) limit/)
  },
)

test.each<[string[], string]>([
  [['-'], 'A specification from standard input has no name to call the folder by; found no -o. Add -o FOLDER.'],
  [['a.yaml', '-o', '-'], 'A sweep is written into a folder; found -o -. Name a folder.'],
  [
    ['a.yaml', '--workers', '-1'],
    "option '--workers <threads>' argument '-1' is invalid. It must be an integer from 0 to 2^53 - 1.",
  ],
  [['a.yaml', '--keep', 'some'], "option '--keep <batches>' argument 'some' is invalid. It must be all or summaries."],
])('wrong usage: %j', async (args, line) => {
  expect(await sweep(...args)).toEqual(failure(2, line))
})
