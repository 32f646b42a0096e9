/**
 * Terms in Python: of one step with `math`, or of arrays of steps with JAX.
 */
import type { Leaf } from '../../catalogue/term.js'
import type { FactorNumbers } from '../factor.js'
import { type Notation, writeNumber } from '../notation.js'

/** Where a function runs: 'math' is called with a number, 'jax' with what JAX traces. */
export type Flavour = 'math' | 'jax'

/** The name of a quantity in Python. */
export const variableOf = (quantity: string): string => quantity.replaceAll('τ', 'tau')

/** What Python writes for terms of a factor. */
export const pythonNotation = (flavour: Flavour, numbers: FactorNumbers): Notation =>
  flavour === 'math' ? mathNotation(numbers) : jaxNotation(numbers)

/** How many numbers of a list, which is in order, are at most the step. */
export const countUpTo: Readonly<Record<Flavour, (list: readonly number[]) => string>> = {
  math: (list) => `bisect_right([${list.join(', ')}], step)`,
  jax: (list) => `jnp.searchsorted(jnp.array([${list.join(', ')}]), step, side='right')`,
}

function mathNotation(numbers: FactorNumbers): Notation {
  const names = { minimum: 'min', maximum: 'max', truncated: 'math.trunc', floor: 'math.floor' } as const
  return {
    leaf: (leaf) => leafOf(leaf, 'math', numbers),
    signs: { product: ' * ', power: ' ** ' },
    call: (name, parts) =>
      name === 'cosine' ? `math.cos(math.pi * ${parts[0]})` : `${names[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `min(${writeNumber(high)}, max(${writeNumber(low)}, ${part}))`,
    repeated: (_, factor, count) => `math.prod([${factor}] * ${count})`,
    interval: ({ part }) => part,
  }
}

function jaxNotation(numbers: FactorNumbers): Notation {
  const names = { minimum: 'jnp.minimum', maximum: 'jnp.maximum', truncated: 'jnp.trunc', floor: 'jnp.floor' } as const
  return {
    leaf: (leaf) => leafOf(leaf, 'jax', numbers),
    signs: { product: ' * ', power: ' ** ' },
    call: (name, parts) =>
      name === 'cosine' ? `jnp.cos(jnp.pi * ${parts[0]})` : `${names[name]}(${parts.join(', ')})`,
    between: ({ low, high }, part) => `jnp.clip(${part}, ${writeNumber(low)}, ${writeNumber(high)})`,
    // JAX has no product of a traced number of factors; a power may differ from it in the last place.
    repeated: (_, factor, count) => `jnp.power(${factor}, ${count})`,
    interval: ({ part }) => part,
  }
}

function leafOf(leaf: Leaf, flavour: Flavour, numbers: FactorNumbers): string {
  switch (leaf.kind) {
    case 'number':
      return writeNumber(leaf.value)
    case 'option':
      return writeNumber(numbers.value(leaf.name))
    case 'time':
      return writeNumber(numbers.batches(leaf.name))
    case 'scaled':
      return writeNumber(numbers.scaled(leaf.name))
    case 'clock':
      return 'step'
    case 'quantity':
      return variableOf(leaf.name)
    case 'reached':
      return countUpTo[flavour](numbers.allBatches(leaf.times))
  }
}
