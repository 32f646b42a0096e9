/** What terms, conditions and pieces come to. */
import { describe, expect, test } from 'vitest'
import type { Piece } from '../../../ts/catalogue/entry.js'
import { intervalAt } from '../../../ts/catalogue/restarts.js'
import {
  all,
  atMost,
  batch,
  between,
  type Condition,
  ceiling,
  choice,
  cosine,
  counted,
  cycle,
  difference,
  different,
  epoch,
  floor,
  interval,
  is,
  item,
  less,
  logarithm,
  maximum,
  minimum,
  number,
  option,
  part,
  power,
  product,
  quantity,
  quotient,
  ratio,
  reached,
  repeated,
  root,
  running,
  scaled,
  size,
  sum,
  type Term,
  t,
  tanh,
  time,
  truncated,
} from '../../../ts/catalogue/term.js'
import { type Facts, holds, NO_FACTS, notesOf, pieceAt, wordsAt } from '../../../ts/catalogue/value.js'

const facts: Facts = {
  ...NO_FACTS,
  numbers: { gamma: 0.1, growth: 2 },
  times: { t_max: 100, t_0: 10 },
  scaled: { t_warmup: 5 },
  reached: { milestones: 3 },
  lists: { values: [2, 3, 5], knots: [0, 20, 30] },
  settings: { how: 'down', flag: true, left: null },
  parts: [7, 3],
  partAt: { 0: 9 },
  batch: 8,
  ratio: 0.5,
  epoch: 30,
  t: 35,
}
const at = (alpha: Term, quantities: Piece['quantities'] = []) =>
  pieceAt([{ words: '', quantities, alpha }], facts).calculate(alpha)

test.each<[string, Term, number]>([
  ['a number', number(2.5), 2.5],
  ['an option', option('gamma'), 0.1],
  ['a time', time('t_max'), 100],
  ['a scaled time', scaled('t_warmup'), 5],
  ['the clock', t, 35],
  ['how many are reached', reached('milestones', 'milestone'), 3],
  ['a sum', sum(1, t), 36],
  ['a difference', difference(1, t), -34],
  ['a product', product(2, t), 70],
  ['a quotient', quotient(t, time('t_max')), 0.35],
  ['a power', power(2, number(10)), 1024],
  ['the lesser', minimum(1, t), 1],
  ['the greater', maximum(1, t), 35],
  ['a truncated negative number', truncated(number(-1.5)), -1],
  ['the floor of a negative number', floor(number(-1.5)), -2],
  ['the cosine of a whole half turn', cosine(number(1)), -1],
  ['what is below its bounds', between(number(-3), 0, 1), 0],
  ['what is within its bounds', between(number(0.5), 0, 1), 0.5],
  ['what is above its bounds', between(number(3), 0, 1), 1],
  [
    'a repeated factor, which is no power',
    repeated(option('gamma'), reached('milestones', 'milestone')),
    0.1 * 0.1 * 0.1,
  ],
  ['a factor repeated no times', repeated(option('gamma'), number(0)), 1],
  ['the number of an interval', interval(time('t_0'), option('growth')).number, 2],
  ['the start of an interval', interval(time('t_0'), option('growth')).start, 30],
  ['the length of an interval', interval(time('t_0'), option('growth')).length, 40],
  ['the length of a cycle, which is not truncated', cycle(t, time('t_0'), number(1.25)).length, 15.625],
  ['the start of a cycle of another moment', cycle(number(25), time('t_0'), number(1.25)).start, 22.5],
  ['what a batch adds', batch, 8],
  ['the ratio', ratio, 0.5],
  ['the start of the epoch', epoch, 30],
  ['how many values there are', size('values'), 3],
  ['the ceiling of a negative number', ceiling(number(-1.5)), -1],
  ['a root', root(number(2.25)), 1.5],
  ['a natural logarithm', logarithm(number(Math.E)), 1],
  ['a hyperbolic tangent', tanh(number(0)), 0],
  ['how many times a moment has reached', counted('knots', 'knot', number(20)), 2],
  ['one of the values', item('values', number(1)), 3],
  ['the product of the first values', running('values', number(2)), 6],
  ['the product of no values', running('values', number(0)), 1],
  ['the product of more values than there are', running('values', number(9)), 30],
  ['what the part of a node gives', part(), 7],
  ['what it gives at its start', part('0'), 9],
  ['the product of all parts', all('product'), 21],
  ['the least of all parts', all('minimum'), 3],
  ['the greatest of all parts', all('maximum'), 7],
  ['the choice of a word', choice('how', { up: number(1), down: number(2) }), 2],
  ['the choice of a flag', choice('flag', { yes: number(1), no: number(2) }), 1],
  ['the choice of what is left out', choice('left', { none: number(1), given: number(2) }), 1],
  ['the choice of what is given', choice('t_max', { none: number(1), given: number(2) }), 2],
])('%s', (_, term, value) => {
  expect(at(term)).toBe(value)
})

test.each<[string, Condition, boolean]>([
  ['less', less(1, 2), true],
  ['less, of equal terms', less(2, 2), false],
  ['at most, of equal terms', atMost(2, 2), true],
  ['at most, of a greater one', atMost(3, 2), false],
  ['different', different(1, 2), true],
  ['different, of equal terms', different(t, 35), false],
  ['a word that is set', is('how', 'down'), true],
  ['a word that is not set', is('how', 'up'), false],
  ['an option that is left out', is('left', 'none'), true],
  ['an option that is given', is('t_max', 'given'), true],
])('%s', (_, condition, isTrue) => {
  expect(holds(condition, facts)).toBe(isTrue)
})

describe('a piece', () => {
  const piece = (words: string, when?: Condition[]): Piece => ({ words, when, quantities: [], alpha: number(1) })

  test('is the first of which all conditions hold', () => {
    const formula = [
      piece('a', [less(t, 10)]),
      piece('b', [less(10, t), less(t, 20)]),
      piece('c', [less(10, t)]),
      piece('d'),
    ]
    expect(pieceAt(formula, facts).piece.words).toBe('c')
    expect(pieceAt(formula, { ...facts, t: 15 }).piece.words).toBe('b')
    expect(pieceAt(formula, { ...facts, t: 10 }).piece.words).toBe('d')
  })

  test('has quantities that are made of those before', () => {
    const found = pieceAt(
      [
        {
          words: (calculate) => `${calculate(quantity('b'))} of ${calculate(t)}`,
          quantities: [
            { name: 'a', is: quotient(t, 10) },
            { name: 'b', is: product(2, quantity('a')) },
          ],
          alpha: sum(quantity('a'), quantity('b')),
          notes: [
            { words: 'always' },
            { when: less(5, quantity('b')), words: (calculate) => `b is ${calculate(quantity('b'))}` },
            { when: less(quantity('b'), 5), words: 'never' },
          ],
        },
      ],
      facts,
    )
    expect(found.quantities.map(({ name, value }) => [name, value])).toEqual([
      ['a', 3.5],
      ['b', 7],
    ])
    expect(found.calculate(found.piece.alpha)).toBe(10.5)
    expect(wordsAt(found.piece.words, found)).toBe('7 of 35')
    expect(notesOf(found)).toEqual(['always', 'b is 7'])
  })
})

test.each<[t: number, first: number, growth: number, number: number, start: number, length: number]>([
  [9, 10, 2, 0, 0, 10],
  [10, 10, 2, 1, 10, 20],
  [70, 10, 2, 3, 70, 80],
  [95, 10, 1, 9, 90, 10],
  [9e15, 1, 1.5, 9e15, 9e15, 1],
  [12, 10, -2, 2, -10, 40],
])(
  'at %d, intervals from %d that grow by %d are at number %d, from %d, %d long',
  (at, first, growth, number, start, length) => {
    expect(intervalAt(at, first, growth)).toEqual({ number, start, length })
  },
)

test.each([
  [1070.9, 59],
  // Its quotient is rounded short of 60.
  [1071, 60],
  [357, 20],
])('at %d, cycles of 17.85 are at number %d', (at, count) => {
  expect(intervalAt(at, 17.85, 1, false)).toEqual({ number: count, start: count * 17.85, length: 17.85 })
})
