/**
 * What the name of an axis sets: a fact of the run, the learning rate, or an option of a scheduler. Reads no value.
 */
import { type Outline, outlineAt } from '../../config/locate.js'
import { RATES } from '../../config/run.js'
import { describeValue } from '../../errors/error.js'
import { suggest } from '../../errors/spelling.js'
import type { TrainingRunOptions } from '../../run/run.js'
import type { FieldKind, SchedulerType } from '../../wasm/table.js'
import { axisFieldsOf } from '../spec/fields.js'
import { pathsOf, type Scheduled, sharesOf } from './quantities.js'

/** What an axis sets in the configurations of one base. */
export type Target =
  | { readonly kind: 'base' }
  | { readonly kind: 'lr' }
  | { readonly kind: 'limit' }
  | { readonly kind: 'run'; readonly option: keyof TrainingRunOptions }
  | {
      readonly kind: 'option'
      readonly scheduler: number
      /** Its name, of a scheduler within another behind that one's place: 'schedulers[1].tMax'. */
      readonly option: string
      readonly field: FieldKind
    }

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

/** Whether values are single times. */
export const isTimeKind = (kind: ValueKind): boolean =>
  kind === 'time' || kind === 'duration' || kind === 'exact' || kind === 'exact?'

const NUMBERS: ReadonlySet<ValueKind> = new Set(['rate', 'ratio', 'seconds', 'count', 'number', 'number?'])

/** Whether values are single numbers. */
export const isNumberKind = (kind: ValueKind): boolean => NUMBERS.has(kind)

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

/** The options of a scheduler that may be axes, as configurations write them. */
const optionsOf = (type: SchedulerType): string[] => axisFieldsOf(type).map(({ key }) => key)

/** The options of a scheduler and of all within it, by their paths. */
const optionPaths = ({ type, parts }: Outline): string[] => [
  ...optionsOf(type),
  ...parts.flatMap(({ at, located }) => optionPaths(located).map((path) => `${at}.${path}`)),
]

/** Options as plain data with another value for one of them, which may be a scheduler's within. */
export function withOption(
  options: Readonly<Record<string, unknown>>,
  option: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [, name, index, rest] = /^(\w+)(?:\[(\d+)\])?(?:\.(.+))?$/.exec(option)!
  if (rest === undefined) return { ...options, [name!]: value }
  const set = (data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    'type' in data ? withOption(data, rest, value) : { ...data, scheduler: set(data.scheduler as typeof data) }
  const own = options[name!]
  const changed =
    index === undefined ? set(own as never) : (own as never[]).map((one, at) => (at === Number(index) ? set(one) : one))
  return { ...options, [name!]: changed }
}

/** The names of axes for these schedulers: of the run, of options, and the paths of options, as two may share a name. */
export function namesFor(scheduled: Scheduled): string[] {
  const { schedulers } = scheduled
  const options = schedulers.flatMap(({ type }) => optionsOf(type))
  const bare = [...new Set(options)].filter((name) => options.indexOf(name) === options.lastIndexOf(name))
  const places = pathsOf(scheduled)
  const paths = schedulers.flatMap((outline, index) => optionPaths(outline).map((name) => `${places[index]}.${name}`))
  return [...RUN_NAMES, ...bare, ...paths]
}

/** A name taken apart: of which schedulers, where within them, and which option. */
interface Path {
  readonly isOf: (scheduler: number) => boolean
  readonly place: string
  readonly option: string
}

const QUANTITY = /^schedulers?\.(\w+)(?:\[(\d+)\])?\.(?:(.+)\.)?(\w+)$/
const PLAIN = /^schedulers?(?:\[(\d+)\])?\.(?:(.+)\.)?(\w+)$/

/** A name without a path is one of any scheduler; without an index, a path names the only scheduler. */
function pathOf(name: string, scheduled: Scheduled): Path {
  const isRecord = scheduled.quantities !== undefined
  const path = (isRecord ? QUANTITY : PLAIN).exec(name)
  if (path === null) return { isOf: () => true, place: '', option: name }
  const [index, place = '', option] = path.slice(isRecord ? 2 : 1)
  const share = sharesOf(scheduled).find((share) => !isRecord || share.name === path[1])
  const { from, until } = share ?? { from: 0, until: 0 }
  const own = index !== undefined ? from + Number(index) : until - from === 1 ? from : -1
  return { isOf: (scheduler) => scheduler === own && own < until, place, option: option! }
}

/** What a name sets where a configuration has these schedulers. */
export function findTarget(name: string, scheduled: Scheduled): Target | Unknown {
  if (name === 'lr' || name === 'optimizer.lr') return { kind: 'lr' }
  if (name === LIMIT) return { kind: 'limit' }
  const option = RUN.get(name)
  if (option !== undefined) return { kind: 'run', option }
  const { isOf, place, option: written } = pathOf(name, scheduled)
  const targets = scheduled.schedulers.flatMap((outline, scheduler): Target[] => {
    const within = isOf(scheduler) ? outlineAt(outline, place) : undefined
    const field = within && axisFieldsOf(within.type).find((one) => one.key === written || one.name === written)
    if (field === undefined) return []
    const option = place === '' ? field.name : `${place}.${field.name}`
    return [{ kind: 'option', scheduler, option, field: field.kind }]
  })
  if (targets.length === 1) return targets[0]!
  if (targets.length > 1) {
    const places = pathsOf(scheduled)
    const paths = targets.flatMap((target) => (target.kind === 'option' ? `${places[target.scheduler]}.${name}` : []))
    return {
      rule: 'An option without a path is one that a single scheduler has',
      found: paths.join(' and '),
      cure: `Write ${paths.join(' or ')}.`,
    }
  }
  return unknownName(name, scheduled)
}

function unknownName(name: string, scheduled: Scheduled): Unknown {
  const names = namesFor(scheduled)
  // Another class has other options, so a class can't be an axis: no name is suggested for it.
  const meant = /(?:^|\.)(?:name|type)$/.test(name) ? undefined : suggest(name, names)
  const short = names.filter((name) => !name.includes('.'))
  return {
    rule: `An axis is one of ${short.join(', ')}, or the path of an option such as ${pathExample(scheduled)}`,
    found: describeValue(name),
    cure: meant === undefined ? 'Use one of these; schedulers of other classes are bases.' : `Write ${meant}.`,
  }
}

/** The path of an option that there is. */
function pathExample(scheduled: Scheduled): string {
  const places = pathsOf(scheduled).map((place) => (place === 'scheduler' ? 'schedulers[0]' : place))
  const [first] = scheduled.schedulers.flatMap((outline, index) =>
    optionPaths(outline).map((path) => `${places[index]}.${path}`),
  )
  return first ?? 'scheduler.t_max'
}
