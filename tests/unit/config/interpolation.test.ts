/** Interpolations as OmegaConf has them, resolved only where they are asked for. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import { describe, expect, test } from 'vitest'
import { Source } from '../../../ts/config/source.js'
import { messageFrom } from '../../helpers/message.js'

const ENV = { NAME: 'from env', NUMBER: '1e-4', EMPTY: '' }

/** The value of the key `it` of a configuration. */
function resolve(value: object, key = 'it'): unknown {
  const source = new Source('f', { value, path: [] }, ENV)
  return source.child(source.root, key)?.value
}

describe('an interpolation', () => {
  test.each<[string, unknown, object]>([
    ['${a}', 5, { a: 5 }],
    ['${a}', 'text', { a: 'text' }],
    ['${a}', null, { a: null }],
    ['${a}', true, { a: true }],
    ['${a.b.c}', 6e-4, { a: { b: { c: 6e-4 } } }],
    ['${a}', 7, { a: '${b}', b: '${c.d}', c: { d: 7 } }],
    ['${a.b}', 8, { a: '${c}', c: { b: 8 } }],
    ['${a[1]}', 2, { a: [1, 2] }],
    ['${a.1}', 2, { a: [1, 2] }],
    ['${a[0].b}', 3, { a: [{ b: 3 }] }],
    ['${a}ba', '100ba', { a: 100 }],
    ['${a}${b}', '12', { a: 1, b: 2 }],
    ['x ${a} y ${b} z', 'x 1 y two z', { a: 1, b: 'two' }],
    ['${ a }', 5, { a: 5 }],
    ['${${a}.b}', 9, { a: 'c', c: { b: 9 } }],
    ['${variables.${which}}', 9, { which: 'x', variables: { x: 9 } }],
    ['${.a}', 5, { a: 5 }],
    ['\\${a}', '${a}', { a: 5 }],
    ['$a {a} $', '$a {a} $', { a: 5 }],
    ['${oc.env:NAME}', 'from env', {}],
    ['${oc.env:NAME,other}', 'from env', {}],
    ['${oc.env:EMPTY}', '', {}],
    ['${oc.env:NONE,10ep}', '10ep', {}],
    ["${oc.env:NONE,'a, b'}", 'a, b', {}],
    ['${oc.env:NONE,null}', null, {}],
    ['${oc.env:NONE,${a}}', '5', { a: 5 }],
    ['${oc.env:NUMBER}', '1e-4', {}],
    ['${oc.decode:${oc.env:NUMBER}}', 1e-4, {}],
    ['${oc.decode:7}', 7, {}],
    ['${oc.env:toString,own}', 'own', {}],
  ])('%s is %j', (it, value, others) => {
    expect(resolve({ ...others, it })).toEqual(value)
  })

  test('a relative one starts from the mapping it stands in', () => {
    const source = new Source(
      'f',
      { value: { top: 1, a: { b: 2, c: { d: '${.e}${..b}${...top}', e: 3 } } }, path: [] },
      {},
    )
    const c = source.child(source.child(source.root, 'a')!, 'c')!
    expect(source.child(c, 'd')!.value).toBe('321')
  })

  test('a value that comes from elsewhere has its place there', () => {
    const value = { variables: { lr: { value: 1 } }, it: '${variables.lr}' }
    const source = new Source('f', { value, path: [] }, {})
    expect(source.child(source.root, 'it')).toEqual({ value: { value: 1 }, path: ['variables', 'lr'] })
  })

  test('one that nobody asks for is never looked at', () => {
    expect(resolve({ it: 1, other: '${nowhere}', circle: '${circle}', open: '${' })).toBe(1)
  })

  test.each<[string, string, object]>([
    [
      '${a}',
      'An interpolation names a key of the file; found ${a}, and there is no such key. Add it, or write the value out.',
      {},
    ],
    [
      '${a.b}',
      'An interpolation names a key of the file; found ${a.b}, and there is no such key. Add it, or write the value out.',
      { a: 1 },
    ],
    [
      '${a.toString}',
      'An interpolation names a key of the file; found ${a.toString}, and there is no such key. Add it, or write the value out.',
      { a: {} },
    ],
    ['${a', 'An interpolation is written ${KEY}; found "${a". Add the closing brace.', { a: 1 }],
    [
      '${oc.env:NONE}',
      'An environment variable without a default must be set; found no NONE. Set it, or write ${oc.env:NONE,DEFAULT}.',
      {},
    ],
    [
      '${other:a}',
      'An interpolation is a key of the file, oc.env or oc.decode; found ${other:a}. Write the value out.',
      {},
    ],
    [
      'x${a}',
      'Only text and numbers can be put into a text; found ${a}, which is a mapping or a list. Name a key inside it.',
      { a: {} },
    ],
    ['${it}', 'An interpolation must not refer back to itself; found it → it. Write one of the values out.', {}],
  ])('%s can be wrong', (it, reason, others) => {
    expect(messageFrom(() => resolve({ ...others, it }))).toBe(`f: it: ${reason}`)
  })

  test('a circle is told with all its keys', () => {
    expect(() => resolve({ it: '${a}', a: { b: 1 }, c: 1 })).not.toThrow()
    const circle = { it: 'x${a.b}', a: { b: '${c}' }, c: '${it}' }
    expect(messageFrom(() => resolve(circle))).toBe(
      'f: it: An interpolation must not refer back to itself; found it → a.b → c → it. Write one of the values out.',
    )
  })

  test('no interpolation can ask for more work than a configuration is worth', () => {
    const chain = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, `\${k${i + 1}}`]))
    expect(() => resolve({ ...chain, k1000: 1, it: '${k0}' })).toThrow(/at most 64 deep/)
    const doubling = (last: string) => ({
      ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, `\${k${i + 1}}\${k${i + 1}}`])),
      k50: last,
      it: '${k0}',
    })
    expect(() => resolve(doubling('x'))).toThrow(/at most 2000 characters/)
    expect(resolve(doubling(''))).toBe('')
    expect(() => resolve({ it: '${'.repeat(100_000) })).toThrow(/at most 2000 characters/)
    expect(() => resolve({ it: `${'${'.repeat(600)}a${'}'.repeat(600)}` })).toThrow(/no such key/)
  })
})
