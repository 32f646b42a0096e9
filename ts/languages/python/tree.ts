/**
 * A factor as functions of the step in Python: those of its parts, then its own, which calls them at their own steps.
 */
import { CATALOGUE } from '../../catalogue/index.js'
import type { Moment } from '../../catalogue/term.js'
import { type DescribedFactor, type FactorNumbers, numbersOf } from '../factor.js'
import { NoCounterpart, type NodeFactor } from '../program.js'
import { writeFunction } from './function.js'
import { ARRAYS, type Flavour, type PartCalls } from './notation.js'

/** The functions of a factor, two lines apart; the last one has the name and gives the multiplier. */
export function writeTree(name: string, factor: DescribedFactor, batches: number, flavour: Flavour, library: string) {
  const numbers = numbersOf(factor, library)
  if (factor.kind === 'builtin') return writeFunction(name, numbers, batches, flavour)
  const names = factor.parts.map((_, index) => `${name}_${index + 1}`)
  const clocks = clocksOf(factor, numbers, batches)
  const functions = factor.parts.flatMap(({ factor: part }, index): string[] => [
    // builtinsOf has found no function among them.
    ...writeTree(names[index]!, part as DescribedFactor, clocks[index]!.batches, flavour, library),
    '',
    '',
  ])
  const calls = names.map((each, index) => `${each}(${clocks[index]!.step(flavour)})`)
  const own =
    factor.type === 'SequenceScheduler'
      ? sequence(name, numbers, calls, flavour)
      : writeFunction(name, numbers, batches, flavour, partCalls(names, calls, numbers))
  return [...functions, ...own]
}

/** What a part is asked for: how many batches it may be asked for, and the step of its own by that of the node. */
interface PartClock {
  readonly batches: number
  step(flavour: Flavour): string
}

function clocksOf(factor: NodeFactor, numbers: FactorNumbers, batches: number): PartClock[] {
  const same: PartClock = { batches, step: () => 'step' }
  const since = (start: number): PartClock =>
    start === 0
      ? same
      : { batches: Math.max(1, batches - start), step: () => `step ${start < 0 ? '+' : '-'} ${Math.abs(start)}` }
  switch (factor.type) {
    case 'SequenceScheduler': {
      const starts = [0, ...boundariesOf(numbers)]
      return factor.parts.map(({ isOuter }, index) => (isOuter ? same : since(starts[index]!)))
    }
    case 'ShiftScheduler': {
      const by = numbers.wholeBatches('by')
      if (by <= 0) return [since(by)]
      const step = (flavour: Flavour) =>
        `${flavour === 'math' ? 'max' : `${ARRAYS[flavour].module}.maximum`}(0, step - ${by})`
      return [{ ...since(by), step }]
    }
    case 'WithWarmupScheduler':
      return [numbers.setting('start') === 'after' ? since(numbers.wholeBatches('t_warmup')) : same]
    case 'RepeatScheduler': {
      const every = numbers.wholeBatches('every')
      if (every > 0) return [{ batches: every, step: () => `step % ${every}` }]
      throw new NoCounterpart(`What repeats has a length above 0; found every ${every} batches. Make it longer.`)
    }
    default:
      return factor.parts.map(() => same)
  }
}

/** The starts of all parts but the first; one that scaling puts before its predecessor is taken at its predecessor. */
function boundariesOf(numbers: FactorNumbers): number[] {
  const option = numbers.factor.options.find(({ key }) => key === 'at')!
  let last = 0
  return option.batches.map((batches, index) => {
    if (batches === null || !Number.isInteger(batches)) {
      const text = (option.value as readonly string[])[index]
      throw new NoCounterpart(
        `${numbers.library} counts in steps; found a part that begins at ${text}, which is no whole number of batches. Give it in ba.`,
      )
    }
    last = Math.max(last, batches)
    return last
  })
}

function sequence(name: string, numbers: FactorNumbers, calls: readonly string[], flavour: Flavour): string[] {
  const conditions = boundariesOf(numbers).map((start) => `step < ${start}`)
  const last = calls.at(-1)!
  const body =
    flavour === 'math' || calls.length === 1
      ? [
          ...conditions.flatMap((condition, index) => [`if ${condition}:`, `    return ${calls[index]}`]),
          `return ${last}`,
        ]
      : [
          `return ${ARRAYS[flavour].module}.select([${conditions.join(', ')}], [${calls.slice(0, -1).join(', ')}], ${last})`,
        ]
  const { summary } = CATALOGUE[numbers.factor.type]
  return [`def ${name}(step):`, `    """${summary}"""`, ...body.map((line) => `    ${line}`)]
}

/** The calls that a node's formula has for its parts. */
function partCalls(names: readonly string[], calls: readonly string[], numbers: FactorNumbers): PartCalls {
  const moments: Readonly<Record<Moment, () => string>> = {
    now: () => calls[0]!,
    '0': () => `${names[0]}(0)`,
    // Where a cooldown starts is a quantity of its formula.
    t_start: () => `${names[0]}(start)`,
    every: () => `${names[0]}(${numbers.wholeBatches('every')})`,
  }
  return { part: (at) => moments[at](), all: () => calls }
}
