/**
 * What the name of an axis sets: a fact of the run, the learning rate, or an option of a scheduler. Reads no value.
 */
import { RATES } from '../../config/run.js'
import { suggest } from '../../config/spelling.js'
import { describeValue } from '../../errors/error.js'
import type { TrainingRunOptions } from '../../run/run.js'
import { type FieldKind, fieldsOf, type SchedulerType } from '../../wasm/table.js'

/** What an axis sets in the configurations of one base. */
export type Target =
  | { readonly kind: 'base' }
  | { readonly kind: 'lr' }
  | { readonly kind: 'limit' }
  | { readonly kind: 'run'; readonly option: keyof TrainingRunOptions }
  | { readonly kind: 'option'; readonly scheduler: number; readonly option: string; readonly field: FieldKind }

/** What values a target takes. */
export type ValueKind = 'base' | 'rate' | 'duration' | 'ratio' | 'seconds' | 'count' | FieldKind

const RUN: ReadonlyMap<string, keyof TrainingRunOptions> = new Map([
  ['max_duration', 'maxDuration'],
  ['ssr', 'scaleScheduleRatio'],
  ['scale_schedule_ratio', 'scaleScheduleRatio'],
  ...RATES.map(([option, key]) => [key, option] as const),
])
const LIMIT = 'train_subset_num_batches'

/** The names of axes that every configuration has, the shortest first. */
const RUN_NAMES: readonly string[] = ['lr', 'optimizer.lr', ...RUN.keys(), LIMIT]

// All others are counts.
const RUN_KINDS: { readonly [O in keyof TrainingRunOptions]?: ValueKind } = {
  maxDuration: 'duration',
  scaleScheduleRatio: 'ratio',
  secondsPerBatch: 'seconds',
}

/** What values a target takes. */
export function valueKind(target: Target): ValueKind {
  if (target.kind === 'base') return 'base'
  if (target.kind === 'lr') return 'rate'
  if (target.kind === 'limit') return 'count'
  if (target.kind === 'option') return target.field
  return RUN_KINDS[target.option] ?? 'count'
}

/** A text that two targets share if they set the same. */
export function targetKey(target: Target): string {
  if (target.kind === 'run') return target.option
  return target.kind === 'option' ? `${target.scheduler}.${target.option}` : target.kind
}

/** Why a name sets nothing: the rule, what was found, and the cure. */
export interface Unknown {
  readonly rule: string
  readonly found: string
  readonly cure: string
}

/** The options of a scheduler as configurations write them. */
const optionsOf = (type: SchedulerType): string[] => fieldsOf(type).map(({ key }) => key)

/** The names of axes for these schedulers: of the run, of options, and the paths of options, as two may share a name. */
export function namesFor(types: readonly SchedulerType[]): string[] {
  const options = types.flatMap(optionsOf)
  const bare = [...new Set(options)].filter((name) => options.indexOf(name) === options.lastIndexOf(name))
  const paths = types.flatMap((type, index) =>
    optionsOf(type).map((name) => (types.length === 1 ? `scheduler.${name}` : `schedulers[${index}].${name}`)),
  )
  return [...RUN_NAMES, ...bare, ...paths]
}

/** What a name sets where a configuration has these schedulers. */
export function findTarget(name: string, types: readonly SchedulerType[]): Target | Unknown {
  if (name === 'lr' || name === 'optimizer.lr') return { kind: 'lr' }
  if (name === LIMIT) return { kind: 'limit' }
  const option = RUN.get(name)
  if (option !== undefined) return { kind: 'run', option }
  const path = /^schedulers?(?:\[(\d+)\])?\.(\w+)$/.exec(name)
  const written = path?.[2] ?? name
  // Without an index, a path names the only scheduler.
  const index = path === null ? undefined : path[1] === undefined && types.length === 1 ? 0 : Number(path[1])
  const targets = types.flatMap((type, scheduler): Target[] => {
    const field = fieldsOf(type).find((one) => one.key === written || one.name === written)
    if (field === undefined || (index !== undefined && index !== scheduler)) return []
    return [{ kind: 'option', scheduler, option: field.name, field: field.kind }]
  })
  if (targets.length === 1) return targets[0]!
  if (targets.length > 1) {
    const paths = targets.flatMap((target) =>
      target.kind === 'option' ? `schedulers[${target.scheduler}].${name}` : [],
    )
    return {
      rule: 'An option without a path is one that a single scheduler has',
      found: paths.join(' and '),
      cure: `Write ${paths.join(' or ')}.`,
    }
  }
  return unknownName(name, types)
}

function unknownName(name: string, types: readonly SchedulerType[]): Unknown {
  const names = namesFor(types)
  // Another class has other options, so a class can't be an axis: no name is suggested for it.
  const meant = /(?:^|\.)(?:name|type)$/.test(name) ? undefined : suggest(name, names)
  const short = names.filter((name) => !name.includes('.'))
  return {
    rule: `An axis is one of ${short.join(', ')}, or the path of an option such as schedulers[0].${optionsOf(types[0]!)[0]}`,
    found: describeValue(name),
    cure: meant === undefined ? 'Use one of these; schedulers of other classes are bases.' : `Write ${meant}.`,
  }
}
