/**
 * The search space of a sweep: its bases, its axes with all their values, and how these combine.
 */
import { ConfigError } from '../../config/errors.js'
import { construct } from '../../config/schedulers.js'
import { Source } from '../../config/source.js'
import { MOST } from '../spec/rules.js'
import type { AxisSpec, CompleteSpec, RandomSpec } from '../spec/types.js'
import { type Base, type Bases, type NamedAxis, readBases } from './bases.js'
import type { AxisPlace } from './intervals.js'
import { drawsOf } from './random.js'
import { type Target, valueKind, withOption } from './targets.js'
import { type AxisValue, gridValues, randomValues, unitOf } from './values.js'

/** An axis with its values. */
export interface Axis {
  readonly name: string
  /** What its values are; times, lists, names, true and false are texts. */
  readonly kind: 'number' | 'text'
  /** Whether some of its values are null; left out where none is. */
  readonly nullable?: true
  /** The unit that all its times share, or null. */
  readonly unit: string | null
  /** Which digit of a combination chooses the value. */
  readonly digit: number
  /** What it sets, for each base. */
  readonly targets: readonly Target[]
  readonly values: readonly AxisValue[]
}

/** The search space, as plain JSON data. A combination is a number whose digits choose a value of each axis. */
export interface Space {
  /** What messages call the specification. */
  readonly file: string
  readonly bases: readonly Base[]
  readonly axes: readonly Axis[]
  /** How many values each digit has; the last runs fastest. */
  readonly sizes: readonly number[]
}

/** How many combinations a space has. */
export const combinationsOf = ({ sizes }: Space): number => sizes.reduce((product, size) => product * size, 1)

/**
 * Reads the bases and the axes of a specification. Every value is checked to be one that its target takes.
 *
 * @throws ConfigError
 */
export function readSpace(spec: CompleteSpec, file: string): Space {
  const found = readBases(spec, file, spec.environment ?? {})
  const grid = found.axes.filter(({ path }) => path[0] === 'grid')
  const random = found.axes.filter(({ path }) => path[0] === 'random')
  const samples = random.length > 0 ? (spec.random?.samples ?? 1) : 1
  const source = new Source(file, { value: spec, path: [] }, {})
  const axes: Axis[] = spec.bases === undefined ? [] : [baseAxis(found.bases)]
  const sizes = axes.map(({ values }) => values.length)
  // Before any value is made, as there may be far too many.
  refuseMany([...sizes, ...grid.map(({ name }) => countOf(spec.grid[name]!)), samples], file)
  for (const named of grid) {
    const values = gridValues(placeOf(named, source), spec.grid[named.name]!)
    axes.push(axisOf(named, values, sizes.length))
    sizes.push(values.length)
    refuseMany([...sizes, samples], file)
  }
  for (const named of random) {
    const { seed = 0, axes: specs } = spec.random as RandomSpec
    const values = randomValues(placeOf(named, source), specs[named.name]!, samples, drawsOf(seed, named.name))
    axes.push(axisOf(named, values, sizes.length))
  }
  if (random.length > 0) sizes.push(samples)
  const space = { file, bases: found.bases, axes, sizes }
  refuseMissing(space, found)
  return space
}

const placeOf = ({ path, targets }: NamedAxis, source: Source): AxisPlace => ({
  source,
  path,
  kind: valueKind(targets[0]!),
})

function axisOf({ name, targets }: NamedAxis, values: AxisValue[], digit: number): Axis {
  const isNumber = values.every((value) => typeof value === 'number' || value === null)
  const unit = unitOf(valueKind(targets[0]!), values)
  const nullable = values.includes(null) ? { nullable: true as const } : {}
  return { name, kind: isNumber ? 'number' : 'text', ...nullable, unit, digit, targets, values }
}

function baseAxis(bases: readonly Base[]): Axis {
  const values = bases.map(({ name }) => name!)
  return { name: 'base', kind: 'text', unit: null, digit: 0, targets: bases.map(() => ({ kind: 'base' })), values }
}

/** How many values a grid axis has, as far as that is seen without making them. */
function countOf(spec: AxisSpec): number {
  if ('linspace' in spec) return spec.linspace[2]
  if ('logspace' in spec) return spec.logspace[2]
  return 'range' in spec ? 1 : spec.length
}

function refuseMany(sizes: readonly number[], file: string): void {
  const count = sizes.reduce((product, size) => product * size, 1)
  if (count <= MOST) return
  const rule = `A sweep has at most ${MOST} combinations before its conditions`
  throw new ConfigError(file, [], `${rule}; found ${count}. Use fewer values or samples, or several sweeps.`)
}

/** Constructs each scheduler once, so that an option that nobody gives is an error of its base. */
function refuseMissing({ bases, axes, file }: Space, { axes: named }: Bases): void {
  const first = axes.filter(({ targets }) => targets[0]!.kind !== 'base')
  for (const [index, base] of bases.entries()) {
    for (const [at, scheduler] of base.schedulers.entries()) {
      let all = scheduler.options
      for (const [axis, { values }] of first.entries()) {
        const target = named[axis]!.targets[index]!
        if (target.kind === 'option' && target.scheduler === at) all = withOption(all, target.option, values[0])
      }
      construct((place, reason, cause) => new ConfigError(file, place, reason, { cause }), scheduler, all)
    }
  }
}
