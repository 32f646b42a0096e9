/**
 * A factor as languages read it: the options to write, or its numbers with times in batches.
 */
import {
  type Batches,
  type BuiltinFactor,
  type Factor,
  isParts,
  NoCounterpart,
  type NodeFactor,
  type OptionValue,
  type ProgramOption,
} from './program.js'

/** A factor that is no function. */
export type DescribedFactor = BuiltinFactor | NodeFactor

/** The factors, if none is a function or has one among its parts, which only TypeScript has. */
export function builtinsOf(factors: readonly Factor[], language: string): DescribedFactor[] {
  return factors.map((factor) => {
    if (factor.kind === 'function') {
      throw new NoCounterpart(
        `A function in JavaScript has no counterpart in ${language}; found one. Write it there by hand, or remove it.`,
      )
    }
    if (factor.kind === 'node') builtinsOf(partsOf(factor), language)
    return factor
  })
}

/** The parts of a factor. */
export const partsOf = (factor: Factor): Factor[] =>
  factor.kind === 'node' ? factor.parts.map((part) => part.factor) : []

/** A factor and all that it is made of. */
export const factorsIn = (factor: Factor): Factor[] => [factor, ...partsOf(factor).flatMap(factorsIn)]

/** The options that need to be written: those that are not the default. */
export const givenOptions = ({ options }: DescribedFactor): ProgramOption[] =>
  options.filter(({ isDefault }) => !isDefault)

/** How a language writes a factor's options. */
export interface OptionWriter<T> {
  value(value: OptionValue): T
  /** A part, and whether it sees the clock of its node. */
  part(factor: Factor, isOuter: boolean): T
  list(items: readonly T[]): T
}

/** The options that need to be written, each in a language: the parts of a node as well. */
export function writtenOptions<T>(factor: DescribedFactor, writer: OptionWriter<T>): (ProgramOption & { text: T })[] {
  return givenOptions(factor).map((option) => {
    if (!isParts(option.kind)) return { ...option, text: writer.value(option.value) }
    const parts = (factor as NodeFactor).parts.map((part) => writer.part(part.factor, part.isOuter))
    return { ...option, text: option.kind === 'scheduler' ? parts[0]! : writer.list(parts) }
  })
}

/** A factor in numbers, by Composer's names, for a library that counts steps. */
export interface FactorNumbers {
  readonly factor: DescribedFactor
  readonly library: string
  /** An option that is a number. */
  value(key: string): number
  /** A time in batches. */
  batches(key: string): number
  /** A time that must be a whole number of batches: something begins there. */
  wholeBatches(key: string): number
  /** A list of numbers, or of times in batches, in order. */
  list(key: string): readonly number[]
  /** A time that the ratio leaves as it is, in batches, scaled if `scale_warmup` is on. */
  scaled(key: string): number
  /** How an option is set that chooses between formulas; a ramp without a length is none. */
  setting(key: string): string | boolean | null | undefined
  /** Batches in an epoch. */
  epochLength(): number
}

/** The numbers of a factor for a library; what counts in no whole number of batches has no counterpart. */
export function numbersOf(factor: DescribedFactor, library: string): FactorNumbers {
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
  const allBatches = (key: string) => {
    const { batches, value } = option(key)
    return batches.map((each, index) => whole(each, key, (value as readonly string[])[index])).sort((a, b) => a - b)
  }
  return {
    factor,
    library,
    value: (key) => Number(option(key).value),
    batches: (key) => whole(option(key).batches[0]!, key, option(key).value),
    wholeBatches(key) {
      const [batches = null] = option(key).batches
      return whole(Number.isInteger(batches) ? batches : null, key, option(key).value)
    },
    list: (key) => (option(key).kind === 'numbers' ? (option(key).value as readonly number[]) : allBatches(key)),
    scaled: (key) => whole(option(key).scaled, key, option(key).value),
    setting(key) {
      const { value, kind, batches } = option(key)
      if (key === 't_warmup' && batches[0] === 0) return null
      if (typeof value === 'boolean' || value === null) return value
      return typeof value === 'string' && !kind.startsWith('exact') && kind !== 'time' ? value : undefined
    },
    epochLength() {
      if (factor.dataloaderLen !== null) return factor.dataloaderLen
      throw new NoCounterpart(
        `${library} counts epochs by the batches in one; found none. Give dataloader_len, or leave out t_epochs.`,
      )
    },
  }
}
