/** Times that may be fractions of their unit: what is a fraction, how it is written, and as which numbers it is sent. */
import fc from 'fast-check'
import { ExactTime, Time } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { timesWhole } from '../../../ts/state/time/exact.js'
import { encodeExactTime } from '../../../ts/wasm/encode.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const [EP, BA, SP, DUR] = [1, 2, 3, 5]

// What is written, its text again, and the numbers: value, unit, whether it is a fraction, digits in two halves, places.
test.each<[unknown, string, number[]]>([
  ['38.6ba', '38.6ba', [38.6, BA, 1, 0, 386, 1]],
  ['-38.6ba', '-38.6ba', [-38.6, BA, 1, 0, -386, 1]],
  ['38.0ba', '38ba', [38, BA, 0]],
  ['38.ba', '38ba', [38, BA, 0]],
  ['-0.0ba', '0ba', [0, BA, 0]],
  ['1.5e1ba', '15ba', [15, BA, 0]],
  ['15e-1ba', '1.5ba', [1.5, BA, 1, 0, 15, 1]],
  ['0.50ep', '0.5ep', [0.5, EP, 1, 0, 5, 1]],
  ['.5ep', '0.5ep', [0.5, EP, 1, 0, 5, 1]],
  [' +1_0.2_5 ep', '10.25ep', [10.25, EP, 1, 0, 1025, 2]],
  ['0.29EP', '0.29ep', [0.29, EP, 1, 0, 29, 2]],
  ['1e-7ba', '0.0000001ba', [1e-7, BA, 1, 0, 1, 7]],
  ['1e-30ba', `0.${'0'.repeat(29)}1ba`, [1e-30, BA, 1, 0, 1, 30]],
  ['123456789.123456789ba', '123456789.123456789ba', [123456789.12345679, BA, 1, 123456789, 123456789, 9]],
  ['-1234567890.5sp', '-1234567890.5sp', [-1234567890.5, SP, 1, -12, -345678905, 1]],
  // 18 digits are kept, of more those of the float.
  ['0.333333333333333333ep', '0.333333333333333333ep', [1 / 3, EP, 1, 333333333, 333333333, 18]],
  ['0.3333333333333333333ep', '0.3333333333333333ep', [1 / 3, EP, 1, 3333333, 333333333, 16]],
  ['38.0000000000000000001ba', '38ba', [38, BA, 0]],
  ['9007199254740991ba', '9007199254740991ba', [Number.MAX_SAFE_INTEGER, BA, 0]],
  // A part of the run is a float, as it always was.
  ['0.3dur', '0.3dur', [0.3, DUR, 0]],
  ['1dur', '1.0dur', [1, DUR, 0]],
  [{ value: 0.1, unit: 'ep' }, '0.1ep', [0.1, EP, 1, 0, 1, 1]],
  [{ value: 1e-7, unit: 'BATCH' }, '0.0000001ba', [1e-7, BA, 1, 0, 1, 7]],
  [{ value: 1.5e-7, unit: 'ba' }, '0.00000015ba', [1.5e-7, BA, 1, 0, 15, 8]],
  [{ value: 0.1 + 0.2, unit: 'ep' }, '0.30000000000000004ep', [0.30000000000000004, EP, 1, 30000000, 4, 17]],
  [{ value: 38, unit: 'ba' }, '38ba', [38, BA, 0]],
  [{ value: -0, unit: 'ba' }, '0ba', [0, BA, 0]],
  [new Time(7, 'sp'), '7sp', [7, SP, 0]],
  [new Time(0.25, 'dur'), '0.25dur', [0.25, DUR, 0]],
  [new ExactTime(2.5, 'ba'), '2.5ba', [2.5, BA, 1, 0, 25, 1]],
])('%j is %s', (input, text, numbers) => {
  const time = ExactTime.fromInput(input as Any)
  expect([time.toTimestring(), String(time), JSON.parse(JSON.stringify(time))]).toEqual([text, text, text])
  const sent = encodeExactTime(time)
  expect(sent).toEqual(numbers)
  expect(sent.some((number) => Object.is(number, -0))).toBe(false)
  expect([time.value, time.isFraction]).toEqual([numbers[0], numbers[2] === 1])
  expect(Object.isFrozen(time)).toBe(true)
  expect(encodeExactTime(ExactTime.fromTimestring(text))).toEqual(numbers)
})

test.each<[string, unknown]>([
  ['time-string', 'soon'],
  ['time-string', '5 parsecs'],
  ['time-unit', { value: 5, unit: 'parsec' }],
  ['not-finite', 'infba'],
  ['not-finite', '1e999ba'],
  ['not-finite', { value: Number.NaN, unit: 'ep' }],
  ['integer-range', '9007199254740992ba'],
  ['integer-range', '9007199254740993.5ba'],
  ['option-range', '1e-31ba'],
  ['option-range', '1e-999ba'],
  ['bad-type', 5],
  ['bad-type', null],
  ['bad-type', ['5ba']],
  ['bad-type', {}],
  ['bad-type', { value: '5', unit: 'ba' }],
  ['unknown-option', { value: 5, unit: 'ba', places: 1 }],
])('%s for %j', (code, input) => {
  expect(codeFrom(() => ExactTime.fromInput(input as Any))).toBe(code)
})

test('a time of another copy of this package counts, and an operator of JavaScript is refused', () => {
  const foreign = Object.create({ [Symbol.for('scale-schedule.ExactTime')]: true, toTimestring: () => '0.50ep' })
  expect(ExactTime.fromInput(foreign).toTimestring()).toBe('0.5ep')
  expect(codeFrom(() => (new ExactTime(1, 'ba') as Any) < 2)).toBe('bad-type')
  expect(errorFrom(() => ExactTime.fromInput('9.5e15ba'))?.message).toContain('found "9.5e15ba"')
})

describe('laws', () => {
  test('any number of a unit is itself again, by its text and by its decimal number', () => {
    const size = fc.double({ min: -1e12, max: 1e12, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-12)
    fc.assert(
      fc.property(size, (value) => {
        const time = new ExactTime(value, 'ep')
        expect(ExactTime.fromTimestring(time.toTimestring()).value).toBe(value + 0)
        const [, , isFraction, high, low, places] = encodeExactTime(time)
        if (isFraction === 1) expect(Number(`${BigInt(high!) * 10n ** 9n + BigInt(low!)}e-${places}`)).toBe(value)
      }),
    )
  })

  test('a product with a whole number is that of the text', () => {
    expect([timesWhole(ExactTime.fromTimestring('0.29ep'), 100), 0.29 * 100]).toEqual([29, 28.999999999999996])
    expect(timesWhole(ExactTime.fromTimestring('0.07ep'), 100)).toBe(7)
    expect(timesWhole(ExactTime.fromTimestring('2ep'), 100)).toBe(200)
  })
})
