/** `search --export` and `--plot`: what is found as files ready to train with, and as a chart. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from 'scale-schedule/config'
import { sweepInMemory } from 'scale-schedule/sweep'
import { beforeEach, describe, expect, test } from 'vitest'
import { cli, failure, file, folder } from './command.js'
import { specFile } from './sweep-command.js'

const BASE = `# MPT
max_duration: 100ba   # short
scheduler: { name: cosine_with_warmup, t_warmup: 10ba } # as ever
optimizer: {name: adamw, lr: 6.0e-4}
model: {d_model: 768}
`
const SPEC = {
  name: 'small',
  base: {
    max_duration: '100ba',
    scheduler: { name: 'cosine_with_warmup', t_warmup: '10ba' },
    optimizer: { name: 'adamw', lr: 6e-4 },
  },
  grid: { lr: [1e-3, 1e-7], ssr: [1, 0.5], t_warmup: ['10ba', '20ba'] },
}

beforeEach(async () => {
  file('base.yaml', BASE)
  expect((await cli(['sweep', specFile(SPEC), '-o', 'done', '--quiet'])).code).toBe(0)
})

const search = (...args: string[]) => cli(['search', 'done', '--columns', 'configuration', ...args])
const at = (...names: string[]) => path.join(folder, ...names)
const read = (name: string) => readFileSync(at('runs', name), 'utf8')

describe('--export', () => {
  test('writes each configuration as the text of its base, and leaves files that are there', async () => {
    const args = ['--where', 't_warmup = "20ba" and ssr < 1', '--export', 'runs', '--base', 'base.yaml']
    expect(await search(...args)).toEqual({
      ...{ code: 0, stdout: 'configuration\n3\n7\n', stderr: 'scale-schedule: 2 configurations in runs.\n' },
    })
    expect(readdirSync(at('runs')).sort()).toEqual(['00003.yaml', '00007.yaml'])
    expect(read('00007.yaml')).toBe(
      `${BASE.replace('10ba }', '20ba }').replace('6.0e-4', '1.0e-7')}scale_schedule_ratio: 0.5\n`,
    )
    const rows = sweepInMemory({ ...SPEC, keep: 'all' } as object)
    const { run, baseLr } = readConfig(read('00003.yaml'))
    expect([run.batches, baseLr]).toEqual([rows.configurations[3]!.batches, 1e-3])
    // The same again is fine; other content stays, and nothing is written.
    expect((await search(...args)).code).toBe(0)
    writeFileSync(at('runs', '00007.yaml'), 'mine')
    const more = ['--export', 'runs', '--base', 'base.yaml']
    expect(await search(...more)).toEqual(
      failure(
        1,
        '--export changes no file that is there; found runs/00007.yaml with other content. Name another folder, or add --force.',
      ),
    )
    expect(readdirSync(at('runs'))).toHaveLength(2)
    expect((await search(...more, '--force')).code).toBe(0)
    expect(readdirSync(at('runs'))).toHaveLength(8)
    expect(read('00007.yaml')).toContain('# MPT')
  })

  test('writes what the sweep keeps of the base where no text is given, and for other libraries', async () => {
    expect((await search('--top', '1', '--export', 'runs')).code).toBe(0)
    expect(read('00000.yaml')).toBe(
      'max_duration: 100ba\noptimizer:\n  lr: 0.001\n  name: adamw\nscheduler:\n  name: cosine_with_warmup\n  t_warmup: 10ba\n',
    )
    expect((await search('--top', '2', '--export', 'runs', '--to', 'torch')).code).toBe(0)
    expect(read('00001.py')).toContain('torch')
    expect((await search('--where', 'ssr = 1', '--top', '1', '--export', 'runs', '--to', 'yaml')).code).toBe(0)
    expect(await search('--export', 'foundry', '--to', 'llm-foundry')).toEqual(
      failure(
        1,
        'Configuration 2: llm-foundry takes no scale_schedule_ratio; found 0.5. Use --to composer, or leave it out by --where.',
      ),
    )
    expect(existsSync(at('foundry'))).toBe(false)
  })

  test.each([
    [['--to', 'torch'], '--to goes with --export; found none. Add --export FOLDER, or leave it out.'],
    [['--force'], '--force goes with --export; found none. Add --export FOLDER, or leave it out.'],
    [['--export', 's3://b/x'], '--export is a folder; found "s3://b/x". Write the path of one.'],
    [
      ['--export', 'runs', '--to', 'torch', '--base', 'base.yaml'],
      '--base is the text for --to composer or llm-foundry; found --to torch. Leave it out.',
    ],
    [
      ['--plot', 'chart.pdf'],
      '--plot is the name of a picture, .svg or .png; found chart.pdf. Use a name with one of these at its end.',
    ],
  ])('%j is wrong', async (args, line) => {
    expect(await search(...args)).toEqual(failure(2, line))
    expect(existsSync(at('runs'))).toBe(false)
  })

  test('another base is told', async () => {
    file('other.yaml', BASE.replace('cosine_with_warmup', 'linear_decay_with_warmup'))
    expect(await search('--export', 'runs', '--base', 'other.yaml')).toEqual(
      failure(
        1,
        'other.yaml: scheduler.lr[0].name is "CosineAnnealingWithWarmupScheduler" in the sweep; found "LinearWithWarmupScheduler". Give the file that the sweep was made from.',
      ),
    )
  })
})

test('--plot draws what is found, by number and the values that differ', async () => {
  const { code, stdout, stderr } = await search('--sort', '-lr', '--where', 'ssr = 1', '--plot', 'chart.svg')
  expect([code, stdout, stderr]).toEqual([
    ...[0, 'configuration\n0\n1\n4\n5\n', 'scale-schedule: 4 curves in chart.svg.\n'],
  ])
  const svg = readFileSync(at('chart.svg'), 'utf8')
  expect(svg).toContain('>#4, lr 1e-7, t_warmup 10ba</text>')
  expect(svg).not.toContain('ssr 1')
  expect(svg).toContain('4 of 4 configurations that were found')
})

test('several bases have their names in those of files, and a text each', async () => {
  const { base } = SPEC
  const grid = { ssr: Array.from({ length: 22 }, (_, index) => 0.5 + index / 16) }
  const spec = specFile({ bases: { 'mpt 1b': base, small: base }, grid }, 'bases.json')
  expect((await cli(['sweep', spec, '-o', 'bases', '--quiet'])).code).toBe(0)
  const args = ['search', 'bases', '--columns', 'configuration', '--export', 'runs', '--plot', 'all.svg']
  const done = await cli([...args, '--base', 'small=base.yaml'])
  expect([done.code, done.stderr]).toEqual([
    0,
    'scale-schedule: 44 configurations in runs.\nscale-schedule: 42 curves in all.svg, the most that a chart tells apart, of 44.\n',
  ])
  expect(read('00022-small.yaml')).toBe(`${BASE}scale_schedule_ratio: 0.5\n`)
  expect(read('00000-mpt-1b.yaml')).toContain('\nscale_schedule_ratio: 0.5\n')
  expect(await cli([...args, '--base', 'base.yaml'])).toEqual(
    failure(
      2,
      '--base is NAME=FILE for one of the bases mpt 1b, small; found base.yaml. Write for example mpt 1b=base.yaml.',
    ),
  )
})

describe('what can not be written', () => {
  test('is nothing where nothing is found', async () => {
    const args = ['--where', 'lr > 5', '--export', 'runs', '--plot', 'none.svg']
    expect(await search(...args)).toMatchObject({ code: 0, stdout: 'configuration\n' })
    expect([existsSync(at('runs')), existsSync(at('none.svg'))]).toEqual([false, false])
  })

  test('is a configuration without a curve, and nothing is left behind', async () => {
    const spec = specFile({ ...SPEC, grid: { t_warmup: ['10ba', '5ep'] }, invalid: 'record' }, 'wrong.json')
    expect((await cli(['sweep', spec, '-o', 'wrong', '--quiet'])).code).toBe(0)
    const { code, stderr } = await cli(['search', 'wrong', '--export', 'runs', '--plot', 'all.svg'])
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^scale-schedule: What is exported or drawn has a curve; found .+ for configuration 1\. Add to --where: peak >= 0\.\n$/,
      ),
    ])
    expect([existsSync(at('runs')), existsSync(at('all.svg'))]).toEqual([false, false])
    expect((await cli(['search', 'wrong', '--where', 'peak >= 0', '--export', 'runs'])).code).toBe(0)
    expect(readdirSync(at('runs'))).toEqual(['00000.yaml'])
  })

  test('is more than the learning rate for a library that has no more: it is said', async () => {
    const scheduler = { lr: { name: 'linear' }, momentum: { name: 'constant' } }
    const spec = specFile({ base: { ...SPEC.base, scheduler }, grid: { ssr: [1] } }, 'two.json')
    expect((await cli(['sweep', spec, '-o', 'two', '--quiet'])).code).toBe(0)
    const { code, stderr } = await cli(['search', 'two', '--export', 'runs', '--to', 'torch'])
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(
        '--to torch writes the learning rate alone; found momentum as well. Use --to composer for all.',
      ),
    ])
    expect(readdirSync(at('runs'))).toEqual(['00000.py'])
  })

  test('is a folder that is a file', async () => {
    file('taken', 'mine')
    const { code, stderr } = await search('--export', 'taken')
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^scale-schedule: Cannot [^\n]*taken[^\n]*\n$/)])
    expect(readFileSync(at('taken'), 'utf8')).toBe('mine')
  })
})
