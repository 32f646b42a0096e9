/** `sweep` on Ctrl-C and the like: what is complete is kept, and the same command goes on from there. */
import { existsSync, mkdirSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, folder, start } from './command.js'
import { filesOf, interrupted, LONG, partsOf, specFile } from './sweep-command.js'

const hasParts = (name: string, count: number) => () =>
  existsSync(path.join(folder, name, 'configurations')) && partsOf(name) >= count

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the middle ends with %i, and the next run does the rest', async (signal, expected) => {
    const spec = specFile(LONG)
    await cli(['sweep', spec, '-o', 'undisturbed', '--quiet'])
    const stopped = await interrupted(['sweep', spec, '-o', 'out'], [signal], hasParts('out', 2))
    const kept = partsOf('out')
    expect(stopped).toMatchObject({ code: expected, signal: null, stdout: '' })
    expect(stopped.stderr.trimEnd().split('\n').at(-1)).toBe(
      `scale-schedule: Stopped: ${kept} of 31 parts are kept in out. The same command goes on from there.`,
    )
    expect(stopped.milliseconds).toBeLessThan(30_000)
    expect([kept < 31, existsSync(path.join(folder, 'out/manifest.json'))]).toEqual([true, false])
    expect(Object.keys(filesOf('out')).filter((name) => path.basename(name).startsWith('.'))).toEqual([])
    const { code, stdout, stderr } = await cli(['sweep', spec, '-o', 'out'])
    expect(code).toBe(0)
    expect(stderr).toContain(`scale-schedule: resumed ${kept} of 31 parts\n`)
    expect(stdout).toContain(`parts           31 of parquet, long (${kept} resumed)\n`)
    expect(filesOf('out')).toEqual(filesOf('undisturbed'))
  })

  test('is an event for programs', async () => {
    const spec = specFile(LONG)
    const { code, stdout } = await interrupted(['sweep', spec, '--json'], ['SIGINT'], hasParts('spec-sweep', 2))
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
    expect([code, last]).toEqual([130, expect.objectContaining({ event: 'error', exitCode: 130, code: null })])
    expect(last.message).toMatch(/^Stopped: \d+ of 31 parts are kept in spec-sweep\./)
  })

  test('that comes twice ends at once', async () => {
    const spec = specFile(LONG)
    const args = ['sweep', spec, '--workers', '2']
    const { code, signal, stderr } = await interrupted(args, ['SIGINT', 'SIGINT'], hasParts('spec-sweep', 2))
    // A process that is ending no longer listens: then the system ends it, which a shell shows as 130 as well.
    expect([130, 'SIGINT']).toContain(code ?? signal)
    expect(stderr).not.toContain('Internal error')
    // Whatever was left is no hindrance.
    expect((await cli([...args, '--quiet'])).code).toBe(0)
    expect(Object.keys(filesOf('spec-sweep')).length).toBe(2 * 31 + 2)
  })

  test('ends a plan as well, which is made without a pause', async () => {
    const axes = { lr: { uniform: [0, 1] }, ssr: { uniform: [0.5, 2] }, alpha_f: { uniform: [0, 1] } }
    const spec = specFile({ ...LONG, grid: {}, random: { samples: 1_000_000, axes }, keep: 'summaries' })
    const started = performance.now()
    const { signal, code, stdout } = await interrupted(
      ['sweep', spec],
      ['SIGINT'],
      () => performance.now() - started > 1500,
    )
    expect([signal, code, stdout]).toEqual(['SIGINT', null, ''])
    expect(existsSync(path.join(folder, 'spec-sweep'))).toBe(false)
  })
})

test('a reader of events that goes away does not end the work', async () => {
  const spec = specFile(LONG)
  await cli(['sweep', spec, '-o', 'undisturbed', '--quiet'])
  expect(await withoutReader(['sweep', spec, '-o', 'out', '--json'])).toEqual([0, ''])
  expect(filesOf('out')).toEqual(filesOf('undisturbed'))
})

test('what goes wrong once the reader of events has gone away is in the exit code', async () => {
  const spec = specFile(LONG)
  await cli(['sweep', spec, '-o', 'out', '--quiet'])
  unlinkSync(path.join(folder, 'out/manifest.json'))
  mkdirSync(path.join(folder, 'out/manifest.json/full'), { recursive: true })
  const [code, stderr] = await withoutReader(['sweep', spec, '-o', 'out', '--json'])
  expect(code).toBe(3)
  expect(stderr).toContain('manifest.json: a folder')
})

/** Runs the command line, whose output is read no further than its first event: exit code and standard error. */
async function withoutReader(args: string[]): Promise<[code: number | null, stderr: string]> {
  const child = start(args)
  let stderr = ''
  child.stderr!.on('data', (text) => {
    stderr += text
  })
  child.stdout!.once('data', () => child.stdout!.destroy())
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return [code, stderr]
}
