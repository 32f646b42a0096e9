/** Half a unit of the last place: what is no difference. */
import { expect, test } from 'vitest'
import { type Printed, printed } from '../../../ts/match/log/printed.js'
import { halfUnits } from '../../../ts/match/series.js'

const rows = (...texts: string[]) => texts.map((text, step) => ({ step, lr: printed(text) as Printed }))

test('numbers have digits and a last place', () => {
  expect(printed('0.00120')).toEqual({ value: 0.0012, digits: 3, place: -5, isScientific: false })
  expect(printed('1.500E-04')).toEqual({ value: 1.5e-4, digits: 4, place: -7, isScientific: true })
  expect(printed('0')).toEqual({ value: 0, digits: 0, place: 0, isScientific: false })
  for (const text of ['', 'nan', 'inf', '1e999', '0x10', '1_0', '.', 'e5']) expect(printed(text), text).toBeNull()
})

test.each<[string, 'printed' | 'shortest' | 'float32', string[], number[]]>([
  ['decimals that are fixed', 'printed', ['0.1200', '0.0003'], [5e-5, 5e-5]],
  ['an exponent: each by its own', 'printed', ['1.500E-04', '1.500E-06', '0.000E+00'], [5e-8, 5e-10, 0]],
  ['digits that are fixed, zeros dropped', 'shortest', ['0.00012346', '0.0012346', '0.001'], [5e-9, 5e-8, 5e-8]],
  ['decimals that are fixed, zeros dropped', 'shortest', ['0.012346', '0.00012', '0'], [5e-7, 5e-7, 5e-7]],
  ['shorter numbers than tools round to', 'shortest', ['0.1', '0.001'], [5e-4, 5e-4]],
  ['float32', 'float32', ['1', '0.0001'], [2 ** -24, 2 ** -38]],
])('%s', (_, printing, texts, halves) => {
  const found = halfUnits(rows(...texts), printing)
  for (const [row, half] of halves.entries()) expect(found[row], texts[row]).toBeCloseTo(half, 14)
})
