/** Formulas as they are for options that are set: what was chosen, and nothing that it makes superfluous. */
import { expect, test } from 'vitest'
import type { Piece } from '../../../ts/catalogue/entry.js'
import { termsIn } from '../../../ts/catalogue/parts.js'
import { type Settings, settle } from '../../../ts/catalogue/settle.js'
import {
  batch,
  choice,
  difference,
  is,
  item,
  less,
  number,
  product,
  quotient,
  ratio,
  repeated,
  running,
  sum,
  type Term,
  t,
  time,
} from '../../../ts/catalogue/term.js'
import { termInNames } from '../../../ts/languages/text.js'

const LATER: Settings = { settings: { how: 'down', start: null }, batch: 8, ratio: 0.5 }
const PLAIN: Settings = { ...LATER, batch: 1, ratio: 1 }
const pieceOf = (alpha: Term): Piece => ({ words: '', quantities: [], alpha })

const start = choice('start', { none: number(0), given: time('start') })
const nothing = choice('start', { none: number(1), given: time('factor') })

test.each<[Term, plain: string, later: string]>([
  [difference(t, start), 't', 't'],
  [sum(start, t), 't', 't'],
  [sum(t, start), 't', 't'],
  [product(nothing, t), 't', 't'],
  [product(t, nothing), 't', 't'],
  [quotient(t, ratio), 't', 't / ssr'],
  [sum(t, batch), 't + 1', 't + d'],
  [sum(quotient(t, batch), 1), 't + 1', 't / d + 1'],
  [choice('how', { up: t, down: difference(time('t_max'), difference(t, start)) }), 't_max - t', 't_max - t'],
  [item('values', difference(t, start)), 'values[t]', 'values[t]'],
  [
    running('values', quotient(t, ratio)),
    'the first t of values, multiplied',
    'the first t / ssr of values, multiplied',
  ],
  [repeated(nothing, difference(t, start)), '1 multiplied t times', '1 multiplied t times'],
  // Nothing is chosen here, so that it stays as it was written.
  [difference(t, number(0)), 't - 0', 't - 0'],
])('of %j', (term, plain, later) => {
  for (const [settings, text] of [
    [PLAIN, plain],
    [LATER, later],
  ] as const) {
    const [piece] = settle([pieceOf(term)], settings)
    expect(termInNames(piece!.alpha)).toBe(text)
    expect(termsIn(piece!.alpha).some(({ kind }) => kind === 'choice')).toBe(false)
  }
})

test('pieces that the options rule out are left out, the conditions of others are chosen for', () => {
  const down = { ...pieceOf(t), when: [is('how', 'down'), less(t, difference(time('t_max'), start))] }
  const formula = [{ ...pieceOf(t), when: [is('how', 'up'), less(t, 1)] }, down, pieceOf(number(1))]
  const settled = settle(formula, PLAIN)
  expect(settled).toHaveLength(2)
  expect(settled[0]!.when).toEqual([less(t, time('t_max'))])
  expect(settled[1]!.when).toBeUndefined()
})

test('what nothing is chosen in stays the same object, and what is chosen twice becomes one', () => {
  const plain = pieceOf(sum(t, 1))
  const chosen = pieceOf(difference(t, start))
  const [first, second, third] = settle([plain, chosen, { ...chosen }], PLAIN)
  expect(first!.alpha).toBe(plain.alpha)
  expect(first!.quantities).toBe(plain.quantities)
  expect(second!.alpha).toBe(third!.alpha)
})

test('a word that a choice has not is a mistake in the formula', () => {
  expect(() => settle([pieceOf(choice('how', { up: t }))], PLAIN)).toThrow('A choice has every word of how')
})
