/**
 * The one pass over all combinations: which stay, whether each has a curve, how much there is to do, and in what parts.
 */
import { ConfigError } from '../../config/errors.js'
import { warn } from '../../errors/warning.js'
import { formatOf, tableFormats } from '../formats/registry.js'
import { combinationsOf, type Space } from '../space/axes.js'
import { type Block, evaluateBlocks } from '../space/blocks.js'
import { ConfigurationMaker, MOST_BATCHES } from '../space/configuration.js'
import { fewBoundaries, quantitiesOf } from '../space/quantities.js'
import { MOST_MILESTONES, MOST_WORDS } from '../spec/rules.js'
import type { CompleteSpec } from '../spec/types.js'
import { Conditions, MissingSchedule } from './conditions.js'
import { KeptBatches } from './keep.js'
import { type Part, PartCutter } from './parts.js'

/** What a sweep comes to. */
export interface Totals {
  /** Configurations after the conditions. */
  readonly configurations: number
  /** Those of them that have no curve. */
  readonly invalid: number
  /** Kept values. */
  readonly values: number
  /** Batches that are evaluated for the summaries. */
  readonly steps: number
  /** Files. */
  readonly parts: number
  /** Bytes of all files, roughly. */
  readonly bytes: number
}

/** What a survey finds. */
export interface Survey {
  /** The combinations that stay, in order; null for all. */
  readonly combinations: Uint32Array | null
  readonly parts: readonly Part[]
  readonly totals: Totals
  readonly boundaries?: MostBoundaries
}

/** How many boundaries a curve has at most, of each quantity with more than two for each of its schedulers. */
export type MostBoundaries = Readonly<Record<string, number>>

// About as many numbers as a summary has.
const SUMMARY_COLUMNS = 12

/**
 * Looks at every combination.
 *
 * @throws ConfigError for a configuration without a curve, unless these are to be recorded
 */
export function survey(spec: CompleteSpec, space: Space): Survey {
  const maker = new ConfigurationMaker(space)
  const conditions = new Conditions(spec.where, space, maker)
  refuseTimes(space)
  refuseWork(space, conditions)
  const others = quantitiesOf(space.bases)
  const cutter = new PartCutter(spec, space.file, others)
  const stay = remaining(spec, space, maker, conditions)
  const combinationOf = (id: number) => (stay === null ? id : stay[id]!)
  const configurations = stay === null ? combinationsOf(space) : stay.length
  let [invalid, values, steps] = [0, 0, 0]
  const add = (batches: number, kept: KeptBatches | null, quantities = 1) => {
    values += kept === null ? 0 : kept.count() * quantities
    steps += batches * quantities
    cutter.add(batches, kept, quantities)
  }
  const warnings = new Warnings(maker)
  const boundaries = new Map<string, number>()
  for (const block of evaluateBlocks(space, 0, configurations, combinationOf, false)) {
    for (let id = block.from; id < block.until; id++) {
      const batches = block.value(id, 'batches')
      if (block.isValid(id) && batches <= MOST_BATCHES) {
        warnings.hear(warnedIn(block, id), combinationOf(id), id)
        const kept = new KeptBatches(batches, spec.keep, () => block.allBoundaries(id))
        add(batches, kept, block.quantities.length)
        for (const quantity of block.quantities) {
          const count = block.value(id, 'boundaries', quantity)
          if (count > (boundaries.get(quantity) ?? 0)) boundaries.set(quantity, count)
        }
      } else if (spec.invalid === 'record' && !(block.isUnsure(id) && hasCurve(maker, combinationOf(id), id))) {
        invalid++
        add(0, null)
      } else {
        // Made alone, it says what is wrong.
        maker.select(combinationOf(id))
        const configuration = maker.make(id)
        add(configuration.batches, KeptBatches.of(configuration, spec.keep), block.quantities.length)
      }
    }
  }
  // Each once: every curve has its own copy of the same warning.
  for (const message of maker.warnings) warn(message)
  const parts = cutter.finish()
  const cells = configurations * (space.axes.length + SUMMARY_COLUMNS * (1 + others.length))
  const bytes = tableFormats(spec.format).reduce(
    (sum, format) => sum + cells * formatOf(format).bytes.cell,
    values * formatOf(spec.format).bytes[spec.layout],
  )
  return {
    combinations: stay,
    parts,
    totals: { configurations, invalid, values, steps, parts: parts.length, bytes },
    ...manyOf(boundaries, space),
  }
}

/** Those of which the plan has to say so, if there are any. */
function manyOf(boundaries: ReadonlyMap<string, number>, { bases }: Space): Pick<Survey, 'boundaries'> {
  const many = [...boundaries].filter(([quantity, count]) => count > fewBoundaries(bases, quantity))
  return many.length === 0 ? {} : { boundaries: Object.fromEntries(many) }
}

/** The combinations for which the conditions hold; null where there are none, for all. */
function remaining(
  spec: CompleteSpec,
  space: Space,
  maker: ConfigurationMaker,
  conditions: Conditions,
): Uint32Array | null {
  if (spec.where.length === 0) return null
  const stay = new Uint32Array(combinationsOf(space))
  let id = 0
  for (let combination = 0; combination < stay.length; combination++) {
    maker.select(combination)
    if (mayHold(conditions, id)) stay[id++] = combination
  }
  return stay.slice(0, id)
}

/** Which schedulers warn, a bit for each; of each quantity. */
const warnedIn = (block: Block, id: number): readonly number[] =>
  block.quantities.map((quantity) => block.value(id, 'warned', quantity))

/** Whether a combination has a curve: made alone, it says so. */
function hasCurve(maker: ConfigurationMaker, combination: number, id: number): boolean {
  maker.select(combination)
  try {
    maker.make(id)
    return true
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

/** Makes a configuration where a scheduler warns for the first time, so that its warning is heard. */
class Warnings {
  readonly #maker: ConfigurationMaker
  readonly #heard = new Set<string>()

  constructor(maker: ConfigurationMaker) {
    this.#maker = maker
  }

  /** @param warned - of each quantity a bit for each scheduler */
  hear(warned: readonly number[], combination: number, id: number): void {
    if (warned.every((bits) => bits === 0)) return
    this.#maker.select(combination)
    const key = `${this.#maker.baseIndex} ${warned.join()}`
    if (this.#heard.has(key)) return
    this.#heard.add(key)
    this.#maker.make(id)
  }
}

/** Refuses lists of times that would take minutes to convert. */
function refuseTimes(space: Space): void {
  const lengthOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0
    if (!Array.isArray(value)) return Object.values(value).reduce((sum: number, inner) => sum + lengthOf(inner), 0)
    return typeof value[0] === 'object' ? value.reduce((sum, part) => sum + lengthOf(part), 0) : value.length
  }
  const inBase = space.bases.map(({ schedulers }) =>
    schedulers.reduce((sum, { options }) => sum + lengthOf(options), 0),
  )
  const inAxes = space.axes.map(({ values }) =>
    values.reduce<number>((most, value) => Math.max(most, lengthOf(value)), 0),
  )
  const longest = inBase.reduce((most, length) => Math.max(most, length), 0) + inAxes.reduce((a, b) => a + b, 0)
  const all = combinationsOf(space)
  if (longest * all <= MOST_MILESTONES) return
  const most = Math.floor(MOST_MILESTONES / all)
  const rule = `The configurations of ${all} combinations have at most ${most} milestones each`
  throw new ConfigError(space.file, [], `${rule}; found ${longest}. Use fewer of them, or fewer values.`)
}

/** Refuses conditions that would take minutes. */
function refuseWork(space: Space, { size }: Conditions): void {
  const all = combinationsOf(space)
  if (size * all <= MOST_WORDS) return
  const most = Math.floor(MOST_WORDS / all)
  const rule = `The conditions of ${all} combinations have at most ${most} words, numbers and signs in all`
  throw new ConfigError(space.file, ['where'], `${rule}; found ${size}. Write them shorter, or use fewer values.`)
}

/** Whether the conditions hold. A combination without a run stays, and fails as a configuration, with that error. */
function mayHold(conditions: Conditions, id: number): boolean {
  try {
    return conditions.hold(id)
  } catch (error) {
    if (error instanceof MissingSchedule) return true
    throw error
  }
}
