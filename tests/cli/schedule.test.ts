/** A schedule by options, without a file: the values, charts, explanations and findings of the configuration that says the same. */
import { describe, expect, test } from 'vitest'
import { cli, curve, failure, file, MPT } from './command.js'

const WSD = ['--scheduler', 'wsd', '--set', 't_warmup=100ba', '--max-duration', '10000ba', '--lr', '3e-4']
const wsd = () =>
  file('wsd.yaml', 'run_name: wsd\nmax_duration: 10000ba\nlr: 3e-4\nscheduler: {name: wsd, t_warmup: 100ba}')

describe('without a file', () => {
  test('curve prints what it does of the file', async () => {
    const at = ['--at', '0,50,0.95dur']
    const found = await curve(...WSD, ...at)
    expect(found).toEqual(await curve(wsd(), ...at))
    expect(found).toEqual({
      code: 0,
      stdout: 'batch,alpha,lr\n0,0,0\n50,0.5,0.00015\n9500,0.5,0.00015\n',
      stderr: '',
    })
  })

  test('plot draws it, also beside files', async () => {
    const svg = ['-o', '-']
    const found = await cli(['plot', ...WSD, ...svg])
    expect(found.code).toBe(0)
    expect(found).toEqual(await cli(['plot', wsd(), ...svg]))
    const both = await cli(['plot', MPT, ...WSD, '--ssr', '1,2'])
    expect(both).toMatchObject({ code: 0, stderr: '' })
    expect(both.stdout).toMatch(/mpt-7b, ssr 2[\s\S]*wsd, ssr 2/)
  })

  test('explain tells it', async () => {
    const [found, expected] = await Promise.all([WSD, [wsd()]].map((args) => cli(['explain', ...args, '--at', '50'])))
    expect(found!.code).toBe(0)
    const body = (text: string) => text.split('\n').slice(1)
    expect(body(found!.stdout)).toEqual(body(expected!.stdout))
    expect(found!.stdout).toMatch(/^config {10}command line \(wsd\)\n/)
  })

  test('values are those of YAML, and counters come from options', async () => {
    const args = ['--scheduler', 'multi_step', '--set', 'milestones=[1ep, 24sp, 0.9dur]', '--set', 'gamma=0.5']
    const run = [
      '--max-duration',
      '10',
      '--dataloader-len',
      '4',
      '--global-train-batch-size',
      '2',
      '--max-seq-len',
      '8',
    ]
    const { stdout, code } = await curve(...args, ...run, '--lr', '1', '--at', '3,1ep,12,192tok,36', '--ssr', '1')
    expect([code, stdout]).toEqual([
      0,
      'batch,alpha,lr\n3,1,1\n4,0.5,0.5\n12,0.25,0.25\n12,0.25,0.25\n36,0.125,0.125\n',
    ])
    const tree = ['--scheduler', 'sequence', '--set', 'schedulers=[{name: linear}, {name: constant, alpha: 0.5}]']
    const { stdout: values } = await curve(...tree, '--set', 'at=[2ba]', '--max-duration', '4ba', '--lr', '1')
    expect(values).toBe('batch,alpha,lr\n0,1,1\n1,0.5,0.5\n2,0.5,0.5\n3,0.5,0.5\n')
  })

  test('without a rate lr is the multiplier', async () => {
    expect(await curve('--scheduler', 'linear', '--max-duration', '2ba')).toEqual({
      code: 0,
      stdout: 'batch,alpha,lr\n0,1,1\n1,0.5,0.5\n',
      stderr:
        'scale-schedule: warning: command line: A learning rate is the multiplier α here; found no initial one. Pass --lr to see learning rates.\n',
    })
  })

  const LINEAR = ['curve', '--scheduler', 'linear', '--max-duration', '10ba']
  test.each<[string[], number, string]>([
    [
      ['curve', 'a', '--scheduler', 'linear'],
      2,
      'A schedule is a configuration or --scheduler; found --scheduler linear and a. Leave one out.',
    ],
    [
      ['explain', 'a', '--at', '1', '--lr', '3'],
      2,
      '--lr goes with --scheduler; found the configuration a. Add --scheduler NAME, or leave it out.',
    ],
    [
      ['lint', '--max-duration', '1ba'],
      2,
      '--max-duration goes with --scheduler; found none. Add --scheduler NAME, or leave it out.',
    ],
    [
      ['curve', '--scheduler', 'wsd'],
      2,
      '--scheduler needs the length of its run; found no --max-duration. Add for example --max-duration 10000ba.',
    ],
    [
      ['curve', '--scheduler', ' '],
      2,
      "option '--scheduler <scheduler>' argument ' ' is invalid. It must be the name of a scheduler.",
    ],
    [
      [...LINEAR, '--set', 't_max'],
      2,
      "option '--set <option=value>' argument 't_max' is invalid. It must be an option and its value, such as t_warmup=100ba.",
    ],
    [
      [...LINEAR, '--set', 'name=x'],
      2,
      "option '--set <option=value>' argument 'name=x' is invalid. The name of a scheduler is --scheduler.",
    ],
    [
      [...LINEAR, '--set', 'a=1', '--set', 'a=2'],
      2,
      "option '--set <option=value>' argument 'a=2' is invalid. a must be given once.",
    ],
    [[...LINEAR, '--lr', '-1'], 2, "option '--lr <rate>' argument '-1' is invalid. It must be a number of at least 0."],
    [
      ['curve', '--scheduler', 'wsdd', '--max-duration', '10ba'],
      1,
      'command line: scheduler.name: A scheduler has a known name; found "wsdd". Write wsd.',
    ],
    [
      ['curve', '--scheduler', 'linear', '--max-duration', '10ep'],
      1,
      'command line: scheduler: 1.0dur can only be converted to batches with the length of the dataloader; found none. Pass --dataloader-len (batches in an epoch), or give times in ba.',
    ],
    [
      [...LINEAR, '--at', '9sp'],
      1,
      'command line: --at 9sp: This needs the count of samples; found nothing to count it by. Pass --global-train-batch-size.',
    ],
  ])('%j', async (args, code, line) => {
    expect(await cli(args)).toEqual(failure(code, line))
  })
})

describe('--as-trained', () => {
  const steps = () =>
    file(
      'steps.yaml',
      'max_duration: 3ep\ndataloader_len: 2\nlr: 1\nscheduler: {name: step, step_size: 1ba, gamma: 0.5}',
    )

  test('curve gives what the Trainer trains with', async () => {
    const values = async (...args: string[]) => {
      const { stdout, stderr, code } = await curve(steps(), ...args)
      expect([stderr, code]).toEqual(['', 0])
      return stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split(',')[2]))
    }
    expect(await values()).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 0.03125])
    expect(await values('--as-trained')).toEqual([1, 1, 0.5, 0.25, 0.125, 0.0625])
    expect(await values('--as-trained', 'epoch')).toEqual([1, 1, 0.25, 0.25, 0.0625, 0.0625])
    expect(await values('--as-trained', '--at', '5,0,1ep')).toEqual([0.0625, 1, 0.5])
    expect(await values('--as-trained=epoch', '--from', '1', '--stride', '2')).toEqual([1, 0.25, 0.0625])
  })

  test('the summary says so', async () => {
    const { stdout } = await curve(steps(), '--as-trained', '-o', 'x.csv')
    expect(stdout).toContain('values        as trained: batch n with the multiplier of n - 1\n')
    expect(stdout).toContain('final lr      0.0625 at batch 5\n')
  })

  test('plot says so in its subtitle', async () => {
    const { stdout, code } = await cli(['plot', steps(), '--as-trained=epoch', '-o', '-'])
    expect([code, stdout.includes('as trained: stepped at the end of each epoch')]).toEqual([0, true])
  })

  test('explain explains the batch before', async () => {
    const { stdout, code } = await cli(['explain', steps(), '--at', '3', '--as-trained', '--json'])
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { batch: 2, trained: 3, learningRate: 0.25 }])
    const text = await cli(['explain', steps(), '--at', '0', '--as-trained'])
    expect(text.stdout).toContain('trains batch 0 with this.')
  })

  test('by the epoch it needs the length of one', async () => {
    expect(await curve('--scheduler', 'linear', '--max-duration', '9ba', '--lr', '1', '--as-trained=epoch')).toEqual(
      failure(
        1,
        'command line: --as-trained epoch: This needs the count of epochs; found nothing to count it by. Pass --dataloader-len (batches in an epoch), or give times in ba.',
      ),
    )
    expect(await curve(MPT, '--as-trained', 'x')).toEqual(
      failure(2, "option '--as-trained [steps]' argument 'x' is invalid. It must be batch or epoch."),
    )
  })
})

test('--at may be given several times', async () => {
  const { stdout } = await curve(
    '--scheduler',
    'linear',
    '--max-duration',
    '4ba',
    '--lr',
    '1',
    '--at',
    '3',
    '--at',
    '0.5dur,1',
  )
  expect(stdout).toBe('batch,alpha,lr\n3,0.25,0.25\n2,0.5,0.5\n1,0.75,0.75\n')
})
