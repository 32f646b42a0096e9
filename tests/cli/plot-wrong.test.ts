/** What `plot` refuses, and charts that can not be drawn: each told in a line, with nothing left behind. */
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, failure, file, folder, LINUX, MPT, start } from './command.js'

const plot = (...args: string[]) => cli(['plot', ...args])
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const small = () => 'max_duration: 8ba\nlr: 0.1\nscheduler: linear\n'

describe('wrong usage', () => {
  test.each<[string[], string]>([
    [
      ['plot'],
      "A schedule is a configuration or --scheduler; found neither. Give a file, '-', or --scheduler NAME --max-duration TIME.",
    ],
    [
      ['plot', MPT, '-o', 'x.pdf'],
      'A chart is written as .svg or .png; found x.pdf. Use a name with one of these at its end.',
    ],
    [
      ['plot', MPT, '--axis', 'step'],
      "option '--axis <unit>' argument 'step' is invalid. It must be batch, epoch, sample, token, duration, iteration or second.",
    ],
    [
      ['plot', MPT, '--theme', 'blue'],
      "option '--theme <theme>' argument 'blue' is invalid. It must be light or dark.",
    ],
    [
      ['plot', MPT, '--ssr', '1,,2'],
      "option '--ssr <ratios>' argument '1,,2' is invalid. It must be a number above 0.",
    ],
    [
      ['plot', MPT, '--width', '10', '-o', 'x.svg'],
      '--width is from 320 to 4000 in a file; found 10. Use one of these.',
    ],
    [['plot', MPT, '--height', '1000'], '--height is from 5 to 200 in the terminal; found 1000. Use one of these.'],
    [
      ['plot', MPT, '--from', '63900'],
      '--from must be before the end; found 63900, and the end at batch 63900. Use a smaller --from.',
    ],
    [['plot', '-', '-'], "Standard input can be read once; found '-' twice. Give a file in place of one."],
  ])('%j', async (args, line) => expect(await cli(args)).toEqual(failure(2, line)))

  test('an output that is a configuration', async () => {
    file('x.svg', small())
    const rule =
      'The output must be another file than the configuration; found both to be ./x.svg. Choose another name.'
    expect(await plot(MPT, 'x.svg', '-o', './x.svg')).toEqual(failure(2, rule))
    expect(read('x.svg')).toBe(small())
  })
})

describe('a chart that can not be drawn', () => {
  test('because a counter is missing is told with the cure', async () => {
    const config = file('c.yaml', small())
    for (const [axis, counter, cure] of [
      ['token', 'tokens', 'Set global_train_batch_size.'],
      ['sample', 'samples', 'Set global_train_batch_size.'],
      ['epoch', 'epochs', 'Pass --dataloader-len or set dataloader_len (batches in an epoch), or give times in ba.'],
    ]) {
      const line = `${config}: --axis ${axis}: This needs the count of ${counter}; found nothing to count it by. ${cure}`
      expect(await plot(config, '--axis', axis!, '-o', 'x.svg')).toEqual(failure(1, line))
    }
    expect((await plot(config, '--axis', 'epoch', '--dataloader-len', '4', '-o', 'x.svg')).code).toBe(0)
  })

  test('because nothing is above 0 leaves an older file', async () => {
    writeFileSync(path.join(folder, 'x.svg'), 'old')
    const config = file('z.yaml', 'max_duration: 8ba\nlr: 1\nscheduler: {name: constant, alpha: 0}')
    const line = 'A logarithmic axis shows what is above 0; found nothing that is. Leave out --log.'
    expect(await plot(config, '--log', '-o', 'x.svg')).toEqual(failure(1, line))
    expect(read('x.svg')).toBe('old')
    expect(readdirSync(folder).sort()).toEqual(['x.svg', 'z.yaml'])
  })

  test('because it has no value at some batch names the batch', async () => {
    const config = file(
      'bad.yaml',
      'max_duration: 200ba\nscheduler: {name: cosine_annealing_warm_restarts, t_0: 4ba, t_mult: 0.5}',
    )
    const { code, stderr } = await plot(config, '-o', 'x.svg')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/bad\.yaml: scheduler: .*decayed to 0 at batch 7\./)])
    expect(existsSync(path.join(folder, 'x.svg'))).toBe(false)
  })

  test.runIf(LINUX)('because the device is full is told in a line', async () => {
    expect((await plot(MPT, '-o', '/dev/full')).stderr).toContain(
      'A chart is written as .svg or .png; found /dev/full.',
    )
    expect(await plot(MPT, '-o', 'none/x.svg')).toEqual(
      failure(3, 'Cannot write none/x.svg: no such file or folder (ENOENT).'),
    )
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('because of %s leaves nothing, and ends with %i', async (signal, expected) => {
    const child = start(['plot', MPT, '--to', '4e9', '-o', 'x.svg'])
    const closed = once(child, 'close')
    let output = ''
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (text) => {
        output += text
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
    child.kill(signal)
    const [code, by] = await closed
    // Where it is not heard yet, or no more, the system ends the process.
    expect([expected, signal]).toContain(code ?? by)
    expect([output, readdirSync(folder)]).toEqual(['', []])
  })
})
