/**
 * The names of schedulers: their classes, in snake_case, in short, and what llm-foundry and the field call them.
 */
import { aliasesOf, SCHEDULER_TYPES, type SchedulerType } from '../wasm/table.js'

/** The name of a class in snake_case. */
const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (part, at: number) => `${at === 0 ? '' : '_'}${part.toLowerCase()}`)

/** 'cosine_annealing' for CosineAnnealingScheduler. */
const shortName = (type: SchedulerType): string => snakeCase(type).replace(/_scheduler$/, '')

/** Other names with their classes. */
const aliases = () => SCHEDULER_TYPES.flatMap((type) => aliasesOf(type).map((name) => [name, type] as const))

/** Other spellings, which no list tells. */
const SPELLINGS: readonly (readonly [string, SchedulerType])[] = [
  ['multistep', 'MultiStepScheduler'],
  ['multistep_with_warmup', 'MultiStepWithWarmupScheduler'],
]

let types: ReadonlyMap<string, SchedulerType> | undefined

/** The classes by their names; made when first asked for, as a program with one scheduler has no use for them. */
function typesByName(): ReadonlyMap<string, SchedulerType> {
  types ??= new Map([
    ...aliases(),
    ...SPELLINGS,
    ...SCHEDULER_TYPES.flatMap((type) => [type, snakeCase(type), shortName(type)].map((name) => [name, type] as const)),
  ])
  return types
}

/** The class that a name stands for, or undefined. */
export const typeOf = (name: string): SchedulerType | undefined => typesByName().get(name)

/** Every name. */
export const allNames = (): readonly string[] => [...typesByName().keys()]

/** The names to tell when one is not known: aliases, then the short form of every class. */
export const shortNames = (): readonly string[] => [
  ...new Set([
    ...aliases()
      .map(([name]) => name)
      .sort(),
    ...SCHEDULER_TYPES.map(shortName),
  ]),
]
