/** Canonical schedules of the golden rows as schedulers of the public classes. */
import { type BuiltinScheduler, createScheduler } from 'scale-schedule'
import { readRows } from '../helpers/rows.js'

/** A canonical schedule. */
export interface Canonical {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  readonly scale?: number
  readonly shift_start?: boolean
}

/** A golden row, as far as it is read here. */
export interface Row {
  readonly id: string
  readonly schedule: Canonical | null
  readonly base_lr: number
  readonly unit?: 'ba' | 'ep' | 'sp' | 'tok'
  readonly steps: readonly number[]
  readonly expected: readonly (number | string)[]
  readonly accumulates?: boolean
  readonly library_only?: { readonly steps: readonly number[] }
  readonly epochs?: readonly number[]
  readonly momentum?: SecondCurve
  readonly weight_decay?: SecondCurve
}

/** A second curve at the steps of a row: of base 1. */
export interface SecondCurve {
  readonly schedule: Canonical | null
  readonly expected: readonly (number | string)[]
}

/** The files of rows that have canonical forms. */
export const FILES = [
  'torch',
  'hf',
  'timm',
  'optax',
  'keras',
  'fvcore',
  'deepspeed',
  'megatron',
  'llmfoundry',
  'torchtitan',
  'nano',
  'fairseq',
  'misc',
] as const

/** The rows of a file. */
export function rowsOf(file: (typeof FILES)[number]): Row[] {
  return readRows(`golden2/${file}`)
}

/** The names that configurations have for canonical types, where they are others. */
const NAMES: Readonly<Record<string, string>> = {
  linear: 'linear_decay',
  polynomial: 'polynomial_decay',
  exponential: 'exponential_decay',
  step: 'step_decay',
  multi_step: 'multi_step_decay',
}

const TIMES = /^(t_(?!mult)\w+|timescale|stable_timescale|decay_shift|by|at|boundaries|milestones|knots)$/

/** The scheduler of a canonical schedule whose times count a unit. */
export function toScheduler({ type, params, scale }: Canonical, unit: NonNullable<Row['unit']>): BuiltinScheduler {
  if (scale !== undefined) return make('affine', { scheduler: toScheduler({ type, params }, unit), scale })
  const { shift, ...rest } = params
  if (shift !== undefined && type !== 'noam') {
    const scheduler = toScheduler({ type, params: rest }, unit)
    return make('shift', { scheduler, by: `${-(shift as number)}${unit}` })
  }
  const time = (value: unknown, of = unit) => `${value}${of}`
  const part = (schedule: unknown) => toScheduler(schedule as Canonical, unit)
  switch (type) {
    case 'constant': {
      const { t_max, alpha = 1, ...ramp } = rest
      const [boundaries, values] = t_max === undefined ? [[], [alpha]] : [[time(t_max)], [alpha, 1]]
      return make('piecewise_constant', { boundaries, values, ...written(ramp, time) })
    }
    case 'product':
      return make('product', { schedulers: (rest.schedules as unknown[]).map(part) })
    case 'sequential': {
      const schedulers = (rest.schedules as Canonical[]).map((schedule) =>
        schedule.shift_start === false ? { scheduler: part(schedule), clock: 'outer' } : part(schedule),
      )
      return make('sequence', { schedulers, at: (rest.at as number[]).map((at) => time(at)) })
    }
    case 'cooldown': {
      const { schedule, ...options } = rest
      return make('cooldown', { scheduler: part(schedule), ...written(options, time) })
    }
    case 'cyclic': {
      const { value_min: low, value_max: high, ...options } = rest
      const bounds = low === undefined ? {} : { alpha_min: low, alpha_max: high }
      return make('cyclic', { ...written(options, time), ...bounds })
    }
    case 'eden': {
      const { t_epochs, ...options } = rest
      const epochs = t_epochs === undefined ? {} : { t_epochs: time(t_epochs, 'ep') }
      return make('eden', { ...written(options, time), ...epochs })
    }
    case 'noam':
      return make('noam', { ...written(rest, time), shift: shift ?? 0 })
    default:
      return make(NAMES[type] ?? type, written(rest, time))
  }
}

const make = (name: string, options: Record<string, unknown>): BuiltinScheduler => createScheduler(name, options)

/** Options with their times as texts. */
const written = (options: Readonly<Record<string, unknown>>, time: (value: unknown) => string) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => {
      if (!TIMES.test(key)) return [key, value]
      return [key, Array.isArray(value) ? value.map((one) => time(one)) : time(value)]
    }),
  )
