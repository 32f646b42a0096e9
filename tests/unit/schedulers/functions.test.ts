/** Which plain functions take the ratio, judged as a user writes them, and which results are multipliers. */
import {
  CallableScheduler,
  type ComposerScheduler,
  compileComposerScheduler,
  evaluate,
  LinearScheduler,
  type State,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const stateOf = (): State => ({
  timestamp: new Timestamp({ batch: 5 }),
  maxDuration: '10ba',
  dataloaderLen: null,
  optimizers: [{ paramGroups: [{ lr: 1 }] }],
})

/** 'takes' the ratio, or 'refused' at any but 1. */
function verdict(f: unknown): string {
  expect(codeFrom(() => compileComposerScheduler(f as Any, stateOf(), 1))).toBe('nothing thrown')
  const code = codeFrom(() => compileComposerScheduler(f as Any, stateOf(), 2))
  const run = new TrainingRun({ maxDuration: '10ba', scaleScheduleRatio: 2 })
  expect(codeFrom(() => evaluate(f as Any, run, { count: 1 }))).toBe(code)
  return { 'nothing thrown': 'takes', 'ssr-unsupported': 'refused' }[code] ?? code
}

/** Source text as it stands, which a compiler of tests might rewrite. */
const read = (source: string): unknown => new Function(`return (${source})`)()
const method = (source: string): unknown => Object.values(read(`{ ${source} }`) as object)[0]

describe('the parameter list of a function tells whether it takes the ratio', () => {
  test.each([
    ['state => 1', 'refused'],
    ['(state) => 1', 'refused'],
    ['(state, ) => 1', 'refused'],
    ['(state = {}) => 1', 'refused'],
    ['() => 1', 'refused'],
    ['function (state) { return [1, state, 2].length }', 'refused'],
    ['function two(state) { const f = (state, ssr) => 1; return f() }', 'refused'],
    ['({ timestamp }) => 1', 'refused'],
    ['({ timestamp, maxDuration }) => 1', 'refused'],
    ['({ timestamp: { batch, epoch }, ...rest }) => 1', 'refused'],
    ['({ a = [1, 2], b = (x, y) => x }) => 1', 'refused'],
    ['({ a: [b, c] = [1, 2] }) => 1', 'refused'],
    ['(state = Math.max(1, 2)) => 1', 'refused'],
    ['(state = Math.max(...[1, 2])) => 1', 'refused'],
    ['(state, ssr) => ssr', 'takes'],
    ['(state, ssr = 1) => ssr', 'takes'],
    ['(state = {}, ssr = 1) => ssr', 'takes'],
    ['({ timestamp }, ssr = 1) => ssr', 'takes'],
    ['({ a = { b: [1, 2] } } = {}, ssr = 1) => ssr', 'takes'],
    ['(state, { x } = { x: 1 }) => 1', 'takes'],
    ['(state, { ["x"]: y }) => 1', 'takes'],
    ['(...args) => args[1]', 'takes'],
    ['(state, ...rest) => rest[0]', 'takes'],
    ['function (state, ssr = 1) { return ssr }', 'takes'],
    ['function named(state, ssr) { return ssr }', 'takes'],
    ['(state = (a, b) => a, ssr = 1) => ssr', 'takes'],
  ])('%s: %s', (source, expected) => {
    expect(verdict(read(source))).toBe(expected)
  })

  test.each([
    ['(state /* , ssr */) => 1', 'refused'],
    ['(state, // ssr = 1\n) => 1', 'refused'],
    ['(/* a ( b */ state /* ) */, ssr = 1) => ssr', 'takes'],
    ['(state, /* the ratio */ ssr = 1) => ssr', 'takes'],
    ['function /* (a, b) */ f(state) { return 1 }', 'refused'],
    ["(state = ', ssr') => 1", 'refused'],
    ["(state = ')', ssr = 1) => ssr", 'takes'],
    ["(state = 'it\\'s (', ssr = 1) => ssr", 'takes'],
    ['(state = "),(") => 1', 'refused'],
    ['(state = `, ssr`) => 1', 'refused'],
    ['(state = `)`, ssr = 1) => ssr', 'takes'],
    ['(state = 4 / 2, ssr = 4 / 2) => ssr', 'takes'],
    ['(state = 4 / 2 / 1) => 1', 'refused'],
  ])('comments and texts are no parameters, %s: %s', (source, expected) => {
    expect(verdict(read(source))).toBe(expected)
  })

  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ['(state = `${`, x`}`) => 1', 'refused'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ['(state = `${`)`}`, ssr = 1) => ssr', 'takes'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ['(state = `${`a, ${1} b`}`) => 1', 'refused'],
  ])('a template within a template is no parameter, %s: %s', (source, expected) => {
    expect(verdict(read(source))).toBe(expected)
  })

  test.each([
    ['(state = /a,b/) => 1', 'refused'],
    ['(state = /\\)/, ssr = 1) => ssr', 'takes'],
    ["(state = /'/, ssr = 1) => (ssr > 0 ? 1 : '')", 'takes'],
    ['(state = /[/)]/, ssr = 1) => ssr', 'takes'],
    ['(state = { re: /\\(/ }) => ((a, b) => 1)()', 'refused'],
  ])('a regular expression is no parameter, %s: %s', (source, expected) => {
    expect(verdict(read(source))).toBe(expected)
  })

  test.each([
    ['alpha(state) { return 1 }', 'refused'],
    ['alpha(state, ssr = 1) { return ssr }', 'takes'],
    ['["al" + "pha"](state) { return 1 }', 'refused'],
    ['["al" + "pha"](state, ssr = 1) { return ssr }', 'takes'],
    ['[["a", "b"][0]](state) { return 1 }', 'refused'],
    ['[["a", "b"][0]](state, ssr = 1) { return ssr }', 'takes'],
    ["['a]b'](state) { return 1 }", 'refused'],
    ["['a]b'](state, ssr = 1) { return ssr }", 'takes'],
    ["'a, (b'(state) { return 1 }", 'refused'],
    ["'a)'(state, ssr = 1) { return ssr }", 'takes'],
    ['7(state, ssr = 1) { return ssr }', 'takes'],
    ['get(state) { return 1 }', 'refused'],
    ['async(state, ssr = 1) { return ssr }', 'takes'],
    ['class(state, ssr = 1) { return ssr }', 'takes'],
    ['class(state) { return 1 }', 'refused'],
    ['function(state) { return 1 }', 'refused'],
  ])('the method %s: %s', (source, expected) => {
    expect(verdict(method(source))).toBe(expected)
  })

  test('a parameter whose name starts like a keyword makes no class', () => {
    expect(verdict(read('class$ => 1'))).toBe('refused')
    expect(verdict(read('classes => 1'))).toBe('refused')
  })

  test('a function from a getter, a static method and a private method are read like any other', () => {
    class Holder {
      get one() {
        return (_: State) => 1
      }
      static two(_: State, ssr = 1) {
        return ssr
      }
      #three(_: State, ssr = 1) {
        return ssr
      }
      get three() {
        return this.#three
      }
    }
    expect(verdict(new Holder().one)).toBe('refused')
    expect(verdict(Holder.two)).toBe('takes')
    expect(verdict(new Holder().three)).toBe('takes')
  })

  test('functions without a source text take the ratio', () => {
    const one = (_: State) => 1
    const pair = (_: State, ssr = 1) => ssr
    expect(verdict(one.bind(null))).toBe('takes')
    expect(verdict(pair.bind(null))).toBe('takes')
    expect(verdict(new Proxy(one, {}))).toBe('takes')
    expect(verdict(new LinearScheduler().bind(null))).toBe('takes')
  })
})

test('the ratio arrives, and a function of one parameter is called with the state alone', () => {
  const seen: unknown[][] = []
  const rest = (...args: unknown[]) => seen.push(args) && 1
  const one = new Function('seen', 'return function (state) { seen.push([...arguments]); return 1 }')(seen)
  const state = stateOf()
  compileComposerScheduler(rest as Any, state, 0.25)
  compileComposerScheduler(rest as Any, state)
  compileComposerScheduler(one, state)
  expect(seen).toEqual([[state, 0.25], [state, 1], [state]])
})

describe('a class where an instance belongs', () => {
  class Mine extends CallableScheduler {
    alpha() {
      return 1
    }
  }
  test.each([
    ['a built-in', LinearScheduler],
    ["a user's", Mine],
    ['any other', class Other {}],
    ['one without a name', (() => class {})()],
  ])('%s is refused with the cure', (_, found) => {
    const error = errorFrom(() => compileComposerScheduler(found as Any, stateOf()))
    expect(error?.code).toBe('bad-type')
    expect(error?.message).toContain('new ')
    const run = new TrainingRun({ maxDuration: '10ba' })
    expect(codeFrom(() => evaluate(found as Any, run))).toBe('bad-type')
  })
})

describe('what a scheduler returns', () => {
  const rejected = () => Promise.reject(new Error('nobody waits'))
  const results: [string, unknown, string][] = [
    ['0', 0, 'nothing thrown'],
    ['-0', -0, 'nothing thrown'],
    ['a negative number', -2.5, 'nothing thrown'],
    ['NaN', Number.NaN, 'scheduler-result'],
    ['undefined', undefined, 'scheduler-result'],
    ['null', null, 'scheduler-result'],
    ['a string', '0.5', 'scheduler-result'],
    ['a bigint', 1n, 'scheduler-result'],
    ['a Number object', Object(0.5), 'scheduler-result'],
    ['a boolean', true, 'scheduler-result'],
    ['a symbol', Symbol('x'), 'scheduler-result'],
    ['an array', [1], 'scheduler-result'],
    ['a function', () => 1, 'scheduler-result'],
    ['a promise', Promise.resolve(1), 'scheduler-result'],
    ['a rejected promise', rejected, 'scheduler-result'],
  ]
  test.each(results)('%s', (_, result, expected) => {
    const value = () => (result === rejected ? rejected() : result)
    class Fixed extends CallableScheduler {
      alpha(): Any {
        return value()
      }
    }
    const run = new TrainingRun({ maxDuration: '10ba' })
    for (const f of [value, (_: State, __: number) => value(), new Fixed()] as ComposerScheduler[]) {
      expect(codeFrom(() => compileComposerScheduler(f, stateOf()))).toBe(expected)
      expect(codeFrom(() => evaluate(f, run, { count: 2 }))).toBe(expected)
    }
  })

  test('async and generator functions are told apart from their results', () => {
    const error = errorFrom(() => compileComposerScheduler((async () => 1) as Any, stateOf()))
    expect(error?.message).toContain('found a promise')
    expect(codeFrom(() => compileComposerScheduler(function* () {} as Any, stateOf()))).toBe('scheduler-result')
    expect(codeFrom(() => compileComposerScheduler((async () => Promise.reject(1)) as Any, stateOf()))).toBe(
      'scheduler-result',
    )
  })

  test('the message names the function', () => {
    const halve = () => 'half'
    expect(errorFrom(() => compileComposerScheduler(halve as Any, stateOf()))?.message).toContain("'halve'")
  })
})
