/** Conditions as text: what they mean, and what is told of wrong ones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExpressionError, type ExpressionValue, parseExpression } from '../../../../ts/sweep/expression/expression.js'
import { messageFrom } from '../../../helpers/message.js'
import { runs } from '../../../helpers/repetition.js'

const VALUES: Record<string, ExpressionValue> = {
  lr: 1e-3,
  ssr: 0.5,
  max_duration: 1000,
  'schedulers[1].gamma': 0.1,
  base: 'mpt-7b',
  flag: true,
  nothing: null,
}
const known = Object.keys(VALUES)
const scope = { value: (name: string) => VALUES[name]!, batches: (time: { value: number }) => time.value }
const value = (text: string) => parseExpression(text, { known }).evaluate(scope)

describe('the value of an expression', () => {
  test.each<[string, ExpressionValue]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['10 - 4 - 3', 3],
    ['17 % 5', 2],
    ['-2 * -3', 6],
    ['- -1 + +1', 2],
    ['1e-3', 0.001],
    ['.5 + 2.', 2.5],
    ['lr', 0.001],
    ['schedulers[1].gamma * 10', 1],
    ['100ba', 100],
    ['0.1dur', 0.1],
    ['2e3tok / 2', 1000],
    ['lr < 1', true],
    ['lr <= 1e-3', true],
    ['lr > 1e-3', false],
    ['lr >= 1e-3', true],
    ['lr = 1e-3', true],
    ['lr == 1e-3', true],
    ['lr != 1e-3', false],
    ['100ba < 0.2 * max_duration', true],
    ["base = 'mpt-7b'", true],
    ['base != "mpt-7b"', false],
    ["base < 'n'", true],
    ["'it\\'s' = \"it's\"", true],
    ['lr between 1e-3 and 1e-2', true],
    ['lr not between 1e-3 and 1e-2', false],
    ['lr between 0 and 1e-4 or ssr between 0.5 and 1 and true', true],
    ["base in ('a', 'mpt-7b')", true],
    ['ssr in (1, 1 / 2)', true],
    ['ssr not in (1, 2)', true],
    ['flag', true],
    ['flag = false', false],
    ['true or false and false', true],
    ['(true or false) and false', false],
    ['not true or true', true],
    ['not (true or true)', false],
    ['not ssr = 1', true],
    ['NOT true OR False', false],
    ['ssr < 1 AND lr < 1', true],
    ['nothing < 1', false],
    ['nothing = nothing', false],
    ['nothing between 0 and 1', false],
    ['nothing + 1', null],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected)
  })

  test('and and or look at no more than they need', () => {
    expect(value('false and 1')).toBe(false)
    expect(value('true or 1')).toBe(true)
    expect(() => value('true and 1')).toThrow(ExpressionError)
  })

  test('a condition of a thousand parts is no deeper than one of two', () => {
    const long = (word: string) => parseExpression(Array(900).fill('lr < 1').join(` ${word} `)).test(scope)
    expect([long('and'), long('or')]).toEqual([true, true])
    expect(value(Array(3000).fill('1').join('+'))).toBe(3000)
  })

  test('the names in it are told, each once', () => {
    expect(parseExpression('a < b.c and a < d[0].e').names).toEqual(['a', 'b.c', 'd[0].e'])
  })
})

const SIGNS = 'An expression has names, numbers, times, texts, + - * / % < <= > >= = != and parentheses'
const NAMES = 'The names are lr, ssr, max_duration, schedulers[1].gamma, base, flag, nothing'
const PARENTHESES = 'Write a name, a number, or an expression in parentheses.'

describe('what is told of a wrong expression', () => {
  test.each<[string, string]>([
    ['', `A value stands here; found its end at character 1. ${PARENTHESES}`],
    ['lr <', `A value stands here; found its end at character 5. ${PARENTHESES}`],
    ['lr < and', `A value stands here; found "and" at character 6. ${PARENTHESES}`],
    [
      'lr ssr',
      'An expression ends, or goes on with an operator; found "ssr" at character 4. Add and, or, or another operator.',
    ],
    ['(lr < 1', 'A parenthesis that opens is closed; found its end at character 8. Add ).'],
    [
      'lr < 1)',
      'An expression ends, or goes on with an operator; found ")" at character 7. Add and, or, or another operator.',
    ],
    [
      '0 < lr < 1',
      'Comparisons are joined by and, not chained; found "<" at character 8. Write for example 0 < lr and lr < 1, or lr between 0 and 1.',
    ],
    [
      'lr between 0 and 1 = true',
      'Comparisons are joined by and, not chained; found "=" at character 20. Write for example 0 < lr and lr < 1, or lr between 0 and 1.',
    ],
    ['lr between 1', 'between has two bounds with and between them; found its end at character 13. Add and.'],
    ['lr in 1', 'in has a list in parentheses; found "1" at character 7. Add (.'],
    ['lr in (1', 'A list ends with a parenthesis; found its end at character 9. Add ).'],
    ['lr not < 1', 'After a value, not stands before between or in; found "<" at character 8. Write and not.'],
    ['rl < 1', `${NAMES}; found "rl" at character 1. Write lr.`],
    ['learning_rate < 1', `${NAMES}; found "learning_rate" at character 1. Remove it, or check its spelling.`],
    ['lr && ssr', `${SIGNS}; found "&" at character 4. Write and.`],
    ['!flag', `${SIGNS}; found "!" at character 1. Write not.`],
    ['lr # 1', `${SIGNS}; found "#" at character 4. Remove it.`],
    ["base = 'a", "A text ends with the quote that it begins with; found no other at character 8. Add a '."],
    [
      '10 < 5x',
      'A number ends there, or has a unit of time (iter, ep, ba, sp, tok, dur or sec); found "5x" at character 6. Write for example 0.5, 1e-4, 100ba or 0.1dur.',
    ],
    ['1.5ba > 1', 'A time in any unit but \'dur\' is a whole number; found "1.5ba" at character 1. Round it.'],
    ['1e999 > 1', 'A number is finite; found "1e999" at character 1. Write a smaller one.'],
    [
      '1 + base',
      'The operands of + are numbers or times; found a text, "mpt-7b", at character 3. Compare it with = or != instead.',
    ],
    [
      "lr = '1'",
      'Both sides of = are numbers or times, or both are texts; found a number, 0.001, and a text, "1", at character 4. Write texts in quotes, and numbers without.',
    ],
    [
      'not lr',
      'The operand of not is true or false; found a number, 0.001, at character 1. Compare it with something, for example by <, = or between.',
    ],
    [
      'flag and lr',
      'An operand of and is true or false; found a number, 0.001, at character 6. Compare it with something, for example by <, = or between.',
    ],
    [
      `${'('.repeat(101)}1${')'.repeat(101)}`,
      'An expression is at most 100 deep; found "1" at character 102. Write it with fewer parentheses.',
    ],
    [
      '1'.repeat(10_001),
      'An expression has at most 10000 characters; found more at character 10001. Write it shorter, or as several conditions.',
    ],
  ])('%s', (text, message) => {
    expect(messageFrom(() => value(text))).toBe(message)
  })

  test('a condition is true or false, and times may be ruled out', () => {
    expect(messageFrom(() => parseExpression('lr').test(scope))).toBe(
      'A condition is true or false; found a number, 0.001, at character 1. Compare it with something, for example by <, = or between.',
    )
    expect(messageFrom(() => parseExpression('x < 5ba', { times: false }))).toBe(
      'A value here is a number or a text; found "5ba" at character 5. Write it in batches.',
    )
  })

  test('no text makes it fail in any other way', () => {
    const piece = fc.constantFrom(
      'lr',
      'ssr',
      '1',
      '5ba',
      "'a'",
      '(',
      ')',
      '<',
      '=',
      '+',
      '-',
      ',',
      ' and ',
      ' or ',
      ' not ',
      ' in ',
      ' between ',
      '0.1dur',
      '"',
      '!',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(text, (source) => {
        try {
          parseExpression(source, { known }).test(scope)
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
          expect((error as Error).message).toMatch(/; found [\s\S]* at character \d+\. .*\.$/)
        }
      }),
      { numRuns: runs(5000) },
    )
  })
})
