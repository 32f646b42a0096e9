/** `export`: what it writes, from files of either kind and from options, and what it refuses. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, file, folder } from './command.js'

const CONFIG = `run_name: mpt
max_duration: 1000ba
optimizer: {lr: 0.01}
scheduler: {name: cosine_with_warmup, t_warmup: 100ba, alpha_f: 0.1}
`
const HF = JSON.stringify({ learning_rate: 3e-4, lr_scheduler_type: 'linear', warmup_steps: 10, max_steps: 100 })

describe('export', () => {
  test('writes a configuration for another library', async () => {
    const config = file('mpt.yaml', CONFIG)
    const { code, stdout, stderr } = await cli(['export', config, '--to', 'hf'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'learning_rate: 0.01',
      'lr_scheduler_type: cosine_with_min_lr',
      'lr_scheduler_kwargs:',
      '  min_lr_rate: 0.1',
      'warmup_steps: 100',
      'max_steps: 1000',
      '',
    ])
    expect(await cli(['diff', config, file('hf.yaml', stdout)])).toMatchObject({ code: 0 })
    const half = await cli(['export', config, '--to', 'megatron', '--ssr', '0.5'])
    expect(half.stdout).toContain('--train-iters 500 \\\n')
  })

  test('writes what another library is given, and what options say, to a file', async () => {
    const output = path.join(folder, 'schedule.py')
    const args = file('args.json', HF)
    expect(await cli(['export', args, '--to', 'optax', '-o', output])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(output, 'utf8')).toContain('optax.join_schedules([optax.linear_schedule(')
    const wsd = ['--scheduler', 'wsd', '--set', 't_warmup=100ba', '--max-duration', '1000ba', '--lr', '3e-4']
    const { stdout } = await cli(['export', ...wsd, '--to', 'torch'])
    expect(stdout).toContain('scheduler = LambdaLR(optimizer, alpha)')
  })

  test('writes one quantity of several', async () => {
    const config = file(
      'two.yaml',
      'max_duration: 100ba\nscheduler: {lr: {name: linear}, momentum: {name: constant, alpha: 0.9}}\noptimizer: {lr: 1}',
    )
    const { stdout } = await cli(['export', config, '--to', 'python', '--quantity', 'momentum'])
    expect(stdout).toContain('return 1 * alpha(step)')
    expect(stdout).toContain('0.9')
    expect(stdout).toContain('def momentum(step):')
    const wrong = await cli(['export', config, '--to', 'python', '--quantity', 'mass'])
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('one of lr, momentum; found "mass"')
  })

  test.each([
    [
      ['--to', 'magetron'],
      2,
      '--to must be one of typescript, composer, torch, optax, keras, transformers, timm, deepspeed, megatron, llm-foundry, python, json; found "magetron". Write \'megatron\'.',
    ],
    [[], 2, "required option '--to <target>' not specified"],
    [['--to', 'torch', '--lr', '1'], 2, '--lr is for files of other libraries'],
    [['--to', 'torch', '-o', 'CONFIG'], 2, 'another file than the configuration'],
  ])('refuses %j', async (options, code, message) => {
    const config = file('mpt.yaml', CONFIG)
    const found = await cli(['export', config, ...options.map((option) => (option === 'CONFIG' ? config : option))])
    expect(found).toMatchObject({ code, stdout: '' })
    expect(found.stderr).toContain(message)
    expect(found.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('tells of a schedule that the target can not say, and leaves no file', async () => {
    const output = path.join(folder, 'none.yaml')
    const rex = ['--scheduler', 'rex', '--max-duration', '100ba']
    const found = await cli(['export', ...rex, '--to', 'hf', '-o', output])
    expect(found).toMatchObject({ code: 1, stdout: '' })
    expect(found.stderr).toContain('transformers takes schedules of its own list alone; found')
    expect(() => readFileSync(output)).toThrow()
  })
})
