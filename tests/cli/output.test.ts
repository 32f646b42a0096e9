/** What `curve` writes to a file and shows beside it, and an output that ends early or not at all. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { evaluate } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { sized } from '../helpers/repetition.js'
import { cli, curve, failure, file, folder, LINUX, MPT, mpt, mptRun, start } from './command.js'

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

  test('is made where a link points to that has nothing there yet', async () => {
    symlinkSync('later.csv', path.join(folder, 'link.csv'))
    expect((await curve(MPT, '--at', '0', '-o', 'link.csv')).code).toBe(0)
    expect(readFileSync(path.join(folder, 'later.csv'), 'utf8')).toBe('batch,alpha,lr\n0,0,0\n')
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

describe.runIf(LINUX)('a named pipe', () => {
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script, 'bash', process.execPath, path.join(DIST, 'cli/main.js'), MPT], {
      cwd: folder,
      encoding: 'utf8',
    })

  test('is written to once somebody reads it, as is a link to one', () => {
    const script = 'mkfifo p; ln -s p q; (sleep 0.2; cat q > got) & "$1" "$2" curve "$3" --count 100000 -o q; wait'
    const { status, stdout, stderr } = shell(script)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('written       q: 100,000 rows, ')
    const lines = readFileSync(path.join(folder, 'got'), 'utf8').trimEnd().split('\n')
    expect([lines.length, lines.at(-1)!.split(',')[0]]).toEqual([100_001, '99999'])
    expect(lstatSync(path.join(folder, 'p')).isFIFO()).toBe(true)
  })

  test('is what a shell gives for >(command)', () => {
    expect(shell('"$1" "$2" curve "$3" --at 0 -o >(cat > got); while [ ! -s got ]; do sleep 0.01; done').status).toBe(0)
    expect(readFileSync(path.join(folder, 'got'), 'utf8')).toBe('batch,alpha,lr\n0,0,0\n')
  })

  test('takes a chart', () => {
    const { status, stderr } = shell('mkfifo p.svg; cat p.svg > got & "$1" "$2" plot "$3" -q -o p.svg; wait')
    expect([status, stderr]).toEqual([0, ''])
    expect(readFileSync(path.join(folder, 'got'), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/)
  })

  test('whose reader goes away is no failure', () => {
    const { status, stdout, stderr } = shell('mkfifo p; head -1 p & "$1" "$2" curve "$3" --count 10000000 -o p; wait')
    expect([status, stdout, stderr]).toEqual([0, 'batch,alpha,lr\n', ''])
  })
})

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

test('millions of rows need hardly more memory than one', async () => {
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
  // In full, the text of all rows is 100 MB; garbage alone may take some tens of it.
  const [one, many] = [await peak(1), await peak(sized(5_000_000, 3_000_000))]
  expect(one).toBeGreaterThan(10)
  expect(many - one).toBeLessThan(70)
})
