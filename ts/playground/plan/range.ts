/**
 * The values of an option from one end to another, as they would be typed; and what a sweep calls the option. Touches no
 * element.
 */
import { numberOf } from '../state/number.js'
import { nestOf, type OptionFacts } from '../state/options.js'
import type { Schedule } from '../state/state.js'
import { factorAt, type Path } from '../state/tree.js'
import { plain, splitTime, timeTextOf } from '../state/written.js'
import { amountIn } from './amount.js'

/** More curves are no fan any more. */
export const MOST_VALUES = 24

/** An end of a range: a number, and the unit of a time. */
export interface End {
  readonly value: number
  readonly unit: string
  readonly isWhole: boolean
}

const isTime = ({ kind }: OptionFacts): boolean => kind === 'time' || kind === 'exact' || kind === 'exact?'

/** Whether an option takes one number or one time. */
export const isRanged = (option: OptionFacts): boolean =>
  isTime(option) || option.kind === 'number' || option.kind === 'number?'

/** The end that a text is, or what is wrong with it. */
export function endOf(text: string, option: OptionFacts): End | string {
  const found = `found ${JSON.stringify(text.trim())}`
  if (!isTime(option)) {
    const value = numberOf(text.trim()) ?? amountIn(text)
    if (value === null) return `An end of ${option.key} is a number; ${found}. Write for example 0.1.`
    return { value, unit: '', isWhole: false }
  }
  const [digits, unit] = splitTime(text)
  const value = timeTextOf(text)?.value ?? amountIn(digits)
  if (value === null || unit === '')
    return `An end of ${option.key} is a time with its unit; ${found}. Write for example 100ba.`
  return { value, unit, isWhole: unit !== 'dur' && Number.isInteger(value) }
}

/** Evenly spaced values from one end to the other as texts, each once; or what is wrong with the ends. */
export function valuesOf(from: End, to: End, count: number): string[] | string {
  if (from.unit !== to.unit) {
    return `Both ends have one unit; found ${from.unit} and ${to.unit}. Write both in ${from.unit}.`
  }
  const isWhole = from.isWhole && to.isWhole
  const values = Array.from({ length: count }, (_, index) => {
    if (index === 0 || index === count - 1) return index === 0 ? from.value : to.value
    const value = from.value + ((to.value - from.value) * index) / (count - 1)
    // Without the digits that binary fractions add.
    return isWhole ? Math.round(value) : Number(value.toPrecision(12))
  })
  return [...new Set(values)].map((value) => `${plain(value)}${from.unit}`)
}

/** What a sweep calls an option of a scheduler: by its key where one scheduler alone has it, else by its path. */
export function axisOf({ factors }: Schedule, path: Path, key: string): string {
  const [first, ...within] = path
  const own = factors.filter((factor) => factor.kind !== 'function' && Object.hasOwn(factor.options, key))
  if (within.length === 0 && (factors.length === 1 || own.length === 1)) return key
  const place = factors.length === 1 ? 'scheduler' : `schedulers[${first}]`
  const steps = within.map((step, index) => {
    const above = factorAt(factors, path.slice(0, index + 1))
    const nest = above?.kind === 'node' ? nestOf(above.type) : undefined
    return nest?.kind === 'scheduler' ? nest.name : `${nest?.name}[${step}]`
  })
  return [place, ...steps, key].join('.')
}

/** The specification of a sweep: a configuration, and the values of one axis. */
export function specOf(name: string, configuration: string, axis: string, values: readonly string[]): string {
  const base = configuration
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
  // A path has brackets, which begin a list elsewhere.
  const key = /^\w+$/.test(axis) ? axis : JSON.stringify(axis)
  return [
    '# For scale-schedule sweep FILE',
    `name: ${JSON.stringify(`${name}, ${axis}`)}`,
    'base:',
    ...base,
    'grid:',
    `  ${key}: [${values.join(', ')}]`,
    '',
  ].join('\n')
}
