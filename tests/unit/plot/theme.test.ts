/** The colours of curves: told apart by every eye, standing out from their ground, and dashed beyond the eighth. */
import { describe, expect, test } from 'vitest'
import { strokeOf, THEME, THEMES } from '../../../ts/plot/theme.js'
import { contrast, distance, EYES, labOf } from '../../helpers/colours.js'

test('the distance is that of the published pairs', () => {
  // From Sharma, Wu and Dalal 2005, table 1.
  expect(distance([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4)
  expect(distance([50, -1.1848, -84.8006], [50, 0, -82.7485])).toBeCloseTo(1, 4)
  expect(distance([50, 2.49, -0.001], [50, -2.49, 0.0011])).toBeCloseTo(7.2195, 4)
  expect(distance([50, 2.5, 0], [61, -5, 29])).toBeCloseTo(22.8977, 4)
  expect(distance([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4)
  expect(distance([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4)
})

describe.each(THEMES)('the colours of the %s theme', (name) => {
  const theme = THEME[name]

  test('are eight, and every eye tells each from each', () => {
    expect(theme.curves).toHaveLength(8)
    for (const [eye, matrix] of Object.entries(EYES)) {
      for (const [index, one] of theme.curves.entries()) {
        for (const other of theme.curves.slice(index + 1)) {
          const apart = distance(labOf(one, matrix), labOf(other, matrix))
          expect(apart, `${one} and ${other}, ${eye}`).toBeGreaterThanOrEqual(15)
        }
      }
    }
  })

  test('stand out from their ground, as WCAG asks', () => {
    for (const ground of [theme.ground, theme.band]) {
      for (const colour of theme.curves) expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(3)
      for (const colour of [theme.text, theme.muted])
        expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('and bands from theirs', () => expect(contrast(theme.band, theme.ground)).toBeGreaterThan(1.15))
})

test('dashes begin with the ninth curve, and 48 strokes differ', () => {
  const strokes = Array.from({ length: 48 }, (_, index) => strokeOf(THEME.light, index))
  expect(new Set(strokes.map((stroke) => JSON.stringify(stroke))).size).toBe(48)
  expect(strokes.findIndex(({ dash }) => dash !== undefined)).toBe(8)
})
