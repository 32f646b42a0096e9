/** The SVG of a chart: well formed whatever it is given, escaped, accessible, legible. */
import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOutBands } from '../../../ts/plot/bands.js'
import { drawFigure, type FigureOptions } from '../../../ts/plot/figure.js'
import { layOutLegend } from '../../../ts/plot/legend.js'
import { Outline } from '../../../ts/plot/outline.js'
import { fitted, widthOf } from '../../../ts/plot/text.js'
import { THEMES } from '../../../ts/plot/theme.js'
import { element, escapeXml, rounded } from '../../../ts/plot/xml.js'
import { runs } from '../../helpers/repetition.js'

function outlineOf(values: readonly number[], log = false): Outline {
  const accepts = log ? (value: number) => value > 0 && value < Infinity : undefined
  const outline = new Outline(200, { step: 200 / values.length, accepts })
  outline.add(0, values)
  return outline
}

const figure = (changes: Partial<FigureOptions> = {}, values: readonly number[] = [0, 1, 0.5]) =>
  drawFigure({
    title: 'run',
    subtitle: 'max_duration 3ba',
    xLabel: 'batch',
    yLabel: 'learning rate',
    xDomain: [0, values.length],
    isInteger: true,
    log: false,
    curves: [{ label: 'run', outline: outlineOf(values) }],
    phases: [],
    width: 600,
    height: 400,
    theme: 'light',
    ...changes,
  })

/** Draws nothing: an XML parser that throws at what is not well formed. */
const parse = (svg: string) => new Resvg(svg, { font: { loadSystemFonts: false } })

describe('XML', () => {
  test.each([
    ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;'],
    ['</text><script>alert(1)</script>', '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['&lt;', '&amp;lt;'],
    ['bell\u0007, half \ud800 a pair, \u{1f600}', 'bell\ufffd, half \ufffd a pair, \u{1f600}'],
    [']]>', ']]&gt;'],
  ])('%j is escaped', (text, xml) => expect(escapeXml(text)).toBe(xml))

  test('has numbers of two digits, and leaves out what is undefined', () => {
    expect(element('a', { x: 1 / 3, y: -0.001, z: 'q"', none: undefined })).toBe('<a x="0.33" y="0" z="q&quot;"/>')
    expect([0.005, 1e5, -1.239].map(rounded)).toEqual(['0.01', '100000', '-1.24'])
  })
})

describe('a figure of several plots', () => {
  const panel = (yLabel: string, values: readonly number[]) => ({
    yLabel,
    curves: [{ label: 'run', outline: outlineOf(values) }],
    phases: [{ name: `${yLabel} phase`, from: 0, until: Infinity }],
  })

  test('has each with its own axis and phases, and one x axis below the last', () => {
    const below = [panel('momentum', [0.95, 0.85, 0.9]), panel('weight_decay', [1e-4, 2e-4, 0])]
    const svg = figure({ ...panel('lr', [0, 100, 50]), below, height: 800 })
    parse(svg)
    const tops = ['lr phase', 'momentum phase', 'weight_decay phase'].map((text) => {
      return Number(new RegExp(`y="([\\d.]+)">${text}<`).exec(svg)![1])
    })
    expect(tops).toEqual([...tops].sort((a, b) => a - b))
    for (const tick of ['>100<', '>0.5<', '>2e-4<', '>momentum<', '>weight_decay<']) expect(svg).toContain(tick)
    expect(svg.match(/>batch</g)).toHaveLength(1)
    expect(svg).toContain('weight_decay by batch, from 0 to 3. run: starts at 1e-4, ends at 0, highest 2e-4, lowest 0.')
    // The plots have one left edge, and don't overlap.
    const boxes = [...svg.matchAll(/<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map((found) =>
      found.slice(1).map(Number),
    )
    expect(boxes).toHaveLength(3)
    for (const [index, [x, y]] of boxes.entries()) {
      expect(x).toBe(boxes[0]![0])
      if (index > 0) expect(y!).toBeGreaterThan(boxes[index - 1]![1]! + boxes[index - 1]![3]!)
    }
    expect(boxes[2]![1]! + boxes[2]![3]!).toBeLessThan(800 - 50)
  })

  test('is logarithmic only where something is above 0', () => {
    const svg = figure({ ...panel('lr', [1, 10, 100]), below: [panel('none', [])], log: true, height: 600 })
    parse(svg)
    expect(svg).toContain('run: no values.')
  })
})

describe('a figure', () => {
  test('is complete in itself, and has a name and a description', () => {
    const svg = figure()
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 600 400" width="600" height="400" role="img"/,
    )
    expect(svg).toContain('<title>run, max_duration 3ba</title>')
    expect(svg).toContain(
      '<desc>learning rate by batch, from 0 to 3. run: starts at 0, ends at 0.5, highest 1, lowest 0.</desc>',
    )
    expect(svg).not.toMatch(/href|url\(|@import|<script|NaN|undefined|Infinity/)
    expect(svg.match(/http/g)).toHaveLength(1)
    expect(svg.endsWith('</svg>\n')).toBe(true)
    parse(svg)
  })

  test('draws what it is given: the points of a line of three values', () => {
    const path = /<g stroke="#1d4ade">\n<title>run<\/title>\n<path d="([^"]+)"/.exec(figure())![1]!
    const points = path
      .slice(1)
      .split('L')
      .map((point) => point.split(' ').map(Number))
    expect(points).toHaveLength(3)
    const [[x0, y0], [x1, y1], [x2, y2]] = points as [number[], number[], number[]]
    expect(x1! - x0!).toBeCloseTo(x2! - x1!, 1)
    expect((y0! - y2!) / (y0! - y1!)).toBeCloseTo(0.5, 2)
    expect(figure().match(/<circle/g)).toHaveLength(3)
    expect(figure({}, new Array(500).fill(1))).not.toContain('<circle')
  })

  test('has a legend with several curves, dashes with more than eight, and strokes that are asked for', () => {
    const curves = Array.from({ length: 10 }, (_, index) => ({
      label: `run ${index}`,
      outline: outlineOf([0, index, 1]),
    }))
    const svg = figure({ curves })
    for (const { label } of curves) expect(svg).toContain(`>${label}</text>`)
    // Once in the legend, and once on the plot.
    expect(svg.match(/stroke-dasharray="9 4"/g)).toHaveLength(4)
    expect(figure({ curves: curves.slice(0, 8) })).not.toContain('dasharray')
    const own = figure({ curves: [{ ...curves[0]!, stroke: { colour: '#123456', dash: '5 4' } }, curves[1]!] })
    expect(own.match(/#123456/g)!.length).toBeGreaterThan(1)
    expect(own.match(/stroke-dasharray="5 4"/g)).toHaveLength(2)
    expect(figure()).not.toContain('>run</text>\n<path')
  })

  test('is well formed whatever names, values and sizes are', () => {
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
    )
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.array(value, { minLength: 1, maxLength: 30 })), { minLength: 1, maxLength: 12 }),
        fc.record({
          title: text,
          subtitle: text,
          log: fc.boolean(),
          width: fc.integer({ min: 320, max: 2000 }),
          height: fc.integer({ min: 240, max: 2000 }),
          theme: fc.constantFrom(...THEMES),
          phases: fc.array(
            fc.record({ name: text, from: fc.integer({ min: -5, max: 40 }), until: fc.integer({ min: -5, max: 40 }) }),
          ),
          xDomain: fc.constantFrom([0, 30] as const, [0, 1e-9] as const, [5, 1e15] as const),
        }),
        (curves, options) => {
          const drawn = curves.map(([label, values]) => ({ label, outline: outlineOf(values, options.log) }))
          const svg = figure({ ...options, curves: drawn })
          expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/NaN|undefined|Infinity/)
          parse(svg)
        },
      ),
      { numRuns: runs(300) },
    )
  })
})

describe('the legend', () => {
  test('goes from left to right, then below, and counts what has no room', () => {
    const labels = Array.from({ length: 30 }, (_, index) => `run number ${index}`)
    const entries = layOutLegend(labels, 12, 500, 3)
    expect(Math.max(...entries.map(({ row }) => row))).toBe(2)
    for (const { x, label, curve } of entries) {
      expect(x + (curve === null ? 0 : 36) + widthOf(label, 12)).toBeLessThanOrEqual(500)
    }
    const shown = entries.filter(({ curve }) => curve !== null).length
    expect(entries.at(-1)!.label).toBe(`and ${30 - shown} more`)
    expect(layOutLegend(labels.slice(0, 2), 12, 500, 3)).toHaveLength(2)
  })

  test('cuts a long name in the middle', () => {
    expect(fitted('short', 12, 100)).toBe('short')
    const cut = fitted('a-very-long-name-of-a-run-0017', 12, 100)
    expect(cut).toMatch(/^a-ver.*….*0017$/)
    expect(widthOf(cut, 12)).toBeLessThanOrEqual(100)
    expect(fitted('x'.repeat(9), 12, 1)).toBe('…')
    // What is in the middle does not matter, however long it is.
    const long = fitted(`a-very${'-long'.repeat(1_000_000)}-name-0017`, 12, 100)
    expect([long, widthOf(`${long}x`, 12) > 100]).toEqual(['a-very…e-0017', true])
    expect(fitted(`名前${'の'.repeat(1_000_000)}17`, 12, 100)).toBe('名前のの…のの17')
  })
})

describe('the phases', () => {
  const place = (value: number) => value
  const startOf = (lengths: number[], index: number) => lengths.slice(0, index).reduce((a, b) => a + b, 0)
  const lay = (phases: [string, number, number][]) =>
    layOutBands(
      phases.map(([name, from, until]) => ({ name, from, until })),
      place,
      [0, 1000],
      12,
      String,
    )

  test('have their names in the middle, or behind a narrow one', () => {
    const [warmup, cosine] = lay([
      ['warmup', 0, 2],
      ['cosine', 2, Infinity],
    ])
    expect(warmup).toMatchObject({ from: 0, until: 2, label: { text: 'warmup to 2', x: 0 } })
    expect(cosine).toMatchObject({ from: 2, until: 1000, label: { text: 'cosine' } })
    expect(cosine!.label!.x).toBeCloseTo(501 - widthOf('cosine', 12) / 2, 6)
  })

  test('never cover one another, and end at the frame', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        const bands = lay(
          lengths.map((length, index) => [`phase ${index}`, startOf(lengths, index), startOf(lengths, index) + length]),
        )
        let free = -Infinity
        for (const { label } of bands) {
          if (label === null) continue
          expect(label.x).toBeGreaterThanOrEqual(free)
          free = label.x + widthOf(label.text, 12)
          expect(free).toBeLessThanOrEqual(1000 + 1e-9)
        }
      }),
    )
  })
})
