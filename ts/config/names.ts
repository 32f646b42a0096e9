/**
 * The names that configurations have for schedulers: Composer's classes, their snake_case, and llm-foundry's.
 */
import { SCHEDULER_CLASSES } from '../schedulers/all.js'
import type { SchedulerType } from '../wasm/table.js'

const FOUNDRY: readonly (readonly [string, SchedulerType])[] = [
  ['constant_with_warmup', 'ConstantWithWarmupScheduler'],
  ['cosine_with_warmup', 'CosineAnnealingWithWarmupScheduler'],
  ['linear_decay_with_warmup', 'LinearWithWarmupScheduler'],
]

/** A camelCase or PascalCase name in snake_case; `t0` is Composer's `t_0`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]|\d+/g, (part, at: number) => `${at === 0 ? '' : '_'}${part.toLowerCase()}`)

const TYPES: ReadonlyMap<string, SchedulerType> = new Map([
  ...FOUNDRY,
  ...(Object.keys(SCHEDULER_CLASSES) as SchedulerType[]).flatMap((type) => {
    const snake = snakeCase(type)
    return [type, snake, snake.replace(/_scheduler$/, '')].map((name) => [name, type] as const)
  }),
])

/** The class that a name stands for, or undefined. */
export const typeOf = (name: string): SchedulerType | undefined => TYPES.get(name)

/** The names to tell when one is not known: llm-foundry's, then the short form of every class. */
export const SHORT_NAMES: readonly string[] = [
  ...new Set([
    ...FOUNDRY.map(([name]) => name),
    ...[...TYPES.keys()].filter((name) => /^[a-z_0-9]+$/.test(name) && !name.endsWith('_scheduler')),
  ]),
]
