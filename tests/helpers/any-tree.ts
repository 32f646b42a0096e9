/**
 * Any scheduler at all, with options of every kind, and trees of them.
 */
import fc from 'fast-check'
import { type BuiltinScheduler, createScheduler } from 'scale-schedule'
import { type Field, fieldsOf, isNesting, SCHEDULER_TYPES, type SchedulerType, wordsOf } from '../../ts/wasm/table.js'
import { anyTime } from './arbitraries.js'
import { valueOrCode } from './thrown.js'

const nests = (type: SchedulerType) => fieldsOf(type).some(({ kind }) => isNesting(kind))
export const LEAVES = SCHEDULER_TYPES.filter((type) => !nests(type))
export const NODES = SCHEDULER_TYPES.filter(nests)

const number = fc.oneof(fc.constantFrom(0, 1, 0.1, 0.5, 2, 3), fc.double({ min: -1, max: 3, noNaN: true }))
/** Fractions of the run, of which none is too small to count. */
const share = fc.integer({ min: 0, max: 1500 }).map((thousandths) => `${thousandths / 1000}dur`)
const batches = fc.integer({ min: 0, max: 2000 })
/** Times as text by what all of one scheduler's are in; those with a fraction are exact ones. */
const TIMES = {
  any: {
    time: anyTime.map((time) => time.toTimestring()),
    exact: fc.oneof(
      anyTime.filter(({ unit }) => unit !== 'dur').map((time) => time.toTimestring()),
      share,
      batches.map((tenths) => `${tenths / 10}ba`),
    ),
  },
  dur: { time: share, exact: share },
  ba: { time: batches.map((value) => `${value}ba`), exact: batches.map((tenths) => `${tenths / 10}ba`) },
}
type In = keyof typeof TIMES
const rising = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 2000 }), { minLength: length, maxLength: length })
    .map((values) => values.sort((a, b) => a - b).map((value) => `${value}ba`))

type Part = fc.Arbitrary<BuiltinScheduler>

/** What an option may be; `count` is what lists of one scheduler agree on. */
function anyValue({ kind, byDefault }: Field, type: SchedulerType, count: number, unit: In, part: Part) {
  const { time, exact } = TIMES[unit]
  const words: readonly unknown[] | undefined = wordsOf(kind)
  if (words !== undefined) return fc.constantFrom(...words)
  const or = (values: fc.Arbitrary<unknown>) =>
    byDefault === undefined ? values : fc.option(values, { nil: undefined, freq: 1 })
  switch (kind) {
    case 'number':
    case 'number?':
      return or(number)
    case 'numbers': {
      const length = type === 'PiecewiseConstantScheduler' ? count + 1 : count
      return fc.array(number, { minLength: length, maxLength: length })
    }
    case 'flag':
      return fc.boolean()
    case 'scale':
      return fc.constantFrom(false, true, 'fixed')
    case 'time':
      return or(time)
    case 'times':
      return fc.array(time, { maxLength: 4 })
    case 'exact':
    case 'exact?':
      return or(exact)
    case 'exacts':
      return rising(count)
    case 'scheduler':
      return part
    case 'schedulers':
    case 'parts':
      return fc.array(part, { minLength: count + 1, maxLength: count + 1 })
    default:
      throw new Error(`no values for options of the kind ${kind}`)
  }
}

/** A scheduler of one of these types; what its class refuses is not one. */
function ofTypes(types: readonly SchedulerType[], part: Part): Part {
  return fc
    .tuple(fc.constantFrom(...types), fc.integer({ min: 1, max: 3 }), fc.constantFrom<In[]>('any', 'dur', 'ba'))
    .chain(([type, count, unit]) => {
      const options = fieldsOf(type).map((field) => [field.name, anyValue(field, type, count, unit, part)] as const)
      return fc.record(Object.fromEntries(options)).map((given) => valueOrCode(() => createScheduler(type, given)))
    })
    .filter((scheduler): scheduler is BuiltinScheduler => typeof scheduler !== 'string')
}

// No leaf has a part.
const leaf = ofTypes(LEAVES, fc.constant(undefined as never))

/** A tree of at most that many levels of nodes. */
export function anyTree(depth: number): Part {
  if (depth === 0) return leaf
  // Most parts of parts are leaves, or trees would have no end.
  return ofTypes(NODES, fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: anyTree(depth - 1) }))
}
