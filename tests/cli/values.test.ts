/** The values that `curve` prints: the bits of `evaluate`, in every format. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { evaluate, MultiStepScheduler, TrainingRun } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { duckdb } from '../helpers/readers.js'
import { cli, curve, file, folder, MPT, mpt, mptRun, RESNET, start } from './command.js'

/** The bits of rows, so that a difference in the last place shows. */
const bits = (rows: { batch: number; alpha: number; lr: number }[]) =>
  rows.map(({ batch, alpha, lr }) => [batch, ...new BigUint64Array(Float64Array.of(alpha, lr).buffer)])

function parse(text: string, format: string) {
  if (format === 'json') return JSON.parse(text)
  const lines = text.trimEnd().split('\n')
  if (format === 'ndjson') return lines.map((line) => JSON.parse(line))
  expect(lines.shift()).toBe('batch,alpha,lr')
  return lines.map((line) => {
    const [batch, alpha, lr] = line.split(',').map(Number)
    return { batch, alpha, lr }
  })
}

describe('the values', () => {
  test('--at and json print one array and nothing else', async () => {
    const batches = [0, 1, 99, 100, 63899, 63900, 5, 5]
    const rows = batches.map((batch) => ({
      batch,
      alpha: evaluate(mpt, mptRun, { from: batch, count: 1 })[0],
      lr: evaluate(mpt, mptRun, { from: batch, count: 1, baseLr: 1.2e-4 })[0],
    }))
    const found = await curve(MPT, '--at', batches.join(), '--format', 'json')
    expect(found).toEqual({ code: 0, stdout: `${JSON.stringify(rows)}\n`, stderr: '' })
  })

  test('other quantities have a column each, in every format', async () => {
    const scheduler = '{lr: linear, momentum: {name: constant, alpha: 0.9}, weight_decay: [linear, linear]}'
    const config = file('quantities.yaml', `max_duration: 4ba\nlr: 2\nscheduler: ${scheduler}`)
    const csv = 'batch,alpha,lr,momentum,weight_decay\n1,0.75,1.5,0.9,0.5625\n2,0.5,1,0.9,0.25\n'
    expect((await curve(config, '--from', '1', '--count', '2')).stdout).toBe(csv)
    const row = '{"batch":2,"alpha":0.5,"lr":1,"momentum":0.9,"weight_decay":0.25}'
    expect((await curve(config, '--at', '0.5dur', '--format', 'ndjson')).stdout).toBe(`${row}\n`)
    expect((await curve(config, '--at', '2', '--format', 'json')).stdout).toBe(`[${row}]\n`)
    const { stdout } = await curve(config, '-o', path.join(folder, 'quantities.parquet'))
    expect(stdout).toContain('momentum      ConstantScheduler (alpha 0.9')
    const rows = await duckdb(
      `SELECT momentum, weight_decay FROM '${path.join(folder, 'quantities.parquet')}' WHERE batch = 2`,
    )
    expect(rows).toEqual([[0.9, 0.25]])
  })

  test('--at takes times, each the first batch at which its counter is reached', async () => {
    const config = file(
      'at.yaml',
      'max_duration: 10ep\ndataloader_len: 7\nepochs_per_iteration: 3\nglobal_train_batch_size: 4\nlr: 1\nscheduler: linear',
    )
    const at = '5, 1ep,0.5dur,1iter,9sp,0tok,70'
    const { stdout, code } = await curve(config, '--at', at)
    expect([code, stdout.match(/^\d+/gm)]).toEqual([0, ['5', '7', '35', '21', '3', '0', '70']])
    expect(await curve(config, '--at', '5,9tok')).toEqual({
      code: 1,
      stdout: '',
      stderr: `scale-schedule: ${config}: --at 9tok: This needs the count of tokens; found nothing to count it by. Set max_seq_len.\n`,
    })
  })

  test.each(['csv', 'json', 'ndjson'])('%s reads back as the bits of evaluate', async (format) => {
    const { stdout, stderr, code } = await curve(MPT, '--format', format)
    expect([stderr, code]).toEqual(['', 0])
    const alpha = evaluate(mpt, mptRun)
    const lr = evaluate(mpt, mptRun, { baseLr: 1.2e-4 })
    expect(bits(parse(stdout, format))).toEqual(
      bits(Array.from(lr, (value, batch) => ({ batch, alpha: alpha[batch]!, lr: value }))),
    )
  })

  test('Parquet, by DuckDB, has them too, in row groups of a bounded size', async () => {
    const { stdout, stderr, code } = await curve(MPT, '--count', '300000', '-o', 'curve.parquet')
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toMatch(/written {7}curve\.parquet: 300,000 rows, [\d,]+ bytes of parquet/)
    const written = path.join(folder, 'curve.parquet')
    const alpha = evaluate(mpt, mptRun, { count: 300_000 })
    const lr = evaluate(mpt, mptRun, { count: 300_000, baseLr: 1.2e-4 })
    const rows = await duckdb(`SELECT batch, alpha, lr FROM read_parquet('${written}', file_row_number = true)`)
    const found = rows.map(([batch, alpha, lr]) => ({ batch: Number(batch), alpha: Number(alpha), lr: Number(lr) }))
    expect(bits(found).join('\n')).toBe(
      bits(Array.from(lr, (value, batch) => ({ batch, alpha: alpha[batch]!, lr: value }))).join('\n'),
    )
    const groups = `SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('${written}') ORDER BY 1`
    expect((await duckdb(groups)).map(([, rows]) => Number(rows))).toEqual([262_144, 37_856])
  })

  test('Parquet takes any batch, and is the same on standard output', async () => {
    const most = String(Number.MAX_SAFE_INTEGER - 1)
    const config = file('long.yaml', 'max_duration: 10ba\nlr: 0.5\nscheduler: linear')
    await curve(config, '--at', `3,${most},0`, '-o', 'at.parquet')
    const written = path.join(folder, 'at.parquet')
    const rows = await duckdb(`SELECT batch, alpha, lr FROM '${written}'`)
    expect(rows).toEqual([
      [3n, 0.7, 0.35],
      [BigInt(most), 0, 0],
      [0n, 1, 0.5],
    ])
    const child = start(['curve', config, '--at', `3,${most},0`, '--format', 'parquet'])
    const chunks: Buffer[] = []
    child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk))
    await once(child, 'close')
    expect(Buffer.concat(chunks).equals(readFileSync(written))).toBe(true)
  })

  test('--from, --count and --stride choose a range, which may go past the end', async () => {
    const { stdout } = await curve(MPT, '--from', '63000', '--count', '40', '--stride', '50')
    const range = { from: 63000, count: 40, stride: 50 }
    const alpha = evaluate(mpt, mptRun, range)
    const lr = evaluate(mpt, mptRun, { ...range, baseLr: 1.2e-4 })
    expect(stdout).toBe(
      `batch,alpha,lr\n${Array.from(lr, (value, i) => `${63000 + 50 * i},${alpha[i]},${value}\n`).join('')}`,
    )
    expect((await curve(MPT, '--from', '63898')).stdout.split('\n')).toHaveLength(4)
    expect((await curve(MPT, '--stride', '3e4', '--from', '1')).stdout.match(/^\d+/gm)).toEqual(['1', '30001', '60001'])
    expect((await curve(MPT, '--count', '0')).stdout).toBe('batch,alpha,lr\n')
    expect((await curve(MPT, '--from', '63900', '--format', 'json')).stdout).toBe('[]\n')
  })

  test('--ssr sets the ratio, also in place of the one in the file', async () => {
    const half = new TrainingRun({ maxDuration: '63900ba', scaleScheduleRatio: 0.5 })
    const expected = `${JSON.stringify([{ batch: 9999, alpha: evaluate(mpt, half, { from: 9999, count: 1 })[0], lr: evaluate(mpt, half, { from: 9999, count: 1, baseLr: 1.2e-4 })[0] }])}\n`
    const at = ['--at', '9999', '--format', 'json', '--ssr', '0.5']
    expect((await curve(MPT, ...at)).stdout).toBe(expected)
    const scaled = file('scaled.yaml', `${readFileSync(MPT, 'utf8')}\nscale_schedule_ratio: 3\n`)
    expect((await curve(scaled, ...at)).stdout).toBe(expected)
    expect((await curve(MPT, '--ssr', '.5')).stdout.split('\n')).toHaveLength(31950 + 2)
  })

  test('--dataloader-len gives what the file does not, and several schedulers multiply', async () => {
    const config = file(
      'epochs.yaml',
      'max_duration: 2ep\nlr: 0.5\nscheduler: [{name: multi_step, milestones: [1ep], gamma: 0.5}, {name: constant, alpha: 0.5}]',
    )
    const { stdout } = await curve(config, '--dataloader-len', '2')
    expect(stdout).toBe('batch,alpha,lr\n0,0.5,0.25\n1,0.5,0.25\n2,0.25,0.125\n3,0.25,0.125\n')
    expect((await curve(RESNET, '--at', '56339')).stdout).toMatch(/^batch,alpha,lr\n56339,[\d.e-]+,[\d.e-]+\n$/)
  })

  test('without a learning rate lr is the multiplier', async () => {
    const config = file('no-lr.yaml', 'max_duration: 4ba\nscheduler: {name: linear}')
    const stderr = `scale-schedule: warning: ${config}: A learning rate is the multiplier α here; found no initial one. Set optimizer.lr to see learning rates.\n`
    expect(await curve(config, '--at', '1')).toEqual({ code: 0, stdout: 'batch,alpha,lr\n1,0.75,0.75\n', stderr })
    const other = file('lr.yaml', 'max_duration: 4ba\nlr: 1\nscheduler: {name: linear}')
    expect(await cli(['diff', config, other])).toMatchObject({ code: 0, stderr })
    expect(await cli(['plot', config, '-o', '-'])).toMatchObject({ code: 0, stderr })
  })

  test('minus zero and an overflow survive in every format', async () => {
    const negative = file('n.yaml', 'max_duration: 2ba\nscheduler: {name: constant, alpha: -0.0}')
    expect((await curve(negative, '--at', '0')).stdout).toBe('batch,alpha,lr\n0,-0,-0\n')
    expect((await curve(negative, '--at', '0', '--format', 'ndjson')).stdout).toBe('{"batch":0,"alpha":-0,"lr":-0}\n')
    const steps = { milestones: ['1ba' as const, '2ba' as const], gamma: 1e200 }
    const huge = file(
      'h.json',
      JSON.stringify({ max_duration: '9ba', lr: 2, scheduler: { name: 'multi_step', ...steps } }),
    )
    expect(evaluate(new MultiStepScheduler(steps), new TrainingRun({ maxDuration: '9ba' }))[2]).toBe(Infinity)
    expect((await curve(huge, '--at', '2')).stdout).toBe('batch,alpha,lr\n2,Infinity,Infinity\n')
    expect((await curve(huge, '--at', '2', '--format', 'json')).stdout).toBe(
      '[{"batch":2,"alpha":"Infinity","lr":"Infinity"}]\n',
    )
  })

  test('the configuration may come from standard input', async () => {
    const { stdout } = await cli(['curve', '-', '--at', '2'], { input: 'max_duration: 4ba\nscheduler: {name: linear}' })
    expect(stdout).toBe('batch,alpha,lr\n2,0.5,0.5\n')
    expect(await cli(['curve', '-'], { input: 'x' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^scale-schedule: standard input: A /),
    })
  })

  test('a warning is told once, beside the values', async () => {
    const config = file(
      'w.yaml',
      'max_duration: 20000ba\nlr: 1\nscheduler: {name: linear_decay_with_warmup, t_warmup: 0ba}',
    )
    const { stdout, stderr } = await curve(config)
    expect(stdout.split('\n')).toHaveLength(20002)
    expect(stderr).toMatch(/^scale-schedule: warning: LinearWithWarmupScheduler: .+\n$/)
  })
})
