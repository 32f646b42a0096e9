/**
 * A schedule with optax, as a function of the step: its own schedules where they compute the same, else the formula.
 */
import { callOf, literalOf } from '../../../languages/python/literal.js'
import type { Mapping } from '../../import/fields.js'
import { nearest } from '../counterparts/nearest.js'
import { findOptax } from '../counterparts/optax.js'
import { Exported } from '../schedule.js'
import { roundedTo32 } from './float32.js'
import { commentOf, definitionOf, functionsOf, LISTED } from './python.js'

const CURE = " With jax.config.update('jax_enable_x64', True) they are of 64 bits."

/** Writes it. */
export function writeOptax(schedule: Exported): string {
  const found = schedule.schedulers.map((_, index) => ownOf(schedule, index))
  const isOwn = (index: number) => found[index] !== null
  const { names, code, modules, isListed } = functionsOf(schedule, 'jax', 'optax', (index) => !isOwn(index))
  const own = found.flatMap((one, index) => (one === null ? [] : [`${names[index]} = ${one.text}`]))
  const isWhole = found.length === 1 && isOwn(0)
  const { python: name, key, isLr } = schedule.quantity
  const remarks = [
    ...(isLr ? [] : [`optax.inject_hyperparams takes it: as ${key}, of an optimizer that has one.`]),
    ...found.flatMap((one) => (one === null ? [] : one.remarks)),
    ...(isListed ? [LISTED] : []),
    ...roundedTo32(schedule, CURE),
  ]
  const imports = [
    ...modules,
    ...(code.length > 0 ? ['import jax.numpy as jnp'] : []),
    ...(own.length > 0 ? ['import optax'] : []),
  ]
  if (isWhole) return [...imports, '', ...commentOf(remarks), `${name} = ${found[0]!.text}`, ''].join('\n')
  return [
    ...imports,
    '',
    ...commentOf(remarks),
    ...own,
    ...(code.length > 0 ? ['', ...code] : ['', '']),
    ...definitionOf(schedule, names),
    '',
  ].join('\n')
}

/** The schedule of a factor in optax's own; null where it has none that computes the same. */
function ownOf({ schedulers, run, baseLr, name, quantity }: Exported, index: number) {
  // One that stands alone is of learning rates, of several each is of multipliers.
  const alone = new Exported([schedulers[index]!], run, schedulers.length === 1 ? baseLr : 1, name, quantity)
  const found = nearest(alone, 'optax', 'optax', findOptax)
  return found === null || found.comparison.difference !== null
    ? null
    : { text: textOf(found.source), remarks: found.remarks }
}

function textOf(source: Mapping): string {
  const { fn, kwargs, schedules } = source as { fn: string; kwargs: Mapping; schedules?: readonly Mapping[] }
  if (schedules === undefined) {
    const { boundaries_and_scales: pairs, ...others } = kwargs
    const call = callOf(`optax.${fn}`, others)
    return pairs === undefined
      ? call
      : `${call.slice(0, -1)}, boundaries_and_scales=${mapping(pairs as [number, number][])})`
  }
  const texts = schedules.map(textOf)
  const isSame = texts.length > 2 && texts.every((text) => text === texts[0])
  const list = isSame ? `[${texts[0]}] * ${texts.length}` : `[${texts.join(', ')}]`
  return `optax.join_schedules(${list}, ${literalOf(kwargs.boundaries)})`
}

const mapping = (pairs: readonly (readonly [number, number])[]): string =>
  `{${pairs.map(([at, scale]) => `${at}: ${scale}`).join(', ')}}`
