/** Each kind of option: what it takes, what it refuses, its JSON, and the numbers that are sent. */
import { ConstantScheduler, LinearScheduler, RepeatScheduler, SequenceScheduler } from 'scale-schedule'
import { expect, test } from 'vitest'
import { kindOf } from '../../../ts/schedulers/kinds/kinds.js'
import { CHOICES } from '../../../ts/wasm/generated/layout.js'
import { type FieldKind, fieldsOf, numberOf, SCHEDULER_TYPES } from '../../../ts/wasm/table.js'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

const constant = new ConstantScheduler({ alpha: 0.5 })
const linear = new LinearScheduler()
// Number of the class, then its options: numbers as they are, a time as value and unit.
const CONSTANT = [2, 0.5, 1, 5]
const LINEAR = [3, 1, 0, 1, 5]
const constantJson = { type: 'ConstantScheduler', alpha: 0.5, tMax: '1.0dur' }
const linearJson = { type: 'LinearScheduler', alphaI: 1, alphaF: 0, tMax: '1.0dur' }

test.each<[FieldKind, unknown, unknown, number[], string]>([
  ['number', -0, '-0', [-0], '-0'],
  ['number', '-0', '-0', [-0], '-0'],
  ['number?', null, null, [0], 'null'],
  ['number?', 5, 5, [1, 5], '5'],
  ['number?', 0, 0, [1, 0], '0'],
  ['numbers', [], [], [0], '[]'],
  ['numbers', [1, -0], [1, '-0'], [2, 1, -0], '[1, -0]'],
  ['numbers', new Float32Array([0.5, 2]), [0.5, 2], [2, 0.5, 2], '[0.5, 2]'],
  [
    'numbers',
    new Uint8Array(10),
    new Array(10).fill(0),
    [10, ...new Array(10).fill(0)],
    '[0, 0, 0, 0, 0, 0, 0, 0, … 2 more]',
  ],
  ['flag', true, true, [1], 'true'],
  ['time', '5ba', '5ba', [5, 2], "'5ba'"],
  ['times', ['5ba', '1ep'], ['5ba', '1ep'], [2, 5, 2, 1, 1], "['5ba', '1ep']"],
  ['exact', '0.5ep', '0.5ep', [0.5, 1, 1, 0, 5, 1], "'0.5ep'"],
  ['exact', '38.0ba', '38ba', [38, 2, 0], "'38ba'"],
  ['exact?', null, null, [0], 'null'],
  ['exact?', { value: 0.5, unit: 'ep' }, '0.5ep', [1, 0.5, 1, 1, 0, 5, 1], "'0.5ep'"],
  ['exacts', ['1dur', '1.5ba'], ['1.0dur', '1.5ba'], [2, 1, 5, 0, 1.5, 2, 1, 0, 15, 1], "['1.0dur', '1.5ba']"],
  ['rise', '1-sqrt', '1-sqrt', [2], "'1-sqrt'"],
  ['mode', 'exp_range', 'exp_range', [2], "'exp_range'"],
  ['scheduler', constant, constantJson, CONSTANT, String(constant)],
  [
    'schedulers',
    [constant, linear],
    [constantJson, linearJson],
    [2, ...CONSTANT, ...LINEAR],
    `[${constant}, ${linear}]`,
  ],
  [
    'parts',
    [constant, { scheduler: linear }],
    [constantJson, linearJson],
    [2, 0, ...CONSTANT, 0, ...LINEAR],
    `[${constant}, ${linear}]`,
  ],
  [
    'parts',
    [
      { scheduler: linear, clock: 'outer' },
      { scheduler: constant, clock: 'inner' },
    ],
    [{ scheduler: linearJson, clock: 'outer' }, constantJson],
    [2, 1, ...LINEAR, 0, ...CONSTANT],
    `[{ scheduler: ${linear}, clock: 'outer' }, ${constant}]`,
  ],
])('a %s of %j', (kind, given, json, numbers, text) => {
  const { check, toJSON, toText, encode } = kindOf(kind)
  const value = check('x', given)
  expect(toJSON(value)).toEqual(json)
  expect(encode(value)).toEqual(numbers)
  expect(toText(value)).toBe(text)
  expect(check('x', value)).toEqual(value)
})

class NotAnInstance extends LinearScheduler {}

test.each<[FieldKind, string, unknown[]]>([
  ['number?', 'bad-type', ['5', true, [], undefined]],
  ['number?', 'not-finite', [Number.NaN, Number.POSITIVE_INFINITY]],
  [
    'numbers',
    'bad-type',
    [null, 5, '5', new Set(), new DataView(new ArrayBuffer(8)), ['1'], Array(1), new BigInt64Array(1)],
  ],
  ['numbers', 'not-finite', [[Number.NaN], new Float64Array([Number.NEGATIVE_INFINITY])]],
  ['exact', 'bad-type', [null, 5, {}, ['5ba']]],
  ['exact', 'time-string', ['soon', '5 parsecs']],
  ['exact?', 'bad-type', [5, {}, false]],
  ['exacts', 'bad-type', [null, '5ba', new Set(), [5], Array(1), [null]]],
  ['rise', 'option-range', ['', 'Linear', 'toString', '1-sqr']],
  ['rise', 'bad-type', [null, 0, ['linear'], undefined]],
  ['scheduler', 'bad-type', [null, undefined, {}, 'linear', constantJson, NotAnInstance, [constant]]],
  ['schedulers', 'bad-type', [null, constant, {}, [null], [constantJson], [NotAnInstance], Array(1)]],
  ['schedulers', 'option-range', [[], new Array(10_001).fill(constant)]],
  ['parts', 'bad-type', [null, constant, [null], [{ scheduler: {} }], [{ clock: 'outer' }], [[constant]]]],
  ['parts', 'option-range', [[], [{ scheduler: constant, clock: 'other' }], [{ scheduler: constant, clock: null }]]],
  ['parts', 'unknown-option', [[{ scheduler: constant, clocks: 'outer' }]]],
])('a %s is %s for others', (kind, code, values) => {
  for (const value of values)
    expect(
      codeFrom(() => kindOf(kind).check('x', value)),
      String(value),
    ).toBe(code)
})

test('a word that is nearly one is told', () => {
  const messageOf = (word: string) => errorFrom(() => kindOf('rise').check('warmup', word))?.message
  const rule = "warmup must be one of 'linear', 'cosine', '1-sqrt', 'log'; found"
  expect(messageOf('liner')).toBe(`${rule} "liner". Write 'linear'.`)
  expect(messageOf('quadratic')).toBe(`${rule} "quadratic". Use one of these.`)
})

test('each word of each choice is its place', () => {
  for (const [kind, words] of Object.entries(CHOICES)) {
    const { check, encode } = kindOf(kind as FieldKind)
    expect(words.map((word) => encode(check('x', word)))).toEqual(words.map((_, index) => [index]))
  }
})

test('each default of the table is a value of its kind', () => {
  for (const type of SCHEDULER_TYPES) {
    for (const { name, kind, byDefault } of fieldsOf(type)) {
      if (byDefault !== undefined) expect(() => kindOf(kind).check(name, byDefault), `${type}.${name}`).not.toThrow()
      if (byDefault === null) expect(kind, `${type}.${name}`).toMatch(/\?$/)
    }
  }
})

test('a tree is sent as a description within a description', () => {
  const repeat = new RepeatScheduler({ scheduler: constant, every: '1.5ep', times: 3 })
  const sequence = new SequenceScheduler({ schedulers: [repeat, { scheduler: linear, clock: 'outer' }], at: ['50ba'] })
  const inner = [numberOf('RepeatScheduler'), ...CONSTANT, 1.5, 1, 1, 0, 15, 1, 1, 3, 1]
  const numbers = [numberOf('SequenceScheduler'), 2, 0, ...inner, 1, ...LINEAR, 1, 50, 2, 0]
  expect(kindOf('scheduler').encode(sequence)).toEqual(numbers)
})
