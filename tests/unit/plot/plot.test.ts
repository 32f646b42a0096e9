/** Charts from code: what they take, what they show, what they refuse. */
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import {
  type Curve,
  LinearScheduler,
  LinearWithWarmupScheduler,
  OneCycleScheduler,
  SequenceScheduler,
  type State,
  StepScheduler,
  TrainingRun,
} from '../../../ts/index.js'
import { type PlotInput, type PlotOptions, plot, plotPng } from '../../../ts/plot/index.js'
import { errorFrom } from '../../helpers/message.js'

const run = new TrainingRun({ maxDuration: '100ba', samplesPerBatch: 8 })
const linear = new LinearScheduler()
const warm = new LinearWithWarmupScheduler({ tWarmup: '20ba' })

/** What an SVG says to those who hear it. */
const heard = (input: PlotInput, options: PlotOptions = { run }) => /<desc>([^<]*)</.exec(plot(input, options).svg)![1]!
const legend = (input: PlotInput, options: PlotOptions = { run }) =>
  [...heard(input, options).matchAll(/([\w ×]+): starts/g)].map(([, name]) => name!.trim())

describe('what a chart takes', () => {
  test.each<[string, PlotInput, PlotOptions, string[]]>([
    ['a scheduler', linear, { run }, ['LinearScheduler']],
    ['a curve', linear.resolve(run), {}, ['curve']],
    ['numbers', [3, 2, 1], {}, ['values']],
    ['a typed array', Float32Array.of(3, 2, 1), {}, ['values']],
    [
      'several in an array',
      [linear, warm, [1, 2]],
      { run },
      ['LinearScheduler', 'LinearWithWarmupScheduler', 'values'],
    ],
    ['several by name', { one: linear, two: warm.resolve(run), three: [1, 2] }, { run }, ['one', 'two', 'three']],
    ['a scheduler with its run', { scheduler: linear, run, name: 'line' }, {}, ['line']],
    ['a product', { scheduler: [linear, warm] }, { run }, ['LinearScheduler × LinearWithWarmupScheduler']],
    [
      'what is called the same',
      [linear, linear, linear],
      { run },
      ['LinearScheduler', 'LinearScheduler 2', 'LinearScheduler 3'],
    ],
    ['a function', (state: State) => 1 / (1 + state.timestamp.batch), { run }, ['function']],
  ])('%s', (_, input, options, names) => {
    const found = legend(input, options)
    expect(found.length === 1 && found[0] === '' ? ['function'] : found).toEqual(names)
  })

  test('values of some batches stand where they belong', () => {
    const every = { values: Array.from({ length: 10 }, (_, index) => 1 - index / 10), stride: 10, name: 'logged' }
    expect(heard([linear, every])).toContain('batch, from 0 to 100')
    expect(heard({ ...every, from: 50 }, {})).toContain('from 50 to 150. logged: starts at 1, ends at 0.1')
    expect(heard({ ...every, from: 50 }, { from: 71, to: 100 })).toContain(
      'from 80 to 100. logged: starts at 0.7, ends at 0.6',
    )
  })

  test('gaps of values that are none', () => {
    expect(heard([1, Number.NaN, null as never, 4], {})).toContain('starts at 1, ends at 4, highest 4, lowest 1')
  })
})

describe('what a chart shows', () => {
  test('learning rates times the initial one, to the digit', () => {
    expect(heard(linear, { run, baseLr: 0.5 })).toBe(
      'learning rate by batch, from 0 to 100. LinearScheduler: starts at 0.5, ends at 0.005, highest 0.5, lowest 0.005.',
    )
    expect(
      heard([
        { curve: linear.resolve(run), baseLr: 2, name: 'a' },
        { scheduler: linear, name: 'b' },
      ]),
    ).toMatch(/a: starts at 2, .*b: starts at 1, /)
    expect(heard({ scheduler: [linear, linear], baseLr: 4 })).toContain('starts at 4, ends at 4e-4')
    expect(heard(linear)).toMatch(/^multiplier of the learning rate by batch/)
    expect(heard([1, 2], {})).toMatch(/^value by batch/)
    expect(heard(linear, { run, yLabel: 'momentum' })).toMatch(/^momentum by batch/)
  })

  test('the units of its axis', () => {
    expect(heard(linear, { run, axis: 'sample' })).toContain('by samples, from 0 to 800')
    expect(heard(linear.resolve(run), { axis: 'duration' })).toContain('by part of max_duration, from 0 to 1')
    expect(heard([linear, [1, 2, 3]], { run, axis: 'sample' })).toContain('from 0 to 800')
  })

  test('phases where all lines have the same', () => {
    const svg = plot(warm, { run }).svg
    expect(svg).toMatch(/>warmup<[\s\S]*>linear</)
    expect(plot(warm, { run, phases: false }).svg).not.toContain('>warmup<')
    expect(plot([warm, linear], { run }).svg).not.toContain('>warmup<')
    const schedulers = [warm, linear]
    expect(plot(new SequenceScheduler({ schedulers, at: ['50ba'] }), { run }).svg).toContain('>warmup<')
  })

  test('a title and how long the runs are', () => {
    expect(plot(linear, { run }).svg).toContain('<title>LinearScheduler, max_duration 100ba</title>')
    expect(plot([linear, warm], { run }).svg).toContain('<title>Multipliers, max_duration 100ba</title>')
    expect(plot(linear, { run, title: 'A & B', subtitle: '' }).svg).toContain('<title>A &amp; B</title>')
  })

  test('lines of characters', () => {
    const chart = plot(linear, {
      run,
      format: 'text',
      width: 40,
      height: 5,
      unicode: false,
      title: 'line',
      subtitle: '',
    })
    expect(String(chart).split('\n')).toEqual([
      'line',
      '',
      '         1 +****',
      '           |   *******',
      '       0.5 +          *******',
      '           |                 *******',
      '         0 +                       ****',
      '           +---------------------------',
      '            batch 0                 100',
    ])
    expect(plot([linear, warm], { run, format: 'text', colour: true }).text).toContain('\u001B[36m━━')
  })

  test('each line in a plot of its own, with its own axis', () => {
    const { momentum } = new OneCycleScheduler({ tPeak: '50ba' })
    const input = { lr: { scheduler: warm, baseLr: 3e-4 }, momentum, logged: { values: [2, 1], stride: 50 } }
    const { svg } = plot(input, { run, panels: true })
    new Resvg(svg, { font: { loadSystemFonts: false } })
    expect(svg).toContain('width="960" height="940"')
    for (const text of ['Schedules', 'warmup', 'lr', 'momentum', 'logged', '3e-4', '0.8', '2']) {
      expect(svg).toContain(`>${text}<`)
    }
    expect(svg.match(/>batch</g)).toHaveLength(1)
    const lines = plot(input, { run, panels: true, format: 'text', height: 5 }).text.split('\n')
    expect(lines.filter((text) => /^\w+$/.test(text))).toEqual(['Schedules', 'lr', 'momentum', 'logged'])
    expect(lines.filter((text) => /^ +(?:3e-4|0\.0003|0\.95|2) ┤/.test(text))).toHaveLength(3)
    expect(() => plot(input, { run, panels: true, height: 300 })).toThrow(/at least 430 and at most 4000; found 300/)
    expect(() => plot(new Array(41).fill(linear), { run, panels: true })).toThrow(/at most 40; found 41/)
    expect(plot(linear, { run, panels: true, height: 300, yLabel: 'α' }).svg).toContain('>α<')
  })

  test('itself, in notebooks and in the console', () => {
    const chart = plot(linear, { run })
    const bundle = (chart as unknown as Record<symbol, () => object>)[Symbol.for('Jupyter.display')]!()
    expect(bundle).toEqual({ 'image/svg+xml': chart.svg, 'text/plain': chart.text })
    expect([String(chart), plot(linear, { run, format: 'text' }).toString()]).toEqual([chart.svg, chart.text])
    new Resvg(chart.svg, { font: { loadSystemFonts: false } })
  })

  test('a PNG with two pixels for each of the size', async () => {
    const png = await plotPng(linear, { run, width: 400, height: 300 })
    const view = new DataView(png.buffer, png.byteOffset)
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([800, 600])
  })

  test('a curve of another copy as one of this', () => {
    const curve = linear.resolve(run)
    class Other {
      toJSON = () => curve.toJSON()
    }
    Object.defineProperty(Other, 'name', { value: 'Curve' })
    expect(plot(new Other() as unknown as Curve).svg).toBe(plot(curve).svg)
  })
})

test.each<[string, unknown, object, string]>([
  ['no run', linear, {}, 'missing-option'],
  ['nothing', [], {}, 'integer-range'],
  ['nothing by name', {}, {}, 'integer-range'],
  ['what is no line', 5, {}, 'bad-type'],
  ['what is no line within', [linear, 'cosine'], { run }, 'bad-type'],
  ['an unknown option', linear, { run, size: 5 }, 'unknown-option'],
  ['an unknown key of a line', { scheduler: linear, lr: 5 }, { run }, 'unknown-option'],
  ['an unknown format', linear, { run, format: 'pdf' }, 'option-range'],
  ['an unknown axis', linear, { run, axis: 'step' }, 'option-range'],
  ['an unknown theme', linear, { run, theme: 'blue' }, 'option-range'],
  ['a size that is too small', linear, { run, width: 10 }, 'integer-range'],
  ['a size of an SVG for text', linear, { run, width: 900, format: 'text' }, 'integer-range'],
  ['what the run does not count', linear, { run, axis: 'token' }, 'counter-missing'],
  ['units of values without a run', [1, 2], { axis: 'sample' }, 'missing-option'],
  ['a range behind the end', linear, { run, from: 100 }, 'option-range'],
  ['nothing above 0 on a logarithmic axis', [0, -1], { log: true }, 'option-range'],
  ['a title that is no text', linear, { run, title: 5 }, 'bad-type'],
  ['a name that is no text', { values: [1], name: 5 }, {}, 'bad-type'],
  ['a flag that is none', linear, { run, log: 'yes' }, 'bad-type'],
  ['a curve that is none', { curve: linear }, {}, 'bad-type'],
  ['values that are none', { values: ['a'] }, {}, 'bad-type'],
  ['a run that is none', linear, { run: {} }, 'bad-type'],
  ['a learning rate that is none', linear, { run, baseLr: Infinity }, 'not-finite'],
  ['a scheduler that fails', new StepScheduler({ stepSize: '1ep' }), { run }, 'no-dataloader-len'],
])('%s is refused', (_, input, options, code) => {
  expect(errorFrom(() => plot(input as PlotInput, options as PlotOptions))).toMatchObject({ code })
})
