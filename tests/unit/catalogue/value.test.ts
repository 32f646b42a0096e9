/** What terms, conditions and pieces come to. */
import { describe, expect, test } from 'vitest'
import type { Piece } from '../../../ts/catalogue/entry.js'
import { intervalAt } from '../../../ts/catalogue/restarts.js'
import {
  atMost,
  between,
  type Condition,
  cosine,
  difference,
  different,
  floor,
  interval,
  less,
  maximum,
  minimum,
  number,
  option,
  power,
  product,
  quantity,
  quotient,
  reached,
  repeated,
  scaled,
  sum,
  type Term,
  t,
  time,
  truncated,
} from '../../../ts/catalogue/term.js'
import { type Facts, holds, notesOf, pieceAt, wordsAt } from '../../../ts/catalogue/value.js'

const facts: Facts = {
  numbers: { gamma: 0.1, growth: 2 },
  times: { t_max: 100, t_0: 10 },
  scaled: { t_warmup: 5 },
  reached: { milestones: 3 },
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
