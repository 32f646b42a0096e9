/** `sweep`: what it says beforehand, what it writes, and what it tells meanwhile and at the end. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { readSweep, searchSweep, sweepInMemory } from 'scale-schedule/sweep'
import { describe, expect, test } from 'vitest'
import { FORMAT_NAMES, formatOf, tableFormats } from '../../ts/sweep/formats/registry.js'
import { cli, file, folder } from './command.js'
import { filesOf, SMALL, specFile } from './sweep-command.js'

const sweep = (...args: string[]) => cli(['sweep', ...args])
const events = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a dry run', () => {
  test('tells what there is to do, and writes nothing', async () => {
    const { code, stdout, stderr } = await sweep(specFile(SMALL), '--dry-run')
    expect([code, stderr]).toEqual([0, ''])
    const digest = /^plan +([0-9a-f]{64})$/m.exec(stdout)![1]!
    const bytes = /^bytes +about ([\d,]+)$/m.exec(stdout)![1]!
    expect(stdout).toBe(`sweep           mpt-family
plan            ${digest}
configurations  21
axes            t_warmup: 3, lr: 7
steps           100,800 to evaluate for summaries
values          2,058 to keep
parts           2 of parquet, long
bytes           about ${bytes}
folder          spec-sweep (nothing written)
`)
    expect(readdirSync(folder)).toEqual(['spec.json'])
    // The plan of the real run is the same.
    const [, , , , done] = [...events((await sweep('spec.json', '--json')).stdout), ...Array(5)]
    expect(done).toBeUndefined()
    expect((await readSweep(path.join(folder, 'spec-sweep'))).plan).toBe(digest)
  })

  test('counts the invalid, takes what stands in for keys, and reads standard input', async () => {
    const invalid = { ...SMALL, grid: { t_warmup: ['100ba', '1ep'] }, invalid: 'record', name: undefined }
    const args = ['-', '-o', 'out', '--dry-run', '--format', 'csv', '--layout', 'wide', '--keep', 'all']
    const { stdout, code } = await cli(['sweep', ...args], { input: JSON.stringify(invalid) })
    expect(code).toBe(0)
    expect(stdout).toContain('configurations  2 (1 invalid)\naxes            t_warmup: 2\n')
    expect(stdout).toContain('values          4,800 to keep\nparts           3 of csv and parquet, wide\n')
    expect(stdout).not.toContain('sweep  ')
    expect(readdirSync(folder)).toEqual([])
  })

  test('as JSON is one event', async () => {
    const { stdout } = await sweep(specFile({ base: SMALL.base }), '--dry-run', '--json')
    const [plan, ...more] = events(stdout)
    expect(more).toEqual([])
    expect(plan).toMatchObject({ event: 'plan', name: null, folder: 'spec-sweep', format: 'parquet', layout: 'long' })
    expect(plan).toMatchObject({ configurations: 1, invalid: 0, axes: [], values: 0, steps: 4800, parts: 1 })
  })
})

describe('the files', () => {
  const forms = FORMAT_NAMES.flatMap((format) => ['long', 'wide'].map((layout) => [format, layout] as const))
  test.each(forms)('of %s, %s', async (format, layout) => {
    const { code } = await sweep(specFile(SMALL), '-o', 'out', '--format', format, '--layout', layout, '--quiet')
    expect(code).toBe(0)
    const tables = tableFormats(format).map((format) => `configurations/part-00000.${format}`)
    const names = [...tables, `curves/part-00000.${format}`]
    const made = ['manifest.json', 'plan.json', ...names, ...names.map((name) => `${name}.json`)].sort()
    expect(Object.keys(filesOf('out'))).toEqual(made)
    const reader = await readSweep(path.join(folder, 'out'))
    const expected = sweepInMemory(SMALL as object)
    const { rows } = await searchSweep(reader)
    expect(rows).toEqual(expected.configurations)
    if (formatOf(format).read === null) return
    expect(Array.from((await reader.curve(20))!.lr)).toEqual(Array.from(expected.curves[20]!.lr))
  })

  test('of no summaries alone, and with no threads', async () => {
    await sweep(specFile(SMALL), '--keep', 'summaries', '--workers', '0', '--quiet')
    expect(Object.keys(filesOf('spec-sweep')).filter((name) => name.startsWith('curves'))).toEqual([])
  })
})

describe('what is told', () => {
  test('a line of progress where there is no terminal, and a summary', async () => {
    const { code, stdout, stderr } = await sweep(specFile(SMALL, 'runs.yaml'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/^scale-schedule: 2 of 2 parts \(100%\), [\d.]+( thousand| million)? values\/s\n$/)
    const sizes = Object.entries(filesOf('runs-sweep')).filter(([name]) => name.endsWith('.parquet'))
    const bytes = sizes.reduce((sum, [, text]) => sum + Buffer.from(text, 'base64').length, 0)
    expect(
      stdout.replace(/\d\.\d s: ([\d,]+) values, .+ a second/, 'T s: $1 values, R a second'),
    ).toBe(`sweep           mpt-family
folder          runs-sweep
parts           2 of parquet, long
rows            21 of configurations, 2,058 of curves
bytes           ${bytes.toLocaleString('en-US')}
seconds         T s: 102,858 values, R a second
open            duckdb: FROM 'runs-sweep/curves/*.parquet'
                pandas: pd.read_parquet('runs-sweep/curves/part-00000.parquet')
`)
  })

  test('that it is complete, once all parts are verified', async () => {
    const spec = specFile(SMALL)
    await sweep(spec, '--quiet')
    const before = filesOf('spec-sweep')
    const { code, stdout } = await sweep(spec)
    expect(code).toBe(0)
    expect(stdout).toContain('parts           2 of parquet, long (2 resumed)\n')
    expect(stdout).toContain('complete        already; all parts are verified, and nothing was computed\n')
    expect(filesOf('spec-sweep')).toEqual(before)
  })

  test('how many parts were there already', async () => {
    const spec = specFile(SMALL)
    await sweep(spec, '--quiet')
    const before = filesOf('spec-sweep')
    for (const name of ['curves/part-00000.parquet', 'curves/part-00000.parquet.json', 'manifest.json']) {
      rmSync(path.join(folder, 'spec-sweep', name))
    }
    const { stderr, stdout } = await sweep(spec)
    expect(stderr).toMatch(/^scale-schedule: resumed 1 of 2 parts\nscale-schedule: 2 of 2 parts \(100%\)/)
    expect(stdout).toContain('(1 resumed)')
    expect(filesOf('spec-sweep')).toEqual(before)
  })

  test('nothing with --quiet', async () => {
    expect(await sweep(specFile(SMALL), '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('events with --json', async () => {
    const { code, stdout, stderr } = await sweep(specFile(SMALL), '--json')
    expect([code, stderr]).toEqual([0, ''])
    const [plan, first, second, done, ...more] = events(stdout)
    expect(more).toEqual([])
    expect(plan).toMatchObject({
      event: 'plan',
      plan: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: 'mpt-family',
      axes: [
        { name: 't_warmup', values: 3 },
        { name: 'lr', values: 7 },
      ],
      ...{ configurations: 21, invalid: 0, values: 2058, steps: 100_800, parts: 2 },
    })
    expect([first, second].map(({ kind }) => kind).sort()).toEqual(['configurations', 'curves'])
    expect(first).toMatchObject({ event: 'part', resumed: false, done: 1, parts: 2 })
    expect(second).toMatchObject({ event: 'part', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), done: 2 })
    expect(done).toEqual({
      event: 'done',
      ...{ folder: 'spec-sweep', parts: 2, resumed: 0, rows: { configurations: 21, curves: 2058 } },
      bytes: first.bytes + second.bytes,
      seconds: expect.any(Number),
      values: 102_858,
      valuesPerSecond: expect.any(Number),
      finished: true,
      missing: 0,
    })
    const [, , again, finished] = events((await sweep('spec.json', '--json')).stdout)
    expect([again.resumed, finished]).toMatchObject([true, { resumed: 2, values: 0, valuesPerSecond: null }])
  })

  test('a warning once, whatever the threads', async () => {
    const spec = { ...SMALL, grid: { t_warmup: ['0ba', '10ba'], lr: [1, 2, 3] }, part_size: '64KiB', keep: 'all' }
    const { stderr } = await sweep(specFile(spec), '--workers', '2')
    expect(stderr.match(/warning/gi)).toHaveLength(1)
    expect(stderr).toMatch(/^scale-schedule: warning: CosineAnnealingWithWarmupScheduler: /)
  })

  test('how to open what is in several files, and names with quotation marks', async () => {
    const spec = specFile({ ...SMALL, keep: 'all', part_size: '64KiB' })
    const { stdout } = await sweep(spec, '-o', "it's", '--format', 'csv')
    expect(stdout).toContain(`open            duckdb: FROM 'it''s/curves/*.csv'
                pandas: pd.concat([pd.read_csv(file) for file in sorted(glob.glob('it\\'s/curves/*.csv'))])
`)
  })
})

test('a sweep of no configuration is complete at once', async () => {
  const { code, stdout } = await sweep(specFile({ ...SMALL, where: 'lr > 9' }))
  expect(code).toBe(0)
  expect(stdout).toContain('rows            0 of configurations, 0 of curves\n')
  expect(existsSync(path.join(folder, 'spec-sweep/manifest.json'))).toBe(true)
})

test('the words of options are those of the specification', async () => {
  file('s.yaml', '')
  for (const [option, words] of [
    ['--format', FORMAT_NAMES],
    ['--writer', ['Parquet is written by the package itself since version 0.2. Remove --writer.']],
    ['--layout', ['long', 'wide']],
  ] as const) {
    const { stderr, code } = await sweep('s.yaml', option, 'x')
    expect(code).toBe(2)
    for (const word of words) expect(stderr).toContain(word)
  }
  expect((await sweep('--help')).stdout).toContain('Examples:\n  scale-schedule sweep mpt.yaml --dry-run')
})
