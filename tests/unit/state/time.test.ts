/** What Time promises beyond the golden rows, above all to plain JavaScript. */
import { Time, TimeUnit } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const hostile = {
  toString() {
    throw new Error('called')
  },
  valueOf() {
    throw new Error('called')
  },
}
const FOREIGN: Any[] = [null, undefined, true, 5n, Symbol('5ep'), [5], {}, hostile, () => 5, new Date(0), new Map()]

describe('a time string', () => {
  test.each([
    ['10ep', 10, 'ep', '10ep'],
    ['0.5dur', 0.5, 'dur', '0.5dur'],
    ['3e4tok', 30000, 'tok', '30000tok'],
    ['-0ba', 0, 'ba', '0ba'],
    ['-0.0dur', -0, 'dur', '-0.0dur'],
    [' 1_000 BA\n', 1000, 'ba', '1000ba'],
    ['\u008510ep', 10, 'ep', '10ep'],
    ['\u3000+7iter', 7, 'iter', '7iter'],
    ['InfinityDur', Number.POSITIVE_INFINITY, 'dur', 'infdur'],
    ['-infdur', Number.NEGATIVE_INFINITY, 'dur', '-infdur'],
    ['nandur', Number.NaN, 'dur', 'nandur'],
    ['9007199254740991tok', Number.MAX_SAFE_INTEGER, 'tok', '9007199254740991tok'],
    ['1e16dur', 1e16, 'dur', '1e+16dur'],
    ['9999999999999998dur', 9999999999999998, 'dur', '9999999999999998.0dur'],
    ['0.0001dur', 0.0001, 'dur', '0.0001dur'],
    ['0.00001dur', 0.00001, 'dur', '1e-05dur'],
    ['5e-324dur', 5e-324, 'dur', '5e-324dur'],
    ['1h20m40s', 4840, 'sec', '4840sec'],
    ['23h59m59s', 86399, 'sec', '86399sec'],
    ['3h2', 10820, 'sec', '10820sec'],
    ['5', 50, 'sec', '50sec'],
    ['', 0, 'sec', '0sec'],
  ])('%j is read as %d in %s and written as %s', (text, value, unit, written) => {
    const time = Time.fromTimestring(text)
    expect(time.value).toBe(value)
    expect(time.unit).toBe(unit)
    expect(time.toTimestring()).toBe(written)
    expect(Time.fromTimestring(written).value).toBe(value)
  })

  test.each([
    ...[
      'x',
      '10',
      '6',
      '10 parsecs',
      '5epoch',
      '10ep ',
      '1__0ba',
      '_1ba',
      '1_ba',
      '1._5dur',
      '0x10ba',
      '1,000ba',
      '.dur',
    ],
    ...[
      '60s',
      '90m',
      '24h',
      '3H',
      '3h ',
      '-3h',
      '1h1h',
      '40s20m',
      '3h\n',
      '10\nep',
      '\u001c10ep',
      '\uFEFF10ep',
      '\uFF15ba',
    ],
  ])('%j is refused', (text) => {
    expect(codeFrom(() => Time.fromTimestring(text))).toBe('time-string')
  })

  test.each([
    ['1.5ba', 'integer-units'],
    ['1e-400ep', 'nothing thrown'],
    ['infba', 'not-finite'],
    ['nanep', 'not-finite'],
    ['1e400ba', 'not-finite'],
    ['9007199254740993tok', 'integer-range'],
  ])('%j, a number that does not fit its unit: %s', (text, code) => {
    expect(codeFrom(() => Time.fromTimestring(text))).toBe(code)
  })

  test('a very long one is read or refused at once', () => {
    expect(codeFrom(() => Time.fromTimestring(`${'1'.repeat(200_000)}xba`))).toBe('time-string')
    expect(Time.fromTimestring(`${' '.repeat(200_000)}0.${'3'.repeat(200_000)}dur`).value).toBe(1 / 3)
  })

  test.each(FOREIGN)('what is no string is a bad type: %#', (x) => {
    expect(codeFrom(() => Time.fromTimestring(x))).toBe('bad-type')
    expect(codeFrom(() => Time.fromTimedelta(x))).toBe('bad-type')
  })

  test('wall-clock time alone takes no other units', () => {
    expect(Time.fromTimedelta('3h20m').toString()).toBe('12000sec')
    expect(codeFrom(() => Time.fromTimedelta('5ba'))).toBe('time-string')
  })
})

describe('the constructor', () => {
  test.each([
    [5, 'ep', 'ep'],
    [5, 'EPOCH', 'ep'],
    [5, 'Epoch', 'ep'],
    [5, 'SEC', 'sec'],
    [5, TimeUnit.BATCH, 'ba'],
    [5, 'seconds', 'time-unit'],
    [5, ' ep', 'time-unit'],
    [5, 'toString', 'time-unit'],
    [5, '__proto__', 'time-unit'],
    [5, 3, 'time-unit'],
    [5.5, 'ba', 'integer-units'],
    [Number.NaN, 'ba', 'integer-units'],
    [Number.POSITIVE_INFINITY, 'ba', 'integer-units'],
    [2 ** 53, 'tok', 'integer-range'],
    [-(2 ** 53), 'tok', 'integer-range'],
    ['5', 'ba', 'bad-type'],
    [' 0.5 ', 'dur', 'dur'],
    ['half', 'dur', 'time-string'],
    [2 ** 53, 'dur', 'dur'],
  ] as [Any, Any, string][])('new Time(%j, %j): %s', (value, unit, result) => {
    expect(codeFrom(() => new Time(value, unit))).toBe(result.includes('-') ? result : 'nothing thrown')
    if (!result.includes('-')) expect(new Time(value, unit).unit).toBe(result)
  })

  test.each(FOREIGN)('what is no number is a bad type, and no unit a bad unit: %#', (x) => {
    expect(codeFrom(() => new Time(x, 'ba'))).toBe('bad-type')
    expect(codeFrom(() => new Time(x, 'dur'))).toBe('bad-type')
    expect(codeFrom(() => new Time(5, x))).toBe('time-unit')
  })

  test('each unit has its own maker', () => {
    const times = [Time.fromIteration(1), Time.fromEpoch(2), Time.fromBatch(3), Time.fromSample(4), Time.fromToken(5)]
    expect([...times, Time.fromDuration(6), Time.fromSecond(7)].join()).toBe('1iter,2ep,3ba,4sp,5tok,6.0dur,7sec')
  })

  test('a time is immutable', () => {
    const time = new Time(5, 'ep') as Any
    expect(() => {
      time.value = 6
    }).toThrow(TypeError)
    expect(Object.isFrozen(time)).toBe(true)
  })
})

describe('reading any input', () => {
  test('a time is passed through, a number takes the default unit', () => {
    const time = Time.fromEpoch(5)
    expect(Time.fromInput(time, 'ba')).toBe(time)
    expect(Time.fromInput(5, 'BATCH').toString()).toBe('5ba')
    expect(codeFrom(() => Time.fromInput(5))).toBe('no-default-unit')
    expect(codeFrom(() => Time.fromInput(5, null as Any))).toBe('no-default-unit')
  })

  test.each(FOREIGN)('anything else is a bad type: %#', (x) => {
    expect(codeFrom(() => Time.fromInput(x, 'ba'))).toBe('bad-type')
  })

  test('a time of another copy of this package is known by its brand', () => {
    const other: Any = { value: 5, unit: 'ep', [Symbol.for('scale-schedule.Time')]: true }
    expect(Time.fromInput(other)).toBeInstanceOf(Time)
    expect(Time.fromEpoch(2).add(other).toString()).toBe('7ep')
    expect(Time.fromEpoch(5).equals(other)).toBe(true)
    expect(codeFrom(() => Time.fromInput({ value: 5, unit: 'ep' } as Any))).toBe('bad-type')
  })
})

describe('comparison', () => {
  const five = Time.fromEpoch(5)

  test.each([
    ['6ep', -1],
    ['5ep', 0],
    ['4ep', 1],
    [Time.fromEpoch(6), -1],
    [5, 0],
    [-5, 1],
  ] as [Any, number][])('5ep against %s is %d', (other, order) => {
    expect(five.compare(other)).toBe(order)
    expect([five.lt(other), five.lte(other), five.equals(other), five.gte(other), five.gt(other)]).toEqual([
      order < 0,
      order <= 0,
      order === 0,
      order >= 0,
      order > 0,
    ])
  })

  test.each([
    ['5ba', 'unit-mismatch'],
    [Time.fromBatch(5), 'unit-mismatch'],
    [2.5, 'integer-units'],
    ['five', 'time-string'],
  ] as [Any, string][])('5ep against %s is the error %s, for equality too', (other, code) => {
    expect(codeFrom(() => five.lt(other))).toBe(code)
    expect(codeFrom(() => five.equals(other))).toBe(code)
  })

  test('NaN cannot be compared, not even for equality', () => {
    const nan = Time.fromDuration(Number.NaN)
    expect(codeFrom(() => nan.lt(1))).toBe('not-comparable')
    expect(codeFrom(() => nan.equals(nan))).toBe('not-comparable')
    expect(codeFrom(() => Time.fromDuration(1).gt(Number.NaN))).toBe('not-comparable')
  })

  test.each(FOREIGN)('what is no time is never equal, and has no order: %#', (x) => {
    expect(five.equals(x)).toBe(false)
    expect(codeFrom(() => five.compare(x))).toBe('not-comparable')
  })
})

describe('arithmetic', () => {
  const T = Time.fromTimestring
  test.each([
    ['7ep + 2', () => T('7ep').add(2), '9ep'],
    ['7ep + 2ba', () => T('7ep').add('2ba'), 'unit-mismatch'],
    ['7ep + 0.5', () => T('7ep').add(0.5), 'integer-units'],
    ['(2^53 - 1)tok + 1', () => T('9007199254740991tok').add(1), 'integer-range'],
    ['2ep - 7ep', () => T('2ep').sub('7ep'), '-5ep'],
    ['1dur - 0.25', () => T('1dur').sub(0.25), '0.75dur'],
    ['7ep * 0.5', () => T('7ep').mul(0.5), '3ep'],
    ['-7ep * 0.5', () => T('-7ep').mul(0.5), '-3ep'],
    ['7ep * 0.5dur', () => T('7ep').mul('0.5dur'), '3ep'],
    ['0.5dur * 7ep', () => T('0.5dur').mul('7ep'), '3ep'],
    ['0.5dur * 0.5dur', () => T('0.5dur').mul('0.5dur'), '0.25dur'],
    ['7ep * 7ep', () => T('7ep').mul('7ep'), 'unit-mismatch'],
    ['7ep * NaN', () => T('7ep').mul(Number.NaN), 'not-finite'],
    ['7ep * 1e300', () => T('7ep').mul(1e300), 'integer-range'],
    ['7ep * infdur', () => T('7ep').mul(T('infdur')), 'not-finite'],
    ['7ep / 2', () => T('7ep').div(2), '3ep'],
    ['7ep / 2ep', () => T('7ep').div('2ep'), '3.5dur'],
    ['7ep / 0', () => T('7ep').div(0), 'zero-length'],
    ['7ep / 0ep', () => T('7ep').div('0ep'), 'zero-length'],
    ['0.5dur / 0dur', () => T('0.5dur').div('0dur'), 'zero-length'],
    ['7ep / Infinity', () => T('7ep').div(Number.POSITIVE_INFINITY), '0ep'],
    ['7ep / 1e-320', () => T('7ep').div(1e-320), 'not-finite'],
    ['-7ep mod 3', () => T('-7ep').mod(3), '2ep'],
    ['7ep mod -3', () => T('7ep').mod(-3), '-2ep'],
    ['7ep mod 0', () => T('7ep').mod(0), 'zero-length'],
    ['-0.25dur mod 1', () => T('-0.25dur').mod(1), '0.75dur'],
    ['-0.25dur mod inf', () => T('-0.25dur').mod(T('infdur')), 'infdur'],
    ['1dur mod -1', () => T('1dur').mod(-1), '-0.0dur'],
    ['neg 0ep', () => T('0ep').neg(), '0ep'],
    ['neg 0dur', () => T('0dur').neg(), '-0.0dur'],
  ] as [string, () => Time, string][])('%s is %3$s', (_, f, result) => {
    const code = codeFrom(f)
    expect(code === 'nothing thrown' ? f().toString() : code).toBe(result)
  })

  test.each(FOREIGN)('an operand that is no time is a bad type: %#', (x) => {
    for (const operation of ['add', 'sub', 'mul', 'div', 'mod'] as const) {
      expect(codeFrom(() => T('7ep')[operation](x))).toBe('bad-type')
    }
  })
})

describe("JavaScript's own conversions", () => {
  const time: Any = Time.fromEpoch(5)

  test('text gives the time string, and so does JSON', () => {
    expect(`${time}`).toBe('5ep')
    expect(String(time)).toBe('5ep')
    expect(JSON.stringify({ t: time })).toBe('{"t":"5ep"}')
  })

  test('operators throw, as they would ignore the unit', () => {
    expect(codeFrom(() => time < 6)).toBe('bad-type')
    expect(codeFrom(() => time + 1)).toBe('bad-type')
    // biome-ignore lint/style/useTemplate: the operator under test
    expect(codeFrom(() => time + '')).toBe('bad-type')
    expect(codeFrom(() => +time)).toBe('bad-type')
    // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
    expect(codeFrom(() => time == '5ep')).toBe('bad-type')
  })
})

test('messages say the rule, what was found and the cure', () => {
  const messageOf = (f: () => unknown) => {
    try {
      f()
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(messageOf(() => Time.fromTimestring('1.5ba'))).toBe(
    "A time in 'ba' has an integer value; found \"1.5ba\". Round it, or use a fraction of the run in 'dur'.",
  )
  expect(messageOf(() => Time.fromEpoch(5).add('2ba'))).toBe(
    'Both sides must have the same unit to add; found 5ep and 2ba. Convert one of them first.',
  )
  expect(messageOf(() => Time.fromToken(Number.MAX_SAFE_INTEGER).mul(2))).toBe(
    '9007199254740991tok * 2 must be an integer and within ±(2^53 - 1); found 18014398509481982. Use a smaller or whole number, or a coarser unit.',
  )
  expect(messageOf(() => Time.fromInput(Symbol('t') as Any))).toBe(
    'A time must be a Time, a time string or a number; found Symbol(t). Pass a Time, a time string or a number.',
  )
})
