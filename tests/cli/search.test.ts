/** `search`: conditions, orders and columns from the command line, and what it prints. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sweepInMemory } from 'scale-schedule/sweep'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli, failure } from './command.js'
import { SMALL } from './sweep-command.js'

const home = mkdtempSync(path.join(tmpdir(), 'scale-schedule-search-'))
const done = path.join(home, 'done')
afterAll(() => rmSync(home, { recursive: true, force: true }))

const SPEC = {
  ...SMALL,
  keep: 'summaries',
  invalid: 'record',
  grid: { ...SMALL.grid, t_warmup: ['50ba', '100ba', '0.1dur', '1ep'] },
} as const

beforeAll(async () => {
  writeFileSync(path.join(home, 'spec.json'), JSON.stringify(SPEC))
  expect((await cli(['sweep', path.join(home, 'spec.json'), '-o', done, '--quiet'])).code).toBe(0)
})

const search = (...args: string[]) => cli(['search', done, ...args])
const ids = async (...args: string[]) => {
  const { code, stdout } = await search('--format', 'json', ...args)
  expect(code).toBe(0)
  return (JSON.parse(stdout) as { configuration: number }[]).map(({ configuration }) => configuration)
}
/** A row as these conditions look at it. */
type Found = { readonly [name: string]: never } & { readonly [N in 'area' | 'lr' | 'peak' | 'mean']: number }

const all = sweepInMemory(SPEC as object).configurations

describe('what is found', () => {
  test.each<[string, (row: Found) => boolean]>([
    ['area between 1 and 5', ({ area }) => area !== null && area >= 1 && area <= 5],
    ["t_warmup = '50ba' and lr < 1e-3", ({ t_warmup, lr }) => t_warmup === '50ba' && lr < 1e-3],
    [
      "t_warmup in ('50ba', '1ep') or peak >= 0.01",
      ({ t_warmup, peak }) => t_warmup === '50ba' || t_warmup === '1ep' || (peak !== null && peak >= 0.01),
    ],
    ['not (area > 1)', ({ area }) => !(area !== null && area > 1)],
    ['peak / mean > 1.6', ({ peak, mean }) => peak !== null && peak / mean > 1.6],
    ["error != ''", ({ error }) => error !== null],
  ])('%s', async (where, holds) => {
    const expected = all.filter((row) => holds(row as never)).map(({ configuration }) => configuration)
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(all.length)
    expect(await ids('--where', where)).toEqual(expected)
  })

  test('is in order, what is missing last, and only as many as wanted', async () => {
    // The last seven have no curve.
    expect(await ids('--sort', '-area,lr', '--top', '3')).toEqual([6, 13, 20])
    expect((await ids('--sort', 'area')).slice(-7)).toEqual([21, 22, 23, 24, 25, 26, 27])
    expect((await ids('--sort', '-area')).slice(-7)).toEqual([21, 22, 23, 24, 25, 26, 27])
    expect((await ids('--sort', 't_warmup,-configuration')).slice(0, 2)).toEqual([20, 19])
    expect(await ids('--top', '0')).toEqual([])
  })
})

describe('what is printed', () => {
  test('is CSV in full where there is no terminal', async () => {
    const { stdout, stderr, code } = await search('--where', 'configuration = 5')
    expect([stderr, code]).toEqual(['', 0])
    const row = all[5]!
    expect(stdout).toBe(
      `configuration,t_warmup,lr,peak,final,area,warmup_fraction\n5,50ba,${row.lr},${row.peak},${row.final},${row.area},${row.warmup_fraction}\n`,
    )
  })

  test('has the columns that are wanted', async () => {
    const args = ['--where', 'configuration in (0, 21)', '--columns', 'mean,t_warmup']
    expect((await search(...args)).stdout).toBe(`mean,t_warmup\n${all[0]!.mean},50ba\n,1ep\n`)
    expect((await search(...args, '--format', 'ndjson')).stdout).toBe(
      `{"mean":${all[0]!.mean},"t_warmup":"50ba"}\n{"mean":null,"t_warmup":"1ep"}\n`,
    )
  })

  test('is a table of short numbers that differ where the values do', async () => {
    const { stdout } = await search(
      '--sort',
      '-area',
      '--format',
      'table',
      '--top',
      '4',
      '--where',
      'lr > 1e-3 or area = 1',
    )
    expect(stdout).toBe(`configuration  t_warmup        lr      peak           final   area  warmup_fraction
            6  50ba          0.01      0.01   0.00100000098  26.37          0.01042
           13  100ba         0.01      0.01   0.00100000101  26.35          0.02083
           20  0.1dur        0.01      0.01   0.00100000119  26.16              0.1
            5  50ba      0.003162  0.003162  0.000316228077   8.34          0.01042
4 of 8 configurations; --top shows more.
`)
    const lines = (await search('--format', 'table', '--columns', 'configuration,area,error')).stdout.split('\n')
    expect(lines).toHaveLength(1 + 20 + 1 + 1)
    expect(lines[21]).toBe('20 of 28 configurations; --top shows more.')
    const nulls = await search('--format', 'table', '--where', 'configuration = 21', '--columns', 'configuration,area')
    expect(nulls.stdout).toBe('configuration  area\n           21     -\n')
  })

  test('is that nothing was found', async () => {
    const none = 'No match among 28 configurations.\n'
    const where = ['--where', 'area > 1e9']
    expect(await search(...where, '--format', 'table')).toEqual({ code: 0, stdout: none, stderr: '' })
    expect(await search(...where, '--format', 'json')).toEqual({
      ...{ code: 0, stdout: '[]\n', stderr: `scale-schedule: ${none}` },
    })
  })
})

const COLUMNS =
  'configuration, t_warmup, lr, batches, peak, peak_step, final, minimum, area, mean, warmup_fraction, half_peak_step, largest_jump, largest_jump_step, boundaries, error'

describe('what is wrong', () => {
  test.each<[string[], string]>([
    [['--where', 'aera > 1'], `--where: The names are ${COLUMNS}; found "aera" at character 1. Write area.`],
    [
      ['--where', 'area >'],
      '--where: A value stands here; found its end at character 7. Write a name, a number, or an expression in parentheses.',
    ],
    [
      ['--where', 't_warmup < 5'],
      '--where: Both sides of < are numbers or times, or both are texts; found a text, "50ba", and a number, 5, at character 10. Write texts in quotes, and numbers without.',
    ],
    [['--sort', '-area,pek'], `--sort: The columns are ${COLUMNS}; found "pek" at character 7. Write peak.`],
    [
      ['--columns', 'zzzzzzzz'],
      `--columns: The columns are ${COLUMNS}; found "zzzzzzzz" at character 1. Remove it, or check its spelling.`,
    ],
  ])('%j', async (args, line) => {
    expect(await search(...args)).toEqual(failure(1, line))
  })

  test('a sweep that is not finished, and wrong usage', async () => {
    expect(await cli(['search', home])).toEqual(
      failure(
        3,
        `A finished sweep has a manifest.json; found none in ${home}. Check the path, or run the sweep to its end first.`,
      ),
    )
    expect((await search('--top', 'x')).code).toBe(2)
    expect((await search('--format', 'xml')).code).toBe(2)
    expect((await cli(['search', '--help'])).stdout).toContain("--where 'area between 10 and 12 and final < 1e-6'")
  })
})
