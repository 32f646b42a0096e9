/**
 * Schedulers as plain data under the names that JSON has for them, options as they were typed: what links and the
 * browser's storage hold, and what comes of files. An option that is as by default is left out.
 */
import { nestOf, type OptionFacts, optionsOf, textIn } from './options.js'
import { makeFactor } from './state.js'
import type { Factor, Part } from './tree.js'

/** A scheduler, or a function as its code. */
export type FactorData = Readonly<Record<string, unknown>>

/** The data of a scheduler. */
export function dataOf(factor: Factor): FactorData {
  if (factor.kind === 'function') return { code: factor.code, ...(factor.held ? { held: true } : {}) }
  const texts = optionsOf(factor.type)!.flatMap((option) => {
    const typed = textIn(factor.options, option)
    return typed === option.byDefault ? [] : [[option.name, typed]]
  })
  const data = { type: factor.type, ...Object.fromEntries(texts) }
  if (factor.kind === 'builtin') return data
  const { name, kind } = nestOf(factor.type)!
  const parts = factor.parts.map(({ factor: within, isOuter }) =>
    isOuter ? { scheduler: dataOf(within), clock: 'outer' } : dataOf(within),
  )
  return { ...data, [name]: kind === 'scheduler' ? parts[0] : parts }
}

/**
 * The scheduler of data, also of what `toJSON` gives. Throws for what is none.
 *
 * @param isOwn - whether code may be what it says of itself; otherwise it is held
 */
export function factorOfData(found: unknown, isOwn: boolean): Factor {
  const data = record(found)
  if ('code' in data) return { kind: 'function', code: text(data.code), held: !isOwn || data.held === true }
  const type = text(data.type)
  const options = optionsOf(type)
  if (options === undefined) throw new TypeError('no scheduler of that name')
  const texts = options.map((option) => [option.key, given(option, data)] as const)
  const nest = nestOf(type)
  return makeFactor(type, Object.fromEntries(texts), nest === undefined ? [] : partsOfData(data[nest.name], isOwn))
}

function given({ name, byDefault }: OptionFacts, data: FactorData): string {
  if (Object.hasOwn(data, name)) return typed(data[name])
  if (byDefault === null) throw new TypeError('an option is missing')
  return byDefault
}

function partsOfData(found: unknown, isOwn: boolean): Part[] {
  const list = Array.isArray(found) ? (found as unknown[]) : [found]
  if (list.length === 0) throw new TypeError('a scheduler without parts')
  return list.map((each) => {
    const part = record(each)
    const isClocked = 'scheduler' in part && !('type' in part)
    return {
      factor: factorOfData(isClocked ? part.scheduler : part, isOwn),
      isOuter: isClocked && part.clock === 'outer',
    }
  })
}

/** A value as it would be typed. */
function typed(value: unknown): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(typed).join(', ')
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value)
  throw new TypeError('no value of an option')
}

function text(found: unknown): string {
  if (typeof found === 'string') return found
  throw new TypeError('no text')
}

function record(found: unknown): FactorData {
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as FactorData
  throw new TypeError('no scheduler')
}
