/** What the chart decides without a canvas: names that fit, marks, ticks, digits. */
import { describe, expect, test } from 'vitest'
import { marksOf } from '../../../ts/playground/chart/marks.js'
import { nameBands } from '../../../ts/playground/chart/names.js'
import { placeOf, ticksWithPeak } from '../../../ts/playground/chart/values.js'
import { apartTexts, shortText, shownDigits } from '../../../ts/playground/panel/numbers.js'
import { widthOf } from '../../../ts/plot/text.js'

describe('names of phases', () => {
  const phases = [
    { name: 'warmup × restarts', from: 0, until: 100 },
    { name: 'cosine × restarts', from: 100, until: 300 },
    { name: 'cosine × milestones × restarts', from: 300, until: 1000 },
  ]
  const named = (width: number) =>
    nameBands(
      phases,
      (value) => (value / 1000) * width,
      [0, 1000],
      (name) => widthOf(name, 12),
    ).map(({ name }) => name)

  test('stand in full where they fit, then without what all have, then shortened, then not at all', () => {
    expect(named(3000)).toEqual(['warmup × restarts', 'cosine × restarts', 'cosine × milestones × restarts'])
    expect(named(700)).toEqual(['warmup', 'cosine × restarts', 'cosine × milestones × restarts'])
    expect(named(400)).toEqual(['war.', 'cosine', 'cosine × milestones × restarts'])
    expect(named(160)).toEqual(['w', 'c', 'cos. × mil.'])
    expect(named(60)).toEqual([null, null, 'c×m'])
  })

  test('never exceed their band, and none in view is lost', () => {
    for (let width = 20; width < 1500; width += 7) {
      const bands = nameBands(
        phases,
        (value) => (value / 1000) * width,
        [50, 900],
        (name) => widthOf(name, 12),
      )
      expect(bands).toHaveLength(3)
      for (const { from, until, name } of bands) {
        if (name !== null) expect(widthOf(name, 12)).toBeLessThanOrEqual(until - from)
      }
    }
  })
})

describe('marks', () => {
  const columns = (values: number[], more = {}) => ({
    from: 0,
    count: values.length,
    low: Float64Array.from(values),
    high: Float64Array.from(values),
    stride: 1,
    end: values.at(-1)!,
    ...more,
  })

  test('are peak, the floor after it, and the end, and those of one value are one', () => {
    expect(marksOf(columns([0, 2, 1, 0.5, 0.75]))).toEqual([
      { name: 'peak', batch: 1, value: 2 },
      { name: 'floor', batch: 3, value: 0.5 },
      { name: 'end', batch: 4, value: 0.75 },
    ])
    expect(marksOf(columns([0, 2, 1])).map(({ name }) => name)).toEqual(['peak', 'floor, end'])
    expect(marksOf(columns([3, 3, 3])).map(({ name }) => name)).toEqual(['peak, floor, end'])
    expect(marksOf(columns([1, 2, 3])).map(({ name }) => name)).toEqual(['peak, floor, end'])
  })

  test('are the end alone where not every batch was looked at, and none where that is no number', () => {
    expect(marksOf(columns([0, 2, 1], { stride: 5 })).map(({ name }) => name)).toEqual(['end'])
    expect(marksOf(columns([0, 2, Number.NaN]))).toEqual([])
  })
})

test('ticks include the peak, and none is near to it', () => {
  for (const isLog of [false, true]) {
    for (let peak = 1.01e-4; peak < 2e-4; peak += 1e-6) {
      const axis = [isLog ? 1e-6 : 0, peak * 1.1] as const
      const ticks = ticksWithPeak(axis, isLog, 300, peak)
      expect(ticks).toContain(peak)
      const places = ticks.map((tick) => placeOf(axis, isLog)(tick) * 300).sort((a, b) => a - b)
      places.slice(1).forEach((place, index) => {
        expect(place - places[index]!).toBeGreaterThanOrEqual(15)
      })
    }
  }
})

test('six digits are shown, and the three pieces are the whole text', () => {
  const cases: [string, string][] = [
    ['0.00012', '0.00012'],
    ['1.2345678901e-4', '1.23456…e-4'],
    ['0.0123456789', '0.0123456…'],
    ['123.456789', '123.456…'],
    ['1234567.891', '1234567.8…'],
    ['5.522193264721e+306', '5.52219…e+306'],
    ['-0.5', '-0.5'],
    ['Infinity', 'Infinity'],
    ['63,900', '63,900'],
    ['cosine', 'cosine'],
    ['–', '–'],
  ]
  for (const [text, shown] of cases) {
    const pieces = shownDigits(text)
    expect(pieces.join('')).toBe(text)
    const [head, rest, tail] = pieces
    expect(`${head}${rest === '' ? '' : '…'}${tail}`).toBe(shown)
  }
  expect(shortText(0.000123456789)).toBe('1.2346e-4')
  expect(shortText(0.1)).toBe('0.1')
})

test('two rates are told in as many digits as tell them apart', () => {
  expect(apartTexts(1.2e-4, 3e-4)).toEqual(['1.2e-4', '3e-4'])
  expect(apartTexts(1.1999999973730935e-4, 1.1999999988349259e-4)).toEqual(['1.199999997e-4', '1.199999999e-4'])
  expect(apartTexts(0.1, 0.1)).toEqual(['0.1', '0.1'])
  expect(apartTexts(0.1, 0.1 + 2 ** -56)).toEqual([String(0.1), String(0.1 + 2 ** -56)])
})
