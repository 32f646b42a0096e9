/**
 * The grammar of expressions: words become a function of what the names stand for.
 */

import { describeValue } from '../../errors/error.js'
import { spellingCure } from '../../errors/spelling.js'
import type { Time } from '../../state/time/time.js'
import { type ExpressionValue, isAmong, isBetween, OPERATORS, truth } from './operators.js'
import { ExpressionError, type Token } from './tokens.js'

/** What an expression is evaluated with. */
export interface Scope {
  /** The value of a name. */
  value(name: string): ExpressionValue
  /** The number that a time stands for: the batch at which it is reached. */
  batches(time: Time): number
}

/** How an expression is read. */
export interface ExpressionOptions {
  /** The names that errors tell. Default: any name will do. */
  known?: readonly string[]
  /** Whether a name will do that is not among the `known`. */
  accepts?: (name: string) => boolean
  /** Whether there may be times such as 100ba. Default true. */
  times?: boolean
}

/** An expression, or a part of one. */
export type Evaluate = (scope: Scope) => ExpressionValue

/** The most parentheses, signs and nots within one another. */
export const DEEPEST = 100
const COMPARISONS = new Set(['<', '<=', '>', '>=', '=', '==', '!='])

/** A parser by precedence, from the loosest: or, and, not, comparisons, sums, products, signs. */
export class Parser {
  readonly names = new Set<string>()
  readonly #tokens: readonly Token[]
  readonly #options: ExpressionOptions
  #index = 0
  #depth = 0

  constructor(tokens: readonly Token[], options: ExpressionOptions) {
    this.#tokens = tokens
    this.#options = options
  }

  whole(): Evaluate {
    const evaluate = this.#or()
    const { kind, at } = this.#next
    if (kind === 'end') return evaluate
    throw this.#unexpected('An expression ends, or goes on with an operator', at, 'Add and, or, or another operator.')
  }

  get #next(): Token {
    return this.#tokens[this.#index]!
  }

  /** Whether the next word is one of these, which is then taken. */
  #take(...texts: string[]): Token | undefined {
    const token = this.#next
    if ((token.kind !== 'sign' && token.kind !== 'word') || !texts.includes(token.text)) return undefined
    this.#index++
    return token
  }

  #expect(text: string, rule: string): void {
    if (this.#take(text) === undefined) throw this.#unexpected(rule, this.#next.at, `Add ${text}.`)
  }

  #unexpected(rule: string, at: number, cure: string): ExpressionError {
    const { kind, text } = this.#next
    return new ExpressionError(rule, kind === 'end' ? 'its end' : describeValue(text), at, cure)
  }

  /** Guards the stack: whatever nests goes through here. */
  #nested(parse: () => Evaluate): Evaluate {
    if (++this.#depth > DEEPEST) {
      const rule = `An expression is at most ${DEEPEST} deep`
      throw this.#unexpected(rule, this.#next.at, 'Write it with fewer parentheses.')
    }
    const evaluate = parse()
    this.#depth--
    return evaluate
  }

  #or(): Evaluate {
    return this.#joined('or', () => this.#joined('and', () => this.#not()))
  }

  /** Operands of `and` or `or`, as one list: a long one must not nest. */
  #joined(word: 'and' | 'or', operand: () => Evaluate): Evaluate {
    const operands = [operand()]
    const places = [this.#next.at]
    for (let token = this.#take(word); token !== undefined; token = this.#take(word)) {
      places.push(token.at)
      operands.push(operand())
    }
    if (operands.length === 1) return operands[0]!
    const what = `An operand of ${word}`
    const decides = word === 'or'
    return (scope) => {
      for (let i = 0; i < operands.length; i++) {
        if (truth(operands[i]!(scope), what, places[i]!) === decides) return decides
      }
      return !decides
    }
  }

  #not(): Evaluate {
    const token = this.#take('not')
    if (token === undefined) return this.#comparison()
    const operand = this.#nested(() => this.#not())
    return (scope) => !truth(operand(scope), 'The operand of not', token.at)
  }

  #comparison(): Evaluate {
    const left = this.#sum()
    const start = this.#next
    const isNegated = start.kind === 'word' && start.text === 'not'
    if (isNegated) this.#index++
    const word = this.#take('between', 'in')
    if (word === undefined && isNegated) {
      throw this.#unexpected('After a value, not stands before between or in', this.#next.at, 'Write and not.')
    }
    if (word !== undefined) {
      const holds = word.text === 'in' ? this.#in(left, word.at) : this.#between(left, word.at)
      this.#refuseChain()
      return isNegated ? (scope) => !holds(scope) : holds
    }
    const { kind, text, at } = start
    if (kind !== 'sign' || !COMPARISONS.has(text)) return left
    this.#index++
    const right = this.#sum()
    this.#refuseChain()
    const operator = OPERATORS[text]!
    return (scope) => operator(left(scope), right(scope), at)
  }

  #refuseChain(): void {
    const { kind, text, at } = this.#next
    const isComparison = kind === 'sign' ? COMPARISONS.has(text) : kind === 'word' && /^(?:between|in)$/.test(text)
    if (!isComparison) return
    const cure = 'Write for example 0 < lr and lr < 1, or lr between 0 and 1.'
    throw this.#unexpected('Comparisons are joined by and, not chained', at, cure)
  }

  #between(value: Evaluate, at: number): (scope: Scope) => boolean {
    const low = this.#sum()
    this.#expect('and', 'between has two bounds with and between them')
    const high = this.#sum()
    return (scope) => isBetween(value(scope), low(scope), high(scope), at)
  }

  #in(value: Evaluate, at: number): (scope: Scope) => boolean {
    this.#expect('(', 'in has a list in parentheses')
    const items = [this.#sum()]
    while (this.#take(',') !== undefined) items.push(this.#sum())
    this.#expect(')', 'A list ends with a parenthesis')
    return (scope) =>
      isAmong(
        value(scope),
        items.map((item) => item(scope)),
        at,
      )
  }

  #sum(): Evaluate {
    return this.#binary(['+', '-'], () => this.#binary(['*', '/', '%'], () => this.#signed()))
  }

  /** Operands of one precedence from left to right, as one list. */
  #binary(signs: string[], operand: () => Evaluate): Evaluate {
    const first = operand()
    const rest: { operator: (typeof OPERATORS)[string]; right: Evaluate; at: number }[] = []
    for (let token = this.#take(...signs); token !== undefined; token = this.#take(...signs)) {
      rest.push({ operator: OPERATORS[token.text]!, right: operand(), at: token.at })
    }
    if (rest.length === 0) return first
    return (scope) => rest.reduce((left, { operator, right, at }) => operator(left, right(scope), at), first(scope))
  }

  #signed(): Evaluate {
    const token = this.#take('-', '+')
    if (token === undefined) return this.#operand()
    const operand = this.#nested(() => this.#signed())
    const operator = OPERATORS[token.text]!
    return (scope) => operator(0, operand(scope), token.at)
  }

  #operand(): Evaluate {
    const token = this.#next
    this.#index++
    if (token.kind === 'number' || token.kind === 'text') return () => token.value
    if (token.kind === 'time') return this.#time(token.value, token)
    if (token.kind === 'name') return this.#name(token)
    if (token.kind === 'word' && /^(?:true|false)$/.test(token.text)) return () => token.text === 'true'
    this.#index--
    if (this.#take('(') === undefined) {
      throw this.#unexpected(
        'A value stands here',
        token.at,
        'Write a name, a number, or an expression in parentheses.',
      )
    }
    const evaluate = this.#nested(() => this.#or())
    this.#expect(')', 'A parenthesis that opens is closed')
    return evaluate
  }

  #time(time: Time, { text, at }: Token): Evaluate {
    if (this.#options.times !== false) return (scope) => scope.batches(time)
    throw new ExpressionError('A value here is a number or a text', describeValue(text), at, 'Write it in batches.')
  }

  #name({ text, at }: Token): Evaluate {
    const { known, accepts } = this.#options
    if (known !== undefined && !known.includes(text) && accepts?.(text) !== true) {
      throw new ExpressionError(`The names are ${known.join(', ')}`, describeValue(text), at, spellingCure(text, known))
    }
    this.names.add(text)
    return (scope) => scope.value(text)
  }
}
