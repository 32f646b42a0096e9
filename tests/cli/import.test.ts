/** `import`, and `diff` of files of other libraries. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, file, folder } from './command.js'

const HF = JSON.stringify({ learning_rate: 3e-4, lr_scheduler_type: 'cosine', warmup_steps: 10, max_steps: 100 })
const OPTAX = JSON.stringify({
  fn: 'optax.warmup_cosine_decay_schedule',
  kwargs: { init_value: 0, peak_value: 3e-4, warmup_steps: 10, decay_steps: 100 },
})
const MEGATRON =
  'torchrun pretrain_gpt.py --lr 3e-4 --lr-decay-style cosine \\\n  --train-iters 100 --lr-warmup-iters 10 --global-batch-size 64'
const STEP = JSON.stringify({ class: 'torch.optim.lr_scheduler.StepLR', kwargs: { step_size: 30 } })

describe('import', () => {
  test('writes a configuration that commands read, with what was assumed in comments', async () => {
    const { code, stdout, stderr } = await cli(['import', file('args.json', HF)])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')).toEqual([
      '# assumed: lr_scheduler_kwargs.num_cycles is 0.5, as transformers 5.24.0 has it',
      'run_name: "from transformers"',
      'max_duration: 100ba',
      '',
      'optimizer:',
      '  lr: 0.0003',
      '',
      'scheduler:',
      '  name: cosine',
      '  t_max: 100ba',
      '  after: continue',
      '  t_warmup: 10ba',
      '',
    ])
    const curve = await cli(['curve', file('config.yaml', stdout), '--at', '5,10,55', '--format', 'csv'])
    expect(curve.stdout).toBe('batch,alpha,lr\n5,0.5,0.00015\n10,1,0.0003\n55,0.5,0.00015\n')
  })

  test('writes other quantities beside the learning rate, in the units of the source', async () => {
    const output = path.join(folder, 'megatron.yaml')
    expect(await cli(['import', file('run.sh', MEGATRON), '-o', output])).toEqual({ code: 0, stderr: '', stdout: '' })
    const text = readFileSync(output, 'utf8')
    expect(text).toContain('max_duration: 6400sp\nglobal_train_batch_size: 64\n')
    expect(text).toContain('  weight_decay:\n    name: staged\n')
    const { stdout } = await cli(['curve', output, '--at', '5', '--format', 'csv'])
    expect(stdout).toBe('batch,alpha,lr,weight_decay\n5,0.5,0.00015,0.01\n')
  })

  test('takes from options what the file does not say, and warns of what can not be expressed', async () => {
    const source = file('step.json', STEP)
    const { stdout } = await cli(['import', source, '--lr', '0.1', '--total', '90', '--json'])
    const { library, baseLr, run, scheduler, assumed } = JSON.parse(stdout)
    expect([library, baseLr, run.maxDuration, scheduler.type]).toEqual(['torch', 0.1, '90ba', 'StepDecayScheduler'])
    expect(assumed).toEqual([{ path: 'kwargs.gamma', value: 0.1, by: 'torch 2.7.0' }])
    const cycle = file('cycle.json', '{"class": "OneCycleLR", "kwargs": {"max_lr": 0.1, "total_steps": 50}}')
    const { code, stderr } = await cli(['import', cycle, '--from', 'torch'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^scale-schedule: warning: .*cycle\.json: kwargs\.total_steps: .* \(step 50\)\n$/)
  })

  test.each([
    ['', /none of the keys|found nothing/],
    ['{"a": 1}', /found none of the keys that tell a library/],
    ['learning_rate: 0.1\nwarmup_steps: 10', /found keys of transformers or OpenNMT-py\. Say which with --from/],
    ['{"class": "torch.optim.lr_scheduler.StepLR", "kwargs": {"step_sise": 3}}', /kwargs\.step_sise/],
    ['{"class": "torch.optim.lr_scheduler.CosineAnnealingLR", "kwargs": {"T_max": 9, "eta_min": 1}}', /Add --lr\./],
    ['{"learning_rate": 0.1, "lr_scheduler_type": "cosine"}', /Add --total\./],
  ])('tells what is wrong with %j in a line', async (text, message) => {
    const { code, stdout, stderr } = await cli(['import', file('source', text)])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^scale-schedule: [^\n]+\n$/)
  })

  test('refuses a library that is not known', async () => {
    const { code, stderr } = await cli(['import', file('args.json', HF), '--from', 'torsh'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--from must be one of torch, .*; found "torsh"\. Write 'torch'\./)
  })
})

describe('diff of files of other libraries', () => {
  test('ends with 0 where they are the same curve', async () => {
    const [a, b] = [file('args.json', HF), file('optax.json', OPTAX)]
    expect(await cli(['diff', a, b])).toEqual({
      code: 0,
      stderr: '',
      stdout: `a             ${a} (transformers): 100 batches\nb             ${b} (optax): 100 batches\nequal         the same for 100 steps, within 1e-12 of the highest\n`,
    })
  })

  test('takes a configuration on either side, and tells the first step that differs', async () => {
    const own = file(
      'own.yaml',
      'max_duration: 100ba\nlr: 3.0e-4\nscheduler: {name: cosine_with_warmup, t_warmup: 11ba}',
    )
    for (const pair of [
      [own, file('run.sh', MEGATRON)],
      [file('run.sh', MEGATRON), own],
    ]) {
      const { code, stdout } = await cli(['diff', ...pair, '--json'])
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ equal: false, tolerance: 1e-12, first: { batch: 1 } })
    }
  })

  test('compares a source without a length over that of the other', async () => {
    const own = file('own.yaml', 'max_duration: 90ba\nlr: 0.1\nscheduler: {name: step, step_size: 30ba}')
    const { code, stdout } = await cli(['diff', file('step.json', STEP), own, '--lr', '0.1'])
    expect(code).toBe(0)
    expect(stdout).toContain('the same for 90 steps')
  })

  test('a wrong file is 4, with a line on standard error alone', async () => {
    const { code, stdout, stderr } = await cli([
      'diff',
      file('args.json', HF),
      file('b.json', '{"lr_scheduler_type": 5}'),
    ])
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toMatch(/b\.json: lr_scheduler_type must be a string; found 5/)
  })
})
