/**
 * A factor as languages read it: the options to write, or its numbers with times in batches.
 */
import { type Batches, type BuiltinFactor, type Factor, NoCounterpart, type ProgramOption } from './program.js'

/** The factors, if none is a function, which only TypeScript has. */
export function builtinsOf(factors: readonly Factor[], language: string): BuiltinFactor[] {
  return factors.map((factor) => {
    if (factor.kind === 'builtin') return factor
    throw new NoCounterpart(
      `A function in JavaScript has no counterpart in ${language}; found one. Write it there by hand, or remove it.`,
    )
  })
}

/** The options that need to be written: those that are not the default. */
export const givenOptions = ({ options }: BuiltinFactor): ProgramOption[] =>
  options.filter(({ isDefault }) => !isDefault)

/** A factor in numbers, by Composer's names, for a library that counts steps. */
export interface FactorNumbers {
  readonly factor: BuiltinFactor
  /** An option that is a number. */
  value(key: string): number
  /** A time in batches. */
  batches(key: string): number
  /** A list of times in batches, in order. */
  allBatches(key: string): number[]
  /** A time that the ratio leaves as it is, in batches, scaled if `scale_warmup` is on. */
  scaled(key: string): number
}

/** The numbers of a factor for a library; what counts in no whole number of batches has no counterpart. */
export function numbersOf(factor: BuiltinFactor, library: string): FactorNumbers {
  const option = (key: string) => {
    const found = factor.options.find((each) => each.key === key)
    if (found === undefined) throw new Error(`A formula reads options that there are; found ${factor.type}.${key}.`)
    return found
  }
  const whole = (batches: Batches, key: string, text: unknown): number => {
    if (batches !== null) return batches
    throw new NoCounterpart(
      `${library} counts in steps; found ${key} ${text}, which is no whole number of batches. Give it in ba.`,
    )
  }
  return {
    factor,
    value: (key) => Number(option(key).value),
    batches: (key) => whole(option(key).batches[0]!, key, option(key).value),
    allBatches(key) {
      const { batches, value } = option(key)
      return batches.map((each, index) => whole(each, key, (value as readonly string[])[index])).sort((a, b) => a - b)
    },
    scaled: (key) => whole(option(key).scaled, key, option(key).value),
  }
}
