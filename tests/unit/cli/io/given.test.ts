/** Messages repeat what was given on the command line, but not at any length. */
import { describe, expect, test } from 'vitest'
import { cutGiven } from '../../../../ts/cli/io/given.js'

describe('a message', () => {
  const long = 'x'.repeat(100)
  test.each<[string, string, string[], string]>([
    ['without long words is as it was', "argument 'abc' is wrong.", ['--at', 'abc'], "argument 'abc' is wrong."],
    ['keeps a long word that was not given', long, ['--at', 'abc'], long],
    ['cuts what was given', `found '${long}'. Cure.`, [long], `found '${'x'.repeat(12)}...xxxxx'. Cure.`],
    ['cuts it wherever it stands', `${long} ${long}`, [long], `${'x'.repeat(12)}...xxxxx ${'x'.repeat(12)}...xxxxx`],
    ['cuts the value of an option', `'${long}'`, [`--at=${long}`], `'${'x'.repeat(12)}...xxxxx'`],
    ['cuts the value of a short option', `'${long}'`, [`-o${long}`], `'${'x'.repeat(12)}...xxxxx'`],
    ['cuts what is a line already', `${'a '.repeat(40)}b`, [`${'a\n'.repeat(40)}b`], 'a a a a a a ...a a b'],
    ['takes signs as they are', `'${'$&'.repeat(50)}'`, ['$&'.repeat(50)], "'$&$&$&$&$&$&...&$&$&'"],
  ])('%s', (_, message, words, expected) => {
    expect(cutGiven(message, 20, words)).toBe(expected)
  })

  test('has at most 2,000 characters, with its end', () => {
    const cut = cutGiven(`${'word '.repeat(1000)}Cure.`, 20, [])
    expect([cut.length, cut.slice(-5)]).toEqual([2000, 'Cure.'])
  })
})
