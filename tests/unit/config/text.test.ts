/** Scalars are read as OmegaConf reads them; what is no document gets one line. */
import { describe, expect, test } from 'vitest'
import { parseScalar, parseText } from '../../../ts/config/text.js'
import { messageFrom } from '../../helpers/message.js'

describe('a scalar', () => {
  test.each([
    ['6.0e-4', 6e-4],
    ['1e-4', 1e-4],
    ['1.2E-4', 1.2e-4],
    ['1e3', 1000],
    ['1.e3', 1000],
    ['+1e+3', 1000],
    ['-2.5', -2.5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['5.', 5],
    ['.5e1', 5],
    ['0', 0],
    ['17', 17],
    ['-17', -17],
    ['+17', 17],
    ['1_000', 1000],
    ['1_000.5', 1000.5],
    ['0x1F', 31],
    ['-0x1f', -31],
    ['0b101', 5],
    ['017', 15],
    ['0o17', 15],
    ['.inf', Infinity],
    ['-.inf', -Infinity],
    ['.nan', Number.NaN],
    ['true', true],
    ['yes', true],
    ['On', true],
    ['False', false],
    ['no', false],
    ['OFF', false],
    ['~', null],
    ['null', null],
    ['', null],
    ['y', 'y'],
    ['n', 'n'],
    ['08', '08'],
    ['1e', '1e'],
    ['1e-', '1e-'],
    ['._', '._'],
    ['_1', '_1'],
    ['1:30', '1:30'],
    ['1h20m40s', '1h20m40s'],
    ['2024-01-01', '2024-01-01'],
    ['100ba', '100ba'],
    ['0.1dur', '0.1dur'],
    ['"6.0e-4"', '6.0e-4'],
    ["'yes'", 'yes'],
    ['!!str 5', '5'],
    ['!!float 1', 1],
    ['!!float 1e3', 1000],
    ['!!float .inf', Infinity],
    ['!!int 0x10', 16],
    ['!!bool on', true],
  ])('%s is %s', (text, value) => {
    expect(parseText(`key: ${text}`, 'f')).toEqual({ key: value })
    if (!/["'!]/.test(text)) expect(parseScalar(text)).toEqual(value)
  })
})

describe('a document', () => {
  test.each([
    ['a: 1 # a comment\n# another\nb: [1, 2]', { a: 1, b: [1, 2] }],
    ['---\na: 1\n...\n', { a: 1 }],
    ['%YAML 1.1\n---\na: yes', { a: true }],
    ['%YAML 1.2\n---\na: yes', { a: true }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['a: &x {b: 1, d: 2}\nc:\n  <<: *x\n  d: 3', { a: { b: 1, d: 2 }, c: { b: 1, d: 3 } }],
    ['a: &x {b: 1}\ne: &y {f: 2}\nc: {<<: [*x, *y]}', { a: { b: 1 }, e: { f: 2 }, c: { b: 1, f: 2 } }],
    ['a: !custom {b: 1}', { a: { b: 1 } }],
    ['{"a": 1e-4,\t"b": [null, "x"]}', { a: 1e-4, b: [null, 'x'] }],
    ['{a: 1, b: yes}', { a: 1, b: true }],
    ['', null],
    ['# nothing', null],
    ['just words', 'just words'],
  ])('%j is %j', (text, value) => {
    expect(parseText(text, 'f')).toEqual(value)
  })

  test('a key named __proto__ is a key like any other', () => {
    for (const text of ['{"__proto__": {"lr": 1}}', '__proto__: {lr: 1}']) {
      const value = parseText(text, 'f') as object
      expect(Object.keys(value)).toEqual(['__proto__'])
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    }
  })

  const RULE = 'f: A training configuration is one YAML or JSON document; found'
  test.each([
    ['a: b: c', `${RULE} Nested mappings are not allowed in compact mappings (line 1, column 4). Correct the text.`],
    [
      'a: [1, 2\nb: 3',
      `${RULE} Flow sequence in block collection must be sufficiently indented and end with a ] (line 2, column 1). Correct the text.`,
    ],
    ['a: 1\na: 2', `${RULE} Map keys must be unique (line 2, column 1). Correct the text.`],
    ['a: *nowhere', `${RULE} Unresolved alias (the anchor must be set before the alias): nowhere. Correct the text.`],
    ['a: 1\n---\nb: 2', `${RULE} 2 documents. Keep one of them, without the line '---' between.`],
    [
      `a: *${'n'.repeat(5000)}`,
      `${RULE} Unresolved alias (the anchor must be set before the alias): ${'n'.repeat(140)}.... Correct the text.`,
    ],
    ['a: 1\n<<: 5', `${RULE} Merge sources must be maps or map aliases. Correct the text.`],
  ])('%j is an error', (text, message) => {
    expect(messageFrom(() => parseText(text, 'f'))).toBe(message)
  })

  test('aliases of aliases without end are refused, not expanded', () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`,
    )
    expect(() => parseText(['a0: &a0 [x]', ...levels].join('\n'), 'f')).toThrow(/^f: .*alias/)
  })

  test('merges of merges without end are refused, not expanded', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `m${i + 1}: &m${i + 1}\n  <<: [*m${i}, *m${i}]\n  k${i}: 1`)
    const message = messageFrom(() => parseText(['m0: &m0 {x: 1}', ...levels].join('\n'), 'f'))
    expect(message).toMatch(
      /^f: .* found more than 100000 keys from merges \(line \d+, column 3\)\. Correct the text\.$/,
    )
  })

  test.each([
    ['!!float word', '!!float stands before a number; found "word" (line 1, column 4)'],
    ['!!int 1.5', '!!int stands before an integer; found "1.5" (line 1, column 4)'],
    ['!!bool 1', '!!bool stands before true or false; found "1" (line 1, column 4)'],
  ])('%s is an error, as what the tag says is not there', (text, found) => {
    expect(messageFrom(() => parseText(`a: ${text}`, 'f'))).toContain(`; found ${found}. Correct the text.`)
  })

  test('many keys take a time that grows with their number', () => {
    const text = Array.from({ length: 40_000 }, (_, i) => `k${i}: ${i}\n`).join('')
    expect(Object.keys(parseText(text, 'f') as object).length).toBe(40_000)
    expect(messageFrom(() => parseText(`${text}k7: 1`, 'f'))).toContain(
      'found Map keys must be unique (line 40001, column 1)',
    )
  })

  test('nesting that no parser can follow is an error like any other', () => {
    expect(() => parseText(`a: ${'['.repeat(50_000)}`, 'f')).toThrow(/^f: A training configuration is one YAML/)
  })
})
