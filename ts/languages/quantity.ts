/**
 * What a schedule is of, the learning rate or another quantity, as texts and code call it.
 */
import { camelCase } from '../wasm/table.js'

/** A quantity. */
export interface Quantity {
  readonly isLr: boolean
  /** In a sentence. */
  readonly words: string
  /** What comments call its values. */
  readonly values: string
  /** Of what gives it, in Python. */
  readonly python: string
  /** Of optimizers, which have it in their groups. */
  readonly key: string
  /** In this package's records. */
  readonly record: string
}

/** The learning rate. */
export const LEARNING_RATE: Quantity = {
  isLr: true,
  words: 'learning rate',
  values: 'rates',
  python: 'learning_rate',
  key: 'lr',
  record: 'lr',
}

// What the code itself calls something else, and what Python does not take as a name.
const TAKEN =
  /^(alpha(_\d+)?|group|jax|jnp|math|ops|optax|optimizer|step|value|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/

/** A quantity by its name in a record, in either spelling, such as `weight_decay`; null for what is no name. */
export function quantityOf(name: string): Quantity | null {
  if (name === LEARNING_RATE.key) return LEARNING_RATE
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return null
  const key = name.replace(/[A-Z]+/g, (letters, at: number) => `${at === 0 ? '' : '_'}${letters.toLowerCase()}`)
  return {
    isLr: false,
    words: key.replace(/_+/g, ' ').trim(),
    values: 'values',
    python: TAKEN.test(key) ? `${key}_value` : key,
    key,
    record: camelCase(key),
  }
}
