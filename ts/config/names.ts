/**
 * The names that configurations have for schedulers: Composer's classes, their snake_case, and llm-foundry's.
 */
import { aliasesOf, SCHEDULER_TYPES, type SchedulerType } from '../wasm/table.js'

/** The name of a class in snake_case. */
const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (part, at: number) => `${at === 0 ? '' : '_'}${part.toLowerCase()}`)

const FOUNDRY = SCHEDULER_TYPES.flatMap((type) => aliasesOf(type).map((name) => [name, type] as const))

/** 'cosine_annealing' for CosineAnnealingScheduler. */
const shortName = (type: SchedulerType): string => snakeCase(type).replace(/_scheduler$/, '')

const TYPES: ReadonlyMap<string, SchedulerType> = new Map([
  ...FOUNDRY,
  ...SCHEDULER_TYPES.flatMap((type) => [type, snakeCase(type), shortName(type)].map((name) => [name, type] as const)),
])

/** The class that a name stands for, or undefined. */
export const typeOf = (name: string): SchedulerType | undefined => TYPES.get(name)

/** Every name. */
export const NAMES: readonly string[] = [...TYPES.keys()]

/** The names to tell when one is not known: llm-foundry's, then the short form of every class. */
export const SHORT_NAMES: readonly string[] = [
  ...new Set([...FOUNDRY.map(([name]) => name).sort(), ...SCHEDULER_TYPES.map(shortName)]),
]
