/** The built command line: what it prints where, how it ends, and what it leaves behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { CosineAnnealingWithWarmupScheduler, evaluate, MultiStepScheduler, TrainingRun } from 'scale-schedule'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { DIST, dist } from './dist.js'

const { Chart } = await dist<typeof import('../ts/cli/chart.js')>('cli/chart.js')
const { terminalOf } = await dist<typeof import('../ts/cli/terminal.js')>('cli/terminal.js')

const MPT = fileURLToPath(new URL('../examples/mpt-7b.yaml', import.meta.url))
const RESNET = fileURLToPath(new URL('../examples/resnet50-two-schedulers.yaml', import.meta.url))

const mptRun = new TrainingRun({ maxDuration: '63900ba' })
const mpt = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })

const root = mkdtempSync(path.join(tmpdir(), 'scale-schedule-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder = ''
let made = 0
beforeEach(() => {
  folder = path.join(root, String(made++))
  mkdirSync(folder)
})

/** A file in the test's own folder. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

type Stdout = 'pipe' | number
const start = (args: string[], stdout: Stdout = 'pipe', env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [path.join(DIST, 'cli/main.js'), ...args], {
    cwd: folder,
    stdio: ['pipe', stdout, 'pipe'],
    env: { ...process.env, NO_UNICODE: '', LC_ALL: 'C.UTF-8', ...env },
  })

/** Runs the command line to its end. */
async function cli(args: string[], { input = '', stdout = 'pipe' as Stdout, env = {} } = {}) {
  const child = start(args, stdout, env)
  const taken = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      taken[name] += text
    })
  }
  child.stdin!.on('error', () => {}).end(input)
  const [code] = await once(child, 'close')
  return { code: code as number, ...taken }
}

const curve = (...args: string[]) => cli(['curve', ...args])
const failure = (code: number, line: string) => ({ code, stdout: '', stderr: `scale-schedule: ${line}\n` })

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

  test.each(['csv', 'json', 'ndjson'])('%s reads back as the bits of evaluate', async (format) => {
    const { stdout, stderr, code } = await curve(MPT, '--format', format)
    expect([stderr, code]).toEqual(['', 0])
    const alpha = evaluate(mpt, mptRun)
    const lr = evaluate(mpt, mptRun, { baseLr: 1.2e-4 })
    expect(bits(parse(stdout, format))).toEqual(
      bits(Array.from(lr, (value, batch) => ({ batch, alpha: alpha[batch]!, lr: value }))),
    )
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
    expect((await curve(config, '--at', '1')).stdout).toBe('batch,alpha,lr\n1,0.75,0.75\n')
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
    const config = file('w.yaml', 'max_duration: 20000ba\nscheduler: {name: linear_decay_with_warmup, t_warmup: 0ba}')
    const { stdout, stderr } = await curve(config)
    expect(stdout.split('\n')).toHaveLength(20002)
    expect(stderr).toMatch(/^scale-schedule: warning: LinearWithWarmupScheduler: .+\n$/)
  })
})

describe('a file', () => {
  test('gets the same values, in the format of its extension, and the screen a summary', async () => {
    for (const [name, format] of [
      ['a.csv', 'csv'],
      ['b.json', 'json'],
      ['c.ndjson', 'ndjson'],
      ['d.jsonl', 'ndjson'],
      ['e', 'csv'],
    ] as const) {
      const { stdout, stderr, code } = await curve(MPT, '--stride', '1000', '-o', name)
      expect([stderr, code]).toEqual(['', 0])
      expect(stdout).toContain(`written       ${name}: 64 rows, `)
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(
        (await curve(MPT, '--stride', '1000', '--format', format)).stdout,
      )
    }
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.json', 'c.ndjson', 'd.jsonl', 'e'])
  })

  test('and the summary of the main job is this', async () => {
    const { stdout } = await curve(MPT, '-o', 'curve.csv')
    const bytes = readFileSync(path.join(folder, 'curve.csv')).length.toLocaleString('en-US')
    expect(stdout.split('\n\n')[0]).toBe(`config        ${MPT} (mpt-7b)
scheduler     CosineAnnealingWithWarmupScheduler (t_warmup 100ba, t_max 1.0dur, alpha_f 0.1, scale_warmup false)
max_duration  63900ba
batches       63,900 (65,433,600 samples, 134,008,012,800 tokens)
phases        warmup 0-100 ba, cosine 100-63,900 ba
base lr       0.00012
peak lr       0.00012 at batch 100
final lr      ${evaluate(mpt, mptRun, { from: 63899, count: 1, baseLr: 1.2e-4 })[0]} at batch 63,899
written       curve.csv: 63,900 rows, ${bytes} bytes of csv`)
    const chart = stdout.split('\n\n')[1]!.trimEnd().split('\n')
    expect(chart).toHaveLength(15)
    expect(Math.max(...chart.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(chart[0]).toMatch(/^ +0\.00012 ┤/)
    expect(chart[14]).toMatch(/^ +batch 0 +63899$/)
  })

  test('the summary tells of several schedulers, a ratio, and a missing learning rate', async () => {
    const config = file(
      'two.yaml',
      'max_duration: 10ep\ndataloader_len: 5\nscheduler: [linear, {name: constant_with_warmup, t_warmup: 1ep}]',
    )
    const { stdout } = await curve(config, '--ssr', '2', '-o', 'x.csv', '--at', '0,5')
    expect(stdout).toBe(`config        ${config}
scheduler     LinearScheduler (alpha_i 1, alpha_f 0, t_max 1.0dur)
  times       ConstantWithWarmupScheduler (t_warmup 1ep, alpha 1, t_max 1.0dur, scale_warmup false)
max_duration  20ep (10ep x 2)
batches       100 (5 in an epoch)
phases        linear 0-100 ba
              warmup 0-5 ba, hold from 5 ba
base lr       none in the file: lr is the multiplier itself
peak lr       0.95 at batch 5
final lr      0.010000000000000009 at batch 99
written       x.csv: 2 rows, 33 bytes of csv
`)
  })

  test('appears in place of an older one, behind a link as well', async () => {
    file('real.csv', 'old')
    symlinkSync('real.csv', path.join(folder, 'link.csv'))
    expect((await curve(MPT, '--at', '0', '-o', 'link.csv')).code).toBe(0)
    expect(readFileSync(path.join(folder, 'real.csv'), 'utf8')).toBe('batch,alpha,lr\n0,0,0\n')
    expect(lstatSync(path.join(folder, 'link.csv')).isSymbolicLink()).toBe(true)
  })

  test('of a failed run is not there, and an older one stays', async () => {
    file('old.csv', 'old')
    const config = file(
      'bad.yaml',
      'max_duration: 200000ba\nscheduler: {name: cosine_annealing_warm_restarts, t_0: 4ba, t_mult: 0.5}',
    )
    const { code, stderr, stdout } = await curve(config, '-o', 'old.csv')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^scale-schedule: .*bad\.yaml: scheduler: .*decayed to 0 at batch 7\..*\n$/)
    expect(readFileSync(path.join(folder, 'old.csv'), 'utf8')).toBe('old')
    expect(readdirSync(folder).sort()).toEqual(['bad.yaml', 'old.csv'])
  })
})

const LINUX = process.platform === 'linux'

describe('an output that ends early', () => {
  test('is no failure when the reader went away', async () => {
    const child = start(['curve', MPT, '--count', '1e9'])
    let stderr = ''
    child.stderr!.on('data', (text) => {
      stderr += text
    })
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    const [code, signal] = await once(child, 'close')
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' })
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s leaves no temporary file and ends with %i', async (signal, expected) => {
    file('out.csv', 'old')
    const child = start(['curve', MPT, '--count', '1e9', '-o', 'out.csv'])
    const closed = once(child, 'close')
    let output = ''
    child.stdout!.on('data', (text) => {
      output += text
    })
    child.stderr!.on('data', (text) => {
      output += text
    })
    while (readdirSync(folder).length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(readdirSync(folder).find((name) => name.endsWith('.tmp'))).toMatch(/^\.out\.csv\.[0-9a-f]{12}\.tmp$/)
    child.kill(signal)
    expect(await closed).toEqual([expected, null])
    expect(output).toBe('')
    expect(readdirSync(folder)).toEqual(['out.csv'])
    expect(readFileSync(path.join(folder, 'out.csv'), 'utf8')).toBe('old')
  })

  test.each([
    ['below a file', 'plain/x.csv', 'a part of the path is no folder (ENOTDIR)'],
    ['in no folder', 'none/x.csv', 'no such file or folder (ENOENT)'],
    ['that is a folder', '.', 'it is a folder (EISDIR)'],
    ['with too long a name', 'x'.repeat(300), 'the name is too long (ENAMETOOLONG)'],
  ])('because of an output %s is told in a line', async (_, output, found) => {
    file('plain', '')
    expect(await curve(MPT, '-o', output)).toEqual(failure(3, `Cannot write ${output}: ${found}.`))
    expect(readdirSync(folder)).toEqual(['plain'])
  })

  test.runIf(LINUX && existsSync('/dev/full'))('because the device is full is told in a line', async () => {
    const found = 'no space left on the device (ENOSPC)'
    expect(await curve(MPT, '-o', '/dev/full')).toEqual(failure(3, `Cannot write /dev/full: ${found}.`))
    const full = openSync('/dev/full', 'w')
    const redirected = await cli(['curve', MPT], { stdout: full })
    closeSync(full)
    expect(redirected).toEqual(failure(3, `Cannot write to standard output: ${found}.`))
  })

  test.runIf(LINUX)('because nothing can be made there is told in a line', async () => {
    const { code, stderr } = await curve(MPT, '-o', '/proc/x.csv')
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^scale-schedule: Cannot write \/proc\/x\.csv: .+\.\n$/)])
  })

  test.runIf(LINUX)('does not replace a device by a file', async () => {
    expect(await curve(MPT, '--at', '0', '-o', '/dev/null')).toMatchObject({ code: 0, stderr: '' })
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })
})

test('five million rows need hardly more memory than one', async () => {
  const report = "process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))"
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}` }
  const peak = async (rows: number) => {
    const child = start(['curve', MPT, '--count', String(rows)], 'pipe', env)
    let [lines, stderr] = [0, '']
    child.stdout!.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) lines++
      // A reader slower than the writer: what is not read yet must not pile up.
      child.stdout!.pause()
      setTimeout(() => child.stdout!.resume(), 0)
    })
    child.stderr!.on('data', (text) => {
      stderr += text
    })
    await once(child, 'close')
    expect(lines).toBe(rows + 1)
    return Number(stderr) / 1024
  }
  const [one, many] = [await peak(1), await peak(5_000_000)]
  expect(one).toBeGreaterThan(10)
  // The text of all rows is 100 MB.
  expect(many - one).toBeLessThan(70)
})

describe('a configuration that can not be read', () => {
  test.each<[string, () => string, number, string]>([
    ['is missing', () => 'none.yaml', 3, 'Cannot read none.yaml: no such file or folder (ENOENT).'],
    ['is a folder', () => '.', 3, 'Cannot read .: it is a folder (EISDIR).'],
    [
      'is below a file',
      () => `${file('plain', '')}/x`,
      3,
      'Cannot read FOLDER/plain/x: a part of the path is no folder (ENOTDIR).',
    ],
    [
      'is empty',
      () => file('e.yaml', ''),
      1,
      'FOLDER/e.yaml: A training configuration is a mapping of keys; found null. Write max_duration, scheduler and optimizer, each with its value.',
    ],
    [
      'is binary',
      () => file('b.yaml', Uint8Array.of(0, 159, 146, 150)),
      1,
      'FOLDER/b.yaml: A configuration is UTF-8 text; found a binary file. Check the path.',
    ],
    [
      'holds a NUL',
      () => file('n.yaml', 'max_duration: 1ba\0'),
      1,
      'FOLDER/n.yaml: A configuration is UTF-8 text; found a binary file. Check the path.',
    ],
    [
      'is huge',
      () => file('h.yaml', new Uint8Array(9 * 2 ** 20)),
      1,
      'FOLDER/h.yaml: A configuration has at most 8 MiB; found more. Check the path.',
    ],
    [
      'is no YAML',
      () => file('y.yaml', 'a: [1'),
      1,
      'FOLDER/y.yaml: A training configuration is one YAML or JSON document; found Flow sequence in block collection must be sufficiently indented and end with a ] (line 1, column 6). Correct the text.',
    ],
    [
      'has two documents',
      () => file('t.yaml', 'a: 1\n---\nb: 1'),
      1,
      "FOLDER/t.yaml: A training configuration is one YAML or JSON document; found 2 documents. Keep one of them, without the line '---' between.",
    ],
    [
      'has a wrong value',
      () => file('w.yaml', 'max_duration: 1ba\nscheduler: {name: linear, alpha_f: low}'),
      1,
      'FOLDER/w.yaml: scheduler.alpha_f: Must be a finite number; found "low". Write for example 0.1, without quotes.',
    ],
    [
      'needs the length of an epoch',
      () => file('l.yaml', 'max_duration: 1ep\nscheduler: {name: linear}'),
      1,
      'FOLDER/l.yaml: scheduler: 1.0dur can only be converted to batches with the length of the dataloader; found none. Pass --dataloader-len or set dataloader_len (batches in an epoch), or give times in ba.',
    ],
    [
      'needs a counter',
      () => file('c.yaml', 'max_duration: 9tok\nscheduler: {name: linear}'),
      1,
      'FOLDER/c.yaml: max_duration: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size.',
    ],
  ])('because it %s', async (_, make, code, line) => {
    expect(await curve(make())).toEqual(failure(code, line.replaceAll('FOLDER', folder)))
  })

  test.runIf(LINUX)('because it never ends', async () => {
    expect(await curve('/dev/zero')).toEqual(
      failure(1, '/dev/zero: A configuration has at most 8 MiB; found more. Check the path.'),
    )
  })
})

describe('wrong usage', () => {
  const INTEGER = (min: number) => `It must be an integer from ${min} to 2^53 - 1.`
  test.each<[string[], string]>([
    [[], "A command is needed; found none. Try 'scale-schedule --help'."],
    [['cruve'], "unknown command 'cruve' (Did you mean curve?)"],
    [['curve'], "missing required argument 'config'"],
    [['curve', 'a', 'b'], "too many arguments for 'curve'. Expected 1 argument but got 2."],
    [['curve', 'a', '--frm', '1'], "unknown option '--frm' (Did you mean --from?)"],
    [['curve', 'a', '--at'], "option '--at <batches>' argument missing"],
    [['curve', 'a', '--at', '1', '--from', '2'], '--at names all batches itself; found --from as well. Leave one out.'],
    [
      ['curve', 'a', '--at', '1', '--stride', '2'],
      '--at names all batches itself; found --stride as well. Leave one out.',
    ],
    [['curve', 'a', '--at', '1,,2'], `option '--at <batches>' argument '1,,2' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--at', ''], `option '--at <batches>' argument '' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--from', '-1'], `option '--from <batch>' argument '-1' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--count', '1.5'], `option '--count <rows>' argument '1.5' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--count', '1e99'], `option '--count <rows>' argument '1e99' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--stride', '0'], `option '--stride <batches>' argument '0' is invalid. ${INTEGER(1)}`],
    [
      ['curve', 'a', '--dataloader-len', '0x10'],
      `option '--dataloader-len <batches>' argument '0x10' is invalid. ${INTEGER(1)}`,
    ],
    [['curve', 'a', '--ssr', '0'], "option '--ssr <ratio>' argument '0' is invalid. It must be a number above 0."],
    [
      ['curve', 'a', '--ssr', 'half'],
      "option '--ssr <ratio>' argument 'half' is invalid. It must be a number above 0.",
    ],
    [
      ['curve', 'a', '--format', 'xml'],
      "option '--format <format>' argument 'xml' is invalid. It must be csv, json or ndjson.",
    ],
    [
      ['curve', MPT, '--from', '9e15', '--stride', '9e15', '--count', '2'],
      'The last batch must be below 2^53; found one beyond. Use a smaller --from, --count or --stride.',
    ],
  ])('%j', async (args, line) => {
    expect(await cli(args)).toEqual(failure(2, line))
  })

  test('help and version are none', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    for (const args of [['--help'], ['curve', '--help'], ['help', 'curve'], ['-h']]) {
      const { code, stdout, stderr } = await cli(args)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain('Exit codes:\n  0  done')
    }
    expect((await cli(['curve', '--help'])).stdout).toContain(
      'scale-schedule curve mpt-7b.yaml --at 0,50,100 --format json',
    )
  })
})

describe('the chart', () => {
  const draw = (values: number[], terminal = { width: 40, unicode: false, colour: false }) => {
    const chart = new Chart(values.length, terminal)
    chart.add(
      0,
      values.map((_, batch) => batch),
      values,
    )
    return chart.lines()
  }
  const rows = (lines: string[]) => lines.slice(0, 13).map((line) => line.slice(12))

  test('shows a line as a line', () => {
    expect(draw(Array.from({ length: 27 }, (_, i) => i / 26))).toEqual([
      '         1 +                         **',
      '           |                       **',
      '           |                     **',
      '           |                   **',
      '           |                 **',
      '           |               **',
      '       0.5 +            ***',
      '           |          **',
      '           |        **',
      '           |      **',
      '           |    **',
      '           |  **',
      '         0 +**',
      '           +---------------------------',
      '            batch 0                  26',
    ])
  })

  test('shows a spike of one step among many', () => {
    const values = new Array(100_000).fill(1)
    values[50_000] = 2
    const lines = rows(draw(values))
    expect(lines[0]!.trim()).toBe('*')
    expect(lines.slice(1, 6).every((line) => line.trim().length <= 2)).toBe(true)
    expect(lines[6]).toBe('*'.repeat(27))
  })

  test('draws a constant, a zero, one step, a few steps, an overflow and what is below 0', () => {
    expect(rows(draw(new Array(50).fill(0.5)))[0]).toBe('*'.repeat(27))
    expect(rows(draw(new Array(50).fill(0)))[12]).toBe('*'.repeat(27))
    expect(draw([0.25])[14]).toBe('            batch 0')
    expect(rows(draw([0.25]))[0]).toBe('*'.repeat(27))
    expect(rows(draw([1, 0]))[0]).toBe('*'.repeat(13))
    expect(rows(draw([1, Infinity, 1]))[0]!.length).toBe(27)
    expect(draw([Infinity])).toEqual([])
    expect(draw([-1, -2])[0]).toMatch(/^ +0 \+/)
    expect(draw([-1, -2])[12]).toMatch(/^ +-2 \+/)
    expect(draw([])).toEqual([])
  })

  test('does not depend on how the values come', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 50))
    const parts = new Chart(1000, { width: 80, unicode: true, colour: false })
    for (let i = 0; i < 1000; i += 7) {
      const part = values.slice(i, i + 7)
      parts.add(
        i,
        part.map((_, j) => i + j),
        part,
      )
    }
    expect(parts.lines()).toEqual(draw(values, { width: 80, unicode: true, colour: false }))
  })

  test('suits the terminal', () => {
    expect(terminalOf({}, {})).toEqual({ width: 80, unicode: true, colour: false })
    expect(terminalOf({ isTTY: true, columns: 120 }, { LANG: 'de_DE.UTF-8' })).toEqual({
      width: 120,
      unicode: true,
      colour: true,
    })
    expect(terminalOf({ isTTY: true, columns: 10 }, { LC_ALL: 'C', LANG: 'de_DE.UTF-8' })).toEqual({
      width: 40,
      unicode: false,
      colour: true,
    })
    expect(terminalOf({ isTTY: true, columns: 80 }, { NO_COLOR: '1', NO_UNICODE: '1' })).toEqual({
      width: 80,
      unicode: false,
      colour: false,
    })
    const coloured = draw([1, 2], { width: 40, unicode: true, colour: true })
    expect(coloured[0]).toContain('\u001B[36m')
  })
})
