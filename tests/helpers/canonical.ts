/** The canonical schedules of golden2: their rows, their values by the catalogue's formulas, and as factors of a program. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CATALOGUE } from '../../ts/catalogue/index.js'
import { type Facts, NO_FACTS, pieceAt } from '../../ts/catalogue/value.js'
import type { BuiltinFactor, Factor, NodeFactor, ProgramOption } from '../../ts/languages/program.js'
import { fieldsOf, type SchedulerType } from '../../ts/wasm/table.js'
import { ROOT } from './examples.js'

/** A canonical schedule. */
export interface Canonical {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  readonly scale?: number
  readonly shift_start?: boolean
}

/** What a library returned. */
interface Row {
  readonly id: string
  readonly schedule: Canonical | null
  readonly base_lr: number
  readonly steps: readonly number[]
  readonly expected: readonly (number | string)[]
  readonly epochs?: readonly number[]
  readonly accumulates?: boolean
  readonly momentum?: { readonly schedule: Canonical | null; readonly expected: readonly number[] }
}

/** A curve of a row: the learning rate, or a second quantity. */
export interface CanonicalCurve {
  readonly id: string
  readonly schedule: Canonical
  readonly base: number
  readonly steps: readonly number[]
  readonly expected: readonly (number | string)[]
  readonly epochs?: readonly number[]
  readonly accumulates?: boolean
}

/** All curves that a canonical schedule describes. */
export function canonicalCurves(): CanonicalCurve[] {
  const folder = path.join(ROOT, 'tests/golden2')
  // llmfoundry_state has rows of another format: those of Composer's golden data.
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && name !== 'llmfoundry_state.jsonl')
  const lines = files.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n'))
  return lines.flatMap((line): CanonicalCurve[] => {
    const { schedule, momentum, base_lr: base, ...row } = JSON.parse(line) as Row
    const second = momentum?.schedule
      ? [{ ...row, id: `${row.id} momentum`, schedule: momentum.schedule, base: 1, expected: momentum.expected }]
      : []
    return schedule === null ? [] : [{ ...row, schedule, base }, ...second]
  })
}

/** The class of each canonical type that is one formula. */
export const CLASSES: Readonly<Record<string, SchedulerType>> = {
  constant: 'ConstantScheduler',
  linear: 'LinearDecayScheduler',
  cosine: 'CosineDecayScheduler',
  cosine_hard_restarts: 'CosineHardRestartsScheduler',
  cosine_restarts: 'CosineRestartsScheduler',
  polynomial_restarts: 'PolynomialRestartsScheduler',
  tanh_restarts: 'TanhRestartsScheduler',
  polynomial: 'PolynomialDecayScheduler',
  exponential: 'ExponentialDecayScheduler',
  inverse_time: 'InverseTimeDecayScheduler',
  lr_range_test: 'LrRangeTestScheduler',
  step: 'StepDecayScheduler',
  multi_step: 'MultiStepDecayScheduler',
  multiplicative: 'MultiplicativeScheduler',
  piecewise_constant: 'PiecewiseConstantScheduler',
  piecewise_interpolate: 'PiecewiseInterpolateScheduler',
  one_cycle: 'OneCycleScheduler',
  cyclic: 'CyclicScheduler',
  wsd: 'WarmupStableDecayScheduler',
  inverse_sqrt: 'InverseSquareRootScheduler',
  noam: 'NoamScheduler',
  power: 'PowerLawScheduler',
  rex: 'RexScheduler',
  eden: 'EdenScheduler',
}

/** Facts of a class whose options, by Composer's names, are numbers: times too, on one counter. */
export function factsOf(type: SchedulerType, params: Readonly<Record<string, unknown>>, t: number, epoch = 0): Facts {
  const numbers: Record<string, number> = {}
  const times: Record<string, number> = {}
  const lists: Record<string, readonly number[]> = {}
  const settings: Record<string, string | boolean | null> = {}
  for (const { key, kind, byDefault } of fieldsOf(type)) {
    const isTime = kind.startsWith('exact') || kind === 'time'
    const value = params[key] ?? (isTime && typeof byDefault === 'string' ? Number.POSITIVE_INFINITY : byDefault)
    if (value === null || (key === 't_warmup' && value === 0)) settings[key] = null
    else if (Array.isArray(value)) lists[key] = value as readonly number[]
    else if (typeof value !== 'number') settings[key] = value as string | boolean
    else if (isTime) times[key] = value
    else numbers[key] = value
  }
  return { ...NO_FACTS, numbers, times, lists, settings, t, epoch }
}

/** The value of a class at a time by its formula. */
function formulaValue(type: SchedulerType, facts: Facts): number {
  const at = pieceAt(CATALOGUE[type].formula, facts)
  return at.calculate(at.piece.alpha)
}

/** The value of a canonical schedule at a step by the catalogue's formulas. */
export function canonicalAt({ type, params, scale = 1 }: Canonical, n: number, epoch: number): number {
  const t = params.shift === undefined || type === 'noam' ? n : Math.max(0, n + (params.shift as number))
  return scale * plainAt(type, params, t, epoch)
}

function plainAt(type: string, params: Canonical['params'], t: number, epoch: number): number {
  const parts = params.schedules as readonly Canonical[]
  const node = (name: SchedulerType, given: object, values: Partial<Facts>) =>
    formulaValue(name, { ...factsOf(name, { ...params, ...given }, t), ...values })
  switch (type) {
    case 'sequential': {
      const at = params.at as readonly number[]
      const on = at.filter((boundary) => boundary <= t).length
      const start = on === 0 || parts[on]!.shift_start === false ? 0 : at[on - 1]!
      return node('SequenceScheduler', {}, { parts: [canonicalAt(parts[on]!, t - start, epoch)] })
    }
    case 'product':
      return node('ProductScheduler', {}, { parts: parts.map((part) => canonicalAt(part, t, epoch)) })
    case 'cooldown':
      return node('CooldownScheduler', {}, { parts: [canonicalAt(params.schedule as Canonical, t, epoch)] })
    case 'constant': {
      const { t_warmup: length = 0, alpha = 1 } = params as { t_warmup?: number; alpha?: number }
      if (!(length > 0)) return formulaValue('ConstantScheduler', factsOf('ConstantScheduler', params, t))
      return node('WithWarmupScheduler', {}, { parts: [alpha], partAt: { 0: alpha } })
    }
    case 'cyclic': {
      const { value_min: low, value_max: high } = params
      return formulaValue(
        'CyclicScheduler',
        factsOf('CyclicScheduler', { alpha_min: low, alpha_max: high, ...params }, t),
      )
    }
    default:
      return formulaValue(CLASSES[type]!, factsOf(CLASSES[type]!, params, t, epoch))
  }
}

/** A canonical schedule as a factor: its times are batches. */
export function canonicalFactor({ type, params, scale }: Canonical): Factor {
  const { shift, ...others } = params as { shift?: number }
  const plain = plainFactor(type, others)
  const moved = shift === undefined ? plain : nodeOf('ShiftScheduler', { by: -shift }, [plain])
  return scale === undefined ? moved : nodeOf('AffineScheduler', { scale }, [moved])
}

function plainFactor(type: string, params: Canonical['params']): Factor {
  const parts = (params.schedules ?? [params.schedule]) as readonly Canonical[]
  switch (type) {
    case 'sequential':
      return {
        ...nodeOf('SequenceScheduler', params, []),
        parts: parts.map((part) => ({ factor: canonicalFactor(part), isOuter: part.shift_start === false })),
      }
    case 'product':
      return nodeOf('ProductScheduler', params, parts.map(canonicalFactor))
    case 'cooldown':
      return nodeOf('CooldownScheduler', params, parts.map(canonicalFactor))
    case 'constant': {
      const { t_warmup: length = 0 } = params as { t_warmup?: number }
      const { alpha, t_max } = params
      const constant = leafOf('ConstantScheduler', { alpha, t_max })
      return length > 0 ? nodeOf('WithWarmupScheduler', params, [constant]) : constant
    }
    case 'cyclic': {
      const { value_min: low, value_max: high } = params
      return leafOf('CyclicScheduler', { alpha_min: low, alpha_max: high, ...params })
    }
    default:
      return leafOf(CLASSES[type]!, params)
  }
}

const DESCRIBED = { ratio: 1, dataloaderLen: null } as const

const leafOf = (type: SchedulerType, params: Canonical['params']): BuiltinFactor => ({
  kind: 'builtin',
  type,
  options: optionsOf(type, params),
  ...DESCRIBED,
})

const nodeOf = (type: SchedulerType, params: Canonical['params'], parts: readonly Factor[]): NodeFactor => ({
  kind: 'node',
  type,
  options: optionsOf(type, params),
  parts: parts.map((factor) => ({ factor, isOuter: false })),
  ...DESCRIBED,
})

// A time that no step reaches.
const NEVER = 1e15

const optionsOf = (type: SchedulerType, params: Canonical['params']): ProgramOption[] =>
  fieldsOf(type).map(({ name, key, kind, byDefault }): ProgramOption => {
    const isTime = kind.startsWith('exact') || kind === 'time'
    const given = params[key]
    const value = (given ?? (isTime && typeof byDefault === 'string' ? NEVER : byDefault)) as ProgramOption['value']
    const times = !isTime || value === null ? [] : Array.isArray(value) ? value : [value]
    return {
      name,
      key,
      kind,
      value: times.length === 0 ? value : Array.isArray(value) ? times.map((time) => `${time}ba`) : `${value}ba`,
      isDefault: given === undefined,
      batches: times as number[],
      counter: times.length === 0 ? null : 'ba',
      scaled: null,
    }
  })
