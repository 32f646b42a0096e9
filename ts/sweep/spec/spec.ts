/**
 * What a sweep is: its specification, read from text or given as data, checked for its form and made complete.
 */

import { isList, isMapping } from '../../config/collections.js'
import { ConfigError, type KeyPath } from '../../config/errors.js'
import { reason } from '../../config/shape.js'
import type { Environment } from '../../config/source.js'
import { parseText } from '../../config/text.js'
import { FORMAT_NAMES } from '../formats/registry.js'
import { readBases } from '../space/bases.js'
import { specError } from './issues.js'
import { ordered } from './order.js'
import { plainCopy } from './plain.js'
import { MOST_BASES, MOST_CONDITIONS, MOST_VARIABLES } from './rules.js'
import { SPEC } from './schema.js'
import type { CompleteSpec, SweepSpec } from './types.js'

export type * from './types.js'

/** How to read a specification. */
export interface ReadSpecOptions {
  /** What messages call it. Default 'sweep'. */
  file?: string
  /** What `${oc.env:NAME}` reads in a base. Default: nothing is set. */
  env?: Environment
}

const PART_SIZE = 64_000_000
/** The least and the most that part_size may be, in bytes. */
export const LEAST = 2 ** 16
export const LARGEST = 2 ** 30
const UNITS: { readonly [unit: string]: number } = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}

/**
 * Reads a specification from YAML or JSON. The environment variables that its bases use become part of it.
 *
 * @throws ConfigError, one line that names the file, the key path, the rule, what was found and the cure
 */
export function readSpec(text: string, options: ReadSpecOptions = {}): CompleteSpec {
  const file = options.file ?? 'sweep'
  const spec = checkSpec(parseText(text, file, 'A sweep'), file)
  const env = { ...options.env, ...spec.environment }
  const used = readBases(spec, file, env).variables
  return used.size === 0
    ? spec
    : ordered({ ...spec, environment: { ...spec.environment, ...Object.fromEntries(used) } })
}

/**
 * Checks the form of a specification, fills in what it leaves open, and sorts its keys where their order means nothing.
 *
 * @throws ConfigError
 */
export function checkSpec(value: unknown, file = 'sweep'): CompleteSpec {
  const copy = plainCopy(value, file)
  // A key without a value, as `grid:` in YAML, is not given.
  const given = isMapping(copy) ? Object.fromEntries(Object.entries(copy).filter(([, inner]) => inner !== null)) : copy
  const result = SPEC.safeParse(given)
  if (!result.success) throw specError(file, result.error.issues)
  // The copy and not zod's result, which has its known keys first: the order of axes matters.
  return ordered(complete(given as SweepSpec, file))
}

function complete(spec: SweepSpec, file: string): CompleteSpec {
  const fail = (path: KeyPath, rule: string, found: string, cure: string) =>
    new ConfigError(file, path, `${rule}; found ${found}. ${cure}`)
  const refuseMany = (key: string, count: number, most: number, cure: string) => {
    if (count > most) throw fail([key], `${key} has at most ${most} entries`, String(count), cure)
  }
  const { base, bases, format = FORMAT_NAMES[0], keep = 'summaries', random } = spec
  if (base !== undefined && bases !== undefined) {
    throw fail(['bases'], 'A sweep has either base or bases', 'both', 'Put all into bases, each with a name.')
  }
  if ((base ?? bases) === undefined) {
    const cure = 'Add base, a training configuration with max_duration, scheduler and optimizer.'
    throw fail(['base'], 'A sweep has a base', 'none', cure)
  }
  if (bases !== undefined && Object.keys(bases).length === 0) {
    throw fail(['bases'], 'bases have at least one training configuration', 'none', 'Add one with a name.')
  }
  refuseMany('bases', Object.keys(bases ?? {}).length, MOST_BASES, 'Make several sweeps.')
  refuseMany('environment', Object.keys(spec.environment ?? {}).length, MOST_VARIABLES, 'Keep those that bases use.')
  const conditions = isList(spec.where) ? spec.where.length : 1
  refuseMany('where', conditions, MOST_CONDITIONS, 'Join some of them with and.')
  if (random !== undefined && Object.keys(random.axes).length === 0) {
    throw fail(['random', 'axes'], 'random has at least one axis', 'none', 'Add one, or remove random.')
  }
  if (typeof keep === 'object' && Object.keys(keep).length === 0) {
    const rule = 'keep has at least one of every, first, around_boundaries'
    throw fail(['keep'], rule, 'none', 'Add one, or write summaries.')
  }
  const where = spec.where ?? []
  return {
    ...spec,
    grid: spec.grid ?? {},
    where: isList(where) ? where : [where as string],
    keep,
    invalid: spec.invalid ?? 'error',
    format,
    layout: spec.layout ?? 'long',
    part_size: bytesOf(spec.part_size ?? PART_SIZE, file),
  }
}

function bytesOf(size: number | string, file: string): number {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(String(size)) ?? []
  const factor = unit === undefined || !Object.hasOwn(UNITS, unit) ? Number.NaN : UNITS[unit]!
  const bytes = typeof size === 'number' ? size : Math.floor(Number(digits) * factor)
  if (Number.isInteger(bytes) && bytes >= LEAST && bytes <= LARGEST) return bytes
  const rule = 'part_size is from 64KiB to 1GiB, a whole number of bytes or a text with kB, MB, GB, KiB, MiB or GiB'
  throw new ConfigError(file, ['part_size'], reason(rule, size, 'Write for example 64MB.'))
}
