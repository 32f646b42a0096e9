/** `plot`: charts in files and in the terminal. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { cli, file, folder, MPT, RESNET } from './command.js'

const plot = (...args: string[]) => cli(['plot', ...args])
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const small = (alpha = 0, more = '') =>
  `max_duration: 8ba\nlr: 0.1\nscheduler: {name: linear, alpha_f: ${alpha}}\n${more}`

/** The texts that an SVG shows. */
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)

describe('an SVG', () => {
  test('has title, length, phases, round ticks and the axis in its unit', async () => {
    const { stdout, stderr, code } = await plot(MPT, '-o', 'a.svg', '--axis', 'token')
    const svg = read('a.svg')
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toBe(`written       a.svg: 1 curve, ${svg.length.toLocaleString('en-US')} bytes of svg\n`)
    expect(textsOf(svg)).toEqual([
      'mpt-7b',
      'CosineAnnealingWithWarmupScheduler, max_duration 63900ba',
      'warmup to 209.7M',
      'cosine',
      ...['0', '2e-5', '4e-5', '6e-5', '8e-5', '1e-4', '1.2e-4'],
      ...['0', '20B', '40B', '60B', '80B', '100B', '120B'],
      'tokens',
      'learning rate',
    ])
    expect(() => new Resvg(svg)).not.toThrow()
    // Simplified: no point that nobody would see.
    expect(svg.length).toBeLessThan(6000)
  })

  test.each([
    ['batch', 'batch', '60k'],
    ['epoch', 'epoch', '90'],
    ['sample', 'samples', '60M'],
    ['duration', 'part of max_duration', '0.8'],
  ])('by %s', async (axis, label, tick) => {
    await plot(axis === 'epoch' ? RESNET : MPT, '-o', 'a.svg', '--axis', axis)
    expect(textsOf(read('a.svg'))).toEqual(expect.arrayContaining([label, tick]))
  })

  test('by iterations and seconds', async () => {
    const config = file('i.yaml', small(0, 'dataloader_len: 2\nepochs_per_iteration: 2\nseconds_per_batch: 1.5'))
    for (const [axis, label, tick] of [
      ['iteration', 'iteration', '2'],
      ['second', 'seconds', '12'],
    ] as const) {
      await plot(config, '-o', 'a.svg', '--axis', axis)
      expect(textsOf(read('a.svg'))).toEqual(expect.arrayContaining([label, tick]))
    }
  })

  test('overlays configurations and ratios, each with its own name and colour', async () => {
    file('a.yaml', small())
    file('b.yml', small(0.5))
    expect((await plot('a.yaml', 'b.yml', '--ssr', '0.5,1', '--ssr', '2', '-o', 'x.svg')).stdout).toContain('6 curves')
    const svg = read('x.svg')
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'Learning rates',
        'a, ssr 0.5',
        'a, ssr 1',
        'a, ssr 2',
        'b, ssr 0.5',
        'b, ssr 1',
        'b, ssr 2',
      ]),
    )
    expect(textsOf(svg)).toContain('LinearScheduler, max_duration 4ba (8ba × 0.5), 8ba, 16ba (8ba × 2)')
    expect(new Set(svg.match(/<g stroke="#\w+"/g)).size).toBe(6)
  })

  test('tells apart files of one name', async () => {
    const names = ['a.yaml', 'b.yaml'].map((name) => file(name, small(0, 'run_name: same')))
    await plot('a.yaml', 'b.yaml', '-o', 'x.svg')
    expect(names).toHaveLength(2)
    expect(textsOf(read('x.svg'))).toEqual(expect.arrayContaining(['same (a.yaml)', 'same (b.yaml)']))
  })

  test('shows a spike of one batch among ten million, and a title as it is given', async () => {
    const config = file(
      'spike.yaml',
      'max_duration: 10000000ba\nschedulers: [{name: multi_step, milestones: [7000000ba], gamma: 8}, {name: multi_step, milestones: [7000001ba], gamma: 0.125}]',
    )
    const { code } = await plot(config, '-o', 'x.svg', '--title', '<b>"A" & B</b>')
    const svg = read('x.svg')
    expect(code).toBe(0)
    expect(svg).toContain(
      '<title>&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;, MultiStepScheduler × MultiStepScheduler, max_duration 10000000ba</title>',
    )
    expect(svg).toContain('highest 8, lowest 1.')
    const line = /<g stroke="#1d4ade">\s*<title>[^<]*<\/title>\s*<path d="M([^"]+)"/.exec(svg)![1]!
    const points = line.split('L').map((point) => point.split(' ').map(Number) as [number, number])
    const [left, right] = [points[0]![0], points.at(-1)![0]]
    const highest = points.reduce((top, point) => (point[1] < top[1] ? point : top))
    expect((highest[0] - left) / (right - left)).toBeCloseTo(0.7, 3)
    expect(points.filter(([, y]) => y < points[0]![1] - 1)).toHaveLength(1)
  })

  test('goes to standard output with -o -, alone', async () => {
    const { stdout, stderr, code } = await cli(['plot', '-', '-o', '-', '--theme', 'dark'], { input: small() })
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    expect(textsOf(stdout)[0]).toBe('standard input')
    expect(stdout).toContain('fill="#0d1117"')
  })

  test('has the size that is asked for, and a logarithmic axis', async () => {
    await plot(MPT, '-o', 'x.svg', '--width', '400', '--height', '300', '--log', '--from', '100', '--to', '2e4', '-q')
    expect(read('x.svg')).toMatch(/viewBox="0 0 400 300" width="400" height="300"/)
    expect(read('x.svg')).toContain('on a logarithmic scale')
  })
})

describe('a PNG', () => {
  test('has two pixels for one', async () => {
    const { stdout, code } = await plot(MPT, '-o', 'x.PNG', '--width', '400', '--height', '300', '-q')
    expect([stdout, code]).toEqual(['', 0])
    const png = readFileSync(path.join(folder, 'x.PNG'))
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 800, 600])
  })
})

describe('the terminal', () => {
  test('shows one curve', async () => {
    const { stdout, stderr, code } = await plot(MPT, '--height', '8')
    const lines = stdout.trimEnd().split('\n')
    expect([stderr, code]).toEqual(['', 0])
    expect(lines.slice(0, 3)).toEqual(['mpt-7b', 'CosineAnnealingWithWarmupScheduler, max_duration 63900ba', ''])
    expect(lines).toHaveLength(3 + 7 + 2)
    expect(lines[3]).toMatch(/^ +0\.00012 ┤⡏⠉/)
    expect(lines.at(-1)).toMatch(/^ +batch 0 +63\.9k$/)
  })

  test('tells several curves apart by marks where there is no colour', async () => {
    const { stdout } = await plot(MPT, '--ssr', '0.5,1', '--width', '50', '--axis', 'duration')
    expect(stdout).toContain('            ** mpt-7b, ssr 0.5\n            ++ mpt-7b, ssr 1\n')
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .slice(3)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(50)
    expect(stdout).not.toContain('\u001B')
  })

  test('shows ASCII where it knows no more', async () => {
    const { stdout } = await cli(['plot', MPT, '--log'], { env: { LC_ALL: 'C' } })
    expect(stdout).toMatch(/^ +0\.00012 \+\*\*\*/m)
  })
})
