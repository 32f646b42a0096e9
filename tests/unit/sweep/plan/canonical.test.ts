/** Canonical JSON is that of RFC 8785. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalDigest, canonicalJson, isSameJson } from '../../../../ts/sweep/plan/canonical.js'

test('the example of RFC 8785', () => {
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys are sorted by UTF-16 code units', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const text = canonicalJson(Object.fromEntries(keys.map((key, index) => [key, index])))
  expect(Object.keys(JSON.parse(text))).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
})

test('it says what JSON says, in one order of keys', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffled(inner)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
    }),
  )
})

test('the digest is that of the text in UTF-8', () => {
  const digestOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const long = Array.from({ length: 20_000 }, (_, index) => `€${index}\ud800`)
  for (const value of ['', '€', { b: [1, 2], a: null }, long]) {
    expect(canonicalDigest(value)).toBe(digestOf(canonicalJson(value)))
  }
})

test('what is undefined is left out of mappings', () => {
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}')
})

const VALUES: unknown[] = [
  ...[null, true, 0, 1.5, 'a', [], {}, [null], [1, 2], [2, 1], { a: 1 }, { a: 2 }, { b: 1 }, { a: 1, b: [1] }],
  ...['null', [[]], { a: null }, { a: undefined, b: undefined }, { a: undefined, c: 1 }, [undefined], { 0: 1, 1: 2 }],
  { b: [1], a: 1 },
  -0,
  Number.NaN,
]

test('sameness is that of the canonical texts', () => {
  for (const value of VALUES) {
    for (const other of VALUES) {
      expect([value, other, isSameJson(value, other)]).toEqual([
        value,
        other,
        canonicalJson(value) === canonicalJson(other),
      ])
    }
  }
})
