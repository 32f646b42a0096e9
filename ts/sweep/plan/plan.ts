/**
 * The plan of a sweep: what is computed, under which numbers, in which files. Reads no file and writes none.
 */
import { ConfigError } from '../../config/errors.js'
import { reason } from '../../config/shape.js'
import { checkCount } from '../../state/checks.js'
import { type Axis, readSpace, type Space } from '../space/axes.js'
import { type Block, evaluateBlocks } from '../space/blocks.js'
import { type Configuration, ConfigurationMaker } from '../space/configuration.js'
import { fewBoundaries, quantitiesOf } from '../space/quantities.js'
import type { AxisValue } from '../space/values.js'
import { type CompleteSpec, checkSpec, type SweepSpec } from '../spec/spec.js'
import { canonicalDigest, isSameJson } from './canonical.js'
import { checkDocuments } from './documents.js'
import type { Part } from './parts.js'
import { type MostBoundaries, survey, type Totals } from './survey.js'

/** Goes up whenever the same specification would give other files. */
const PLAN_VERSION = 2
/** The versions that can be read; in the first, a sweep in another format than Parquet has no copy of its table in it. */
const READABLE: readonly number[] = [1, PLAN_VERSION]

/** How to plan. */
export interface PlanOptions {
  /** What messages call the specification. Default 'sweep'. */
  file?: string
  /** Names and versions of whatever else decides the bytes of files; part of the digest. */
  versions?: Readonly<Record<string, string>>
}

/** A plan as plain JSON data. */
export interface PlanJSON {
  /** What this is. */
  readonly type: 'SweepPlan'
  /** Of this layout. */
  readonly version: number
  /** The plan's own. */
  readonly digest: string
  /** What was asked for. */
  readonly spec: CompleteSpec
  /** The axes with their values. */
  readonly space: Space
  /** The combinations that stay as 32-bit integers, little-endian, in base64; null for all. */
  readonly combinations: string | null
  /** The files. */
  readonly parts: readonly Part[]
  /** How much there is to compute and to write. */
  readonly totals: Totals
  /** How many boundaries a curve has at most, of each quantity with more than two for each of its schedulers. */
  readonly boundaries?: MostBoundaries
}

/**
 * Plans a sweep: checks every value of every axis, then every configuration.
 *
 * @throws ConfigError, one line that names the file, the key path, the rule, what was found and the cure
 */
export function planSweep(spec: SweepSpec, options: PlanOptions = {}): SweepPlan {
  const { file = 'sweep', versions = {} } = options
  const complete = checkSpec(spec, file)
  const space = readSpace(complete, file)
  const { combinations, parts, totals, boundaries } = survey(complete, space)
  checkDocuments(complete, parts.length, file)
  return new SweepPlan({
    digest: digestOf(complete, space, versions),
    spec: complete,
    space,
    combinations,
    parts,
    totals,
    ...(boundaries === undefined ? {} : { boundaries }),
  })
}

/** What is in a plan. */
interface PlanData extends Omit<PlanJSON, 'type' | 'version' | 'combinations'> {
  readonly combinations: Uint32Array | null
}

/** A sweep that is ready to be computed. */
export class SweepPlan {
  /** SHA-256, in hex, of everything that decides the files: the same digest means the same files. */
  readonly digest: string
  /** What titles call the sweep, or null. */
  readonly name: string | null
  /** The specification, complete. */
  readonly spec: CompleteSpec
  /** The axes in order; `base` is the first where there are several. */
  readonly axes: readonly Pick<Axis, 'name' | 'kind' | 'unit'>[]
  /** How many configurations there are. */
  readonly size: number
  /** The files, those of summaries first. */
  readonly parts: readonly Part[]
  readonly #data: PlanData
  readonly #maker: ConfigurationMaker
  readonly #valueOf = (axis: number): AxisValue => this.#maker.value(axis)

  /** @internal Plans come from `planSweep` and `fromJSON`. */
  constructor(data: PlanData) {
    this.digest = data.digest
    this.name = data.spec.name ?? null
    this.spec = data.spec
    this.axes = data.space.axes.map(({ name, kind, unit }) => ({ name, kind, unit }))
    this.size = data.totals.configurations
    this.parts = data.parts
    this.#data = data
    this.#maker = new ConfigurationMaker(data.space)
  }

  /** What is scheduled beside the learning rate; a configuration has that of its base. */
  get quantities(): string[] {
    return quantitiesOf(this.#data.space.bases)
  }

  /** @internal The most batches at which a formula of a quantity may change, of any configuration. */
  mostBoundaries(quantity: string): number {
    const { boundaries, space } = this.#data
    return Math.max(fewBoundaries(space.bases, quantity), boundaries?.[quantity] ?? 0)
  }

  /** @internal The search space: axes with all their values. */
  get space(): Space {
    return this.#data.space
  }

  /**
   * A configuration by its number.
   *
   * @throws ConfigError for one without a curve, which there is only where `invalid` is 'record'; `integer-range`
   */
  configuration(index: number): Configuration {
    return this.#select(index).make(index)
  }

  /** The axis values of a configuration by name, also of one without a curve. */
  valuesOf(index: number): Record<string, number | string | null> {
    return this.#select(index).values()
  }

  /** @internal The values of the axes of a configuration, by their place; until the next configuration is asked for. */
  axisValues(index: number): (axis: number) => AxisValue {
    this.#select(index)
    return this.#valueOf
  }

  /** @internal The configurations from `from` up to `until` (not included), summarized. */
  blocks(from: number, until: number): Generator<Block, void> {
    const { combinations, space } = this.#data
    return evaluateBlocks(space, from, until, (id) => (combinations === null ? id : combinations[id]!), true)
  }

  /** How much there is to compute and to write; bytes are an estimate. */
  totals(): Totals {
    return { ...this.#data.totals }
  }

  /** What `fromJSON` reads. */
  toJSON(): PlanJSON {
    const { combinations, ...rest } = this.#data
    return { type: 'SweepPlan', version: PLAN_VERSION, ...rest, combinations: combinations && toBase64(combinations) }
  }

  /**
   * The plan that `toJSON` wrote, from the object or its text. Its specification is planned again: all but the digest,
   * in which versions of packages are, has to be the same.
   *
   * @throws ConfigError for anything else
   */
  static fromJSON(json: unknown): SweepPlan {
    const found = (typeof json === 'string' ? parsed(json) : json) as Partial<PlanJSON> | null
    const fail = (rule: string, found: unknown, cure: string) => new ConfigError('plan', [], reason(rule, found, cure))
    if (typeof found !== 'object' || found?.type !== 'SweepPlan' || !READABLE.includes(found.version!)) {
      const rule = `A plan is what toJSON made, of version ${READABLE.join(' or ')}`
      throw fail(rule, found?.version ?? found, 'Plan the sweep again.')
    }
    if (typeof found.digest !== 'string' || !/^[0-9a-f]{64}$/.test(found.digest)) {
      throw fail('The digest of a plan is 64 hex digits', found.digest, 'Plan the sweep again.')
    }
    const file = found.space?.file
    const planned = planSweep(found.spec as SweepSpec, { file: typeof file === 'string' ? file : 'plan' }).toJSON()
    const wrong = differing(planned, found)
    if (wrong !== undefined) {
      throw fail(`The ${wrong} of a plan follow from its specification`, 'others', 'Plan the sweep again.')
    }
    const { digest, version } = found
    // What of the first version differs is what is told of files.
    const own = version === PLAN_VERSION ? {} : { parts: found.parts!, totals: found.totals! }
    return SweepPlan.posted({ ...planned, ...own, digest })
  }

  /** @internal The plan that another thread of this package posted: checks nothing. */
  static posted({ type: _, version: __, combinations, ...rest }: PlanJSON): SweepPlan {
    // Those of version 1 have the format of the sweep.
    const parts = rest.parts.map((part) => ({ ...part, format: part.format ?? rest.spec.format }))
    return new SweepPlan({ ...rest, parts, combinations: combinations === null ? null : fromBase64(combinations) })
  }

  #select(index: number): ConfigurationMaker {
    checkCount('The number of a configuration', index, 0, this.size - 1)
    const { combinations } = this.#data
    this.#maker.select(combinations === null ? index : combinations[index]!)
    return this.#maker
  }
}

const DERIVED = ['space', 'combinations', 'parts', 'totals', 'boundaries'] as const

/** What of a plan does not follow from its specification. */
function differing(planned: PlanJSON, found: Partial<PlanJSON>): string | undefined {
  try {
    const [own, other] = found.version === PLAN_VERSION ? [planned, found] : [asFirst(planned), asFirst(found)]
    return DERIVED.find((key) => !isSameJson(own[key] ?? null, other[key] ?? null))
  } catch (error) {
    // Parts that are none.
    if (error instanceof TypeError) return 'parts'
    throw error
  }
}

/** What plans of version 1 tell: parts have no format and are in that of the sweep, and are counted so. */
function asFirst({ spec, space, combinations, parts, totals }: Partial<PlanJSON>): Partial<Record<string, unknown>> {
  const own = Array.isArray(parts) ? parts.filter(({ format }) => (format ?? spec?.format) === spec?.format) : parts
  const { parts: _, bytes: __, ...counts } = totals ?? {}
  return { space, combinations, parts: own?.map(({ format, ...part }) => part), totals: counts }
}

/** What decides the files, and nothing else: neither titles nor where or in which form a value is written. */
function digestOf(
  spec: CompleteSpec,
  { bases, axes, sizes }: Space,
  versions: Readonly<Record<string, string>>,
): string {
  const { where, keep, invalid, format, layout, part_size } = spec
  return canonicalDigest({
    plan: PLAN_VERSION,
    bases: bases.map(({ name, run, limit, lr, schedulers, quantities }) => {
      const described = schedulers.map(({ type, options }) => ({ type, options }))
      return { name, run, limit, lr, schedulers: described, quantities }
    }),
    axes: axes.map(({ name, digit, values }) => ({ name, digit, values })),
    sizes,
    ...{ where, keep, invalid, format, layout, part_size, versions },
  })
}

const toBase64 = (numbers: Uint32Array): string => {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, index * 4)
  return bytes.toString('base64')
}

const fromBase64 = (text: string): Uint32Array => {
  const bytes = Buffer.from(text, 'base64')
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
