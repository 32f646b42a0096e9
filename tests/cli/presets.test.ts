/** Known runs: `presets`, and --preset in place of a configuration. */
import { PRESETS } from 'scale-schedule/presets'
import { describe, expect, test } from 'vitest'
import { cli, curve, failure, file, MPT } from './command.js'

describe('presets', () => {
  test('lists them below their groups, and as JSON', async () => {
    const { stdout, code } = await cli(['presets'])
    const lines = stdout.trimEnd().split('\n')
    expect([code, lines.filter((line) => line.startsWith('  ')).length]).toEqual([0, PRESETS.length])
    expect(lines).toEqual(expect.arrayContaining(['llm-foundry', 'Vision']))
    expect(lines[6]).toMatch(/^ {2}mpt-7b +MPT-7B$/)
    expect(JSON.parse((await cli(['presets', '--json'])).stdout)).toEqual(PRESETS)
  })

  test('tells of one its source, its schedule and its note', async () => {
    const { stdout, code } = await cli(['presets', 'resnet-50-two-schedulers'])
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(2, 7)).toEqual([
      '              https://github.com/mosaicml/examples/blob/main/blogs/resnet/recipes/resnet50_mild.yaml',
      'scheduler     {"name":"cosine_with_warmup","t_warmup":"8ep"}',
      '×             {"name":"MultiStepScheduler","milestones":["80ep"],"gamma":0.5}',
      'run           90ep, 626 batches in an epoch, 2,048 samples in a batch',
      'lr            2',
    ])
    const object = JSON.parse((await cli(['presets', 'MPT-7B', '--json'])).stdout)
    expect(object).toMatchObject({ name: 'mpt-7b', baseLr: 1.2e-4, run: { maxDuration: '63900ba' } })
  })
})

describe('--preset', () => {
  test('gives what the configuration of the same run gives, to every command', async () => {
    for (const args of [
      ['curve', '--stride', '5000'],
      ['curve', '--at', '100,0.5dur', '--ssr', '0.5', '--format', 'json'],
      ['summary'],
      ['lint'],
    ]) {
      const [command, ...rest] = args as [string, ...string[]]
      const found = await cli([command, '--preset', 'mpt-7b', ...rest])
      expect(found).toEqual(await cli([command, MPT, ...rest]))
      expect(found.code).toBe(0)
    }
    const explained = await cli(['explain', '--preset', 'mpt-7b', '--at', '50'])
    expect(explained.stdout).toMatch(/^config {10}preset mpt-7b \(MPT-7B\)\n/)
    const written = await cli(['export', '--preset', 'mpt-7b', '--to', 'json'])
    const again = await curve(file('again.json', written.stdout), '--at', '32000')
    expect(again.stdout).toBe('batch,alpha,lr\n32000,0.55,0.000066\n')
  })

  test('has what else the source schedules', async () => {
    const told = (await cli(['presets', 'one-cycle-fastai'])).stdout
    expect(told).toContain(
      'momentum      {"name":"OneCycleScheduler","t_peak":"0.25dur","alpha_i":0.95,"alpha_m":0.85,"alpha_f":0.95}',
    )
    const one = JSON.parse((await cli(['presets', 'one-cycle-fastai', '--json'])).stdout)
    expect(one.others.momentum).toMatchObject([{ type: 'OneCycleScheduler', alphaM: 0.85 }])
    const { stdout } = await curve('--preset', 'one-cycle-fastai', '--at', '0,250')
    expect(stdout).toMatch(/^batch,alpha,lr,momentum\n0,0\.04\d*,0\.00004\d*,0\.95\n250,1,0\.001,0\.85\n$/)
    for (const args of [
      ['summary'],
      ['lint'],
      ['plot'],
      ['explain', '--at', '5'],
      ['export', '--to', 'python', '--quantity', 'momentum'],
    ]) {
      const found = await cli([...args, '--preset', 'one-cycle-fastai'])
      expect(found.stderr).toBe('')
      expect(found.stdout).toContain(args[0] === 'lint' ? '' : 'momentum')
    }
  })

  test('counts in tokens where the batch grew', async () => {
    const at = ['--at', '25165824000tok,10000000000000tok,14633000000000tok']
    const { stdout } = await curve('--preset', 'deepseek-v3', ...at)
    const rates = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2]))
    expect(rates.map((rate) => rate.toPrecision(3))).toEqual(['0.000220', '0.000220', '0.00000730'])
  })

  test('plot draws several, beside files', async () => {
    const { stdout, code } = await cli(['plot', MPT, '--preset', 'mpt-30b', '--preset', 'bert-base'])
    expect([code, /mpt-7b[\s\S]*MPT-30B[\s\S]*BERT, base/.test(stdout)]).toEqual([0, true])
  })

  test('diff compares with one, and two with each other', async () => {
    const same = await cli(['diff', MPT, '--preset', 'mpt-7b'])
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringContaining('equal         the learning rates of all 63,900'),
    ])
    const others = await cli(['diff', '--preset', 'bert-base', '--preset', 'bert-large', '--json'])
    expect([others.code, JSON.parse(others.stdout).equal]).toEqual([0, true])
    expect((await cli(['diff', '--preset', 'mpt-13b', '--preset', 'mpt-30b'])).code).toBe(1)
  })

  test('match holds a log against one', async () => {
    const { stdout } = await curve('--preset', 'mpt-7b', '--stride', '1000')
    const rows = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    const log = file('log.csv', ['step,lr', ...rows.map(([step, , lr]) => `${step},${lr}`)].join('\n'))
    const same = await cli(['match', log, '--preset', 'mpt-7b'])
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('plan          preset mpt-7b\n')])
    expect((await cli(['match', log, '--preset', 'mpt-13b'])).code).toBe(1)
  })

  test.each<[string[], string]>([
    [['curve', '--preset', 'mtp-7b'], 'The name of a preset must be a known one; found "mtp-7b". Write \'mpt-7b\'.'],
    [['presets', 'gpt'], 'The name of a preset must be a known one; found "gpt". scale-schedule presets lists them.'],
    [
      ['curve', 'a.yaml', '--preset', 'mpt-7b'],
      'A schedule is one configuration or --preset; found --preset mpt-7b and a.yaml. Keep one.',
    ],
    [
      ['lint', '--preset', 'mpt-7b', '--preset', 'mpt-13b'],
      'A schedule is one configuration or --preset; found --preset mpt-7b and --preset mpt-13b. Keep one.',
    ],
    [
      ['summary', '--preset', 'mpt-7b', '--lr', '3'],
      '--lr goes with --scheduler; found --preset mpt-7b. Add --scheduler NAME, or leave it out.',
    ],
    [
      ['curve', '--preset', 'mpt-7b', '--scheduler', 'linear', '--max-duration', '9ba'],
      'A schedule is a configuration or --scheduler; found --scheduler linear and --preset mpt-7b. Leave one out.',
    ],
    [['diff', 'a', 'b', '--preset', 'mpt-7b'], 'Two schedules are compared; found a, b, --preset mpt-7b. Keep two.'],
    [
      ['match', 'a', 'b', '--preset', 'mpt-7b'],
      'A log is held against one plan; found b and --preset mpt-7b. Leave one out.',
    ],
    [['diff', '--preset', 'mpt-7b'], "missing required argument 'b'"],
  ])('%j', async (args, line) => {
    expect(await cli(args)).toEqual(failure(2, line))
  })
})
