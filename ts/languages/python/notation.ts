/**
 * Terms in Python: of one step with `math`, or of arrays of steps with JAX.
 */
import type { Leaf, Term } from '../../catalogue/term.js'
import type { FactorNumbers } from '../factor.js'
import { type Notation, writeNumber } from '../notation.js'

/** Where a function runs: 'math' is called with a number, 'jax' with what JAX traces, 'keras' with a tensor of a backend. */
export type Flavour = 'math' | 'jax' | 'keras'

/** What the flavours that compute with arrays call the same things. */
export interface Arrays {
  /** The module of functions. */
  readonly module: 'jnp' | 'ops'
  readonly pi: string
  array(list: readonly number[]): string
  take(list: readonly number[], index: string): string
  whole(text: string): string
}

/** By their flavours; an index may be out of bounds, as what is not chosen is computed as well. */
export const ARRAYS: Readonly<Record<Exclude<Flavour, 'math'>, Arrays>> = {
  jax: {
    module: 'jnp',
    pi: 'jnp.pi',
    array: (list) => `jnp.array(${listed(list)})`,
    take: (list, index) => `jnp.take(jnp.array(${listed(list)}), ${index}, mode='clip')`,
    whole: (text) => `jnp.int32(${text})`,
  },
  keras: {
    module: 'ops',
    pi: 'math.pi',
    array: (list) => `ops.array(${listed(list)}, step.dtype)`,
    take: (list, index) =>
      `ops.take(ops.array(${listed(list)}, step.dtype), ops.clip(ops.cast(${index}, 'int32'), 0, ${list.length - 1}))`,
    whole: (text) => `ops.cast(${text}, 'int32')`,
  },
}

/** The name of a quantity in Python. */
export const variableOf = (quantity: string): string => quantity.replaceAll('τ', 'tau')

/** What a node calls for its parts. */
export interface PartCalls {
  /** The call of its only part, at a moment of its own. */
  part(at: Extract<Leaf, { kind: 'part' }>['at']): string
  /** The calls of all parts, now. */
  all(): readonly string[]
}

/** What Python writes for terms of a factor; `parts` are those of a node. */
export const pythonNotation = (flavour: Flavour, numbers: FactorNumbers, parts: PartCalls | null = null): Notation =>
  flavour === 'math' ? mathNotation(numbers, parts) : arrayNotation(flavour, numbers, parts)

/** How many numbers of a list, which is in order, are at most a number. */
export const countUpTo: Readonly<Record<Flavour, (list: readonly number[], at: string) => string>> = {
  math: (list, at) => `bisect_right([${list.join(', ')}], ${at})`,
  jax: (list, at) => `jnp.searchsorted(${ARRAYS.jax.array(list)}, ${at}, side='right')`,
  keras: (list, at) => `ops.searchsorted(${ARRAYS.keras.array(list)}, ${at}, side='right')`,
}

const MATH = {
  minimum: 'min',
  maximum: 'max',
  truncated: 'math.trunc',
  floor: 'math.floor',
  ceiling: 'math.ceil',
  root: 'math.sqrt',
  logarithm: 'math.log',
  tanh: 'math.tanh',
} as const

const ON_ARRAYS = {
  minimum: 'minimum',
  maximum: 'maximum',
  truncated: 'trunc',
  floor: 'floor',
  ceiling: 'ceil',
  root: 'sqrt',
  logarithm: 'log',
  tanh: 'tanh',
} as const

const listed = (list: readonly number[]): string => `[${list.join(', ')}]`

function mathNotation(numbers: FactorNumbers, parts: PartCalls | null): Notation {
  return {
    leaf: (leaf) => leafOf(leaf, 'math', numbers, parts),
    signs: { product: ' * ', power: ' ** ' },
    call: (name, parts) =>
      name === 'cosine' ? `math.cos(math.pi * ${parts[0]})` : `${MATH[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `min(${writeNumber(high)}, max(${writeNumber(low)}, ${part}))`,
    repeated: (_, factor, count) => `math.prod([${factor}] * ${count})`,
    interval: ({ part }) => part,
    counted: ({ times }, at) => countUpTo.math(numbers.list(times), at),
    item: ({ list }, index) => `${listed(numbers.list(list))}[${index}]`,
    running: ({ list }, count) => `math.prod(${listed(numbers.list(list))}[:${count}])`,
  }
}

function arrayNotation(flavour: Exclude<Flavour, 'math'>, numbers: FactorNumbers, parts: PartCalls | null): Notation {
  const { module, pi, take, whole } = ARRAYS[flavour]
  return {
    leaf: (leaf) => leafOf(leaf, flavour, numbers, parts),
    signs: { product: ' * ', power: ' ** ' },
    // An integer can't be raised to arrays of negative ones, which a piece that is not chosen may have.
    base: (number) => number.replace(/^(\(?-?\d+)(\)?)$/, '$1.0$2'),
    call: (name, parts) =>
      name === 'cosine' ? `${module}.cos(${pi} * ${parts[0]})` : `${module}.${ON_ARRAYS[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `${module}.clip(${part}, ${writeNumber(low)}, ${writeNumber(high)})`,
    // There is no product of a traced number of factors; a power may differ from it in the last place.
    repeated: (_, factor, count) => `${module}.power(${factor}, ${count})`,
    interval: ({ part }) => part,
    counted: ({ times }, at) => countUpTo[flavour](numbers.list(times), at),
    item: ({ list }, index) => take(numbers.list(list), index),
    running({ list }, count) {
      let last = 1
      const products = numbers.list(list).map((factor) => {
        last *= factor
        return last
      })
      return take([1, ...products], whole(count))
    },
  }
}

function leafOf(leaf: Leaf, flavour: Flavour, numbers: FactorNumbers, parts: PartCalls | null): string {
  switch (leaf.kind) {
    case 'number':
      return writeNumber(leaf.value)
    case 'option':
      return optionOf(numbers.value(leaf.name), flavour)
    case 'time':
      return writeNumber(numbers.batches(leaf.name))
    case 'scaled':
      return writeNumber(numbers.scaled(leaf.name))
    case 'clock':
      return 'step'
    case 'quantity':
      return variableOf(leaf.name)
    case 'reached':
      return countUpTo[flavour](numbers.list(leaf.times), 'step')
    case 'batch':
      return '1'
    case 'ratio':
      return writeNumber(numbers.factor.ratio)
    case 'epoch':
      return `(step // ${numbers.epochLength()} * ${numbers.epochLength()})`
    case 'size':
      return `${numbers.list(leaf.list).length}`
    case 'part':
      return parts!.part(leaf.at)
    case 'all':
      return combined(leaf.how, parts!.all(), flavour)
  }
}

/** A number that integers can be raised to: arrays of them take no negative integer as an exponent. */
const optionOf = (value: number, flavour: Flavour): string =>
  flavour !== 'math' && value < 0 && Number.isInteger(value) && Math.abs(value) < 1e15
    ? `(${value}.0)`
    : writeNumber(value)

function combined(how: Extract<Term, { kind: 'all' }>['how'], calls: readonly string[], flavour: Flavour): string {
  if (how === 'product') return calls.join(' * ')
  if (calls.length === 1) return calls[0]!
  if (flavour === 'math') return `${MATH[how]}(${calls.join(', ')})`
  const name = `${ARRAYS[flavour].module}.${ON_ARRAYS[how]}`
  return calls.reduce((left, right) => `${name}(${left}, ${right})`)
}
