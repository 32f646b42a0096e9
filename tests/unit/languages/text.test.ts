/** Formulas as text: parentheses, bounds, and the numbers of a moment. */
import { expect, test } from 'vitest'
import type { Piece } from '../../../ts/catalogue/entry.js'
import {
  all,
  batch,
  between,
  ceiling,
  cosine,
  counted,
  difference,
  epoch,
  floor,
  interval,
  item,
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
import { NO_FACTS, pieceAt } from '../../../ts/catalogue/value.js'
import { formulaOf, termInNames, termInNumbers } from '../../../ts/languages/text.js'

const [a, b, τ] = [option('a'), option('b'), quantity('τ')]
const piece: Piece = { words: '', quantities: [{ name: 'τ', is: quotient(t, time('t_max')) }], alpha: τ }
const at = pieceAt([piece], {
  ...NO_FACTS,
  numbers: { a: 0.5, b: -2 },
  times: { t_max: 100, t_0: 20 },
  scaled: { t_warmup: 5 },
  reached: { milestones: 8, others: 0 },
  lists: { values: [4, 5], knots: [0, 30] },
  parts: [7, 3],
  partAt: { t_start: 9 },
  batch: 8,
  ratio: 0.5,
  epoch: 30,
  t: 35,
})

test.each<[Term, names: string, numbers: string]>([
  [sum(a, sum(b, a)), 'a + (b + a)', '0.5 + ((-2) + 0.5)'],
  [difference(difference(a, b), a), 'a - b - a', '0.5 - (-2) - 0.5'],
  [difference(a, sum(b, 1)), 'a - (b + 1)', '0.5 - ((-2) + 1)'],
  [product(sum(a, 1), product(a, b)), '(a + 1) · (a · b)', '(0.5 + 1) · (0.5 · (-2))'],
  [quotient(product(a, b), 2), 'a · b / 2', '0.5 · (-2) / 2'],
  [quotient(a, quotient(a, b)), 'a / (a / b)', '0.5 / (0.5 / (-2))'],
  [power(power(b, number(2)), difference(1, a)), '(b^2)^(1 - a)', '((-2)^2)^(1 - 0.5)'],
  [power(product(a, 2), product(a, 2)), '(a · 2)^(a · 2)', '(0.5 · 2)^(0.5 · 2)'],
  [minimum(1, sum(a, τ)), 'min(1, a + τ)', 'min(1, 0.5 + 0.35)'],
  [maximum(1, cosine(τ)), 'max(1, cos(π · τ))', 'max(1, cos(π · 0.35))'],
  [truncated(floor(quotient(t, time('t_0')))), 'trunc(floor(t / t_0))', 'trunc(floor(35 / 20))'],
  [quotient(t, scaled('t_warmup')), 't / (t_warmup × ssr)', '35 / 5'],
  [number(-0), '(-0)', '(-0)'],
  [product(a, between(sum(1, τ), 0, 1)), 'a · (1 + τ)', '0.5 · 1'],
  [cosine(sum(1, τ)), 'cos(π · (1 + τ))', 'cos(π · (1 + 0.35))'],
  [repeated(sum(a, 1), number(2)), '(a + 1) multiplied 2 times', '(0.5 + 1) · (0.5 + 1)'],
  [repeated(a, reached('others', 'other')), 'a once for each other reached, multiplied', '1'],
  [repeated(a, number(2)), 'a multiplied 2 times', '0.5 · 0.5'],
  [
    repeated(a, reached('milestones', 'one')),
    'a once for each one reached, multiplied',
    '0.5 · 0.5 · 0.5 · 0.5 · 0.5 · 0.5 · … (8 times)',
  ],
  [root(sum(ceiling(a), logarithm(tanh(b)))), 'sqrt(ceil(a) + ln(tanh(b)))', 'sqrt(ceil(0.5) + ln(tanh((-2))))'],
  [sum(t, batch), 't + d', '35 + 8'],
  [quotient(t, ratio), 't / ssr', '35 / 0.5'],
  [difference(epoch, size('values')), 'start of epoch - number of values', '30 - 2'],
  [counted('knots', 'knot', t), 'knots reached', '2'],
  [counted('knots', 'knot', difference(t, a)), 'knots reached by t - a', '2'],
  [item('values', difference(size('values'), 1)), 'values[number of values - 1]', '5'],
  [running('values', quantity('τ')), 'the first τ of values, multiplied', '1'],
  [sum(part(), part('t_start')), 's + s(t_start)', '7 + 9'],
  [all('product'), 's1 · s2 · …', '21'],
  [all('minimum'), 'min(s1, s2, …)', '3'],
  [difference(t, interval(time('t_0'), number(1)).start), 't - start', '35 - 20'],
])('%j is written so', (term, names, numbers) => {
  expect(termInNames(term)).toBe(names)
  expect(termInNumbers(term, at)).toBe(numbers)
})

test('bounds and a remark follow the formula, each once', () => {
  const bounded = between(τ, 0, 1)
  expect(formulaOf({ ...piece, alpha: sum(bounded, cosine(bounded)), remark: 'until t_max' })).toBe(
    'τ + cos(π · τ), with τ from 0 to 1, until t_max',
  )
})
