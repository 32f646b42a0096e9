/** Configurations that schedule more than the learning rate, in each command. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BuiltinScheduler, evaluate, lint, summarize } from 'scale-schedule'
import { readConfig } from 'scale-schedule/config'
import { expect, test } from 'vitest'
import { cli, file, folder } from './command.js'

const YAML = `max_duration: 100ba
dataloader_len: 10
optimizer: {lr: 0.5}
scheduler:
  lr: {name: cosine_with_warmup, t_warmup: 10ba}
  momentum: {name: one_cycle, t_peak: 40ba, alpha_i: 0.95, alpha_m: 0.85, alpha_f: 0.95}
  weight_decay:
  - {name: linear, alpha_i: 0.1, alpha_f: 0, t_max: 2dur}
  - {name: multi_step, milestones: [25ba, 200ba], gamma: 0.5}
`
const config = readConfig(YAML)
const record: Record<'lr' | 'momentum' | 'weight_decay', readonly BuiltinScheduler[]> = Object.fromEntries([
  ['lr', config.schedulers],
  ...config.quantities.map(({ name, schedulers }) => [name, schedulers]),
])
const yaml = () => file('record.yaml', YAML)
const changed = (from: string, to: string) => file('changed.yaml', YAML.replace(from, to))

test('summary has a row for each, and in JSON the bits of summarize', async () => {
  const { code, stdout, stderr } = await cli(['summary', yaml()])
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.split('\n')
  expect(lines.slice(0, 2)).toEqual(['batches       100', ''])
  expect(lines[2]).toMatch(/^quantity +peak +half peak +final +minimum +area +mean +largest jump +warm-up +phases$/)
  expect(lines.slice(3).map((row) => row.split(/ {2,}/).slice(0, 3).join('|'))).toEqual([
    'lr|0.5 at batch 10|at batch 5',
    'momentum|0.95 at batch 0|at batch 0',
    'weight_decay|0.1 at batch 0|at batch 0',
    '',
  ])
  const json = await cli(['summary', yaml(), '--extend', '150ba', '--json'])
  const { quantities, ...found } = JSON.parse(json.stdout)
  const summaries = summarize(record, config.run, { baseLr: 0.5 })
  expect(found).toMatchObject(summaries.lr)
  expect(quantities.momentum).toMatchObject(summaries.momentum)
  expect(quantities.weight_decay).toMatchObject(summaries.weight_decay)
  expect(quantities.momentum.extended).toMatchObject({ maxDuration: '150ba', parting: { batch: 41 } })
})

test('lint names the quantity, and its key', async () => {
  const { code, stdout } = await cli(['lint', yaml()])
  expect(code).toBe(1)
  expect(stdout.split('\n').map((text) => text.split(': ').slice(0, 2).join(' '))).toEqual([
    'note     first-batch-at-zero scheduler.lr',
    'warning  floor-not-reached scheduler.weight_decay[0].alpha_f',
    'warning  past-the-end scheduler.weight_decay[1].milestones[1]',
    '',
  ])
  const json = await cli(['lint', yaml(), '--json'])
  const own = lint(record, config.run)
  const found = JSON.parse(json.stdout) as { path: string; quantity: string }[]
  expect(found.map(({ path, ...finding }) => finding)).toEqual(own.map(({ path, ...finding }) => finding))
})

test('diff tells each quantity', async () => {
  const same = await cli(['diff', yaml(), file('copy.yaml', YAML)])
  expect(same.code).toBe(0)
  expect(same.stdout.split('\n').slice(2)).toEqual([
    '',
    'lr',
    '  equal         the learning rates of all 100 batches, to the last bit',
    '',
    'momentum',
    '  equal         the values of all 100 batches, to the last bit',
    '',
    'weight_decay',
    '  equal         the values of all 100 batches, to the last bit',
    '',
  ])
  const { code, stdout } = await cli(['diff', yaml(), changed('alpha_m: 0.85', 'alpha_m: 0.8')])
  expect(code).toBe(1)
  expect(stdout).toMatch(/\nmomentum\n {2}different +99 of 100 batches\n {2}first +batch 1: \S+ and \S+, /)
  const json = await cli(['diff', yaml(), changed('  momentum', '  beta2'), '--json'])
  expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
    1,
    {
      equal: false,
      differing: 0,
      first: null,
      quantities: { momentum: { equal: false, only: 'a' }, weight_decay: { equal: true }, beta2: { only: 'b' } },
    },
  ])
})

test('explain has a section for each', async () => {
  const { code, stdout } = await cli(['explain', yaml(), '--at', '30'])
  expect(code).toBe(0)
  const { momentum, weight_decay: decay } = evaluate(record, config.run, { at: [30] })
  expect(stdout).toContain(`\n\nmomentum:\nOneCycleScheduler: `)
  expect(stdout).toContain(`\nmomentum        ${momentum[0]}\n`)
  expect(stdout).toContain(`\n\nweight_decay:\nLinearScheduler: `)
  expect(stdout).toMatch(new RegExp(`\nweight_decay    \\S+ × 0\\.5 = ${decay[0]}\n$`))
  const json = await cli(['explain', yaml(), '--at', '30', '--as-trained', '--json'])
  const late = evaluate(record, config.run, { at: [30], asTrained: true })
  const { quantities } = JSON.parse(json.stdout) as { quantities: { name: string; value: number }[] }
  expect(quantities.map(({ name, value }) => [name, value])).toEqual([
    ['momentum', late.momentum[0]],
    ['weight_decay', late.weight_decay[0]],
  ])
})

test('plot draws each in a plot of its own, also of configurations that have not the same', async () => {
  const out = path.join(folder, 'out.svg')
  const plain = file('plain.yaml', 'max_duration: 50ba\nscheduler: {name: linear}\noptimizer: {lr: 1}')
  expect(await cli(['plot', yaml(), plain, '-o', out])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/: 4 curves, /) as string,
  })
  const svg = readFileSync(out, 'utf8')
  expect(svg).toContain('width="960" height="940"')
  for (const text of ['Schedules', 'learning rate', 'momentum', 'weight_decay', 'plain'])
    expect(svg).toContain(`>${text}<`)
  expect(svg).toMatch(/momentum by batch, from 0 to 100\. record: starts at 0\.95, [^:]+ plain: no values\./)
  const text = await cli(['plot', yaml(), '--width', '60', '--height', '5', '--as-trained'])
  expect(text.stdout.split('\n').filter((row) => /^[a-z_]+$/.test(row))).toEqual([
    'record',
    'lr',
    'momentum',
    'weight_decay',
  ])
  const low = await cli(['plot', yaml(), '-o', out, '--height', '300'])
  expect(low).toMatchObject({ code: 2, stderr: expect.stringContaining('--height is at least 430 for the plots of 3') })
})

test('curve has a column for each, as trained as well', async () => {
  const { stdout } = await cli(['curve', yaml(), '--at', '30,0.5dur', '--as-trained', 'epoch', '--format', 'ndjson'])
  const trained = evaluate(record, config.run, { at: [30, '0.5dur'], asTrained: 'epoch', baseLr: 0.5 })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row)),
  ).toMatchObject(
    [0, 1].map((row) => ({
      lr: trained.lr[row],
      momentum: trained.momentum[row],
      weight_decay: trained.weight_decay[row],
    })),
  )
})

test('sweep and search take them', async () => {
  const spec = file(
    'sweep.yaml',
    `base:\n${YAML.replace(/^/gm, '  ').trimEnd()}\ngrid:\n  scheduler.momentum.alpha_m: [0.8, 0.85]\n  lr: [0.5, 1]\nkeep: {every: 25}\n`,
  )
  const dry = await cli(['sweep', spec, '--dry-run'])
  expect(dry.stdout).toMatch(/\nquantities +lr, momentum, weight_decay\n/)
  expect(dry.stdout).toMatch(/\nvalues +60 to keep\n/)
  const events = await cli(['sweep', spec, '--dry-run', '--json'])
  expect(JSON.parse(events.stdout)).toMatchObject({ quantities: ['lr', 'momentum', 'weight_decay'], values: 60 })
  const out = path.join(folder, 'out')
  expect((await cli(['sweep', spec, '-o', out, '--quiet', '--workers', '2'])).code).toBe(0)
  const found = await cli(['search', out, '--where', 'momentum_minimum < 0.82', '--sort', '-lr', '--top', '1'])
  expect(found.stdout.split('\n')[0]).toBe(
    'configuration,scheduler.momentum.alpha_m,lr,peak,final,area,warmup_fraction,momentum_peak,momentum_final,weight_decay_peak,weight_decay_final',
  )
  expect(found.stdout.split('\n')[1]).toMatch(/^1,0\.8,1\.0,1\.0,/)
  expect((await cli(['verify', out, '--deep'])).code).toBe(0)
  // Resumed, it ends in the same bytes.
  const manifest = readFileSync(path.join(out, 'manifest.json'))
  expect((await cli(['sweep', spec, '-o', out, '--quiet'])).code).toBe(0)
  expect(readFileSync(path.join(out, 'manifest.json'))).toEqual(manifest)
})
