/**
 * Multipliers as a list in Python, for what has no formula in steps: a value for each batch of the run.
 */
import type { Flavour } from './notation.js'

const ON_A_LINE = 4

/** A function of the step that looks its multiplier up; beyond the run the last one holds. */
export function writeListed(name: string, values: ArrayLike<number>, flavour: Flavour): string[] {
  const list = `${name.toUpperCase()}S`
  const numbers = Array.from(values, String)
  const lines = Array.from({ length: Math.ceil(numbers.length / ON_A_LINE) }, (_, line) => {
    return `    ${numbers.slice(line * ON_A_LINE, (line + 1) * ON_A_LINE).join(', ')},`
  })
  const last = numbers.length - 1
  const body =
    flavour === 'math'
      ? `return ${list}[min(max(step, 0), ${last})]`
      : flavour === 'jax'
        ? `return jnp.array(${list})[jnp.clip(step, 0, ${last})]`
        : `return ops.take(ops.array(${list}, step.dtype), ops.cast(ops.clip(step, 0, ${last}), 'int32'))`
  return [
    `${list} = [`,
    ...lines,
    ']',
    '',
    '',
    `def ${name}(step):`,
    '    """The multiplier of each batch of the run."""',
    `    ${body}`,
  ]
}
