/**
 * Conditions as text: `t_warmup < 0.1 * max_duration and lr between 1e-4 and 1e-3`. Parsed once, evaluated often;
 * what the names stand for is the caller's.
 */
import { type ExpressionValue, truth } from './operators.js'
import { type ExpressionOptions, Parser, type Scope } from './parser.js'
import { ExpressionError, tokensOf } from './tokens.js'

export { ExpressionError, type ExpressionOptions, type ExpressionValue, type Scope }

/** An expression that is ready to be evaluated. */
export interface Expression {
  /** As it was written. */
  readonly text: string
  /** The names in it, each once. */
  readonly names: readonly string[]
  /** How many words it has. */
  readonly size: number
  /** Its value. */
  evaluate(scope: Scope): ExpressionValue
  /** Whether it holds; an ExpressionError where its value is neither true nor false. */
  test(scope: Scope): boolean
}

/** The most characters of an expression. */
export const LONGEST = 10_000

/**
 * Reads an expression: numbers, times, texts in quotes, names, `+ - * / %`, `< <= > >= = !=`, `between A and B`,
 * `in (A, B)`, `and`, `or`, `not` and parentheses.
 *
 * @throws ExpressionError, one line that says the rule, what was found and where, and the cure
 */
export function parseExpression(text: string, options: ExpressionOptions = {}): Expression {
  if (text.length > LONGEST) {
    const rule = `An expression has at most ${LONGEST} characters`
    throw new ExpressionError(rule, 'more', LONGEST + 1, 'Write it shorter, or as several conditions.')
  }
  const tokens = tokensOf(text)
  const parser = new Parser(tokens, options)
  const evaluate = parser.whole()
  return {
    text,
    names: [...parser.names],
    size: tokens.length,
    evaluate,
    test: (scope) => truth(evaluate(scope), 'A condition', 1),
  }
}
