/**
 * The table of options that the words are about.
 */
import { camelCase, type FieldKind, fieldsOf as kindsOf, type SchedulerType } from '../wasm/encode.js'
import { SCHEDULES } from '../wasm/generated/layout.js'

export interface Field {
  readonly name: string
  readonly key: string
  readonly kind: FieldKind
  readonly byDefault: number | string | boolean | undefined
  readonly isScaled: boolean
}
export type { FieldKind, SchedulerType }
export { camelCase }
export const SCHEDULER_TYPES: readonly SchedulerType[] = SCHEDULES.map(([type]) => type)
const DEFAULTS: Readonly<Record<string, number | string | boolean>> = {
  gamma: 0.1,
  alpha: 1,
  alpha_i: 1,
  alpha_f: 0,
  t_max: '1dur',
  decay_period: '1ep',
  t_mult: 1,
  scale_warmup: false,
}
export const fieldsOf = (type: SchedulerType): readonly Field[] =>
  kindsOf(type).map(({ name, kind }) => {
    const key = name.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`)
    const byDefault =
      type === 'PolynomialWithWarmupScheduler' && key === 'power'
        ? 2
        : type === 'ExponentialScheduler' && key === 'gamma'
          ? undefined
          : DEFAULTS[key]
    return { name, key, kind, byDefault, isScaled: key !== 't_warmup' && (kind === 'time' || kind === 'times') }
  })
export const aliasesOf = (type: SchedulerType): readonly string[] =>
  (
    ({
      ConstantWithWarmupScheduler: ['constant_with_warmup'],
      CosineAnnealingWithWarmupScheduler: ['cosine_with_warmup'],
      LinearWithWarmupScheduler: ['linear_decay_with_warmup'],
    }) as Record<string, string[]>
  )[type] ?? []
